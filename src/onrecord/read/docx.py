"""One Word file (.docx) to a draft: its words as a page, read as the pages of the web are. Runs in the child."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.parsers.expat import ExpatError

import mammoth

from onrecord.read.draft import Draft, Unreadable
from onrecord.read.page import read_page
from onrecord.settings import ReadLimits

_OLE = b"\xd0\xcf\x11\xe0"  # what Word wrote before 2007, and what it wraps a file with a password in
_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"


def read_docx(content: bytes, limits: ReadLimits) -> Draft:
    """The draft of a Word file: paragraphs, lists, tables, notes; what was deleted with changes tracked is not of it, what was inserted is.

    What the file says of its author and day is not taken: programs fill that in. Raises Unreadable for one that has a password, is
    damaged, or over a limit.
    """
    if content.startswith(_OLE):
        raise Unreadable("it is a Word file with a password, or of before 2007 (.doc). Save it as .docx without a password.")
    _check_archive(content, limits)
    try:
        found = mammoth.convert_to_html(io.BytesIO(content), style_map=_STYLES, convert_image=_no_image)
    except (zipfile.BadZipFile, ExpatError, LookupError, ValueError, OSError, AttributeError, TypeError, RecursionError) as error:
        raise Unreadable(f"the Word file is damaged ({type(error).__name__}: {str(error)[:120]}). Save it anew.", kind="failed") from None
    page = str(found.value).encode()
    if not page.strip():
        raise Unreadable("the Word file has no text; pictures are not read.")
    if len(page) > limits.max_page_bytes:
        raise Unreadable(f"its text has {len(page)} bytes, more than {limits.max_page_bytes} (read.max_page_bytes).")
    return read_page(page, charset="utf-8", fragment=True)


def _check_archive(content: bytes, limits: ReadLimits) -> None:
    """Nothing. Raises Unreadable when the archive is none, or would become too much: no part comes out larger than it says it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable(f"the Word file is damaged ({str(error)[:120]}). Save it anew.", kind="failed") from None
    if not any(part.filename == "word/document.xml" or part.filename == "_rels/.rels" for part in parts):
        raise Unreadable("it is an archive (zip), and no Word file. Unpack it and give what is in it.")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("the Word file has a password. Save it without one.")
    words = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if words > limits.max_document_bytes:
        raise Unreadable(f"it has {words} bytes when decompressed, more than {limits.max_document_bytes} (read.max_document_bytes).")


def _no_image(_: object) -> Sequence[object]:
    """Pictures are not read, nor are files that a picture is only linked to."""
    return []
