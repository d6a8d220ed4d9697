"""How names, stories and their comparison grow to a hundred million statements: fitted to a record, checked on it, and carried on.

  python bench/simulate.py RECORD [--statements 100000000] [--months 120] [--seed 5]

RECORD holds some hundred analysed reports at least (onrecord add). How often what is already there comes again is fitted as a Pitman-Yor
process, which has two numbers and gives both Heaps' law of how many different ones there are and Zipf's of how often each comes: once for
names (how many reports use one), once for the keys by which names are compared (how many names share one), once for stories (how many
reports one has). Each fit is made on half of the reports and held against all of them before it is carried on; the table says how well that
went. A name may come again after years, a story does not: stories are drawn month by month. What a story costs to compare is measured on
the record's own. Only numbers are drawn: no report is made.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.link.blocks import block_keys
from onrecord.link.score import same_name
from onrecord.model import EntityType
from onrecord.store import Record, open_record
from onrecord.storyline import findings_of

Sizes = NDArray[np.int64]
STICKS = 4_000_000
MONTHS_DRAWN = 4
SIZES = (10**5, 10**6, 10**7, 10**8)
LARGE = 200  # names in a block beyond which a key tells nothing (store/names.py)
SCORED = ("person", "organisation", "state", "place")


@dataclass(frozen=True, slots=True)
class Law:
    """A Pitman-Yor process: the (n+1)th comes to something seen k times with (k - discount)/(n + strength)."""

    discount: float
    strength: float

    def different(self, n: float) -> float:
        """How many different ones are expected among ``n``."""
        d, s = self.discount, self.strength
        return math.exp(math.lgamma(s + d + n) - math.lgamma(s + n) + math.lgamma(s + 1) - math.lgamma(s + d)) / d - s / d

    def draw(self, n: int, chance: np.random.Generator) -> tuple[Sizes, float]:
        """How often each of those comes that come at all, and how many more come once: the weights of the first millions are broken off
        a stick; what is left of it is so many pieces that nearly all of them come once."""
        k = np.arange(1, STICKS + 1)
        kept = np.log1p(-chance.beta(1 - self.discount, self.strength + k * self.discount))
        left = np.exp(np.concatenate([[0.0], np.cumsum(kept)]))
        sizes = chance.poisson(n * (left[:-1] - left[1:]))
        rest = Law(self.discount, self.strength + STICKS * self.discount)
        return sizes[sizes > 0], rest.different(n * float(left[-1]))


def fit(sizes: Iterable[int]) -> Law:
    """The likeliest law for what was counted, by a grid that is laid ever closer."""
    times = Counter(sizes)
    different, n = sum(times.values()), sum(size * many for size, many in times.items())
    places = np.arange(1, different)

    def likelihood(discount: float, strength: float) -> float:
        again = sum(many * (math.lgamma(size - discount) - math.lgamma(1 - discount)) for size, many in times.items())
        return float(np.log(strength + discount * places).sum()) - math.lgamma(strength + n) + math.lgamma(strength + 1) + again

    best, wide = (0.5, math.log(10.0)), (0.49, 6.0)
    for _ in range(7):
        grid = [(best[0] + a * wide[0], best[1] + b * wide[1]) for a in np.linspace(-1, 1, 9) for b in np.linspace(-1, 1, 9)]
        best = max(((d, s) for d, s in grid if 0.001 < d < 0.999), key=lambda law: likelihood(law[0], math.exp(law[1])))
        wide = (wide[0] / 3, wide[1] / 3)
    return Law(best[0], math.exp(best[1]))


@dataclass(frozen=True, slots=True)
class Report:
    statements: int
    names: tuple[tuple[EntityType, str], ...]
    story: str


def read(record: Record) -> list[Report]:
    """In the order of their ids, which have nothing to do with what they tell."""
    database = record._database
    statements = Counter(key for (key,) in database.rows("SELECT report_key FROM statement"))
    shown: dict[tuple[EntityType, str], str] = {}
    names: dict[str, list[tuple[EntityType, str]]] = defaultdict(list)
    for key, kind, folded, name in database.rows("SELECT report_key, type, folded, name FROM entity"):
        names[key].append((kind, shown.setdefault((kind, folded), name)))
    placed = database.all("SELECT report_key, story FROM story_report ORDER BY report_key")
    return [Report(statements[key], tuple(dict.fromkeys(names[key])), story) for key, story in placed]


def named(reports: Iterable[Report]) -> list[int]:
    """In how many reports each name stands."""
    return list(Counter(name for report in reports for name in report.names).values())


def keyed(reports: Iterable[Report]) -> list[int]:
    """How many different names have each key."""
    names = {name for report in reports for name in report.names if name[0] in SCORED}
    return list(Counter((kind, key.removeprefix("?")) for kind, name in names for key in block_keys(name, kind)).values())


def told(reports: Iterable[Report]) -> list[int]:
    """How many reports each story has."""
    return list(Counter(report.story for report in reports).values())


def met(sizes: Sizes) -> float:
    """Pairs that share a key; a key of very many names tells nothing."""
    few = sizes[sizes <= LARGE]
    return float((few * (few - 1) / 2).sum())


def check(what: str, count: Callable[[Iterable[Report]], list[int]], reports: Sequence[Report], chance: np.random.Generator) -> Law:
    """Fits on half, holds the fit against all, and gives the fit to all."""
    shuffled = random.Random(1).sample(reports, len(reports))
    half, every = count(shuffled[: len(reports) // 2]), count(reports)
    law, n = fit(half), sum(every)
    drawn, once = law.draw(n, chance)
    seen = np.array(every)
    expected = (law.different(n), float((drawn == 1).sum()) + once, met(drawn), float(drawn.max()))
    found = (len(every), int((seen == 1).sum()), met(seen), int(seen.max()))
    whole = fit(every)
    cells = " | ".join(f"{a:,.0f} : {b:,.0f}" for a, b in zip(expected, found, strict=True))
    print(f"| {what} | {n:,} | {whole.discount:.2f}, {whole.strength:,.0f} | {cells} |", flush=True)
    return whole


def compared(record: Record) -> tuple[float, float, float, int]:
    """Seconds of CPU of comparing a story of m statements as a * m^b: a, b, the share of the variance that explains, and how many."""
    points = []
    for story in record.stories():
        m = record._database.value(
            "SELECT count(*) FROM statement s JOIN story_report r ON r.report_key = s.report_key WHERE r.story = ?", (story.id,)
        )
        if m >= 20:
            started = time.process_time()
            findings_of(record, story.id)
            points.append((math.log(m), math.log(time.process_time() - started)))
    x, y = np.array(points).T
    b, a = np.polyfit(x, y, 1)
    explained = 1 - float(((y - a - b * x) ** 2).sum() / ((y - y.mean()) ** 2).sum())
    return math.exp(a), float(b), explained, len(points)


def a_pair(reports: Sequence[Report]) -> float:
    """Seconds of CPU of scoring two names."""
    names = sorted({name for report in reports for name in report.names if name[0] == "person"})[:2000]
    pairs = [(a[1], b[1]) for a, b in zip(names, names[1:], strict=False)]
    started = time.process_time()
    for a, b in pairs:
        same_name(a, b, "person")
    return (time.process_time() - started) / len(pairs)


HEAD = (
    "| statements | reports | names in them | different names | most with a key | % of keys that too many have | pairs | of a new name"
    " | scoring them, CPU h | stories | largest, reports | comparing each once, CPU h | the largest, CPU s |\n" + "|---" * 13 + "|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--statements", type=int, default=SIZES[-1])
    parser.add_argument("--months", type=int, default=120, help="over which the statements are spread")
    parser.add_argument("--seed", type=int, default=5)
    wanted = parser.parse_args()
    chance = np.random.default_rng(wanted.seed)
    with open_record(wanted.record, create=False, read_only=True) as record:
        reports = read(record)
        says, names_each = (sum(x) / len(reports) for x in ((r.statements for r in reports), (len(r.names) for r in reports)))
        print(f"{len(reports):,} reports, {says:.1f} statements and {names_each:.1f} names each\n")
        print("| law | n | discount, strength | different, expected : found | once | pairs | most |\n|---|---|---|---|---|---|---|")
        laws = [check(what, count, reports, chance) for what, count in (("names", named), ("keys", keyed), ("stories", told))]
        a, b, explained, many = compared(record)
    pair = a_pair(reports)
    keys_each = sum(keyed(reports)) / len({name for report in reports for name in report.names})
    print(f"\nComparing a story of m statements: {1000 * a:.3f} ms * m^{b:.2f} (R² {explained:.2f}, {many} stories).")
    print(f"A name has {keys_each:.1f} keys; scoring a pair of names: {1e6 * pair:.0f} µs.\n\n{HEAD}")
    for size in (*(s for s in SIZES if s < wanted.statements), wanted.statements):
        held = size / says
        different = laws[0].different(held * names_each)
        blocks, _ = laws[1].draw(int(different * keys_each), chance)
        drawn = [laws[2].draw(int(held / wanted.months), chance) for _ in range(MONTHS_DRAWN)]
        tales, alone = np.concatenate([sizes for sizes, _ in drawn]), sum(once for _, once in drawn)
        share, cost = wanted.months / MONTHS_DRAWN, a * (tales * says) ** b
        compared_once = share * (cost.sum() + alone * a * says**b) / 3600
        mute = 100 * blocks[blocks > LARGE].sum() / (different * keys_each)
        row = (size, held, held * names_each, different, blocks.max(), mute, met(blocks), 2 * met(blocks) / different)
        spent = (met(blocks) * pair / 3600, share * (len(tales) + alone), tales.max(), compared_once, cost.max())
        print(f"| {' | '.join(f'{x:,.0f}' for x in row)} | {' | '.join(f'{x:,.0f}' for x in spent)} |", flush=True)


if __name__ == "__main__":
    main()
