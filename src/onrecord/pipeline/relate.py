"""What joins reports: stories, entities across them, findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache

from onrecord.link import LocalEntity, ProfileIndex, group_stories, link_entities, name_profile, story_id
from onrecord.model import Story
from onrecord.pipeline.engines import Engines
from onrecord.store import Record, report_key
from onrecord.storyline import findings_of


def relate(record: Record, engines: Engines, *, renewed: bool = False, regrouped: bool = False) -> None:
    """Puts reports that are in no story into one, and brings entities and findings of the touched stories up to date.

    renewed: analyses of reports have been replaced, so entities are linked anew even when every report is in a story.
    regrouped: all stories are made anew. So they are after a run that did not finish: it may have stopped between stories and findings.
    """
    placed = set() if regrouped or _was_stopped(record) else {r for story in record.stories() for r in story.reports}
    vectors = {r: values for r, _, values in record.vectors(engines.embedder.version)}
    pending = [r for r in vectors if r not in placed]
    touched: set[str] = set()
    if pending:
        index = ProfileIndex(vectors, _names_of(record))
        alike = index.neighbourhood(pending)
        stories = [_story(record, group, alike) for group in group_stories(alike)]
        record.replace_stories(stories)
        touched = {story.id for story in stories}
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


def _names_of(record: Record) -> Callable[[str], Mapping[str, float]]:
    @cache
    def names(report_id: str) -> Mapping[str, float]:
        report = record.report(report_id)
        return name_profile(report.title, report.text) if report else {}

    return names


def _story(record: Record, group: Sequence[str], alike: Mapping[str, Mapping[str, float]]) -> Story:
    reports = [r for r in (record.report(g) for g in group) if r is not None]
    days = {r.id: r.published.value if r.published else None for r in reports}
    ordered = sorted(reports, key=lambda r: (days[r.id] is None, days[r.id] or "", r.id))
    middle = max(ordered, key=lambda r: (sum(alike[r.id].get(g, 0.0) for g in group), r.id))
    known = sorted(d[:10] for d in days.values() if d)
    pairs = [alike[a].get(b, 0.0) for a in group for b in group if a < b]
    reasons = (f"mean similarity of its pairs {sum(pairs) / len(pairs):.2f}",) if pairs else ("no other report is like it",)
    return Story(
        id=story_id([(days[r.id], r.id) for r in reports]),
        title=middle.title,
        reports=tuple(r.id for r in ordered),
        first=known[0] if known else None,
        last=known[-1] if known else None,
        reasons=reasons,
    )


def _local_entities(record: Record) -> Iterator[LocalEntity]:
    for story in record.stories():
        for report_id in story.reports:
            report, analysis = record.report(report_id), record.analysis(report_id)
            if report is not None and analysis is not None:
                key = report_key(report_id, report.text_sha256)
                yield from (LocalEntity(report_key=key, story=story.id, entity=e) for e in analysis.entities)
