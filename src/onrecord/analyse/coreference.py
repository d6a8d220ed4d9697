"""Whom and what pronouns and titles of the running text stand for, once the names are gathered and the speakers known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.analyse.cast import Cast, resolve_by_words
from onrecord.analyse.clauses import find_titles, means_nothing
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.pronouns import Antecedents
from onrecord.analyse.roles import read_title, shares_country
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import MentionKind, Span
from onrecord.text import any_of, lowered

_I = frozenset(("i", "me", "my", "mine", "myself"))
_THIRD = frozenset(("m", "f", "plural", "thing"))


def find_coreference(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Adds to ``cast.resolved``, in text order, what third-person pronouns, definite titles ("the minister", "the company") and
    "I" of who is quoted stand for. What fits nobody well is left out.
    """
    taken = {span for _, span, _ in cast.resolved} | {d.addressee[1] for d in drafts if d.addressee}
    taken |= {s for d in drafts for s in d.source}
    taken |= {s for e in cast.entities for s in e.spans}  # "He" may be somebody's name
    antecedents = Antecedents(page, cast, drafts)
    for span, kind in sorted([*_pronouns(page.text), *_titles(page.text)], key=lambda m: (m[0].start, m[0].end, m[1])):
        if span in taken or page.is_furniture(span):
            continue
        entity = _title(antecedents, cast, span) if kind == "title" else _pronoun(antecedents, page, span)
        if entity is not None:
            cast.resolved.append((entity, span, kind))
            antecedents.note(entity, read_pairs("pronouns").get(span.of(page.text).lower()))


def _pronoun(antecedents: Antecedents, page: Page, span: Span) -> int | None:
    word = span.of(page.text)
    asked = read_pairs("pronouns")[lowered(word)]
    if asked == "self":
        return antecedents.speaker_around(span) if word.lower() in _I and word != "i" else None
    if asked not in _THIRD or means_nothing(page.text, span) or page.text[max(0, span.start - 1) : span.end + 1] == f"({word})":
        return None
    return antecedents.resolve(span, asked, speaking=False).entity


def _title(antecedents: Antecedents, cast: Cast, span: Span) -> int | None:
    words = span.of(cast.text).split()
    if words[-1].lower() in read_words("body-nouns"):
        return antecedents.only_body(span) if len(words) == 2 and words[-1].islower() else None
    found, asked = resolve_by_words(cast, span), read_title(cast.text, span)
    if found is None or found.kind != "title" or asked is None:
        return None
    alike = not asked.proper or any(t.holder == found.entity and shares_country(asked, t) for t in cast.titles_near(span.start))
    return found.entity if alike else None  # "the mayor of Orvane" is not just any mayor


def _pronouns(text: str) -> Iterator[tuple[Span, MentionKind]]:
    return ((Span(m.start(), m.end()), "pronoun") for m in _any_pronoun().finditer(text))


def _titles(text: str) -> Iterator[tuple[Span, MentionKind]]:
    return ((span, "title") for span in find_titles(text))


@cache
def _any_pronoun() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(read_pairs('pronouns'))}\b", re.IGNORECASE)
