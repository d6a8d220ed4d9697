"""On which side of the day of publication a time lies, as the verbs around it say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cache

from onrecord.analyse.page import Page
from onrecord.lexicon import read_sections
from onrecord.model import Span

Tense = Callable[[Span], bool | None]

_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_LET = r"Let (?:them|us|him|her|me|it|the \w+|[A-Z]\w+)"  # "let him go" tells of the past, at the head of a sentence it bids


def read_tense(page: Page) -> Tense:
    """A function that tells of a span whether what it dates is still to come: True, False, or None where no verb tells.

    In the clause of the span the nearest auxiliary, modal or irregular past before it decides, else the nearest form in -ed,
    else the first verb after it. A sentence is looked through once, however many times it names.
    """

    @cache
    def cues_of(sentence: int) -> list[re.Match[str]]:
        span = page.sentences[sentence]
        return list(_cues().finditer(page.text, span.start, span.end))

    @cache
    def sides_of(sentence: int) -> tuple[list[int], list[bool | None]]:
        return _sides(cues_of(sentence))

    def is_ahead(span: Span) -> bool | None:
        if not page.sentences:
            return None
        starts, sides = sides_of(page.sentence_at(span.start))
        return sides[max(0, bisect_left(starts, span.start) - 1)]

    return is_ahead


def _sides(cues: list[re.Match[str]]) -> tuple[list[int], list[bool | None]]:
    """For each stretch between cues, by where it starts, the side that the cues before it give; the first entry looks at what follows."""
    first = next((_side(cue) for cue in cues if cue.lastgroup != "breaks"), None)
    starts, sides = [0], [first]
    strong: bool | None = None
    weak: bool | None = None
    last = first
    for cue in cues:
        if cue.lastgroup == "breaks":
            last = strong if strong is not None else weak if weak is not None else last
            strong = weak = None
        elif cue.lastgroup == "weak":
            weak = False
        else:
            strong = _side(cue)
        starts.append(cue.start())
        sides.append(strong if strong is not None else weak if weak is not None else last)
    return starts, sides


def _side(cue: re.Match[str]) -> bool:
    return cue.lastgroup == "ahead"


@cache
def _cues() -> re.Pattern[str]:
    words = read_sections("tense-words")
    sections = ("ahead", "ahead of a day", "set for a day", "behind", "breaks", "not past")
    ahead, starting, setting, behind, breaks, not_past = ("|".join(words[name]) for name in sections)
    # What a modal governs ("will be held", "is to have been moved") is no past form of its own.
    governed = r"(?: (?:not|also|now|then|be|have been|[a-z]{3,12}ly)){0,2}(?: [a-z]{2,14})?"
    # "Was scheduled to sail" is told of a plan gone by.
    return re.compile(
        rf"\b(?:(?P<gone>(?:was|were|been) (?:{ahead})\b)"
        rf"|(?P<ahead>(?:(?:{ahead})(?! have)|won['’]t){governed}|['’]ll\b|{_LET}|(?:{starting})(?= (?:on |from |this )?{_DAY})"
        rf"|(?:{setting})\b(?: [\w’-]+){{0,4}}? for(?= {_DAY}))|(?P<behind>(?:{behind})(?:n['’]t)?)"
        rf"|(?P<weak>(?!(?:{not_past})\b)[a-z]{{2,14}}ed))\b|(?P<breaks>\b(?:{breaks})\b|[,;:()—])"
    )
