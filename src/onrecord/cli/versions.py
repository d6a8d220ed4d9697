"""``onrecord versions``: what changed from one version of a page to the next."""

from __future__ import annotations

from collections.abc import Iterable

import click

from onrecord.cli.compare import draw_figures, draw_pairs, draw_rows
from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import Footnotes, Listing, plural, write_listing
from onrecord.cli.rows import DIM
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.desk import Comparison, versions_of
from onrecord.export.days import day
from onrecord.safe import one_line
from onrecord.store import Place, open_record


@verb(
    "versions",
    """\
  onrecord versions
  onrecord versions https://post.example/quay --format jsonl""",
    """Reports of one address with other words are versions of one page, in the order in which the record took them in. Shown are statements
added, removed and changed (in other words, or by another name), figures of the same thing that have another value, and the title.
REPORT is the id of a report, URL an address; without either, every page that has had several versions is shown.""",
)
@click.argument("wanted", required=False, metavar="[REPORT|URL]")
@record_option
@format_option("table", "json", "jsonl")
def command(path: Place, style: str, wanted: str | None) -> None:
    with open_record(path, read_only=True) as record:
        found = versions_of(record, wanted)
    if style == "table" and found:
        _draw(found)
        return
    empty = "No page on the record has had another version." if wanted is None else "The record has one version of this page."
    write_listing(Listing(entries=found, empty=empty), style)


def _draw(found: Iterable[Comparison]) -> None:
    screen, notes = Screen(), Footnotes()
    for number, change in enumerate(found):
        if number:
            screen.gap()
            screen.gap()
        names = notes.mark(change.a.id), notes.mark(change.b.id)
        where = one_line(change.b.url or change.b.outlet) or "unknown outlet"
        days = (day(report.published) for report in (change.a, change.b))
        screen.line((where, "bold"), f" · {' → '.join(f'{name} ({when})' for name, when in zip(names, days, strict=True))}")
        if change.a.title != change.b.title:
            screen.line(f"title: {_title(change.a.title)} → {_title(change.b.title)}", indent=2)
        same = len(change.shared) - len(change.changed)
        screen.line((f"{plural(same, 'statement')} as before", DIM), indent=2)
        draw_rows(screen, notes, "Removed", change.only_a)
        draw_rows(screen, notes, "Added", change.only_b)
        draw_pairs(screen, notes, "Changed", change.changed, names)
        draw_figures(screen, notes, "Figures with another value", change, names)
    screen.show()
    notes.show()


def _title(title: str | None) -> str:
    return one_line(title) or "(no title)"
