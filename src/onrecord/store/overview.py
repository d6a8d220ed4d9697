"""The record from above: how much there is of what, by story and in all, and which days come next."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.store.clocks import all_of, clock_conditions
from onrecord.store.columns import LISTED
from onrecord.store.database import Database
from onrecord.store.when import as_of_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTally:
    """What a story holds: statements, different speakers, outlets in order of their first report, languages, findings by type."""

    statements: int
    speakers: int
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    findings: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What the record knows of a report besides its text. ``engine`` and ``analysed_at`` None: not analysed."""

    key: str
    recorded_at: str
    story: str | None
    engine: str | None
    analysed_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How many the record has of each."""

    reports: int
    stories: int
    statements: int
    entities: int
    findings: int
    judgements: int
    runs: int


def story_tallies(
    database: Database, stories: Iterable[str], *, as_of: str | None = None, known_at: str | None = None
) -> dict[str, StoryTally]:
    """By id; with a clock only of reports published, or recorded, by then, and without findings, which are not kept by the clock."""
    wanted = json.dumps(list(stories))
    seen, clocks = all_of(clock_conditions(as_of, known_at))
    said = database.all(
        "SELECT sr.story, count(*), count(DISTINCT coalesce(k.entity, s.speaker_entity)) FROM story_report sr"
        " JOIN report r ON r.key = sr.report_key JOIN statement s ON s.report_key = sr.report_key AND s.hidden = 0"
        " LEFT JOIN entity_link k ON k.report_key = s.report_key AND k.local = s.speaker_entity"
        f" WHERE sr.story {LISTED} AND {seen} GROUP BY 1",
        (wanted, *clocks),
    )
    outlets: dict[str, dict[str, None]] = defaultdict(dict)
    languages: dict[str, set[str]] = defaultdict(set)
    for story, outlet, language in database.rows(
        f"SELECT sr.story, r.outlet, r.language FROM story_report sr JOIN report r ON r.key = sr.report_key WHERE sr.story {LISTED}"
        f" AND {seen} ORDER BY sr.story, sr.seq",
        (wanted, *clocks),
    ):
        outlets[story] |= {outlet: None} if outlet else {}
        languages[story] |= {language} if language else set()
    findings: dict[str, dict[str, int]] = defaultdict(dict)
    by_type = f"SELECT story, type, count(*) FROM finding WHERE judgement IS NULL AND story {LISTED} GROUP BY 1, 2"
    for story, kind, number in () if clocks else database.rows(by_type, (wanted,)):
        findings[story][kind] = number
    counted = {story: (statements, speakers) for story, statements, speakers in said}
    return {
        story: StoryTally(
            statements=counted.get(story, (0, 0))[0],
            speakers=counted.get(story, (0, 0))[1],
            outlets=tuple(outlets[story]),
            languages=tuple(sorted(languages[story])),
            findings=findings[story],
        )
        for story in json.loads(wanted)
    }


def latest_stories(database: Database, most: int) -> list[tuple[str, str | None]]:
    """Id and title of the stories with the latest reports, the latest first, of one day the largest."""
    size = "(SELECT count(*) FROM story_report s WHERE s.story = t.id)"
    # The day of the last one first: only stories from then on are counted, and not all there are to show a few.
    day = database.value("SELECT last FROM story WHERE last IS NOT NULL ORDER BY last DESC LIMIT 1 OFFSET ?", (max(0, most - 1),))
    since, bindings = ("t.last >= ?", [day]) if day is not None else ("true", [])
    sql = f"SELECT t.id, t.title FROM story t WHERE {since} ORDER BY t.last DESC NULLS LAST, {size} DESC, t.id DESC LIMIT ?"
    return [(story, title) for story, title in database.rows(sql, (*bindings, most))]


def neighbouring_days(database: Database, moment: str, story: str | None = None) -> tuple[str | None, str | None]:
    """The last day before ``moment`` and the first after it on which something (of the story) was published; None: there is none.

    Raises InputError when it is no date.
    """
    day = as_of_moment(moment)[:10]
    tables = "report r JOIN story_report sr ON sr.report_key = r.key AND sr.story = ?2" if story else "report r"
    bindings = (day, story) if story else (day,)
    before = database.value(f"SELECT max(r.published_last) FROM {tables} WHERE r.published_last < ?1", bindings)
    after = database.value(f"SELECT min(r.published_last) FROM {tables} WHERE r.published_last >= ?1 || 'U'", bindings)
    return (before[:10] if before else None, after[:10] if after else None)


def report_facts(database: Database, report: str) -> ReportFacts | None:
    """None when the record does not hold the report."""
    rows = database.all(
        "SELECT r.key, r.recorded_at, sr.story, a.engine, a.analysed_at FROM report r LEFT JOIN story_report sr ON sr.report_key = r.key"
        " LEFT JOIN analysis a ON a.report_key = r.key WHERE r.id = ?",
        (report,),
    )
    if not rows:
        return None
    key, recorded_at, story, engine, analysed_at = rows[0]
    return ReportFacts(key=key, recorded_at=recorded_at, story=story, engine=engine, analysed_at=analysed_at)


def amounts(database: Database) -> Amounts:
    """Of the whole record."""

    def count(table: str) -> int:
        return int(database.value(f"SELECT count(*) FROM {table}"))

    reports, stories, entities, judgements, runs = map(count, ("report", "story", "linked_entity", "judgement", "run"))
    # What is not shown is taken off: few rows that an index finds, where leaving them out would read them all.
    statements = count("statement") - count("overruled WHERE field = 'not a statement'")
    findings = count("finding") - count("finding WHERE judgement IS NOT NULL")
    return Amounts(
        reports=reports,
        stories=stories,
        statements=statements,
        entities=entities,
        findings=findings,
        judgements=judgements,
        runs=runs,
    )
