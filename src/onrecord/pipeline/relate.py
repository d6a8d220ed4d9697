"""What joins reports: stories, entities across them, findings.

Each step reads what there is and writes what follows from it in one transaction, so that several processes may add to one record: whoever
comes later sees what the others did.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.engines.protocols import Embedder
from onrecord.link import StoryJudgements, explain_story, profile_of, regroup, story_changes, story_id
from onrecord.model import Finding, Profile, Story
from onrecord.pipeline.engines import Engines
from onrecord.pipeline.hands import compared
from onrecord.pipeline.linking import link_names
from onrecord.progress import OnProgress, Progress, unseen
from onrecord.store import Record, StoryRuling
from onrecord.storyline import findings_of

_AT_ONCE = 32  # reports grouped together: they share what is read around them

Comparing = Callable[[Record, Sequence[str]], Iterator[list[Finding]]]  # see Hands.compare


def relate(
    record: Record, engines: Engines, *, regrouped: bool = False, comparing: Comparing = compared, on_progress: OnProgress = unseen
) -> None:
    """Puts reports that are in no story into one, and brings entities and findings up to date wherever something changed. What is still
    to be done is kept in the record: a run that was stopped is made good by the next. ``regrouped``: all stories are made anew.
    comparing: who compares them."""
    _place_all(record, engines, [r.id for r in record.reports()] if regrouped else record.unplaced())
    settle(record, comparing, on_progress)


def place_waiting(record: Record, engines: Engines) -> None:
    """Puts reports that are in no story into one as soon as there are as many as are grouped together: other processes read meanwhile. A
    run that was stopped goes on with the same ones."""
    waiting = record.unplaced()
    _place_all(record, engines, waiting[: len(waiting) // _AT_ONCE * _AT_ONCE])


def settle(record: Record, comparing: Comparing = compared, on_progress: OnProgress = unseen) -> None:
    """Brings entities and findings up to date wherever stories, or the analyses of their reports, are others than when they were made."""
    on_progress(Progress(done=0, total=None, what="linking names", stage="stories"))
    link_names(record)
    compare(record, record.uncompared(), comparing, on_progress)


def compare(record: Record, stories: Collection[str], comparing: Comparing = compared, on_progress: OnProgress = unseen) -> None:
    """Brings the findings of these stories up to date, of the largest first, so that no worker is left alone with one at the end. What
    others wrote to the record after we asked makes what was found too old: then it is found once more, while nobody writes."""
    unchanged = record.data_version()
    sizes = ((len(found.reports), found.id) for found in map(record.story, stories) if found is not None)
    there = [story for _, story in sorted(sizes, key=lambda told: (-told[0], told[1]))]
    for done, (story, found) in enumerate(zip(there, comparing(record, there), strict=True), 1):
        with record.transaction():
            if record.data_version() == unchanged:
                record.replace_findings(story, found)
            elif record.story(story) is not None:
                record.replace_findings(story, findings_of(record, story))
        on_progress(Progress(done=done, total=len(there), what="comparing stories", stage="stories"))


def regroup_reports(record: Record, embedder: Embedder, reports: Collection[str]) -> None:
    """Makes the stories of these reports anew, after people judged them, with what follows."""
    if reports:
        _place(record, embedder, sorted(reports))
    settle(record)


def restore(record: Record, engines: Engines) -> None:
    """Puts reports that are in no story into one, and links entities, in a record that lacks these; findings are left to who asks."""
    _place_all(record, engines, record.unplaced())
    link_names(record)


def _place_all(record: Record, engines: Engines, reports: Sequence[str]) -> None:
    for n in range(0, len(reports), _AT_ONCE):
        with record.transaction():
            _place(record, engines.embedder, reports[n : n + _AT_ONCE])


def _place(record: Record, embedder: Embedder, reports: Sequence[str]) -> None:
    """Groups these reports with what is near them."""
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

    def near(self, report: str) -> Collection[str]:
        return self.record.near(report)

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
