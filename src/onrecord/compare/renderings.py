"""A statement's content as comparison reads it: words in order, folded, stemmed, each with what it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from typing import Literal, NamedTuple

from onrecord.compare.stems import stem
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.model import EntityRef, EntityType
from onrecord.parts import SENTENCE_END
from onrecord.text import WORD, fold

WordKind = Literal["content", "function", "number", "name"]

_OPENING = frozenset('.!?…:\n"“„«')  # before the first word of a sentence, whose capital names nothing
_POSSESSIVE = re.compile(r"['’]s$")
_NEGATED = re.compile(r"^(\w+)n't$")
_DIGITS = re.compile(r"^\d[\d,.]*")
_QUOTED = re.compile(r"[\"“„«]([^\"“”„«»]{3,400})[\"”»]|(?<!\w)[‘']([^‘’']{3,400})[’'](?!\w)")
_WORDS_SHOWN = 16
_SMALL_NUMBERS = frozenset({"1", "2"})  # "one of the passengers" counts nothing
_PUNCTUATION = " .,;:!?…—–-()"
_BEFORE = 120  # characters that stand before a sentence
_GLANCE = 30  # words: what is read at a glance is not taken apart
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


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement as comparison needs it. ``speaker`` is the record's entity, None when nobody could be named, ``kind`` its
    type; ``side`` the entity of the state or body that the speaker speaks for, None when for nobody else. ``day`` its publication,
    "" when unknown. ``cue``: the words that introduce it. ``whole``: the statement that this one is a part of
    (then ``part`` is true), or that quotes it. ``beside``: what the report says shortly before and after,
    ``before`` the words just before; ``at``: where the content begins and ends in it. ``acts``: what the speaker does with these words.
    ``judged``: a person said who speaks. ``source``: the words that name the source; ``cuts``: see ``onrecord.parts.cuts_of``.

    It is read once, however many comparisons ask: a long story has more statements than a cache of all stories could hold."""

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

    @cached_property
    def rendering(self) -> Rendering:
        """The content's words, sentences and quotations."""
        return Rendering(self, *_reading(self.content))

    @cached_property
    def sentences(self) -> tuple[Said, ...]:
        """What the speaker says in each sentence of a long statement; itself where it has one. What introduces it introduces its first."""
        cuts = [cut for cut in self.cuts if not cut.clause]
        if len(cuts) < 2 or len(self.content.split()) <= _GLANCE:
            return (self,)
        return tuple(self._alone(cut, first=n == 0) for n, cut in enumerate(cuts))

    def follows(self, other: Said, within: int) -> bool:
        """Whether it begins behind the other, as places in one report, and no more than so many characters."""
        return 0 <= self.at[0] - other.at[1] <= within

    def _alone(self, cut: Cut, *, first: bool) -> Said:
        mostly = self.is_mostly(cut)
        return replace(
            self,
            statement=self.statement if mostly else cut.id,
            whole=self.whole if mostly or self.part else self.statement,
            part=self.part or not mostly,
            content=cut.content,
            at=cut.at,
            cue=self.cue if first else "",
            before=self.before if first else self.content.partition(cut.content)[0][-_BEFORE:],
            acts=cut.acts,
            cuts=tuple(c for c in self.cuts if c.clause and cut.at[0] <= c.at[0] and c.at[1] <= cut.at[1]),
        )

    def is_mostly(self, cut: Cut) -> bool:
        """Whether the cut is two thirds of it, or more."""
        return 3 * len(cut.content) >= 2 * (self.at[1] - self.at[0])


class Word(NamedTuple):  # made in a quarter of the time of a dataclass, and a long story has a hundred thousand
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


@dataclass(frozen=True)
class Rendering:
    """``keys`` are those of the words in order; ``content`` those that are not function words; ``sentences`` are its texts,
    ``quoted`` the keys of each stretch between quotation marks, where other words stand beside it. What else is asked of each pair that it
    stands in is worked out once."""

    said: Said
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    content: frozenset[str]
    sentences: tuple[str, ...]
    quoted: tuple[tuple[str, ...], ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys of its words that name somebody or something."""
        return frozenset(w.key for w in self.words if w.kind == "name")

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Those that count something."""
        return frozenset(w.key for w in self.words if w.kind == "number") - _SMALL_NUMBERS

    @cached_property
    def negated(self) -> bool:
        """Whether a word of it says that something is not so."""
        return any(slot_of().get(w.form) == "polarity" for w in self.words)

    @cached_property
    def quoted_content(self) -> tuple[frozenset[str], ...]:
        """The words of weight of each piece that it quotes, where there are any."""
        return tuple(weighty for piece in self.quoted if (weighty := self.content.intersection(piece)))

    @cached_property
    def weighty(self) -> tuple[frozenset[str], ...]:
        """The words of weight of each of its sentences."""
        found: dict[int, set[str]] = {}
        for word in self.words:
            found.setdefault(word.sentence, set()).update([word.key] if word.kind != "function" else [])
        return tuple(map(frozenset, found.values()))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each key stands."""
        found: dict[str, list[int]] = {}
        for n, key in enumerate(self.keys):
            found.setdefault(key, []).append(n)
        return found


def read_rendering(said: Said) -> Rendering:
    """The content's words, sentences and quotations."""
    return said.rendering


_Reading = tuple[tuple[Word, ...], tuple[str, ...], frozenset[str], tuple[str, ...], tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=1 << 12)  # whoever adds to a story compares it again
def _reading(text: str) -> _Reading:
    """The fields of a rendering behind its first."""
    found = words_of(text)
    content = frozenset(w.key for w in found if w.kind != "function")
    return tuple(found), tuple(w.key for w in found), content, _sentences(text), _quoted(text)


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
    for match in WORD.finditer(text):
        token, start, before = match[0], match.start(), text[end : match.start()]
        initial = not found or not _OPENING.isdisjoint(before)
        sentence, inserted, end = bisect_right(ends, start), before.endswith("["), match.end()
        capital = token[0].isupper() and not initial
        found += [Word(form, key, kind, sentence, inserted, start, end) for form, key, kind in _read(token, capital)]
    return found


def _quoted(text: str) -> tuple[tuple[str, ...], ...]:
    """Empty where the whole is one quotation."""
    inner = [m.group(1) or m.group(2) for m in _QUOTED.finditer(text)]
    if not inner or not _QUOTED.sub("", text).strip(_PUNCTUATION):
        return ()
    pieces = (tuple(key for token in WORD.findall(piece) for _, key, _ in _read(token, False)) for piece in inner)
    return tuple(p for p in pieces if p)


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(piece for piece in SENTENCE_END.split(text) if any(c.isalnum() for c in piece))


@lru_cache(maxsize=1 << 14)
def _read(token: str, capital: bool) -> tuple[tuple[str, str, WordKind], ...]:
    """Form, key and kind of what is printed as one word. ``capital``: it has one that no beginning of a sentence gives it."""
    form = fold(_POSSESSIVE.sub("", token))
    negated = _NEGATED.match(form)
    if negated or form == "cannot":
        verb = {"wo": "will", "ca": "can", "cannot": "can"}.get(negated[1] if negated else form, negated[1] if negated else form)
        return (verb, verb, "function"), ("not", "not", "function")
    number = read_pairs("number-words").get(form) or _tens_and_units(form)
    if number is not None or _DIGITS.match(form):
        return ((form, number or _digits(form), "number"),)
    if form in read_words("closed-classes"):
        return ((form, form, "function"),)
    return ((form, stem(form), "name" if capital else "content"),)


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
def slot_words(slot: str) -> frozenset[str]:
    """The words that fill the slot."""
    return frozenset(word for word, filled in slot_of().items() if filled == slot)


@cache
def present_of() -> dict[str, str]:
    """The form in direct speech of a modal that indirect speech shifts: "would" is "will" told later."""
    return {late: early for early, late in (entry.split("\t") for entry in read_sections("drift-words")["tense"])}
