"""The parts of a statement: what a speaker says in one breath, where a report tells several breaths under one cue.

``“A,” she said. “B.”`` is one attribution with two pieces of content. Another outlet prints B alone, a draft quotes A alone: what
is compared, aligned and screened is the part. Parts are a function of the statement and its text. They are never stored, so a
correction of the whole is a correction of its parts.

A sentence of a statement told in one, or a clause of it, is a part only for a finding that rests on it (``cuts_of``): as parts of every
statement they would tell nothing that the whole does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.ids import make_id, span_key
from onrecord.model import Manner, Span, Statement
from onrecord.quotations import MARKS

JOINER = " … "  # between the pieces of a content that is written in one
_SEAM = re.compile(r"(?<=[.!?…])\s+(?=[\"“„][^\W\d_])")
_BLANKS = " \t\n\r\u00a0"
_OPENING = _BLANKS + "([" + MARKS
_CLOSING = _BLANKS + ")]" + MARKS
_ENDS = tuple(".!?…:")
_LEAST_WORDS = 3  # fewer say nothing on their own
SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2}[.!?])[\"”'’]*\s+(?=[\"“'‘\[(]*[A-Z])|\s(?:…|\.{3})\s")  # or where a quotation is broken off
# Behind it a sentence stands for itself; one that begins with a pronoun goes on about what the one before speaks of.
_ANEW = re.compile(SENTENCE_END.pattern.replace("|", r"(?!\W*(?:He|Her|His|It|Its|She|That|Their|These|They|This|Those)\b)|", 1))
# Where a clause begins that stands for itself: behind a semicolon, with a word that sets it against or below the one before, with "and"
# and a subject of its own, with "after" or "before" and a participle.
_CLAUSE = re.compile(
    r";\s+|(?:,|\s[–—-])?\s+(?=(?:but|because|although|though|unless|whereas|if only|even (?:if|though))\s)"
    r"|,?\s+(?=and\s+(?:that\s+)?(?:he|she|it|they|we|I|you|there)\s)|,?\s+(?=(?:after|before|without)\s+\w+ing\s)"
    r"|,\s+(?=(?:while|when|if|so|since|after|before)\s)"
)


def parts_of(text: str, statement: Statement) -> list[Statement]:
    """The parts, in text order: each a statement with ``part`` true, ``parent`` the whole's id, and everything but ``content``,
    ``manner`` and ``moves`` as the whole has it. Empty: the statement is told in one.

    A part begins where a piece of the content opens a new sentence or a new paragraph: pieces of one sentence stay together.
    ``text`` is the report's.
    """
    groups = _groups(text, [part for piece in statement.content for part in _unrun(text, piece)])
    told = [group for group in groups if sum(len(s.of(text).split()) for s in group) >= _LEAST_WORDS]
    return [_part(text, statement, tuple(group)) for group in told] if len(groups) > 1 else []


def cuts_of(text: str, statement: Statement) -> list[Statement]:
    """The sentences of the statement, where it has several, and the clauses of each, where that has several, as ``parts_of`` makes
    parts; in text order, a sentence before its clauses. ``text`` is the report's."""
    cuts: list[tuple[Span, ...]] = []
    for sentence in sentences_of(text, statement):
        clauses = [(c,) for c in _split(text, sentence[0], _CLAUSE)] if len(sentence) == 1 else []
        cuts += [sentence, *clauses] if len(clauses) > 1 else [sentence]
    told = [s for s in cuts if sum(len(c.of(text).split()) for c in s) >= _LEAST_WORDS and s != statement.content]
    return [_part(text, statement, s) for s in told]


def sentences_of(text: str, statement: Statement) -> list[tuple[Span, ...]]:
    """The sentences of the statement that stand for themselves, each in one piece or several."""
    pieces = [part for piece in statement.content for part in _unrun(text, piece)]
    found = []
    for group in _groups(text, pieces):
        held: list[Span] = []
        for piece in group:
            first, *others = _split(text, piece, _ANEW)
            held.append(first)
            for sentence in others:
                found.append(tuple(held))
                held = [sentence]
        found.append(tuple(held))
    return found


def may_have_cuts(words: str) -> bool:
    """Whether a statement with this content can have cuts, as ``may_have_parts``."""
    return may_have_parts(words) or _ANEW.search(words) is not None or _CLAUSE.search(words) is not None


def _split(text: str, piece: Span, seams: re.Pattern[str]) -> Iterator[Span]:
    """The piece, cut at the seams; a mark that closes belongs to what it closes."""
    start = piece.start
    for seam in seams.finditer(text, piece.start, piece.end):
        if start < seam.start():
            yield Span(start, seam.end() - len(seam[0].lstrip(MARKS)))
            start = seam.end()
    yield Span(start, piece.end)


def may_have_parts(words: str) -> bool:
    """Whether a statement with this content, its pieces joined by `` … ``, can have parts; without its report's text that is all that can
    be told.

    >>> may_have_parts("“We sail at dawn.”"), may_have_parts("“We sail. “Nobody waits.”"), may_have_parts("“We sail,” … “at dawn.”")
    (False, True, True)
    """
    return JOINER in words or _SEAM.search(words) is not None


def _part(text: str, whole: Statement, content: tuple[Span, ...]) -> Statement:
    reason = f"a part of {whole.id}"
    return replace(
        whole,
        id=make_id("statement", whole.id, span_key(content)),
        manner=_manner(text, whole.manner, content),
        content=content,
        parent=whole.id,
        part=True,
        moves=(),
        reasons=(reason, *whole.reasons),
    )


def _manner(text: str, whole: Manner, content: tuple[Span, ...]) -> Manner:
    """A mixed statement may have a quoted part and one that is told."""
    if whole != "mixed":
        return whole
    if all(s.of(text)[:1] in MARKS for s in content):
        return "direct"
    return "mixed" if any(mark in s.of(text) for s in content for mark in MARKS) else "indirect"


def _unrun(text: str, piece: Span) -> Iterator[Span]:
    """The piece, cut where a page has run paragraphs of one quotation together: each opens anew, and none but the last closes."""
    start = piece.start
    for seam in _SEAM.finditer(text, piece.start, piece.end):
        yield Span(start, seam.start())
        start = seam.end()
    yield Span(start, piece.end)


def _groups(text: str, pieces: Sequence[Span]) -> list[list[Span]]:
    """Pieces that belong to one sentence stand together."""
    groups = [[pieces[0]]]
    for before, piece in zip(pieces, pieces[1:], strict=False):
        if _begins_anew(text, before, piece):
            groups.append([piece])
        else:
            groups[-1].append(piece)
    return groups


def _begins_anew(text: str, before: Span, piece: Span) -> bool:
    between = text[before.end : piece.start]
    if "\n" in between or between.rstrip(_OPENING).endswith(_ENDS):
        return True
    return before.of(text).rstrip(_CLOSING).endswith(_ENDS) and piece.of(text).lstrip(_OPENING)[:1].isupper()
