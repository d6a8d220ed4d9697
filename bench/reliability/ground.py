"""What every drill stands on: twenty invented reports, engines that need no model, and taking reports in as `onrecord add` does.

The rules of the analysis run as they are; what the models would say is said by two regular expressions. So a drill of twenty reports
takes a second and not ten, and depends on no weights.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.analyse import analyse_report
from onrecord.engines.protocols import Tagged, TaggedAct, TaggedAttribution, TaggedName
from onrecord.ids import text_hash
from onrecord.model import Analysis, Report, Span
from onrecord.pipeline import AddSummary, LiveRecord, add, engines, hands, open_record
from onrecord.pipeline.engines import Engines
from onrecord.progress import Progress

REPORTS = 20
_HEAD = 800  # characters
_SAID = re.compile(r"(“[^“”]+”) (said) ([A-Z]\w+ [A-Z]\w+)")
_NAME = re.compile(r"\b(?!Minister|The|On|A)[A-Z][a-z]+ [A-Z][a-z]+\b")
_PEOPLE = ("Ana Ruiz", "Teo Lind", "Piet Amsel", "Halyna Sorok", "Bram Okoye")
_AFFAIRS = (
    ("ferry", "the Sella Narrows ferry", "Lisnow"),
    ("quay", "the old quay of Velmora", "Velmora"),
    ("water", "the water works at Ostrand", "Ostrand"),
)


@dataclass(frozen=True)
class Result:
    """One line of the table. ``measured`` is what came out, in words and figures; ``passed`` None: not run here, and why."""

    id: str
    fault: str
    injected: str
    measured: str
    passed: bool | None
    seconds: float = 0.0


class Quick:
    """A tagger and an embedder by rule: the answer depends on the text alone."""

    version = "drill"

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        found = tuple(
            TaggedAttribution(source=(Span(*m.span(3)),), cue=(Span(*m.span(2)),), content=(Span(*m.span(1)),), score=0.9)
            for m in _SAID.finditer(text)
        )
        names = tuple(TaggedName(span=Span(*m.span()), type="person", score=0.9) for m in _NAME.finditer(text))
        return Tagged(attributions=found, names=names)

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        return ()

    def embed(self, text: str) -> tuple[float, ...]:
        marks = [float(word in text.lower()) for word, *_ in _AFFAIRS] + [0.1]
        norm = sum(mark * mark for mark in marks) ** 0.5
        return tuple(mark / norm for mark in marks)


_QUICK = Quick()
_KNOWN: dict[tuple[str, str], Analysis] = {}


def _analysis(report: Report, *, tagger: Any) -> Analysis:
    """Made once for each text, from its beginning: what makes a text long is padding. A process that is forked finds them ready."""
    key = (report.id, report.text_sha256)
    if key not in _KNOWN:
        head = report.text[:_HEAD]
        found = analyse_report(replace(report, text=head, text_sha256=text_hash(head), furniture=()), tagger=tagger)
        _KNOWN[key] = replace(found, text_sha256=report.text_sha256)
    return _KNOWN[key]


@contextmanager
def quick_engines() -> Iterator[None]:
    """No model is loaded inside the block."""
    before = engines.load_engines, hands.analyse_report
    engines.load_engines = lambda: Engines(tagger=_QUICK, embedder=_QUICK)
    hands.analyse_report = _analysis
    try:
        yield
    finally:
        engines.load_engines, hands.analyse_report = before


def write_reports(folder: Path, count: int = REPORTS, *, start: int = 0, padding: int = 0) -> Path:
    """A file of JSON lines with so many reports, always the same ones."""
    path = folder / f"reports-{start}-{count}-{padding}.jsonl"
    lines = (json.dumps(a_report(number, padding), ensure_ascii=False) for number in range(start, start + count))
    path.write_text("\n".join(lines) + "\n", encoding="utf8")
    return path


def a_report(number: int, padding: int = 0) -> dict[str, Any]:
    word, what, where = _AFFAIRS[number % len(_AFFAIRS)]
    speaker, other = _PEOPLE[number % 5], _PEOPLE[(number * 3 + 1) % 5]
    day = 1 + number // 3 % 27
    toll = 3 + number % 4
    text = (
        f"{where} – “We will not close {what} before {toll} weeks have passed,” said {speaker} on Monday. "
        f"“It was never agreed,” said {other}. At least {toll} people were injured near {what}, the {word} office of {where} reported.\n"
        f"Report number {number} was written by hand in {where}. "
    )
    text += "".join(f"Passage {hashlib.sha256(f'{number}.{n}'.encode()).hexdigest()} follows. " for n in range(padding))
    about = {"published": f"2026-03-{day:02}", "outlet": f"The {where} Post", "url": f"https://{word}.example/{number}"}
    return {"id": f"report-{number}", "text": text, "title": f"{what[4:].capitalize()}: {toll} weeks", **about}


def ingest(path: Path, reports: Sequence[Path], acknowledge: Callable[[str], None] = lambda report: None) -> AddSummary:
    """`onrecord add`; ``acknowledge`` is told each report's id as soon as it is durable."""

    def told(progress: Progress) -> None:
        if progress.stage == "inputs":
            acknowledge(progress.what)

    with open_record(path) as record:
        return add.add_inputs(record, [str(file) for file in reports], on_progress=told)


def stored_in(record: LiveRecord) -> set[str]:
    return {report.id for report in record.reports()}


def hash_of(path: Path) -> str:
    """Of everything in the record, when it is whole; what is wrong with it, when it is not."""
    with open_record(path, create=False) as record:
        problems = record.verify()
        return f"damaged: {problems[0]}" if problems else record.content_hash()
