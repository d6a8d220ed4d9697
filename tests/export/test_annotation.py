"""Every span leaves with both selectors and comes back as the same characters, through JSON and JavaScript too."""

from __future__ import annotations

import json
import shutil
import subprocess
import unicodedata
from typing import Any

import pytest
from exporting import Export, no_loading
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from pyld import jsonld

from onrecord.export.formats.annotation import CONTEXT, CONTEXT_CHARS, anchor, selectors_of, target_of
from onrecord.export.jsonl import dump
from onrecord.ids import text_hash
from onrecord.model import Report, Span
from onrecord.pipeline import LiveRecord

_ANNO = "http://www.w3.org/ns/anno.jsonld"
_OA = "http://www.w3.org/ns/oa#"
# What the context of the recommendation (appendix A) says of the terms that we use.
_OF_THE_CONTEXT: dict[str, Any] = {
    "oa": _OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "id": "@id",
    "type": "@type",
    **{name: f"oa:{name}" for name in ("Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector")},
    **{name: f"oa:{name}" for name in ("exact", "prefix", "suffix", "start", "end")},
    **{name: {"@id": f"oa:{name}"} for name in ("highlighting", "identifying", "tagging")},
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "first": {"@id": "as:first", "@type": "@id"},
    "total": "as:totalItems",
    "startIndex": "as:startIndex",
    "value": "rdf:value",
    "format": "http://purl.org/dc/elements/1.1/format",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}

# Where counting goes wrong: outside the basic plane, joined, combining, right to left, folded by normalisation, bidi controls.
_HARD = [
    "💩",
    "👩‍👩‍👧‍👦",
    "🇺🇦",
    "é",
    "é",
    "ﷺ",
    "שלום",
    "نص",
    "\u202eabc\u202c",
    "発言",
    "ﬁ",
    "İ",
    "\u2028",
    "'",
    '"',
    "\\",
    "\n",
    "\r\n",
    "\t",
    "a",
]
_CHARS = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
texts = st.lists(st.sampled_from(_HARD) | st.text(_CHARS, max_size=5), min_size=1, max_size=12).map("".join).filter(bool)


@st.composite
def places(draw: st.DrawFn) -> tuple[str, Span]:
    text = draw(texts)
    start = draw(st.integers(0, len(text) - 1))
    return text, Span(start, draw(st.integers(start + 1, len(text))))


def report_of(text: str) -> Report:
    return Report(id="r", text=text, text_sha256=text_hash(text), url="https://harbour.example/r")


@settings(max_examples=300, deadline=None)
@given(places())
@example(("💩 نص The minister", Span(2, 4)))
def test_a_place_comes_back_from_json_as_it_left(place: tuple[str, Span]) -> None:
    text, span = place
    target = json.loads(dump(target_of(report_of(text), span)))
    assert anchor(target, text).span == span
    position, quote = target["selector"]
    assert quote["exact"] == span.of(text)
    assert text.encode("utf-16-le")[position["startUtf16"] * 2 : position["endUtf16"] * 2].decode("utf-16-le") == quote["exact"]


@settings(max_examples=200, deadline=None)
@given(places(), texts, texts)
def test_in_another_text_the_words_are_found_or_none(place: tuple[str, Span], before: str, behind: str) -> None:
    text, span = place
    target = target_of(report_of(text), span)
    moved = before + text + behind
    found = anchor(target, moved)
    whole = text[max(span.start - CONTEXT_CHARS, 0) : span.end + CONTEXT_CHARS]
    times = sum(moved.startswith(whole, at) for at in range(len(moved)))
    if times == 1:
        assert found.span is not None and found.span.of(moved) == span.of(text)
    else:
        assert found.span is None and "more than once" in found.why


@settings(max_examples=200, deadline=None)
@given(places())
def test_a_text_that_was_normalised_is_not_taken_for_the_one_that_was_annotated(place: tuple[str, Span]) -> None:
    text, span = place
    other = unicodedata.normalize("NFKC", text)
    assume(other != text)
    found = anchor(target_of(report_of(text), span), other)
    assert found.span is None or found.span.of(other) == span.of(text)


@pytest.mark.parametrize(
    "target",
    [
        {},
        {"selector": []},
        {"selector": [{}]},
        {"selector": "x"},
        {"selector": [{"type": "TextPositionSelector", "start": 0, "end": 1}] * 2},
    ],
)
def test_what_is_no_target_of_ours_is_said_to_be_none(target: dict[str, Any]) -> None:
    assert anchor(target, "text").span is None


def test_a_position_with_other_characters_is_refused() -> None:
    target = target_of(report_of("The sea"), Span(4, 7))
    target["selector"][0]["start"] = 3
    assert anchor(target, "The sea").why == "the characters at the position are not the quotation"


_SCRIPT = """
const lines = require("fs").readFileSync(0, "utf8").trim().split("\\n").map(JSON.parse);
for (const { text, target } of lines) {
  const [position, quote] = target.selector;
  const points = Array.from(text);
  const byPoints = points.slice(position.start, position.end).join("");
  const byUnits = text.slice(position.startUtf16, position.endUtf16);
  if (byPoints !== quote.exact || byUnits !== quote.exact) throw new Error(JSON.stringify([byPoints, byUnits, quote.exact]));
  const start = Array.from(text.slice(0, position.startUtf16)).length;
  const end = start + Array.from(quote.exact).length;
  target.selector[0] = { type: position.type, start, end };
  console.log(JSON.stringify(target));
}
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@settings(max_examples=15, deadline=None)
@given(st.lists(places(), min_size=20, max_size=40))
def test_a_place_comes_back_from_javascript_as_it_left(found: list[tuple[str, Span]]) -> None:
    lines = "".join(dump({"text": text, "target": target_of(report_of(text), span)}) + "\n" for text, span in found)
    answer = subprocess.run(["node", "-e", _SCRIPT], input=lines, capture_output=True, check=True, text=True, encoding="utf-8")
    targets = [json.loads(line) for line in answer.stdout.split("\n") if line]
    assert [anchor(target, text).span for target, (text, _) in zip(targets, found, strict=True)] == [span for _, span in found]


def test_every_annotation_of_the_samples_is_anchored(exported: Export, sampled: LiveRecord) -> None:
    folder, manifest = exported("annotation")
    collection = json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))
    items = collection["first"]["items"]
    assert len(items) == collection["total"] == manifest["files"][0]["entries"] > 400
    assert len({item["id"] for item in items}) == len(items)
    texts = {report.id: report.text for report in sampled.reports()}
    spans: dict[tuple[str, str], list[Span]] = {}
    for item in items:
        anchored = anchor(item["target"], texts[item["target"]["report"]])
        assert anchored.span is not None, anchored.why
        spans.setdefault((item["statement"], item["role"]), []).append(anchored.span)
    for row in sampled.statements():
        key = f"urn:onrecord:statement:{row.statement.id}"
        assert tuple(spans[key, "content"]) == row.statement.content
        assert tuple(spans.get((key, "cue"), [])) == row.statement.cue


def test_a_json_ld_processor_reads_the_annotations_by_the_recommendation(exported: Export) -> None:
    folder, _ = exported("annotation")
    document = json.loads((folder / "annotations.jsonld").read_text(encoding="utf-8"))
    assert document["@context"] == CONTEXT and CONTEXT[0] == _ANNO
    document["@context"] = [_OF_THE_CONTEXT, CONTEXT[1]]
    (collection,) = jsonld.expand(document, {"documentLoader": no_loading})
    assert collection["@type"] == ["http://www.w3.org/ns/activitystreams#OrderedCollection"]
    (page,) = collection["http://www.w3.org/ns/activitystreams#first"]
    (ordered,) = page["http://www.w3.org/ns/activitystreams#items"]
    assert len(ordered["@list"]) == document["total"]
    for item in ordered["@list"]:
        assert item["@type"] == [f"{_OA}Annotation"] and item["@id"].startswith("urn:onrecord:annotation:")
        assert item[f"{_OA}motivatedBy"][0]["@id"] in (f"{_OA}highlighting", f"{_OA}identifying")
        (target,) = item[f"{_OA}hasTarget"]
        kinds = [selector["@type"] for selector in target[f"{_OA}hasSelector"]]
        assert kinds == [[f"{_OA}TextPositionSelector"], [f"{_OA}TextQuoteSelector"]]
        assert len(target[f"{_OA}hasSource"]) == 1
        assert not [key for key in item if key[0] != "@" and ":" not in key]
    triples = jsonld.to_rdf(document, {"format": "application/n-quads", "documentLoader": no_loading})
    assert triples.count(f"<{_OA}exact>") == document["total"]


def test_both_selectors_count_the_same_place() -> None:
    text = "💩 نص The minister"
    assert (len(text), len(text.encode("utf-16-le")) // 2, len(text.encode())) == (17, 18, 22)
    position, quote = selectors_of(text, Span(9, 17))
    assert (position["start"], position["end"], position["startUtf16"], position["endUtf16"]) == (9, 17, 10, 18)
    assert (quote["exact"], quote["prefix"], quote["suffix"]) == ("minister", "💩 نص The ", "")
