"""``onrecord purge``: take a report out for good."""

from __future__ import annotations

from typing import Any

import click

from onrecord.cli.decided import decision_options
from onrecord.cli.logged import note
from onrecord.cli.options import format_option, record_option
from onrecord.cli.output import plural, say
from onrecord.cli.verbs import verb
from onrecord.export import dump, entry
from onrecord.pipeline import PurgeSummary, author_or_default, purge_report
from onrecord.store import Place, Signature, open_record
from onrecord.store.copies import copies_beside

EXIT_NOT_CLEAN = 3


@verb(
    "purge",
    """\
  onrecord purge bell-0131 --why "its publisher withdrew it" --yes""",
    """REPORT is the id of one, in sight or suppressed. The report, what was found in it, and what people decided about it go from every
table and index; the file is written anew, and its log emptied. A tombstone of hashes stays, with who, when and why, and refuses it
when it comes again. It cannot be undone: take a backup before, or suppress instead. Exit code 3: done, but somebody is reading, so
the log still has it; run onrecord doctor --reclaim when nobody is.""",
)
@click.argument("report")
@click.option("--text-only", is_flag=True, help="Another text at its address may come in later.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@decision_options
@record_option
@format_option("table", "json")
def command(report: str, path: Place, style: str, yes: bool, **more: Any) -> None:
    by = Signature(author=author_or_default(more["author"]), why=more["why"])
    with open_record(path, create=False) as record:
        if not yes:
            click.confirm(f"{report} goes for good, with all that was found in it and decided about it. Go on?", abort=True, err=True)
        summary = purge_report(record, report, by, text_only=more["text_only"])
    note(path, "purged", f"{summary.purged.tombstone} stands for it", who=by.author)
    copies = [str(copy) for copy in copies_beside(path)]
    if style == "json":
        click.echo(dump(_object(summary, copies)))
    else:
        click.echo(f"{summary.purged.tombstone} stands in its place; {plural(summary.purged.judgements, 'judgement')} went with it.")
        for other in summary.purged.also_in:
            say(f"The same words stand in {other}, which is still there.")
        for copy in (*copies, "your backups"):
            say(f"Not touched: {copy}")
    if not summary.clean:
        say("Somebody is reading the record, so its log still has the report. When nobody is: onrecord doctor --reclaim")
        click.get_current_context().exit(EXIT_NOT_CLEAN)


def _object(summary: PurgeSummary, copies: list[str]) -> dict[str, object]:
    return entry(summary.purged, "tombstone judgements also_in") | {"clean": summary.clean, "not_touched": copies}
