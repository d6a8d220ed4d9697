"""How far a statement's score can be believed: on PolNeAR dev, the share of right statements among those with like scores.

  python eval/calibration.py [--picture OUT.svg] [--fit MANIFEST]

Right means: found by the scorer's rule, with the right source (or rightly none). Prints the reliability table and the
expected calibration error over ten bins of equal width. ``--fit`` writes slope and shift of the logistic that calibrates
into the model's manifest; the manifest must hold [1, 0] while the scores for it are measured.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from measures import DATA

import onrecord
from onrecord.engines.attribution import SCORE_LIMITS
from onrecord.export.jsonl import report_line

BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    low: float
    count: int
    score: float
    right: float


def main(arguments: list[str]) -> int:
    pairs = scored_statements(DATA / "gold/attribution/polnear-dev.jsonl")
    bins = reliability(pairs)
    error = sum(b.count * abs(b.score - b.right) for b in bins) / len(pairs)
    for b in bins:
        print(f"{b.low:.1f} to {b.low + 1 / BINS:.1f}  {b.count:5}  mean score {b.score:.3f}  right {b.right:.3f}")
    print(f"{len(pairs)} statements, expected calibration error {error:.3f}")
    if "--picture" in arguments:
        Path(arguments[arguments.index("--picture") + 1]).write_text(picture(bins, error), encoding="utf8")
    if "--fit" in arguments:
        manifest = Path(arguments[arguments.index("--fit") + 1])
        held = json.loads(manifest.read_text(encoding="utf8"))
        if held["calibration"] != [1.0, 0.0]:
            sys.exit(f"{manifest} is calibrated already; set its calibration to [1.0, 0.0] and measure again")
        held["calibration"] = [round(x, 3) for x in fit(pairs)]
        manifest.write_text(json.dumps(held, indent=1) + "\n", encoding="utf8")
        print("slope and shift", held["calibration"])
    return 0


def fit(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and shift of the logistic of the score's log-odds, by Newton's method on the likelihood."""
    scores = np.clip(np.array([s for s, _ in pairs]), *SCORE_LIMITS)
    x = np.stack([np.log(scores / (1 - scores)), np.ones(len(scores))], axis=1)
    y = np.array([r for _, r in pairs], dtype=float)
    w = np.array([0.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        w = w + np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + 1e-6 * np.eye(2), x.T @ (y - p))
    return float(w[0]), float(w[1])


def scored_statements(gold_path: Path) -> list[tuple[float, bool]]:
    """(score, right) of every statement that is not nested."""
    scorer = _scorer()
    gold, _ = scorer.load_gold(str(gold_path))
    out: list[tuple[float, bool]] = []
    for item in onrecord.analyse_inputs([str(gold_path)]):
        if isinstance(item, onrecord.Refusal):
            continue
        report, analysis = item
        wire = report_line(report, analysis)["statements"]
        said = [s for s in wire if not s["parent"]]
        doc = scorer.Doc(report.text)
        wanted, given = scorer.prep(doc, gold[report.id][1]), scorer.prep(doc, said)
        right = {j for i, j in scorer.match(wanted, given) if scorer.src_match(doc, wanted[i], given[j])[0]}
        out += [(given[j]["raw"]["score"], j in right) for j in range(len(given))]
    return out


def reliability(pairs: list[tuple[float, bool]]) -> list[Bin]:
    held: dict[int, list[tuple[float, bool]]] = {}
    for score, right in pairs:
        held.setdefault(min(BINS - 1, int(score * BINS)), []).append((score, right))
    return [
        Bin(low=k / BINS, count=len(v), score=sum(s for s, _ in v) / len(v), right=sum(r for _, r in v) / len(v))
        for k, v in sorted(held.items())
    ]


def picture(bins: list[Bin], error: float) -> str:
    """The reliability diagram: a point for each bin, its area by count, against the line of perfect calibration."""
    most = max(b.count for b in bins)
    points = "".join(
        f'<circle cx="{40 + 300 * b.score:.0f}" cy="{340 - 300 * b.right:.0f}" r="{3 + 9 * (b.count / most) ** 0.5:.1f}"/>' for b in bins
    )
    labels = "".join(
        f'<text x="{40 + 30 * k}" y="358" text-anchor="middle">{k / 10:.1f}</text>'
        f'<text x="32" y="{344 - 30 * k}" text-anchor="end">{k / 10:.1f}</text>'
        for k in range(0, 11, 2)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 390" font-family="sans-serif" font-size="11">'
        "<style>text{fill:#444}line,rect{stroke:#999;fill:none}circle{fill:#1f6f8b;fill-opacity:.75}"
        "@media(prefers-color-scheme:dark){text{fill:#ccc}circle{fill:#6fc3df}}</style>"
        '<rect x="40" y="40" width="300" height="300"/><line x1="40" y1="340" x2="340" y2="40" stroke-dasharray="4 4"/>'
        f'{points}{labels}<text x="190" y="380" text-anchor="middle">mean score</text>'
        f'<text x="40" y="28">share right (expected calibration error {error:.3f})</text></svg>\n'
    )


def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", DATA / "score/attribution.py")
    if spec is None or spec.loader is None:
        sys.exit(f"no scorer in {DATA}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
