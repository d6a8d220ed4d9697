"""Closed word classes of English, from the lexicon, under the names the grammar of the moves calls them by."""

from __future__ import annotations

from onrecord.analyse.moves.frames import word_list

DETERMINERS = word_list("determiners")
OWNERS = word_list("owners")
PREPOSITIONS = word_list("prepositions")
LINKS = word_list("links")
HAVE = word_list("have")
BE = word_list("be")
DO = word_list("do")
MODALS = word_list("modals")
NEGATIONS = word_list("negations")
AUXILIARIES = HAVE | BE | DO | MODALS | NEGATIONS
BECOMING = BE | word_list("becoming")
SUBJECTS = word_list("subjects")
SELVES = frozenset(("i", "we"))
PRONOUNS = word_list("pronouns")
OBJECTS = word_list("objects")
HYPOTHETICAL = word_list("hypothetical")
AHEAD = word_list("ahead")  # suppose what they open, unless it is told as past
QUESTION_WORDS = word_list("question words")
ANAPHORS = word_list("anaphors")


def is_adverb(word: str) -> bool:
    """Words that may stand between a subject and its verb.

    >>> is_adverb("flatly"), is_adverb("family")
    (True, False)
    """
    return word in word_list("adverbs") or (len(word) > 4 and word.endswith("ly") and word not in word_list("not adverbs"))


def is_deed(verb: str) -> bool:
    """A base form of doing something that others can see.

    >>> is_deed("leave"), is_deed("regret")
    (True, False)
    """
    return verb in word_list("actions") and verb not in word_list("mental")


def is_number(word: str) -> bool:
    """A figure, a number in words, or the sign or unit of one.

    >>> is_number("410p"), is_number("eleven"), is_number("per"), is_number("bread")
    (True, True, True, False)
    """
    return word[0].isdigit() or word in _NUMERALS


_NUMERALS = word_list("numerals")
