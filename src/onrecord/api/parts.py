"""What operations are described with: parameters, bodies, and the shapes of answers beside those of the wire format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from onrecord.export import schema
from onrecord.model import EntityType, FindingType, Manner
from onrecord.store import JudgementState
from onrecord.views.review import QUEUES

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_ANY: Schema = {"type": "array"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_DATE: Schema = {"type": "string", "examples": ["2026-01-30", "2026-01", "2026-01-30T18:00:00+00:00"]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Param:
    """A parameter of the query, the path or the head."""

    name: str
    says: str
    schema: Schema
    where: str = "query"
    required: bool = False

    def described(self) -> Schema:
        return {"name": self.name, "in": self.where, "required": self.required, "description": self.says, "schema": self.schema}


def closed(says: str, name: str, words: tuple[str, ...]) -> Param:
    """A parameter with a closed list of values."""
    return Param(name=name, says=says, schema={"enum": list(words)})


CLOCKS = (
    Param(name="as_of", says="Only what was published by then; undated reports are left out.", schema=_DATE),
    Param(name="known_at", says="Only what the record had taken in by then.", schema=_DATE),
)
PAGED = (
    Param(name="next", says="The token that the page before gave. It is opaque, and of this listing only.", schema=_TEXT),
    Param(name="size", says="How many entries.", schema={"type": "integer", "minimum": 1, "maximum": 1000}),
)
FILTER = (
    Param(name="text", says="Words that the statement, its source or speaker hold.", schema=_TEXT),
    Param(name="speaker", says="A name, part of one in whole words, or the id of an entity.", schema=_TEXT),
    Param(name="story", says="The id of a story.", schema=_TEXT),
    Param(name="report", says="The id of a report.", schema=_TEXT),
    Param(name="outlet", says="As printed.", schema=_TEXT),
    closed("How it is said.", "manner", get_args(Manner)),
    Param(name="since", says="Published then or later.", schema=_DATE),
    Param(name="until", says="Published then or earlier.", schema=_DATE),
    Param(name="min_score", says="Leaves out less sure ones.", schema={"type": "number", "minimum": 0, "maximum": 1}),
    closed("By date of publication.", "order", ("newest", "oldest")),
)
ID = (Param(name="id", says="The id.", schema={"type": "string", "pattern": "^[A-Za-z0-9_~-]+$"}, where="path", required=True),)
STORY = Param(name="story", says="The id of a story.", schema=_TEXT)
WORDS = Param(name="q", says="Words; all of them must be there.", schema=_TEXT)
REPORT = Param(name="report", says="The id of a report, which may be an address.", schema=_TEXT, required=True)
PAIR = tuple(Param(name=name, says="The id of a report.", schema=_TEXT, required=True) for name in ("a", "b"))
SINCE = Param(name="since", says="A moment of recording.", schema=_DATE, required=True)
TITLE = Param(name="words", says="Words of the title.", schema=_TEXT)
NAME = Param(name="name", says="A spelling, or part of one in whole words; or an id.", schema=_TEXT)
ENTITY_TYPE = closed("Of this type.", "type", get_args(EntityType))
FINDING_TYPE = closed("Of this type; without, all that say that accounts part.", "type", get_args(FindingType))
STATE = closed("In this state.", "state", get_args(JudgementState))
QUEUE = closed("Which queue.", "queue", tuple(QUEUES))
CHECK = closed("Reads the whole file through first.", "check", ("yes",))
IDEMPOTENCY = Param(
    name="Idempotency-Key",
    says="A name of your own for this request: sent again within a day, it is answered alike and done once. 409 while it is being"
    " worked on, 422 when the name stood for another request.",
    schema={"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]*$"},
    where="header",
)
IF_MATCH = Param(
    name="If-Match",
    says="The ETag of the statement as you saw it, or * for whatever it is. Without it 428, and 412 when it is another now.",
    schema=_TEXT,
    where="header",
    required=True,
)


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def listed(name: str) -> Schema:
    return {"type": "array", "items": ref(name)}


def closed_object(**keys: Schema) -> Schema:
    """An object that has these keys, all of them."""
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": True}


_SIGNED = {"author": {"type": "string", "minLength": 1, "maxLength": 100}, "why": {"type": "string", "minLength": 1, "maxLength": 2000}}


def _signed(**keys: Schema) -> Schema:
    return {"type": "object", "properties": {**_SIGNED, **keys}, "required": list(_SIGNED), "additionalProperties": False}


_SPANS: Schema = {"type": "array", "items": ref("span"), "maxItems": 100}

SCHEMAS: dict[str, Schema] = {
    "problem_details": closed_object(type=_TEXT, title=_TEXT, status={"type": "integer"}, detail=_TEXT),
    "counted": closed_object(number=_COUNT, exact={"type": "boolean"}),
    "story_entry": closed_object(
        story=ref("story"), statements=_COUNT, speakers=_COUNT, outlets={"type": "array", "items": _TEXT}, findings={"type": "object"}
    ),
    "stories": closed_object(stories=listed("story_entry"), total=_COUNT, next=_MAYBE),
    "account": closed_object(
        id=_TEXT,
        title=_MAYBE,
        reports=_ANY,
        voices=_ANY,
        positions=listed("position"),
        findings=listed("finding"),
    ),
    "positions": closed_object(story=_TEXT, positions=listed("position")),
    "statements": closed_object(statements=listed("statement_row"), count=ref("counted"), next=_MAYBE),
    "statement_detail": closed_object(
        statement=ref("statement_row"),
        text_sha256=_TEXT,
        prefix=_TEXT,
        suffix=_TEXT,
        findings=listed("finding"),
        judgements=listed("judgement"),
    ),
    "source": closed_object(report=ref("report"), recorded_at=_TEXT, rows=listed("statement_row"), versions=_ANY),
    "findings": closed_object(findings=listed("finding"), numbers={"type": "object"}, next=_MAYBE, considered=listed("considered")),
    "entities": closed_object(entities=listed("entity_row"), total=_COUNT, next=_MAYBE),
    "entity_detail": closed_object(entity=ref("entity_row"), said=listed("statement_row"), judgements=listed("judgement"), next=_MAYBE),
    "hits": closed_object(terms={"type": "array", "items": _TEXT}, complete={"type": "boolean"}, hits=_ANY),
    "review": closed_object(statement={"anyOf": [ref("statement_row"), {"type": "null"}]}, count=ref("counted"), next=_MAYBE),
    "judgements": closed_object(judgements=listed("judgement")),
    "comparisons": closed_object(comparisons=listed("comparison")),
    "changes": closed_object(since=_TEXT, changes=listed("change")),
    "run": closed_object(id=_TEXT, command=_TEXT, inputs=_COUNT, stored=_COUNT, duplicate=_COUNT, refused=_COUNT, failed=_COUNT),
    "runs": closed_object(runs=listed("run"), totals={"type": "object"}),
    "problems": closed_object(problems=_ANY),
    "health": closed_object(status={"enum": ["ok", "damaged"]}, problems=_ANY, amounts={"type": "object"}),
    "screening": closed_object(story=_MAYBE, complete={"type": "boolean"}, at_odds={"type": "boolean"}, lines=listed("screen_line")),
    "job": closed_object(id=_TEXT, state={"enum": ["waiting", "running", "done", "failed"]}, inputs=_ANY, done=_COUNT, run=_MAYBE),
    "jobs": closed_object(jobs=listed("job")),
    "correction": _signed(
        speaker={"type": ["string", "null"], "maxLength": 500},
        speaker_type=ref("entity_type"),
        unknown_speaker={"type": "boolean"},
        content=_SPANS,
        source=_SPANS,
        cue=_SPANS,
        said={**_DATE, "maxLength": 100},
        not_a_statement={"type": "boolean"},
    ),
    "dismissal": _signed(),
    "undoing": _signed(),
    "merging": _signed(**{"with": _TEXT}),
    "splitting": _signed(name=_TEXT, report=_TEXT),
    "parting": _signed(reports={"type": "array", "items": _TEXT, "minItems": 1, "maxItems": 1000}),
    "draft": {
        "type": "object",
        "properties": {"text": {"type": "string", "minLength": 1}, "story": _TEXT},
        "required": ["text"],
        "additionalProperties": False,
    },
    "handed": {
        "type": "object",
        "properties": {"text": {"type": "string", "minLength": 1}, "published": _DATE, "outlet": _TEXT, "url": _TEXT, "address": _TEXT},
        "additionalProperties": False,
    },
}


def all_schemas() -> dict[str, Schema]:
    """Those of the wire format and these, by name."""
    wire: dict[str, Schema] = _moved(schema()["$defs"])
    return {**wire, **SCHEMAS}


def _moved(value: Any) -> Any:
    """References into the schema of the wire format lead into the components instead."""
    if isinstance(value, dict):
        return {key: value[key].replace("#/$defs/", "#/components/schemas/") if key == "$ref" else _moved(value[key]) for key in value}
    return [_moved(item) for item in value] if isinstance(value, list) else value
