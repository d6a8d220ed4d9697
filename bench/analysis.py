"""What the analysis costs beside the neural tagger, part by part, and whether it stays linear on long texts.

  python bench/analysis.py [--texts N] [--repeats N] [--long KIND ...]

The tagger reads every text once before the clock starts; afterwards its answers come from memory. Times are CPU time of this process.
README.md beside this file says what is measured.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import string
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import wraps
from typing import Any

from attribution import LENGTH, cores, evaluation_texts, package_digest, processor, sample_texts

from onrecord.analyse import analyse_report, report
from onrecord.engines.attribution import load_tagger
from onrecord.engines.protocols import Tagged, TaggedAct, Tagger
from onrecord.ids import text_hash
from onrecord.model import Published, Report, Span

PARTS = {
    "page": ["open_page"],
    "names and titles": ["_gather_cast"],
    "boundaries": ["_draft", "unfold_relayed", "find_headline", "find_turns", "without_own"],
    "speech within speech": ["find_nested"],
    "speakers": ["resolve_speakers"],
    "addressees": ["find_addressees"],
    "relays": ["find_relays"],
    "coreference": ["find_coreference"],
    "times": ["find_times"],
    "moves": ["find_narrated", "find_moves", "with_moves"],
    "statements": ["build_entities", "build_statements"],
    "figures": ["find_figures"],
    "events": ["find_events"],
}
SHORT, LONG = 60_000, 600_000  # code points
MOST_RATIO = 1.5  # of the time that ten times the text takes to ten times the time


class Recorded:
    """A tagger that gives each answer from memory after the first time."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self._answers: dict[tuple[str, tuple[Span, ...]], Tagged] = {}
        self._acts: dict[tuple[str, tuple[Span, ...]], tuple[TaggedAct, ...]] = {}

    @property
    def version(self) -> str:
        return self._tagger.version

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        key = text, tuple(skip)
        if key not in self._answers:
            self._answers[key] = self._tagger.tag(text, skip=skip)
        return self._answers[key]

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        key = text, tuple(skip)
        if key not in self._acts:
            self._acts[key] = self._tagger.tag_acts(text, skip=skip)
        return self._acts[key]


class Clock:
    """CPU seconds by part, while the steps of the analysis are wrapped."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._steps = {step: getattr(report, step) for steps in PARTS.values() for step in steps}

    def __enter__(self) -> Clock:
        for part, steps in PARTS.items():
            for step in steps:
                setattr(report, step, self._timed(part, self._steps[step]))
        return self

    def __exit__(self, *_: object) -> None:
        for step, function in self._steps.items():
            setattr(report, step, function)

    def _timed(self, part: str, step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)
        def timed(*args: Any, **options: Any) -> Any:
            started = time.process_time()
            try:
                return step(*args, **options)
            finally:
                self.seconds[part] += time.process_time() - started

        return timed


def main() -> int:
    wanted = arguments()
    tagger = Recorded(load_tagger())
    texts, origin = evaluation_texts(wanted.texts) or sample_texts(wanted.texts)
    load, measured = os.getloadavg()[0], package_digest()
    shares = by_part([a_report(t) for t in texts], tagger, wanted.repeats)
    print(f"{date.today()} · {processor()} · {len(cores())} cores · load {load:.1f} before · onrecord {measured[:12]}")
    print(f"{len(texts)} {origin}, {statistics.mean(map(len, texts)):,.0f} characters on average · {wanted.repeats} repeats, medians\n")
    print_parts(shares, sum(map(len, texts)))
    print_long(wanted.long, tagger)
    if package_digest() != measured:
        sys.exit("The files of onrecord changed while they were measured. Measure again on a copy.")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--texts", type=int, default=20, metavar="N", help="at most so many")
    parser.add_argument("--long", nargs="*", choices=list(KINDS), default=list(KINDS), metavar="KIND", help="kinds of long text")
    found = parser.parse_args()
    if min(found.repeats, found.texts) < 1:
        parser.error("--repeats and --texts are at least 1")
    return found


def a_report(text: str) -> Report:
    published = Published(value="2026-03-11", precision="day", basis="given")
    return Report(id="bench", text=text, text_sha256=text_hash(text), published=published, language="en")


def by_part(reports: Sequence[Report], tagger: Tagger, repeats: int) -> dict[str, list[float]]:
    """CPU seconds for all the reports, by part and for the whole, of each repeat."""
    found: dict[str, list[float]] = defaultdict(list)
    for repeat in range(repeats + 1):
        gc.collect()
        gc.freeze()  # what the tagger remembers is not walked over again while the clock runs
        with Clock() as clock:
            started = time.process_time()
            for item in reports:
                analyse_report(item, tagger=tagger)
            whole = time.process_time() - started
        if repeat:  # the first fills the tagger's memory and the lexicons
            for part in PARTS:
                found[part].append(clock.seconds[part])
            found["all"].append(whole)
    return found


def print_parts(found: dict[str, list[float]], length: int) -> None:
    """``length``: code points of all the texts."""
    print(f"| part | ms a report of {LENGTH:,} characters | share |\n|---|---|---|")
    medians = {part: statistics.median(seconds) for part, seconds in found.items()}
    for part, seconds in sorted(medians.items(), key=lambda x: -x[1]):
        print(f"| {part} | {1000 * seconds * LENGTH / length:.2f} | {seconds / medians['all']:.0%} |")


def print_long(kinds: Sequence[str], tagger: Tagger) -> None:
    print(f"\n| text | s at {SHORT // 1000} KB | s at {LONG // 1000} KB | ratio / 10 | the part that grows most |\n|---|---|---|---|---|")
    for kind in kinds:
        short, long = (by_part([a_report(KINDS[kind](size))], tagger, 1) for size in (SHORT, LONG))
        grown = {part: long[part][0] / max(10 * short[part][0], 0.01 * long["all"][0]) for part in PARTS}
        worst = max(PARTS, key=lambda part: grown[part])
        ratio = long["all"][0] / short["all"][0] / 10
        mark = "" if ratio <= MOST_RATIO else " (!)"
        print(f"| {kind} | {short['all'][0]:.2f} | {long['all'][0]:.2f} | {ratio:.2f}{mark} | {worst}, {grown[worst]:.2f} |", flush=True)


def many_reports(size: int) -> str:
    """The samples again and again, with other surnames in each copy."""
    samples, _ = sample_texts(8)
    return _filled(size, (_renamed(samples[k % len(samples)], k) for k in range(size)), "\n\n")


def _renamed(text: str, number: int) -> str:
    name = _name(number)
    for surname in ("Vetrych", "Maslen", "Lysenik", "Pettersholm", "Sorokai", "Odrey", "Ohlin", "Belin"):
        text = text.replace(surname, surname[:4] + name.lower())
    return text


def one_line(size: int) -> str:
    """The same without the end of a line or of a sentence."""
    return many_reports(size).translate(str.maketrans({"\n": " ", ".": "", "!": "", "?": ""}))[:size]


def names(size: int) -> str:
    return _filled(size, (f"Ana {_name(2 * k)} met Bela {_name(2 * k + 1)}, she said." for k in range(size)), " ")


def numbers(size: int) -> str:
    return _filled(size, (f"{k % 90 + 3} boats," for k in range(size)), " ")


def ones(size: int) -> str:
    return _filled(size, ("1" for _ in range(size)), " ")


def marks(size: int) -> str:
    return _filled(size, (f"“We sail at {k % 12}, and the crew knows,” he said then." for k in range(size)), " ")


KINDS: dict[str, Callable[[int], str]] = {
    "reports": many_reports,
    "one line": one_line,
    "names": names,
    "numbers": numbers,
    "ones": ones,
    "quotation marks": marks,
}


def _name(number: int) -> str:
    """A made-up surname for each number."""
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, 21 * 5)
        letters += "bcdfghjklmnpqrstvwxyz"[rest // 5] + "aeiou"[rest % 5]
    return string.capwords(letters)


def _filled(size: int, pieces: Iterator[str], gap: str) -> str:
    text: list[str] = []
    length = 0
    while length < size:
        text.append(next(pieces))
        length += len(text[-1]) + len(gap)
    return gap.join(text)[:size]


if __name__ == "__main__":
    sys.exit(main())
