"""The child: what hangs or crashes costs one page, and no process is left behind."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.model import Refusal, Report
from onrecord.read import ReadOptions, read_reports
from onrecord.read.draft import Unreadable
from onrecord.read.worker import PageWorker
from onrecord.settings import ReadLimits

Page = Callable[..., bytes]
READY = (
    "import sys, time, os; from onrecord.read.frames import pack_frame; "
    "o = sys.stdout.buffer; o.write(pack_frame({'ready': True})); o.flush(); sys.stdin.buffer.read(10); "
)


@pytest.fixture
def worker() -> Iterator[PageWorker]:
    worker = PageWorker(ReadLimits())
    yield worker
    worker.close()


def children() -> set[str]:
    return {pid for pid in os.listdir("/proc") if pid.isdigit() and _is_child(pid)} if os.path.isdir("/proc") else set()


def _is_child(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1] == str(os.getpid())
    except (OSError, IndexError):
        return False


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("time.sleep(60)", "more than 0.3 s"),
        ("os.kill(os.getpid(), 11)", "signal 11"),
        ("sys.exit(3)", "exit code 3"),
        ("o.write(b'\\xff' * 8); o.flush(); time.sleep(60)", "without an answer"),
        ("o.write(pack_frame({'done': {'text': 'x'}})); o.flush(); time.sleep(60)", "something else"),
        ("o.write(pack_frame({'done': {'text': 'x', 'furniture': [[0, 9, 'tags']], 'published': None}})); o.flush()", "something else"),
    ],
)
def test_a_child_that_fails_is_killed_and_replaced(page: Page, program: str, reason: str) -> None:
    worker = PageWorker(ReadLimits(page_seconds=0.3), command=[sys.executable, "-c", READY + program])
    before = children()
    for _ in range(2):
        with pytest.raises(Unreadable, match=reason) as caught:
            worker.parse_page(page())
        assert caught.value.kind == "failed"
    worker.close()
    assert children() <= before


def test_a_page_that_hangs_costs_itself_only(worker: PageWorker, page: Page) -> None:
    hostile = b"<p " + b" ".join(b"a%d=1" % n for n in range(80_000)) + b">"
    quick = PageWorker(ReadLimits(page_seconds=1.0))
    started = time.monotonic()
    with pytest.raises(Unreadable, match="more than 1 s"):
        quick.parse_page(hostile)
    assert time.monotonic() - started < 5
    assert quick.parse_page(page()).title == "Crane falls"
    quick.close()


def test_a_hundred_thousand_nested_tags_give_their_text(worker: PageWorker, paragraphs: list[str]) -> None:
    draft = worker.parse_page(("<div>" * 100_000 + "".join(f"<p>{text}</p>" for text in paragraphs)).encode())
    assert draft.text == "\n\n".join(paragraphs)


def test_memory_is_bounded(page: Page) -> None:
    small = PageWorker(ReadLimits(page_memory_bytes=150 * 1024 * 1024, page_seconds=20))
    with pytest.raises(Unreadable) as caught:
        small.parse_page(b"<p>a<b>" * 700_000)
    assert caught.value.kind == "failed"
    small.close()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html>" + b"a" * 50_000_000, "max_page_bytes"),
        (b"<html><p " + b" ".join(b"a%d=1" % n for n in range(80_000)) + b">", "max_tag_bytes"),
        (b"<!doctype html>   ", "no text"),
    ],
)
def test_what_no_parser_should_see_is_refused_before(content: bytes, reason: str) -> None:
    [refusal] = read_reports(["-"], stdin=io.BytesIO(content))
    assert isinstance(refusal, Refusal) and refusal.kind == "refused" and reason in refusal.why


def test_a_picture_in_an_attribute_is_no_long_tag(page: Page) -> None:
    picture = "<img src='data:image/png;base64," + "A" * 200_000 + "'><script>if (a<b) { x = '" + "y" * 100_000 + "' }</script>"
    [report] = read_reports(["-"], stdin=io.BytesIO(page(before=picture)))
    assert isinstance(report, Report)


def test_the_child_ends_with_the_iterator(tmp_path: Path, page: Page) -> None:
    for name in ("a.html", "b.html", "c.html"):
        (tmp_path / name).write_bytes(page())
    before = children()
    stream = read_reports([str(tmp_path)], options=ReadOptions())
    next(stream)
    assert len(children() - before) == 1
    stream.close()  # type: ignore[attr-defined]
    assert children() <= before
    assert len(list(read_reports([str(tmp_path)]))) == 3
    assert children() <= before


def test_the_child_may_not_open_a_connection() -> None:
    program = (
        "import socket\nfrom onrecord.read.child import confine\nconfine(2**30)\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9))\nexcept PermissionError as error:\n    print('forbidden')"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    with os.popen(f'PYTHONPATH={environment["PYTHONPATH"]} {sys.executable} -c "{program}"') as output:
        assert output.read().strip() == "forbidden"
