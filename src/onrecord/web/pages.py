"""What the desk shows. Each function answers one address, as a page, JSON or CSV."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import get_args

from starlette.requests import Request
from starlette.responses import Response

from onrecord.desk import changes_since, compare_reports, versions_of
from onrecord.errors import InputError
from onrecord.export.days import one_year
from onrecord.model import EntityType, Span
from onrecord.serving.asked import at_of, entities_of, filter_of, finding_type_of, leaf_of, one_of, queue_of, state_of, word
from onrecord.store import EntityFilter, Record
from onrecord.views import At
from onrecord.views.entities import entities_view, entity_view
from onrecord.views.findings import FindingCard, FindingsView, findings_view
from onrecord.views.found import search_view
from onrecord.views.health import health_view
from onrecord.views.ingest import problems_view, run_view, runs_view
from onrecord.views.ledger import ledger_view
from onrecord.views.review import QUEUES, judgements_view, review_view
from onrecord.views.sides import ChangesView, ComparisonsView
from onrecord.views.source import SourceView, panel_view, source_view
from onrecord.views.standing import standing_view
from onrecord.views.statement import found, statement_view
from onrecord.views.stories import chosen, stories_view
from onrecord.views.story import StoryView, latest, story_view
from onrecord.web.desk import Desk, shown_as
from onrecord.web.render import page

_MARKS = ("all", "said", "chosen", "none")
_NEWS_DAYS = 7
_NEWS_SHOWN = 60
_SEARCH = 20
_OTHERS = 40  # stories that one may be merged with; more are merged on the command line
_NOTHING: Mapping[str, str] = {}
_FILTERS = ("text", "speaker", "outlet", "manner", "since", "until", "min_score", "report")


def stories(desk: Desk, request: Request) -> Response:
    asked = request.query_params
    with desk.records.read(at_of(asked).known_at) as record:
        view = stories_view(record, at_of(asked), words=word(asked, "words") or "", leaf=leaf_of(asked, 30))
    return shown_as(request, view, "stories.html", record_name=desk.records.path.name)


def story(desk: Desk, request: Request, refused: str | None = None) -> Response:
    """``refused``: why a judgement about it was not taken down."""
    at, wanted = at_of(request.query_params), request.path_params["id"]
    view: StoryView = desk.records.view(
        ("story", wanted, at), lambda record: story_view(record, at, chosen(record, wanted, at)), known_at=at.known_at
    )
    if request.path_params.get("shape"):
        return shown_as(request, view, "story.html")
    with desk.records.read(at.known_at) as record:
        panel = _panel(record, request, at, _first(view))
        others = [story for story in record.latest_stories(most=_OTHERS) if story[0] != wanted]
        made = word(request.query_params, "done")
        history = [j for j in record.judgements() if j.id == made or (j.targets[0].startswith("story") and wanted in j.targets)]
        earlier, later = record.neighbouring_days(at.as_of, story=wanted) if at.as_of else (view.story.last, None)
    voices = [(voice, latest(voice)) for voice in view.account.voices]
    more = {
        "year": one_year(r.published.value for r in view.account.reports if r.published),
        "voices": voices,
        "reports": {r.id: r for r in view.account.reports},
        "published": [r.published for r in view.account.reports],
    }
    done = [j for j in history if j.id == made and j.state == "in force"]
    rulings = {"others": others, "history": history[::-1], "done": done, "refused": refused}
    return shown_as(request, view, "story.html", panel=panel, earlier=earlier, later=later, **more, **rulings)


def _first(view: StoryView) -> str | None:
    """The statement whose source stands beside the page when none is asked for."""
    for card in view.cards:
        if key := _key(card):
            return key
    lines = [line for voice in view.account.voices for line in voice.lines] or list(view.account.unknown)
    return lines[0].row.statement.id if lines else None


def _key(card: FindingCard) -> str | None:
    return next((side.key for side in (*card.a, *card.b) if side.key), None)


def _panel(record: Record, request: Request, at: At, default: str | None) -> SourceView | None:
    """The source of the statement that the address names, else of the default one."""
    wanted = word(request.query_params, "s") or default
    if wanted is None:
        return None
    row, _ = found(record, wanted)
    return panel_view(record, at, row)


def positions(desk: Desk, request: Request) -> Response:
    at = at_of(request.query_params)
    with desk.records.read(at.known_at) as record:
        view = standing_view(record, at, chosen(record, request.path_params["id"], at))
        first = next((p.statements[0] for p in view.positions if p.statements), None)
        panel = None if request.path_params.get("shape") else _panel(record, request, at, first)
    return shown_as(request, view, "positions.html", panel=panel, year=one_year(p.since for p in view.positions if p.since))


def statements(desk: Desk, request: Request) -> Response:
    asked, at = request.query_params, at_of(request.query_params)
    wanted, shape = filter_of(asked), request.path_params.get("shape", "")
    with desk.records.read(at.known_at) as record:
        view = ledger_view(record, at, wanted, leaf_of(asked, 200 if shape else 50), facets=not shape)
        story = record.story(wanted.story, **at.clocks) if wanted.story else None
        panel = None if shape else _panel(record, request, at, view.rows[0].statement.id if view.rows else None)
    filtered = any(asked.get(name) for name in _FILTERS)
    return shown_as(request, view, "ledger.html", story=story, panel=panel, filtered=filtered)


def statement(desk: Desk, request: Request, given: Mapping[str, str] = _NOTHING, refused: str | None = None) -> Response:
    """``given``: what a refused form held, so that nobody types it again; ``refused``: why."""
    at = at_of(request.query_params)
    with desk.records.read(at.known_at) as record:
        view = statement_view(record, at, request.path_params["id"])
        wanted = EntityFilter(story=view.row.story) if view.row.story else EntityFilter()
        people = [e.name for e in record.named_first(wanted, size=60)]
    done = [j for j in view.history if word(request.query_params, "done") == j.id and j.state == "in force"]
    return shown_as(request, view, "statement.html", people=people, done=done, given=given, refused=refused)


def panel(desk: Desk, request: Request) -> Response:
    """The source of a statement alone, for a script to put beside a page."""
    at = at_of(request.query_params)
    with desk.records.read(at.known_at) as record:
        row, _ = found(record, request.path_params["id"])
        source = panel_view(record, at, row)
    return page(request, "panel.html", source=source)


def source(desk: Desk, request: Request) -> Response:
    asked, at = request.query_params, at_of(request.query_params)
    report = word(asked, "report")
    if report is None:
        raise InputError("Which report? The address has to end in ?report= and its id.")
    place = _place(word(asked, "at"))
    with desk.records.read(at.known_at) as record:
        view = source_view(record, at, report, statement=word(asked, "statement"), place=place)
        problems = [p for p in record.problems(story=view.facts.story) if p.report == report] if view.facts.story else []
    marks = one_of(asked, "marks", _MARKS) or "all"
    return shown_as(request, view, "source.html", marks=marks, at_place=place is not None, problems=problems)


def _place(given: str | None) -> Span | None:
    start, _, end = (given or "").partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(start) < 10 and len(end) < 10):
        return None
    return Span(int(start), int(end)) if int(start) < int(end) else None


def findings(desk: Desk, request: Request) -> Response:
    asked, at = request.query_params, at_of(request.query_params)
    of, kind, leaf = word(asked, "story"), finding_type_of(asked), leaf_of(asked, 20)
    view: FindingsView = desk.records.view(
        ("findings", of, kind, at, leaf),
        lambda record: findings_view(record, at, chosen(record, of, at) if of else None, kind, leaf),
        known_at=at.known_at,
    )
    with desk.records.read(at.known_at) as record:
        first = next((key for card in view.cards if (key := _key(card))), None)
        beside = None if request.path_params.get("shape") else _panel(record, request, at, first)
        made = word(asked, "done")
        done = [j for j in record.judgements() if j.id == made and j.state == "in force"] if made else []
    return shown_as(request, view, "findings.html", panel=beside, done=done)


def entities(desk: Desk, request: Request) -> Response:
    asked, at = request.query_params, at_of(request.query_params)
    wanted, leaf = entities_of(asked), leaf_of(asked, 50)
    view = desk.records.view(("entities", wanted, leaf), lambda record: entities_view(record, at, wanted, leaf), known_at=at.known_at)
    return shown_as(request, view, "entities.html", types=get_args(EntityType))


def entity(desk: Desk, request: Request, refused: str | None = None) -> Response:
    """``refused``: why a judgement about it was not taken down."""
    asked, at, wanted = request.query_params, at_of(request.query_params), request.path_params["id"]
    leaf = leaf_of(asked, 25)
    view = desk.records.view(("entity", wanted, at, leaf), lambda record: entity_view(record, at, wanted, leaf), known_at=at.known_at)
    with desk.records.read(at.known_at) as record:
        first = view.said.rows[0].statement.id if view.said.rows else None
        beside = None if request.path_params.get("shape") else _panel(record, request, at, first)
    done = [j for j in view.history if word(asked, "done") == j.id and j.state == "in force"]
    return shown_as(request, view, "entity.html", panel=beside, done=done, refused=refused)


def search(desk: Desk, request: Request) -> Response:
    asked = request.query_params
    with desk.records.read(at_of(asked).known_at) as record:
        view = search_view(record, at_of(asked), word(asked, "q") or "", size=_SEARCH)
        amounts = record.amounts()
    return shown_as(request, view, "search.html", amounts=amounts, size=_SEARCH)


def review(desk: Desk, request: Request) -> Response:
    asked = request.query_params
    with desk.records.read(at_of(asked).known_at) as record:
        view = review_view(record, at_of(asked), queue_of(asked), story=word(asked, "story"), leaf=leaf_of(asked, 1))
    return shown_as(request, view, "review.html", queues=QUEUES)


def judgements(desk: Desk, request: Request) -> Response:
    with desk.records.read() as record:
        view = judgements_view(record, state_of(request.query_params))
    return shown_as(request, view, "judgements.html")


def versions(desk: Desk, request: Request) -> Response:
    asked = request.query_params
    with desk.records.read(at_of(asked).known_at) as record:
        view = ComparisonsView(at=at_of(asked), found=tuple(versions_of(record, word(asked, "of"))))
    says = "Reports of one address with other words are versions of one page, each beside the one before."
    empty = "No page on the record has had another version." if not word(asked, "of") else "The record has one version of this page."
    words = {"heading": "Changed pages", "says": says, "empty": empty, "versions": True, "form": False}
    return shown_as(request, view, "comparisons.html", **words)


def compare(desk: Desk, request: Request) -> Response:
    asked = request.query_params
    a, b = word(asked, "a"), word(asked, "b")
    with desk.records.read(at_of(asked).known_at) as record:
        pair = (compare_reports(record, a, b),) if a and b else ()
    view = ComparisonsView(at=at_of(asked), found=pair)
    says = "What both say, what one says, and where they differ. Neither is taken for the right one."
    words = {"heading": "Side by side", "says": says, "empty": "Name two reports by their ids.", "versions": False, "form": True}
    return shown_as(request, view, "comparisons.html", **words)


def changes(desk: Desk, request: Request) -> Response:
    asked = request.query_params
    since = word(asked, "since") or (datetime.now(UTC) - timedelta(days=_NEWS_DAYS)).date().isoformat()
    with desk.records.read(at_of(asked).known_at) as record:
        view = ChangesView(at=at_of(asked), changes=changes_since(record, since))
    return shown_as(request, view, "changes.html", shown_most=_NEWS_SHOWN)


def runs(desk: Desk, request: Request) -> Response:
    with desk.records.read() as record:
        view = runs_view(record)
    return shown_as(request, view, "runs.html", jobs=desk.intake.jobs())


def run(desk: Desk, request: Request) -> Response:
    with desk.records.read() as record:
        view = run_view(record, request.path_params["id"], leaf_of(request.query_params, 500))
    return shown_as(request, view, "run.html")


def problems(desk: Desk, request: Request) -> Response:
    with desk.records.read() as record:
        view = problems_view(record)
    return shown_as(request, view, "problems.html")


def health(desk: Desk, request: Request) -> Response:
    with desk.records.read() as record:
        view = health_view(record, check=word(request.query_params, "check") == "yes")
    return shown_as(request, view, "health.html")


def keys(desk: Desk, request: Request) -> Response:
    return page(request, "keys.html")
