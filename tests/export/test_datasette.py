"""A real Datasette opens the record with its metadata, and the exported file too; every key leads to its row."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from exporting import Export

from onrecord.export import KINDS
from onrecord.export.formats.datasette import datasette_links, datasette_metadata
from onrecord.pipeline import LiveRecord
from onrecord.store import StatementFilter

Get = Callable[..., str]


@contextmanager
def datasette(database: Path, metadata: Path) -> Iterator[Get]:
    """A server; what it answers to a path."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "datasette", "serve", str(database), "-p", str(port), "--metadata", str(metadata)]
    command += ["--plugins-dir", str(metadata.parent)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def get(path: str, **query: str) -> str:
        url = f"http://127.0.0.1:{port}{path}" + (f"?{urllib.parse.urlencode(query)}" if query else "")
        for _ in range(100):
            try:
                with urllib.request.urlopen(url, timeout=20) as answer:
                    return str(answer.read().decode())
            except urllib.error.HTTPError:
                raise
            except (ConnectionError, urllib.error.URLError):
                time.sleep(0.1)
        raise AssertionError(f"no answer from {url}")

    try:
        yield get
    finally:
        server.terminate()
        server.communicate()


def rows(answer: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(answer)
    return found


@pytest.fixture(scope="module")
def browsed(samples_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    """The record of the samples, with the metadata that ships."""
    metadata = tmp_path_factory.mktemp("meta") / "metadata.json"
    metadata.write_text(json.dumps(datasette_metadata(samples_record.stem)))
    (metadata.parent / "links.py").write_text(datasette_links())
    with datasette(samples_record, metadata) as get:
        yield get


def test_the_metadata_speaks_only_of_what_is_there(samples_record: Path) -> None:
    described = datasette_metadata("story")["databases"]["story"]
    with closing(sqlite3.connect(f"file:{samples_record}?mode=ro", uri=True)) as database:
        for name, table in described["tables"].items():
            columns = {row[1] for row in database.execute(f'PRAGMA table_info("{name}")')}
            assert columns, name
            named = {*table.get("facets", ()), *table.get("sortable_columns", ()), *table.get("columns", ())}
            named |= {table[key] for key in ("label_column", "sort", "sort_desc") if key in table}
            assert named <= columns, (name, named - columns)


def test_tables_have_descriptions_facets_and_labels(browsed: Get, sampled: LiveRecord) -> None:
    page = browsed("/story/who_said_what")
    assert "Every statement with its speaker" in page
    for facet in ("speaker", "manner", "outlet", "story"):
        assert f'data-column="{facet}"' in page
    direct = sum(row.statement.manner == "direct" for row in sampled.statements())
    facets = json.loads(browsed("/story/who_said_what.json", _facet="manner", _size="1"))["facet_results"]
    found = facets["manner"]["results"] if "manner" in facets else facets["results"]["manner"]["results"]
    assert {f["value"]: f["count"] for f in found}["direct"] == direct
    assert ">Santa Brisa: what we know</a>" in browsed("/story/statement", _size="100")
    assert "profile_key" not in re.findall(r'<h3><a href="/story/([^"]+)">', browsed("/story"))


def test_in_the_record_every_id_leads_to_its_row(browsed: Get, sampled: LiveRecord) -> None:
    """In tables by foreign keys, and in views, which have none."""
    tables = ("statement_span", "finding_side", "move", "who_said_what", "moves_told", "finding_texts", "story_reports", "bearer")
    followed = dict[str, int]()
    for table in tables:
        page = browsed(f"/story/{table}", _size="100")
        for target, query in sorted(set(re.findall(r'<a href="/story/(\w+)\?id=([^"&]+)">', page))):
            if followed.get(target, 0) < 12:
                followed[target] = followed.get(target, 0) + 1
                found = rows(browsed(f"/story/{target}.json", id=urllib.parse.unquote(query), _shape="array"))
                assert {row["id"] for row in found} == {urllib.parse.unquote(query)}, (table, target)
    assert set(followed) == {"statement", "report", "story", "finding", "entity", "linked_entity"}
    assert browsed("/story/said_by", speaker="Edric Maslen").count('<a href="/story/report?id=') > 1


def test_search_finds_what_was_said_whatever_is_typed(browsed: Get) -> None:
    assert rows(browsed("/story/statement.json", _search="narrows", _shape="array"))
    assert rows(browsed("/story/report.json", _search="ferry", _shape="array"))
    found = rows(browsed("/story/search_statements.json", words="narrows open", _shape="array"))
    assert found and all("narrows" in row["content"].casefold() for row in found)
    for words in ('"', "it's", "-w1", "NEAR(", "*", "content_text:x", ""):
        browsed("/story/search_statements.json", words=words, _shape="array")


def test_ready_questions_are_answered(browsed: Get, sampled: LiveRecord) -> None:
    said = rows(browsed("/story/said_by.json", speaker="Edric Maslen", _shape="array"))
    assert len(said) == len([row for row in sampled.statements() if row.speaker and row.speaker.name == "Edric Maslen"])
    sides = rows(browsed("/story/two_sides.json", type="differs", _shape="array"))
    assert sides and {row["type"] for row in sides} == {"differs"} and all(row["content_a"] and row["content_b"] for row in sides)
    row = next(iter(sampled.statements()))
    (place, *_) = rows(browsed("/story/place_of.json", statement=row.statement.id, _shape="array"))
    report = sampled.report(row.report)
    assert report is not None
    span = row.statement.content[0]
    assert place["content"] == span.of(report.text) and place["text_sha256"] == report.text_sha256
    assert place["before"] + place["content"] + place["behind"] in report.text


def test_in_the_exported_file_every_key_leads_to_its_row(exported: Export, sampled: LiveRecord) -> None:
    folder, manifest = exported("sqlite")
    path = folder / "entries.sqlite"
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        counts = {kind.name: database.execute(f'SELECT count(*) FROM "{kind.name}"').fetchone()[0] for kind in KINDS}
        spans = database.execute("SELECT count(*) FROM spans WHERE role = 'content'").fetchone()[0]
        moves = database.execute("SELECT count(*) FROM moves").fetchone()[0]
    assert sum(counts.values()) == manifest["files"][0]["entries"]
    statements = list(sampled.statements())
    assert (counts["statements"], counts["reports"]) == (len(statements), 16)
    assert counts["parts"] == sum(len(sampled.with_parts(row)) - 1 for row in statements) > 0
    assert spans == sum(len(row.statement.content) for row in statements)
    assert moves == sum(len(row.statement.moves) for row in statements)
    with datasette(path, folder / "metadata.json") as get:
        page = get("/entries/statements", _size="200")
        links = set(re.findall(r'href="(/entries/(?:reports|stories|entities)/[^"]+)"', page))
        assert {link.split("/")[2] for link in links} == {"reports", "stories", "entities"}
        for link in sorted(links)[::5]:
            assert "<h1" in get(link)
        assert ">Edric Maslen</a>" in page
        assert rows(get("/entries/statements.json", _search="narrows", _shape="array"))
        assert rows(get("/entries/two_sides.json", type="differs", _shape="array"))


def test_the_exported_file_holds_what_was_asked_for(exported: Export) -> None:
    folder, _ = exported("sqlite", statements=StatementFilter(speaker="Maslen", as_of="2026-03-11"))
    with closing(sqlite3.connect(folder / "entries.sqlite")) as database:
        assert database.execute("SELECT DISTINCT speaker FROM statements").fetchall() == [("Edric Maslen",)]
        assert database.execute("SELECT max(published) < '2026-03-12', sum(text IS NOT NULL) FROM reports").fetchone() == (1, 0)
