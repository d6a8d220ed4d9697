"""What is looked up by place is what a walk over everything would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pages import a_page

from onrecord.analyse.mentions import Mentions, Resolved
from onrecord.analyse.names import NamedEntity
from onrecord.analyse.sentences import find_sentences
from onrecord.model import Span
from onrecord.text import words

TEXTS = st.text(st.sampled_from("ab .\n\"“”‘’'«»"), max_size=60)
SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 90), st.integers(1, 8))


@given(text=TEXTS, offset=st.integers(0, 60))
def test_quotations(text: str, offset: int) -> None:
    page = a_page(text)
    holding = [q for q in page.quotations if q.span.start <= offset < q.span.end]
    assert sorted(page.quotations_around(offset), key=lambda q: q.span) == holding
    assert page.quoted(offset) == any(q.depth == 0 for q in holding)
    assert list(page.quotations_from(5, offset)) == [q for q in page.quotations if 5 <= q.span.start < offset]


@given(
    named=st.lists(st.sets(st.integers(0, 30), max_size=6), max_size=4),
    meant=st.lists(st.tuples(st.integers(0, 3), SPANS), max_size=6),
    start=st.integers(0, 90),
    length=st.integers(0, 60),
)
def test_mentions(named: list[set[int]], meant: list[tuple[int, Span]], start: int, length: int) -> None:
    entities = [NamedEntity(type="person", name=f"E{k}", spans=[Span(3 * n, 3 * n + 2) for n in sorted(of)]) for k, of in enumerate(named)]
    resolved: list[Resolved] = []
    mentions, end = Mentions("a" * 100, entities, resolved), start + length
    names = [(s, k) for k, e in enumerate(entities) for s in e.spans]
    assert list(mentions.named(start, end)) == sorted(x for x in names if start <= x[0].start and x[0].end <= end)
    for entity, span in meant:  # what is resolved later is found too
        resolved.append((entity, span, "title"))
        seen = sorted([*names, *((s, k) for k, s, _ in resolved)], key=lambda x: x[0].start)
        assert mentions.seen(start, end) == [x for x in seen if start <= x[0].start < end]


def test_endless_lines_and_sentences_are_cut_between_words() -> None:
    text = "the boats went out and came back " * 3_000
    sentences = find_sentences(text)
    assert max(s.end - s.start for s in sentences) <= 4_000
    assert [w for s in sentences for w in words(text, s.start, s.end)] == words(text)
    page = a_page(text)
    assert max(line.end - line.start for line in page.lines) <= 20_000
    assert [w for line in page.lines for w in words(text, line.start, line.end)] == words(text)
