"""The answers for the latest texts, at hand: an archive has one page under several addresses, and one text in several papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from onrecord.engines.protocols import Tagged, TaggedAct, TaggedAttribution, Tagger
from onrecord.model import Span

_LATEST = 512  # reports, of some 43 kB each with their text
_SHORTEST = 300  # characters: less is speech within speech, which costs little to read again and would drive reports out
_Spans = tuple[Span, ...]


class Remembering:
    """A Tagger that asks another one once for each of the latest texts: its answers depend on text and skipped places alone, and what is
    skipped before the first line and behind the last tells it nothing. So a copy under another id and address, between other menus, is
    read by no network. Texts that are only alike are each read: a word may be another."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._tag = lru_cache(_LATEST)(lambda text, skip: tagger.tag(text, skip=skip))
        self._tag_acts = lru_cache(_LATEST)(lambda text, skip: tagger.tag_acts(text, skip=skip))

    @property
    def version(self) -> str:
        return self._tagger.version

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        """See Tagger."""
        start, core, left_out = _core(text, skip)
        if len(core) < _SHORTEST:
            return self._tagger.tag(text, skip=skip)
        found: Tagged = self._tag(core, left_out)
        if not start:
            return found
        names = tuple(replace(name, span=_moved(name.span, start)) for name in found.names)
        return Tagged(attributions=tuple(_attribution(a, start) for a in found.attributions), names=names)

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        """See Tagger."""
        start, core, left_out = _core(text, skip)
        if len(core) < _SHORTEST:
            return self._tagger.tag_acts(text, skip=skip)
        return tuple(replace(act, span=_moved(act.span, start)) for act in self._tag_acts(core, left_out))


@cache
def remembering(tagger: Tagger) -> Remembering:
    """One for each tagger, so that whoever asks shares what it has at hand."""
    return Remembering(tagger)


def _core(text: str, skip: Sequence[Span]) -> tuple[int, str, _Spans]:
    """Where the first line begins of which something is read; the lines from there to the last such; what is skipped of them.

    >>> _core("Menu\\n\\nNews. More\\nShare", [Span(0, 4), Span(12, 16), Span(17, 22)])
    (6, 'News. More', (Span(start=6, end=10),))
    """
    shown, at = [], 0
    for place in sorted(skip):
        shown += [text[at : place.start], " " * (place.end - max(at, place.start))]
        at = max(at, place.end)
    read = "".join([*shown, text[at:]])
    start = text.rfind("\n", 0, len(read) - len(read.lstrip())) + 1
    line_end = text.find("\n", len(read.rstrip()))
    end = max(start, len(text) if line_end < 0 else line_end)
    inside = (Span(max(s.start, start) - start, min(s.end, end) - start) for s in sorted(skip) if s.end > start and s.start < end)
    return start, text[start:end], tuple(inside)


def _attribution(a: TaggedAttribution, by: int) -> TaggedAttribution:
    source, cue, content = (tuple(_moved(piece, by) for piece in part) for part in (a.source, a.cue, a.content))
    return replace(a, source=source, cue=cue, content=content)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
