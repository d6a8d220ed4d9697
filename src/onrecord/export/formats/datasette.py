"""What Datasette shows of a record: descriptions, facets, labels, ready questions, and links from every id to its row. The record itself is
opened as it is, with ``datasette story.db --metadata metadata.json --plugins-dir .`` on a command line."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from onrecord.export.selection import Extract
from onrecord.export.sink import Sink
from onrecord.export.wire import Wire


def datasette_metadata(database: str) -> Wire:
    """The metadata for a record whose file is called so, without its ending."""
    text = (resources.files("onrecord.export") / "datasette.tables.json").read_text(encoding="utf-8")
    return {
        "title": "A record of who said what",
        "description": "Made by onrecord. Every row points at the characters of a report; nothing here says who is right.",
        "databases": {database: json.loads(text)},
    }


def datasette_links() -> str:
    """A plugin of Datasette that makes every id a link."""
    return (resources.files("onrecord.export") / "datasette.links.txt").read_text(encoding="utf-8")


def write_datasette(extract: Extract, sink: Sink) -> tuple[str, ...]:
    with sink.file("metadata.json", "application/json") as file:
        file.write(
            json.dumps(
                datasette_metadata(Path(extract.selection.record_name or extract.record.path.name).stem), ensure_ascii=False, indent=2
            )
            + "\n"
        )
    if not sink.takes_one:
        with sink.file("links.py", "text/x-python") as file:
            file.write(datasette_links())
    return ()
