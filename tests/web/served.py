"""Records to serve in tests, and a server that answers on a port of its own."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.testclient import TestClient

from onrecord.api import api_routes
from onrecord.ids import make_id, span_key, text_hash
from onrecord.model import Analysis, Entity, EntityRef, Mention, Published, Report, Role, Span, Statement, Story
from onrecord.pipeline import open_record
from onrecord.serving import Intake, Records, make_app
from onrecord.web import desk_routes

ROOT = Path(__file__).resolve().parents[2]
LARGER = 2_000  # statements


@dataclass(frozen=True)
class Served:
    """A record behind its application."""

    records: Records
    intake: Intake
    app: Any

    def client(self, **more: Any) -> TestClient:
        return TestClient(self.app, base_url="http://127.0.0.1", raise_server_exceptions=False, **more)


@contextmanager
def serving(path: Path) -> Iterator[Served]:
    records = Records(path)
    intake = Intake(records)
    try:
        yield Served(records, intake, make_app([*api_routes(records, intake), *desk_routes(records, intake)]))
    finally:
        intake.close()
        records.close()


@contextmanager
def listening(app: Any) -> Iterator[str]:
    """The address at which a real server answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=5)


def make_larger(path: Path) -> None:
    sys.path.insert(0, str(ROOT / "bench"))
    from desk_record import make_record  # noqa: PLC0415 (found only after the path is set)

    make_record(path, LARGER)


def said(report: Report, who: str, words: str) -> Statement:
    start, at = report.text.index(words), report.text.index(who)
    content, source = Span(start, start + len(words)), Span(at, at + len(who))
    return Statement(
        id=make_id("statement", report.id, report.text_sha256, span_key([content])),
        manner="direct",
        source=(source,),
        cue=(),
        content=(content,),
        speaker=EntityRef(entity=make_id("entity", who), name=who),
        score=0.5,
    )


def keep(path: Path, *told: tuple[Report, list[tuple[str, str]]], story: str = "story-told") -> None:
    """Reports with who says what in them, in one story; nothing is analysed."""
    with open_record(path) as record:
        run = record.start_run("add", "test")
        for report, lines in told:
            statements = tuple(said(report, who, words) for who, words in lines)
            entities = {
                s.speaker.entity: Entity(
                    id=s.speaker.entity,
                    name=s.speaker.name,
                    type="person",
                    mentions=(Mention(span=s.source[0], kind="name"),),
                    roles=(Role(title=s.speaker.name, span=s.source[0]),),
                )
                for s in statements
                if s.speaker
            }
            about = {"report_id": report.id, "text_sha256": report.text_sha256, "engine": "test"}
            record.add_report(run, report, Analysis(statements=statements, entities=tuple(entities.values()), **about))
        record.finish_run(run)
        title, reports = told[0][0].title, tuple(r.id for r, _ in told)
        record.replace_stories([Story(id=story, title=title, reports=reports, reasons=(title or "",))])


def report(report_id: str, text: str, **about: Any) -> Report:
    when = Published(value=about.pop("day", "2026-01-30"), precision="day", basis="given")
    return Report(id=report_id, text=text, text_sha256=text_hash(text), published=when, **about)
