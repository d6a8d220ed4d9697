"""``onrecord statements``: list statements of the record."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from onrecord.cli.options import (
    STYLES,
    clock_options,
    format_option,
    limit_option,
    min_score_option,
    record_option,
    statement_options,
)
from onrecord.cli.output import Footnotes, Listing, places, who, write_listing
from onrecord.cli.verbs import verb
from onrecord.export.tables import Cell
from onrecord.pipeline import open_record_at
from onrecord.store import Place, StatementFilter, StatementRow

_COLUMNS = ("published", "outlet", "speaker", "manner", "content")
_TABLE = (*_COLUMNS, "place")
_PRINTED = (*_COLUMNS, "cue", "report", "place", "story", "role", "addressee", "relay", "said", "title", "url", "agency")
_CSV_COLUMNS = (*_PRINTED, "score", "id", "source", "corrected")


@verb(
    "statements",
    """\
  onrecord statements --speaker Ruiz --since 2026-01-28
  onrecord statements --text "ferry" --manner direct --format csv > ferry.csv
  onrecord statements --story story-1f0c… --as-of 2026-01-29 --format jsonl""",
    """In order of publication. A speaker in quotation marks is nobody named: the words are the report's.
Place is [start:end] in code points of the report's text, and content is exactly these characters.""",
)
@record_option
@click.option("--story", metavar="ID", help="Of this story.")
@statement_options
@min_score_option
@clock_options
@limit_option
@format_option(*STYLES)
def command(path: Place, style: str, **wanted: Any) -> None:
    with open_record_at(path, wanted["known_at"]) as record:
        rows = record.statements(StatementFilter(**wanted))
        if style == "csv":
            listing = Listing(
                entries=rows,
                columns=_CSV_COLUMNS,
                cells=_csv_cells,
            )
            write_listing(listing, style)
            return
        notes = Footnotes()
        listing = Listing(entries=rows, columns=_TABLE, cells=partial(_table_cells, notes), empty="No statement fits.")
        write_listing(listing, style)
        notes.show()


def _table_cells(notes: Footnotes, row: StatementRow) -> tuple[Cell, ...]:
    published, outlet, _, manner, content = _cells(row)
    place = f"{notes.mark(row.report)} {places(row.statement.content)}{' corrected' if row.corrected else ''}"
    return (published, outlet, who(row.speaker, row.source_text), manner, content, place)


def _cells(row: StatementRow) -> tuple[Cell, Cell, Cell, Cell, Cell]:
    return (
        row.published.value if row.published else None,
        row.outlet,
        row.speaker.name if row.speaker else None,
        row.statement.manner,
        row.content_text,
    )


def _csv_cells(row: StatementRow) -> tuple[Cell, ...]:
    statement = row.statement
    return (
        *_cells(row),
        row.cue_text,
        row.report,
        places(statement.content),
        row.story,
        row.role,
        statement.addressee.name if statement.addressee else None,
        ", ".join(relay.name for relay in statement.relay),
        statement.said.value if statement.said else None,
        row.title,
        row.url,
        row.agency,
        round(statement.score, 4),
        statement.id,
        row.source_text,
        "; ".join(f"{c.field} by {c.author} on {c.at[:10]}: {c.why}" for c in row.corrected),
    )
