"""From a draft to a Report: what the caller says goes before what the page says, and what is odd is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from onrecord.ids import text_hash
from onrecord.model import Furniture, Problem, Published, Report
from onrecord.read.agency import find_agency
from onrecord.read.dates import date_in_url, is_future, parse_published
from onrecord.read.draft import Draft, Given, Unreadable
from onrecord.read.furniture import mark_furniture
from onrecord.read.inferred import infer_published
from onrecord.read.language import detect_language, find_passages
from onrecord.read.sidecar import encodable

# Direction overrides and the tag block can show a reader another text than the one that is stored.
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
_QUOTED_CHARS = 60


def check_text(text: str, *, max_chars: int) -> None:
    """Nothing. Raises Unreadable when a text cannot be a report: empty, too long, or with characters that cannot be stored."""
    if not text.strip():
        raise Unreadable("the text is empty.")
    if len(text) > max_chars:
        raise Unreadable(f"the text has {len(text)} characters, more than {max_chars} (read.max_text_chars).")
    if not encodable(text):
        raise Unreadable("the text has a NUL or half of a surrogate pair, which no file or database can keep. Remove it.")


def finish(draft: Draft, given: Given, *, fallback_id: str, where: str, now: datetime | None = None) -> Report:
    """The report of a draft. ``fallback_id`` names it when neither the caller nor the page does; never raises on a checked text."""
    notes = [*given.problems, *draft.problems]
    title, furniture, printed, byline = given.title or draft.title, draft.furniture, draft.published, draft.byline
    if furniture is None:
        marked = mark_furniture(draft.text, title=title)
        title, furniture, printed, byline = title or marked.title, marked.furniture, printed or marked.published, byline or marked.byline
    language = detect_language(draft.text, furniture)
    if language == "en":
        furniture = _with_passages(draft.text, furniture, title, notes)
    url = given.url or draft.url
    published = _published(given, printed, url, notes)
    if published is None:
        published = _inferred(draft.text, furniture, notes)
    elif is_future(published, now):
        notes.append(f"the publication date {published.value} is in the future; kept as it is.")
    notes.extend(_odd_characters(draft.text))
    return Report(
        id=given.id or url or fallback_id,
        text=draft.text,
        text_sha256=text_hash(draft.text),
        url=url,
        outlet=given.outlet or draft.outlet,
        title=title,
        byline=byline,
        agency=draft.agency or find_agency(draft.text, furniture, byline=byline),
        language=language,
        published=published,
        furniture=tuple(furniture),
        problems=tuple(Problem(where=where, why=note) for note in notes),
    )


def _with_passages(text: str, furniture: Sequence[Furniture], title: str | None, notes: list[str]) -> tuple[Furniture, ...]:
    """The furniture and, as some of it, the passages that an English report has in other languages; which they are is noted."""
    passages = find_passages(text, furniture, title=title)
    if not passages:
        return tuple(furniture)
    codes = ", ".join(sorted({code or "one that could not be told" for _, code in passages}))
    first = " ".join(passages[0][0].of(text).split())[:_QUOTED_CHARS]
    notes.append(f"{len(passages)} passage(s) in another language ({codes}) are kept and not analysed; the first: “{first}”.")
    marked = (*furniture, *(Furniture(span=span, kind="other language") for span, _ in passages))
    return tuple(sorted(marked, key=lambda f: f.span))


def _published(given: Given, printed: Published | None, url: str | None, notes: list[str]) -> Published | None:
    if given.published:
        published = parse_published(given.published, basis="given")
        if published:
            return published
        wrong = f"the given publication date {given.published[:80]!r} is not a date."
        notes.append(f"{wrong} Write it as 2026-03-11 or 2026-03-11T17:20:00+01:00.")
    return printed or (date_in_url(url) if url else None)


def _inferred(text: str, furniture: Sequence[Furniture], notes: list[str]) -> Published | None:
    """What the text itself gives away; how it was told, or why not, is noted."""
    inference = infer_published(text, furniture)
    reason = f" {inference.why}" if inference else ""
    if inference is None or inference.published is None:
        notes.append(f"nothing says when it was published.{reason} Give --published or a sidecar NAME.meta.json.")
        return None
    notes.append(f"the publication date was{reason} Give --published or a sidecar NAME.meta.json if that is wrong.")
    return inference.published


def _odd_characters(text: str) -> list[str]:
    notes = []
    lost = text.count("\ufffd")
    if lost:
        notes.append(f"{lost} character(s) could not be decoded and stand as U+FFFD.")
    invisible = len(_INVISIBLE.findall(text))
    if invisible:
        notes.append(f"{invisible} invisible direction or tag character(s): the text may look other than it reads.")
    return notes
