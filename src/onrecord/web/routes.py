"""The addresses of the desk. Most end in nothing (a page), ``.json`` or ``.csv``; what is a list of news also in ``.atom``."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

from onrecord.accounts import Needed
from onrecord.desk import changes_since
from onrecord.errors import MissingError
from onrecord.export import atom_text
from onrecord.ids import make_id
from onrecord.serving import Intake, Records, RoleRoute
from onrecord.serving.answers import answer
from onrecord.serving.asked import at_of, filter_of, leaf_of, word
from onrecord.serving.streams import job_stream
from onrecord.views.feed import Feed, statement_feed
from onrecord.views.ledger import ledger_view
from onrecord.web import actions, pages, people
from onrecord.web.desk import SIGN_IN, Act, Desk, Look, acting, denied, looking
from onrecord.web.render import static_digest, static_files

_FEED = 100  # entries
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}


class _Plain(Convertor[str]):
    """A part of an address as it stands there."""

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _Shape(_Plain):
    regex = r"(?:\.json|\.csv)?"


class _Id(_Plain):
    """An id of ours: letters, digits, hyphens. A dot would begin a shape."""

    regex = r"[A-Za-z0-9_~-]+"


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
    ("/account", people.account),
)
_ACTS: tuple[tuple[str, Act, Needed], ...] = (
    ("/statements/{id:id}/correct", actions.correct, "annotator"),
    ("/findings/{id:id}/dismiss", actions.dismiss, "annotator"),
    ("/stories/{id:id}/merge", actions.merge_stories, "editor"),
    ("/stories/{id:id}/split", actions.split_story, "editor"),
    ("/judgements/{id:id}/undo", actions.undo, "annotator"),
    ("/entities/{id:id}/merge", actions.merge, "editor"),
    ("/entities/{id:id}/split", actions.split, "editor"),
    ("/screen", actions.screen, "reader"),
    ("/add", actions.add, "editor"),
    ("/settings", actions.settings, "reader"),
    (SIGN_IN, people.sign_in, "anyone"),
    ("/account/password", people.change_password, "reader"),
    ("/account/sign-out", people.sign_out, "reader"),
)


def desk_routes(records: Records, intake: Intake) -> list[BaseRoute]:
    """Everything that the desk answers."""
    desk = Desk(records=records, intake=intake)

    def look_at(path: str, look: Look, role: Needed = "reader") -> RoleRoute:
        return RoleRoute(path, looking(desk, look), role=role, denied=denied)

    found: list[BaseRoute] = [look_at(path, look) for path, look in _LOOKS]
    found += [look_at(SIGN_IN, people.sign_in_form, "anyone"), look_at("/audit{shape:shape}", people.audit, "admin")]
    found += [RoleRoute(path, acting(desk, act), role=role, methods=["POST"], denied=denied) for path, act, role in _ACTS]
    feeds: tuple[tuple[str, Look], ...] = (("/statements.atom", _statements), ("/changes.atom", _changes))
    found += [look_at(path, feed) for path, feed in feeds]
    found.append(look_at("/jobs/{id:id}/events", _events))
    found.append(RoleRoute("/static/{digest}/{name}", _static, role="anyone"))
    found.append(RoleRoute("/robots.txt", _robots, role="anyone"))
    found.append(look_at("/{path:path}", _nothing))
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
