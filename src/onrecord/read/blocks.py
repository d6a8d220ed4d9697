"""Pieces of text to blocks: white space collapses as in a browser."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.read.hints import Hint

_INVISIBLE = {0xAD: None, 0x200B: None, 0x2060: None, 0xFEFF: None}  # break hints: they have no width and split words


@dataclass(frozen=True, slots=True)
class Scope:
    """What holds for all text in an element: its hints with the number of the element that gives them, outermost first."""

    tag: str = "body"
    container: int = 0
    hints: tuple[tuple[int, Hint], ...] = ()
    hidden: bool = False
    pre: bool = False
    in_article: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that a page sets apart. ``hidden_parts`` are ranges in ``text``; ``link_chars`` stand in links."""

    text: str
    scope: Scope
    link_chars: int
    hidden_parts: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class BlockWriter:
    """Collects pieces of text into blocks; white space collapses as in a browser."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    size: int = 0
    breaks: int = 0
    space: bool = False
    link_chars: int = 0
    hidden: list[tuple[int, int]] = field(default_factory=list)

    def write(self, text: str, scope: Scope) -> None:
        """Adds a piece of text; white space at its ends becomes at most one space."""
        words = text.translate(_INVISIBLE).split()
        if not words:
            self.space = self.space or bool(text)
            return
        if self.breaks > 1:
            self.flush(scope)
        lead = "\n" if self.breaks else (" " if self.space or text[:1].isspace() else "")
        piece = (lead if self.size else "") + " ".join(words)
        self.parts.append(piece)
        self.size += len(piece)
        self.breaks, self.space = 0, text[-1:].isspace()

    def write_lines(self, text: str, scope: Scope) -> None:
        """Adds preformatted text: its line ends stay."""
        for number, line in enumerate(text.split("\n")):
            self.breaks = 1 if number and self.size else self.breaks
            self.write(line, scope)

    def flush(self, scope: Scope) -> None:
        """Ends the block, if anything was written to it."""
        if self.parts:
            self.blocks.append(Block("".join(self.parts), scope, self.link_chars, tuple(self.hidden)))
            self.parts, self.hidden = [], []
        self.size = self.breaks = self.link_chars = 0
        self.space = False
