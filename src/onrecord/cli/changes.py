"""``onrecord changes``: what the record has learnt since a moment."""

from __future__ import annotations

from collections import Counter
from functools import partial

import click

from onrecord.cli.options import Moment, format_option, record_option
from onrecord.cli.output import Listing, plural, write_listing
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.desk import Change, ChangeKind, Changes, changes_since
from onrecord.export import atom_text, change_line
from onrecord.model import Finding
from onrecord.safe import cut, one_line
from onrecord.store import Place, open_record

_CHARS = 200
_HEADINGS: tuple[tuple[ChangeKind, str], ...] = (
    ("report", "new report"),
    ("version", "changed page"),
    ("statement", "new statement"),
    ("finding", "new finding"),
    ("position", "changed position"),
    ("judgement", "judgement"),
)


@verb(
    "changes",
    """\
  onrecord changes --since 2026-01-30T08:00:00Z
  onrecord changes --since 2026-01-30 --format jsonl | jq 'select(.kind == "finding")'
  onrecord changes --since 2026-01-30 --format atom > changes.atom""",
    """T is a moment of recording: it counts when the record took a report in, or somebody judged, not when something was published. Shown
are new reports, pages whose text changed, new statements, findings and positions that rest on them, and judgements. What a new
analysis of an old report changed is not shown. The same record and T give the same output, and atom keeps the ids of its entries.""",
)
@click.option("--since", type=Moment(), required=True, metavar="T", help="Recorded then or later (2026-01-30T08:00:00Z, 2026-01-30, …).")
@record_option
@format_option("table", "json", "jsonl", "atom")
def command(path: Place, style: str, since: str) -> None:
    with open_record(path, read_only=True) as record:
        found = changes_since(record, since)
    if style == "atom":
        click.echo(atom_text(found), nl=False)
    elif style == "table" and found.entries:
        _draw(found)
    else:
        empty = f"The record has learnt nothing since {since}."
        line = partial(change_line, found)
        write_listing(Listing(entries=found.entries, line=line, empty=empty), style)


def _draw(found: Changes) -> None:
    screen = Screen()
    for kind, one in _HEADINGS:
        changes = found.of(kind)
        if not changes:
            continue
        screen.line((plural(len(changes), one) + _types(changes), "bold"))
        for change in changes:
            if not (isinstance(change.entry, Finding) and change.entry.type == "repeats"):  # counted above; they say nothing new
                screen.line(cut(one_line(change.summary), _CHARS), (f" · {change.at[:16]}", "dim"), indent=2)
        screen.gap()
    screen.show()


def _types(changes: tuple[Change, ...]) -> str:
    """How many findings of each type."""
    types = Counter(change.entry.type for change in changes if isinstance(change.entry, Finding))
    return f": {', '.join(f'{count} {kind}' for kind, count in sorted(types.items()))}" if types else ""
