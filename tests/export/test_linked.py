"""Linked data: a real JSON-LD processor reads it without fetching, and every borrowed term is one of its vocabulary."""

from __future__ import annotations

import json

import pytest
from exporting import Export, no_loading
from pyld import jsonld
from rdflib import Graph, Namespace
from rdflib.namespace import PROV, RDF, SDO

from onrecord.export import Extract, Selection, wire
from onrecord.export.formats.linked import context_text, statement_node
from onrecord.model import FindingType
from onrecord.pipeline import LiveRecord

_SCHEMA = "https://schema.org/"
_PROV = "http://www.w3.org/ns/prov#"


def _terms() -> dict[str, str]:
    context = json.loads(context_text())["@context"]
    found = {name: said["@id"] if isinstance(said, dict) else said for name, said in context.items() if name != "@version"}
    return {name: iri for name, iri in found.items() if not iri.startswith(("http", "@", "urn:"))}


@pytest.mark.filterwarnings("error")  # rdflib warns of a term that the vocabulary does not have
def test_every_borrowed_term_is_one_of_its_vocabulary() -> None:
    for iri in _terms().values():
        prefix, _, name = iri.partition(":")
        if prefix == "schema":
            assert str(SDO[name]) == f"{_SCHEMA}{name}"
        elif prefix == "prov":
            assert str(PROV[name]) == f"{_PROV}{name}"
        else:
            assert prefix in ("onrecord", "oa")


def test_every_type_of_finding_has_a_term() -> None:
    terms = _terms()
    assert {name for name in FindingType.__args__ if terms.get(name) != f"onrecord:{name}"} == set()  # type: ignore[attr-defined]


def test_a_json_ld_processor_reads_all_of_it(exported: Export, sampled: LiveRecord) -> None:
    folder, manifest = exported("jsonld")
    document = json.loads((folder / "record.jsonld").read_text(encoding="utf-8"))
    assert json.loads((folder / "onrecord.context.jsonld").read_text(encoding="utf-8"))["@context"] == document["@context"]
    nodes = jsonld.expand(document, {"documentLoader": no_loading})
    assert len(nodes) == len(document["@graph"]) == manifest["files"][0]["entries"]
    kinds = [node["@type"][0] for node in nodes]
    assert {f"{_SCHEMA}{name}" for name in ("NewsArticle", "Quotation", "Claim", "Person", "Organization")} <= set(kinds)
    # A key that the context does not know would be dropped in silence.
    for before, after in zip(document["@graph"], nodes, strict=True):
        assert len(before) == len(after), before
    rows = [told for row in sampled.statements() for told in sampled.with_parts(row)]
    assert kinds.count(f"{_SCHEMA}Quotation") == sum(row.statement.manner == "direct" for row in rows)
    assert kinds.count(f"{_SCHEMA}Quotation") + kinds.count(f"{_SCHEMA}Claim") == len(rows)


def test_an_rdf_library_sees_who_said_what_and_what_is_at_odds(exported: Export) -> None:
    folder, _ = exported("jsonld")
    document = json.loads((folder / "record.jsonld").read_text(encoding="utf-8"))
    graph = Graph().parse(
        data=jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": no_loading}), format="nt"
    )  # one graph: its quads are triples
    own = Namespace("urn:onrecord:term:")
    found = set()
    for finding in graph.subjects(own.relation, own.differs):
        for statement in graph.objects(finding, own.sideA):
            who = graph.value(statement, SDO.creator) or graph.value(statement, SDO.author)
            article = graph.value(statement, SDO.isPartOf) or graph.value(statement, SDO.appearance)
            found.add(
                (str(graph.value(who, SDO.name)), str(graph.value(finding, own.why)), graph.value(article, SDO.publisher) is not None)
            )
    assert any(who == "Yaroslan Vetrych" and "until" in why and printed for who, why, printed in found)
    assert set(graph.objects(None, RDF.type)) >= {SDO.NewsArticle, SDO.Quotation, SDO.Claim}


def test_quotation_only_where_the_report_quotes(sampled: LiveRecord) -> None:
    extract = Extract(sampled, Selection())
    for row in sampled.statements():
        node = statement_node(extract, wire(row))
        assert (node["type"] == "Quotation") == (row.statement.manner == "direct")
        assert ("wasQuotedFrom" in node) == (row.statement.manner == "direct")
        assert node["text"] == row.content_text


def test_every_name_that_is_pointed_at_is_in_the_document(exported: Export) -> None:
    folder, _ = exported("jsonld")
    graph = json.loads((folder / "record.jsonld").read_text(encoding="utf-8"))["@graph"]
    known = {node["id"] for node in graph}
    pointed = ("creator", "author", "isPartOf", "appearance", "addressee", "relayedBy", "quotedWithin", "actor", "evidence")
    found = [value for node in graph for key in pointed for value in ([node[key]] if isinstance(node.get(key), str) else node.get(key, []))]
    assert len(found) > 500 and set(found) <= known
    sides = {value for node in graph for key in ("sideA", "sideB") for value in node.get(key, [])}
    assert {side for side in sides if ":statement:" in side} <= known
