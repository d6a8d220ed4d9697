"""``onrecord screen``: hold a draft against the record. (``screen`` beside this file is what draws.)"""

from __future__ import annotations

import sys
from functools import partial

import click

from onrecord.cli.options import clock_options, format_option, record_option
from onrecord.cli.output import Footnotes, Listing, places, plural, say, write_listing
from onrecord.cli.rows import DIM, draw_differences, draw_row
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.desk import ScreenLine, Wanted
from onrecord.export import chosen_story
from onrecord.pipeline import open_record_at, screen_input
from onrecord.safe import one_line
from onrecord.store import Place

EXIT_AT_ODDS = 3
_SHOWN = 5  # renderings of one line; json and jsonl have all


@verb(
    "screen",
    """\
  onrecord screen draft.txt
  onrecord screen draft.txt --story story-1f0c… --as-of 2026-01-29 --format jsonl
  cat draft.txt | onrecord screen - --record harbour.db""",
    """DRAFT is a file, or - for standard input; it is analysed as a report is. Each of its statements is known (with every place that
renders it), new, at odds with a rendering in a slot, quoted otherwise than on the record, or on the record by another name. Each of
its figures is known, new, out of date, or at odds with the latest. What is at odds is not therefore wrong, on either side.

Exit code 3: somewhere draft and record differ (at odds, quotation not verbatim, attribution differs, figure out of date, figure at
odds); 0: nowhere.""",
)
@click.argument("draft")
@click.option("--story", metavar="ID", help="Only against this story: its id, or its beginning, or the id of a report in it.")
@record_option
@clock_options
@format_option("table", "json", "jsonl")
def command(path: Place, style: str, draft: str, story: str | None, **clocks: str | None) -> None:
    with open_record_at(path, clocks["known_at"]) as record:
        chosen = None if story is None else chosen_story(record, story, {"as_of": clocks["as_of"], "known_at": clocks["known_at"]}).id
        found = screen_input(record, draft, Wanted(story=chosen, **clocks), stdin=sys.stdin.buffer if draft == "-" else None)
    if not found.complete:
        say("The search was cut short after a second for some statement; what is called new may be on the record.")
    notes, empty = Footnotes(), "The draft holds no statement and no figure, as far as onrecord can tell."
    write_listing(Listing(entries=found.lines, draw=partial(_draw, notes), empty=empty), style)
    notes.show()
    if found.at_odds:
        click.get_current_context().exit(EXIT_AT_ODDS)


def _draw(notes: Footnotes, screen: Screen, line: ScreenLine) -> None:
    who = f"{one_line(line.speaker.name)}: " if line.speaker else ""
    screen.line((line.kind, "bold"), f" · {who}{_words(line)}", (f" {places(line.spans)}", DIM))
    draw_differences(screen, line.differs, ("draft", "record"), indent=2)
    for row in line.on_record[:_SHOWN]:
        draw_row(screen, notes, row)
    if len(line.on_record) > _SHOWN:
        screen.line((f"and {plural(len(line.on_record) - _SHOWN, 'other')}", DIM), indent=4)
    screen.line(("; ".join(line.reasons), DIM), indent=4)


def _words(line: ScreenLine) -> str:
    """The characters of the draft; a piece that stands between its quotation marks is shown between ours."""
    return f"“{one_line(line.text)}”" if line.kind == "quotation not verbatim" else one_line(line.text)
