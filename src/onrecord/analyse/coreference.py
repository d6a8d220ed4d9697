"""Whom and what pronouns and titles of the running text stand for, once the names are gathered and the speakers known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import means_nothing
from onrecord.analyse.pronouns import Antecedents
from onrecord.lexicon import read_pairs
from onrecord.model import Span

_I = frozenset(("i", "me", "my", "mine", "myself"))
_THIRD = frozenset(("m", "f", "plural", "thing"))


def find_coreference(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Adds to ``cast.resolved`` what every third-person pronoun stands for, and "I" for who is quoted, in text order.

    A pronoun that fits nobody well is left out.
    """
    known = {span for _, span, _ in cast.resolved} | {d.addressee[1] for d in drafts if d.addressee}
    antecedents = Antecedents(page, cast, drafts)
    for match in _pronoun().finditer(page.text):
        span = Span(match.start(), match.end())
        asked = read_pairs("pronouns")[match.group().lower()]
        if span in known or page.is_furniture(span):
            continue
        entity = _resolve(antecedents, page, span, asked)
        if entity is not None:
            cast.resolved.append((entity, span, "pronoun"))
            antecedents.note(entity, span)


def _resolve(antecedents: Antecedents, page: Page, span: Span, asked: str) -> int | None:
    word = span.of(page.text)
    if asked == "self":
        return antecedents.speaker_around(span) if word.lower() in _I and word != "i" else None
    if asked not in _THIRD or means_nothing(page.text, span) or page.text[max(0, span.start - 1) : span.end + 1] == f"({word})":
        return None
    return antecedents.resolve(span, asked, speaking=False).entity


def _pronoun() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(read_pairs("pronouns"), key=len, reverse=True)) + r")\b", re.IGNORECASE)
