"""Entities for those who follow the money: https://followthemoney.tech, one JSON object a line.

Each carries where it was named: its reports as Articles, and a Mention for each pair. Nothing is claimed that no report says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.export.formats.lines import write_known
from onrecord.export.iris import web_address
from onrecord.export.kinds import BY_NAME
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink
from onrecord.export.wire import Wire
from onrecord.ids import make_id

# A state, an office or a group may act as a body does, and "LegalEntity" says no more than that.
SCHEMATA = {
    "person": "Person",
    "organisation": "Organization",
    "state": "PublicBody",
    "office": "Position",
    "group": "LegalEntity",
    "place": "Address",
}
_DAY = len("2026-01-30")
# Theirs is ISO 639-3, ours 639-1; a language that is not here is left out.
_LANGUAGES = {
    **{"ar": "ara", "bg": "bul", "cs": "ces", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fa": "fas", "fr": "fra", "he": "heb"},
    **{"hi": "hin", "hu": "hun", "it": "ita", "ja": "jpn", "ko": "kor", "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus"},
    **{"sr": "srp", "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "zho"},
}


def money_entities(extract: Extract) -> Iterator[tuple[str, Wire | None]]:
    """For every entity its type, and what stands for it; None where FollowTheMoney has no schema for the type. Then the reports and
    who is named in them."""
    kept = set()
    for line in BY_NAME["entities"].lines(extract):
        schema = SCHEMATA.get(line["type"])
        if schema is not None:
            kept.add(line["id"])
        yield line["type"], _entity(line, schema) if schema else None
    for line in BY_NAME["reports"].lines(extract):
        yield "report", _article(line)
        for reference, named in _named(extract, line["id"]):
            if reference in kept:
                yield "mention", _mention(line["id"], reference, named)


def write_money(extract: Extract, sink: Sink) -> tuple[str, ...]:
    return write_known(sink, "entities.ftm.jsonl", money_entities(extract), "FollowTheMoney has no schema for it")


def _entity(line: Wire, schema: str) -> Wire:
    names = [spelling["name"] for spelling in line["spellings"]]
    properties = {"name": [line["name"]], "alias": [name for name in names if name != line["name"]]}
    if schema == "Person":
        properties["position"] = [role["title"] for role in line["roles"]]
    if schema == "Address":
        properties["full"] = [line["name"]]
    return _object(line["id"], schema, properties)


def _article(line: Wire) -> Wire:
    published = line["published"]["value"][:_DAY] if line["published"] else None
    address = web_address(line["url"])
    properties = {
        "title": [line["title"]],
        "name": [line["title"] or line["id"]],
        "publisher": [line["outlet"]],
        "author": [line["byline"]],
        "publishedAt": [published if published and "/" not in published and "W" not in published else None],
        "sourceUrl": [address],
        "language": [_LANGUAGES.get(line["language"])],
    }
    return _object(_article_id(line["id"]), "Article", properties)


def _mention(report: str, entity: str, names: list[str]) -> Wire:
    properties = {"document": [_article_id(report)], "resolved": [entity], "name": names}
    return _object(make_id("mention", report, entity), "Mention", properties)


def _article_id(report: str) -> str:
    return make_id("article", report)  # a report's id may be an address; theirs are words


def _named(extract: Extract, report: str) -> Iterator[tuple[str, list[str]]]:
    """The record's entities that the report names, each with its spelling there."""
    found: dict[str, list[str]] = {}
    for entity, name in extract.record.named_in(report):
        found.setdefault(entity, []).append(name)
    yield from found.items()


def _object(key: str, schema: str, properties: dict[str, list[Any]]) -> Wire:
    kept = {name: [v for v in dict.fromkeys(values) if v] for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}
