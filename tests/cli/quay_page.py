"""A page with two versions, invented."""

from __future__ import annotations

from pathlib import Path

from onrecord.ids import make_id, span_key, text_hash
from onrecord.model import Analysis, Figure, Report, Span, Statement
from onrecord.store import open_record

_TEXTS = {
    "Seven": "The minister counted seven cranes on the quay. “We will not sign,” she said. “Come on Monday,” she said.",
    "Nine": "The minister counted nine cranes on the quay. “We will not sign,” she said. “Do not come at all this year,” she said.",
}


def make_versions(path: Path) -> None:
    with open_record(path) as record:
        run = record.start_run("add", "test")
        for title, text in _TEXTS.items():
            report = Report(id=title, text=text, text_sha256=text_hash(text), url="https://post.example/quay", title=title)
            record.add_report(run, report, _analysis(report))
        record.finish_run(run)


def _analysis(report: Report) -> Analysis:
    opens, closes = ([n for n, c in enumerate(report.text) if c == mark] for mark in "“”")
    spans = [Span(start, end + 1) for start, end in zip(opens, closes, strict=True)]
    statements = tuple(
        Statement(id=make_id("statement", report.id, span_key([s])), manner="direct", source=(), cue=(), content=(s,), speaker=None)
        for s in spans
    )
    word = str(report.title).lower()
    value = {"seven": 7, "nine": 9}[word]
    start = report.text.index(word)
    figure = Figure(
        id=make_id("figure", report.id, start),
        span=Span(start, start + len(word)),
        low=value,
        high=value,
        unit="crane",
        measure="count",
    )
    return Analysis(report_id=report.id, text_sha256=report.text_sha256, engine="test", statements=statements, figures=(figure,))
