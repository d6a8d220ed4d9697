"""An attribution while it is worked on; nothing of it leaves the analysis."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model import Span


@dataclass(slots=True, eq=False)
class Draft:
    """An attribution on its way to a statement. ``speaker`` None: open, or left unnamed by decision; ``reasons`` tells which."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float
    speaker: int | None = None
    reasons: list[str] = field(default_factory=list)
    parent: Draft | None = None
    addressee: tuple[int, Span] | None = None
    relay: list[tuple[int, Span]] = field(default_factory=list)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All its words."""
        return (*self.source, *self.cue, *self.content)

    @property
    def anchor(self) -> int:
        """Where the reader meets the speaker: the source, else the cue, else the content."""
        return (self.source or self.cue or self.content)[0].start
