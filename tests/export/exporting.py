"""What the tests of the exports share."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Export = Callable[..., tuple[Path, dict[str, Any]]]


def lines(path: Path) -> list[Any]:
    # Not splitlines(): a text may hold what Python takes for the end of a line, and JSON does not.
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def no_loading(url: str, options: object) -> dict[str, Any]:
    """Stands in for the network of a JSON-LD processor."""
    raise AssertionError(f"nothing may be fetched, and {url} was asked for")
