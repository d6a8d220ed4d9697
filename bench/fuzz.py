"""Bytes that nobody meant, guided by which lines of ours they reach: the door for each kind of stranger's input.

    .venv/bin/python -m pip install --target /tmp/atheris atheris
    PYTHONPATH=/tmp/atheris .venv/bin/python bench/fuzz.py analysis --seconds 600

Without atheris, Hypothesis makes the inputs (no guidance, but it makes what it finds smaller). A finding ends the run, and says what raised
on what. Targets: see ``TARGETS``. What was found: docs/reliability.md.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "reliability"))

if guided := find_spec("atheris") is not None:
    import atheris

    watched = atheris.instrument_imports(include=["onrecord"])
else:
    watched = nullcontext()

with watched:
    from ground import Quick

    from onrecord.analyse import analyse_report
    from onrecord.errors import OnRecordError
    from onrecord.fetch.refused import NotFetched
    from onrecord.fetch.robots import parse_robots
    from onrecord.fetch.urls import parse_target
    from onrecord.ids import text_hash
    from onrecord.inflate import Bounds
    from onrecord.model import Report
    from onrecord.read.charset import decode_page, decode_plain
    from onrecord.read.dates import parse_published
    from onrecord.read.draft import Unreadable
    from onrecord.read.entries import read_entries
    from onrecord.read.page import read_page
    from onrecord.read.records import draft_of_object, parse_line
    from onrecord.read.warc import read_records
    from onrecord.settings import ReadLimits
    from onrecord.store.rawpages import Pages
    from onrecord.store.terms import search_phrases
    from onrecord.store.when import last_moment

_SCRATCH = Path(tempfile.gettempdir()) / "onrecord-fuzz.db"
_FIELDS = ("text", "id", "title", "published", "outlet", "url", "other")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_SEEDS = (
    b"<html><head><title>A title</title><meta charset=utf-8></head><body><article>"
    b"<p>The ferry sank, said Ana Ruiz.</p></article></body></html>",
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: 24\r\n\r\n"
    b"HTTP/1.1 200 OK\r\n\r\nhello\r\n\r\n",
    b'<rss version="2.0"><channel><title>A</title><item><title>B</title><link>https://a.example/1</link></item></channel></rss>',
    b'{"id": "a", "text": "The ferry sank.", "published": "2026-03-01", "url": "https://a.example/"}',
    "“We will not sign,” said Minister Ana Ruiz on Monday, 3 May 2026. At least 12 people were killed; two thirds fled.".encode(),
    b"User-agent: *\nDisallow: /private/*.html$\nCrawl-delay: 3\n",
    b"https://user@a.example:443/a/../b?c#d",
)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\x00", " ")


def _analysis(data: bytes) -> None:
    text = _text(data).strip()
    if text:
        found = analyse_report(Report(id="r", text=text, text_sha256=text_hash(text), language="en"), tagger=Quick())
        for statement in found.statements:
            assert all(span.end <= len(text) for span in (*statement.content, *statement.source, *statement.cue))


def _page(data: bytes) -> None:
    with suppress(Unreadable):
        draft = read_page(data, url="https://a.example/")
        assert all(piece.span.end <= len(draft.text) for piece in draft.furniture)


def _archive(data: bytes) -> None:
    with suppress(Unreadable):
        for record in read_records(io.BytesIO(data), max_block_bytes=1 << 20, bounds=Bounds(1 << 22, 200)):
            assert record is not None


def _feed(data: bytes) -> None:
    with suppress(Unreadable):
        read_entries(data)


def _line(data: bytes) -> None:
    """As it is; and as the values of an object, since hardly anything that comes up is JSON."""
    with suppress(Unreadable):
        draft_of_object(parse_line(data), ReadLimits())
    fields: dict[str, object] = {"text": "The ferry sank."}
    for piece in data.split(b"\n")[:8]:
        if len(piece) > 1:
            value = _text(piece[2:])
            fields[_FIELDS[piece[0] % len(_FIELDS)]] = (
                value,
                [value],
                {"value": value, "basis": value},
                piece[1],
                None,
                piece[1] % 2 == 0,
            )[piece[1] % 6]
    with suppress(Unreadable):
        draft, given = draft_of_object(fields, ReadLimits())
        assert draft.text and "\x00" not in draft.text
        if given.published is not None:
            parse_published(given.published, basis="given")


def _words(data: bytes) -> None:
    """What is typed: a question, a date, an address, a robots.txt."""
    text = _text(data)
    search_phrases(text)
    last_moment(text)
    with suppress(OnRecordError, Unreadable):
        parse_published(text, basis="given")
    with suppress(NotFetched):
        parse_target(text)
    parse_robots(text)


def _charset(data: bytes) -> None:
    for decode in (decode_plain, decode_page):
        with suppress(Unreadable):
            text, _ = decode(data)
            assert "\x00" not in text or decode is decode_page or data.startswith(_MARKS)  # which is refused later
            text.encode()


def _rows(data: bytes) -> None:
    _SCRATCH.write_bytes(data)
    for row in Pages(_SCRATCH).rows():
        assert len(row) <= 64


TARGETS: dict[str, Callable[[bytes], None]] = {
    "analysis": _analysis,
    "page": _page,
    "archive": _archive,
    "feed": _feed,
    "line": _line,
    "words": _words,
    "charset": _charset,
    "rows": _rows,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Bytes that nobody meant.")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, default=None, help="where inputs that reach something new are kept")
    asked = parser.parse_args()
    if guided:
        _guided(TARGETS[asked.target], asked.seconds, asked.corpus or Path(tempfile.mkdtemp(prefix="onrecord-corpus-")))
    else:
        _blind(TARGETS[asked.target], asked.seconds)


def _guided(target: Callable[[bytes], None], seconds: int, corpus: Path) -> None:
    corpus.mkdir(exist_ok=True)
    for number, seed in enumerate(_SEEDS):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        sys.argv[0],
        str(corpus),
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-max_len=6000",
        "-len_control=0",
        "-print_final_stats=1",
    ]
    atheris.Setup([*options, f"-artifact_prefix={corpus}/"], target)
    atheris.Fuzz()


def _blind(target: Callable[[bytes], None], seconds: int) -> None:
    from hypothesis import HealthCheck, given, settings  # noqa: PLC0415  (only where there is nothing better)
    from hypothesis import strategies as st  # noqa: PLC0415

    stop, count = time.monotonic() + seconds, 0
    pieces = st.one_of(st.binary(max_size=40), st.sampled_from(_SEEDS), st.text(max_size=40).map(lambda t: t.encode(errors="replace")))

    @settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(pieces, max_size=12).map(b"".join))
    def try_out(data: bytes) -> None:
        target(data)

    while time.monotonic() < stop:
        try_out()
        count += 500
    print(f"{count} inputs, nothing raised")


if __name__ == "__main__":
    main()
