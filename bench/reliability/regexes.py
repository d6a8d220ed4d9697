"""E.4: the rules on texts made to be slow: one thing, again and again. Time per character may not grow with the text."""

from __future__ import annotations

import time

from ground import Quick, Result

from onrecord.analyse import analyse_report
from onrecord.ids import text_hash
from onrecord.model import Report

PIECES = {
    "a": "a", "spaces": " ", "questions": "?", "open brackets": "(", "quotation marks": "“", "straight marks": '"',
    "marks in turn": "“a” ", "apostrophes": "it's ", "ones": "1", "numbers": "12 ", "thousands": "1,000,000,", "dots": ". ",
    "ellipses": "… ", "hyphens": "a-", "dashes": "– ", "titles": "Minister ", "names": "Ana Ruiz ", "initials": "A. ",
    "pronouns": "he ", "said": "said ", "he said": "“No,” he said. ", "that": "that ", "and": "and ", "of the": "of the ",
    "days": "Monday ", "dates": "1 May 2026 ", "times": "10:30 ", "hundreds": "one hundred and ", "at least": "at least ",
    "killed": "killed ", "per cent": "5 per cent ", "between": "between 5 and ", "dollars": "$5 ", "will not": "will not ", "if": "if ",
    "lines": "a\n", "blank lines": "\n\n", "tabs": "\t", "combining": "á́", "capitals": "ABC ", "commas": ", ", "colons": "a: ",
    "addresses": "https://a.example/", "told": "told reporters ",
}  # fmt: skip


def seconds_for(piece: str, size: int) -> float:
    """CPU time of everything but the models, on so many characters of it."""
    text = (piece * (size // len(piece) + 1))[:size].strip() or "x"
    report = Report(id="r", text=text, text_sha256=text_hash(text), language="en")
    started = time.process_time()
    analyse_report(report, tagger=Quick())
    return time.process_time() - started


def worst_inputs(size: int = 1_000_000) -> Result:
    """Ten times the text may take at most twenty times the time. The slow ones are named."""
    began = time.monotonic()
    seconds_for("warm up ", 1000)
    slow, steep, found = list[str](), list[str](), dict[str, float]()
    for name, piece in PIECES.items():
        small = max(seconds_for(piece, size // 10), 0.002)
        found[name] = seconds_for(piece, size)
        if found[name] / small > 20:
            steep.append(f"{name} {found[name] / small:.0f}x")
        if found[name] > 20 * size / 1_000_000:
            slow.append(f"{name} {found[name]:.1f} s")
    worst = ", ".join(f"{name} {found[name]:.1f} s" for name in sorted(found, key=lambda n: -found[n])[:4])
    measured = (
        f"slowest: {worst}; steeper than the text: {', '.join(steep) or 'none'}; above 20 µs a character: {', '.join(slow) or 'none'}"
    )
    return Result(
        "E.4",
        "slow patterns",
        f"{len(PIECES)} pieces repeated to {size:,} characters",
        measured,
        not steep and not slow,
        time.monotonic() - began,
    )
