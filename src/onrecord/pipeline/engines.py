"""The models that a run works with."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.analyse import engine_of
from onrecord.engines.attribution import load_tagger
from onrecord.engines.embedding import load_embedder
from onrecord.engines.protocols import Embedder, Tagger
from onrecord.engines.remembering import remembering


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """The models a run works with."""

    tagger: Tagger
    embedder: Embedder

    @property
    def analysis(self) -> str:
        """Names the tagger and the rules, as an analysis does."""
        return engine_of(self.tagger)

    @property
    def version(self) -> str:
        return f"{self.analysis} {self.embedder.version}"


def load_default_tagger() -> Tagger:
    """The tagger that ships with the package."""
    return remembering(load_tagger())


def load_engines() -> Engines:
    """The models that ship with the package, loaded once in a process. Raises EngineError where a file is missing or damaged."""
    return Engines(tagger=load_default_tagger(), embedder=load_embedder())
