"""Where the attributions of PolNeAR dev go: every gold attribution and every false prediction in one row of a table.

  python eval/attribution_errors.py [--draw N] [--seed S]

Statements are matched as the scorer matches them: the contents share half of the words of both. ``points`` is what
found+src would gain if the row were mended alone: a right statement for every gold attribution, no statement for every
false prediction. ``--draw`` prints N of the errors with their surroundings, for a person to read: in proportion to the
rows, the same ones for the same seed.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measures import DATA

import onrecord
from onrecord.export.jsonl import report_line

HALF = 0.5  # the share of words at which the scorer matches contents
AROUND = 220  # code points shown on either side of a drawn error

RIGHT = "right"
FOUND = (RIGHT, "found, wrong source", "found without its source", "found, given a source though it has none")
MISSED = (
    "swallowed by a prediction matched elsewhere",
    "swallowed by a false prediction",
    "in pieces",
    "covered by less than half",
    "nothing predicted there",
)
FALSE = ("nothing attributed there", "fragment of a gold", "merge of several golds", "boundary: below half")
TYPES = ("direct", "mixed", "indirect")

Attribution = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row's entry: a gold attribution or, for the rows of FALSE, a prediction."""

    row: str
    item: Attribution
    page: Page


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Page:
    """One article as the scorer sees it, gold and predictions prepared."""

    id: str
    text: str
    gold: Sequence[Attribution]
    given: Sequence[Attribution]
    pairs: Sequence[tuple[int, int]]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draw", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    options = parser.parse_args(arguments)
    gold = DATA / "gold/attribution/polnear-dev.jsonl"
    if not gold.exists():
        sys.exit(f"there is no {gold}; set ONRECORD_EVAL to the folder of the evaluation sets")
    findings = [f for page in read_pages(gold) for f in sort_page(page)]
    print("\n".join(table(findings)))
    for number, finding in enumerate(draw(findings, options.draw, options.seed), start=1):
        print(f"\n--- {number}\n" + "\n".join(show(finding)))
    return 0


def read_pages(path: Path) -> Iterator[Page]:
    """The articles with what the shipped analysis finds in them; nested statements are left out, as by the scorer."""
    sys.path.insert(0, str(DATA / "score"))
    scorer = importlib.import_module("attribution")
    gold, _ = scorer.load_gold(str(path))
    for item in onrecord.analyse_inputs([str(path)]):
        if isinstance(item, onrecord.Refusal):
            sys.exit(f"{item.where}: {item.why}")
        report, analysis = item
        doc = scorer.Doc(report.text)
        wanted = scorer.prep(doc, gold[report.id][1])
        given = scorer.prep(doc, [s for s in report_line(report, analysis)["statements"] if not s["parent"]])
        yield Page(id=report.id, text=report.text, gold=wanted, given=given, pairs=scorer.match(wanted, given))


def sort_page(page: Page) -> Iterator[Finding]:
    """One finding for every gold attribution and every unmatched prediction."""
    to_given = dict(page.pairs)
    matched = set(to_given.values())
    for i, g in enumerate(page.gold):
        row = _found(g, page.given[to_given[i]]) if i in to_given else _missed(g, page.given, matched)
        yield Finding(row=row, item=g, page=page)
    for j, p in enumerate(page.given):
        if j not in matched:
            yield Finding(row=_false(p, page.gold), item=p, page=page)


def _found(gold: Attribution, given: Attribution) -> str:
    if not gold["source"]:
        return FOUND[3] if given["source"] else RIGHT
    if not given["source"]:
        return FOUND[2]
    return RIGHT if gold["source"] & given["source"] else FOUND[1]


def _missed(gold: Attribution, given: Sequence[Attribution], matched: set[int]) -> str:
    content = gold["content"]
    touching = {j: p["content"] for j, p in enumerate(given) if p["content"] & content}
    if not touching:
        return MISSED[4]
    holding = [j for j, words in touching.items() if len(words & content) >= HALF * len(content)]
    if holding:
        return MISSED[0] if set(holding) & matched else MISSED[1]
    return MISSED[2] if len(content & frozenset().union(*touching.values())) >= HALF * len(content) else MISSED[3]


def _false(given: Attribution, gold: Sequence[Attribution]) -> str:
    content = given["content"]
    touching = [g["content"] for g in gold if g["content"] & content]
    if not touching:
        return FALSE[0]
    if any(len(words & content) >= HALF * len(content) for words in touching):
        held = sum(len(words & content) >= HALF * len(words) for words in touching)
        return FALSE[2] if held > 1 else FALSE[1]
    return FALSE[2] if len(touching) > 1 else FALSE[3]


def table(findings: Sequence[Finding]) -> Iterator[str]:
    """The counts as a Markdown table, by the share of the content that stands in quotation marks."""
    gold = sum(f.row not in FALSE for f in findings)
    given = sum(f.row in FOUND or f.row in FALSE for f in findings)
    right = sum(f.row == RIGHT for f in findings)
    base = 200 * right / (gold + given)
    yield f"{gold} gold attributions, {given} predictions, {right} right: found+src {base:.1f}\n"
    yield f"| row | count | % | {' | '.join(TYPES)} | points |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for rows, of, right_more, given_more in ((FOUND, gold, 1, 0), (MISSED, gold, 1, 1), (FALSE, given, 0, -1)):
        for row in rows:
            n = sum(f.row == row for f in findings)
            types = " | ".join(str(sum(f.row == row and f.item["type"] == t for f in findings)) for t in TYPES)
            mended = 200 * (right + right_more * n) / (gold + given + given_more * n) - base
            yield f"| {row} | {n} | {100 * n / of:.1f} | {types} | {'' if row == RIGHT else f'{mended:.1f}'} |"


def draw(findings: Sequence[Finding], count: int, seed: int) -> list[Finding]:
    """``count`` of the errors: shuffled within each row, then taken at equal steps through all rows."""
    shuffled = random.Random(seed).sample(findings, len(findings))
    errors = [f for row in (*FOUND[1:], *MISSED, *FALSE) for f in shuffled if f.row == row]
    count = min(count, len(errors))
    return [errors[int((k + 0.5) * len(errors) / count)] for k in range(count)]


def show(finding: Finding) -> Iterator[str]:
    """The error's surroundings, and every attribution of gold and prediction whose content reaches into them."""
    page, spans = finding.page, [s for role in ("source", "cue", "content") for s in finding.item["raw"].get(role) or ()]
    start = max(0, min(s for s, _ in spans) - AROUND)
    end = max(e for _, e in spans) + AROUND
    yield f"{finding.row}  ({page.id}, {finding.item['type']})"
    yield "  ..." + page.text[start:end].replace("\n", " / ") + "..."
    for name, attributions in (("gold", page.gold), ("given", page.given)):
        for a in attributions:
            if any(s < end and start < e for s, e in a["raw"]["content"]):
                mark = "*" if a is finding.item else " "
                roles = (" ... ".join(page.text[s:e] for s, e in a["raw"].get(r) or ()) for r in ("source", "cue", "content"))
                yield f"{mark} {name}: " + " | ".join(roles).replace("\n", " / ")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
