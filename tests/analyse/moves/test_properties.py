"""Whatever the text: spans lie in it, terms quote it, and the time grows with it."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pages import ToldTagger, a_report

from onrecord.analyse import analyse_report
from onrecord.analyse.moves.tokens import read_tokens
from onrecord.engines.protocols import Tagged, TaggedAttribution, TaggedName
from onrecord.model import Analysis, Report, Span

PIECES = [
    "Ana Ruiz",
    "Bell",
    "the union",
    "he",
    "we",
    "urged",
    "rejected",
    "has not accepted",
    "will",
    "would",
    "refused to",
    "offered",
    "the offer",
    "a truce",
    "talks",
    "to stop",
    "if",
    "unless",
    "until",
    "only in",
    "Velm",
    "by Friday",
    "for two weeks",
    ",",
    ".",
    "“",
    "”",
    "that",
    "said",
    "must",
    "no",
    "Please",
    "come",
    "not",
    "welcome",
    "ready",
    "’s",
    "in order to",
    "$4 million",
    "\n",
]


def analysed(text: str) -> tuple[Report, Analysis]:
    """The text, taken for one statement of the first words by the second third of it."""
    report = a_report(text)
    third = len(text) // 3
    whole = TaggedAttribution(source=(Span(0, third),), cue=(Span(third, 2 * third),), content=(Span(2 * third, len(text)),), score=0.9)
    names = [TaggedName(span=Span(k, k + 8), type="person", score=0.9) for k in range(len(text)) if text.startswith("Ana Ruiz", k)]
    return report, analyse_report(report, tagger=ToldTagger(Tagged(attributions=(whole,), names=tuple(names))))


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=6, max_size=60))
@example(pieces=[*["Ana Ruiz"] * 4, "refused to", "that", "must", "Ana Ruiz"])
def test_spans_lie_in_the_text(pieces: list[str]) -> None:
    report, analysis = analysed(" ".join(pieces))
    known = {e.id for e in analysis.entities}
    for statement in analysis.statements:
        for move in statement.moves:
            assert move.span.of(report.text).strip()
            assert move.reasons and 0 < move.score <= 1
            assert move.what is None or (move.what_span is not None and move.what_span.of(report.text) == move.what)
            assert all(r.entity in known for r in (move.actor, move.target, move.on_behalf_of) if r is not None)
            assert all(term.span.of(report.text).strip() for term in move.terms)
            assert all(a.key != b.key or not a.span.overlaps(b.span) for k, a in enumerate(move.terms) for b in move.terms[k + 1 :])


@given(st.text(alphabet="abcN'’ns’t.,-12 “”", max_size=80))
def test_tokens_are_in_order_and_hold_every_letter(text: str) -> None:
    tokens = read_tokens(text)
    spans = list(zip(tokens.starts, tokens.ends, strict=True))
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    covered = {k for start, end in spans for k in range(start, end)}
    assert all(k in covered for k, c in enumerate(text) if c.isalnum())


@pytest.mark.parametrize(
    "piece", ["urged the union to ", "no offer if until ", "Bell's offer of a truce that ", "the union , who , rejected , "]
)
def test_the_time_grows_with_the_text_not_faster(piece: str) -> None:
    report = a_report((piece * 4000)[:60_000])
    content = TaggedAttribution(source=(Span(0, 5),), cue=(Span(6, 9),), content=(Span(10, 59_000),), score=0.9)
    started = time.process_time()
    analyse_report(report, tagger=ToldTagger(Tagged(attributions=(content,), names=())))
    assert time.process_time() - started < 6
