"""Clauses and noun phrases, told apart by what stands beside them."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.analyse.clauses import _last_word
from onrecord.text import any_of

AS_A_PATTERN = re.compile(r"(?P<word>[\w'’-]+)(?P<gap>[^\w]*)$")


@given(st.text(alphabet="aB7_'’- .,\n", max_size=24), st.integers(0, 24), st.integers(0, 24))
@example(" -- ", 0, 4)
@example("it’s - ", 0, 7)
def test_the_last_word_is_the_one_that_a_pattern_finds(text: str, start: int, end: int) -> None:
    end = min(end, len(text))
    match = AS_A_PATTERN.search(text, start, end)
    found = _last_word(text, start, end)
    assert found == (None if match is None else (match.start(), match["word"], match["gap"]))


@given(st.lists(st.text(alphabet="abc .", min_size=1, max_size=4), min_size=1, max_size=8), st.text(alphabet="abc .", max_size=12))
def test_a_pattern_with_shared_beginnings_finds_the_same(phrases: list[str], text: str) -> None:
    longest_first = "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))
    for behind in ("", r"\b"):
        one_by_one, shared = (re.compile(f"(?:{p}){behind}") for p in (longest_first, any_of(phrases)))
        assert [m.span() for m in shared.finditer(text)] == [m.span() for m in one_by_one.finditer(text)]
