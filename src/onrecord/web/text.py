"""Text of strangers on a page: as text, each character where it was, with what would deceive the eye made visible."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

# What changes how its neighbours look, or looks like nothing: controls, bidi controls, line separators, zero-width spaces, tags.
_UNSEEN = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_TEXT_FRAGMENT = 60  # characters of a quotation in a link that leads to it in the original


def shown(text: object) -> Markup:
    """The text escaped, its unseen characters inside an element that shows their number and keeps what they do to itself.

    Copied from the page it is the same characters.

    >>> shown("a<b\\u202e")
    Markup('a&lt;b<bdi class="unseen" data-code="U+202E">\\u202e</bdi>')
    """
    found = _UNSEEN.sub(_visible, str(escape("" if text is None else text)))
    return Markup(found.replace("\r\n", "&#13;\n"))  # a browser turns a bare carriage return into a line feed


def _visible(match: re.Match[str]) -> str:
    char = match[0]
    inside = "&#13;" if char == "\r" else char
    return f'<bdi class="unseen" data-code="U+{ord(char):04X}">{inside}</bdi>'


def safe_url(url: str | None) -> str | None:
    """The address when it leads to a web page, else None: nothing else becomes a link.

    >>> safe_url("https://example.org/a b"), safe_url("javascript:alert(1)"), safe_url("//evil.example")
    ('https://example.org/a b', None, None)
    """
    if url is None or any(ord(c) < 32 or c == "\\" for c in url):
        return None
    try:
        parts = urlsplit(url.strip())
        found = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
    except ValueError:
        return None
    return url.strip() if found else None


def fragment_url(url: str | None, words: str) -> str | None:
    """The address with the place of the words in it, as browsers read it (``#:~:text=``)."""
    found = safe_url(url)
    if found is None or not words.strip():
        return found
    start = " ".join(words.split())[:_TEXT_FRAGMENT]
    start = start.rpartition(" ")[0] if len(start) == _TEXT_FRAGMENT else start
    return f"{found.partition('#')[0]}#:~:text={quote(start, safe='').replace('-', '%2D')}"
