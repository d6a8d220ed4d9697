"""A statement's content as comparison reads it: words in order, folded, stemmed, each with what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from onrecord.compare.topics import stem
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.model import EntityRef, EntityType
from onrecord.parts import SENTENCE_END
from onrecord.text import fold, words

WordKind = Literal["content", "function", "number", "name"]

_OPENING = frozenset('.!?…:\n"“„«')  # before the first word of a sentence, whose capital names nothing
_POSSESSIVE = re.compile(r"['’]s$")
_NEGATED = re.compile(r"^(\w+)n't$")
_DIGITS = re.compile(r"^\d[\d,.]*")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{3,400})[\"”»]|(?<!\w)[‘']([^‘’']{3,400})[’'](?!\w)")
_WORDS_SHOWN = 16
_PUNCTUATION = " .,;:!?…—–-()"
_UNIT = re.compile(r"^(\d[\d,.]*\d|\d)(?:mph|kph|kmh|km|kg|lb|ft|cm|mm|m|k|bn|million|billion)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A sentence of a statement, or a clause of a sentence, where there are several: the id that it goes by as a part, its place, its
    words, and what the speaker does with them."""

    id: str
    at: tuple[int, int]
    content: str
    clause: bool = False
    acts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement as comparison needs it. ``speaker`` is the record's entity, None when nobody could be named, ``kind`` its
    type; ``side`` the entity of the state or body that the speaker speaks for, None when for nobody else. ``day`` its publication,
    "" when unknown. ``cue``: the words that introduce it. ``whole``: the statement that this one is a part of
    (then ``part`` is true), or that quotes it. ``beside``: what the report says shortly before and after,
    ``before`` the words just before; ``at``: where the content begins and ends in it. ``acts``: what the speaker does with these words.
    ``judged``: a person said who speaks. ``source``: the words that name the source; ``cuts``: see ``onrecord.parts.cuts_of``."""

    statement: str
    report: str
    speaker: EntityRef | None
    day: str
    content: str
    kind: EntityType | None = None
    judged: bool = False
    side: str | None = None
    cue: str = ""
    whole: str | None = None
    part: bool = False
    beside: str = ""
    before: str = ""
    at: tuple[int, int] = (0, 0)
    acts: frozenset[str] = frozenset()
    source: str = ""
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """``form`` is folded, ``key`` is what two tellings are compared by: the stem, the number's digits, the name. ``sentence`` counts
    the sentences of the content from 0. ``inserted``: the report put it in brackets into what it quotes. ``start`` and ``end``:
    where it stands in the content."""

    form: str
    key: str
    kind: WordKind
    sentence: int = 0
    inserted: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Rendering:
    """``keys`` are those of the words in order; ``content`` those that are not function words; ``sentences`` are its texts,
    ``quoted`` the keys of each stretch between quotation marks, where other words stand beside it."""

    said: Said
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    content: frozenset[str]
    sentences: tuple[str, ...]
    quoted: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1 << 12)  # a story's statements are read by several comparisons
def read_rendering(said: Said) -> Rendering:
    """The content's words, sentences and quotations."""
    found = words_of(said.content)
    keys = tuple(w.key for w in found)
    content = frozenset(w.key for w in found if w.kind != "function")
    return Rendering(
        said=said, words=tuple(found), keys=keys, content=content, sentences=_sentences(said.content), quoted=_quoted(said.content)
    )


def shown(of: Rendering, stretch: Sequence[Word]) -> str:
    """The characters of the content from the first to the last of these words, cut where they are many; "" for none."""
    if not stretch:
        return ""
    some = stretch[:_WORDS_SHOWN]
    return of.said.content[some[0].start : some[-1].end] + (" …" if len(stretch) > _WORDS_SHOWN else "")


def words_of(text: str) -> list[Word]:
    """The words of the text in order; a number in words counts as one in digits, "don't" as "do" and "not"."""
    found: list[Word] = []
    ends = [m.end() for m in SENTENCE_END.finditer(text)]
    end = 0
    for span in words(text):
        initial = not found or not _OPENING.isdisjoint(text[end : span.start])
        sentence = sum(at <= span.start for at in ends)
        form = fold(_POSSESSIVE.sub("", span.of(text)))
        read = _read(form, capital=text[span.start].isupper() and not initial, sentence=sentence)
        inserted = text[end : span.start].endswith("[")
        found += [replace(w, inserted=inserted, start=span.start, end=span.end) for w in read]
        end = span.end
    return found


def _quoted(text: str) -> tuple[tuple[str, ...], ...]:
    """Empty where the whole is one quotation."""
    inner = [m.group(1) or m.group(2) for m in _QUOTED.finditer(text)]
    pieces = [tuple(w.key for w in words_of(piece)) for piece in inner]
    return tuple(p for p in pieces if p) if _QUOTED.sub("", text).strip(_PUNCTUATION) else ()


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(piece for piece in SENTENCE_END.split(text) if any(c.isalnum() for c in piece))


def _read(form: str, *, capital: bool, sentence: int) -> list[Word]:
    negated = _NEGATED.match(form)
    if negated or form == "cannot":
        verb = {"wo": "will", "ca": "can", "cannot": "can"}.get(negated[1] if negated else form, negated[1] if negated else form)
        return [Word(verb, verb, "function", sentence), Word("not", "not", "function", sentence)]
    number = read_pairs("number-words").get(form) or _tens_and_units(form)
    if number is not None or _DIGITS.match(form):
        return [Word(form, number or _digits(form), "number", sentence)]
    if form in read_words("closed-classes"):
        return [Word(form, form, "function", sentence)]
    return [Word(form, stem(form), "name" if capital else "content", sentence)]


def _digits(form: str) -> str:
    """ "12mph" and "12" are one number, "1,200" and "1200" too; a day of the month is none of its unit's ("5th" is 5th)."""
    unit = _UNIT.match(form)
    return (unit[1] if unit else form).replace(",", "")


def _tens_and_units(form: str) -> str | None:
    """The digits of "twenty-three"; None for any other word."""
    tens, dash, units = form.partition("-")
    known = read_pairs("number-words")
    if not dash or len(known.get(tens, "")) != 2 or len(known.get(units, "")) != 1:
        return None
    return str(int(known[tens]) + int(known[units]))


@cache
def slot_of() -> dict[str, str]:
    """Slot by word, for the words that fill one."""
    return {
        word: slot
        for slot, entries in read_sections("drift-words").items()
        if slot in ("polarity", "modality", "condition", "bound")
        for word in entries
    }


@cache
def present_of() -> dict[str, str]:
    """The form in direct speech of a modal that indirect speech shifts: "would" is "will" told later."""
    return {late: early for early, late in (entry.split("\t") for entry in read_sections("drift-words")["tense"])}
