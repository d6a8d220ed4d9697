"""What joins reports: stories, entities across them, findings.

Each step reads what there is and writes what follows from it in one transaction, so that several processes may add to one record: whoever
comes later sees what the others did.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.engines.protocols import Embedder
from onrecord.link import LocalEntity, StoryJudgements, explain_story, link_entities, profile_of, regroup, story_changes, story_id
from onrecord.model import Finding, Profile, Story
from onrecord.pipeline.engines import Engines
from onrecord.pipeline.hands import compared
from onrecord.store import Record, StoryRuling
from onrecord.storyline import findings_of

_AT_ONCE = 32  # reports grouped together: they share what is read around them

Comparing = Callable[[Record, Sequence[str]], Iterator[list[Finding]]]  # see Hands.compare


def relate(record: Record, engines: Engines, *, renewed: bool = False, regrouped: bool = False, comparing: Comparing = compared) -> None:
    """Puts reports that are in no story into one, and brings entities and findings of the touched stories up to date.

    renewed: analyses of reports have been replaced, so entities are linked anew even when every report is in a story.
    regrouped: all stories are made anew. So they are after a run that did not finish: it may have stopped between stories and findings.
    comparing: who compares them.
    """
    pending = [r.id for r in record.reports()] if regrouped or record.was_stopped() else record.unplaced()
    touched = _place_all(record, engines, pending)
    if pending or renewed:
        compare(record, touched | link_anew(record), comparing)


def compare(record: Record, stories: Collection[str], comparing: Comparing = compared) -> None:
    """Brings the findings of these stories up to date. What others wrote to the record after we asked makes what was found too old:
    then it is found once more, while nobody writes."""
    unchanged = record.data_version()
    there = [story for story in sorted(stories) if record.story(story) is not None]
    for story, found in zip(there, comparing(record, there), strict=True):
        with record.transaction():
            if record.data_version() == unchanged:
                record.replace_findings(story, found)
            elif record.story(story) is not None:
                record.replace_findings(story, findings_of(record, story))


def regroup_reports(record: Record, embedder: Embedder, reports: Collection[str]) -> None:
    """Makes the stories of these reports anew, after people judged them, with what follows."""
    touched = _place(record, embedder, sorted(reports)) if reports else set()
    if touched:
        compare(record, touched | link_anew(record))


def restore(record: Record, engines: Engines) -> None:
    """Puts reports that are in no story into one, and links entities, in a record that lacks these; findings are left to who asks."""
    _place_all(record, engines, record.unplaced())
    link_anew(record)


def link_anew(record: Record) -> frozenset[str]:
    """Who is who across all reports; the stories in which somebody now stands for another than before."""
    with record.transaction():
        links, entities = link_entities(list(_local_entities(record)))
        return record.replace_entity_links(links, entities)


def _place_all(record: Record, engines: Engines, reports: Sequence[str]) -> set[str]:
    """The ids of the stories that changed."""
    touched: set[str] = set()
    for n in range(0, len(reports), _AT_ONCE):
        with record.transaction():
            touched |= _place(record, engines.embedder, reports[n : n + _AT_ONCE])
    return touched


def _place(record: Record, embedder: Embedder, reports: Sequence[str]) -> set[str]:
    """Groups these reports with what is near them; the ids of the stories that changed."""
    known = _KnownReports(record=record, model=embedder.version)
    _complete(record, embedder, reports)
    rulings = record.story_rulings()
    groups = regroup(reports, known, judged=_judged(rulings))
    stories = [_story(record, known.profiles(group), rulings) for group in groups]
    moved = {report for group in groups for report in group}
    before = record.stories_with(moved)
    record.replace_stories(stories)
    after = record.stories_with([*moved, *(r for held in before.values() for r in held)])
    reasons = {story.id: story.reasons for story in stories}
    record.add_story_changes(story_changes(before, after), reasons)
    return {story.id for story in stories}


def _judged(rulings: Sequence[StoryRuling]) -> StoryJudgements:
    """Pair by pair: what is together hangs on the first, what is apart is apart from each."""
    together = [(ruling.reports[0], other) for ruling in rulings for other in ruling.reports[1:]]
    apart = [(a, b) for ruling in rulings for a in ruling.reports for b in ruling.others]
    return StoryJudgements(together=together, apart=apart)


def _complete(record: Record, embedder: Embedder, reports: Collection[str]) -> None:
    """A report that was stored before there were profiles, or under another embedder, gets one."""
    have = record.profiles(reports, embedder.version)
    for report in (record.report(r) for r in reports if r not in have):
        if report is not None:
            record.add_profile(profile_of(report, embedder))


@dataclass(frozen=True, slots=True, kw_only=True)
class _KnownReports:
    """The record, as far as profiles of one embedder go."""

    record: Record
    model: str

    def profiles(self, reports: Collection[str]) -> Mapping[str, Profile]:
        return self.record.profiles(reports, self.model)

    def near(self, profile: Profile) -> Collection[str]:
        return self.record.near(profile)

    def fellows(self, reports: Collection[str]) -> list[list[str]]:
        return self.record.fellows(reports)


def _story(record: Record, profiles: Mapping[str, Profile], rulings: Sequence[StoryRuling]) -> Story:
    reports = [r for r in (record.report(p) for p in profiles) if r is not None]
    days = {r.id: r.published.value if r.published else None for r in reports}
    ordered = sorted(reports, key=lambda r: (days[r.id] is None, days[r.id] or "", r.id))
    why = explain_story(list(profiles.values()))
    known = sorted(d[:10] for d in days.values() if d)
    return Story(
        id=story_id([(days[r.id], r.id) for r in reports]),
        title=next(r.title for r in reports if r.id == why.middle),
        reports=tuple(r.id for r in ordered),
        first=known[0] if known else None,
        last=known[-1] if known else None,
        reasons=(*why.reasons, *(r.reason for r in rulings if set(profiles) & {*r.reports, *r.others})),
    )


def _local_entities(record: Record) -> Iterator[LocalEntity]:
    for key, story, entity in record.named_in_stories():
        yield LocalEntity(report_key=key, story=story, entity=entity)
