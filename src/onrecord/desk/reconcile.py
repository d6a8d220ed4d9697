"""Names of a list matched with the entities of a record, as OpenRefine asks for it: the Reconciliation Service API 0.2.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. Functions from JSON values to JSON values; whoever
serves them only has to route. Scores are those by which the record itself takes two names for one, out of 100, and come with their
reasons: a list is matched no more boldly than reports are.
"""

from __future__ import annotations

import base64
import hashlib
import math
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, get_args

from rapidfuzz import fuzz, process

from onrecord.link import MAY, SAME, same_name
from onrecord.model import EntityType
from onrecord.safe import one_line
from onrecord.store import EntityRow, Record, StatementFilter
from onrecord.text import fold

Json = dict[str, Any]

VERSION = "0.2"
MOST_QUERIES = 100  # of one batch; OpenRefine sends ten
MOST_CANDIDATES = 25
_USUAL_CANDIDATES = 5
_LIKE = 60  # of 100: names less like the query are not looked at
_LOOKED_AT = 60  # names of a query that are scored
_LEAST = 0.2  # a candidate with a lower score tells nothing
_PREVIEWED = 3  # statements
_STYLE = (
    ":root{color-scheme:light dark}body{font:14px/1.4 system-ui,sans-serif;margin:.6rem}h1{font-size:1.1rem;margin:0}p,ul{margin:.3rem 0}"
)
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
PREVIEW_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"  # its own style, nothing else
TYPE_NAMES: dict[EntityType, str] = {
    "person": "Person",
    "office": "Office",
    "organisation": "Organisation",
    "state": "State",
    "place": "Place",
    "group": "Group",
    "document": "Document",
    "anonymous": "Somebody unnamed",
}
PROPERTIES = {
    "type": "Type",
    "role": "Role",
    "spelling": "Spelling",
    "reports": "Reports that name it",
    "statements": "Statements by it",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where the service is reached, without a slash at the end, and where a person looks at an entity: ``{{id}}`` stands for its id."""

    service: str
    view: str


@dataclass(slots=True)
class _Named:
    """An entity with its spellings; ``reports`` counts those that name it."""

    name: str
    type: EntityType
    spellings: list[str] = field(default_factory=list)
    reports: int = 0


class Names:
    """Every name of a record, read once: make it anew when the record has taken something in. A hundred thousand names take about as
    many hundred bytes, and a query some tens of milliseconds."""

    def __init__(self, record: Record) -> None:
        self.entities: dict[str, _Named] = {}
        self._bearers: dict[str, list[tuple[str, str]]] = {}
        for found in record.entity_names():
            entity = self.entities.setdefault(found.entity, _Named(found.name, found.type))
            entity.reports += found.spelling.reports
            for name in dict.fromkeys((found.spelling.name, found.name)):
                if name not in entity.spellings:
                    entity.spellings.append(name)
                    self._bearers.setdefault(fold(name), []).append((found.entity, name))
        self._folded = list(self._bearers)
        self._initials: dict[str, list[str]] = {}
        for folded in self._folded:
            if " " in folded:
                self._initials.setdefault("".join(word[0] for word in folded.split()), []).append(folded)

    def like(self, name: str) -> Iterable[tuple[str, str]]:
        """Entities with a spelling that is something like the name, the most alike first, some more than once."""
        wanted = fold(name)
        found = process.extract(wanted, self._folded, scorer=fuzz.token_set_ratio, score_cutoff=_LIKE, limit=_LOOKED_AT)
        initials = "".join(word[0] for word in wanted.split())
        acronyms = [*self._initials.get(wanted.replace(".", ""), ()), *([initials] if initials in self._bearers else ())]
        for folded in dict.fromkeys((wanted, *acronyms, *(folded for folded, _, _ in found))):
            yield from self._bearers.get(folded, ())

    def beginning(self, prefix: str) -> Iterable[str]:
        """Entities with a word that begins so, those in most reports first."""
        wanted = f" {fold(prefix)}"
        chosen = {entity for folded in self._folded if wanted in f" {folded}" for entity, _ in self._bearers[folded]}
        return sorted(chosen, key=lambda entity: (-self.entities[entity].reports, self.entities[entity].name))


def manifest(at: Addresses) -> Json:
    """What the service is and can do."""
    service = {"service_url": at.service}
    return {
        "versions": [VERSION],
        "name": "onrecord: entities of a record",
        "identifierSpace": "urn:onrecord:entity:",
        "schemaSpace": "urn:onrecord:term:",
        "view": {"url": at.view},
        "defaultTypes": [_type(kind) for kind in get_args(EntityType) if kind != "anonymous"],
        "preview": {"url": f"{at.service}/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "suggest": {name: service | {"service_path": f"/suggest/{name}"} for name in ("entity", "type", "property")},
        "extend": {"propose_properties": service | {"service_path": "/extend/propose"}, "property_settings": []},
    }


def match_batch(names: Names, queries: Mapping[str, Any]) -> Json:
    """The candidates of every query, by its key. A query that is none gets no candidates: the batch goes on. At most 100 queries."""
    return {key: {"result": _matched(names, query)} for key, query in list(queries.items())[:MOST_QUERIES]}


def suggest_entities(names: Names, prefix: str, *, cursor: int = 0) -> Json:
    """Entities for a prefix that somebody types."""
    found = list(names.beginning(prefix))[cursor : cursor + MOST_CANDIDATES] if prefix.strip() else []
    return {"result": [_suggested(entity, names.entities[entity]) for entity in found]}


def suggest_types(prefix: str) -> Json:
    return {"result": [_type(kind) for kind, name in TYPE_NAMES.items() if _begins(name, prefix)]}


def suggest_properties(prefix: str) -> Json:
    return {"result": [{"id": key, "name": name} for key, name in PROPERTIES.items() if _begins(name, prefix)]}


def propose_properties(kind: str, limit: int | None = None) -> Json:
    """The properties that can be fetched for entities of a type: the same for all."""
    return {"type": kind, "properties": [{"id": key, "name": name} for key, name in PROPERTIES.items()][:limit]}


def extend(record: Record, wanted: Mapping[str, Any]) -> Json:
    """The values of the properties asked for: ``{"ids": […], "properties": [{"id": …}]}``. Unknown entities and properties have none."""
    asked = [key for p in _objects(wanted.get("properties")) if isinstance(key := p.get("id"), str) and key in PROPERTIES]
    given = wanted.get("ids")
    ids = [key for key in given if isinstance(key, str)][:MOST_QUERIES] if isinstance(given, list) else []
    rows = {key: {name: _values(record.entity(key), name) for name in asked} for key in ids}
    return {"meta": [{"id": key, "name": PROPERTIES[key]} for key in asked], "rows": rows}


def preview_html(record: Record, entity: str) -> str | None:
    """A small page on the entity: roles, spellings and its latest statements, as text whatever they say; None when there is none."""
    row = record.entity(entity)
    if row is None:
        return None
    roles = ", ".join(role.title for role in row.roles[:_PREVIEWED])
    spelled = ", ".join(spelling.name for spelling in row.spellings)
    lines = [f"{TYPE_NAMES[row.type]} · {row.reports} reports, {row.statements} statements", roles, f"Spelled {spelled}"]
    said = "".join(f"<li dir=auto>{_text(words)}</li>" for words in _latest(record, entity))
    told = "".join(f"<p dir=auto>{_text(line)}</p>" for line in lines if line)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{PREVIEW_POLICY}"><style>{_STYLE}</style>'
        f"<title>{_text(row.name)}</title></head><body><h1 dir=auto>{_text(row.name)}</h1>{told}<ul>{said}</ul></body></html>"
    )


def _matched(names: Names, query: Any) -> list[Json]:
    if not isinstance(query, Mapping) or not isinstance(query.get("query"), str) or not query["query"].strip():
        return []
    kinds = _kinds(query.get("type"))
    found: dict[str, tuple[float, str]] = {}
    for entity, spelling in names.like(query["query"]):
        kind = names.entities[entity].type
        if kinds and kind not in kinds:
            continue
        score = same_name(query["query"], spelling, kind)
        if score.score > max(_LEAST, found.get(entity, (0.0, ""))[0]):
            found[entity] = score.score, "; ".join(score.reasons)
    best = sorted(found.items(), key=lambda item: (-item[1][0], -names.entities[item[0]].reports, item[0]))
    sure = bool(best) and best[0][1][0] >= SAME and all(score < MAY for _, (score, _) in best[1:])
    return [
        _candidate(names.entities[entity], entity, score, why) | {"match": sure and at == 0}
        for at, (entity, (score, why)) in enumerate(best[: _limit(query.get("limit"))])
    ]


def _candidate(named: _Named, entity: str, score: float, why: str) -> Json:
    return {
        "id": entity,
        "name": named.name,
        "description": f"{TYPE_NAMES[named.type]}, in {named.reports} reports; {why}",
        "score": round(100 * score, 1),
        "features": [{"id": "name_score", "value": round(score, 3)}, {"id": "reports", "value": named.reports}],
        "type": [_type(named.type)],
    }


def _suggested(entity: str, named: _Named) -> Json:
    described = f"{TYPE_NAMES[named.type]}, in {named.reports} reports"
    return {"id": entity, "name": named.name, "description": described, "notable": [_type(named.type)]}


def _type(kind: EntityType) -> Json:
    return {"id": kind, "name": TYPE_NAMES[kind]}


def _kinds(asked: Any) -> Sequence[str]:
    """A type or several; [] when none is asked for."""
    several = asked if isinstance(asked, list) else [asked]
    return [kind for kind in several if isinstance(kind, str) and kind]


def _limit(asked: Any) -> int:
    if not isinstance(asked, int | float) or (isinstance(asked, float) and math.isnan(asked)):
        return _USUAL_CANDIDATES
    return int(max(1, min(asked, MOST_CANDIDATES)))


def _begins(name: str, prefix: str) -> bool:
    return f" {fold(prefix)}" in f" {fold(name)}"


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _values(row: EntityRow | None, name: str) -> list[Json]:
    if row is None:
        return []
    if name == "role":
        return [{"str": role.title} for role in row.roles]
    if name == "spelling":
        return [{"str": spelling.name} for spelling in row.spellings]
    return [{"str": TYPE_NAMES[row.type]}] if name == "type" else [{"int": getattr(row, name)}]


def _latest(record: Record, entity: str) -> list[str]:
    """What it said last, by the day of publication."""
    rows = deque(record.statements(StatementFilter(speaker=entity)), maxlen=_PREVIEWED)
    days = (row.published.value[:10] if row.published else "undated" for row in rows)
    return [f"{day}, {row.outlet or 'unknown outlet'}: {row.content_text}" for day, row in zip(days, rows, strict=True)]


def _text(text: str) -> str:
    return escape(one_line(text))
