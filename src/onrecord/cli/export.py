"""``onrecord export``: the record, or a part of it, as files for others."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from onrecord.cli.logged import note
from onrecord.cli.options import clock_options, min_score_option, outlets_option, record_option, statement_options
from onrecord.cli.output import plural, say
from onrecord.cli.progress import ProgressBar
from onrecord.cli.verbs import verb
from onrecord.export import FORMATS, KINDS, Exported, Folder, Selection, Stream, chosen_story, export_record
from onrecord.pipeline import open_record_at
from onrecord.store import Place, Record, StatementFilter

_FORMATS = "\n".join(f"  {f.name:<20}{f.about}" for f in FORMATS)


@verb(
    "export",
    """\
  onrecord export --format html --story story-1f0c… --out - > account.html
  onrecord export --format csv --kind statements --speaker Ruiz --out ruiz
  onrecord export --format parquet --as-of 2026-01-29 --out quay-0129""",
    f"""The folder gets a manifest.json: what was asked, by which clocks, of which record, and the SHA-256 of every file. With --out - one
file goes to standard output, and the manifest to standard error. Where statements are chosen, every other kind of entry is there as
far as it rests on one. Texts of reports stay in the record unless --full-text says otherwise: they are their publishers'.

\b
{_FORMATS}""",
)
@click.option("--format", "style", type=click.Choice([f.name for f in FORMATS]), required=True, help="As what; see above.")
@click.option("--out", required=True, metavar="FOLDER", help="Where to; - for standard output.")
@click.option("--replace", "overwrite", is_flag=True, help="Take the place of an earlier export in that folder.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([k.name for k in KINDS]), help="Only this kind of entry; may be repeated."
)
@click.option("--raw-csv", is_flag=True, help="CSV without the apostrophe before what a spreadsheet might take for a formula.")
@click.option("--full-text", is_flag=True, help="With the whole text of every report.")
@record_option
@click.option("--story", metavar="ID", help="Of this story: its id, or its beginning, or the id of a report in it.")
@statement_options
@min_score_option
@outlets_option
@clock_options
def command(path: Place, style: str, out: str, overwrite: bool, **asked: Any) -> None:
    with open_record_at(path, asked["known_at"]) as record:
        selection = replace(_selection(record, **asked), record_name=path.name)
        if selection.full_text:
            say("The texts of reports are their publishers' property. Do not pass them on without the right to.")
        note(path, "exported", f"{style} to {out}{', with full texts' if selection.full_text else ''}")
        sink = Stream(sys.stdout.buffer) if out == "-" else Folder(Path(out), replace=overwrite)
        with ProgressBar("exporting") as bar:
            exported = export_record(record, style, sink, selection=selection, on_progress=bar)
        if out == "-":
            say(exported.text.rstrip())
        else:
            _tell(exported, out)


def _selection(record: Record, **asked: Any) -> Selection:
    own = {name: asked.pop(name) for name in ("kinds", "full_text", "raw_csv", "publishers")}
    statements = StatementFilter(**asked)
    if statements.story is not None:
        story = chosen_story(record, statements.story, {"as_of": statements.as_of, "known_at": statements.known_at})
        statements = replace(statements, story=story.id)
    return Selection(statements=statements, **own)


def _tell(exported: Exported, out: str) -> None:
    for file in exported.manifest["files"]:
        entries = "" if file["entries"] is None else f", {plural(file['entries'], 'entry', 'entries')}"
        say(f"{out}/{file['name']}: {plural(file['bytes'], 'byte')}{entries}")
    for words in exported.manifest["left_out"]:
        say(f"left out: {words}")
    say(f"{out}/manifest.json: what was asked, and the SHA-256 of each file")
