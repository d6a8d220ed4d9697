"""What the programming interface changes: judgements, and what is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from starlette.requests import Request

from onrecord.desk import Wanted
from onrecord.errors import InputError, SpanError, StaleError, StoreError
from onrecord.export.wire import Wire, wire
from onrecord.ids import text_hash
from onrecord.model import EntityType, Span
from onrecord.pipeline import screen_text
from onrecord.serving import Intake, Records
from onrecord.serving.answers import version_matches
from onrecord.serving.asked import at_of, read_options
from onrecord.serving.intake import Handed
from onrecord.serving.judging import judge, note, signed
from onrecord.store import Correction, Merge, MergeStories, NotAConflict, Ruling, Signature, Split, SplitStory, Undo
from onrecord.views.sides import ScreenView
from onrecord.views.statement import found

Body = Mapping[str, Any]


class Acts:
    """One method for each operation that takes a body. Raises InputError for a body that is none."""

    def __init__(self, records: Records, intake: Intake) -> None:
        self._records = records
        self._intake = intake

    def correct(self, request: Request, body: Body) -> Wire:
        statement = request.path_params["id"]
        with self._records.write() as record:
            row, _ = found(record, statement)
            if not version_matches(request.headers["if-match"], row.version):
                raise StaleError(f"{statement} is not any more what If-Match names. Get it again, then correct it.")
            made = judge(request, record, _correction(statement, body), _signature(request, body, row.version)).judgements
        return {"judgements": wire(made)}

    def dismiss(self, request: Request, body: Body) -> Wire:
        return self._judged(request, NotAConflict(finding=request.path_params["id"]), body)

    def undo(self, request: Request, body: Body) -> Wire:
        return self._judged(request, Undo(judgement=request.path_params["id"]), body)

    def merge(self, request: Request, body: Body) -> Wire:
        return self._judged(request, Merge(entities=(request.path_params["id"], _text(body, "with") or "")), body)

    def split(self, request: Request, body: Body) -> Wire:
        return self._judged(request, Split(entity=request.path_params["id"], name=_text(body, "name"), report=_text(body, "report")), body)

    def merge_stories(self, request: Request, body: Body) -> Wire:
        return self._judged(request, MergeStories(stories=(request.path_params["id"], _text(body, "with") or "")), body)

    def split_story(self, request: Request, body: Body) -> Wire:
        return self._judged(request, SplitStory(story=request.path_params["id"], reports=_texts(body, "reports")), body)

    def _judged(self, request: Request, ruling: Ruling, body: Body) -> Wire:
        with self._records.write() as record:
            made = judge(request, record, ruling, _signature(request, body)).judgements
        return {"judgements": wire(made)}

    def screen(self, request: Request, body: Body) -> Wire:
        at = at_of(request.query_params)
        with self._records.read() as record:
            screening = screen_text(record, _text(body, "text") or "", Wanted(story=_text(body, "story"), **at.clocks))
        return ScreenView(at=at, screening=screening).wire()

    def add_report(self, request: Request, body: Body) -> Wire:
        text, address = _text(body, "text"), _text(body, "address")
        if (text is None) == (address is None):
            raise InputError("Give a text to take in, or an address to fetch; one of them.")
        if address is not None:
            job = self._intake.submit_address(address)
        else:
            options = read_options({name: _text(body, name) or "" for name in ("published", "outlet", "url")})
            job = self._intake.submit([Handed(name=f"handed-{text_hash(text or '')[:12]}.txt", content=(text or "").encode())], options)
        if job is None:
            raise StoreError("Too much waits to be taken in already. Try again later.")
        note(request, "handed in", f"{job.id}: 1 input")
        return job.wire()


def _signature(request: Request, body: Body, version: str | None = None) -> Signature:
    return signed(request, _text(body, "author"), _text(body, "why"), version)


def _text(body: Body, name: str) -> str | None:
    """What is under the name, None for nothing. Raises InputError when it is no text, or none that UTF-8 can hold."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{name} is a text.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InputError(f"{name} holds a lone surrogate, which is no text.") from None
    return value if value.strip() else None


def _texts(body: Body, name: str) -> tuple[str, ...]:
    value = body.get(name)
    if not isinstance(value, list) or not value:
        raise InputError(f"{name} is a list of texts.")
    return tuple(_text({name: item}, name) or "" for item in value)


def _flag(body: Body, name: str) -> bool:
    value = body.get(name, False)
    if not isinstance(value, bool):
        raise InputError(f"{name} is true or false.")
    return value


def _spans(body: Body, name: str) -> tuple[Span, ...] | None:
    value = body.get(name)
    if value is None:
        return None
    whole = isinstance(value, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in value)
    if not whole or not all(isinstance(x, int) and not isinstance(x, bool) and x < 10**9 for pair in value for x in pair):
        raise InputError(f"{name} is a list of [start, end].")
    try:
        return tuple(Span(*pair) for pair in value)
    except SpanError as error:
        raise InputError(str(error)) from None


def _correction(statement: str, body: Body) -> Correction:
    kind = _text(body, "speaker_type") or "person"
    if kind not in get_args(EntityType):
        raise InputError(f"speaker_type is one of {', '.join(get_args(EntityType))}.")
    return Correction(
        statement=statement,
        speaker=_text(body, "speaker"),
        speaker_type=kind,  # type: ignore[arg-type]
        unknown_speaker=_flag(body, "unknown_speaker"),
        content=_spans(body, "content"),
        source=_spans(body, "source"),
        cue=_spans(body, "cue"),
        said=_text(body, "said"),
        not_a_statement=_flag(body, "not_a_statement"),
    )
