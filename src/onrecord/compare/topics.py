"""What a move is about, reduced to what two tellings of it share: the topic of its head word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.compare.stems import content_stems, stem
from onrecord.lexicon import read_sections

_BEHIND_HEAD = re.compile(r"\b(?:of|in|on|with|between|for|from|to|at|about|over|by|that|which|who|into|against)\b", re.IGNORECASE)
_ANAPHORA = "anaphora"
_ENDING = "pause"  # "to stop the raids" is about the stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """``key``: the section of the lexicon of topics, or the head's own stem. ``listed``: the key is a section, so that other
    words may stand for it."""

    key: str
    listed: bool


@lru_cache(maxsize=4096)
def read_topic(what: str) -> Topic | None:
    """The topic of the words for the thing; None when they only point back at something ("the idea", "it") or say nothing.

    The head of a noun phrase is the last word before its first preposition; behind that, and in "to stop the raids", the
    first word that the lexicon knows decides.
    """
    content = content_stems(what)
    if not content:
        return None
    head = content_stems(_BEHIND_HEAD.split(what, maxsplit=1)[0])
    if _sections().get(content[0]) == _ENDING:
        return Topic(key=_ENDING, listed=True)
    ordered = [w for w in reversed(head) if w in content] + [w for w in content if w not in head]
    known = [(w, _sections().get(w)) for w in ordered]
    topic = next((section for _, section in known if section is not None and section != _ANAPHORA), None)
    if topic is not None:
        return Topic(key=topic, listed=True)
    own = [w for w, section in known if section is None]
    return Topic(key=own[0], listed=False) if own else None


@cache
def _sections() -> dict[str, str]:
    """Topic by stemmed word; a phrase goes by its last word, where no single entry claims that."""
    sections = read_sections("offer-topics")
    single = {stem(word): name for name, entries in sections.items() for word in entries if " " not in word}
    return {stem(w.split()[-1]): n for n, entries in sections.items() for w in entries if " " in w and len(w.split()[-1]) > 4} | single
