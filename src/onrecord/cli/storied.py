"""What the verbs that speak of stories have in common: which story is meant, and how terms are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onrecord.cli.output import plural
from onrecord.cli.safe import one_line
from onrecord.compare import Origin, independent
from onrecord.errors import InputError
from onrecord.model import Story, ToldTerm
from onrecord.store import Record

Clocks = dict[str, Any]  # as_of and known_at, as the verbs get them


def chosen_stories(record: Record, wanted: str | None, clocks: Clocks) -> list[Story]:
    """All stories, the largest first, or the one that is meant."""
    return list(record.stories(**clocks)) if wanted is None else [chosen_story(record, wanted, clocks)]


def chosen_story(record: Record, wanted: str, clocks: Clocks) -> Story:
    """By id, by its beginning, or by the id of a report in it. Raises InputError when none or several fit."""
    stories = list(record.stories(**clocks))
    exact = [story for story in stories if story.id == wanted or wanted in story.reports]
    found = exact or [story for story in stories if story.id.startswith((wanted, f"story-{wanted}"))]
    if len(found) == 1:
        return found[0]
    if not found:
        words = {"as_of": "as of", "known_at": "known at"}
        when = "".join(f" {words[name]} {moment}" for name, moment in clocks.items() if moment)
        raise InputError(f"The record has no story {wanted!r}{when}. List them with: onrecord stories")
    raise InputError(f"{len(found)} stories begin with {wanted!r}. Give more of the id: {', '.join(story.id for story in found[:5])}")


def origin_name(origin: Origin) -> str:
    """ "Merid", "one text, first in the Bell", "unknown origin" """
    if origin.name is None:
        return "unknown origin"
    return f"one text, first in {origin.name}" if origin.kind == "report" else origin.name


def origins_of(found: Iterable[Origin]) -> str:
    """ "all from Merid", "from 2 independent origins" """
    by_id = {origin.id: origin for origin in found}
    if len(by_id) == 1:
        return f"all from {one_line(origin_name(*by_id.values()))}"
    return f"from {plural(len(independent(by_id.values())), 'independent origin')}"


def term_words(terms: Iterable[ToldTerm]) -> str:
    """ "place: Drovnyk; for: three days" """
    return "; ".join(t.key if t.key == "only" else f"{t.key}: {t.value}" for t in terms)
