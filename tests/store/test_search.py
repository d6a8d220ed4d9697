"""A search box that strangers type into."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_values import a_report, an_analysis

from onrecord.store import Record
from onrecord.store.excerpt import Wanted, excerpt
from onrecord.store.search import search
from onrecord.store.terms import MAX_BYTES, MAX_TERMS, search_phrases, search_terms


@pytest.fixture
def filled(record: Record) -> Record:
    run = record.start_run("add", "e")
    for name in ("one", "two"):
        report = a_report(name)
        record.add_report(run, report, an_analysis(report))
    return record


ODD = ["", " ", "-w1", "OPS-306", "it's", '"', '""', '"""', "*", "a*", "NEAR(a b)", "text:sign", "a AND", "OR", "NOT NOT", "(", "^a"]
ODD += ["\x00", "a\x00b", "\ud800", "{a b}", "a + b", "'; DROP TABLE report; --", "\u202e", "💩", "x" * 10_000, "a " * 5_000]
ODD += ['"' * 999, "_", "%", "\ufdd0", "\\'", "a\\", "!a", "a & b | !c", "a:*", "a <-> b"]


def test_no_query_raises(filled: Record) -> None:
    for query in ODD:
        filled.search(query)
        filled.search(query, limit=0)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(), max_size=60))
def test_no_text_raises(filled: Record, query: str) -> None:
    result = filled.search(query)
    for hit in result.hits:
        assert all(mark.of(hit.snippet) for mark in hit.marks)


def test_terms_are_few_short_and_different() -> None:
    assert len(search_terms(" ".join(f"w{n}" for n in range(500)))) == MAX_TERMS
    assert search_terms("sign SIGN Sign ﬁre fire") == ("sign", "fire")
    assert sum(len(term.encode()) for term in search_terms("é" * 5_000)) <= MAX_BYTES
    assert search_terms('"one two three" ' + " ".join(f"w{n}" for n in range(99)))[0] == "one two three"
    assert [(p.words, p.prefix) for p in search_phrases("ab* abc* abcd*")[0]] == [("ab*", False), ("abc", True), ("abcd*", False)]


def test_a_hit_says_where_and_why(filled: Record) -> None:
    result = filled.search("SIGN rúiz")
    assert [hit.kind for hit in result.hits] == ["report", "report", "statement", "statement"]
    assert {hit.report for hit in result.hits[2:]} == {"one", "two"}
    report, statement = result.hits[0], result.hits[-1]
    assert report.why == "“SIGN” and “rúiz” in the title and the text"
    assert statement.why == "“SIGN” and “rúiz” in the source and the speaker and the content"
    assert [mark.of(statement.snippet) for mark in statement.marks] == ["sign"]


def test_every_word_must_be_there(filled: Record) -> None:
    assert filled.search("sign nowhere").hits == ()
    assert filled.search('"not sign"').hits and not filled.search('"sign will"').hits
    assert filled.search("repor* fri").hits == () and filled.search("repor* Friday").hits
    assert filled.search("...").terms == ()


def test_the_deadline_holds(record: Record) -> None:
    run = record.start_run("add", "e")
    words = " ".join(f"w{n}" for n in range(16))
    for number in range(40):
        report = a_report(f"r{number}", text=a_report().text + f" {words} " * 300)
        record.add_report(run, report, an_analysis(report))
    start = time.monotonic()
    result = search(record._database, words, 1000, seconds=0.005)
    assert not result.complete and time.monotonic() - start < 0.5
    assert record.search("w1 w2 storm", limit=3).hits


def test_an_excerpt_shows_the_place_with_most_words() -> None:
    text = "Ruiz spoke. " + "The storm came. " * 40 + "Then Inés Ruiz would not sign the harbour papers." + " It rained." * 40
    found = Wanted(("ines", "ruiz", "harb*")).found(text)
    snippet, marks = excerpt(text, found)
    assert [mark.of(snippet) for mark in marks] == ["Inés", "Ruiz", "harbour"]
    assert snippet.startswith("…") and snippet.endswith("…") and len(snippet) < 260
    assert excerpt("", []) == ("", ())
