"""Which rules an analysis was made by: the code and the word lists, as one digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from onrecord.engines.protocols import Tagger

_PLACES = ("onrecord.analyse", "onrecord.lexicon")
_ENDINGS = (".py", ".txt")
_DIGITS = 10


def engine_of(tagger: Tagger) -> str:
    """Names all that an analysis hangs on besides its report: two with the same name give the same analysis.

    The digest changes with any character of the rules, also of a comment: analysing once too often does no harm.
    """
    return f"{tagger.version} rules-{rules_digest()}"


@cache
def rules_digest() -> str:
    """Ten hexadecimal digits of the SHA-256 over the sources of the analysis and of the lexicon, read once in a process."""
    digest = hashlib.sha256()
    for place in _PLACES:
        for name, file in _sources(files(place), place):
            content = file.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:_DIGITS]


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for item in sorted(folder.iterdir(), key=lambda x: x.name):
        path = f"{name}/{item.name}"
        if item.is_dir():
            yield from _sources(item, path)
        elif item.name.endswith(_ENDINGS):
            yield path, item
