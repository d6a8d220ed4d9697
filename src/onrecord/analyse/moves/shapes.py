"""Terms that have a shape of their own: sums, spans of time, formats, levels, guarantees, and figures with what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.analyse.moves.grammar import AUXILIARIES, DETERMINERS, LINKS, OWNERS, PREPOSITIONS, is_number
from onrecord.analyse.moves.scene import Range, Scene
from onrecord.analyse.moves.tokens import STOPS
from onrecord.lexicon import read_pairs
from onrecord.model import Span, Term, TermKey

_CLOSES = re.compile(r"[,.!?][\"”»“’']\s")
_AMOUNT = re.compile(
    r"(?:US|C|A|HK)?[$£€¥]\s?\d[\d,.]*+(?:\s?(?:million|billion|trillion|bn|m|k)\b)?(?:\s(?:a|per)\s\w+)?"
    r"|\b(?:a |one|two|three|four|five|six|seven|eight|nine|ten)\s?(?:million|billion|trillion|percent|per cent)\b"
    r"|\b\d[\d,.]*+\s?(?:%|percent|per cent|(?:million|billion|trillion)?\s?(?:dollars|euros|pounds|roubles|rubles|yen|yuan))"
)
_DURATION = re.compile(
    r"\b(?:\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|sixty|ninety)"
    r"(?:-|\s)(?:minute|hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"\b(?:(?:any|a|an|the|this|that)\s)?(?:[\w-]{1,30}\s){0,2}?(?:format|framework)\b"
    r"|\b(?:bi|tri|multi)lateral\b|\bface-to-face\b|\bin person\b|\bby (?:video|telephone|phone)\b"
    r"|\bvirtual(?:ly)?\b|\b(?:in writing|written|joint)\b|\bonline\b|\bbehind closed doors\b"
    r"|\ball-(?:cash|share)\b"
    r"|\b(?:in (?:cash|shares|public|private|secret|camera)|on camera|under oath|open to the (?:public|press))\b"
    r"|\b(?:one-on-one|one-to-one|head-to-head|round[- ]table|closed[- ]door|proximity talks|shuttle diplomacy|arbitration)\b"
    r"|\bby (?:video|phone) link\b|\b(?:secret|open) ballot\b|\bshow of hands\b|\bface to face\b|\bat (?:a single|one) table\b"
    r"|\bwith(?:out)? (?:[\w-]{1,20}\s){0,2}(?:observers|mediators?|moderators?|cameras|preconditions|an audience|the press|journalists)\b"
    r"|\b(?:in)?direct(?=\s(?:talks|negotiations|contacts?|dialogue))",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:high|top|highest|working|ministerial|senior|expert)[- ]level\b|\bat (?:the|a) (?:[\w-]{1,30}\s){0,3}level\b|\bleaders['’](?=\s)"
    r"|\b(?:senior|junior) (?:officials|diplomats|officers|ministers|staff|aides)\b",
    re.IGNORECASE,
)
_GUARANTEE = re.compile(
    r"\bwith (?:[\w’'-]{1,30}\s){1,4}(?:guaranteed|assured)\b|\b(?:security|safety) guarantees?\b|\bguarantees? of [\w’' -]{3,60}",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"\b(by|before|until|till|from)\s+((?:the )?\d{1,2}(?:st|nd|rd|th)|(?:19|20)\d\d|breakfast|lunch(?:time)?|dinner|supper|dawn|dusk"
    r"|daybreak|nightfall|sunrise|sunset|sundown|Easter|Christmas|New Year|Election Day)\b(?!\s+(?:floor|round|anniversary|century))"
)
_RHYTHM = re.compile(
    r"\b(?:every|each) (?:other |second |two |three )?(?:minute|hour|day|night|morning|evening|week|weekend|month|quarter|year"
    r"|spring|summer|autumn|winter|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?\b"
    r"|\b(?:once|twice) an? (?:day|week|month|year)\b"
    r"|\b(?:opening|closing) (?:night|day)\b",
    re.IGNORECASE,
)
_BEHIND_NUMBER = PREPOSITIONS | LINKS | AUXILIARIES | DETERMINERS
_KNOWN = OWNERS | {"the", "these", "those", "both"}
_TIME_UNITS = frozenset(("second", "minute", "hour", "day", "night", "week", "weekend", "month", "quarter", "year", "decade"))


@dataclass(frozen=True, slots=True)
class Window:
    """Where terms are looked for: ``within`` is the stretch of tokens, ``thing`` the span of what the move is about, ``taken`` the
    tokens of its target."""

    within: Range
    thing: Span | None
    taken: Range | None


def by_shape(scene: Scene, window: Window) -> Iterator[Term]:
    first, end = window.within
    if first >= end:
        return
    hull = scene.tokens.span(first, end)
    shapes: tuple[tuple[TermKey, re.Pattern[str]], ...] = (
        ("amount", _AMOUNT),
        ("duration", _DURATION),
        ("time", _RHYTHM),
        ("format", _FORMAT),
        ("level", _LEVEL),
        ("guarantee", _GUARANTEE),
    )
    for key, pattern in shapes:
        for match in pattern.finditer(scene.page.text, hull.start, hull.end):
            within = key == "duration" and scene.page.text.endswith("within ", 0, match.start())
            yield Term(key="until" if within else key, value=match.group(), span=Span(*match.span()))
    for match in _LIMIT.finditer(scene.page.text, hull.start, hull.end):
        yield Term(key="from" if match[1] == "from" else "until", value=match[2], span=Span(*match.span(2)))
    yield from _quantities(scene, window)


def _quantities(scene: Scene, window: Window) -> Iterator[Term]:
    """ "Five ministries", "950,000t", "two thirds", "thirty of its prisoners": a figure that is no time, with the noun it counts."""
    k, end = window.within
    while k < end:
        last = k
        while last < end and is_number(scene.low[last]) and scene.time_over(last) is None:
            last += 1
        if last == k or not _counts(scene, k, last):
            k = max(last, k + 1)
            continue
        noun = last < end and scene.low[last].isalpha() and scene.low[last] not in _BEHIND_NUMBER and scene.time_over(last) is None
        term = term_at(scene, "amount", k, last + noun)
        if term is not None:
            yield term
        k = last + noun


def _counts(scene: Scene, first: int, last: int) -> bool:
    """Not a lone unit, a unit of time, a bare "one", a year, a number within a name, or a few that are known: "her two rivals"."""
    words = scene.low[first:last]
    if not any(w[0].isdigit() or w in read_pairs("number-words") for w in words) or scene.mention_over(first) is not None:
        return False
    following = scene.low[last] if last < len(scene.low) else ""
    timed = following.rstrip("s") in _TIME_UNITS or "-" in scene.page.text[scene.tokens.ends[last - 1] : scene.tokens.ends[last - 1] + 1]
    year = len(words) == 1 and len(words[0]) == 4 and words[0].isdigit() and words[0][:2] in ("18", "19", "20")
    known = first > 0 and scene.low[first - 1] in _KNOWN and words[0].isalpha() and following.endswith(("s", "men", "people"))
    return not (timed or year or known or words == ["one"])


def term_at(scene: Scene, key: TermKey, first: int, end: int) -> Term | None:
    """The term whose words are the tokens, without a determiner and what trails; None when no word is left."""
    while end > first and (scene.low[end - 1] in STOPS or scene.low[end - 1] in (",", "-", "–", "—")):
        end -= 1
    if end <= first:
        return None
    span = _within_marks(scene, scene.tokens.span(first, end))
    return Term(key=key, value=span.of(scene.page.text), span=span)


def _within_marks(scene: Scene, span: Span) -> Span:
    """Up to where the quotation closes, if it closes on a comma or stop: what follows is the reporter's."""
    closing = _CLOSES.search(scene.page.text, span.start + 1, span.end)
    return Span(span.start, closing.start()) if closing else span
