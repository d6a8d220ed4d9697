"""Transcripts: lines that open with who speaks and a colon, and interviews whose lines open with "Q:" and "A:"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from onrecord.analyse.boundaries import without_furniture
from onrecord.analyse.cast import Cast, Resolution
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.spans import Cover
from onrecord.lexicon import read_words
from onrecord.lexicon.titles import head_of
from onrecord.model import Span

_TURN = re.compile(r"(?P<who>[^:\"“”„«»]{2,60}?)\s?(?P<cue>:)\s+(?P<what>\S.*[.!?…][\"'”’»“]?)$")
_FEWEST_TURNS = 2  # one line with a name and a colon is no transcript
_LABELLED = re.compile(r"(?P<who>[A-Z][^:.!?\"“”„«»]{0,60}?)\s?(?P<cue>:|(?<=^[QA])\.)\s+(?P<what>\S.*)$")
_ASKS = frozenset(["q", "question", "interviewer", "reporter", "journalist", "host", "moderator", "presenter"])
_ANSWERS = frozenset(["a", "answer"])


def find_turns(page: Page, drafts: list[Draft], cast: Cast) -> list[Draft]:
    """The turns of a transcript that the tagger did not see: lines of a person's name, a colon, and a whole sentence. Where two such
    names, or offices, or "Q" and "A", go on taking turns, each turn has its further paragraphs too, the questions are left out, and
    what the tagger saw in a turn is speech within it; the turn itself, where it was seen in part, leaves ``drafts``."""
    long = _long_turns(page, cast)
    if long:
        _stand_in_turns(page, drafts, long)
        return long
    turns = [
        (line, m) for line in page.lines if ":" in (said := line.of(page.text)) and (m := _TURN.match(said)) and not page.is_furniture(line)
    ]
    spoken = [(line, m) for line, m in turns if _is_person(cast, Span(line.start, line.start + m.end("who")))]
    if len(spoken) < _FEWEST_TURNS:
        return []
    taken = Cover(s for d in drafts for s in d.spans)
    return [_turn(page, line, match, line.end) for line, match in spoken if not taken.meets(line)]


def _stand_in_turns(page: Page, drafts: list[Draft], turns: Sequence[Draft]) -> None:
    by_line = {k: t for t in turns for k in range(page.line_at(t.anchor), page.line_at(t.content[-1].end - 1) + 1)}
    kept = []
    for draft in drafts:
        spans = draft.spans
        turn = next((by_line[k] for s in spans if (k := page.line_at(s.start)) in by_line), None)
        if turn is None:
            kept.append(draft)
        elif draft.source and all(any(c.contains(s) for c in turn.content) for s in spans):
            draft.parent = draft.parent or turn
            kept.append(draft)
    drafts[:] = kept


def _long_turns(page: Page, cast: Cast) -> list[Draft]:
    lines = [line for line in page.lines if line.start < line.end and not page.is_furniture(line)]
    labelled = [(k, m) for k, line in enumerate(lines) if (m := _LABELLED.match(line.of(page.text)))]
    times = Counter(m["who"].lower() for _, m in labelled)
    asks = any(times[w] >= _FEWEST_TURNS for w in _ASKS)
    speak = {m["who"].lower() for k, m in labelled if times[m["who"].lower()] >= _FEWEST_TURNS and _speaks(cast, lines[k], m)}
    if not speak or len(speak) + asks < _FEWEST_TURNS:
        return []
    ends = [*(k for k, _ in labelled[1:]), labelled[-1][0] + 1]
    return [_turn(page, lines[k], m, lines[end - 1].end) for (k, m), end in zip(labelled, ends, strict=True) if m["who"].lower() in speak]


def _speaks(cast: Cast, line: Span, match: re.Match[str]) -> bool:
    """Whether the label is a person, an office or "A", and nobody who asks."""
    who = Span(line.start, line.start + match.end("who"))
    if match["who"].lower() in _ASKS:
        return False
    return match["who"].lower() in _ANSWERS or head_of(match["who"]) is not None or _is_person(cast, who)


def _turn(page: Page, line: Span, match: re.Match[str], end: int) -> Draft:
    who, cue = (Span(line.start + match.start(k), line.start + match.end(k)) for k in ("who", "cue"))
    content = without_furniture(page, [Span(line.start + match.start("what"), end)])
    return Draft(source=(who,), cue=(cue,), content=content, score=0.6, reasons=["a turn in a transcript"])


def who_answers(page: Page, draft: Draft, cast: Cast) -> Resolution | None:
    """Whose words stand behind "A:": the only person whom the report names before the first question; None for any other source."""
    if draft.source[0].of(page.text).lower() not in _ANSWERS or not draft.cue or draft.cue[0].of(page.text) not in (":", "."):
        return None
    first = next((line.start for line in page.lines if _LABELLED.match(line.of(page.text))), 0)
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
