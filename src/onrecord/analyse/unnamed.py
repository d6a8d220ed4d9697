"""Sources that a report leaves unnamed on purpose: "a militant", "two senior officials", "people familiar with the talks".

Nobody can say who they are, and two of them must never be taken for one. So they are no entity: their statement has no speaker,
and the reason quotes their words (docs/decisions/0008-unknown-speakers.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.analyse.phrases import Phrase, names_any
from onrecord.lexicon import read_sections, read_words

_REASON = "the report does not say who "
_WORD = re.compile(r"[\w’'-]+")


def left_unnamed(words: str) -> str:
    """The reason for a speaker that is left unnamed by decision."""
    return f"{_REASON}“{' '.join(words.split())}” is"


def is_settled(reasons: Iterable[str]) -> bool:
    """Whether one of the reasons is that the source is unnamed: such a statement needs no speaker."""
    return any(r.startswith(_REASON) for r in reasons)


def is_unnamed(phrase: Phrase, source: str, behind: str = "") -> bool:
    """Whether the source (its characters, and those behind it) is an unnamed individual or handful.

    A named body's voice is an office, a body or a document is what it is, however it is introduced."""
    listed = read_sections("unnamed-words")
    if phrase.head in listed["heads"] or any(w in listed["marks"] for w in phrase.words):
        return True
    if names_any(phrase, "document-nouns") or (not phrase.plural and _is_body(phrase)) or speaks_for_body(phrase, source):
        return False
    if phrase.first in listed["determiners"] or source.lower().startswith(tuple(f"{m} " for m in listed["many"])):
        return True
    if phrase.possessed and not phrase.plural and names_any(phrase, "kin-nouns"):
        return True
    return phrase.plural and not phrase.definite and _picks_out(phrase, source + behind)


def speaks_for_body(phrase: Phrase, source: str) -> bool:
    """ "A Halden Foods spokesperson", "a spokesman for the ministry": an office, since the body is known."""
    if not names_any(phrase, "voice-nouns"):
        return False
    words = [w.group() for w in _WORD.finditer(source)][1:]
    bodies = read_words("institution-nouns") | read_words("body-nouns") | {"police", "army", "military", "company's", "airport"}
    return any(w[0].isupper() or w.lower().removesuffix("'s").removesuffix("’s") in bodies for w in words)


def _is_body(phrase: Phrase) -> bool:
    collectives = read_sections("unnamed-words")["collectives"]
    return phrase.head in collectives or names_any(phrase, "institution-nouns") or names_any(phrase, "body-nouns")


def _picks_out(phrase: Phrase, source: str) -> bool:
    """ "Investors contacted by the paper": some of their kind, not the kind."""
    behind = source.lower().partition(phrase.head)[2].lstrip(" ,")
    return behind.startswith(tuple(f"{w} " for w in read_sections("unnamed-words")["restricting"]))
