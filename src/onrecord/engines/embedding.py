"""Sentence embeddings behind the Embedder protocol: all-MiniLM-L6-v2 in ONNX int8, one text at a time."""

from __future__ import annotations

from array import array
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from operator import mul

from onrecord.engines.network import Network

_LONGEST = 256  # word pieces; the encoder was trained on at most as many


class OnnxEmbedder:
    """An Embedder on the weights in ``folder``; see Network."""

    def __init__(self, folder: Traversable | None = None) -> None:
        self._network = Network("embedding", folder)

    @property
    def version(self) -> str:
        return self._network.version

    def embed(self, text: str) -> tuple[float, ...]:
        """A unit vector of 384 numbers for the first 254 word pieces of the text."""
        (vectors,) = self._network.answers(self._network.reader.ids(text)[: _LONGEST - 2], "vector")
        return tuple(vectors[0].tolist())


@cache
def load_embedder() -> OnnxEmbedder:
    """The embedder that ships with the package, loaded once in a process."""
    return OnnxEmbedder()


def likeness(a: str, b: str) -> float:
    """How near two texts are in meaning: the cosine of their vectors, from -1 to 1."""
    found: float = sum(map(mul, _vector(a), _vector(b)))
    return found


@lru_cache(maxsize=1 << 12)  # texts, of 2 kB each: what one story compares
def _vector(text: str) -> array[float]:
    return array("f", load_embedder().embed(text))
