"""Reports a second from HTML pages to stored findings, stage by stage, each beside the least it can cost.

  python bench/pipeline.py [--reports N] [--repeats N] [--workers N] [--peers DIR]

Every repeat is a fresh interpreter held to one core and a new record; loading is not counted. README.md beside this file says what is
measured.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import Any

from attribution import DATA, LENGTH, ONE_THREAD, TextFiles, Tool, cores, measure, package_digest, peers_python, processor, sample_texts

HERE = Path(__file__).resolve().parent
STORIES = "gold/stories/news-clusters-dev.jsonl"
STAGES = ("read", "analyse", "embed", "group", "link", "compare", "store", "rest")
MENU = "".join(f'<li><a href="/section/{n}">Section {n} of the paper</a></li>' for n in range(60))
TEASERS = "".join(
    f'<div class="card"><a href="/{n}"><h3>Another headline, number {n}, stands here</h3></a><p>And why.</p></div>' for n in range(20)
)
SCRIPT = "<script>" + "var shown = {at: 0};\n" * 1500 + "</script><style>" + ".card{margin:0}\n" * 400 + "</style>"


def main() -> int:
    wanted = arguments()
    articles, origin = evaluation_articles(wanted.reports) or sample_articles(wanted.reports)
    texts = [article["text"] for article in articles]
    load, measured = os.getloadavg()[0], package_digest()
    peers = peers_python(wanted.peers)
    runs: list[dict[str, float]] = []
    shared: list[tuple[dict[str, float], dict[str, float]]] = []  # by one worker, and by as many as are asked for
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = write_pages(folder / "pages", articles)
        files = TextFiles(folder, texts)
        one_run(write_pages(folder / "first", articles[:2]), 2)  # whoever has installed it has it compiled: this is not counted
        for _ in range(wanted.repeats):
            runs.append(one_run(pages))
            if wanted.workers > 1:
                shared.append((one_run(pages, 1), one_run(pages, wanted.workers)))
            if peers:
                theirs.append(measure(Tool(key="textacy", name="textacy direct_quotations", python=peers), files).cpu)
        floor = json.loads(_output([HERE / "floor.py", str(cores()[0]), files.part(0, 1)]))
    if package_digest() != measured:
        sys.exit("The files of onrecord changed while they were measured. Measure again on a copy.")
    machine = f"{processor()} · {len(cores())} cores · load {load:.1f} before, {os.getloadavg()[0]:.1f} after"
    print(f"{date.today()} · {machine} · onrecord {measured[:12]}")
    print(f"{len(texts)} {origin}, {statistics.mean(map(len, texts)):,.0f} characters on average · {wanted.repeats} repeats, medians\n")
    print_stages(runs, floor["seconds"], len(texts))
    if shared:
        print_shared(shared, wanted.workers, len(texts))
    if theirs:
        ratios = [t / r["analyse"] for t, r in zip(theirs, runs, strict=True)]
        rate = len(texts) / statistics.median(theirs)
        print(f"\ntextacy direct_quotations: {rate:.2f} reports a CPU s; onrecord's analysis : it {statistics.median(ratios):.2f}")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=140, metavar="N", help="at most so many")
    parser.add_argument("--repeats", type=int, default=3, metavar="N")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="measure add --workers N beside one, on all cores")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="environment of the other tools; made when it is not there")
    found = parser.parse_args()
    if min(found.reports, found.repeats) < 1:
        parser.error("--reports and --repeats are at least 1")
    return found


def evaluation_articles(most: int) -> tuple[list[dict[str, Any]], str] | None:
    """Reports of real stories that have LENGTH characters on average: the longest ones, as many as keep that mean, and of these ``most`` at
    equal distances by length. None where the set is not there."""
    path = DATA / STORIES
    if not path.exists():
        return None
    with path.open(encoding="utf8") as lines:
        articles = [json.loads(line) for line in lines]
    articles.sort(key=lambda a: (-len(a["text"]), a["id"]))
    means = [total / (k + 1) for k, total in enumerate(accumulate(len(a["text"]) for a in articles))]
    fitting = articles[: sum(mean >= LENGTH for mean in means)]
    every = max(1.0, len(fitting) / most)
    return [fitting[int(k * every)] for k in range(min(most, len(fitting)))], "reports of the story set"


def sample_articles(most: int) -> tuple[list[dict[str, Any]], str]:
    texts, origin = sample_texts(most)
    return [
        {"title": f"Report {n}", "outlet": "courier.example", "published": "2026-03-11", "text": t} for n, t in enumerate(texts)
    ], origin


def write_pages(folder: Path, articles: Sequence[dict[str, Any]]) -> Path:
    """Each article on a page of some 60 KB with menu, teasers, scripts and styles."""
    folder.mkdir()
    for n, article in enumerate(articles):
        title = escape(article["title"])
        paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in article["text"].split("\n") if line.strip())
        page = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta property="article:published_time" content="{article["published"]}">'
            f'<link rel="canonical" href="https://{article["outlet"]}/{n}">{SCRIPT}</head>'
            f"<body><nav><ul>{MENU}</ul></nav><main><article><h1>{title}</h1>\n{paragraphs}\n</article></main>"
            f"<aside>{TEASERS}</aside><footer><p>All rights reserved.</p></footer></body></html>"
        )
        (folder / f"{n:05}.html").write_text(page, encoding="utf8")
    return folder


def one_run(pages: Path, workers: int | None = None) -> dict[str, float]:
    """With a clock on every stage, on one core; with ``workers`` only the whole, on all cores."""
    found: dict[str, float] = json.loads(_output([HERE / "stages.py", str(cores()[0]), pages, *([str(workers)] if workers else [])]))
    return found


def _output(command: Sequence[Any]) -> str:
    environment = os.environ | ONE_THREAD | {"PYTHONDONTWRITEBYTECODE": ""}
    found = subprocess.run([sys.executable, *command], check=True, stdout=subprocess.PIPE, text=True, env=environment)
    return found.stdout


def print_stages(runs: Sequence[dict[str, float]], analysis_floor: float, reports: int) -> None:
    def middle(key: str) -> float:
        return statistics.median(run[key] for run in runs)

    whole = middle("cpu")
    floors = {stage: middle(f"{stage} floor") for stage in ("read", "embed", "store")} | {"analyse": analysis_floor}
    print("| stage | CPU ms a report | share | reports a CPU s | floor, ms | : floor |")
    print("|---|---|---|---|---|---|")
    for stage in (*STAGES, "cpu"):
        taken = middle(stage)
        floor = floors.get(stage, 0.0)
        beside = [f"{1000 * floor / reports:.2f}", f"{taken / floor:.1f}"] if floor else ["", ""]
        name = "all" if stage == "cpu" else stage
        cells = [name, f"{1000 * taken / reports:.1f}", f"{taken / whole:.0%}", f"{reports / taken:,.1f}", *beside]
        print(f"| {' | '.join(cells)} |")
    peaks = f"peak {middle('peak_mib'):,.0f} MiB, and {middle('child_mib'):,.0f} of the process that reads"
    print(f"\n{reports / middle('wall'):.2f} reports a wall second on one core · {peaks}")
    print(f"{middle('stories'):,.0f} stories, {middle('findings'):,.0f} findings, {middle('embedded'):,.0f} texts embedded")


def print_shared(shared: Sequence[tuple[dict[str, float], dict[str, float]]], workers: int, reports: int) -> None:
    print(f"{workers} workers beside one, on all cores:")
    for name, pages, loading in (("with loading", reports, 0), ("without", reports - workers, 1)):
        rates = [[pages / (run[kind] - loading * run[f"loading {kind}"]) for run in pair for kind in ("wall", "cpu")] for pair in shared]
        alone, _, together, cpu = (statistics.median(rate[k] for rate in rates) for k in range(4))
        gain = statistics.median(rate[2] / rate[0] for rate in rates)
        print(f"  {name}: {together:.2f} reports a wall s, {cpu:.2f} a CPU s; one: {alone:.2f} a wall s; {workers} : one {gain:.2f}")


if __name__ == "__main__":
    sys.exit(main())
