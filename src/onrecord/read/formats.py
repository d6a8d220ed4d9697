"""Which format a file has: by its name, and where the name does not say, by its first bytes."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

Format = Literal["text", "html", "jsonl", "json", "feed", "warc", "pdf", "docx"]

_BY_ENDING: dict[str, Format] = {
    ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".xml": "feed", ".rss": "feed", ".atom": "feed", ".feed": "feed",
    ".warc": "warc", ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip
SIDECAR_ENDING = ".meta.json"
READABLE = "txt, html, htm, xhtml, jsonl, ndjson, json, xml, rss, atom, feed, warc, pdf, docx, each also with .gz"
_SKIPPED_NAMES = re.compile(r"(readme|licen[cs]e|copying|notice)([._-].*)?", re.I)

_HTML = re.compile(
    rb"\s{0,999}(?:<\?xml[^>]{0,200}>\s{0,99})?(?:<!--.{0,2000}?-->\s{0,99}){0,5}"
    rb"<(?:!doctype\s{1,9}html|html|head|body|article|div|p|h1|meta|title|table|main|section)[\s>/]",
    re.I | re.S,
)
_FEED = re.compile(rb"\s{0,999}(?:<\?xml[^>]{0,200}\?>)?.{0,3000}?<(?:rss|feed|rdf:RDF)[\s>]", re.I | re.S)
_PDF = re.compile(rb".{0,1023}?%PDF-\d", re.S)
_DOCX = re.compile(rb"PK\x03\x04.{0,4000}?(?:\[Content_Types\]\.xml|word/|_rels/)", re.S)
_WARC = re.compile(rb"WARC/\d")
_JSON_OBJECT = re.compile(rb"\s{0,999}\{\s{0,99}(?:\"|\})")
_JSON_ARRAY = re.compile(rb"\s{0,999}\[\s{0,99}\{\s{0,99}\"")


def is_skipped(name: str) -> bool:
    """Whether a folder walk passes over a file without a word: sidecars, hidden files, README and LICENSE.

    >>> is_skipped("README.md"), is_skipped("a.meta.json"), is_skipped("notes.md")
    (True, True, False)
    """
    return name.startswith(".") or name.endswith(SIDECAR_ENDING) or _SKIPPED_NAMES.fullmatch(name) is not None


def format_by_name(name: str) -> Format | None:
    """The format that a file's ending says; None when it says none that is known.

    >>> format_by_name("day.warc.gz"), format_by_name("photo.png")
    ('warc', None)
    """
    bare = name[:-3] if name.lower().endswith(".gz") else name
    return _BY_ENDING.get(PurePath(bare).suffix.lower())


def stem_of(name: str) -> str:
    """A file's name without its ending, by which its report is called when nothing else names it.

    Only known endings are cut: ``v1.2`` keeps its ``.2``.

    >>> stem_of("ferry.txt.gz"), stem_of("v1.2")
    ('ferry', 'v1.2')
    """
    bare = name[:-3] if name.lower().endswith(".gz") and len(name) > 3 else name
    return bare[: -len(PurePath(bare).suffix)] if format_by_name(bare) else bare


def format_by_content(head: bytes) -> Format:
    """The format that the first bytes show; ``text`` when they show none (the text reader then refuses what is not text).

    >>> format_by_content(b'{"text": "a"}'), format_by_content(b"<!DOCTYPE html><p>"), format_by_content(b"At dawn")
    ('jsonl', 'html', 'text')
    """
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    tests: tuple[tuple[re.Pattern[bytes], Format], ...] = (
        (_WARC, "warc"),
        (_PDF, "pdf"),
        (_DOCX, "docx"),
        (_JSON_OBJECT, "jsonl"),
        (_JSON_ARRAY, "json"),
        (_HTML, "html"),
    )
    for pattern, format_ in tests:
        if pattern.match(head):
            return format_
    if head.lstrip()[:1] == b"<" and _FEED.match(head):
        return "feed"
    return "text"
