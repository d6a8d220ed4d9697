"""The answers for the latest texts, at hand: an archive has one page under several addresses, and one text in several papers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from onrecord.engines.protocols import Tagged, TaggedAct, Tagger
from onrecord.model import Span

_LATEST = 512  # reports, of some 43 kB each with their text
_SHORTEST = 300  # characters: less is speech within speech, which costs little to read again and would drive reports out


class Remembering:
    """A Tagger that asks another one once for each of the latest texts: its answers depend on text and skipped places alone, so a copy
    under another id, address or outlet is read by no network. Texts that are only alike are each read: a word may be another."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._tag = lru_cache(_LATEST)(lambda text, skip: tagger.tag(text, skip=skip))
        self._tag_acts = lru_cache(_LATEST)(lambda text, skip: tagger.tag_acts(text, skip=skip))

    @property
    def version(self) -> str:
        return self._tagger.version

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        """See Tagger."""
        return self._tagger.tag(text, skip=skip) if len(text) < _SHORTEST else self._tag(text, tuple(skip))

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        """See Tagger."""
        return self._tagger.tag_acts(text, skip=skip) if len(text) < _SHORTEST else self._tag_acts(text, tuple(skip))


@cache
def remembering(tagger: Tagger) -> Remembering:
    """One for each tagger, so that whoever asks shares what it has at hand."""
    return Remembering(tagger)
