"""What is measured: each measure runs the shipped code on an evaluation set and returns its figures by name.

The sets are not part of the project. They lie in the folder that ONRECORD_EVAL names (default: ``shared`` beside the
checkout), with scorers that read the wire format; a measure whose set is missing returns None.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import onrecord
from onrecord.export.jsonl import dump, report_line, story_line
from onrecord.pipeline import load_engines

Figures = dict[str, float]
ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("ONRECORD_EVAL", ROOT.parent / "shared"))


def measure_seeds() -> Figures | None:
    """Two reports on one story against a careful reading: statements, speakers, cues, manner, dates."""
    gold, texts = DATA / "gold/seeds.json", sorted(map(str, (DATA / "seeds").glob("*.txt")))
    if not (gold.exists() and texts):
        return None
    with tempfile.TemporaryDirectory() as folder:
        _, wire = _analyse(texts, Path(folder) / "seeds.jsonl")
        said = _score("account.py", "--gold", gold, "--pred", wire)
    numbers = {
        "found": r"statements found (\d+)",
        "precision": r"P ([\d.]+)",
        "speaker": r"speaker \d+/\d+ (\d+) %",
        "cue": r"cue \d+/\d+ (\d+) %",
        "manner": r"manner \d+/\d+ (\d+) %",
        "dates": r"dates \d+/\d+ (\d+) %",
    }
    return {name: float(m.group(1)) for name, pattern in numbers.items() if (m := re.search(pattern, said))}


def measure_attribution() -> Figures | None:
    """PolNeAR dev, the whole path from JSONL to statements: linked F1, and CPU seconds a report."""
    gold = DATA / "gold/attribution/polnear-dev.jsonl"
    if not gold.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        reports, wire = _analyse([str(gold)], Path(folder) / "dev.jsonl")
        scores = Path(folder) / "scores.json"
        _score("attribution.py", "--gold", gold, "--pred", wire, "--json", scores, "--bootstrap", "0")
        (result,) = json.loads(scores.read_text()).values()
    names = ("found", "found+src", "quoted.found+src", "source.frag", "cue.frag", "content.frag")
    figures = {name: 100 * result[name][2] for name in names}
    return figures | {"speaker known": reports["named"], "CPU s a report": reports["seconds"]}


def measure_stories() -> Figures | None:
    """News clusters of 2016 to 2018 through ``add``: B³ F1, alone and with the PolNeAR dev articles mixed in as strangers."""
    gold = DATA / "gold/stories/news-clusters-dev.jsonl"
    strangers = DATA / "gold/attribution/polnear-dev.jsonl"
    if not gold.exists():
        return None
    alone = _group([gold], gold)
    return {"B3 F1": alone} | ({"B3 F1 with strangers": _group([gold, strangers], gold)} if strangers.exists() else {})


def measure_coreference() -> Figures | None:
    """22 Wikinews reports (GUM): names and pronouns of people, organisations and places; ``coreference.py`` says what counts."""
    gold = DATA / "gold/gum-news"
    if not gold.exists():
        return None
    scorer = str(ROOT / "eval/coreference.py")
    with tempfile.TemporaryDirectory() as folder:
        reports = Path(folder) / "reports.jsonl"
        _score(scorer, "--gold", gold, "--write", reports)
        _, wire = _analyse([str(reports)], Path(folder) / "analyses.jsonl")
        result: Figures = json.loads(_score(scorer, "--gold", gold, "--pred", wire))
    names = ("conll", "conll with singles", "conll exact", "types right", "pronouns precision", "pronouns recall")
    return {name: result[name] for name in names}


MEASURES: dict[str, Callable[[], Figures | None]] = {
    "seeds": measure_seeds,
    "attribution": measure_attribution,
    "stories": measure_stories,
    "coreference": measure_coreference,
}


SETS: dict[str, Callable[[], list[Path]]] = {
    "seeds": lambda: [DATA / "gold/seeds.json", *sorted((DATA / "seeds").iterdir())],
    "attribution": lambda: [DATA / "gold/attribution/polnear-dev.jsonl"],
    "stories": lambda: [DATA / "gold/stories/news-clusters-dev.jsonl", DATA / "gold/attribution/polnear-dev.jsonl"],
    "coreference": lambda: sorted((DATA / "gold/gum-news").glob("*.conllu")),
}


def _analyse(inputs: Iterable[str], out: Path) -> tuple[Figures, Path]:
    """Writes the wire format; returns CPU seconds a report (models already loaded) and the share of named speakers."""
    load_engines()
    reports = statements = named = 0
    started = time.process_time()
    with out.open("w", encoding="utf8") as lines:
        for item in onrecord.analyse_inputs(list(inputs)):
            if isinstance(item, onrecord.Refusal):
                sys.exit(f"{item.where}: {item.why}")
            report, analysis = item
            reports, statements = reports + 1, statements + len(analysis.statements)
            named += sum(s.speaker is not None for s in analysis.statements)
            lines.write(dump(report_line(report, analysis)) + "\n")
    return {"seconds": (time.process_time() - started) / reports, "named": 100 * named / max(1, statements)}, out


def _group(inputs: Iterable[Path], gold: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "stories.jsonl"
        with onrecord.open_record(Path(folder) / "r.db") as record:
            record.add(list(inputs))
            out.write_text("".join(dump(story_line(s)) + "\n" for s in record.stories()), encoding="utf8")
        said = _score("stories.py", "--gold", gold, "--pred", out)
    found = re.search(r"B3 .*F1 ([\d.]+)", said)
    if found is None:
        sys.exit(f"the scorer of stories gave no B3: {said}")
    return float(found.group(1))


def _score(scorer: str, *arguments: object) -> str:
    """What a scorer of the set prints, or one of our own by its whole path."""
    done = subprocess.run([sys.executable, DATA / "score" / scorer, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{scorer} failed: {done.stderr.strip()}")
    return done.stdout
