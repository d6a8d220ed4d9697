"""The record as linked data: schema.org's NewsArticle, Quotation, Claim and their people, with relations of our own.

schema.org has no relation between two claims, so findings are things of their own with two sides; the context file beside this folder
says what each term means, and is written out with the data, so that nothing has to be fetched to read it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

from onrecord.export.gathered import each_with_lines
from onrecord.export.iris import iri_of, web_address
from onrecord.export.jsonl import dump
from onrecord.export.kinds import BY_NAME
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink
from onrecord.export.wire import Wire

CONTEXT_NAME = "onrecord.context.jsonld"
MEDIA_TYPE = "application/ld+json"
# What stands for what in schema.org; a group or somebody unnamed may be people or a body, so it is neither.
_TYPES = {"person": "Person", "organisation": "Organization", "state": "Country", "place": "Place"}


def context_text() -> str:
    """The context file as it ships."""
    return (resources.files("onrecord.export") / CONTEXT_NAME).read_text(encoding="utf-8")


def article_node(extract: Extract, report: Wire) -> Wire:
    return _kept(
        {
            "id": iri_of("report", report["id"]),
            "type": "NewsArticle",
            "headline": report["title"],
            "url": web_address(report["url"]),
            "publisher": {"type": "Organization", "name": report["outlet"]} if report["outlet"] else None,
            "sourceOrganization": {"type": "Organization", "name": report["agency"]} if report["agency"] else None,
            "datePublished": report["published"]["value"] if report["published"] else None,
            "inLanguage": report["language"],
            "story": iri_of("story", report["story"]) if report["story"] else None,
            "textSha256": report["text_sha256"],
            "text": report["text"],
        }
    )


def statement_node(extract: Extract, line: Wire) -> Wire:
    """A Quotation where the report quotes, and only there: what it tells in its own words is a Claim that appears in it."""
    is_quotation = line["manner"] == "direct"
    article = iri_of("report", line["report"])
    selectors = [{"type": "TextPositionSelector", "start": start, "end": end} for start, end in line["content"]]
    return _kept(
        {
            "id": iri_of("statement", line["id"]),
            "type": "Quotation" if is_quotation else "Claim",
            "text": line["content_text"],
            "creator" if is_quotation else "author": _entity(line["speaker"]),
            "isPartOf" if is_quotation else "appearance": article,
            "wasQuotedFrom" if is_quotation else "wasDerivedFrom": article,
            "selector": selectors,
            "manner": line["manner"],
            "cue": line["cue_text"] or None,
            "sourceText": line["source_text"] or None,
            "addressee": _entity(extract.of_record(line, line["addressee"])),
            "relayedBy": [_entity(extract.of_record(line, relay)) for relay in line["relay"]],
            "partOfStatement" if line["part"] else "quotedWithin": iri_of("statement", line["parent"]) if line["parent"] else None,
            "dateCreated": line["said"]["value"] if line["said"] else None,
            "score": line["score"],
            "reason": line["reasons"],
        }
    )


def entity_node(extract: Extract, line: Wire) -> Wire:
    spellings = [spelling["name"] for spelling in line["spellings"] if spelling["name"] != line["name"]]
    return _kept(
        {
            "id": iri_of("entity", line["id"]),
            "type": _TYPES.get(line["type"], "Thing"),
            "name": line["name"],
            "alternateName": spellings,
            "role": [role["title"] for role in line["roles"]],
            "entityType": line["type"],
        }
    )


def finding_node(extract: Extract, line: Wire) -> Wire:
    sides = {f"side{side.upper()}": [_entry(entry) for entry in line["sides"][side]] for side in "ab"}
    return _kept(
        {
            "id": iri_of("finding", line["id"]),
            "type": "Finding",
            "relation": line["type"],
            **sides,
            "slot": line["slot"],
            "why": line["why"],
            "independentOrigins": line["origins"],
            "score": line["score"],
            "reason": line["reasons"],
        }
    )


def position_node(extract: Extract, line: Wire) -> Wire:
    return _kept(
        {
            "id": iri_of("position", line["id"]),
            "type": "Position",
            "actor": _entity(line["actor"]),
            "issue": line["issue"],
            "option": line["option"],
            "stance": line["stance"],
            "validFrom": line["from"],
            "validUntil": line["until"],
            "evidence": [iri_of("statement", statement) for statement in line["statements"]],
        }
    )


NODES: dict[str, Callable[[Extract, Wire], Wire]] = {
    "reports": article_node,
    "entities": entity_node,
    "statements": statement_node,
    "parts": statement_node,
    "findings": finding_node,
    "positions": position_node,
}


def nodes_of(extract: Extract) -> Iterator[Wire]:
    for kind, lines in each_with_lines(extract, [BY_NAME[name] for name in NODES]):
        yield from (NODES[kind.name](extract, line) for line in lines)


def write_linked(extract: Extract, sink: Sink) -> tuple[str, ...]:
    """One document with the whole context inside, and the context beside it."""
    context = json.loads(context_text())["@context"]
    with sink.file("record.jsonld", MEDIA_TYPE) as file:
        file.write(f'{{"@context": {json.dumps(context)},\n"@graph": [')
        for at, node in enumerate(nodes_of(extract)):
            file.entry((",\n" if at else "\n") + dump(node))
        file.write("\n]}\n")
    if not sink.takes_one:
        with sink.file(CONTEXT_NAME, MEDIA_TYPE) as file:
            file.write(context_text())
    return ()


def _entity(reference: Wire | None) -> str | None:
    return iri_of("entity", reference["entity"]) if reference else None


def _entry(entry: Wire) -> str:
    return iri_of("figure", entry["figure"]) if entry["figure"] else iri_of("statement", entry["statement"])


def _kept(node: dict[str, Any]) -> Wire:
    """Without what is not known: in linked data silence is how one says so."""
    return {name: value for name, value in node.items() if value is not None and value != []}
