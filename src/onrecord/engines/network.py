"""A network that ships with the package: its files, and one text put through it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

from onrecord.engines.reading import open_reader
from onrecord.engines.weights import MODELS, open_session, read_checked, read_manifest, version_of


class Network:
    """The network of this kind in ``folder``, the shipped one by default, with the ``settings`` that its manifest has to name and the
    ``reader`` of its vocabulary.

    All of it is checked when it is made, so a damaged file is told then and not in the middle of a report; the weights are opened for
    the first text that is put through: most reports never ask for moves, and a process whose workers read asks for nothing at all.
    Raises EngineError where a file is missing or not the one that was built.
    """

    def __init__(self, kind: str, folder: Traversable | None, *settings: str) -> None:
        self._folder = folder if folder is not None else MODELS / kind
        self.manifest = read_manifest(self._folder, *settings)
        self.version = version_of(kind, self.manifest)
        self.reader = open_reader(read_checked(self._folder, "tokenizer.json", self.manifest))
        self._read_weights()

    def answers(self, ids: Sequence[int], *names: str) -> list[Any]:
        """The answers of these names for one text, each an array with a first axis of one. The text's word pieces ``ids`` are put between
        the two markers of the vocabulary, which have answers too."""
        import numpy as np  # noqa: PLC0415  loading it takes longer than importing onrecord may

        row = np.array([[self.reader.first, *ids, self.reader.last]], dtype=np.int64)
        given = {"ids": row, "mask": np.ones_like(row)}
        found: list[Any] = self._session.run(list(names), {name: given[name] for name in self._inputs})
        return found

    @cached_property
    def _session(self) -> Any:
        return open_session(self._read_weights())

    @cached_property
    def _inputs(self) -> list[str]:
        return [i.name for i in self._session.get_inputs()]

    def _read_weights(self) -> bytes:
        return read_checked(self._folder, "model.onnx", self.manifest)
