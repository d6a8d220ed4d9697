"""What a damaged record still holds, put into a new one. Nothing is guessed: a text is taken when its hash is right, an analysis when its
seal is, a decision when its id is what it says gives; what is not sure is left behind and told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from onrecord.errors import StoreError
from onrecord.ids import make_id, text_hash
from onrecord.model import Analysis, Problem, Published, Report
from onrecord.store import query
from onrecord.store.database import Database, Row
from onrecord.store.judgements import suppressions
from onrecord.store.overlay import apply_judgements
from onrecord.store.rawpages import Pages, Value
from onrecord.store.seals import seal_of
from onrecord.store.sqlite import SqliteDatabase
from onrecord.store.when import last_moment
from onrecord.store.withheld import chain_versions, settle
from onrecord.store.write import add_report, now, report_key, start_run

UNREAD = "not analysed: the analysis was damaged"  # the engine of a report that has to be analysed anew
_REPORT_COLUMNS = (18, 19)  # without and with a seal
_JUDGEMENT_COLUMNS = 8
_WITHHELD_COLUMNS = 6
_OUT = "SELECT 1 FROM withheld WHERE report_key = ?1 UNION ALL SELECT 1 FROM tombstone WHERE text_sha256 = ?2"
_UNSURE = "its text is whole; its outlet, title, address and date may not be: nothing seals them"
_UNDATED = "when it was recorded is lost; the moment of its recovery stands for it"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00", re.ASCII)


@dataclass(slots=True)
class Salvaged:
    """What came over. ``reports``: all of them; ``unread``: ids of those to be analysed anew; ``unsure``: of those whose outlet, title,
    address and date nothing vouches for; ``lost``: what could be seen to have been there and did not come over, with why."""

    reports: int = 0
    judgements: int = 0
    unread: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    lost: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    report: Report
    recorded_at: str | None
    seal: str | None
    analysis: Analysis | None = None


def salvage(damaged: Path, target: Database) -> Salvaged:
    """Everything that can be read and proved, from a damaged file into a new record. Raises StoreError when the file cannot be opened
    at all, or the new record not be written."""
    try:
        pages = Pages(damaged)
    except OSError as error:
        raise StoreError(f"{damaged} cannot be read ({error.strerror}). Name a file that you may read, with --record.") from error
    rows = [row for row in pages.rows() if row]
    salvaged = Salvaged()
    found = _reports(rows, salvaged)
    _read_through_sqlite(damaged, found)
    with target.write():
        run = start_run(target, "recover", "salvage")
        for row in _tombstones(rows):
            target.run("INSERT INTO tombstone VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
        for row in _judgements(rows, salvaged):
            target.run("INSERT INTO judgement (id, kind, target, value, was, author, at, why) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            salvaged.judgements += 1
        _take_out(target, rows)
        for key, item in sorted(found.items(), key=lambda pair: (pair[1].recorded_at or now(), pair[0])):
            if not target.value(_OUT, (key, item.report.text_sha256)):  # its rows may still lie on pages that are free
                _put(target, run, item, salvaged)
        for url in {item.report.url for item in found.values()}:
            chain_versions(target, url)
        settle(target)
        apply_judgements(target)
        target.run("UPDATE run SET finished = started WHERE id = ?", (run,))
    return salvaged


def _put(target: Database, run: str, item: _Found, salvaged: Salvaged) -> None:
    report, sha = item.report, item.report.text_sha256
    if target.value("SELECT 1 FROM report WHERE id = ?", (report.id,)):
        return
    sure = item.seal is not None and seal_of(report) == item.seal
    if not sure:
        salvaged.unsure.append(report.id)
        report = _with(report, _UNSURE)
    analysis = item.analysis if sure else None
    if analysis is None:
        salvaged.unread.append(report.id)
        analysis = Analysis(report_id=report.id, text_sha256=sha, engine=UNREAD)
    add_report(target, run, report if item.recorded_at else _with(report, _UNDATED), analysis, None)
    if item.recorded_at:
        target.run("UPDATE report SET recorded_at = ? WHERE id = ?", (item.recorded_at, report.id))
    salvaged.reports += 1


def _with(report: Report, why: str) -> Report:
    note = Problem(where="recover", why=why)
    return report if note in report.problems else replace(report, problems=(*report.problems, note))


def _moment_of(value: Value) -> str | None:
    """When a report was recorded, where that can be: as a record writes it, and not later than now."""
    written = str(value)
    return written if _MOMENT.fullmatch(written) and last_moment(written) and written <= now() else None


def _reports(rows: Iterable[Sequence[Value]], salvaged: Salvaged) -> dict[str, _Found]:
    """By key, from the pages: rows that have the columns of a report, and a text with the right hash under the right key."""
    found: dict[str, _Found] = {}
    broken: dict[str, str] = {}
    for row in rows:
        if len(row) not in _REPORT_COLUMNS or not str(row[1]).startswith("report-"):
            continue
        _, key, report_id, url, outlet, title, byline, agency, language, value, precision, basis, _, text, sha, recorded_at, _, *seal = row
        named = (key, report_id, text, sha)
        whole = all(isinstance(one, str) for one in named) and _is_text(row)
        if not whole or text_hash(str(text)) != sha or report_key(str(report_id), str(sha)) != key:
            broken[str(key)] = ascii(report_id)[1:-1]
            continue
        about = {"url": url, "outlet": outlet, "title": title, "byline": byline, "agency": agency, "language": language}
        strings = {name: one if isinstance(one, str) else None for name, one in about.items()}
        dated = isinstance(value, str) and last_moment(value) is not None and isinstance(precision, str)
        published = Published(value=str(value), precision=precision, basis=basis) if dated and basis in _BASES else None  # type: ignore[arg-type]
        report = Report(id=str(report_id), text=str(text), text_sha256=str(sha), published=published, **strings)  # type: ignore[arg-type]
        sealed = seal[0] if seal and isinstance(seal[0], str) else None
        found[str(key)] = _Found(report=report, recorded_at=_moment_of(recorded_at), seal=sealed)
    gone = ((name, key) for key, name in broken.items() if key not in found)
    salvaged.lost += [Problem(where=f"report {name}", why="its text is not the one that was read, and was left behind") for name, _ in gone]
    return found


_BASES = ("given", "page", "url", "inferred")


def _is_text(row: Sequence[Value]) -> bool:
    """Whether every string of the row was UTF-8, and none holds what a text may not."""
    for value in row:
        if isinstance(value, str):
            try:
                value.encode()
            except UnicodeEncodeError:
                return False
    return True


def _read_through_sqlite(damaged: Path, found: dict[str, _Found]) -> None:
    """Reports as SQLite still gives them, with furniture and problems, and analyses that their seals vouch for."""
    try:
        database = SqliteDatabase(damaged.resolve(), read_only=True)
    except StoreError:
        return
    try:
        for key, item in found.items():
            with suppress(StoreError, ValueError, LookupError, TypeError, AttributeError):
                report = query.report(database, item.report.id)
                if report is None or report.text_sha256 != item.report.text_sha256 or seal_of(report) != item.seal:
                    continue
                found[key] = _Found(report=report, recorded_at=item.recorded_at, seal=item.seal)
                analysis = query.analysis(database, report.id)
                seal = database.value("SELECT seal FROM analysis WHERE report_key = ?", (key,))
                if analysis is not None and seal_of(analysis) == seal:
                    found[key] = _Found(report=report, recorded_at=item.recorded_at, seal=item.seal, analysis=analysis)
    finally:
        with suppress(StoreError):
            database.close()


def _judgements(rows: Iterable[Sequence[Value]], salvaged: Salvaged) -> Iterator[Row]:
    """Those whose id is what they say gives, oldest first; others are told and left behind."""
    sure: dict[str, Row] = {}
    for row in rows:
        if len(row) != _JUDGEMENT_COLUMNS or not str(row[0]).startswith("judgement-") or not all(isinstance(one, str) for one in row):
            continue
        judgement, kind, target, value, _, author, at, _ = map(str, row)
        if _is_text(row) and make_id("judgement", kind, target, value, author, at) == judgement and _is_json(row[2:5]):
            sure[judgement] = tuple(row)
        elif judgement not in sure:
            salvaged.lost.append(Problem(where=ascii(judgement)[1:-1], why="this judgement is not as it was made, and was left behind"))
    yield from sorted(sure.values(), key=lambda row: (row[6], row[0]))


def _is_json(values: Iterable[Value]) -> bool:
    try:
        return all(json.loads(str(value)) is not ... for value in values)
    except ValueError:
        return False


def _tombstones(rows: Iterable[Sequence[Value]]) -> Iterator[Row]:
    for row in rows:
        if len(row) == _JUDGEMENT_COLUMNS and str(row[0]).startswith("tombstone-") and isinstance(row[4], int) and _is_text(row):
            yield tuple(row)


def _take_out(target: Database, rows: Iterable[Sequence[Value]]) -> None:
    """What is suppressed comes over as it was kept. Where its rows are lost the report itself may be found, and is suppressed anew."""
    wanted = suppressions(target)
    for row in rows:
        if len(row) == _WITHHELD_COLUMNS and wanted.get(str(row[0])) == row[4] and _is_text(row) and _is_json(row[5:]):
            kept = json.dumps({**json.loads(str(row[5])), "inputs": []}, ensure_ascii=False)
            target.run("DELETE FROM withheld WHERE report_key = ? OR id = ?", row[:2])
            target.run("INSERT INTO withheld VALUES (?, ?, ?, ?, ?, ?)", (*row[:5], kept))
