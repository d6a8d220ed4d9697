"""OpenRefine's questions: names of a list, matched as boldly as the record itself takes names for one, and no bolder."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from onrecord.desk import reconcile
from onrecord.desk.reconcile import PROPERTIES, TYPE_NAMES, Addresses, Names
from onrecord.ids import text_hash
from onrecord.model import Analysis, Entity, EntityRef, EntityType, Mention, Published, Report, Role, Span, Statement
from onrecord.store import Record, open_record

_TYPE = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}, "required": ["id"]}
_TEXT = {"type": "string"}


def _only(name: str, kind: str) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": kind}}, "required": [name], "additionalProperties": False}


# What version 0.2 of the specification asks of each answer (its JSON schemas, in our own words and closed: nothing more is sent).
_CANDIDATE = {
    "type": "object",
    "properties": {
        "id": _TEXT,
        "name": _TEXT,
        "description": _TEXT,
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "features": {
            "type": "array",
            "items": {"type": "object", "properties": {"id": _TEXT, "value": {"type": ["number", "boolean"]}}, "required": ["id", "value"]},
        },
        "match": {"type": "boolean"},
        "type": {"type": "array", "items": _TYPE},
    },
    "required": ["id", "name", "score", "match", "type"],
    "additionalProperties": False,
}
_RESULTS = {
    "type": "object",
    "additionalProperties": {"type": "object", "properties": {"result": {"type": "array", "items": _CANDIDATE}}, "required": ["result"]},
}
_SERVICE = {"type": "object", "properties": {"service_url": _TEXT, "service_path": _TEXT}, "required": ["service_url", "service_path"]}
_WITH_ID = {"type": "string", "pattern": r".*\{\{id\}\}.*"}
_MANIFEST = {
    "type": "object",
    "properties": {
        "versions": {"type": "array", "items": _TEXT, "contains": {"enum": ["0.2"]}},
        "view": {"type": "object", "properties": {"url": _WITH_ID}, "required": ["url"]},
        "defaultTypes": {"type": "array", "items": _TYPE, "uniqueItems": True},
        "preview": {
            "type": "object",
            "properties": {"url": _WITH_ID, "width": {"type": "integer"}, "height": {"type": "integer"}},
            "required": ["url", "width", "height"],
        },
        "suggest": {"type": "object", "properties": dict.fromkeys(("entity", "type", "property"), _SERVICE), "additionalProperties": False},
        "extend": {"type": "object", "properties": {"propose_properties": _SERVICE, "property_settings": {"type": "array", "maxItems": 0}}},
        **dict.fromkeys(("name", "identifierSpace", "schemaSpace"), _TEXT),
    },
    "required": ["versions", "name", "identifierSpace", "schemaSpace"],
    "additionalProperties": False,
}
_SUGGESTED = {
    "type": "object",
    "properties": {
        "result": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"id": _TEXT, "name": _TEXT, "description": _TEXT, "notable": {"type": "array", "items": _TYPE}},
                "required": ["id", "name"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["result"],
    "additionalProperties": False,
}
_EXTENDED = {
    "type": "object",
    "properties": {
        "meta": {"type": "array", "items": _TYPE},
        "rows": {
            "additionalProperties": {
                "additionalProperties": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"str": _TEXT, "int": {"type": "integer"}},
                        "minProperties": 1,
                        "maxProperties": 1,
                    },
                }
            }
        },
    },
    "required": ["meta", "rows"],
    "additionalProperties": False,
}

PEOPLE: tuple[tuple[str, EntityType, str], ...] = (
    ("Ana Ruiz", "person", "Harbour Minister"),
    ("Ana Ruiz Soto", "person", ""),
    ("Yuri Mishkar", "person", "aide"),
    ("International Harbour Fund", "organisation", ""),
    ("Ellingham", "place", ""),
    ("Ellingham", "organisation", ""),
)


def check(value: object, schema: dict[str, Any]) -> None:
    Draft7Validator.check_schema(schema)
    Draft7Validator(schema).validate(value)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("names") / "record.db") as made:
        run = made.start_run("add", "t")
        for at, (name, kind, role) in enumerate(PEOPLE):
            text = f"{role} {name} said: <b>quay & lights</b> number {at}."
            where = Span(len(role) + 1, len(role) + 1 + len(name))
            roles = (Role(title=role, span=Span(0, len(role))),) if role else ()
            entity = Entity(id=f"e{at}", name=name, type=kind, mentions=(Mention(span=where, kind="name"),), roles=roles)
            content = (Span(text.index("<b>"), len(text) - 1),)
            speaker = EntityRef(entity=entity.id, name=name)
            said = Statement(id=f"s{at}", manner="direct", source=(where,), cue=(), content=content, speaker=speaker, score=0.9)
            report = Report(
                id=f"r{at}",
                text=text,
                text_sha256=text_hash(text),
                outlet="Bell",
                published=Published(value=f"2026-01-0{at + 1}", precision="day", basis="given"),
            )
            analysis = Analysis(report_id=report.id, text_sha256=report.text_sha256, engine="t", statements=(said,), entities=(entity,))
            made.add_report(run, report, analysis)
        yield made


@pytest.fixture(scope="module")
def names(record: Record) -> Names:
    return Names(record)


def best(names: Names, query: str, **more: Any) -> list[dict[str, Any]]:
    found = reconcile.match_batch(names, {"q": {"query": query, **more}})
    check(found, _RESULTS)
    return found["q"]["result"]  # type: ignore[no-any-return]


def test_the_manifest_is_one_of_version_0_2() -> None:
    found = reconcile.manifest(Addresses(service="http://127.0.0.1:8001/reconcile", view="http://127.0.0.1:8001/entity/{{id}}"))
    check(found, _MANIFEST)
    assert found["versions"] == ["0.2"] and found["preview"]["url"].startswith("http://127.0.0.1:8001/reconcile/preview?id=")
    assert set(TYPE_NAMES) == set(EntityType.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("query", "entity", "match"),
    [
        ("Iouri Mishkar", "e2", True),  # another romanisation
        ("yuri  mishkar", "e2", True),
        ("Y. Mishkar", "e2", True),
        ("IHF", "e3", True),
        ("International Harbor Fund", "e3", None),
        ("Mishkar", "e2", False),  # a surname alone may be another's
        ("Ana Ruiz", "e0", False),  # as the other may be meant
        ("Ellingham", "e4", False),  # a town and a body of one name
    ],
)
def test_a_name_finds_who_may_be_meant(query: str, entity: str, match: bool | None, names: Names) -> None:
    first = best(names, query)[0]
    assert first["id"] == entity
    assert match is None or first["match"] is match
    assert "; " in first["description"] and first["features"][0] == {
        "id": "name_score",
        "value": pytest.approx(first["score"] / 100, abs=1e-3),
    }


def test_at_most_one_candidate_matches_and_only_where_no_other_may(names: Names) -> None:
    for name, _, _ in PEOPLE:
        found = best(names, name)
        assert [c["match"] for c in found].count(True) <= 1
        if found[0]["match"]:
            assert found[0]["score"] >= 85 and all(other["score"] < 50 for other in found[1:])


def test_a_type_leaves_the_others_out(names: Names) -> None:
    assert [c["id"] for c in best(names, "Ellingham", type="organisation")] == ["e5"]
    assert best(names, "Ellingham", type="organisation")[0]["match"] is True
    assert {c["id"] for c in best(names, "Ellingham", type=["organisation", "place"])} == {"e4", "e5"}
    assert best(names, "Ellingham", type="person") == []
    assert len(best(names, "Ana Ruiz", limit=1)) == 1
    for limit in (10**400, float("inf"), float("nan"), None, "many"):
        assert len(best(names, "Ana Ruiz", limit=limit)) == 2


def test_nobody_is_better_than_somebody_else(names: Names) -> None:
    assert best(names, "Zorro Quux") == []
    assert all(c["match"] is False for c in best(names, "Juri Uschakin"))


_ANY = st.none() | st.text(max_size=20) | st.integers() | st.floats() | st.lists(st.text(max_size=5), max_size=2)
_QUERY = st.dictionaries(st.sampled_from(["query", "type", "limit"]), _ANY)


@settings(max_examples=200, deadline=None)
@given(queries=st.dictionaries(st.text(max_size=3), st.none() | st.text() | _QUERY, max_size=5))
def test_any_batch_is_answered(names: Names, queries: dict[str, Any]) -> None:
    found = reconcile.match_batch(names, queries)
    check(found, _RESULTS)
    assert found.keys() == queries.keys()


def test_a_batch_has_a_most(names: Names) -> None:
    assert len(reconcile.match_batch(names, {str(n): {"query": "Ana"} for n in range(500)})) == reconcile.MOST_QUERIES


def test_suggestions_are_by_the_beginning_of_a_word(names: Names) -> None:
    found = reconcile.suggest_entities(names, "rui")
    check(found, _SUGGESTED)
    assert [entity["id"] for entity in found["result"]] == ["e0", "e1"]
    assert [entity["id"] for entity in reconcile.suggest_entities(names, "rui", cursor=1)["result"]] == ["e1"]
    assert reconcile.suggest_entities(names, " ") == {"result": []} == reconcile.suggest_entities(names, "xyz")
    for answer in (reconcile.suggest_types("pe"), reconcile.suggest_properties("r")):
        check(answer, _SUGGESTED)
        assert answer["result"]
    assert reconcile.suggest_types("pe") == {"result": [{"id": "person", "name": "Person"}]}


def test_properties_can_be_fetched(record: Record) -> None:
    assert [p["id"] for p in reconcile.propose_properties("person", 2)["properties"]] == list(PROPERTIES)[:2]
    found = reconcile.extend(record, {"ids": ["e0", "gone"], "properties": [{"id": name} for name in (*PROPERTIES, "age")]})
    check(found, _EXTENDED)
    assert [meta["id"] for meta in found["meta"]] == list(PROPERTIES)
    assert found["rows"]["e0"] == {
        "type": [{"str": "Person"}],
        "role": [{"str": "Harbour Minister"}],
        "spelling": [{"str": "Ana Ruiz"}],
        "reports": [{"int": 1}],
        "statements": [{"int": 1}],
    }
    assert found["rows"]["gone"] == dict.fromkeys(PROPERTIES, [])
    for nothing in ({}, {"ids": 5, "properties": "role"}, {"ids": [None], "properties": [{"id": []}, 7]}):
        assert reconcile.extend(record, nothing) == {"meta": [], "rows": {}}


def test_a_preview_shows_what_reports_say_as_text(record: Record) -> None:
    page = reconcile.preview_html(record, "e0")
    assert page is not None and "Harbour Minister" in page and "&lt;b&gt;quay &amp; lights" in page
    assert set(re.findall(r"<(\w+)", page)) == {"html", "head", "meta", "style", "title", "body", "h1", "p", "ul", "li"}
    style = base64.b64encode(hashlib.sha256(page.partition("<style>")[2].partition("</style>")[0].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{style}'" in page and "unsafe" not in page
    assert reconcile.preview_html(record, "gone") is None
