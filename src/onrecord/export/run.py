"""One export: a format's files, and the manifest that says what they are and of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from onrecord.errors import InputError
from onrecord.export.formats import FORMAT_OF, Format
from onrecord.export.kinds import BY_NAME
from onrecord.export.selection import Extract, Selection
from onrecord.export.sink import MANIFEST, Folder, Sink, file_entries, manifest_text
from onrecord.progress import OnProgress, unseen
from onrecord.settings import WIRE_FORMAT
from onrecord.store import Record

MANIFEST_FORMAT = "onrecord-export/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export wrote. ``manifest`` is the object of manifest.json."""

    manifest: dict[str, Any]

    @property
    def text(self) -> str:
        return manifest_text(self.manifest)


def export_record(
    record: Record, name: str, sink: Sink, *, selection: Selection = Selection(), on_progress: OnProgress = unseen
) -> Exported:
    """Writes what the selection names in the format of this name; a folder gets the manifest as its last file.

    The same record and selection give the same files; only the manifest tells the time. The record is read at one moment, whatever
    is added meanwhile. Raises InputError when there is no such format, when it has no use for ``kinds``, or when it makes several
    files and the sink takes one; EngineError when its extra is not installed.
    """
    format_ = _format(name, selection)
    with record.snapshot():
        left_out = format_.write(Extract(record, selection, on_progress), sink)
        about = _about(record, selection)
    manifest = {
        "format": MANIFEST_FORMAT,
        "exported_as": format_.name,
        "exported_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "query": selection.question(),
        "as_of": selection.statements.as_of,
        "known_at": selection.statements.known_at,
        "record": about,
        "versions": {"onrecord": metadata.version("onrecord"), "wire_format": WIRE_FORMAT},
        "offsets": "code points of a report's text, half-open",
        "left_out": list(left_out),
        "files": file_entries(sink.written),
    }
    if isinstance(sink, Folder):
        with sink.file(MANIFEST, "application/json") as file:
            file.write(manifest_text(manifest))
    return Exported(manifest=manifest)


def _format(name: str, selection: Selection) -> Format:
    format_ = FORMAT_OF.get(name)
    if format_ is None:
        raise InputError(f"There is no format {name!r}. There are: {', '.join(FORMAT_OF)}")
    unknown = [kind for kind in selection.kinds if kind not in BY_NAME]
    if unknown:
        raise InputError(f"There is no kind {unknown[0]!r}. There are: {', '.join(BY_NAME)}")
    if selection.kinds and not format_.by_kind:
        raise InputError(f"The format {name} is not made of one file for each kind; leave --kind out.")
    return format_


def _about(record: Record, selection: Selection) -> dict[str, Any]:
    """Of what the files are: enough to tell whether the record has changed since."""
    recorded = record.recorded_since("0001")
    engines = sorted({analysed.engine for analysed in record.analysed("")})
    judged = sum(1 for _ in record.judgements())
    return {
        "name": selection.record_name or record.path.name,
        "schema": record.schema,
        "reports": len(recorded),
        "last_recorded_at": max(recorded.values(), default=None),
        "judgements": judged,
        "engines": engines,
    }
