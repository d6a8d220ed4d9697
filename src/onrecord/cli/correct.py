"""``onrecord correct``: say what is wrong in a statement, and how it is right."""

from __future__ import annotations

import re
from typing import Any, get_args

import click

from onrecord.cli.decided import decision_options, take
from onrecord.cli.options import Moment, format_option, record_option
from onrecord.cli.verbs import verb
from onrecord.errors import SpanError
from onrecord.model import EntityType, Span
from onrecord.store import Correction, NotAConflict, Place, Ruling

_PIECES = re.compile(r"\d{1,9}:\d{1,9}(?:,\d{1,9}:\d{1,9})*", re.ASCII)


class Spans(click.ParamType[tuple[Span, ...], Any]):
    """``S:E[,S:E]`` in code points of the report's text; ``none`` for no span."""

    name = "spans"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[Span, ...]:
        if isinstance(value, tuple) or value == "none":
            return value if isinstance(value, tuple) else ()
        if not _PIECES.fullmatch(value):
            self.fail(f"{value!r} is not a place. Give it as 402:610, or 402:610,640:655 for two pieces.", param, ctx)
        try:
            return tuple(Span(*map(int, piece.split(":"))) for piece in value.split(","))
        except SpanError as error:
            self.fail(str(error), param, ctx)


_SPANS = Spans()


@verb(
    "correct",
    """\
  onrecord correct statement-1f0c… --speaker "Teo Lind" --why "he, not she: see the caption"
  onrecord correct statement-1f0c… --content 402:610,640:655 --why "the second half was missing"
  onrecord correct statement-1f0c… --not-a-statement --why "a book title" --author Ana
  onrecord correct finding-1f0c… --not-a-conflict --why "two different strikes" """,
    """STATEMENT is an id or its beginning; onrecord statements --format csv shows them. With --not-a-conflict it is a finding's, which
onrecord findings --format csv shows; the finding is left out of everything but the judgements. What the machine found is kept beside; the
decision outlives a new analysis, and onrecord undo takes it back.""",
)
@click.argument("statement")
@click.option("--speaker", metavar="NAME", help="Who speaks: an entity's id, a name that only one has, or a new name.")
@click.option("--type", "speaker_type", type=click.Choice(get_args(EntityType)), default="person", help="What a new speaker is.  [person]")
@click.option("--unknown-speaker", is_flag=True, help="Nobody can be named.")
@click.option("--content", type=_SPANS, metavar="S:E[,S:E]", help="Where what is said stands, in code points of the text.")
@click.option("--source", type=_SPANS, metavar="S:E[,S:E]", help="Where the words for who speaks stand; none: nowhere.")
@click.option("--cue", type=_SPANS, metavar="S:E[,S:E]", help="Where the words for that something is said stand; none: nowhere.")
@click.option("--said", type=Moment(), metavar="DATE", help="When it was said.")
@click.option("--not-a-statement", is_flag=True, help="Nobody says anything here: it is left out.")
@click.option("--not-a-conflict", is_flag=True, help="The id is a finding's, and it is none: it is left out.")
@click.option("--based-on", metavar="VERSION", help="The version that you looked at; refused if it was corrected since.")
@decision_options
@record_option
@format_option("table", "json")
def command(path: Place, style: str, **given: Any) -> None:
    signed = {name: given.pop(name) for name in ("why", "author", "based_on")}
    take(path, _ruling(given, signed["based_on"]), signed, style)


def _ruling(given: dict[str, Any], based_on: str | None) -> Ruling:
    """Raises UsageError when something is said of a finding that only a statement has."""
    if not given.pop("not_a_conflict"):
        return Correction(**given)
    finding, kind = given.pop("statement"), given.pop("speaker_type")
    said = [name for name, value in given.items() if value not in (None, False)]
    said += ["type"] * (kind != "person") + ["based_on"] * (based_on is not None)
    if said:
        raise click.UsageError(f"--not-a-conflict is said of a finding, --{said[0].replace('_', '-')} of a statement. Give one of them.")
    return NotAConflict(finding=finding)
