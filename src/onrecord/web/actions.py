"""What people do at the desk: judge, take back, hand in, hold a draft against the record. Each is a form; nothing else changes anything."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from onrecord.desk import Wanted
from onrecord.errors import InputError, MissingError, SpanError
from onrecord.ids import text_hash
from onrecord.model import Span
from onrecord.pipeline import screen_text
from onrecord.serving.asked import at_of, read_options
from onrecord.serving.intake import Handed as Input
from onrecord.serving.intake import Job
from onrecord.serving.judging import judge, note, signed
from onrecord.store import (
    Correction,
    Judged,
    Merge,
    MergeStories,
    NotAConflict,
    Record,
    Ruling,
    Signature,
    Split,
    SplitStory,
    StatementRow,
    Undo,
)
from onrecord.views.sides import ScreenView
from onrecord.views.statement import found
from onrecord.web import pages
from onrecord.web.desk import Desk, Handed, local, there
from onrecord.web.render import THEMES, page, plural

_PIECES = re.compile(r"\d{1,9}:\d{1,9}(?:\s*,\s*\d{1,9}:\d{1,9})*", re.ASCII)
_YEAR = 365 * 24 * 3600
_STORIES = 200


def correct(desk: Desk, request: Request, handed: Handed) -> Response:
    """Takes down what the form says otherwise than the statement; back to the statement, where it can be undone."""
    fields, statement = handed.fields, request.path_params["id"]
    try:
        with desk.records.write() as record:
            row, _ = found(record, statement)
            judged = judge(request, record, _correction(row, fields), _signature(request, fields))
    except MissingError:
        raise
    except InputError as error:
        return pages.statement(desk, request, fields, refused=str(error))
    to = local(fields.get("then", "")) or f"/statements/{statement}?done={judged.judgements[0].id}"
    return _kept(there(to), author=fields.get("author", ""))


def _correction(row: StatementRow, fields: dict[str, str]) -> Correction:
    """Only what differs from what the form showed."""
    if fields.get("not_a_statement"):
        return Correction(statement=row.statement.id, not_a_statement=True)
    speaker = " ".join(fields.get("speaker", "").split())
    unknown = bool(fields.get("unknown_speaker"))
    said = fields.get("said", "").strip()
    shown = row.statement.said.value if row.statement.said else ""
    return Correction(
        statement=row.statement.id,
        speaker=speaker if speaker and not unknown and speaker != (row.speaker.name if row.speaker else "") else None,
        speaker_type=fields.get("speaker_type", "person"),  # type: ignore[arg-type]
        unknown_speaker=unknown,
        content=_spans(fields, "content", row.statement.content),
        source=_spans(fields, "source", row.statement.source),
        cue=_spans(fields, "cue", row.statement.cue),
        said=said if said and said != shown else None,
    )


def _spans(fields: dict[str, str], name: str, now: tuple[Span, ...]) -> tuple[Span, ...] | None:
    """None when the field is not there or says what is so already. Raises InputError when it is no place."""
    if name not in fields:
        return None
    given = fields[name].strip()
    if given and not _PIECES.fullmatch(given):
        raise InputError(f"{given[:60]!r} is not a place. Give it as 402:610, or 402:610, 640:655 for two pieces.")
    try:
        spans = tuple(Span(*map(int, piece.split(":"))) for piece in given.split(",")) if given else ()
    except SpanError as error:
        raise InputError(str(error)) from None
    return None if spans == now else spans


def _signature(request: Request, fields: dict[str, str]) -> Signature:
    return signed(request, fields.get("author"), fields.get("why"), fields.get("based_on") or None)


def dismiss(desk: Desk, request: Request, handed: Handed) -> Response:
    """The finding is not a conflict; back to where its card was."""
    with desk.records.write() as record:
        made = _decided(request, record, NotAConflict(finding=request.path_params["id"]), handed).judgements[0]
    to = local(handed.fields.get("then", "")) or "/findings"
    return _kept(there(f"{to}{'&' if '?' in to else '?'}done={made.id}"), author=made.author)


def undo(desk: Desk, request: Request, handed: Handed) -> Response:
    """Back to what the judgement was about."""
    wanted = request.path_params["id"]
    with desk.records.write() as record:
        judged = _decided(request, record, Undo(judgement=wanted), handed)
        about = next((j for j in record.judgements() if j.id == wanted), None)
    target = about.targets[0] if about and about.targets else ""
    to = "/judgements"
    if target.startswith("statement"):
        to = f"/statements/{target}"
    elif target.startswith("entity"):
        to = f"/entities/{target}"
    elif target.startswith("finding"):
        to = "/findings"
    elif target.startswith("story"):
        to = "/"
    return _kept(there(to), author=judged.judgements[0].author)


def _decided(request: Request, record: Record, ruling: Ruling, handed: Handed) -> Judged:
    return judge(request, record, ruling, _signature(request, handed.fields))


def merge(desk: Desk, request: Request, handed: Handed) -> Response:
    wanted = request.path_params["id"]
    return _about_entity(desk, request, handed, Merge(entities=(wanted, handed.fields.get("with", ""))))


def split(desk: Desk, request: Request, handed: Handed) -> Response:
    fields = handed.fields
    ruling = Split(entity=request.path_params["id"], name=fields.get("name") or None, report=fields.get("report") or None)
    return _about_entity(desk, request, handed, ruling)


def _about_entity(desk: Desk, request: Request, handed: Handed, ruling: Ruling) -> Response:
    try:
        with desk.records.write() as record:
            judged = _decided(request, record, ruling, handed)
    except InputError as error:
        return pages.entity(desk, request, refused=str(error))
    made = judged.judgements[0]
    return _kept(there(f"/entities/{request.path_params['id']}?done={made.id}"), author=made.author)


def merge_stories(desk: Desk, request: Request, handed: Handed) -> Response:
    return _about_story(desk, request, handed, MergeStories(stories=(request.path_params["id"], handed.fields.get("with", ""))))


def split_story(desk: Desk, request: Request, handed: Handed) -> Response:
    """What is left keeps its page; the report that goes may have another by the next look."""
    ruling = SplitStory(story=request.path_params["id"], reports=(handed.fields.get("report", ""),))
    return _about_story(desk, request, handed, ruling)


def _about_story(desk: Desk, request: Request, handed: Handed, ruling: MergeStories | SplitStory) -> Response:
    """Back to the story that holds what the first report of this one is in now."""
    with desk.records.read() as record:
        story = record.story(request.path_params["id"])
        kept = [r for r in story.reports if r != handed.fields.get("report")] if story else []
    try:
        with desk.records.write() as record:
            made = _decided(request, record, ruling, handed).judgements[0]
            facts = record.report_facts(kept[0]) if kept else None
    except MissingError:
        raise
    except InputError as error:
        return pages.story(desk, request, refused=str(error))
    to = f"/stories/{facts.story}?done={made.id}" if facts and facts.story else "/"
    return _kept(there(to), author=made.author)


def screen(desk: Desk, request: Request, handed: Handed) -> Response:
    """Nothing is stored."""
    text, story = handed.fields.get("text", ""), handed.fields.get("story", "")
    at = at_of(request.query_params)
    if not text.strip():
        return screen_form(desk, request, _Draft(story=story, refused="There is no text to hold against the record."))
    try:
        with desk.records.read() as record:
            view = ScreenView(at=at, screening=screen_text(record, text, Wanted(story=story or None, **at.clocks)))
    except InputError as error:
        return screen_form(desk, request, _Draft(text=text, story=story, refused=str(error)))
    return screen_form(desk, request, _Draft(text=text, story=story, view=view))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """What the form of a screening holds, and what came of it."""

    text: str = ""
    story: str = ""
    view: ScreenView | None = None
    refused: str | None = None


def screen_form(desk: Desk, request: Request, draft: _Draft = _Draft()) -> Response:
    """The form, and the screening when there is one."""
    with desk.records.read() as record:
        stories = record.latest_stories(most=_STORIES)
    view = draft.view
    numbers = Counter(line.kind for line in view.screening.lines) if view else {}
    return page(request, "screen.html", view=view, stories=stories, numbers=numbers, draft=draft)


def add_form(desk: Desk, request: Request, refused: str | None = None) -> Response:
    return page(request, "add.html", jobs=desk.intake.jobs(), refused=refused, fetches=desk.intake.fetches)


def add(desk: Desk, request: Request, handed: Handed) -> Response:
    """Hands the text, the files or the address to the intake; to the page that shows how it goes on."""
    try:
        job = _handed_in(desk, handed)
    except InputError as error:
        return add_form(desk, request, refused=str(error))
    if job is None:
        return add_form(desk, request, refused="Too much waits to be taken in already. Try again when some of it is done.")
    note(request, "handed in", f"{job.id}: {plural(len(job.names), 'input')}")
    return there(f"/jobs/{job.id}")


def _handed_in(desk: Desk, handed: Handed) -> Job | None:
    """Raises InputError when there is nothing, a date is none, or an address is not fetched here."""
    fields = handed.fields
    address = fields.get("address", "")
    if address.strip():
        return desk.intake.submit_address(address)
    inputs = [Input(name=name, content=content) for name, content in handed.files]
    text = fields.get("text", "")
    if text.strip():
        inputs.append(Input(name=f"pasted-{text_hash(text)[:12]}.txt", content=text.encode()))
    if not inputs:
        raise InputError("There is nothing to add: paste a text, or choose a file.")
    return desk.intake.submit(inputs, read_options(fields))


def job(desk: Desk, request: Request) -> Response:
    found_job = desk.intake.job(request.path_params["id"])
    if found_job is None:
        raise MissingError("This desk knows of no such job; what was taken in is among the runs.")
    return page(request, "job.html", job=found_job)


def settings(desk: Desk, request: Request, handed: Handed) -> Response:
    fields = handed.fields
    response = there(local(fields.get("to", "")) or "/")
    theme = fields.get("theme", "system")
    return _kept(response, theme=theme if theme in THEMES else "system", keys="off" if fields.get("keys") == "off" else "on")


def _kept(response: Response, **cookies: str) -> Response:
    for name, value in cookies.items():
        response.set_cookie(name, _cookie(value), max_age=_YEAR, httponly=True, samesite="strict", path="/")
    return response


def _cookie(value: str) -> str:
    """As a cookie can hold it: names are not all Latin."""
    return quote(value[:100])
