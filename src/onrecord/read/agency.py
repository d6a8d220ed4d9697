"""Which news agency a report is credited to: in brackets or alone at its beginning or end, not merely cited in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from onrecord.model import Furniture
from onrecord.read.lexicons import alternatives

_EDGE_PARAGRAPHS = 3
_GENERIC = r"(?:[A-Z][\w'’&-]{1,30} ){1,4}(?:News|Press|Information|Telegraph) Agency"
_MAX_DATELINE_CHARS = 90
_CLOSED = frozenset(".!?…\"“”»’'")
_STAMP = re.compile(r"\b\d{1,2}[:.]\d{2}$")  # "Updated: 2031-03-12 06:50 (Merid)"
_SILENT = frozenset({"hidden", "comment", "photo credit", "caption", "read also", "tags", "navigation"})


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    name = f"{alternatives('agencies', 'names')}|{_GENERIC}"
    return (
        re.compile(rf"\((?:By |Source: |via )?({name})\)\.?$"),
        re.compile(rf"^(?:By|Source:|From|Agency:|Via)\s+(?:the )?({name})\.?$"),
        re.compile(rf"[—–-]\s?({name})\.?$"),
        re.compile(rf"^({name})$"),
    )


@cache
def _copyright() -> re.Pattern[str]:
    """ "Copyright 2019 Merid. All rights reserved.": papers that buy the text have to print it."""
    name = f"{alternatives('agencies', 'names')}|{_GENERIC}"
    return re.compile(rf"^(?:Copyright\b|©|\([Cc]\))\s?©?\s?(?:\d{{4}},?\s)?(?:by\s)?(?:[Tt]he\s)?({name})(?=[.,;]|\s[A-Z(]|$)")


# "CITY, March 12 (Name) -": in this place the brackets hold an agency even if the lexicon does not know it.
_DATELINE = re.compile(r"^[^\W\d_][\w .,'’/-]{1,80}\s\(([A-Z][\w .'’&-]{1,39})\)\s?[-–—]{1,2}\s")


def find_agency(text: str, furniture: Iterable[Furniture] = (), *, byline: str | None = None) -> str | None:
    """The agency as the report writes it; None when none is credited in the byline or the first and last paragraphs.

    >>> find_agency("BRENNICK, March 12 (Merid) - The towns could exchange men.")
    'Merid'
    >>> find_agency("The ferry is late.\\n\\nCopyright 2031 Reuters. All rights reserved.")
    'Reuters'
    >>> find_agency("Mr Low had nothing to add, Reuters reported.")
    """
    hidden = {(piece.span.start, piece.span.end) for piece in furniture if piece.kind in _SILENT}
    paragraphs = [found.group() for found in re.finditer(r"[^\r\n]+", text) if (found.start(), found.end()) not in hidden]
    edges = paragraphs[: 2 * _EDGE_PARAGRAPHS] + paragraphs[2 * _EDGE_PARAGRAPHS :][-_EDGE_PARAGRAPHS:]
    for line in [byline or "", *edges]:
        found = _credit_in(line.strip())
        if found:
            return found
    return None


def _credit_in(line: str) -> str | None:
    opening = _DATELINE.match(line[: _MAX_DATELINE_CHARS + 60])
    if opening and len(opening.group()) <= _MAX_DATELINE_CHARS:
        return opening.group(1)
    owned = _copyright().match(line[:_MAX_DATELINE_CHARS])
    if owned:
        return owned.group(1)
    bracketed, *whole = _patterns()
    # Elsewhere in a paragraph brackets explain an abbreviation: "the Port Authority (PA) said".
    found = bracketed.search(line[-60:])
    before = line[-60:][: found.start()].rstrip() if found else ""
    if found and (before[-1:] in _CLOSED or _STAMP.search(before) or len(found.group()) == len(line)):
        return found.group(1)
    alone = (pattern.search(line[-120:]) for pattern in whole)
    return next((credit.group(1) for credit in alone if credit), None)
