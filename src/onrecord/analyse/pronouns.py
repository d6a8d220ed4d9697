"""Whom a pronoun in a source means.

Candidates are ranked by weights set by hand, in the order of size that Hobbs (1978) and Lappin and Leass (1994) found: an
earlier speaker nearby beats the subject of the sentence before, which beats mere nearness.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.cast import Cast, Resolution
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.model import EntityType, Span

_NEAR_LINES = 3
_RELATIVE_CHARS = 80
_SUBJECT_CHARS = 45


class Antecedents:
    """What a pronoun may lean on: the names of the page, and who spoke in the drafts already done."""

    def __init__(self, page: Page, cast: Cast, done: Sequence[Draft]) -> None:
        self._page = page
        self._cast = cast
        self._done = done

    def resolve(self, source: Span, asked: str, *, besides: int | None = None) -> Resolution:
        """``asked``: what the pronoun demands, as in the lexicon of pronouns. Whoever is ``besides`` cannot be meant."""
        word = source.of(self._page.text)
        if asked == "self":
            return Resolution(entity=None, kind="pronoun", reason=f"“{word}” speaks for somebody the report does not name here")
        if asked == "indefinite":
            return Resolution(entity=None, kind="pronoun", reason=f"“{word}” names nobody")
        if asked == "relative":
            return self._relative(source, word)
        ranked = [(self._rank(source, k, asked), -k) for k in range(len(self._cast.entities)) if k != besides]
        best = max(ranked, default=(0.0, 0))
        if best[0] <= 0:
            return Resolution(entity=None, kind="pronoun", reason=f"nobody before “{word}” fits it")
        winner = -best[1]
        reason = f"“{word}” fits {self._cast.entities[winner].name} best"
        return Resolution(entity=winner, kind="pronoun", reason=reason)

    def _relative(self, source: Span, word: str) -> Resolution:
        named = self._cast.named_in(max(0, source.start - _RELATIVE_CHARS), source.start)
        if not named:
            return Resolution(entity=None, kind="pronoun", reason=f"no name before “{word}”")
        return Resolution(entity=named[-1][0], kind="pronoun", reason=f"“{word}” follows the name")

    def _rank(self, source: Span, entity: int, asked: str) -> float:
        """How well an entity fits; 0 or less when it does not."""
        who = self._cast.entities[entity]
        spans = [s for s in who.spans if s.end <= source.start]
        spans += [s for e, s, _ in self._cast.resolved if e == entity and s.end <= source.start]
        if not spans or not _agrees(who.type, who.gender, asked):
            return 0.0
        nearest = max(spans)
        gap = self._page.line_at(source.start) - self._page.line_at(nearest.start)
        if gap > _NEAR_LINES:
            return 0.0
        rank = 1.0 - 0.4 * gap + max(self._subject_weight(s, source) for s in spans) + self._spoken_weight(entity, source)
        rank -= 0.8 if self._page.quoted(nearest.start) else 0.0
        return rank + (0.4 if who.gender == asked else 0.0) + 0.05 * min(len(spans), 6)

    def _subject_weight(self, span: Span, source: Span) -> float:
        """A name near the head of this sentence or of the one before it is probably what the pronoun goes on about."""
        own = self._page.sentence_at(span.start)
        apart = self._page.sentence_at(source.start) - own
        if apart not in (0, 1):
            return 0.0
        lead = span.start - self._page.sentences[own].start
        return (1.0 if lead <= _SUBJECT_CHARS else 0.3) * (1.2 if apart == 0 else 1.0)

    def _spoken_weight(self, entity: int, source: Span) -> float:
        spoken = [d for d in self._done if d.anchor < source.start and d.speaker is not None and d.parent is None]
        own = [d for d in spoken if d.speaker == entity]
        if not own or self._page.line_at(source.start) - self._page.line_at(own[-1].anchor) > _NEAR_LINES:
            return 0.0
        return 2.0 if own[-1] is spoken[-1] else 0.7


def _agrees(kind: EntityType, gender: str | None, asked: str) -> bool:
    if asked in ("m", "f"):
        return kind in ("person", "office") and gender in (None, asked)
    if asked == "body":
        return kind == "organisation"
    if asked == "plural":
        return kind in ("anonymous", "group", "organisation")
    return kind in ("organisation", "state", "document", "group")
