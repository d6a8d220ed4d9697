"""What the record has learnt since a moment: by when reports were recorded and judgements made, not by when anything was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.compare import Origin
from onrecord.desk.sides import compare_versions
from onrecord.desk.values import Change, ChangeKind, Changes, Entry
from onrecord.ids import make_id
from onrecord.model import Finding, Position
from onrecord.provenance import provenance_of
from onrecord.store import Record, StatementFilter
from onrecord.store.when import first_moment
from onrecord.storyline import day_of, standing_of

_WORDS = 200  # characters of a statement in a summary

Recorded = Mapping[str, str]


def changes_since(record: Record, since: str) -> Changes:
    """Reports recorded at ``since`` or later, what they say, what follows from it, and what people judged since; by moment and kind.

    A finding or a position counts when something that it rests on was recorded since; a position only when nothing recorded before
    shows that it began. What a new analysis of an old report changed is not counted. Raises InputError when ``since`` is no date.
    """
    recorded = record.recorded_since(since)
    entries = [*_reports(record, recorded), *_versions(record, recorded), *_judgements(record, since)]
    stories = sorted({c.story for c in entries if c.kind == "statement" and c.story})
    findings = list(record.findings(recorded_since=since))
    rows = record.entries([key for f in findings for key in (*f.a, *f.b)])
    for finding in findings:
        newest = max(recorded.get(rows[key].report, "") for key in (*finding.a, *finding.b) if key in rows)
        entries.append(_change("finding", finding.id, newest, (finding.story, _finding_words(finding)), finding))
    origin_of: dict[str, Origin] = {}
    for story in sorted({f.story for f in findings if f.story}):
        origin_of |= provenance_of(record, story).of
    for story in stories:
        entries += _positions(record, story, recorded)
    first_run = next(iter(record.runs()), None)
    return Changes(
        since=since,
        record=first_run.id if first_run else "",
        entries=tuple(sorted(entries, key=lambda c: (c.at, c.kind))),
        rows=rows,
        origin_of=origin_of,
    )


def _change(kind: ChangeKind, key: str, at: str, about: tuple[str | None, str], entry: Entry) -> Change:
    story, summary = about
    return Change(kind=kind, id=make_id("change", kind, key), at=at, story=story, summary=summary, entry=entry)


def _reports(record: Record, recorded: Recorded) -> Iterator[Change]:
    """Each new report, then its statements."""
    for report_id, at in recorded.items():
        report = record.report(report_id)
        rows = list(record.statements(StatementFilter(report=report_id)))
        if report is not None:
            title = " ".join((report.title or report.id).split())
            story = rows[0].story if rows else None
            yield _change("report", report_id, at, (story, f"{report.outlet or 'unknown outlet'}: {title}"), report)
        for row in rows:
            who = row.speaker.name if row.speaker else "speaker unknown"
            words = " ".join(row.content_text.split())[:_WORDS]
            yield _change("statement", row.statement.id, at, (row.story, f"{who}: {words}"), row)


def _versions(record: Record, recorded: Recorded) -> Iterator[Change]:
    for chain in record.version_chains():
        for before, after in zip(chain, chain[1:], strict=False):
            if after in recorded:
                found = compare_versions(record, before, after)
                parts = (("added", found.only_b), ("removed", found.only_a), ("changed", found.changed), ("figures changed", found.figures))
                counts = [f"{len(entries)} {name}" for name, entries in parts if entries]
                counts += ["title changed"] if found.a.title != found.b.title else []
                words = f"{found.b.outlet or 'unknown outlet'}, {after}: {', '.join(counts) or 'no statement or figure changed'}"
                story = next((row.story for row in (*found.only_b, *(s.b for s in found.shared))), None)
                yield _change("version", after, recorded[after], (story, words), found)


def _judgements(record: Record, since: str) -> Iterator[Change]:
    moment = first_moment(since)
    for judgement in record.judgements():
        if judgement.at >= moment:
            words = f"{judgement.author}, {judgement.kind}: {' '.join(judgement.about.split())[:_WORDS]} ({judgement.why})"
            yield _change("judgement", judgement.id, judgement.at, (None, words), judgement)


def _finding_words(finding: Finding) -> str:
    return f"{finding.type}{f' ({finding.slot})' if finding.slot else ''}: {finding.why}"


def _positions(record: Record, story: str, recorded: Recorded) -> Iterator[Change]:
    for position in standing_of(record, story).positions:
        rows = record.statement_rows(position.statements).values()
        begin = [row for row in rows if position.since is None or day_of(row) == position.since]
        if begin and all(row.report in recorded for row in begin):
            at = max(recorded[row.report] for row in begin)
            key = f"{position.id} {position.stance}"
            yield _change("position", key, at, (story, _position_words(position)), position)


def _position_words(position: Position) -> str:
    option = f": {position.option}" if position.option else ""
    since = f", since {position.since}" if position.since else ""
    return f"{position.actor.name} {position.stance}{option} ({position.issue}){since}"
