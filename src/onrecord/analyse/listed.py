"""Places that only the list they stand in tells: "strikes hit Olmo, Prill and [Sant Vara]"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from onrecord.model import EntityType, Span
from onrecord.text import fold

_JOINED = re.compile(r",\s(?:and\s)?|\sand\s")
_LAST = re.compile(r",?\sand\s(?P<name>[A-Z][\w’-]+(?:\s[A-Z][\w’-]+){0,2})(?=[.,;\n]|\s[a-z]|$)")
_LEAST = 2  # places in a list that make what it ends with a place


def listed_places(text: str, names: Sequence[Span], kinds: Mapping[str, EntityType | None]) -> Iterator[Span]:
    """The spans, in text order, of what two named places or more are listed with, where it is taken for a person or for no name.

    ``names`` are the names found, in text order, ``kinds`` what each folded name names. A person named elsewhere too stays one.
    """
    often = Counter(fold(n.of(text)) for n in names)
    places = 0  # in the list so far
    for k, name in enumerate(names):
        key = fold(name.of(text))
        if k == 0 or not _JOINED.fullmatch(text, names[k - 1].end, name.start):
            places = 0
        if places >= _LEAST and kinds.get(key) == "person" and often[key] == 1:
            yield name
            places += 1
        if kinds.get(key) not in ("place", "state"):
            continue
        places += 1
        last = _LAST.match(text, name.end) if places >= _LEAST else None
        if last is not None and (k + 1 == len(names) or names[k + 1].start >= last.end()):
            yield Span(*last.span("name"))
