"""What the caller says about a report: the sidecar ``NAME.meta.json``, and the same keys in JSONL."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from onrecord.read.draft import Given
from onrecord.read.formats import SIDECAR_ENDING, stem_of

_KEYS = ("id", "title", "published", "outlet", "url")
_MAX_SIDECAR_BYTES = 1024 * 1024


def read_sidecar(path: Path) -> Given:
    """What the sidecar of a file says; silent when there is none. A damaged one becomes a problem, never an exception."""
    for name in dict.fromkeys((stem_of(path.name) + SIDECAR_ENDING, path.name + SIDECAR_ENDING)):
        sidecar = path.with_name(name)
        if sidecar.is_file():
            return _read(sidecar)
    return Given()


def _read(sidecar: Path) -> Given:
    try:
        with sidecar.open("rb") as file:
            content = file.read(_MAX_SIDECAR_BYTES + 1)
        fields = json.loads(content[:_MAX_SIDECAR_BYTES])
    except (OSError, ValueError, RecursionError) as error:
        return Given(problems=(f"the sidecar {sidecar.name} cannot be read ({error}); it was ignored.",))
    if not isinstance(fields, dict):
        return Given(problems=(f"the sidecar {sidecar.name} is not a JSON object; it was ignored.",))
    return given_of(fields, source=f"the sidecar {sidecar.name}")


def given_of(fields: Mapping[str, object], *, source: str) -> Given:
    """The known keys of a JSON object; null and "" are silence, another type than a string is a problem. A number is taken as an id,
    and of ``published`` as the wire format writes it, its value.

    >>> given_of({"outlet": "Courier", "url": 3}, source="line 1").problems
    ("line 1: 'url' is not a string; it was ignored.",)
    """
    taken: dict[str, str | None] = dict.fromkeys(_KEYS)
    problems = []
    for key in _KEYS:
        found = fields.get(key)
        if key == "id" and isinstance(found, int) and not isinstance(found, bool):
            found = str(found)
        if key == "published" and isinstance(found, dict):
            found = found.get("value")
        if isinstance(found, str) and encodable(found):
            taken[key] = found.strip() or None
        elif found is not None:
            problems.append(f"{source}: {key!r} is not a string; it was ignored.")
    return Given(**taken, problems=tuple(problems))


def encodable(text: str) -> bool:
    """Whether a string can be stored: no NUL, no lone surrogate (JSON can spell both).

    >>> encodable("a"), encodable("\\ud800")
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\x00" not in text
