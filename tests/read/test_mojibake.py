"""Pages whose letters were spoilt before they were published."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.mojibake import restored
from onrecord.read.page import read_page

PAGE = "<article><h1>Fog on the quay</h1><p>{}</p><p>The ships stayed in port on Monday, the harbour master said.</p></article>"
SAID = "“We sail at dawn,” said Zoë Olmo. “It’s over – for now.”"


@pytest.mark.parametrize("charset", ["cp1252", "latin-1"])
def test_letters_that_were_decoded_wrongly_are_restored_and_it_is_said(charset: str) -> None:
    spoilt = SAID.encode().decode("latin-1") if charset == "latin-1" else SAID.replace("”", "’").encode().decode("cp1252")
    draft = read_page(PAGE.format(spoilt).encode())
    assert (SAID if charset == "latin-1" else SAID.replace("”", "’")) in draft.text
    assert any("decoded wrongly" in why for why in draft.problems)


def test_marks_that_were_escaped_twice_are_restored_and_it_is_said() -> None:
    draft = read_page(PAGE.format("&amp;ldquo;We sail,&amp;rdquo; said Olmo&amp;#8217;s mate of Fog &amp;amp; Co").encode())
    assert "“We sail,” said Olmo’s mate of Fog &amp; Co" in draft.text
    assert any("escaped twice" in why for why in draft.problems)


@given(st.text("abc “”‘’é–€£1.,\n", max_size=60))
def test_good_letters_stay(text: str) -> None:
    assert restored(text) == (text, [])
