"""No text takes long: patterns are bounded, and work grows with the length of the text, not faster."""

from __future__ import annotations

import time

import pytest

from onrecord.read.agency import find_agency
from onrecord.read.charset import decode_page, decode_plain
from onrecord.read.draft import Unreadable
from onrecord.read.formats import format_by_content
from onrecord.read.furniture import mark_furniture
from onrecord.read.page import read_page
from onrecord.read.prescan import check_page
from onrecord.read.visibility import hidden_by_style, hiding_rules
from onrecord.settings import ReadLimits

SIZE = 400_000
PIECES = [
    "?",
    "(",
    " ",
    "a",
    "a ",
    '"',
    "/",
    "1",
    "1.",
    ":",
    "Photo:",
    "A/",
    "\n",
    "a\n",
    "<",
    "<p",
    "<p ",
    "='",
    "@a{",
    "{",
    "}",
    ";left:-",
    "{a}",
    "By A ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_no_pattern_runs_away(piece: str) -> None:
    text = piece * (SIZE // len(piece)) + "."
    content = text.encode()
    started = time.process_time()
    mark_furniture(text)
    mark_furniture(text[:190])
    find_agency(text)
    format_by_content(content)
    decode_plain(content)
    decode_page(content)
    hiding_rules([text])
    hidden_by_style(text)
    for read in (
        lambda: check_page(content, ReadLimits()),
        lambda: read_page(b"<style>" + content[:20_000] + b"</style>" + content[:20_000]),
    ):
        try:
            read()
        except Unreadable as error:
            assert error.why
    assert time.process_time() - started < 15  # linear takes three seconds at most where nobody else works
