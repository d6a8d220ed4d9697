"""Sentence embeddings behind the Embedder protocol: all-MiniLM-L6-v2 in ONNX int8, one text at a time."""

from __future__ import annotations

from array import array
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from operator import mul

from onrecord.engines.reading import open_reader
from onrecord.engines.weights import MODELS, open_session, read_checked, read_manifest, version_of

_LONGEST = 256  # word pieces; the encoder was trained on at most as many


class OnnxEmbedder:
    """An Embedder on the weights in ``folder``. Raises EngineError where a file is missing or not the one that was built."""

    def __init__(self, folder: Traversable | None = None) -> None:
        folder = folder if folder is not None else MODELS / "embedding"
        manifest = read_manifest(folder)
        self._version = version_of("embedding", manifest)
        self._session = open_session(read_checked(folder, "model.onnx", manifest))
        self._reader = open_reader(read_checked(folder, "tokenizer.json", manifest))

    @property
    def version(self) -> str:
        return self._version

    def embed(self, text: str) -> tuple[float, ...]:
        """A unit vector of 384 numbers for the first 254 word pieces of the text."""
        import numpy as np  # noqa: PLC0415  loading it takes longer than importing onrecord may

        ids = self._reader.ids(text)[: _LONGEST - 2]
        row = np.array([[self._reader.first, *ids, self._reader.last]], dtype=np.int64)
        (vectors,) = self._session.run(["vector"], {"ids": row, "mask": np.ones_like(row)})
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
