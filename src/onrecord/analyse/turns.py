"""Transcripts: lines that open with who speaks and a colon, and interviews whose lines open with "Q:" and "A:"."""

from __future__ import annotations

import re

from onrecord.analyse.cast import Cast, Resolution
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.spans import Cover
from onrecord.lexicon import read_words
from onrecord.lexicon.titles import head_of
from onrecord.model import Span

_TURN = re.compile(r"(?P<who>[^:\"“”„«»]{2,60}?)\s?(?P<cue>:)\s+(?P<what>\S.*[.!?…][\"'”’»“]?)$")
_FEWEST_TURNS = 2  # one line with a name and a colon is no transcript
_ASKED = re.compile(r"(?:Q|Question)\s?[:.]\s+\S")
_ANSWERED = re.compile(r"(?P<who>A|Answer)\s?(?P<cue>[:.])\s+(?P<what>\S.*)$")
_LABEL = re.compile(r"(?:[A-Z][^:.!?\"“”„«»]{0,60}:|[QA]\.)\s")


def find_turns(page: Page, drafts: list[Draft], cast: Cast) -> list[Draft]:
    """The turns of a transcript that the tagger did not see: lines of a person's name, a colon, and a whole sentence. Of an interview
    in questions and answers the answers, each with its further paragraphs; what the tagger saw in them leaves ``drafts``, since they
    are looked through once more for who is quoted there."""
    answers = _answers(page)
    if answers:
        inside = Cover(a.content[0] for a in answers)
        drafts[:] = [d for d in drafts if not any(inside.meets(s) for s in d.spans)]
        return answers
    turns = [
        (line, m) for line in page.lines if ":" in (said := line.of(page.text)) and (m := _TURN.match(said)) and not page.is_furniture(line)
    ]
    spoken = [(line, m) for line, m in turns if _is_person(cast, Span(line.start, line.start + m.end("who")))]
    if len(spoken) < _FEWEST_TURNS:
        return []
    taken = Cover(s for d in drafts for s in d.spans)
    return [_turn(line, match, line.end) for line, match in spoken if not taken.meets(line)]


def _answers(page: Page) -> list[Draft]:
    lines = [line for line in page.lines if line.start < line.end and not page.is_furniture(line)]
    labelled = [k for k, line in enumerate(lines) if _LABEL.match(page.text, line.start, line.end)]
    found = []
    for before, at, following in zip(labelled, labelled[1:], [*labelled[2:], labelled[-1] + 1] if labelled else [], strict=False):
        match = _ANSWERED.match(lines[at].of(page.text))
        if match is not None and _ASKED.match(page.text, lines[before].start):
            found.append(_turn(lines[at], match, lines[following - 1].end))
    return found if len(found) >= _FEWEST_TURNS else []


def _turn(line: Span, match: re.Match[str], end: int) -> Draft:
    who, cue = (Span(line.start + match.start(k), line.start + match.end(k)) for k in ("who", "cue"))
    content = Span(line.start + match.start("what"), end)
    return Draft(source=(who,), cue=(cue,), content=(content,), score=0.6, reasons=["a turn in a transcript"])


def who_answers(page: Page, draft: Draft, cast: Cast) -> Resolution | None:
    """Whose words stand behind "A:": the only person whom the report names before the first question; None for any other source."""
    if draft.source[0].of(page.text) not in ("A", "Answer") or not draft.cue or draft.cue[0].of(page.text) not in (":", "."):
        return None
    first = next((line.start for line in page.lines if _ASKED.match(page.text, line.start)), 0)
    people = {k for k, _ in cast.named_in(0, first) if cast.entities[k].type == "person"}
    if len(people) != 1:
        return Resolution(entity=None, kind="title", reason="the report names no one person before its questions who answers them")
    (only,) = people
    return Resolution(entity=only, kind="title", reason=f"{cast.entities[only].name} answers the questions", stands_for=False)


def _is_person(cast: Cast, who: Span) -> bool:
    """Whether the words end in a person's name and say no more than that and a title."""
    named = cast.named_in(who.start, who.end)
    if not named or cast.entities[named[-1][0]].type != "person" or named[-1][1].end != who.end:
        return False
    before = cast.text[who.start : named[-1][1].start].strip()
    return not before or head_of(before) is not None or before.lower().rstrip(".") in read_words("honorifics")
