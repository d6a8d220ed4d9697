"""Lines that only keep a width are no paragraphs, and nothing moves when they are read so."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import a_page

from onrecord.analyse import analyse_report
from onrecord.analyse.wrapping import unwrapped
from onrecord.engines.attribution import load_tagger

PARAGRAPHS = (
    "The harbour guild of Lisnow has turned down a second offer of four crowns more a day for each crew, its speaker said on Monday after "
    "a long night of talks with the port.",
    "“We will not go back to the quays before the port puts on paper what its director told us three weeks ago in front of forty of our "
    "own people,” Ana Ruiz told reporters outside the old customs house, where some 300 dockers had waited since dawn.",
    "The port denies that its director, Olmo Reyle, ever promised anything, and says that he spoke of what might be done next year if "
    "trade does not fall any further than it has.",
)
TEXT = "\n\n".join(PARAGRAPHS)


def wrapped(text: str, width: int, between: str = "\n\n") -> str:
    return between.join(textwrap.fill(p, width, break_long_words=False, break_on_hyphens=False) for p in text.split("\n\n"))


@pytest.mark.parametrize("width", [45, 60, 72, 80, 100])
def test_lines_broken_to_a_width_are_read_as_paragraphs(width: int) -> None:
    assert unwrapped(wrapped(TEXT, width)) == TEXT


def test_a_title_and_a_list_of_paragraphs_without_blank_lines_stay() -> None:
    text = f"Guild turns down offer\n\n{wrapped(TEXT, 66, between=chr(10))}"
    found = unwrapped(text)
    assert found.startswith("Guild turns down offer\n\nThe harbour guild of Lisnow has turned down a second offer of four")
    assert found.count("\n") == 4  # behind the title two, and one between paragraphs


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("\n\n", "\n"),
        "Sea and wind and rain\nfell upon the quay,\nand the boats again\nset their sails for me.\n",
        "Follow the port here:\nport.example/one\nport.example/two\nport.example/three\nport.example/four",
        "Ruiz spoke on Monday.\nNobody answered her then.\nThe port said no more.\nThe guild went home late.\nIt rained all night.",
        "",
        "\n\n\n",
    ],
)
def test_other_lines_are_left(text: str) -> None:
    assert unwrapped(text) == text


@given(st.text(alphabet="abA. ,\n“é🛶", max_size=600))
def test_nothing_moves(text: str) -> None:
    found = unwrapped(text)
    assert len(found) == len(text)
    assert all(a == b or (a, b) == ("\n", " ") for a, b in zip(text, found, strict=True))


def test_a_report_says_the_same_whatever_its_width() -> None:
    whole, broken = (analyse_report(a_page(t).report, tagger=load_tagger()) for t in (TEXT, wrapped(TEXT, 66)))
    told = [[(s.speaker and s.speaker.name, s.source, s.cue, s.content, s.manner) for s in a.statements] for a in (whole, broken)]
    assert told[0] == told[1] and len(told[0]) >= 3
    assert [m.what for s in broken.statements for m in s.moves] == [m.what for s in whole.statements for m in s.moves]
