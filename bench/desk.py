"""How long the desk's pages take on a large record.

  python bench/desk.py [--statements 100000] [--requests 100] [--record FILE]

Makes an invented record (or takes FILE, made before by this), serves it on a port of this machine, and asks for pages as readers do:
the story of a report chosen at random and where its sides stand, the ledger by speaker, outlet, words and day, the page of whoever says a
statement chosen at random, searches for one to three words, the listings of stories, findings, entities, runs and what is to be reviewed, a
statement, a source. Measured is the time from request to last byte, and the CPU time that this process spends on it,
which what else the machine does hardly touches. *First* is the first look at a page since the record last changed, *again* the second.
Exit code 1 when a p95 of first looks, in CPU time, is above its limit.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import uvicorn
from desk_record import make_record

from onrecord.api import api_routes
from onrecord.collector import settle
from onrecord.serving import Intake, Records, make_app
from onrecord.views.sheet import pack
from onrecord.web import desk_routes

LIMITS = {"search": 500}  # milliseconds
USUAL = 200


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--record", type=Path)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = wanted.record or Path(folder) / "record.db"
        if not path.exists():
            make_record(path, wanted.statements)
        return measure(path, wanted.requests)


def measure(path: Path, requests: int) -> int:
    records = Records(path)
    intake = Intake(records)
    app = make_app([*api_routes(records, intake), *desk_routes(records, intake)])
    with records.read() as record:
        amounts = record.amounts()
    print(f"{amounts.statements:,} statements, {amounts.reports:,} reports, {amounts.stories:,} stories, {amounts.entities:,} entities")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        settle()
        failed = report(addresses(records, requests), listener.getsockname()[1])
        server.should_exit = True
        thread.join(timeout=5)
    return int(failed)


def addresses(records: Records, requests: int) -> dict[str, list[str]]:
    """What is asked for, by kind; the same for the same record."""
    rng = random.Random(11)
    with records.read() as record:
        last = record._database.value("SELECT max(row) FROM statement")
        rows = record._database.all(
            "SELECT s.id, sr.story, coalesce(k.entity, s.speaker_entity), s.speaker_name, r.outlet, r.published_value, s.content_text, r.id"
            " FROM statement s JOIN report r ON r.key = s.report_key JOIN story_report sr ON sr.report_key = r.key"
            " LEFT JOIN entity_link k ON k.report_key = s.report_key AND k.local = s.speaker_entity"
            " WHERE s.row IN (SELECT value FROM json_each(?)) ORDER BY s.id",
            (json.dumps(rng.sample(range(1, last + 1), requests)),),
        )
        chosen = rng.sample(rows, len(rows))
        run = next(record.runs()).id
        deep = [record.statement_page(after=row[0], size=1) for row in chosen[: requests // 5]]
    ledger = []
    for n, (_, story, entity, name, outlet, day, text, _) in enumerate(chosen):
        asked = (
            f"speaker={entity}", f"speaker={quote(name)}", f"outlet={quote(outlet)}", f"text={quote(text.split()[1])}", f"as_of={day}",
            f"since={day}", f"story={story}", "", "order=oldest", "min_score=0.7",
        )  # fmt: skip
        ledger.append(f"/statements?{asked[n % len(asked)]}")
    ledger += [f"/statements?s={page.rows[0].statement.id}" for page in deep if page.rows]
    far = [pack(rng.randrange(1000)) for _ in range(requests // 10)]
    return {
        "story": [f"/stories/{row[1]}" for row in chosen],
        "standing": [f"/stories/{row[1]}/positions" for row in chosen],
        "statement": [f"/statements/{row[0]}" for row in chosen],
        "source": [f"/source?report={row[7]}" for row in chosen],
        "stories": ["/", "/?words=a", *(f"/?next={token}" for token in far)],
        "findings": [
            "/findings",
            "/findings?type=repeats",
            *(f"/findings?story={row[1]}" for row in chosen[:10]),
            *(f"/findings?next={t}" for t in far),
        ],
        "entities": ["/entities", f"/entities?name={quote(chosen[0][3])}", f"/entities?story={chosen[0][1]}", f"/entities?next={far[0]}"],
        "review": [f"/review?queue={queue}" for queue in ("unsure", "unnamed", "parted")] + [f"/review?next={token}" for token in far],
        "runs": ["/runs", f"/runs/{run}", "/problems", "/health", "/judgements", "/versions", "/screen", "/changes?since=2100-01-01"],
        "ledger": ledger,
        "entity": [f"/entities/{row[2]}" for row in chosen],
        "search": [f"/search?q={quote(' '.join(rng.sample(row[6].split(), rng.randint(1, 3))))}" for row in chosen],
    }


def report(asked: dict[str, list[str]], port: int) -> bool:
    """Prints a line for each kind; whether some p95 is above its limit."""
    print(f"{'':<9} {'first look, CPU ms':>26} {'wall ms':>18} {'again, CPU ms':>18} {'':>8}")
    print(f"{'page':<9} {'p50':>8} {'p95':>8} {'max':>8} {'p50':>9} {'p95':>8} {'p50':>9} {'p95':>8} {'limit':>8} {'kB':>6}")
    failed = False
    for kind, paths in asked.items():
        fetch(port, "/keys")
        once = list(dict.fromkeys(paths))
        pairs = [(fetch(port, path), fetch(port, path)) for path in once]
        slowest = max(zip(once, pairs, strict=True), key=lambda found: found[1][0][0])
        first, again = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        cpu, wall, cached = [f[0] for f in first], [f[1] for f in first], [f[0] for f in again]
        limit = LIMITS.get(kind, USUAL)
        failed = failed or quantile(cpu, 0.95) > limit
        size = statistics.median(f[2] for f in first) / 1000
        cells = [quantile(cpu, 0.5), quantile(cpu, 0.95), max(cpu)]
        cells += [quantile(values, part) for values in (wall, cached) for part in (0.5, 0.95)]
        print(f"{kind:<9} " + " ".join(f"{cell:>8.0f}" for cell in cells) + f"   {limit:>8} {size:>6.0f}", flush=True)
        if quantile(cpu, 0.95) > limit:
            print(f"{'':<9}slowest: {slowest[0]}")
    return failed


def fetch(port: int, path: str) -> tuple[float, float, int]:
    """Milliseconds of CPU and of the clock, and bytes. Raises when the answer is no page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent, begun = time.process_time(), time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    cpu, wall = (time.process_time() - spent) * 1000, (time.perf_counter() - begun) * 1000
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {body[:200]!r}")
    return cpu, wall, len(body)


def quantile(values: Sequence[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(part * len(ordered)), len(ordered) - 1)]


if __name__ == "__main__":
    sys.exit(main())
