"""What a stage may ask of a model, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from onrecord.model import Act, Span

NameType = Literal["person", "organisation", "place", "group"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedAttribution:
    """One attribution as a model sees it: pieces of source, cue and content, linked. ``content`` is never empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedName:
    """A name in the text and what kind of thing it names."""

    span: Span
    type: NameType
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """Both in text order."""

    attributions: tuple[TaggedAttribution, ...]
    names: tuple[TaggedName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedAct:
    """Words that carry a speech act, as a model sees it: "turned down", "We will not". ``score``: how sure it is of both;
    ``negated``: they tell that the act was not done."""

    span: Span
    act: Act
    score: float
    negated: bool = False


class Tagger(Protocol):
    """Finds attributions and names in one text, and the words that do something by being said."""

    @property
    def version(self) -> str:
        """Names the weights: two taggers with the same version give the same answers."""

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        """Everything outside ``skip``; no piece of an attribution crosses the end of a line.

        The answer depends on ``text`` and ``skip`` alone. Never raises on any text.
        """

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        """The words outside ``skip`` that carry a speech act, in text order; none cross the end of a line.

        The answer for a paragraph depends on the paragraph and what is skipped of it alone. Never raises on any text.
        """


class Embedder(Protocol):
    """Turns a short text into a direction: texts about the same thing point the same way."""

    @property
    def version(self) -> str: ...

    def embed(self, text: str) -> tuple[float, ...]:
        """A unit vector. The answer depends on ``text`` alone. Never raises on any text."""
