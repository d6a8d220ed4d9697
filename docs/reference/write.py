"""Writes the reference anew from the code: every verb with its options, and every table of a record. A test holds the two equal.

python docs/reference/write.py
"""

from __future__ import annotations

import json
import os
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

import click

HERE = Path(__file__).parent
# What a user's surroundings would change in the texts.
_UNSET = ("ONRECORD_RECORD", "ONRECORD_AUTHOR", "ONRECORD_OUTLETS", "ONRECORD_CONTACT", "COLUMNS")


def main() -> None:
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The text of each page, by its file's name."""
    kept = {name: os.environ.pop(name) for name in _UNSET if name in os.environ}
    try:
        return {"commands.md": commands_page(), "tables.md": tables_page()}
    finally:
        os.environ.update(kept)


def commands_page() -> str:
    from onrecord.cli import main as program  # noqa: PLC0415 (after the environment is cleared: options read their defaults from it)

    parts = ["# Commands\n\nMade from the program; what they are for, and the same in Python, stands under [usage](../usage.md).\n"]
    for path, command in sorted(_walk(program, "onrecord")):
        context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
        parts.append(f"## {path}\n\n```\n{command.get_help(context).rstrip()}\n```\n")
    return "\n".join(parts)


def _walk(command: click.Command, path: str) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return [(path, command)]
    context = click.Context(command, info_name=path)
    found = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    return [pair for name, inner in found if inner is not None for pair in _walk(inner, f"{path} {name}")]


def tables_page() -> str:
    from onrecord.store import open_record  # noqa: PLC0415 (beside its sibling)

    told = json.loads((resources.files("onrecord.export") / "datasette.tables.json").read_text(encoding="utf-8"))["tables"]
    with TemporaryDirectory() as folder:
        with open_record(Path(folder) / "record.db"):
            pass
        columns = _columns(Path(folder) / "record.db")
    parts = [
        "# Tables of a record\n\nMade from the schema. A record is one SQLite file, or one PostgreSQL database;\n"
        "any tool may read these tables and views, and only "
        "onrecord writes them. How they hang together: [the data model](../data-model.md).\n"
    ]
    for table, names in columns.items():
        about = told.get(table, {}).get("description", "Kept for onrecord itself.")
        parts.append(f"## {table}\n\n{about}\n\n" + ", ".join(f"`{name}`" + (f" {kind}" if kind else "") for name, kind in names) + "\n")
    return "\n".join(parts)


def _columns(path: Path) -> dict[str, list[tuple[str, str]]]:
    import sqlite3  # noqa: PLC0415 (only here; the program itself opens records through apsw)
    from contextlib import closing  # noqa: PLC0415

    shadow = ("_data", "_idx", "_docsize", "_config", "_content")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")
        names = sorted(((kind, name) for name, kind in rows), key=lambda pair: (pair[0] != "table", pair[1]))
        names = [(kind, name) for kind, name in names if not (name.endswith(shadow) and "_fts" in name)]
        return {
            name: [(row[1], row[2].lower()) for row in database.execute(f'SELECT * FROM pragma_table_info("{name}")')] for _, name in names
        }


if __name__ == "__main__":
    main()
