"""Letters that match where case is ignored, and are others: "ı" is found for an i, and "ſ" for an s."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from onrecord import pipeline
from onrecord.analyse import analyse_report
from onrecord.engines.protocols import Tagged
from onrecord.ids import text_hash
from onrecord.model import Refusal, Report

NOTHING = SimpleNamespace(version="none", tag=lambda text, skip=(): Tagged(attributions=(), names=()), tag_acts=lambda text, skip=(): ())
# Found by bench/fuzz.py: each raised KeyError, and ended the run that it came in.
TEXTS = (
    "Kept since \u0131 and \u017fhe are read as I and she where case is ignored: \u0131 came, and \u017fhe left.",
    "At least 12 people peri\u017fhed when the ferry sank off Velmora.",
    "Two th\u0131rds of the voters stayed at home, and a th\u0131rd came.",
    "Half a m\u0131ll\u0131on people, or \u017feveral thou\u017fand, fled in \u017fpr\u0131ng 2026.",
    "\u0130t was said in the w\u0130nter of 2026 that s\u0130xty-f\u0130ve were \u212ailled.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_odd_letters_do_not_stop_the_rules(text: str) -> None:
    analyse_report(Report(id="r", text=text, text_sha256=text_hash(text), language="en"), tagger=NOTHING)


def test_a_text_on_which_the_rules_trip_costs_that_text_alone(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "two.jsonl"  # type: ignore[operator]
    path.write_text('{"id": "a", "text": "The first text is here."}\n{"id": "b", "text": "The second text is here."}\n', encoding="utf8")

    def trip(report: Report, **_: object) -> object:
        if report.id == "a":
            raise KeyError("\u0131")
        return f"analysis of {report.id}"

    monkeypatch.setattr(pipeline.hands, "analyse_report", trip)
    first, second = pipeline.analyse_inputs([str(path)], tagger=NOTHING)
    assert isinstance(first, Refusal) and (first.id, first.kind) == ("a", "failed") and "KeyError" in first.why
    assert isinstance(second, tuple) and second[1] == "analysis of b"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Ana R\u0443iz of Velm\u03bfra and \u0420iet met. IFN\u03b3, 5 \u03bcm and \u041c\u0438\u0440 did not.",
            ["R\u0443iz", "Velm\u03bfra", "\u0420iet"],
        ),
        ("a\u0430" * 5000, ["a\u0430" * 20] * 5),
        ("Ana Ruiz said so.", []),
    ],
)
def test_words_of_two_alphabets_are_told(text: str, words: list[str]) -> None:
    found = analyse_report(Report(id="r", text=text, text_sha256=text_hash(text), language="en"), tagger=NOTHING).problems
    mixed = [problem for problem in found if "two alphabets" in problem.why]
    assert [problem.why.split("”")[0][1:] for problem in mixed] == words
    places = [problem.where.strip("[]").split(":") for problem in mixed]
    assert [text[int(start) : int(end)] for start, end in places] == words
