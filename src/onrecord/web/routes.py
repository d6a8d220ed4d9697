"""The addresses of the desk. Most end in nothing (a page), ``.json`` or ``.csv``; what is a list of news also in ``.atom``."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from onrecord.desk import changes_since
from onrecord.errors import MissingError
from onrecord.export import atom_text
from onrecord.ids import make_id
from onrecord.serving import Intake, Records
from onrecord.serving.answers import answer
from onrecord.serving.asked import at_of, filter_of, leaf_of, word
from onrecord.serving.streams import job_stream
from onrecord.views.feed import Feed, statement_feed
from onrecord.views.ledger import ledger_view
from onrecord.web import actions, pages
from onrecord.web.desk import Act, Desk, Look, acting, looking
from onrecord.web.render import static_digest, static_files

_FEED = 100  # entries
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}


class _Shape(Convertor[str]):
    regex = r"(?:\.json|\.csv)?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Id(Convertor[str]):
    """An id of ours: letters, digits, hyphens. A dot would begin a shape."""

    regex = r"[A-Za-z0-9_~-]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("shape", _Shape())
register_url_convertor("id", _Id())

_LOOKS: tuple[tuple[str, Look], ...] = (
    ("/", pages.stories),
    ("/stories{shape:shape}", pages.stories),
    ("/stories/{id:id}{shape:shape}", pages.story),
    ("/stories/{id:id}/positions{shape:shape}", pages.positions),
    ("/statements{shape:shape}", pages.statements),
    ("/statements/{id:id}{shape:shape}", pages.statement),
    ("/statements/{id:id}/panel", pages.panel),
    ("/source{shape:shape}", pages.source),
    ("/findings{shape:shape}", pages.findings),
    ("/entities{shape:shape}", pages.entities),
    ("/entities/{id:id}{shape:shape}", pages.entity),
    ("/search{shape:shape}", pages.search),
    ("/review{shape:shape}", pages.review),
    ("/judgements{shape:shape}", pages.judgements),
    ("/versions{shape:shape}", pages.versions),
    ("/compare{shape:shape}", pages.compare),
    ("/changes{shape:shape}", pages.changes),
    ("/runs{shape:shape}", pages.runs),
    ("/runs/{id:id}{shape:shape}", pages.run),
    ("/problems{shape:shape}", pages.problems),
    ("/health{shape:shape}", pages.health),
    ("/keys", pages.keys),
    ("/screen", actions.screen_form),
    ("/add", actions.add_form),
    ("/jobs/{id:id}", actions.job),
)
_ACTS: tuple[tuple[str, Act], ...] = (
    ("/statements/{id:id}/correct", actions.correct),
    ("/findings/{id:id}/dismiss", actions.dismiss),
    ("/stories/{id:id}/merge", actions.merge_stories),
    ("/stories/{id:id}/split", actions.split_story),
    ("/judgements/{id:id}/undo", actions.undo),
    ("/entities/{id:id}/merge", actions.merge),
    ("/entities/{id:id}/split", actions.split),
    ("/screen", actions.screen),
    ("/add", actions.add),
    ("/settings", actions.settings),
)


def desk_routes(records: Records, intake: Intake) -> list[BaseRoute]:
    """Everything that the desk answers."""
    desk = Desk(records=records, intake=intake)
    found: list[BaseRoute] = [Route(path, looking(desk, look), methods=["GET"]) for path, look in _LOOKS]
    found += [Route(path, acting(desk, act), methods=["POST"]) for path, act in _ACTS]
    feeds: tuple[tuple[str, Look], ...] = (("/statements.atom", _statements), ("/changes.atom", _changes))
    found += [Route(path, looking(desk, feed), methods=["GET"]) for path, feed in feeds]
    found.append(Route("/jobs/{id:id}/events", looking(desk, _events), methods=["GET"]))
    found.append(Route("/static/{digest}/{name}", _static, methods=["GET"]))
    found.append(Route("/robots.txt", _robots, methods=["GET"]))
    found.append(Route("/{path:path}", looking(desk, _nothing), methods=["GET"]))
    return found


def _statements(desk: Desk, request: Request) -> Response:
    asked = request.query_params
    with desk.records.read() as record:
        view = ledger_view(record, at_of(asked), filter_of(asked), leaf_of(asked, _FEED), facets=False)
    query = request.url.query
    base = f"{request.url.scheme}://{request.url.netloc}"
    feed = Feed(key=make_id("query", query), title="onrecord: statements", base=base, path=f"/statements{f'?{query}' if query else ''}")
    return answer(request, statement_feed(feed, view.rows), "application/atom+xml")


def _changes(desk: Desk, request: Request) -> Response:
    since = word(request.query_params, "since") or "1970"
    with desk.records.read() as record:
        return answer(request, atom_text(changes_since(record, since)), "application/atom+xml")


def _events(desk: Desk, request: Request) -> Response:
    """The job whenever it has changed. Without a script the page is asked for again instead."""
    return job_stream(request, desk.intake, request.path_params["id"])


async def _static(request: Request) -> Response:
    """A file under the digest of all of them, so that a browser may keep it for ever."""
    name, digest = request.path_params["name"], request.path_params["digest"]
    found = static_files().get(name)
    if found is None or digest != static_digest():
        return PlainTextResponse("There is no such file.\n", status_code=404)
    kind = _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    return Response(found, media_type=kind, headers={"cache-control": "public, max-age=31536000, immutable"})


def _nothing(desk: Desk, request: Request) -> Response:
    raise MissingError("There is no page at this address.")


async def _robots(_: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
