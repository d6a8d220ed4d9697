"""From the folder of an archive run to a record: as if the inputs had been added one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from json import loads
from pathlib import Path

from onrecord.batch.plan import chunks_of, load_plan
from onrecord.batch.shards import analyses_path, read_chunk
from onrecord.batch.tables import read_table
from onrecord.errors import InputError
from onrecord.model import Analysis, Profile, Refusal, Report
from onrecord.pipeline import AddSummary, add_examined
from onrecord.pipeline.crew import open_hands
from onrecord.pipeline.hands import Copy, Examined, examine
from onrecord.plain import from_plain, unpack
from onrecord.progress import OnProgress, unseen
from onrecord.read import ReportIds
from onrecord.store import Record


def import_batch(record: Record, folder: str | Path, *, workers: int = 1, on_progress: OnProgress = unseen) -> AddSummary:
    """Stores what an archive run found and brings the stories it touches up to date: the record is the one that ``add_inputs`` makes of
    the same inputs. What is there already counts as duplicate, so an import that was stopped goes on when it is called again.
    ``workers``: how many processes compare stories; the record is the same with any number.

    Raises InputError when there is no run in the folder, or one that is not finished.
    """
    path = Path(folder)
    plan = load_plan(path)
    chunks = chunks_of(path, plan)
    if missing := sum(not analyses_path(path, chunk).exists() for chunk in chunks):
        what = f"{missing} of {len(chunks)} chunks are not analysed"
        raise InputError(f"The run in {path} is not finished: {what}. Run the same onrecord batch again.")
    ids = ReportIds(known=lambda report_id: record.ids_like(report_id).get(report_id))
    with open_hands(plan.options, workers) as hands:
        return add_examined(record, "import", _found(path, chunks, ids), on_progress=on_progress, comparing=hands.compare)


def _found(folder: Path, chunks: Sequence[str], ids: ReportIds) -> Iterator[Examined | Copy | Refusal]:
    for chunk in chunks:
        rows = read_table(analyses_path(folder, chunk), ("kind", "value"))
        for item, row in zip(read_chunk(folder, chunk), rows, strict=True):
            yield item if isinstance(item, Refusal) else _settled(item, row["kind"], row["value"], ids)


def _settled(report: Report, kind: str, value: str | None, ids: ReportIds) -> Examined | Copy | Refusal:
    settled, is_new = ids.settle_new(report)
    if kind in ("refused", "failed"):
        return unpack(Refusal, value or "")
    if not is_new:
        return Copy(report=settled)
    if kind == "report":
        analysis, profile = loads(value or "")
        found = Examined(report=settled, analysis=from_plain(Analysis, analysis), profile=from_plain(Profile, profile))
        if found.analysis.report_id == settled.id:
            return found
    return examine(settled)  # it was analysed under another id, which the record has given to another text: ids of statements hang on it
