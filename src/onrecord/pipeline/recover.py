"""A new record from a damaged one."""

from __future__ import annotations

from onrecord.errors import StoreError
from onrecord.pipeline import engines as models
from onrecord.pipeline.reanalyse import renew
from onrecord.pipeline.relate import relate
from onrecord.store import Place, Salvaged, Server, open_record, place_of, record_exists


def recover_record(damaged: str | Place, new: str | Place) -> Salvaged:
    """Everything that can be read and proved, from the damaged file into a new record; then what was lost of it that follows from the
    texts is made anew: analyses, stories, names, findings. The damaged file is not touched.

    Raises StoreError when the file cannot be read, or when there is something at ``new`` already.
    """
    damaged, new = place_of(damaged), place_of(new)
    if isinstance(damaged, Server) or not damaged.is_file():
        raise StoreError(f"There is no file at {damaged}. Name the damaged record with --record.")
    if record_exists(new):
        raise StoreError(f"{new} is there already, and nothing is put over it. Name a file that does not exist.")
    engines = models.load_engines()
    with open_record(new) as record:
        salvaged = record.salvage(damaged)
        for report in salvaged.unread:
            renew(record, report, engines)
        relate(record, engines)
    return salvaged
