"""Noun phrases and clauses, told apart without a parser: what a pronoun may mean besides a name, and how prominent a mention is.

The weights follow the order of salience of Lappin and Leass (1994): subject before object before the object of a preposition
before what stands inside another noun phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from onrecord.lexicon import read_pairs, read_sections, read_words, section_words
from onrecord.model import Span
from onrecord.text import any_of

_section = partial(section_words, "clause-words")
SUBJECT, OBJECT, OBLIQUE, INSIDE = 1.0, 0.65, 0.5, 0.45

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_FOLLOWING = re.compile(r"\s+(?P<word>[^\W\d_][\w'’-]*)")
_IN_WORD = "_'’-"  # besides letters and digits
_NAME_AHEAD = re.compile(r",?\s+(?!I\b)[A-Z]")
_NAME_BEHIND = re.compile(r"[A-Z][\w’'-]*, $")
_THE = re.compile(r"\b[Tt]he\b")
_OF_NAME = re.compile(r" (?:of|for|at|in) (?:the )?[A-Z][\w.’-]*\w(?: [A-Z][\w.’-]*\w)*")
_PREDICATE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|became|become|becomes|remains?|remained|as)\s+$")
_BEFORE_PREDICATE = ("am", "is", "are", "was", "were", "be", "been", "being", "became", "become", "becomes", "as", "ain", "ains", "ained")
_PART = re.compile(r"(?:ed|ing)$")
_BREAK = re.compile(r"[,;:.!?\"“”«»()–—\n]")
_MOST_WORDS = 5
_POSSESSORS = frozenset(("his", "her", "their", "its", "the", "a", "an"))
_TO = r"\s+(?:that|to|for|whether|if|when|how|who|what|why|where|because)\b"
_BEING = r"is|was|be|been|being|becomes?|became|seems?|seemed|appears?|appeared|remains?|remained|isn['’]t|wasn['’]t"
_MAY_BE = r"(?:will|would|has|had|may|might|can|could|should|must)\s+(?:be|been)"
_DEGREE = r"not|also|still|now|very|so|too|more|most|only|just|quite|really|clearly|yet|been|being|widely|already|an?|the"
_DAY = r"\d|(?:about|nearly)\s+\d|time\b|(?:too\s+)?(?:early|late)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_EMPTY = re.compile(
    rf"it(?:['’](?:s|d|ll)|\s+(?:{_BEING}|{_MAY_BE}))(?:\s+(?:{_DEGREE}))*(?:\s+[\w-]+){{0,3}}?{_TO}"
    r"|it\s+(?:happens?|happened|turn(?:s|ed)?\s+out|seems?|seemed|appears?|appeared|emerge[sd]|follow(?:s|ed)|transpired)\s+(?:that|as|to)\b"
    r"|it\s+(?:(?:is|was)\s+)?(?:rain|snow)(?:s|ed|ing)\b|it\s+(?:takes?|took|costs?)\s+(?:[\w-]+\s+){1,5}?(?:to|for|before)\b"
    rf"|it\s+(?:{_BEING}|{_MAY_BE})\s+(?:claimed|reported|announced|revealed|alleged|understood|rumou?red|feared|hoped)\b"
    rf"|it(?:\s+is|\s+was|['’]s)\s+(?:{_DAY})|it\s+(?:comes?|came)\s+(?:as|after|amid|days|hours|weeks)\b",
    re.IGNORECASE,
)
_MAKES = re.compile(r"\b(?:makes?|made|making|finds?|found|considers?|considered|thinks?|thought|deems?|deemed)\s+$", re.IGNORECASE)
_MADE = re.compile(r"it\s+(?:\w+\s+){0,2}?\w+(?:\s+for\s+[\w ]{1,30}?)?\s+(?:to|that)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A common noun phrase: ``gender`` "m", "f" or None where its noun does not tell; ``person``: it is somebody."""

    span: Span
    person: bool
    plural: bool
    gender: str | None = None

    def fits(self, asked: str) -> bool:
        """Whether a pronoun that asks for this may mean it."""
        if asked in ("m", "f"):
            return self.person and not self.plural and self.gender in (None, asked)
        return self.plural if asked == "plural" else not self.plural and not self.person


class _LastWord(NamedTuple):
    """The word that stands last before a place, where it starts, and what stands between."""

    start: int
    word: str
    gap: str


def find_phrases(text: str, start: int, end: int) -> Iterator[Phrase]:
    """The common noun phrases between the offsets, in text order; not those that only describe a name beside them."""
    for match in _phrase().finditer(text, start, end):
        opener = match.group("opener")
        at = match.end("opener") if opener else match.start("bare")
        words = list(_head_words(text, at, end))
        if not words:
            continue
        span = Span(match.start(), words[-1].end)
        head = words[-1].of(text).lower()
        if (opener or _is_plural(head)) and not _describes(text, span) and not words[-1].of(text)[0].isupper():
            yield _read(span, head)


def find_titles(text: str) -> Iterator[Span]:
    """Definite phrases that end in an office, a trade or a word for a body ("the Latvian minister", "the company"), in text
    order; not those with a name behind them or in apposition."""
    for match in _THE.finditer(text):
        words = list(_head_words(text, match.end(), len(text)))
        while words and not _is_office(words[-1].of(text).lower()):
            words.pop()
        if words and not _describes(text, Span(match.start(), words[-1].end)):
            of = _OF_NAME.match(text, words[-1].end)
            yield Span(match.start(), of.end() if of else words[-1].end)


def names_several(description: str) -> bool:
    """Whether a description without a name ("European regulators", "the report") is of more than one.

    >>> names_several("European regulators this month"), names_several("recent poll")
    (True, False)
    """
    head = ""
    for number, word in enumerate(_WORD.findall(description.lower())):
        if number and word in _ends_phrase():
            break
        head = word
    return _is_plural(head)


def prominence(text: str, sentence: Span, mention: Span) -> float:
    """How likely a later pronoun goes on about this mention, by its place in its clause; between 0 and 1."""
    if text.startswith(("'s", "’s", "' ", "’ "), mention.end):
        return INSIDE
    before = _last_word(text, max(sentence.start, mention.start - 40), _without_title(text, mention.start))
    if before is not None and not before.gap.strip() and before.word.lower() in _section("prepositions"):
        return OBLIQUE
    opens = before is None or bool(before.gap.strip()) or before.word.lower() in _section("openers")
    return SUBJECT if opens or _before_verb(text, mention) else OBJECT


def in_one_clause(text: str, first: Span, second: Span) -> bool:
    """Whether no mark and no word that opens a clause stands between two mentions."""
    between = text[first.end : second.start]
    if len(between) > 100 or _BREAK.search(between):
        return False
    return not any(w.group().lower() in _section("openers") for w in _WORD.finditer(between))


def is_object(text: str, pronoun: Span) -> bool:
    """Whether a pronoun is neither subject nor possessor: "him", "them"; "her" and "it" by what stands beside them."""
    word = pronoun.of(text).lower()
    if word in ("him", "them"):
        return True
    following = _FOLLOWING.match(text, pronoun.end)
    ahead = following.group("word").lower() if following else ""
    if word == "her":
        return not ahead or ahead in _section("prepositions") | _section("openers") | _section("determiners") | _section("stops")
    before = _last_word(text, max(0, pronoun.start - 30), pronoun.start)
    if word != "it" or before is None or before.gap.strip():
        return False
    return before.word.lower() in _section("prepositions") - {"that"} or not _before_verb(text, pronoun)


def means_nothing(text: str, pronoun: Span) -> bool:
    """Whether this is the "it" of "it rains" and "it is clear that"."""
    if pronoun.of(text).lower() != "it":
        return False
    if _EMPTY.match(text, pronoun.start, pronoun.end + 90):
        return True
    return bool(_MAKES.search(text, max(0, pronoun.start - 14), pronoun.start) and _MADE.match(text, pronoun.start, pronoun.end + 60))


def opening_phrase(text: str, sentence: Span, pronoun: Span) -> int | None:
    """Where the main clause begins, if the pronoun stands in a phrase put before it ("In her speech, …"); else None."""
    first = _WORD.match(text, sentence.start)
    if first is None or first.group().lower() not in _section("prepositions") | _section("openers") - {"and", "but"}:
        return None
    comma = text.find(", ", sentence.start, sentence.end)
    return comma + 2 if comma > pronoun.start else None


def _without_title(text: str, start: int) -> int:
    """Where the title or the like before a name begins ("English captain", "His father", "Mr."), else the start."""
    at = start
    for number in range(_MOST_WORDS):
        before = _last_word(text, max(0, at - 24), at)
        if before is None or before.gap not in (" ", ". ") or not _may_describe(before.word, first=number == 0):
            break
        at = before.start
    return at


def _last_word(text: str, start: int, end: int) -> _LastWord | None:
    """Read from the end: a pattern would begin at every character before it."""
    at = end
    while at > start and not (text[at - 1].isalnum() or text[at - 1] == "_"):
        at -= 1
    if at <= start:
        at = next((k for k in range(start, end) if text[k] in _IN_WORD), -1)  # a dash alone
        if at < 0:
            return None
    first = last = at
    while first > start and (text[first - 1].isalnum() or text[first - 1] in _IN_WORD):
        first -= 1
    while last < end and text[last] in _IN_WORD:
        last += 1
    return _LastWord(first, text[first:last], text[last:end])


def _may_describe(word: str, *, first: bool) -> bool:
    lower = word.lower()
    if _is_person(lower) or lower in read_words("role-modifiers") or lower in read_words("honorifics"):
        return True
    return not first and (lower in _POSSESSORS or (word[0].isupper() and lower not in _ends_phrase()))


def _before_verb(text: str, mention: Span) -> bool:
    following = _FOLLOWING.match(text, mention.end)
    if following is None:
        return False
    word = following.group("word").lower()
    return (
        word in _section("auxiliaries") or word in read_words("speech-verbs") or (word.endswith("ed") and following.group("word").islower())
    )


def _head_words(text: str, at: int, end: int) -> Iterator[Span]:
    """The words of a noun phrase behind its determiner, up to its head."""
    last = ""
    for number, match in enumerate(_WORD.finditer(text, at, min(end, at + 80))):
        word = match.group().lower()
        gap = text[at : match.start()]
        if number == _MOST_WORDS or gap.strip() or "\n" in gap or word in _ends_phrase():
            return
        if number and (_PART.search(word) or (_is_person(last) and not _is_person(word))):
            return
        yield Span(match.start(), match.end())
        if match.group().endswith(("'s", "’s")):
            return
        at, last = match.end(), word


def _read(span: Span, head: str) -> Phrase:
    plural = _is_plural(head)
    single = head[:-1] if plural and head.endswith("s") else head
    gender = read_pairs("person-genders").get(single, "-")
    return Phrase(span=span, person=_is_person(single), plural=plural, gender=None if gender == "-" else gender)


def _describes(text: str, span: Span) -> bool:
    """ "The singer Ana Ruiz", "Ruiz, a singer,", "is a singer"."""
    if _NAME_AHEAD.match(text, span.end):
        return True
    before = text[max(0, span.start - 40) : span.start]
    if before.endswith(", "):
        return _NAME_BEHIND.search(before) is not None
    return before.rstrip().endswith(_BEFORE_PREDICATE) and _PREDICATE.search(before) is not None


def _is_person(noun: str) -> bool:
    return noun in read_pairs("person-genders") or noun in read_words("title-nouns")


def _is_office(noun: str) -> bool:
    return noun in read_words("title-nouns") or noun in read_words("body-nouns")


def _is_plural(noun: str) -> bool:
    return noun in read_words("plural-nouns") or (len(noun) > 3 and noun.endswith("s") and not noun.endswith(("ss", "us", "is", "news")))


@cache
def _ends_phrase() -> frozenset[str]:
    return frozenset().union(*read_sections("clause-words").values(), read_words("speech-verbs")) - {
        "one",
        "other",
        "two",
        "three",
        "four",
        "five",
        "six",
        "like",
        "many",
    }


@cache
def _phrase() -> re.Pattern[str]:
    openers = any_of(_section("determiners"))
    plurals = "|".join(sorted(sorted(read_words("plural-nouns")), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?P<opener>(?:{openers}|\d[\d,.]*))\s+(?=[^\W\d_])|(?P<bare>[A-Za-z][a-z]{{2,}}s\b|{plurals}\b))", re.IGNORECASE
    )
