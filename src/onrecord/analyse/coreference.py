"""Whom and what pronouns and titles of the running text stand for, once the names are gathered and the speakers known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.pronouns import Antecedents
from onrecord.lexicon import read_pairs
from onrecord.model import Span

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
        if asked in _THIRD:
            resolution = antecedents.resolve(span, asked)
            if resolution.entity is not None:
                cast.resolved.append((resolution.entity, span, "pronoun"))


def _pronoun() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(sorted(read_pairs("pronouns"), key=len, reverse=True)) + r")\b(?!['’]\w)", re.IGNORECASE)
