"""What is measured: each measure runs the shipped code on an evaluation set and returns its figures by name.

The sets are not part of the project. They lie in the folder that ONRECORD_EVAL names (default: ``shared`` beside the
checkout), with scorers that read the wire format; a measure whose set is missing returns None.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import events
import findings
import origins
from dates import measure_dates
from speakers import ANSWERS, judge

import onrecord
from onrecord.export import wire
from onrecord.export.jsonl import dump, report_line
from onrecord.link.score import MAY, SAME, same_name
from onrecord.model import EntityType
from onrecord.pipeline import load_engines

Figures = dict[str, float]
ROOT = Path(__file__).resolve().parents[1]
_MOVES = {"annotated": "open", "set aside": "aside", "second annotated": "second-open", "second set aside": "second-aside"}
ANNOTATED_MOVES = {name: ROOT / "eval/moves" / f"{file}.jsonl" for name, file in _MOVES.items()}
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
    return figures | {"CPU s a report": reports["seconds"]}


def measure_speakers() -> Figures | None:
    """PolNeAR dev: sources that are pronouns or titles against a reading of them, and how many statements of all have a speaker or
    are left unnamed by decision (docs/decisions/0008-unknown-speakers.md)."""
    gold = DATA / "gold/attribution/polnear-dev.jsonl"
    if not gold.exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        _, wire = _analyse([str(gold)], Path(folder) / "dev.jsonl")
        with wire.open(encoding="utf8") as lines:
            return judge(map(json.loads, lines))


def measure_voices() -> Figures | None:
    """Speakers that readers labelled in the news clusters: of those known, how many are named right and wrong, found or not; of
    the others, how many are left open; addressees and relays, of those found."""
    stories, labels = DATA / "gold/stories/news-clusters-dev.jsonl", DATA / "gold/story-labels"
    if not (stories.exists() and labels.is_dir()):
        return None
    with tempfile.TemporaryDirectory() as folder:
        _, wire = _analyse([str(stories)], Path(folder) / "stories.jsonl")
        said = _score("labels.py", wire, "--labels", labels / "*.json", "--what", "speakers")
    counts = re.search(
        r"speakers: (\d+) of (\d+) .*\((\d+) found, (\d+) wrong, .*kept (\d+)/(\d+); .* (\d+)/(\d+); relay (\d+)/(\d+)", said
    )
    if counts is None:
        sys.exit(f"the scorer of labels gave no speakers: {said}")
    right, known, found, wrong, kept, unknown, told, addressed, relayed, relays = map(int, counts.groups())
    shares = {"right": (right, known), "wrong": (wrong, known), "found": (found, known + unknown), "unknown kept": (kept, unknown)}
    shares |= {"addressee": (told, addressed), "relay": (relayed, relays)}
    return {name: 100 * a / max(1, b) for name, (a, b) in shares.items()}


def measure_figures() -> Figures | None:
    """Attributed figures: those of the seeds, and those that readers labelled in the news clusters, value by value."""
    gold, texts = DATA / "gold/seeds.json", sorted(map(str, (DATA / "seeds").glob("*.txt")))
    stories, labels = DATA / "gold/stories/news-clusters-dev.jsonl", DATA / "gold/story-labels"
    if not (gold.exists() and texts and stories.exists() and labels.exists()):
        return None
    with tempfile.TemporaryDirectory() as folder:
        _, wire = _analyse(texts, Path(folder) / "seeds.jsonl")
        seeds = _score("account.py", "--gold", gold, "--pred", wire)
        _, wire = _analyse([str(stories)], Path(folder) / "stories.jsonl")
        said = _score("labels.py", wire, "--labels", labels / "*.json", "--what", "figures")
    own = re.search(r"figures (\d+)/(\d+)", seeds)
    counts = re.search(r"figures: (\d+) of (\d+) found, value right (\d+), measure right (\d+), according to (\d+)/(\d+)", said)
    if own is None or counts is None:
        sys.exit(f"the scorers gave no figures: {seeds} {said}")
    found, labelled, value, measure, holder, held = map(int, counts.groups())
    shares = {"found": (found, labelled), "value": (value, found), "measure": (measure, found), "according to": (holder, held)}
    return {"seeds": 100 * int(own[1]) / int(own[2])} | {name: 100 * a / max(1, b) for name, (a, b) in shares.items()}


def measure_stories() -> Figures | None:
    """News clusters of 2016 to 2018 through ``add``: B³ F1, alone and with the PolNeAR dev articles mixed in as strangers."""
    gold = DATA / "gold/stories/news-clusters-dev.jsonl"
    strangers = DATA / "gold/attribution/polnear-dev.jsonl"
    if not gold.exists():
        return None
    alone = _group([gold], gold)
    return {"B3 F1": alone} | ({"B3 F1 with strangers": _group([gold, strangers], gold)} if strangers.exists() else {})


def measure_names() -> Figures | None:
    """Pairs of names that are or are not one's: from ``MAY`` on a pair counts as one. Also in two halves, drawn by the hash of
    the pair, to show how steady the figure is; and the precision from ``SAME`` on, where the record takes two names for one."""
    gold = DATA / "gold/names/name-pairs.csv"
    if not gold.exists():
        return None
    with gold.open(encoding="utf8", newline="") as rows:
        pairs = list(csv.DictReader(rows))
    started = time.process_time()
    judged = [(same_name(p["name1"], p["name2"], _name_kind(p)).score, p["is_match"] == "true") for p in pairs]
    seconds = time.process_time() - started
    halves = [[j for j, p in zip(judged, pairs, strict=True) if _half(p) == half] for half in (0, 1)]
    precision, recall, f1 = _prf(judged, MAY)
    return {
        "precision": precision,
        "recall": recall,
        "F1": f1,
        "F1 first half": _prf(halves[0], MAY)[2],
        "F1 second half": _prf(halves[1], MAY)[2],
        "precision merged": _prf(judged, SAME)[0],
        "CPU ms a pair": 1000 * seconds / len(pairs),
    }


def _name_kind(pair: dict[str, str]) -> EntityType:
    return "person" if pair["schema"] == "Person" else "organisation"


def _half(pair: dict[str, str]) -> int:
    return hashlib.sha256(f"{pair['name1']}|{pair['name2']}".encode()).digest()[0] % 2


def _prf(judged: Sequence[tuple[float, bool]], least: float) -> tuple[float, float, float]:
    right = sum(score >= least and same for score, same in judged)
    precision = 100 * right / max(1, sum(score >= least for score, _ in judged))
    recall = 100 * right / max(1, sum(same for _, same in judged))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def measure_times() -> Figures | None:
    """Dates in Wikinews reports against their TEI marks: finding (F1) and values, as ``eval/dates.py`` explains."""
    folder = DATA / "gold/gum-news"
    return measure_dates(folder) if folder.is_dir() else None


def measure_moves() -> Figures | None:
    """Speech acts on offers: the seeds' with their terms, those that readers labelled in the news clusters, near acts counted, and
    those of the annotated reports of ``eval/moves`` with their terms."""
    seeds, texts = DATA / "gold/seeds.json", sorted(map(str, (DATA / "seeds").glob("*.txt")))
    clusters, labels = DATA / "gold/stories/news-clusters-dev.jsonl", DATA / "gold/story-labels"
    if not (seeds.exists() and texts and clusters.exists() and labels.is_dir()):
        return None
    with tempfile.TemporaryDirectory() as folder:
        _, wire = _analyse(texts, Path(folder) / "seeds.jsonl")
        said = _score("account.py", "--gold", seeds, "--pred", wire)
        _, wire = _analyse([str(clusters)], Path(folder) / "clusters.jsonl")
        said += _score("labels.py", wire, "--labels", f"{labels}/*.json", "--what", "moves")
        annotated = {name: _annotated_moves(path, Path(folder)) for name, path in ANNOTATED_MOVES.items()}
    shares = {
        "seeds recall": r"moves: recall (\d+)/(\d+)",
        "seeds precision": r"precision (\d+)/(\d+) \d+ %, terms",
        "seeds terms": r"terms (\d+)/(\d+)",
        "labels with the act": r"moves: (\d+) of (\d+) with the act",
    }
    found = {name: 100 * int(m[1]) / int(m[2]) for name, pattern in shares.items() if (m := re.search(pattern, said))}
    return found | {f"{name} {figure}": value for name, figures in annotated.items() for figure, value in figures.items()}


def _annotated_moves(reports: Path, folder: Path) -> Figures:
    _, wire = _analyse([str(reports)], folder / reports.name)
    said = _score(str(ROOT / "eval/moves.py"), reports, wire)
    shares = {
        "F1": r"all acts +[\d.]+ +[\d.]+ +([\d.]+)",
        "terms of all recalled": r"terms of all recalled +([\d.]+)",
        "terms recalled": r"\nterms recalled +([\d.]+)",
        "terms precise": r"terms precise +([\d.]+)",
    }
    return {name: float(m[1]) for name, pattern in shares.items() if (m := re.search(pattern, said))}


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


def measure_origins() -> Figures | None:
    """Pairs of reports with one origin, judged by hand and labelled; ``origins.py`` says how."""
    stories, labels = DATA / "gold/stories/news-clusters-dev.jsonl", DATA / "gold/story-labels"
    return origins.measure_origins(stories, labels) if stories.exists() and labels.is_dir() else None


def measure_findings() -> Figures | None:
    """Acts of saying and findings: labels of the news clusters, the seeds, and judgements by hand; ``findings.py`` says how."""
    needed = [DATA / "gold/stories/news-clusters-dev.jsonl", DATA / "gold/story-labels", DATA / "gold/seeds.json", DATA / "seeds"]
    return findings.measure_findings(DATA, _score) if all(path.exists() for path in needed) else None


def measure_events() -> Figures | None:
    """Events of the seeds; types and parties in two sets of coded sentences, as ``eval/events.py`` explains."""
    gold, texts = DATA / "gold/seeds.json", sorted(map(str, (DATA / "seeds").glob("*.txt")))
    case, plover = DATA / "gold/events/case2021-types-dev.tsv", DATA / "gold/events/plover-gsr.json"
    if not (gold.exists() and texts and case.exists() and plover.exists()):
        return None
    with tempfile.TemporaryDirectory() as folder:

        def analyse(inputs: list[str]) -> dict[str, Any]:
            _, wire = _analyse(inputs, Path(folder) / "wire.jsonl")
            return {r["id"]: r for r in map(json.loads, wire.read_text(encoding="utf8").splitlines())}

        figures = {"seeds found": events.measure_seeds(gold, analyse(texts))} | events.measure_case(case)
        return figures | events.measure_plover(plover, Path(folder) / "plover.jsonl", analyse)


MEASURES: dict[str, Callable[[], Figures | None]] = {
    "seeds": measure_seeds,
    "attribution": measure_attribution,
    "speakers": measure_speakers,
    "voices": measure_voices,
    "stories": measure_stories,
    "names": measure_names,
    "times": measure_times,
    "moves": measure_moves,
    "figures": measure_figures,
    "events": measure_events,
    "coreference": measure_coreference,
    "origins": measure_origins,
    "findings": measure_findings,
}

# Measured on the same analyses, which one process makes once; the others share none.
ON_STORIES = frozenset(["voices", "stories", "moves", "figures", "events", "origins", "findings"])


SETS: dict[str, Callable[[], list[Path]]] = {
    "origins": lambda: [
        DATA / "gold/stories/news-clusters-dev.jsonl",
        *sorted((DATA / "gold/story-labels").glob("*.json")),
        origins.JUDGED,
    ],
    "findings": lambda: [
        *SETS["seeds"](),
        DATA / "gold/stories/news-clusters-dev.jsonl",
        *sorted((DATA / "gold/story-labels").glob("*.json")),
        *(findings.JUDGED / f"{name}.jsonl" for name in ("utterances", "findings")),
    ],
    "seeds": lambda: [DATA / "gold/seeds.json", *sorted((DATA / "seeds").iterdir())],
    "attribution": lambda: [DATA / "gold/attribution/polnear-dev.jsonl"],
    "speakers": lambda: [DATA / "gold/attribution/polnear-dev.jsonl", ANSWERS],
    "voices": lambda: [DATA / "gold/stories/news-clusters-dev.jsonl", *sorted((DATA / "gold/story-labels").glob("*.json"))],
    "stories": lambda: [DATA / "gold/stories/news-clusters-dev.jsonl", DATA / "gold/attribution/polnear-dev.jsonl"],
    "names": lambda: [DATA / "gold/names/name-pairs.csv"],
    "times": lambda: sorted((DATA / "gold/gum-news").glob("GUM_*")),
    "moves": lambda: [
        *SETS["seeds"](),
        DATA / "gold/stories/news-clusters-dev.jsonl",
        *sorted((DATA / "gold/story-labels").glob("*.json")),
        *ANNOTATED_MOVES.values(),
    ],
    "figures": lambda: [
        *SETS["seeds"](),
        DATA / "gold/stories/news-clusters-dev.jsonl",
        *sorted((DATA / "gold/story-labels").glob("*.json")),
    ],
    "events": lambda: [
        *SETS["seeds"](),
        DATA / "gold/events/case2021-types-dev.tsv",
        DATA / "gold/events/plover-gsr.json",
    ],
    "coreference": lambda: sorted((DATA / "gold/gum-news").glob("*.conllu")),
}


def _analyse(inputs: Iterable[str], out: Path) -> tuple[Figures, Path]:
    """Writes the wire format; returns CPU seconds a report, models already loaded."""
    seconds, lines = _analysed(tuple(inputs))
    out.write_text(lines, encoding="utf8")
    return {"seconds": seconds}, out


@cache  # several measures ask for the same reports
def _analysed(inputs: tuple[str, ...]) -> tuple[float, str]:
    load_engines()
    lines = []
    started = time.process_time()
    for item in onrecord.analyse_inputs(list(inputs)):
        if isinstance(item, onrecord.Refusal):
            sys.exit(f"{item.where}: {item.why}")
        lines.append(dump(report_line(*item)) + "\n")
    return (time.process_time() - started) / len(lines), "".join(lines)


def _group(inputs: Iterable[Path], gold: Path) -> float:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "stories.jsonl"
        with onrecord.open_record(Path(folder) / "r.db") as record:
            record.add(list(inputs))
            out.write_text("".join(dump(wire(s)) + "\n" for s in record.stories()), encoding="utf8")
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
