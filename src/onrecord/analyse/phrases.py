"""A source without a name, read as a noun phrase: how it begins, its head noun, whether it means somebody already known."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.lexicon import read_words
from onrecord.model import Span

_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_WHEN = rf"here|there|today|yesterday|tonight|earlier|later|also|then|himself|herself|itself|themselves|{_DAYS}"
_ON = r"(?:(?:on|late|early|last|this|since|by)\s(?:late\s|early\s)?)?"  # "Ruiz on Monday", "late on" of "late Monday"
_REDUCED = (  # participles that stand for a relative clause
    r"speaking|citing|quoting|released|published|conducted|commissioned|obtained|seen|issued|written|signed|posted|sent|filed|based|led"
    r"|contacted|interviewed|briefed|familiar|involved|tracking|accused|wanted|known|named|called|asked|made|taken|held|given|hired|working"
)
_CLAUSE = rf"\s(?:who|which|whose|whom|that|including|like|such as|{_REDUCED})\s"
_CUT = re.compile(
    rf"\s*(?:,|;|\(|\s[–—-]\s|{_CLAUSE}|\s{_ON}(?:{_WHEN})(?:\s|$)"
    r"|\s(?:and|or|has|had|have|is|was|will|would)$)"
)
_TAIL = re.compile(rf"\s(?:{_ON}(?:{_WHEN})|has|had|have|to|of|from|at|with)\.?$")
_PREPOSITION = re.compile(
    r"\s(?:of|for|at|in|to|on|from|with|by|near|inside|behind|under|after|during|about|regarding|concerning|close to)\s"
)
_WORD = re.compile(r"[\w.’'-]+")
_KIND_OF_MEDIUM = re.compile(r"(?:[Tt]he\s+)?(?:official|semi-official|state-run|state-owned|state|local|private)\s+(?=[A-Z])")
_LONGEST_REST, _AT_MARK = 40, re.compile(r"[,;:.()\"“”\n]")
_EDGES = " \t\r\n\"'“”‘’.,"
_DEFINITE = frozenset(["the", "this", "that", "these", "those", "his", "her", "their", "its", "our", "my", "your", "both"])
_PLURALS = frozenset(["people", "police", "men", "women", "children", "media", "spokespeople", "spokesmen", "spokeswomen"])
_SINGULAR_ENDS = ("ss", "us", "is", "ics", "news")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """``span`` is the phrase up to the first comma or clause; ``words`` those before its first preposition, folded to lower case,
    of which the last is the ``head``. ``definite``: it means somebody the reader is taken to know ("the", "his", "Ruiz's")."""

    span: Span
    words: tuple[str, ...]
    head: str
    plural: bool
    definite: bool

    @property
    def first(self) -> str:
        return self.words[0]

    @property
    def possessed(self) -> bool:
        return self.first in _DEFINITE - {"the", "this", "that", "these", "those", "both"} or any(is_possessive(w) for w in self.words[:-1])


def core_of(text: str, source: Span) -> Span:
    """The noun phrase at the head of a source: up to the first comma, bracket, adverb or relative clause."""
    cut = _CUT.search(text, source.start + 1, source.end)
    return Span(source.start, cut.start()) if cut and cut.start() > source.start else source


def without_tail(text: str, source: Span) -> Span:
    """The source without what only stands between it and its verb: "Ruiz" of "Ruiz on Monday", of "Ruiz had", of "Ruiz to"
    before "Lanz: “Go home”", of "Ruiz of", which breaks off."""
    tail = _TAIL.search(text, source.start + 1, source.end)
    return Span(source.start, tail.start()) if tail else source


def with_noun(text: str, source: Span, verb: int) -> Span:
    """The source up to its verb, where it is no more than an article: "the" of "the Guild reported"."""
    rest = text[source.end : verb]
    broken_off = source.of(text).lower() in ("the", "a", "an") and 0 < len(rest) <= _LONGEST_REST and not _AT_MARK.search(rest)
    return Span(source.start, source.end + len(rest.rstrip())) if broken_off else source


def proper_part(text: str, core: Span) -> Span:
    """ "People's Daily" of "the official People's Daily"; the span itself where no such word stands before a name."""
    kind = _KIND_OF_MEDIUM.match(text, core.start, core.end)
    return Span(kind.end(), core.end) if kind else core


def stem_of(words: str) -> str:
    """The words before the first preposition."""
    return _PREPOSITION.split(words, maxsplit=1)[0]


def read_phrase(text: str, source: Span) -> Phrase | None:
    """None where the source has no word."""
    core = core_of(text, source)
    found = [w.group().lower() for w in _WORD.finditer(stem_of(core.of(text)).strip(_EDGES))]
    words = tuple(w for w in (f.strip(_EDGES) if f not in ("’", "'") else "" for f in found) if w)
    if not words:
        return None
    head = words[-1]
    plural = head in _PLURALS or (head.endswith("s") and not head.endswith(_SINGULAR_ENDS))
    definite = words[0] in _DEFINITE or any(is_possessive(w) for w in words[:-1])
    return Phrase(span=core, words=words, head=head, plural=plural, definite=definite)


def is_possessive(word: str) -> bool:
    return word.endswith(("'s", "’s", "s’", "s'"))


def heads_of(word: str) -> tuple[str, ...]:
    """The word, and what it may be the plural of."""
    if word.endswith("ies"):
        return word, word[:-3] + "y"
    return (word, word[:-1]) if word.endswith("s") else (word,)


def names_any(phrase: Phrase, listed: str) -> bool:
    """Whether the head, in the singular or with the word before it, is on the list of that name."""
    nouns = read_words(listed)
    return any(h in nouns for h in heads_of(phrase.head)) or " ".join(phrase.words[-2:]) in nouns
