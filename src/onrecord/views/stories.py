"""Which stories there are."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import MissingError
from onrecord.export.wire import Wire, entry, wire
from onrecord.model import Story
from onrecord.store import Amounts, Record, StoryTally
from onrecord.text import fold
from onrecord.views.sheet import At, Leaf, Sheet, pack, sheet_of, start_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """A story with how much it holds."""

    story: Story
    tally: StoryTally

    @property
    def parted(self) -> int:
        """How many findings say that accounts differ."""
        return sum(self.tally.findings.get(kind, 0) for kind in ("disputes", "denies", "differs", "unconfirmed"))

    def wire(self) -> Wire:
        findings = dict(sorted(self.tally.findings.items()))
        return entry(self, "story") | entry(self.tally, "statements speakers outlets languages findings", findings=findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoriesView:
    """Stories, those with the latest report first. ``total``: how many fit; ``next``: where the next page begins, None: this is the
    last. ``amounts``: what the whole record holds."""

    at: At
    words: str
    entries: tuple[StoryEntry, ...]
    total: int
    next: str | None
    amounts: Amounts

    def wire(self) -> Wire:
        return {"stories": [counted.wire() for counted in self.entries], "total": self.total, "next": self.next}

    def sheet(self) -> Sheet:
        columns = ("id", "title", "first", "last", "reports", "statements", "speakers", "outlets", "languages")
        return sheet_of(columns, map(_counted, self.entries))


def _counted(counted: StoryEntry) -> Wire:
    story: Wire = wire(counted.story)
    return counted.wire() | story | {"reports": len(counted.story.reports)}


def stories_view(record: Record, at: At, *, words: str = "", leaf: Leaf = Leaf(size=30)) -> StoriesView:
    """``words``: all of them stand in the title. Raises InputError when the token is none."""
    wanted = fold(words).split()
    start = start_of(leaf.after)
    amounts = record.amounts()
    if at.is_now:
        titled = record.latest_stories(most=start + leaf.size) if not wanted else record.latest_stories()
    else:
        by_clock = sorted(record.stories(**at.clocks), key=lambda s: (s.last or "", len(s.reports), s.id), reverse=True)
        titled = [(s.id, s.title) for s in by_clock]
    found = [story for story, title in titled if all(word in fold(title or "") for word in wanted)]
    total = amounts.stories if at.is_now and not wanted else len(found)
    there = (record.story(story, **at.clocks) for story in found[start : start + leaf.size])
    shown = [story for story in there if story is not None]
    tallies = record.story_tallies((s.id for s in shown), **at.clocks)
    return StoriesView(
        at=at,
        words=words,
        entries=tuple(StoryEntry(story=s, tally=tallies[s.id]) for s in shown),
        total=total,
        next=pack(start + leaf.size) if total > start + leaf.size else None,
        amounts=amounts,
    )


def chosen(record: Record, wanted: str, at: At) -> Story:
    """The story with this id. Raises MissingError when there is none at the clocks."""
    story = record.story(wanted, **at.clocks)
    if story is None:
        when = "" if at.is_now else " by these clocks"
        raise MissingError(f"The record has no story {wanted!r}{when}.")
    return story
