"""A statement's words and where they were printed, as a person reads them: quotation marks only around what the report quotes."""

from __future__ import annotations

from typing import Protocol

from onrecord.compare import Origin, Series
from onrecord.safe import one_line
from onrecord.store import StatementRow


class Printed(Protocol):
    """Anything with the outlet that printed it and the agency that this credits."""

    @property
    def outlet(self) -> str | None: ...
    @property
    def agency(self) -> str | None: ...


_MARKS = "\"'“”„«»‘’‚‹›「」『』"


def is_bare(piece: str) -> bool:
    """Whether words of a direct statement stand without the quotation marks that the report has around them."""
    return not (piece[:1] in _MARKS or piece[-1:] in _MARKS)


def quoted(row: StatementRow) -> str:
    """The content as the report has it. Only a direct statement gets quotation marks, and only where its span leaves them out."""
    pieces = [one_line(piece) for piece in row.content_pieces]
    if row.statement.manner == "direct":
        pieces = [f"“{piece}”" if is_bare(piece) else piece for piece in pieces]
    return " … ".join(pieces)


def outlet_of(printed: Printed) -> str:
    """The outlet, and the agency that it credits when that is another."""
    outlet = one_line(printed.outlet) or "unknown outlet"
    agency = one_line(printed.agency)
    return f"{outlet} ({agency})" if agency and agency.casefold() not in outlet.casefold() else outlet


def origin_name(origin: Origin) -> str:
    """ "Merid", "one text, first in the Bell", "unknown origin" """
    if origin.name is None:
        return "unknown origin"
    return f"one text, first in {origin.name}" if origin.kind == "report" else origin.name


def series_name(series: Series) -> str:
    """ "killed (person), on board" """
    unit = f" ({series.unit})" if series.unit else ""
    return one_line(f"{series.measure}{unit}" + (f", {series.scope}" if series.scope else ""))
