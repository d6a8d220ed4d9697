"""Every span as a W3C Web Annotation, and back.

https://www.w3.org/TR/annotation-model/ (2017). A TextPositionSelector counts code points, "the character before the first is 0", and so do
we; the TextQuoteSelector beside it finds the words again where the text has moved. The hash says of which text the positions are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from onrecord.errors import SpanError
from onrecord.export.iris import TERMS, iri_of, web_address
from onrecord.export.jsonl import dump
from onrecord.export.selection import Extract
from onrecord.export.sink import Sink
from onrecord.export.wire import Wire, score_of
from onrecord.ids import make_id, text_hash
from onrecord.model import Report, Span
from onrecord.store import StatementRow

CONTEXT_CHARS = 32  # before and behind: enough to tell equal words of one text apart, few enough to be no copy of it
MEDIA_TYPE = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
# The model leaves room for terms of one's own; these are what an annotation could not say otherwise.
_OWN = ("role", "manner", "textSha256", "startUtf16", "endUtf16", "score", "report")
_POINTS = {name: {"@id": f"{TERMS}{name}", "@type": "@id"} for name in ("statement", "speaker")}
CONTEXT: list[object] = ["http://www.w3.org/ns/anno.jsonld", {name: f"{TERMS}{name}" for name in _OWN} | _POINTS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """A place in a text as an annotation gives it. ``span`` None: the text is another, and ``why`` says how that was seen."""

    span: Span | None
    why: str


def selectors_of(text: str, span: Span) -> list[Wire]:
    """Both selectors of a place. The ``Utf16`` numbers are the same place in UTF-16 units, for those who cannot count code points.

    >>> selectors_of("\\N{PILE OF POO} The sea", Span(2, 5))[0]
    {'type': 'TextPositionSelector', 'start': 2, 'end': 5, 'startUtf16': 3, 'endUtf16': 6}
    """
    before = len(text[: span.start].encode("utf-16-le")) // 2
    exact = span.of(text)
    position = {
        "type": "TextPositionSelector",
        "start": span.start,
        "end": span.end,
        "startUtf16": before,
        "endUtf16": before + len(exact.encode("utf-16-le")) // 2,
    }
    quote = {
        "type": "TextQuoteSelector",
        "exact": exact,
        "prefix": text[max(span.start - CONTEXT_CHARS, 0) : span.start],
        "suffix": text[span.end : span.end + CONTEXT_CHARS],
    }
    return [position, quote]


def target_of(report: Report, span: Span) -> Wire:
    """The place as an annotation's target; ``textSha256`` is the hash of the text that its positions count in."""
    target: Wire = {
        "type": "SpecificResource",
        "source": web_address(report.url) or iri_of("report", report.id),
        "report": report.id,
        "textSha256": report.text_sha256,
        "selector": selectors_of(report.text, span),
    }
    return target


def anchor(target: Wire, text: str) -> Anchored:
    """Where the target lies in the text; the way back from ``target_of``.

    In the text that was annotated the position decides, and its characters must be the quotation. In another text the quotation
    decides, when it stands there exactly once with its surroundings. Nothing is matched loosely. Never raises on any target that is
    a JSON object.
    """
    try:
        position, quote = (_selector(target, kind) for kind in ("TextPositionSelector", "TextQuoteSelector"))
        exact = str(quote["exact"])
        if target.get("textSha256") in (None, text_hash(text)):
            span = Span(int(position["start"]), int(position["end"]))
            if span.of(text) == exact:
                return Anchored(span=span, why="the position, in the text that was annotated")
            return Anchored(span=None, why="the characters at the position are not the quotation")
        return _by_words(text, exact, (str(quote.get("prefix", "")), str(quote.get("suffix", ""))))
    except (KeyError, TypeError, ValueError, SpanError) as error:
        return Anchored(span=None, why=f"not a target with both selectors: {error}")


def _selector(target: Wire, kind: str) -> Wire:
    found = [s for s in target["selector"] if s["type"] == kind]
    if len(found) != 1:
        raise ValueError(f"{len(found)} selectors of type {kind}")
    selector: Wire = found[0]
    return selector


def _by_words(text: str, exact: str, around: tuple[str, str]) -> Anchored:
    prefix, suffix = around
    whole = f"{prefix}{exact}{suffix}"
    at = text.find(whole)
    if not exact or at < 0:
        return Anchored(span=None, why="another text, without these words in these surroundings")
    if text.find(whole, at + 1) >= 0:
        return Anchored(span=None, why="another text, with these words in these surroundings more than once")
    start = at + len(prefix)
    return Anchored(span=Span(start, start + len(exact)), why="the words and their surroundings, in another text")


def annotations_of(row: StatementRow, report: Report) -> Iterator[Wire]:
    """One annotation for each piece of content, each cue and each source of a statement."""
    statement = row.statement
    about: Wire = {
        "statement": iri_of("statement", statement.id),
        "manner": statement.manner,
        "speaker": iri_of("entity", row.speaker.entity) if row.speaker else None,
        "score": score_of(statement.score),
    }
    for role, spans in (("content", statement.content), ("cue", statement.cue), ("source", statement.source)):
        for span in spans:
            bodies: list[Wire] = [{"type": "TextualBody", "purpose": "tagging", "value": role, "format": "text/plain"}]
            if role != "cue" and row.speaker is not None:
                named = {"type": "TextualBody", "purpose": "identifying", "value": row.speaker.name, "format": "text/plain"}
                bodies.append(named)
            yield {
                "id": iri_of("annotation", make_id("annotation", statement.id, role, span.start, span.end)),
                "type": "Annotation",
                "motivation": "identifying" if role == "source" else "highlighting",
                "body": bodies,
                "target": target_of(report, span),
                "role": role,
                **{name: value for name, value in about.items() if value is not None},
            }


def write_annotations(extract: Extract, sink: Sink) -> tuple[str, ...]:
    """One AnnotationCollection with everything on its first page, written as it is read."""

    @lru_cache(maxsize=4)  # statements come report by report
    def report_of(key: str) -> Report | None:
        return extract.record.report(key)

    with sink.file("annotations.jsonld", MEDIA_TYPE) as file:
        head = f'"@context": {json.dumps(CONTEXT)}, "id": {json.dumps(iri_of("export", "annotations"))}, "type": "AnnotationCollection"'
        page = f'"id": {json.dumps(iri_of("export", "annotations-1"))}, "type": "AnnotationPage", "startIndex": 0'
        file.write(f'{{{head}, "label": "Statements of a record of onrecord",\n"first": {{{page}, "items": [')
        count = 0
        for row in extract.statements():
            report = report_of(row.report)
            for annotation in annotations_of(row, report) if report else ():
                file.entry(("\n" if count == 0 else ",\n") + dump(annotation))
                count += 1
        file.write(f'\n]}},\n"total": {count}}}\n')
    return ()
