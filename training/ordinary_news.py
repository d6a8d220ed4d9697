"""Ordinary news as a background for the moves network: analyses by the rules alone, without the model that is to be trained.

python training/ordinary_news.py NEWS.jsonl OUT.jsonl [COUNT]
"""

from __future__ import annotations

import sys
from pathlib import Path

import onrecord
from onrecord.engines.attribution import load_tagger
from onrecord.engines.protocols import Tagged, TaggedAct, Tagger
from onrecord.export.jsonl import dump, report_line
from onrecord.model import Span


class WithoutActs:
    """A tagger whose moves model sees nothing."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger, self.version = tagger, tagger.version

    def tag(self, text: str, *, skip: tuple[Span, ...] = ()) -> Tagged:
        return self._tagger.tag(text, skip=skip)

    def tag_acts(self, text: str, *, skip: tuple[Span, ...] = ()) -> tuple[TaggedAct, ...]:
        return ()


def main(news: str, out: str, count: str = "220") -> None:
    left = int(count)
    with Path(out).open("w", encoding="utf8") as lines:
        for item in onrecord.analyse_inputs([news], tagger=WithoutActs(load_tagger())):
            if left == 0:
                break
            if isinstance(item, onrecord.Refusal):
                sys.exit(f"{item.where}: {item.why}")
            lines.write(dump(report_line(*item)) + "\n")
            left -= 1


if __name__ == "__main__":
    main(*sys.argv[1:])
