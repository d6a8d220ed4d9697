"""Speech reported by a colon alone: headlines ("Ruiz: we will not sign", "Ruiz to Bell: come and see") and transcripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.spans import Cover
from onrecord.lexicon import read_words
from onrecord.lexicon.titles import head_of
from onrecord.model import Span

_COLON = re.compile(r"(?P<who>[^:]{2,60}?)\s?(?P<cue>:)\s+(?P<what>\S.{6,})$")

_TURN = re.compile(r"(?P<who>[^:\"“”„«»]{2,60}?)\s?(?P<cue>:)\s+(?P<what>\S.*[.!?…][\"'”’»“]?)$")
_FEWEST_TURNS = 2  # one line with a name and a colon is no transcript


def find_headline(page: Page, drafts: Sequence[Draft], cast: Cast) -> list[Draft]:
    """The statement in the title line, where the tagger saw none and a person, body or office stands before the colon."""
    line = title_line(page)
    if line is None or any(line.overlaps(s) for d in drafts for s in d.content):
        return []
    match = _COLON.match(line.of(page.text))
    if match is None:
        return []
    who, cue, what = (Span(line.start + match.start(k), line.start + match.end(k)) for k in ("who", "cue", "what"))
    named = [cast.entities[k].type for k, _ in cast.named_in(who.start, who.end)]
    if not {"person", "organisation"} & set(named) and head_of(who.of(page.text)) is None:
        return []
    return [Draft(source=(who,), cue=(cue,), content=(what,), score=0.6, reasons=["a headline of the form “Name: …”"])]


def find_turns(page: Page, drafts: Sequence[Draft], cast: Cast) -> list[Draft]:
    """The turns of a transcript that the tagger did not see: lines of a person's name, a colon, and a whole sentence."""
    turns = [
        (line, m) for line in page.lines if ":" in (said := line.of(page.text)) and (m := _TURN.match(said)) and not page.is_furniture(line)
    ]
    spoken = [(line, m) for line, m in turns if _is_person(cast, Span(line.start, line.start + m.end("who")))]
    if len(spoken) < _FEWEST_TURNS:
        return []
    new, taken = [], Cover(s for d in drafts for s in (*d.source, *d.cue, *d.content))
    for line, match in spoken:
        if not taken.meets(line):
            who, cue, what = (Span(line.start + match.start(k), line.start + match.end(k)) for k in ("who", "cue", "what"))
            new.append(Draft(source=(who,), cue=(cue,), content=(what,), score=0.6, reasons=["a turn in a transcript"]))
    return new


def _is_person(cast: Cast, who: Span) -> bool:
    """Whether the words end in a person's name and say no more than that and a title."""
    named = cast.named_in(who.start, who.end)
    if not named or cast.entities[named[-1][0]].type != "person" or named[-1][1].end != who.end:
        return False
    before = cast.text[who.start : named[-1][1].start].strip()
    return not before or head_of(before) is not None or before.lower().rstrip(".") in read_words("honorifics")


def title_line(page: Page) -> Span | None:
    """The line that prints the report's title, if it is in the text outside furniture; the first where it is printed twice."""
    title = (page.report.title or "").strip()
    return next((s for s in page.lines if s.of(page.text) == title and not page.is_furniture(s)), None)
