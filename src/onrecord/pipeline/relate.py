"""What joins reports: stories, entities across them, findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from onrecord.link import LocalEntity, explain_story, link_entities, profile_of, regroup, story_id
from onrecord.model import Profile, Story
from onrecord.pipeline.engines import Engines
from onrecord.store import Record, report_key
from onrecord.storyline import findings_of

_AT_ONCE = 32  # reports grouped together: they share what is read around them


def relate(record: Record, engines: Engines, *, renewed: bool = False, regrouped: bool = False) -> None:
    """Puts reports that are in no story into one, and brings entities and findings of the touched stories up to date.

    renewed: analyses of reports have been replaced, so entities are linked anew even when every report is in a story.
    regrouped: all stories are made anew. So they are after a run that did not finish: it may have stopped between stories and findings.
    """
    pending = [r.id for r in record.reports()] if regrouped or _was_stopped(record) else record.unplaced()
    touched: set[str] = set()
    for n in range(0, len(pending), _AT_ONCE):
        touched |= _place(record, engines, pending[n : n + _AT_ONCE])
    if pending or renewed:
        links, entities = link_entities(list(_local_entities(record)))
        compare(record, touched | record.replace_entity_links(links, entities))


def compare(record: Record, stories: Collection[str]) -> None:
    """Brings the findings of these stories up to date."""
    for story in list(record.stories()) if stories else ():
        if story.id in stories:
            record.replace_findings(story.id, findings_of(record, story.id))


def _was_stopped(record: Record) -> bool:
    """Whether the run before this one did not come to its end."""
    earlier = list(record.runs())[:-1]
    return bool(earlier) and earlier[-1].finished is None


def _place(record: Record, engines: Engines, reports: Sequence[str]) -> set[str]:
    """Groups these reports with what is near them; the ids of the stories that changed."""
    known = _KnownReports(record=record, model=engines.embedder.version)
    _complete(record, engines, reports)
    stories = [_story(record, known.profiles(group)) for group in regroup(reports, known)]
    record.replace_stories(stories)
    return {story.id for story in stories}


def _complete(record: Record, engines: Engines, reports: Collection[str]) -> None:
    """A report that was stored before there were profiles, or under another embedder, gets one."""
    have = record.profiles(reports, engines.embedder.version)
    for report in (record.report(r) for r in reports if r not in have):
        if report is not None:
            record.add_profile(profile_of(report, engines.embedder))


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


def _story(record: Record, profiles: Mapping[str, Profile]) -> Story:
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
        reasons=why.reasons,
    )


def _local_entities(record: Record) -> Iterator[LocalEntity]:
    for story in record.stories():
        for report_id in story.reports:
            report, analysis = record.report(report_id), record.analysis(report_id)
            if report is not None and analysis is not None:
                key = report_key(report_id, report.text_sha256)
                yield from (LocalEntity(report_key=key, story=story.id, entity=e) for e in analysis.entities)
