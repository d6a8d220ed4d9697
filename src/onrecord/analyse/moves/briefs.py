"""Lines in telegraph style, as of a live page: "Union: no deal", "— Karthenia: not accepted", "Mayor: ready to meet"."""

from __future__ import annotations

from onrecord.analyse.boundaries import tidy
from onrecord.analyse.drafts import Draft
from onrecord.analyse.moves.frames import frames, word_list
from onrecord.analyse.moves.scene import Scene
from onrecord.model import Span

_SCORE = 0.5
_LONGEST_NAME, _LONGEST_LINE = 7, 30  # tokens before the colon, behind it


def find_brief(scene: Scene, sentence: Span) -> Draft | None:
    """The statement of a line that is a name, a colon, and an answer or a verb of an act; None for any other line."""
    first, end = scene.tokens.within(sentence)
    while first < end and scene.low[first] in ("–", "—", "-"):
        first += 1
    colon = scene.find((":",), first + 1, min(end - 1, first + _LONGEST_NAME + 1))
    if colon is None or end - colon > _LONGEST_LINE or scene.quoted(colon + 1) or not _names_somebody(scene, first, colon):
        return None
    if not _opens_answer(scene, colon + 1, end):
        return None
    content = tidy(scene.page, [scene.tokens.span(colon + 1, end)])
    source, cue = scene.tokens.span(first, colon), scene.tokens.span(colon, colon + 1)
    return Draft(source=(source,), cue=(cue,), content=content, score=_SCORE, reasons=["a line of a name, a colon and an answer"])


def _names_somebody(scene: Scene, first: int, colon: int) -> bool:
    return scene.is_party(first, colon) and scene.head(first, colon) == colon - 1


def _opens_answer(scene: Scene, k: int, end: int) -> bool:
    word = scene.low[k]
    if word in word_list("answering lines"):
        return True
    entries = frames().get(word)
    return entries is not None and k + 1 < end and any(e.form in ("past", "s") for e in entries.verbs)
