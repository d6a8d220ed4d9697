"""What the moves model learns from can be read: every passage is marked as it should be, every phrase makes a sentence."""

from __future__ import annotations

import importlib
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from onrecord.engines.acts import ACTS

TRAINING = Path(__file__).resolve().parents[1] / "training"


@pytest.fixture(scope="module")
def passages() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(TRAINING))
        yield importlib.import_module("moves_data")


@pytest.fixture(scope="module")
def synthesis(passages: ModuleType) -> ModuleType:
    return importlib.import_module("moves_synthesis")


def test_marks_become_spans_of_the_bare_text(passages: ModuleType) -> None:
    marked = "⟦confirm⟧Olmo ⟨confirmed⟩ that ⟦!accept⟧the port had ⟨not agreed⟩ to it⟦/⟧⟦/⟧, as ⟪demand⟫ for eel rose."
    passage = passages.parse_passage("k", "mixed", marked)
    assert passage.text == "Olmo confirmed that the port had not agreed to it, as demand for eel rose."
    found = [(m.act, passage.text[slice(*m.clause)], passage.text[slice(*m.trigger)], m.negated) for m in passage.moves]
    assert found == [
        ("confirm", "Olmo confirmed that the port had not agreed to it", "confirmed", False),
        ("accept", "the port had not agreed to it", "not agreed", True),
    ]
    assert [passage.text[slice(*words)] for words in passage.lookalikes] == ["demand"]


@pytest.mark.parametrize(
    "marked",
    [
        "⟦refuse⟧They ⟨would not⟩ ⟨sign⟩⟦/⟧.",
        "⟦refuse⟧They would not sign⟦/⟧.",
        "⟦rebuff⟧They ⟨rebuffed⟩ it⟦/⟧.",
        "They ⟨rebuffed⟩ it.",
        "⟦refuse⟧They ⟨rebuffed⟩ it.",
        "⟦refuse⟧They ⟨rebuffed it⟦/⟧.",
        "They rebuffed it⟦/⟧.",
        "⟦refuse⟧They ⟨rebuffed⟫ it⟦/⟧.",
    ],
)
def test_a_passage_that_is_marked_wrongly_is_refused(passages: ModuleType, marked: str) -> None:
    with pytest.raises(passages.PassageError):
        passages.parse_passage("k", "mixed", marked)


def test_every_passage_of_the_project_can_be_read(passages: ModuleType) -> None:
    read = [p for path in sorted((TRAINING / "moves").glob("passages-*.txt")) for p in passages.read_passages(path)]
    told = Counter(m.act for p in read for m in p.moves)
    assert len(read) > 3000
    assert set(told) == set(ACTS) and min(told.values()) >= 40
    for passage in read:
        for move in passage.moves:
            assert move.clause[0] <= move.trigger[0] < move.trigger[1] <= move.clause[1] <= len(passage.text)


def test_the_same_passages_are_kept_each_time(passages: ModuleType) -> None:
    read = passages.read_passages(TRAINING / "moves" / "passages-1.txt")
    learnt, kept = passages.held_out(read)
    assert (learnt, kept) == passages.held_out(read)
    assert len(learnt) + len(kept) == len(read) and not {p.key for p in learnt} & {p.key for p in kept}
    assert len(read) // 10 <= len(kept) <= len(read) // 10 + 1


def test_kept_passages_make_reports_whose_spans_hold_their_clauses(passages: ModuleType, synthesis: ModuleType) -> None:
    first = passages.parse_passage("a", "said", "⟦demand⟧The union ⟨wants⟩ nine per cent⟦/⟧, it said.")
    second = passages.parse_passage("b", "headline", "⟦!accept⟧Port ⟨has yet to agree⟩⟦/⟧ as ⟪demand⟫ for eel grows")
    report = importlib.import_module("kept_reports").report("r", [first, second])
    told = [(m["act"], report["text"][slice(*m["span"])], m["polarity"], m["narrated"]) for m in report["moves"]]
    assert told == [
        ("demand", "The union wants nine per cent", "affirmed", False),
        ("accept", "Port has yet to agree", "negated", True),
    ]
    assert [report["text"][slice(*clause["span"])] for clause in report["not_moves"]] == ["demand"]


def test_every_phrase_makes_a_sentence_that_says_where_its_words_stand(synthesis: ModuleType) -> None:
    made = list(synthesis.make_passages(random.Random(1)))
    assert {m.act for p in made for m in p.moves} == set(ACTS)
    for passage in made:
        assert passage.text and "_" not in passage.text and "  " not in passage.text, passage.text
        for move in passage.moves:
            assert passage.text[slice(*move.trigger)].strip(), passage.text


def test_the_same_seed_makes_the_same_sentences(synthesis: ModuleType) -> None:
    first, again, other = ([p.text for p in synthesis.make_passages(random.Random(s))] for s in (1, 1, 2))
    assert first == again != other


def test_of_ordinary_news_only_clauses_with_moves_are_open(passages: ModuleType, tmp_path: Path) -> None:
    text = "The ferry sailed at nine with ninety people.\n\nOlmo rejected the offer of the port board on Friday.\nShort."
    start = text.index("Olmo")
    analysis = {"text": text, "statements": [{"moves": [{"span": [start, start + 23]}]}]}
    path = tmp_path / "news.jsonl"
    path.write_text(json.dumps(analysis) + "\n", encoding="utf8")
    first, second = passages.read_ordinary(path)
    assert (first.text, first.open) == ("The ferry sailed at nine with ninety people.", ())
    assert [second.text[a:b] for a, b in second.open] == ["Olmo rejected the offer"]
