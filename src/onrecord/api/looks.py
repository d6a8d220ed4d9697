"""What the programming interface answers when it is asked: the same views as the pages of the desk."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request

from onrecord.desk import changes_since, compare_reports, versions_of
from onrecord.errors import InputError, MissingError
from onrecord.export.wire import Wire
from onrecord.serving import Intake, Records
from onrecord.serving.asked import Asked, at_of, entities_of, filter_of, finding_type_of, leaf_of, one_of, queue_of, state_of, word
from onrecord.store import Record
from onrecord.views import At, View
from onrecord.views.entities import entities_view, entity_view
from onrecord.views.findings import findings_view
from onrecord.views.found import search_view
from onrecord.views.health import health_view
from onrecord.views.ingest import problems_view, run_view, runs_view
from onrecord.views.ledger import ledger_view
from onrecord.views.review import judgements_view, review_view
from onrecord.views.sides import ChangesView, ComparisonsView
from onrecord.views.source import source_view
from onrecord.views.standing import standing_view
from onrecord.views.statement import statement_view
from onrecord.views.stories import chosen, stories_view
from onrecord.views.story import story_view

Look = Callable[[Record, At, Asked], View]
_ID = "id"  # of the path, among what is asked

# By the name of the operation, of the record by the two clocks.
_BY_CLOCKS: dict[str, Look] = {
    "list_stories": lambda record, at, asked: stories_view(record, at, words=word(asked, "words") or "", leaf=leaf_of(asked, 50)),
    "get_positions": lambda record, at, asked: standing_view(record, at, chosen(record, asked[_ID], at)),
    "list_statements": lambda record, at, asked: ledger_view(record, at, filter_of(asked), leaf_of(asked, 50)),
    "get_statement": lambda record, at, asked: statement_view(record, at, asked[_ID]),
    "get_source": lambda record, at, asked: source_view(record, at, _given(asked, "report")),
    "list_findings": lambda record, at, asked: findings_view(
        record, at, chosen(record, of, at) if (of := word(asked, "story")) else None, finding_type_of(asked), leaf_of(asked, 50)
    ),
    "list_entities": lambda record, at, asked: entities_view(record, at, entities_of(asked), leaf_of(asked, 50)),
    "get_entity": lambda record, at, asked: entity_view(record, at, asked[_ID], leaf_of(asked, 50)),
    "search": lambda record, at, asked: search_view(record, at, word(asked, "q") or "", size=leaf_of(asked, 20).size),
    "review": lambda record, at, asked: review_view(record, at, queue_of(asked), story=word(asked, "story"), leaf=leaf_of(asked, 1)),
    "list_versions": lambda record, at, asked: ComparisonsView(at=at, found=tuple(versions_of(record))),
    "compare": lambda record, at, asked: ComparisonsView(at=at, found=(compare_reports(record, _given(asked, "a"), _given(asked, "b")),)),
    "list_changes": lambda record, at, asked: ChangesView(at=at, changes=changes_since(record, _given(asked, "since"))),
}
# Of the record as it is.
_AS_IT_IS: dict[str, Look] = {
    "list_judgements": lambda record, at, asked: judgements_view(record, state_of(asked)),
    "list_runs": lambda record, at, asked: runs_view(record),
    "get_run": lambda record, at, asked: run_view(record, asked[_ID], leaf_of(asked, 500)),
    "list_problems": lambda record, at, asked: problems_view(record),
    "health": lambda record, at, asked: health_view(record, check=one_of(asked, "check", ("yes",)) is not None),
}


class Looks:
    """Answers the operations that read, each with its wire object. Raises InputError for a question that is none."""

    def __init__(self, records: Records, intake: Intake) -> None:
        self._records = records
        self._intake = intake

    def answer(self, operation: str, request: Request) -> Wire:
        """What the operation of this name answers."""
        at, wanted = at_of(request.query_params), request.path_params.get(_ID, "")
        if operation == "list_jobs":
            return {"jobs": [job.wire() for job in self._intake.jobs()]}
        if operation == "get_job":
            return self._job(wanted)
        if operation == "get_story":
            key = ("story", wanted, at)
            return self._records.view(key, lambda record: story_view(record, at, chosen(record, wanted, at)), known_at=at.known_at).wire()
        look = _AS_IT_IS.get(operation) or _BY_CLOCKS[operation]
        with self._records.read(None if operation in _AS_IT_IS else at.known_at) as record:
            return look(record, at, {**request.query_params, _ID: wanted}).wire()

    def _job(self, wanted: str) -> Wire:
        job = self._intake.job(wanted)
        if job is None:
            raise MissingError("There is no such job here; what was taken in is among the runs.")
        return job.wire()


def _given(asked: Asked, name: str) -> str:
    found = word(asked, name)
    if found is None:
        raise InputError(f"{name} has to be given.")
    return found
