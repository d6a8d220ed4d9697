"""What the programming interface answers when it is asked: the same views as the pages of the desk."""

from __future__ import annotations

from starlette.requests import Request

from onrecord.desk import changes_since, compare_reports, versions_of
from onrecord.errors import InputError, MissingError
from onrecord.export.wire import Wire
from onrecord.serving import Intake, Records
from onrecord.serving.asked import at_of, entities_of, filter_of, finding_type_of, leaf_of, one_of, queue_of, state_of, word
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


class Looks:
    """One method for each operation that reads; it gives the wire object. Raises InputError for a question that is none."""

    def __init__(self, records: Records, intake: Intake) -> None:
        self._records = records
        self._intake = intake

    def list_stories(self, request: Request) -> Wire:
        asked = request.query_params
        with self._records.read(at_of(asked).known_at) as record:
            return stories_view(record, at_of(asked), words=word(asked, "words") or "", leaf=leaf_of(asked, 50)).wire()

    def get_story(self, request: Request) -> Wire:
        at, wanted = at_of(request.query_params), request.path_params["id"]
        return self._records.view(
            ("story", wanted, at), lambda record: story_view(record, at, chosen(record, wanted, at)), known_at=at.known_at
        ).wire()

    def get_positions(self, request: Request) -> Wire:
        at = at_of(request.query_params)
        with self._records.read(at.known_at) as record:
            return standing_view(record, at, chosen(record, request.path_params["id"], at)).wire()

    def list_statements(self, request: Request) -> Wire:
        asked = request.query_params
        with self._records.read(at_of(asked).known_at) as record:
            return ledger_view(record, at_of(asked), filter_of(asked), leaf_of(asked, 50)).wire()

    def get_statement(self, request: Request) -> Wire:
        with self._records.read(at_of(request.query_params).known_at) as record:
            return statement_view(record, at_of(request.query_params), request.path_params["id"]).wire()

    def get_source(self, request: Request) -> Wire:
        with self._records.read(at_of(request.query_params).known_at) as record:
            return source_view(record, at_of(request.query_params), _given(request, "report")).wire()

    def list_findings(self, request: Request) -> Wire:
        asked, at = request.query_params, at_of(request.query_params)
        with self._records.read(at.known_at) as record:
            of = word(asked, "story")
            return findings_view(record, at, chosen(record, of, at) if of else None, finding_type_of(asked), leaf_of(asked, 50)).wire()

    def list_entities(self, request: Request) -> Wire:
        asked, at = request.query_params, at_of(request.query_params)
        with self._records.read(at.known_at) as record:
            return entities_view(record, at, entities_of(asked), leaf_of(asked, 50)).wire()

    def get_entity(self, request: Request) -> Wire:
        asked = request.query_params
        with self._records.read(at_of(asked).known_at) as record:
            return entity_view(record, at_of(asked), request.path_params["id"], leaf_of(asked, 50)).wire()

    def search(self, request: Request) -> Wire:
        asked = request.query_params
        with self._records.read(at_of(asked).known_at) as record:
            return search_view(record, at_of(asked), word(asked, "q") or "", size=leaf_of(asked, 20).size).wire()

    def review(self, request: Request) -> Wire:
        asked = request.query_params
        with self._records.read(at_of(asked).known_at) as record:
            return review_view(record, at_of(asked), queue_of(asked), story=word(asked, "story"), leaf=leaf_of(asked, 1)).wire()

    def list_judgements(self, request: Request) -> Wire:
        with self._records.read() as record:
            return judgements_view(record, state_of(request.query_params)).wire()

    def list_versions(self, request: Request) -> Wire:
        with self._records.read(at_of(request.query_params).known_at) as record:
            return ComparisonsView(at=at_of(request.query_params), found=tuple(versions_of(record))).wire()

    def compare(self, request: Request) -> Wire:
        with self._records.read(at_of(request.query_params).known_at) as record:
            found = compare_reports(record, _given(request, "a"), _given(request, "b"))
            return ComparisonsView(at=at_of(request.query_params), found=(found,)).wire()

    def list_changes(self, request: Request) -> Wire:
        with self._records.read(at_of(request.query_params).known_at) as record:
            return ChangesView(at=at_of(request.query_params), changes=changes_since(record, _given(request, "since"))).wire()

    def list_runs(self, request: Request) -> Wire:
        with self._records.read() as record:
            return runs_view(record).wire()

    def get_run(self, request: Request) -> Wire:
        with self._records.read() as record:
            return run_view(record, request.path_params["id"]).wire()

    def list_problems(self, request: Request) -> Wire:
        with self._records.read() as record:
            return problems_view(record).wire()

    def health(self, request: Request) -> Wire:
        check = one_of(request.query_params, "check", ("yes",)) is not None
        with self._records.read() as record:
            return health_view(record, check=check).wire()

    def list_jobs(self, request: Request) -> Wire:
        return {"jobs": [job.wire() for job in self._intake.jobs()]}

    def get_job(self, request: Request) -> Wire:
        job = self._intake.job(request.path_params["id"])
        if job is None:
            raise MissingError("There is no such job here; what was taken in is among the runs.")
        return job.wire()


def _given(request: Request, name: str) -> str:
    found = word(request.query_params, name)
    if found is None:
        raise InputError(f"{name} has to be given.")
    return found
