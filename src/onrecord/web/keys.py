"""The keyboard of the desk: what the script listens for and what the panel lists are this one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """``press`` are keys, one after the other where there are several; ``act`` is what the script does, ``to`` where it leads."""

    press: str
    says: str
    act: str
    to: str = ""


KEYS: tuple[tuple[str, tuple[Key, ...]], ...] = (
    (
        "Anywhere",
        (
            Key("/", "Search", "focus", "#search"),
            Key("?", "This panel", "panel", "/keys"),
            Key("g s", "Go to stories", "go", "/"),
            Key("g l", "Go to the ledger of statements", "go", "/statements"),
            Key("g d", "Go to disagreements", "go", "/findings"),
            Key("g p", "Go to people and bodies", "go", "/entities"),
            Key("g r", "Go to review", "go", "/review"),
            Key("g a", "Go to adding reports", "go", "/add"),
        ),
    ),
    (
        "In a list",
        (
            Key("j", "Next entry", "next", ""),
            Key("k", "Entry before", "back", ""),
            Key("Enter", "Open the entry", "open", ""),
            Key("s", "Show its source beside the page", "source", ""),
            Key("Escape", "Close what is open", "close", ""),
        ),
    ),
    (
        "In a source, and in review",
        (
            Key("n", "Next statement", "follow", "next"),
            Key("p", "Statement before", "follow", "prev"),
            Key("c", "Correct the statement", "focus", "#correct"),
            Key("x", "Say that it is no statement", "focus", "#not-a-statement"),
        ),
    ),
)
