"""Plain text and JSON: what comes in is what is kept, and what cannot be kept is refused with a reason."""

from __future__ import annotations

import codecs
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.ids import text_hash
from onrecord.model import Refusal, Report
from onrecord.read import ReadOptions, read_reports
from onrecord.read.mojibake import restored
from onrecord.settings import ReadLimits

Read = Callable[..., list[Report | Refusal]]
storable = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1).filter(str.strip)


def report_of(outcomes: list[Report | Refusal]) -> Report:
    [report] = outcomes
    assert isinstance(report, Report), report
    return report


def refusal_of(outcomes: list[Report | Refusal]) -> Refusal:
    [refusal] = outcomes
    assert isinstance(refusal, Refusal), refusal
    return refusal


@given(storable)
def test_any_text_comes_through_jsonl_unchanged(text: str) -> None:
    line = json.dumps({"id": "a", "text": text}).encode()
    report = report_of(list(read_reports(["-"], stdin=io.BytesIO(line))))
    assert report.text == text
    assert report.text_sha256 == text_hash(text)


@given(
    text=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip), end=st.sampled_from(["\n", "\r\n", "\r"])
)
def test_any_text_comes_through_a_file_unchanged(tmp_path_factory: pytest.TempPathFactory, text: str, end: str) -> None:
    whole = f"{text}{end}{end}{text}{end}".removeprefix("\ufeff")
    assume(restored(whole)[0] == whole)
    path = tmp_path_factory.mktemp("plain") / "a.txt"
    path.write_bytes(whole.encode())
    assert report_of(list(read_reports([str(path)]))).text == whole


@given(storable)
def test_furniture_lies_in_the_text_in_order_and_apart(text: str) -> None:
    lines = f"{text}\n\n12\n\nThe minister said on Monday that he would not travel there.\n\nTags\n{text}"
    line = json.dumps({"text": lines}).encode()
    report = report_of(list(read_reports(["-"], stdin=io.BytesIO(line))))
    position = 0
    for piece in report.furniture:
        assert position <= piece.span.start
        assert piece.span.of(report.text).strip()
        position = piece.span.end


def test_a_byte_order_mark_goes_and_line_ends_stay(read_bytes: Read) -> None:
    assert report_of(read_bytes(codecs.BOM_UTF8 + b"One.\r\n\r\nTwo.\r\n")).text == "One.\r\n\r\nTwo.\r\n"
    report = report_of(read_bytes(codecs.BOM_UTF16_LE + "Öl über Bord.\n".encode("utf-16-le")))
    assert report.text == "Öl über Bord.\n"
    assert any("byte order mark" in problem.why for problem in report.problems)


def test_another_charset_is_guessed_and_said(read_bytes: Read) -> None:
    report = report_of(read_bytes("Президентът заяви в понеделник, че няма да пътува за срещата.".encode("cp1251")))
    assert report.text.startswith("Президентът заяви")
    assert any("guessed" in problem.why and "cp1251" in problem.why for problem in report.problems)
    assert report_of(read_bytes("“Never,” he said – twice.".encode("cp1252"))).text == "“Never,” he said – twice."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"a text with a \x00 in it", "NUL"),
        (bytes(range(1, 32)) * 50, "control characters"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "NUL"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(read_bytes: Read, content: bytes, reason: str) -> None:
    refusal = refusal_of(read_bytes(content))
    assert refusal.kind == "refused"
    assert reason in refusal.why


def test_lost_and_invisible_characters_are_counted(read_bytes: Read) -> None:
    report = report_of(read_bytes("The answer was \u202eon\u202c, he said \ufffd.".encode()))
    assert any(problem.why.startswith("1 character(s) could not be decoded") for problem in report.problems)
    assert any(problem.why.startswith("2 invisible") for problem in report.problems)


def test_bad_lines_among_good_ones_are_named_and_passed_over(read_bytes: Read) -> None:
    lines = [
        b'{"id": "one", "text": "The first.", "unknown": [1]}',
        b'{"id": "two", "text": ',
        b"",
        b'{"id": "four"}',
        b'{"id": "five", "text": 5}',
        b'{"text": "Six.", "published": 2026}',
        b'["seven"]',
        b'{"text": "half \\ud800"}',
        b'{"text": "nul \\u0000"}',
        b'{"id": 10, "text": "The tenth."}',
    ]
    outcomes = read_bytes(b"\n".join(lines))
    assert [o.id for o in outcomes if isinstance(o, Report)] == ["one", "10"]
    refusals = {o.where: (o.kind, o.why) for o in outcomes if isinstance(o, Refusal)}
    assert list(refusals) == [f"standard input:{n}" for n in (2, 4, 5, 6, 7, 8, 9)]
    assert refusals["standard input:2"][0] == "failed"
    assert "'text'" in refusals["standard input:4"][1]
    assert "'published' is not a string" in refusals["standard input:6"][1]


def test_a_line_that_is_too_long_is_never_held_whole(read_bytes: Read) -> None:
    content = b'{"text": "' + b"a" * 50_000 + b'"}\n{"id": "next", "text": "Short."}\n'
    long, short = read_bytes(content, limits=ReadLimits(max_line_bytes=1000))
    assert isinstance(long, Refusal) and "max_line_bytes" in long.why
    assert short.id == "next"


def test_json_files_hold_one_report_or_an_array(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text('{"text": "One."}')
    (tmp_path / "two.json").write_text('[{"text": "One."}, {"text": "Two."}, 3]')
    outcomes = list(read_reports([str(tmp_path)]))
    assert [o.id for o in outcomes] == ["one", "two:1", "two:2", "two:3"]
    assert isinstance(outcomes[3], Refusal)


def test_a_gzipped_file_is_read_and_a_bomb_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"Packed.") + gzip.compress(b" Twice."))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"Cut in the middle of it." * 100)[:-20])
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(bytes(30_000_000)))
    packed, cut, bomb = read_reports([str(tmp_path)])
    assert isinstance(packed, Report) and packed.text == "Packed. Twice." and packed.id == "a"
    assert isinstance(cut, Refusal) and cut.kind == "failed" and "cut" in cut.why
    assert isinstance(bomb, Refusal) and "bomb" in bomb.why


def test_options_go_before_what_a_file_says_and_its_lines_before_them() -> None:
    lines = b'{"text": "One.", "outlet": "Post"}\n{"text": "Two."}'
    reports = list(read_reports(["-"], options=ReadOptions(outlet="Mail", published="2026-02-03"), stdin=io.BytesIO(lines)))
    assert [r.outlet for r in reports if isinstance(r, Report)] == ["Post", "Mail"]
    assert [r.published.value for r in reports if isinstance(r, Report) and r.published] == ["2026-02-03"] * 2


def test_other_languages_are_refused_when_only_some_are_wanted(read_bytes: Callable[..., list[Report | Refusal]]) -> None:
    """A text too short to tell is taken: unknown is not another."""
    texts = {
        "en": "The harbour was closed on Monday after a crane fell into the water.",
        "de": "Der Hafen blieb am Montag geschlossen, nachdem ein Kran ins Wasser gefallen war.",
        "none": "No.",
    }
    lines = "\n".join(json.dumps({"id": name, "text": text}) for name, text in texts.items()).encode()
    assert [type(item) for item in read_bytes(lines)] == [Report] * 3
    english, german, short = read_bytes(lines, languages=("en",))
    assert isinstance(english, Report) and isinstance(short, Report) and short.language is None
    assert isinstance(german, Refusal) and german.kind == "refused" and "language is de" in german.why
