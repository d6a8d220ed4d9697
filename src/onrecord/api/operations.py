"""Every operation of the programming interface: its address, what it asks for, what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.accounts import Role
from onrecord.api import parts
from onrecord.api.parts import CLOCKS, ID, PAGED, Param


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """``name`` is also that of its handler. ``answers`` and ``takes`` name schemas; ``status`` is that of success.
    ``role``: from which on it may be asked, where there are accounts."""

    name: str
    method: str
    path: str
    says: str
    answers: str
    params: tuple[Param, ...] = ()
    takes: str | None = None
    status: int = 200
    fails: tuple[int, ...] = (400,)
    role: Role = "reader"

    @property
    def changes(self) -> bool:
        """Whether it leaves the record, or what waits to go in, another; then it takes an Idempotency-Key."""
        return self.status in (201, 202)


def _get(name: str, path: str, says: str, answers: str, *params: Param) -> Operation:
    fails = (400, 404) if "{id}" in path or any(p.required for p in params) else (400,)
    return Operation(name=name, method="get", path=path, says=says, answers=answers, params=params, fails=fails)


OPERATIONS: tuple[Operation, ...] = (
    _get("list_stories", "/stories", "Stories, those with the latest report first.", "stories", parts.TITLE, *PAGED, *CLOCKS),
    _get("get_story", "/stories/{id}", "One story: its account, speaker by speaker.", "account", *ID, *CLOCKS),
    _get("get_positions", "/stories/{id}/positions", "Where every side stands in a story.", "positions", *ID, *CLOCKS),
    _get("list_statements", "/statements", "Who said what.", "statements", *parts.FILTER, *PAGED, *CLOCKS),
    _get("get_statement", "/statements/{id}", "One statement with everything around it.", "statement_detail", *ID, *CLOCKS),
    _get("get_source", "/source", "A report as it was read, with what was found in it.", "source", parts.REPORT, *CLOCKS),
    _get(
        "list_findings", "/findings", "How statements and figures stand to one another.", "findings", parts.STORY, parts.FINDING_TYPE,
        *PAGED, *CLOCKS,
    ),
    _get(
        "list_entities", "/entities", "Who is who, those in most reports first.", "entities", parts.NAME, parts.ENTITY_TYPE, parts.STORY,
        *PAGED, *CLOCKS,
    ),
    _get("get_entity", "/entities/{id}", "One entity, and what it said.", "entity_detail", *ID, *PAGED, *CLOCKS),
    _get("search", "/search", "Reports and statements by their words.", "hits", parts.WORDS, PAGED[1], *CLOCKS),
    _get("review", "/review", "The next statement that a person should look at.", "review", parts.QUEUE, parts.STORY, PAGED[0], *CLOCKS),
    _get("list_judgements", "/judgements", "What people decided, the latest first.", "judgements", parts.STATE),
    _get("list_versions", "/versions", "Each version of a page beside the one before.", "comparisons"),
    _get("compare", "/compare", "Two reports side by side.", "comparisons", *parts.PAIR),
    _get("list_changes", "/changes", "What the record has learnt since a moment.", "changes", parts.SINCE),
    _get("list_runs", "/runs", "What went into the record; the sums add up.", "runs"),
    _get("get_run", "/runs/{id}", "One run, input by input.", "run", *ID, *PAGED),
    _get("list_problems", "/problems", "What could not be read or decided.", "problems"),
    _get("health", "/health", "Whether the record is whole, and what reads it.", "health", parts.CHECK),
    _get("list_jobs", "/jobs", "What was handed in here, the latest first.", "jobs"),
    _get("get_job", "/jobs/{id}", "How far something that was handed in has come.", "job", *ID),
    Operation(
        name="correct", method="post", path="/statements/{id}/corrections", says="Says what is wrong in a statement, and how it is right.",
        answers="judgements", params=(*ID, parts.IF_MATCH), takes="correction", status=201, role="annotator", fails=(400, 404, 412, 428),
    ),
    Operation(
        name="dismiss", method="post", path="/findings/{id}/corrections", says="Says that a finding is not a conflict.",
        answers="judgements", params=ID, takes="dismissal", status=201, role="annotator", fails=(400, 404),
    ),
    Operation(
        name="merge_stories", method="post", path="/stories/{id}/merge", says="Says that another story is this one.",
        answers="judgements", params=ID, takes="merging", status=201, role="editor", fails=(400, 404),
    ),
    Operation(
        name="split_story", method="post", path="/stories/{id}/split",
        says="Says that reports are of another affair than the rest of the story.",
        answers="judgements", params=ID, takes="parting", status=201, role="editor", fails=(400, 404),
    ),
    Operation(
        name="undo", method="post", path="/judgements/{id}/undo", says="Takes a judgement back.", answers="judgements", params=ID,
        takes="undoing", status=201, role="annotator", fails=(400, 404),
    ),
    Operation(
        name="merge", method="post", path="/entities/{id}/merge", says="Says that another entity is this one.", answers="judgements",
        params=ID, takes="merging", status=201, role="editor", fails=(400, 404),
    ),
    Operation(
        name="split", method="post", path="/entities/{id}/split", says="Says that a spelling, or a report, means somebody else.",
        answers="judgements", params=ID, takes="splitting", status=201, role="editor", fails=(400, 404),
    ),
    Operation(
        name="screen", method="post", path="/screen", says="Holds a draft against the record. Nothing is stored.", answers="screening",
        params=CLOCKS, takes="draft",
    ),
    Operation(
        name="add_report", method="post", path="/reports", answers="job", takes="handed", status=202, role="editor", fails=(400, 503),
        says="Hands in a text, or an address where fetching is on. The answer names the job.",
    ),
)  # fmt: skip
