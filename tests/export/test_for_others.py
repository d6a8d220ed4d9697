"""Events for PLOVER's readers, entities for FollowTheMoney's, feeds for feed readers: each read by theirs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import feedparser
import pytest
from exporting import Export, lines

from onrecord.export.formats.money import SCHEMATA
from onrecord.export.formats.plover import _QUAD_OF, _category_of_types, _codes_of_acts
from onrecord.model import Act, EntityType, Span
from onrecord.pipeline import LiveRecord
from onrecord.store import StatementFilter


def test_every_event_is_of_plover_and_points_at_its_words(exported: Export, sampled: LiveRecord) -> None:
    folder, manifest = exported("plover")
    texts = {report.id: report.text for report in sampled.reports()}
    found = lines(folder / "events.plover.jsonl")
    assert len(found) > 50 and len({line["id"] for line in found}) == len(found)
    for line in found:
        assert line["quad"] == _QUAD_OF[line["event"]]
        assert Span(*line["spans"][0]).of(texts[line["report"]]) == line["text"]
        assert set(line["context"]) <= {"negation", "hypothetical", "future"}
        assert line["date_basis"] in ("event", "publication") and isinstance(line["actor"], list)
    assert {"REJECT", "CONSULT", "ACCUSE", "AGREE"} <= {line["event"] for line in found}
    refused = next(line for line in found if line["event"] == "REJECT" and line["actor"])
    assert refused["mode"] == ["refuse"] and refused["cameo"] == ["12"] and refused["statement"]
    with_target = sum(m.target is not None for row in sampled.statements() for m in row.statement.moves)
    assert 0 < sum(bool(line["recipient"]) for line in found if line["statement"]) <= with_target
    told = sum(len(row.statement.moves) for row in sampled.statements()) + len(list(sampled.events()))
    left = sum(int(words.partition(" ")[0]) for words in manifest["left_out"])
    assert len(found) + left == told


def test_every_type_and_act_has_a_category_or_is_known_to_have_none() -> None:
    types = {c for c in _category_of_types().values() if c not in _QUAD_OF}
    acts = {c for c, _ in _codes_of_acts().values() if c not in _QUAD_OF}
    assert (types, acts) == ({"-"}, {"-"})
    assert set(_codes_of_acts()) == set(Act.__args__)  # type: ignore[attr-defined]


THEIRS = json.loads(Path(__file__).with_name("followthemoney.json").read_text(encoding="utf8"))["schemata"]
# Of the types that we write, what their own validation takes.
TAKES = {
    "date": re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d){0,2})?)?)?"),
    "url": re.compile(r"https?://[^\s/]+(/\S*)?"),
    "country": re.compile(r"[a-z]{2}"),
    "language": re.compile(r"[a-z]{3}"),
    "checksum": re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}"),
}


def test_followthemoney_takes_every_entity(exported: Export, sampled: LiveRecord) -> None:
    folder, manifest = exported("ftm")
    found = lines(folder / "entities.ftm.jsonl")
    ids = {line["id"] for line in found}
    assert len(ids) == len(found)
    for line in found:
        schema = THEIRS[line["schema"]]
        assert not schema["abstract"] and all(line["properties"].get(name) for name in schema["required"] if name != "fileName")
        for name, values in line["properties"].items():
            kind = schema["properties"][name]["type"]
            assert values and len(set(values)) == len(values) and all(isinstance(v, str) and v.strip() for v in values)
            assert kind not in TAKES or all(TAKES[kind].fullmatch(v) for v in values), (line["schema"], name, values)
        for name in ("document", "resolved"):
            assert set(line["properties"].get(name, [])) <= ids
    kinds = [line["schema"] for line in found]
    assert kinds.count("Article") == 16 and kinds.count("Mention") > 50
    left = sum(int(words.partition(" ")[0]) for words in manifest["left_out"])
    assert len(found) - kinds.count("Article") - kinds.count("Mention") + left == len(list(sampled.entities()))
    minister = next(line for line in found if line["properties"]["name"] == ["Edric Maslen"] and line["schema"] == "Person")
    assert minister["properties"]["position"]


def test_what_has_no_schema_of_theirs_is_left_out_aloud(exported: Export) -> None:
    assert set(EntityType.__args__) - set(SCHEMATA) == {"document", "anonymous"}  # type: ignore[attr-defined]
    _, manifest = exported("ftm")
    assert all(re.fullmatch(r"\d+ × (document|anonymous): .+", words) for words in manifest["left_out"]) and manifest["left_out"]


def _feed(folder: Path) -> Any:
    parsed = feedparser.parse((folder / "feed.atom").read_bytes())
    assert not parsed.bozo and parsed.version == "atom10"
    return parsed


def test_a_story_a_speaker_and_a_search_have_feeds(exported: Export, sampled: LiveRecord) -> None:
    story = next(sampled.stories())
    selections = {
        "story": StatementFilter(story=story.id),
        "speaker": StatementFilter(speaker="Maslen"),
        "text": StatementFilter(text="narrows"),
    }
    ids = set()
    for name, wanted in selections.items():
        feed = _feed(exported("atom", statements=wanted)[0])
        ids.add(feed.feed.id)
        assert f"{name} {getattr(wanted, name)}" in feed.feed.title
        moments = [entry.updated for entry in feed.entries]
        assert moments == sorted(moments, reverse=True) and feed.feed.updated == moments[0]
        said = {row.report for row in sampled.statements(wanted)}
        assert sum("report" in [tag.term for tag in entry.tags] for entry in feed.entries) == len(said)
        assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert len(ids) == 3
    maslen = _feed(exported("atom", statements=selections["speaker"])[0])
    spoken = [entry.content[0].value for entry in maslen.entries if entry.tags[0].term == "report"]
    assert spoken and all(line.startswith("Edric Maslen: ") for words in spoken for line in words.splitlines())


def test_a_feed_that_is_too_long_says_how_much_it_left_out(exported: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.export.formats.feed.NEWEST", 3)
    folder, manifest = exported("atom")
    assert len(_feed(folder).entries) == 3
    assert re.fullmatch(r"\d+ older entries: a feed holds the newest 3", manifest["left_out"][0])


def test_the_metadata_of_datasette_is_for_the_record_s_own_name(exported: Export, sampled: LiveRecord) -> None:
    folder, _ = exported("datasette-metadata")
    assert list(json.loads((folder / "metadata.json").read_text())["databases"]) == [sampled.path.stem]
