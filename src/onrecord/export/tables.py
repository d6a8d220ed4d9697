"""Tables as CSV that a spreadsheet opens without running what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

# A cell that starts so is a formula to some spreadsheet; the full-width forms count too after its own normalisation.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int | float | None


def safe_cell(cell: Cell) -> str:
    """The cell as text, with an apostrophe before what a spreadsheet might take for a formula. Numbers stay numbers.

    >>> safe_cell('=HYPERLINK("https://evil.example")'), safe_cell(-1.5), safe_cell(None)
    ('\\'=HYPERLINK("https://evil.example")', '-1.5', '')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else plain(cell)


def plain(cell: Cell) -> str:
    """The cell as text; empty for None."""
    return "" if cell is None else str(cell)


def csv_text(rows: Iterable[Sequence[Cell]], *, raw: bool = False) -> str:
    """Rows as CSV lines (RFC 4180, but ended by a line feed). ``raw``: every cell as it is, for programs; no spreadsheet should open it.

    >>> csv_text([["report", "content"], ["bell-1", 'a "quay", two'], [None, 3]])
    'report,content\\nbell-1,"a ""quay"", two"\\n,3\\n'
    """
    # Not csv.writer: with a line feed at the end of a line it leaves a lone carriage return unquoted, and readers split there.
    return "".join(",".join(_quoted(plain(cell) if raw else safe_cell(cell)) for cell in row) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"' if any(c in cell for c in ',"\r\n') else cell
