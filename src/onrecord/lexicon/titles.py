"""Titles taken apart by their words: "the Karthenian foreign minister", "Foreign Minister of Karthenia"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from os.path import commonprefix

from onrecord.lexicon import read_pairs, read_words
from onrecord.text import fold

_WORD = re.compile(r"[\w.’'-]+")
_ONCE = ("then-", "ex-", "former-", "one-time-")
_NOT_YET = ("-elect", "-designate")
_AFTER_HEAD = re.compile(r"\s(?:of|for|at|in|to|on|from|with)\s")
_PART_OF = re.compile(r"\b(?P<part>[a-z]+)\s(?:of|in)\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleWords:
    """The head noun, the folded words around it, and those of them that name a country or body ("Karthenian")."""

    head: str
    modifiers: frozenset[str]
    proper: frozenset[str]


def title_words(title: str) -> TitleWords | None:
    """The words of a title; None when its head is no title noun.

    >>> sorted(title_words("Foreign Minister of Karthenia").modifiers)
    ['foreign', 'karthenia']
    """
    head = head_of(title)
    if head is None:
        return None
    around = {fold(w.group()).removesuffix("'s"): w.group() for w in _WORD.finditer(_without_whole(title))}
    modifiers = frozenset(around) - set(head.split()) - read_words("role-stops")
    common = read_words("role-modifiers") | read_words("title-nouns")
    proper = frozenset(m for m in modifiers if around[m][0].isupper() and m not in common and bare_head(m) == m)
    return TitleWords(head=head, modifiers=modifiers, proper=proper)


def _without_whole(title: str) -> str:
    """ "President of the Amber region of Karthenia" is an office of the region, not of the country around it."""
    for match in _PART_OF.finditer(title):
        if match["part"] in read_words("part-nouns"):
            return title[: match.end("part")]
    return title


def head_of(title: str) -> str | None:
    """The title noun that heads a noun phrase, singular and lower case; None when there is none."""
    return head_noun(_AFTER_HEAD.split(title, maxsplit=1)[0])


@lru_cache(maxsize=1 << 14)
def head_noun(words: str) -> str | None:
    """The title noun that the words end in ("minister" of "vice-minister"), singular and lower case; None when they end in another."""
    nouns = read_words("title-nouns")
    found = [bare_head(w.group().lower().strip(".'’")).removeprefix("vice-").removeprefix("deputy-") for w in _WORD.finditer(words)]
    if not found:
        return None
    if " ".join(found[-2:]) in nouns:
        return " ".join(found[-2:])
    return found[-1] if found[-1] in nouns else None


def bare_head(word: str) -> str:
    """ "President-elect" and "then-president" are headed by "president"; an abbreviation ("gov") by the word it stands for."""
    for before in _ONCE:
        word = word.removeprefix(before)
    for after in _NOT_YET:
        word = word.removesuffix(after)
    return read_pairs("title-abbreviations").get(word, word)


def same_stem(a: str, b: str) -> bool:
    """Whether two folded words are a country as noun here and adjective there ("latvia", "latvian"): most of the letters are the
    same and come first; or one word."""
    return a == b or shares_stem(a, b)


def shares_stem(a: str, b: str) -> bool:
    """The same of words long enough to tell by their letters: of "uk" and "uk" it is not said."""
    same = len(commonprefix((a, b)))
    return same >= 4 and same >= 0.6 * min(len(a), len(b))
