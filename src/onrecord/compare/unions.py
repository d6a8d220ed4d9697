"""Sets that are joined two by two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T", str, tuple[str, int])


class Unions(Generic[T]):
    """Each node in one set, which goes by its smallest node."""

    def __init__(self, nodes: Iterable[T]) -> None:
        self._leader: dict[T, T] = {node: node for node in nodes}

    def leader(self, node: T) -> T:
        while self._leader[node] != node:
            self._leader[node] = self._leader[self._leader[node]]
            node = self._leader[node]
        return node

    def join(self, a: T, b: T) -> None:
        x, y = sorted((self.leader(a), self.leader(b)))
        self._leader[y] = x
