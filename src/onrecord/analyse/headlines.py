"""Headlines that report speech by a colon alone ("Ruiz: we will not sign", "Ruiz to Bell: come and see")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.lexicon.titles import head_of
from onrecord.model import Span

_COLON = re.compile(r"(?P<who>[^:]{2,60}?)\s?(?P<cue>:)\s+(?P<what>\S.{6,})$")


def find_headline(page: Page, drafts: Sequence[Draft], cast: Cast) -> list[Draft]:
    """The statement in the title line, where the tagger saw none and a person, body or office stands before the colon."""
    line = title_line(page)
    if line is None or any(line.overlaps(s) for d in drafts for s in d.content):
        return []
    match = _COLON.match(line.of(page.text))
    if match is None:
        return []
    who, cue, what = (Span(line.start + match.start(k), line.start + match.end(k)) for k in ("who", "cue", "what"))
    named = [s for k, s in cast.named_in(who.start, who.end) if cast.entities[k].type in ("person", "organisation")]
    if not any(who.start == s.start or s.end == who.end for s in named) and head_of(who.of(page.text)) is None:
        return []
    return [Draft(source=(who,), cue=(cue,), content=(what,), score=0.6, reasons=["a headline of the form “Name: …”"])]


def title_line(page: Page) -> Span | None:
    """The line that prints the report's title, if it is in the text outside furniture; the first where it is printed twice."""
    title = (page.report.title or "").strip()
    return next((s for s in page.lines if s.of(page.text) == title and not page.is_furniture(s)), None)
