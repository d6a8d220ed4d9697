"""Text of strangers, made fit for a terminal."""

from __future__ import annotations

import re

# What a terminal obeys. An OSC, DCS, PM, APC or SOS string goes whole, with its contents; a CSI sequence too.
_SEQUENCES = re.compile(
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\\\|\x9c)?"
    "|(?:\x1b\\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]?"
    "|\x1b[ -/]{0,16}[0-~]?"
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Not obeyed by every terminal, but they change what the reader sees: bidi controls, line separators, tag characters.
_DECEIVING = re.compile("[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\U000e0000-\U000e007f]")


def printable(text: str) -> str:
    """The text without anything that a terminal obeys, and with what would deceive the eye made visible.

    Line ends and tabs stay. Never raises.

    >>> printable("\\x1b]8;;https://evil.example\\x07Ruiz\\x1b]8;;\\x07 \\x1b[31msaid\\u202e")
    'Ruiz said⟨U+202E⟩'
    """
    text = _CONTROLS.sub("", _SEQUENCES.sub("", text.replace("\r\n", "\n")))
    return _DECEIVING.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def one_line(text: str | None) -> str:
    """As ``printable``, with every stretch of white space as one space; empty for None."""
    return " ".join(printable(text or "").split())


def cut(text: str, length: int) -> str:
    """At most ``length`` characters, and how many were left out.

    >>> cut("The narrows are closed", 11)
    'The narrows… (+11)'
    """
    return text if len(text) <= length else f"{text[:length].rstrip()}… (+{len(text) - length})"
