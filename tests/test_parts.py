"""The parts of a statement told in several pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Manner, Span, Statement
from onrecord.parts import JOINER, cuts_of, may_have_parts, parts_of

PIECES = st.sampled_from(["“We sail”", "at dawn", ".", ",", "\n", " ", "”", "“", "He said", "!", "…", "é", "🛶 goes on", "‘"])
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map("".join)


def told(text: str, manner: Manner = "direct") -> tuple[str, Statement]:
    """The text without its brackets, and a statement of what stood in them."""
    content, bare = [], ""
    for k, piece in enumerate(text.replace("]", "[").split("[")):
        if k % 2:
            content.append(Span(len(bare), len(bare) + len(piece)))
        bare += piece
    return bare, Statement(id="statement-a", manner=manner, source=(), cue=(), content=tuple(content), speaker=None, score=0.9)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[“We sail at dawn,”] she said. [“The tide waits for nobody.”]", [["“We sail at dawn,”"], ["“The tide waits for nobody.”"]]),
        ("[“We sail,”] she said, [“at the first light.”]", []),
        ("She said [the tide was late.]\n[“We sail at dawn.”]", [["the tide was late."], ["“We sail at dawn.”"]]),
        ("She said: [“We sail at dawn.] [Nobody waits for us.”]", [["“We sail at dawn."], ["Nobody waits for us.”"]]),
        ("[“No,”] she said. [“We sail at dawn.”]", [["“We sail at dawn.”"]]),
        ("[“We sail at dawn.”]", []),
        ("[“If it blows,”] she said, [“we sail at dawn.”] She added: [“Not before the bread is in.”]",
         [["“If it blows,”", "“we sail at dawn.”"], ["“Not before the bread is in.”"]]),
    ],
)  # fmt: skip
def test_where_a_part_begins(text: str, parts: list[list[str]]) -> None:
    bare, whole = told(text)
    assert [[s.of(bare) for s in part.content] for part in parts_of(bare, whole)] == parts


def test_a_part_says_what_it_is_a_part_of() -> None:
    text, whole = told("She said [the tide was late.]\n[“We sail at dawn.”]", manner="mixed")
    first, second = parts_of(text, whole)
    assert first.parent == second.parent == whole.id
    assert first.part and second.part and not whole.part
    assert (first.manner, second.manner) == ("indirect", "direct")
    assert len({whole.id, first.id, second.id}) == 3
    assert first.reasons[0] == f"a part of {whole.id}"


@given(text=TEXTS, cuts=st.lists(st.integers(0, 60), min_size=2, max_size=8, unique=True))
def test_parts_are_pieces_of_the_whole(text: str, cuts: list[int]) -> None:
    edges = sorted(c for c in cuts if c <= len(text))
    content = tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < b)
    if not content:
        return
    whole = Statement(id="statement-a", manner="mixed", source=(), cue=(), content=content, speaker=None, score=0.9)
    parts = parts_of(text, whole)
    assert parts == parts_of(text, whole)
    assert may_have_parts(JOINER.join(s.of(text) for s in content)) or not parts
    pieces = [s for part in parts for s in part.content]
    assert pieces == sorted(pieces, key=lambda s: s.start)
    assert all(any(c.start <= s.start and s.end <= c.end for c in content) for s in pieces)
    assert len({part.id for part in parts}) == len(parts)


@pytest.mark.parametrize("mark", ["…", "..."])
def test_a_quotation_that_is_broken_off_is_cut_there(mark: str) -> None:
    text, statement = told(f"[“We must see what the crews have faced {mark} I regret that I was not as clear as I should have been.”]")
    cuts = [c.content[0].of(text) for c in cuts_of(text, statement)]
    assert cuts[-1] == "I regret that I was not as clear as I should have been.”"
