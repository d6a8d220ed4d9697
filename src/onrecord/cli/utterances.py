"""``onrecord utterances``: acts of saying that several statements render."""

from __future__ import annotations

from onrecord.cli.output import plural
from onrecord.cli.screen import Screen
from onrecord.cli.storied import StoryVerb, story_verb
from onrecord.export import RenderedHere, utterances_in, wire
from onrecord.export.tables import Cell


def _cells(entry: RenderedHere) -> tuple[Cell, ...]:
    utterance, line = entry.utterance, wire(entry)
    speaker = line["speaker"]["name"] if line["speaker"] else None
    words = " / ".join(dict.fromkeys(r.said.content for r in utterance.renderings))
    drift = "; ".join(dict.fromkeys(f"{d['slot']}: {d['why']}" for d in line["drift"]))
    return (speaker, len(utterance.renderings), words, drift, line["origins"])


def _draw(screen: Screen, entry: RenderedHere) -> None:
    utterance, line = entry.utterance, wire(entry)
    amounts = f"{plural(len(utterance.renderings), 'rendering')} · {plural(line['origins'], 'independent origin')}"
    screen.line((line["speaker"]["name"] if line["speaker"] else "speaker unknown", "bold"), (f" · {amounts}", "dim"))
    for words in dict.fromkeys(r.said.content for r in utterance.renderings):
        screen.line(words, indent=2)
    for drift in dict.fromkeys(f"{d['slot']}: {d['why']}" for d in line["drift"]):
        screen.line(("differs  ", "bold"), drift, indent=2)


command = story_verb(
    StoryVerb(
        name="utterances",
        examples="""\
  onrecord utterances
  onrecord utterances story-1f0c… --format jsonl | jq 'select(.drift != [])'""",
        text="""The renderings side by side, and the slots in which they differ.""",
        entries=utterances_in,
        columns=("speaker", "renderings", "words", "drift", "origins"),
        cells=_cells,
        draw=_draw,
        empty="No two statements render one act of saying.",
    )
)
