"""Which verbs there are, and how each is told of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

# The first words of each verb's help, which `onrecord --help` shows without loading the verbs.
VERBS = {
    "add": "Read reports and store who said what.",
    "batch": "Read and analyse an archive, on this machine or a cluster.",
    "import": "Put what an archive run found into the record.",
    "fetch": "Fetch pages, politely, and keep them.",
    "watch": "Keep a record up to date with feeds.",
    "analyse": "Read reports and print who said what; nothing is stored.",
    "stories": "List the stories of the record.",
    "account": "Show who said what in a story.",
    "statements": "List statements: who said what, when, through whom.",
    "positions": "List where every side stands, and since when.",
    "offers": "List what is on the table, and every move on it.",
    "figures": "List numbers, with what they count and who gives them.",
    "origins": "List where a story's reports come from.",
    "events": "List what happened, and who tells it.",
    "findings": "List how statements stand to one another.",
    "considered": "List what was held side by side and is not comparable, and why.",
    "utterances": "List what several reports render of one act of saying.",
    "entities": "List who is who: names under all their spellings, and their roles.",
    "screen": "Hold a draft against the record; nothing is stored.",
    "compare": "Show two reports side by side.",
    "versions": "Show what changed from one version of a page to the next.",
    "changes": "Show what the record has learnt since a moment.",
    "search": "Find reports and statements by their words.",
    "export": "Write the record, or a part of it, as files for others.",
    "mcp": "Answer an assistant's questions about the record.",
    "problems": "List what could not be read or decided.",
    "merge": "Say that entities are one and the same, or stories.",
    "split": "Say that something does not belong to an entity, or reports to a story.",
    "correct": "Say what is wrong in a statement, and how it is right.",
    "suppress": "Keep a report, and show it nowhere.",
    "purge": "Take a report out for good: no byte of it stays.",
    "judgements": "List what people decided.",
    "undo": "Take a judgement back.",
    "verify": "Check that the record is whole.",
    "doctor": "Check the record and the machine.",
    "backup": "Copy the record while others write to it.",
    "compact": "Bring a record that has grown for years into order.",
    "copy": "Copy the record from a file to a server, or back.",
    "recover": "Save what can be read of a damaged record.",
    "serve": "Show the record in a browser.",
    "user": "Say who may use the record over the web, and as what.",
    "audit": "Show who did what, and check that nobody changed it.",
    "reanalyse": "Analyse stored reports again with the present models.",
}

# Where the verb is not in the module of its name: cli/screen.py draws, and import is a word of the language.
MODULES = {"screen": "screening", "import": "importing"}


def help_of(verb: str, examples: str, text: str) -> dict[str, Any]:
    """The help of a verb: its first words, examples, the rest; and the first words alone as its short help."""
    return {"help": f"\b\n{examples}\n\n{VERBS[verb]}\n\n{text}", "short_help": VERBS[verb]}


def verb(name: str, examples: str, text: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Makes a function the verb of this name."""
    return click.command(name, **help_of(name, examples, text))
