"""The pieces that patterns for times are made of, and the shape of a rule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from re import Match
from typing import Literal

from onrecord.analyse.calendar import MONTHS, ORDINALS, WEEKDAYS, Value
from onrecord.lexicon import read_pairs, read_sections
from onrecord.model import Span
from onrecord.text import any_of

HOLIDAYS = read_pairs("holidays")

Anchor = Literal["none", "publication", "text", "year"]
Kind = Literal["month", "weekday", "year", "unit", "word", "clock", "holiday"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What words are read against. ``day``: the day of publication; ``ahead``: what the tense says; ``named`` and
    ``named_year``: the day and the year that the text named last, not long before."""

    day: date
    ahead: bool | None = None
    named: date | None = None
    named_year: int | None = None


Reader = Callable[[Match[str], Scene], Value | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the reader of its matches, the kind of word without which it cannot match, and what its value hangs on. ``needs``: every
    match holds one of these, in lower case; empty where nothing more is known."""

    kind: Kind
    anchor: Anchor
    pattern: re.Pattern[str]
    read: Reader
    needs: tuple[str, ...] = ()

    def matches(self, text: str, line: Span, low: str) -> Iterator[Match[str]]:
        """Where the pattern matches in the line; ``low`` is the line in lower case, since to look for a word costs a hundredth."""
        if self.needs and not any(word in low for word in self.needs):
            return iter(())
        return self.pattern.finditer(text, line.start, line.end)


def rule(kind: Kind, anchor: Anchor, pattern: str, read: Reader, needs: str = "") -> Rule:
    """``needs``: its words, apart by "|"."""
    return Rule(kind, anchor, re.compile(pattern), read, tuple(filter(None, needs.split("|"))))


def said(m: Match[str], group: str) -> str:
    """What a group of the match holds, in lower case; empty where the pattern has no such group or it took no part."""
    return (m.groupdict().get(group) or "").lower()


def behind(words: str) -> str:
    """That one of the words, with a space after it, stands right before; Python's look-behind wants one width at a time.

    The space is asked for first: at most places there is none, and the rest need not be tried.
    """
    return "(?<= )(?:" + "|".join(rf"(?<=\b{w} )" for w in either_case(words).split("|")) + ")"


def listed(section: str) -> str:
    """The entries of a section of ``time-words.txt`` as alternatives, longest first."""
    return "|".join(sorted(map(re.escape, read_sections("time-words")[section]), key=len, reverse=True))


def either_case(words: str) -> str:
    """Alternatives whose first letter may be a capital.

    >>> either_case("next|last")
    '[Nn]ext|[Ll]ast'
    """
    return "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" if w[0].isalpha() else w for w in words.split("|"))


_FULL_MONTHS = "|".join(m.capitalize() for m in MONTHS)
_SHORT_MONTHS = "|".join(["Sept", *(m[:3].capitalize() for m in MONTHS)])
MONTH = rf"(?P<month>(?:{_FULL_MONTHS})\b|(?:{_SHORT_MONTHS})\b\.?)"
SURE_MONTH = r"(?P<month>(?:January|February|July|September|October|November|December)\b)"
WEEKDAY = r"(?:" + "|".join(w.capitalize() for w in WEEKDAYS) + r")"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
PART = r"(?: (?:[Mm]orning|[Aa]fternoon|[Ee]vening|[Nn]ight|lunchtime|midday|noon|midnight|dawn|dusk))"
MOD = rf"(?:(?:{either_case('early|earlier|late|later|mid')})(?: in |[ -]))"
SHORT_DAY = r"(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?"
# "Wednesday (28 May)"; a bracket only with its fellow
ON = rf"(?:(?:(?:[Tt]his |[Ll]ast |[Nn]ext )?(?P<on>{WEEKDAY}|{SHORT_DAY}){PART}?),? (?P<open>\()?)?"
CLOSED = r"(?(open)\)|)"
FIRST = r"(?P<first>[0-3]?\d)(?:st|nd|rd|th)?(?: ?[–-] ?| to | and | through | until )"
DASH = r"(?: ?[–—-] ?| to | through | until )"
NUMBER = rf"(?<![\d.,])(?:\d{{1,3}}|(?i:(?:{listed('tens')})(?:-(?:{listed('numbers')}))?|{listed('numbers')}))"
ONE = r"(?i:an?|(?:a )?couple of)"
N = rf"(?P<n>{NUMBER}|{ONE})"
UNIT = r"(?P<unit>day|week|fortnight|month|year|decade|hour|minute)s?"
ORDINAL = rf"(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)|(?i:{'|'.join(ORDINALS)}))"

_TRIGGERS: dict[Kind, str] = {
    "month": f"{_FULL_MONTHS}|{_SHORT_MONTHS}",
    "weekday": f"{WEEKDAY}s?",
    "clock": r"\d{1,2}(?:[:.]\d\d)?\s?[aApP]\.?[mM]|\d{1,2}:\d\d|\d{4} [A-Z]{2,4}\b|noon|midnight",
    "year": r"(?:1[5-9]|20)\d\ds?|\d{1,2}[./]\d{1,2}[./]\d{4}",
    "unit": either_case(
        "days?|weeks?|weekends?|months?|years?|decades?|hours?|minutes?|quarters?|half|century|spring|summer|autumn|winter|fiscal|financial"
        "|daily|weekly|monthly|yearly|annually|nightly|hourly|fortnights?|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties"
    ),
    "word": either_case("today|yesterday|tomorrow|tonight|overnight|morning|afternoon|evening|night") + r"|on the \d{1,2}(?:st|nd|rd|th)",
    "holiday": any_of(HOLIDAYS),
}
TRIGGERS = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _TRIGGERS.items()) + r")(?!\w)|(?P<decade>['’]\d0s)"
)
