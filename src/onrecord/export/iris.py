"""Names for entries outside the record. A URN needs no server, and stays the same wherever the record is."""

from __future__ import annotations

import re
from urllib.parse import quote

TERMS = "urn:onrecord:term:"  # before the names of our own relations
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def iri_of(kind: str, key: str) -> str:
    """The name of an entry.

    >>> iri_of("report", "https://harbour.example/a b"), iri_of("statement", "statement-1f")
    ('urn:onrecord:report:https%3A%2F%2Fharbour.example%2Fa%20b', 'urn:onrecord:statement:statement-1f')
    """
    return f"urn:onrecord:{kind}:{quote(key, safe='')}"


def web_address(url: str | None) -> str | None:
    """The url when it is one that a browser opens and a standard takes, else None: a report's url is a stranger's text.

    >>> web_address("https://harbour.example/a"), web_address("javascript:alert(1)"), web_address("https://a.example/<b>")
    ('https://harbour.example/a', None, None)
    """
    return url if url is not None and _WEB.fullmatch(url) else None
