"""Drawing: tables and wrapped lines, with colour only where somebody looks."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from onrecord.safe import one_line

PAGE_WIDTH = 100  # characters of a line when nobody says how wide the page is, and at most in running text

# On a narrow page these columns wrap, so that the content does not have to.
_MOST = {"outlet": 13, "speaker": 17, "cue": 12, "place": 16}


class Screen:
    """Collects lines and prints them to standard output. Every text is a stranger's: it is never read as markup."""

    def __init__(self) -> None:
        self._page = io.StringIO()
        self._coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.width = _width()
        self.page_width = min(self.width, PAGE_WIDTH)
        self._console = Console(
            file=self._page,
            width=self.width,
            force_terminal=self._coloured,
            no_color=not self._coloured,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def line(self, *parts: str | tuple[str, str], indent: int = 0) -> None:
        """One paragraph, wrapped; a part is a text or a text with its style. White space inside becomes single spaces."""
        text = Text()
        for part in parts:
            words, style = part if isinstance(part, tuple) else (part, "")
            text.append(_spaced(words), style)
        margin = " " * indent
        for row in text.wrap(self._console, self.page_width - indent, tab_size=4):
            row.rstrip()
            self._console.print(Text(margin) + row, soft_wrap=True)

    def gap(self) -> None:
        self._page.write("\n")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Long cells are wrapped."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        narrow = self.width <= PAGE_WIDTH
        for name in columns:
            table.add_column(
                name, overflow="fold", justify="right" if name == "reports" else "left", max_width=_MOST.get(name) if narrow else None
            )
        for row in rows:
            table.add_row(*(Text(one_line(cell)) for cell in row))
        self._console.print(table)

    def show(self) -> None:
        """Print what was collected and start anew."""
        page = self._page.getvalue()
        if not self._coloured:
            page = "".join(f"{line.rstrip()}\n" for line in page.splitlines())
        sys.stdout.write(page)
        sys.stdout.flush()
        self._page.seek(0)
        self._page.truncate()


def _spaced(words: str) -> str:
    """As ``one_line``, but a space at either end stays: parts stand beside one another."""
    safe = one_line(words)
    start = " " if words[:1].isspace() else ""
    end = " " if safe and words[-1:].isspace() else ""
    return f"{start}{safe}{end}"


def _width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) >= 40:
        return int(columns)
    if sys.stdout.isatty():
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns or PAGE_WIDTH)
    return PAGE_WIDTH
