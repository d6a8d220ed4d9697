"""One PDF to a draft. Runs in the child; pure, so that tests can call it directly."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PasswordType, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from onrecord.model import Furniture, Span
from onrecord.read.draft import Draft, Unreadable
from onrecord.read.furniture import mark_lines, split_lines
from onrecord.read.printed import LaidOut, PrintedLine, lay_out
from onrecord.settings import ReadLimits

# Ligatures that fonts have as one character; the text has their letters.
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\0": "\ufffd"})
_SHOWN_PAGES = 8


def read_pdf(content: bytes, limits: ReadLimits) -> Draft:
    """The draft of a PDF: its paragraphs in the order of the pages, apart by blank lines; heads and feet of pages are marked as furniture.

    What the file says of its title, author and day is not taken: programs fill that in. Raises Unreadable for one that is encrypted,
    damaged, over a limit, or holds pictures of pages only.
    """
    try:
        reader = _opened(content, limits)
        pages = [list(_lines(page, limits)) for page in reader.pages]
    except Unreadable:
        raise
    except DependencyError:
        raise Unreadable("the PDF is encrypted in a way that onrecord cannot read. Save it without protection.") from None
    except (PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError) as error:
        why = f"the PDF is damaged ({type(error).__name__}: {str(error)[:120]}). Print or save it anew."
        raise Unreadable(why, kind="failed") from None
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == len(pages):
        raise Unreadable(f"none of its {len(pages)} page(s) has text: they are pictures. Have the text recognised (OCR) first.")
    return _draft(lay_out(pages), empty)


def _opened(content: bytes, limits: ReadLimits) -> PdfReader:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise Unreadable("the PDF opens with a password only. Save it without one.")
    if len(reader.pages) > limits.max_document_pages:
        raise Unreadable(f"it has {len(reader.pages)} pages, more than {limits.max_document_pages} (read.max_document_pages).")
    if not reader.pages:
        raise Unreadable("it has no pages.")
    return reader


def _lines(page: PageObject, limits: ReadLimits) -> Iterator[PrintedLine]:
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    if size > limits.max_page_bytes:  # the library needs some thirty times that in memory
        raise Unreadable(f"a page has {size} bytes of drawing, more than {limits.max_page_bytes} (read.max_page_bytes).")
    pieces: list[tuple[str, float, float, float]] = []  # text, x, y, size of type

    def seen(text: str, user: list[float], own: list[float], _: Any, size: float) -> None:
        x = own[4] * user[0] + own[5] * user[2] + user[4]
        y = own[4] * user[1] + own[5] * user[3] + user[5]
        scale = abs(own[3] * user[3]) or abs(own[1] * user[2]) or 1.0
        pieces.append((text, x, y, abs(size) * scale))

    page.extract_text(visitor_text=seen)
    yield from _gathered(pieces)


def _gathered(pieces: list[tuple[str, float, float, float]]) -> Iterator[PrintedLine]:
    """Pieces up to each line end as one line. An empty piece says where the pen stands."""
    words, places = "", list[tuple[float, float, float]]()
    for text, x, y, size in [*pieces, ("\n", 0.0, 0.0, 0.0)]:
        parts = text.split("\n")
        for number, part in enumerate(parts):
            if number:
                if words.strip() and places:
                    yield _line(words, places)
                words, places = "", []
            if part:
                words += part.translate(_LIGATURES)
                places.append((x, y, size))
            elif places and len(parts) == 1 and abs(y - places[0][1]) < places[0][2]:
                places.append((x, y, size))


def _line(words: str, places: list[tuple[float, float, float]]) -> PrintedLine:
    x, y, size = places[0]
    text = " ".join(words.split())
    end = max(place[0] for place in places)
    return PrintedLine(text=text, x=x, y=y, end=end if end > x else x + 0.5 * size * len(text), size=size or 1.0)


def _draft(found: LaidOut, empty: list[int]) -> Draft:
    running = set(found.running)
    lines = [line for line in split_lines(found.text) if Span(line.start, line.end) not in running]
    marked = mark_lines(lines)
    furniture = [*marked.furniture, *(Furniture(span=span, kind="other") for span in found.running)]
    problems = []
    if empty:
        shown = ", ".join(map(str, empty[:_SHOWN_PAGES])) + (" …" if len(empty) > _SHOWN_PAGES else "")
        problems.append(f"{len(empty)} page(s) have no text, only pictures or nothing: {shown}.")
    if found.divided:
        problems.append(
            f"{found.divided} word(s) divided at line ends were put together: a program divided them, or the same text has them whole."
        )
    if found.doubtful:
        problems.append(f"{found.doubtful} word(s) divided at line ends keep the hyphen: it may be theirs.")
    return Draft(
        text=found.text,
        furniture=tuple(sorted(furniture, key=lambda f: f.span)),
        title=marked.title,
        byline=marked.byline,
        published=marked.published,
        problems=tuple(problems),
    )
