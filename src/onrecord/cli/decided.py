"""What the verbs that take a decision have in common: who decides and why, and what is printed of it."""

from __future__ import annotations

import click

from onrecord.cli.logged import note
from onrecord.cli.options import together
from onrecord.cli.output import Listing, plural, say, write_listing
from onrecord.cli.screen import Screen
from onrecord.export import dump, wire
from onrecord.export.days import day
from onrecord.model import Time
from onrecord.pipeline import author_or_default, decide
from onrecord.safe import cut, one_line
from onrecord.store import Judgement, Place, Record, Ruling, Signature, open_record

_WORDS = 160  # characters of a statement that say which one it is
_VALUE = 80
_SPOKEN = {
    "merge": "merged",
    "split": "split",
    "suppress": "suppressed",
    "undo": "undone",
    "not a statement": "not a statement",
    "not a conflict": "not a conflict",
}


decision_options = together(
    click.option("--why", required=True, metavar="REASON", help="Why: it is kept with the decision, and shown."),
    click.option("--author", metavar="NAME", help="Who decides.  [default: $ONRECORD_AUTHOR, else the name of your account]"),
)


def take(path: Place, ruling: Ruling, signed: dict[str, str | None], style: str) -> None:
    """Does it and prints the judgements; ``signed`` holds author, why and, where it is known, the version looked at."""
    by = Signature(author=author_or_default(signed["author"]), why=signed["why"] or "", based_on=signed.get("based_on"))
    with open_record(path, create=False) as record:
        waited = _waiting(record)
        made = decide(record, ruling, by).judgements
        waits = _waiting(record) - waited
    for judgement in made:
        note(path, "judged", f"{judgement.kind}, {judgement.id}, about {', '.join(judgement.targets)}", who=by.author)
    if style == "json":
        click.echo(dump(wire(made)))
        return
    write_listing(Listing(entries=made, draw=draw), style)
    if waits:
        say(f"{plural(len(waits), 'judgement')} now without what it is about. See: onrecord judgements --state waiting")
    if not all(judgement.kind == "undo" for judgement in made):
        say(f"Take it back with: onrecord undo {made[0].id} --why REASON")


def _waiting(record: Record) -> set[str]:
    return {judgement.id for judgement in record.judgements() if judgement.state == "waiting"}


def draw(screen: Screen, judgement: Judgement) -> None:
    """In three lines: what has become of it, what it is about, and why it was made."""
    when = day(Time(value=judgement.at, precision="second", span=None))
    screen.line((judgement.state, "bold"), (f" · {judgement.author} · {when} · {judgement.id}", "dim"))
    screen.line(in_words(judgement), indent=2)
    screen.line((judgement.why, "dim"), indent=2)
    if judgement.problem:
        screen.line((f"waits: {judgement.problem}", "dim"), indent=2)
    if judgement.undone_by:
        screen.line((f"undone by {judgement.undone_by}", "dim"), indent=2)


def in_words(judgement: Judgement) -> str:
    """What was decided, in one line."""
    about = cut(one_line(judgement.about), _WORDS)
    if judgement.kind in _SPOKEN:
        apart = judgement.now or judgement.report if judgement.kind == "split" else None
        return f"{_SPOKEN[judgement.kind]}: {about}{f', without {one_line(apart)}' if apart else ''}"
    return f"{judgement.kind}: {_shown(judgement.was)} → {_shown(judgement.now)}, in: {about}"


def _shown(value: str | None) -> str:
    return "unknown" if value is None else cut(one_line(value), _VALUE) or "nothing"
