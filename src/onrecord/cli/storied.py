"""What the verbs that speak of stories have in common: how they are asked, which story is meant, and how terms are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

import click

from onrecord.cli.options import STYLES, clock_options, format_option, limit_option, record_option, together
from onrecord.cli.output import Listing, plural, write_listing
from onrecord.cli.screen import Screen
from onrecord.cli.verbs import verb
from onrecord.compare import Origin, independent
from onrecord.export import Scope, chosen_story
from onrecord.export.tables import Cell
from onrecord.export.words import origin_name
from onrecord.model import Position, ToldTerm
from onrecord.pipeline import open_record_at
from onrecord.safe import one_line
from onrecord.store import Clocks, Place, Record

T = TypeVar("T")
Option = Callable[[Callable[..., Any]], Callable[..., Any]]

_STORY = "STORY is an id, or its beginning, or the id of a report in it."


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryVerb(Generic[T]):
    """A verb that lists what one story holds, or all of them.

    text: its help behind the first words. option: one more, whose value ``wanted`` holds an entry against
    (None: everything is wanted). The rest is as in ``Listing``.
    """

    name: str
    examples: str
    text: str
    entries: Callable[[Record, Scope], Iterator[T]]
    columns: Sequence[str]
    cells: Callable[[T], Sequence[Cell]]
    empty: str
    option: Option | None = None
    wanted: Callable[[T], str] | None = None
    draw: Callable[[Screen, T], None] | None = None
    heading: Callable[[T], str] | None = None


def story_verb(told: StoryVerb[T]) -> click.Command:
    """The command: STORY, the record, the clocks, how many, in which shape."""

    def run(path: Place, style: str, story: str | None, limit: int | None, **asked: Any) -> None:
        only = asked.pop("only", None)
        with open_record_at(path, asked["known_at"]) as record:
            clocks: Clocks = {"as_of": asked["as_of"], "known_at": asked["known_at"]}
            chosen = None if story is None else chosen_story(record, story, clocks).id
            found = told.entries(record, Scope(story=chosen, **asked))
            entries = islice((e for e in found if told.wanted is None or only in (None, told.wanted(e))), limit)
            shape = {name: getattr(told, name) for name in ("columns", "cells", "empty", "draw", "heading")}
            write_listing(Listing(entries=entries, **shape), style)

    own = () if told.option is None else (told.option,)
    story = click.argument("story", required=False)
    asked = together(story, *own, record_option, clock_options, limit_option, format_option(*STYLES))
    return verb(told.name, told.examples, f"{told.text}\n{_STORY}")(asked(run))


def origins_of(found: Iterable[Origin]) -> str:
    """ "all from Merid", "from 2 independent origins" """
    by_id = {origin.id: origin for origin in found}
    if len(by_id) == 1:
        return f"all from {one_line(origin_name(*by_id.values()))}"
    return f"from {plural(len(independent(by_id.values())), 'independent origin')}"


def voice_words(position: Position) -> str:
    """ "Ana Ruiz (Minister), Teo Lind" """
    return ", ".join(f"{v.ref.name} ({v.role})" if v.role else v.ref.name for v in position.voices)


def term_words(terms: Iterable[ToldTerm]) -> str:
    """ "place: Drovnyk; duration: three days, a three-day meeting" """
    values: dict[str, list[str]] = {}
    for term in terms:
        values.setdefault(term.key, []).append(term.value)
    return "; ".join(key if key == "only" else f"{key}: {', '.join(dict.fromkeys(found))}" for key, found in values.items())
