"""The numbers of a text: digits, words, scales, vague plurals and parts of a whole, each with its value.

One pass over the text; every look to either side of a number is bounded, so that the cost is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from onrecord.lexicon import read_pairs, read_words
from onrecord.model import Span
from onrecord.text import lowered, phrases_of

_MOST_DIGITS = 15  # beyond them a number on a page is an identifier, and a float would round it
_SMALL_WORD = 100
_BESIDE = 60  # characters that are looked at after a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number with its words.

    ``low`` and ``high`` as in ``Figure``. ``core`` is the span without bounding words. ``currency`` is the unit that a sign
    before it names. ``is_part``: it is a part of a whole, in percent. ``is_plain``: digits alone, which may be a label.
    ``bound`` are the bounding words, lower case, "" when there are none. ``is_article``: no number word, but "a" or "an".
    ``is_scaled``: so large that it must count something (thousands and more, written out).
    """

    span: Span
    core: Span
    low: float | None
    high: float | None
    currency: str | None = None
    is_part: bool = False
    is_plain: bool = False
    bound: str = ""
    is_article: bool = False
    is_scaled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """One number without its neighbours: ``scale`` is what its own scale word multiplied it by (1: none)."""

    end: int
    value: float
    scale: float = 1.0
    currency: str | None = None
    is_digits: bool = False
    is_open: bool = False  # a vague plural: the value is the least


@cache
def _signs() -> dict[str, str]:
    return {
        sign: unit for sign, unit in read_pairs("currencies").items() if not sign.islower() and not (sign[:1].isalpha() and " " in sign)
    }


@cache
def _word_values() -> dict[str, float]:
    return {word: float(value) for word, value in read_pairs("number-words").items()}


@cache
def _scales() -> dict[str, float]:
    return {word: float(value) for word, value in read_pairs("number-scales").items()}


@cache
def _vague() -> dict[str, float]:
    return {word: float(value) for word, value in read_pairs("number-vague").items()}


_DIGITS = r"(?>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+|\d+(?:\.\d+)?)(?![\d]|[.,]\d)"
_LONG_SCALES = [s for s in read_pairs("number-scales") if len(s) > 1]
_WORDS = phrases_of(read_pairs("number-words"))
_SCALE_WORDS = phrases_of(s for s in _LONG_SCALES if len(s) > 3)
_AMONG = r"(?:of|more|others?|were|are|have|had|killed|injured|wounded|dead|missing|arrested|escaped|fled|died)\b"
_SIGN = phrases_of(_signs())
_FEW = r"(?:several|a\sfew|many)\s(?P<few>dozen|hundred|thousand|million|billion)(?!s)\b"
_GROUP = r"an?\s(?P<group>couple(?:\sof)?|pair\sof|trio\sof)(?=\s)"
_START = re.compile(
    rf"(?<![\w.,/:@#&=+*$£€%’'-])(?:(?=\d)|(?:{_SIGN})\s?(?=\d)|(?:{phrases_of(_vague())}|{_WORDS}|several|a\sfew|many|half)(?!\w)"
    rf"|an?\s(?=(?:{_SCALE_WORDS}|couple|pair|trio|half|{phrases_of(read_pairs('number-fractions'))})(?!\w)))",
    re.IGNORECASE,
)
_DIGIT_ATOM = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s?)?(?P<digits>{_DIGITS})(?:[\s-]?(?P<scale>{phrases_of(_LONG_SCALES)})\b|(?P<letter>[kKmMbB])\b)?"
)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_JOIN = re.compile(r"[\s-]")
_AND = re.compile(r"[\s-]and[\s-](?=[a-z])", re.IGNORECASE)
_HALF_MORE = re.compile(rf"[\s-]and[\s-]a[\s-]half(?:[\s-](?P<scale>{_SCALE_WORDS})\b)?", re.IGNORECASE)
_VAGUE = re.compile(rf"(?:{phrases_of(w for w in _vague() if w != 'scores')}|scores(?=\s{_AMONG}))\b", re.IGNORECASE)
_FEW_OF = re.compile(_FEW, re.IGNORECASE)
_GROUP_OF = re.compile(_GROUP, re.IGNORECASE)
_PART = re.compile(
    rf"(?P<n>an?|one|two|three|four|five|six|seven|eight|nine)(?P<join>[\s-])(?P<part>{phrases_of(read_pairs('number-fractions'))})\b(?P<of>\sof\b)?",
    re.IGNORECASE,
)
_HALF = re.compile(
    rf"half(?:(?P<scaled>\sa\s(?P<scale>{_SCALE_WORDS})\b)|(?=\sof\b|\s(?:the|its|their|his|her|our|all|those|these)\b)|(?P<unit>\san?)(?=\s(?:mile|hour|kilomet|day|year|century|metre|meter|percent)))",
    re.IGNORECASE,
)
_NOT_PART = re.compile(
    r"\b(?:first|second|third|fourth|last|latter|other|better|top|bottom|upper|lower|northern|southern|eastern|western|early|late|in)\s$",
    re.I,
)
_MEANS_MANY = re.compile(r"affected|displaced|homeless|stranded|killed|injured|jobless|left|live|hit|euros?|dollars?|pounds?")
_COUNTABLE = re.compile(r"\s[a-z]+(?:\s[a-z]+)?", re.IGNORECASE)
_ODDS = re.compile(r"\s(?P<of>in|out\sof)\s(?:every\s)?")
_ROUND = frozenset([10.0, 20.0, 100.0, 1000.0])
_GROUPS = {"couple": 2.0, "pair": 2.0, "trio": 3.0}


def read_atom(text: str, at: int) -> Atom | None:
    """The number that begins at ``at``; None when none does."""
    return _digits(text, at) if text[at : at + 1].isdigit() or _DIGIT_ATOM.match(text, at) else _spelled(text, at)


def starts(text: str) -> Iterator[int]:
    """Where a number may begin, in text order."""
    return (m.start() for m in _START.finditer(text))


def read_number(text: str, at: int) -> Number | None:
    """The part or number that begins at ``at``, without its bounds and range; None when the words are no number."""
    part = _part(text, at) or _odds(text, at)
    if part is not None:
        return part
    atom = read_atom(text, at)
    if atom is None:
        return None
    span = Span(at, atom.end)
    return Number(
        span=span,
        core=span,
        low=atom.value,
        high=None if atom.is_open else atom.value,
        currency=atom.currency,
        is_plain=atom.is_digits and atom.currency is None and atom.scale == 1,
        is_scaled=atom.scale > _SMALL_WORD or "," in text[at : atom.end],
    )


def _digits(text: str, at: int) -> Atom | None:
    m = _DIGIT_ATOM.match(text, at)
    if m is None or sum(c.isdigit() for c in m["digits"][: _MOST_DIGITS * 2]) > _MOST_DIGITS:
        return None
    sign, end = m["sign"], m.end()
    word = (m["scale"] or m["letter"] or "").lower()
    if m["letter"] and sign is None and not _before_plural(text, end):
        word, end = "", m.end("digits")  # "100m" is a hundred metres, "5m people" five million
    scale = _scales()[word] if word else 1.0
    value = float(re.sub(r"[,\u00a0\u202f\u2009]", "", m["digits"]))
    return Atom(end=end, value=_round(value * scale), scale=scale, currency=_signs().get(sign) if sign else None, is_digits=True)


def _round(value: float) -> float:
    """Without the dust of binary multiplication: 1.2 million is 1200000."""
    return float(f"{value:.12g}")


def _before_plural(text: str, at: int) -> bool:
    m = re.compile(r"\s(?:[A-Z][\w.]*\s)?([a-z]+)").match(text, at)
    if m is None:
        return False
    return m[1] in read_pairs("plurals") or (m[1].endswith("s") and not m[1].endswith("ss")) or _MEANS_MANY.fullmatch(m[1]) is not None


def _spelled(text: str, at: int) -> Atom | None:
    few = _FEW_OF.match(text, at)
    if few is not None:
        return Atom(end=few.end(), value=2 * _scales()[lowered(few["few"])], is_open=True)
    vague = _VAGUE.match(text, at)
    if vague is not None:
        return Atom(end=vague.end(), value=_vague()[" ".join(lowered(vague.group()).split())], is_open=True)
    group = _GROUP_OF.match(text, at)
    if group is not None:
        return Atom(end=group.end(), value=_GROUPS[lowered(group["group"]).split()[0]])
    half = _HALF.match(text, at)
    if half is not None and half["scaled"]:
        return Atom(end=half.end(), value=_scales()[lowered(half["scale"])] / 2)
    if half is not None and half["unit"]:
        return Atom(end=half.end(), value=0.5)
    return _words(text, at)


def _words(text: str, at: int) -> Atom | None:
    """A number in words: "two hundred and one", "a million", "thirty-three"."""
    total, current, last, end, at_start = 0.0, 0.0, 0.0, at, True
    while True:
        m = _WORD.match(text, end if at_start else _after_join(text, end, last))
        word = m.group().lower() if m else ""
        value = 1.0 if at_start and word in ("a", "an") else _word_values().get(word)
        scale = _scales().get(word) if len(word) > 2 and not at_start else None
        if m is None or (value is None and scale is None):
            break
        if scale is not None:
            if last >= scale and last >= _SMALL_WORD:
                break
            total, current = (total, current * scale) if scale <= _SMALL_WORD else (total + current * scale, 0.0)
            last = scale
        elif value is not None:
            if not at_start and not _may_follow(last, value):
                break
            current, last = current + value, value
        end, at_start = m.end(), False
    if at_start or text[at:end].lower() in ("a", "an"):
        return None
    return _with_half(text, Atom(end=end, value=total + current, scale=last if last >= _SMALL_WORD else 1.0))


def _after_join(text: str, end: int, last: float) -> int:
    """Where the next word of a number may begin: after a blank or hyphen, and after "and" behind a hundred or more."""
    joined = _AND.match(text, end) if last >= _SMALL_WORD else None
    joined = joined or _JOIN.match(text, end)
    return joined.end() if joined else len(text)


def _may_follow(last: float, value: float) -> bool:
    """Twenty-one, hundred and five; not "five six"."""
    return (20 <= last < _SMALL_WORD and 1 <= value < 10) or last >= _SMALL_WORD > value


def _with_half(text: str, atom: Atom) -> Atom:
    half = _HALF_MORE.match(text, atom.end)
    if half is None:
        return atom
    scale = _scales()[lowered(half["scale"])] if half["scale"] else 1.0
    return replace(atom, end=half.end(), value=(atom.value + 0.5) * scale)


def _part(text: str, at: int) -> Number | None:
    m = _PART.match(text, at)
    if m is not None:
        count = {"a": 1.0, "an": 1.0}.get(lowered(m["n"])) or _word_values()[lowered(m["n"])]
        parts = float(read_pairs("number-fractions")[lowered(m["part"])])
        plain = m["of"] is not None or m["join"] == "-" or (count > 1 and m["part"].lower().endswith("s"))
        if count < parts and plain:
            return _share(Span(at, m.end("part")), count / parts)
    half = _HALF.match(text, at)
    if half is None or half["scaled"] or half["unit"] or _NOT_PART.search(text, max(0, at - 12), at):
        return None
    return _share(Span(at, half.end()), 0.5)


def _odds(text: str, at: int) -> Number | None:
    """ "One in five", "nine out of 10"."""
    first = read_atom(text, at)
    joined = _ODDS.match(text, first.end) if first else None
    whole = read_atom(text, joined.end()) if joined else None
    if first is None or joined is None or whole is None or not 0 < first.value < whole.value or first.currency:
        return None
    usual = whole.value in _ROUND or (whole.value <= 10 and (first.value == 1 or joined["of"] != "in"))
    return (
        _share(Span(at, whole.end), first.value / whole.value) if usual and _COUNTABLE.match(text, whole.end, whole.end + _BESIDE) else None
    )


def _share(span: Span, part: float) -> Number:
    percent = round(100 * part, 2)
    return Number(span=span, core=span, low=percent, high=percent, is_part=True)


@cache
def label_words() -> frozenset[str]:
    return read_words("number-labels")
