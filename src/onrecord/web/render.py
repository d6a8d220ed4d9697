"""Pages from templates: everything escaped, nothing undefined, every address made in one place."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import unquote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from onrecord.compare import Stretch
from onrecord.export.days import day_of, stretch
from onrecord.export.words import is_bare, origin_name
from onrecord.safe import one_line
from onrecord.serving.answers import answer
from onrecord.serving.asked import at_of
from onrecord.serving.doors import caller_of
from onrecord.store import StatementRow
from onrecord.views import At
from onrecord.web.keys import KEYS
from onrecord.web.text import fragment_url, safe_url, shown

THEMES = ("system", "light", "dark")
_SHORT = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a reader chose for this browser: light or dark, whether single letters are shortcuts, and the name they judge under."""

    theme: str = "system"
    keys: bool = True
    author: str = ""


class AccountName(str):
    """The name under which somebody is signed in: it is written under every judgement of theirs, and no form can say otherwise."""

    __slots__ = ()


def settings_of(request: Request) -> Settings:
    kept = request.cookies
    theme = kept.get("theme", "system")
    caller = caller_of(request)
    author = AccountName(caller.name) if caller.name else one_line(unquote(kept.get("author", ""))[:100])
    return Settings(theme=theme if theme in THEMES else "system", keys=kept.get("keys") != "off", author=author)


class Links:
    """Addresses of this desk. The two clocks stay in every one of them."""

    def __init__(self, at: At) -> None:
        self._at = {name: value for name, value in (("as_of", at.as_of), ("known_at", at.known_at)) if value}

    def __call__(self, path: str, anchor: str = "", **asked: Any) -> str:
        query = {name: value for name, value in (asked | self._at).items() if value not in (None, "")}
        return f"{path}{f'?{urlencode(query)}' if query else ''}{f'#{anchor}' if anchor else ''}"


def page(request: Request, template: str, *, status: int = 200, **more: Any) -> Response:
    """The template with what every page has: its links, its clocks, the reader's settings."""
    at = more.pop("at", None) or _clocks(request)
    asked = dict(request.query_params)
    exact = getattr(request.state, "exact", True)
    common = {
        "exact": exact,
        "status": status,
        "at": at,
        "link": Links(at),
        "settings": settings_of(request),
        "caller": caller_of(request),
        "path": request.url.path,
        "asked": asked,
        "keys": KEYS,
    }
    body = _environment().get_template(template).render(common | more)
    if status != 200:
        return Response(body.encode("utf-8", "replace"), status_code=status, media_type="text/html")
    return answer(request, body, "text/html")


def _clocks(request: Request) -> At:
    return at_of(request.query_params)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onrecord.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.tests["signed"] = lambda value: isinstance(value, AccountName)
    environment.filters |= {
        "shown": shown,
        "day": day_words,
        "short": short_day,
        "moment": moment_words,
        "one_line": one_line,
        "number": lambda n: f"{n:,}",
        "bytes": byte_words,
        "moved": moved,
        "tick": tick_words,
        "picked": picked_day,
        "place": lambda span: f"{span.start}-{span.end}",
        "places": lambda spans: ", ".join(f"{span.start}:{span.end}" for span in spans),
    }
    environment.globals |= {
        "static": static_address,
        "plural": plural,
        "safe_url": safe_url,
        "fragment_url": fragment_url,
        "said": said,
        "origin_name": origin_name,
        "stretch": stretch,
    }
    return environment


def day_words(value: str | None, year: str | None = None) -> str:
    """ "30 January 2026"; "undated" for None."""
    return "undated" if value is None else day_of(value, year)


def short_day(value: str | None) -> Markup:
    """ "30 Jan" in a time element whose tip is the whole of it; a month, a year or a week as they are."""
    if value is None:
        return Markup('<span class="none">undated</span>')
    parts = value.partition("T")[0].split("-")
    words = value
    if len(parts) in (2, 3) and all(p.isdecimal() for p in parts) and 1 <= int(parts[1]) <= 12:
        month = _SHORT[int(parts[1])]
        words = f"{int(parts[2])} {month} {parts[0]}" if len(parts) == 3 else f"{month} {parts[0]}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(value, value, one_line(words))


def picked_day(value: str | None) -> str:
    """The day as a date field can hold it; empty for a month or a year."""
    day = (value or "")[:10]
    return day if len(day) == 10 and day[4] == day[7] == "-" and "W" not in day else ""


def tick_words(value: str) -> str:
    """ "30 Jan" """
    _, month, day = value.split("-")
    return f"{int(day)} {_SHORT[int(month)]}"


def moved(asked: Mapping[str, str], as_of: str) -> str:
    """The same questions as of another day, as the end of an address."""
    return urlencode({name: value for name, value in asked.items() if name not in ("as_of", "next", "done")} | {"as_of": as_of})


def moment_words(value: str | None) -> str:
    """ "30 January 2026, 18:04 UTC" """
    if value is None:
        return "unknown"
    day, _, time = value.partition("T")
    return f"{day_of(day)}, {time[:5]} UTC" if time else day_of(day)


def byte_words(number: int) -> str:
    """ "1.3 MB" """
    size = float(number)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def plural(number: int, one: str, many: str = "") -> str:
    """ "1 report", "2,000 reports" """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def said(row: StatementRow, words: Sequence[Sequence[Stretch]] | None = None) -> Markup:
    """What was said, each piece as the report has it; quotation marks of ours only around what it quotes and the span leaves out.
    ``words``: the pieces with what of them to mark as other words than the other side's."""
    direct = row.statement.manner == "direct"
    inside = [shown(piece) for piece in row.content_pieces] if words is None else [_marked(piece) for piece in words]
    pieces = [
        Markup("“{}”" if direct and is_bare(piece) else "{}").format(part) for piece, part in zip(row.content_pieces, inside, strict=True)
    ]
    return Markup('<bdi class="said">{}</bdi>').format(Markup(" … ").join(pieces))


def _marked(piece: Sequence[Stretch]) -> Markup:
    return Markup("").join(Markup('<mark class="w">{}</mark>').format(shown(text)) if differs else shown(text) for text, differs in piece)


@cache
def static_files() -> Mapping[str, bytes]:
    """The files that pages use, by name."""
    folder = resources.files("onrecord.web") / "static"
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.is_file() and not entry.name.endswith((".txt", ".json"))}


@cache
def static_digest() -> str:
    """Of all of them: one file names another, so they are kept and replaced together."""
    every = sorted(static_files().items())
    return hashlib.sha256(b"".join(name.encode() + content for name, content in every)).hexdigest()[:12]


def static_address(name: str) -> str:
    """Raises KeyError for a file that there is not: a template names it wrongly."""
    if name not in static_files():
        raise KeyError(name)
    return f"/static/{static_digest()}/{name}"
