"""Moves that are told and not reported: "The union rejected the offer on Tuesday." No statement holds them, so one is made, where
the frame leaves no doubt: the actor's words are the source, the verb the cue, the rest of the clause the content.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from onrecord.analyse.boundaries import tidy
from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.moves.fit import clause_end
from onrecord.analyse.moves.force import read_force
from onrecord.analyse.moves.found import Found, Place
from onrecord.analyse.moves.frames import Entry, Form, frames
from onrecord.analyse.moves.nouns import find_noun, light_verb
from onrecord.analyse.moves.scene import Scene
from onrecord.analyse.moves.verbs import find_verb
from onrecord.analyse.page import Page
from onrecord.lexicon import read_sections
from onrecord.model import Span
from onrecord.text import words

_NOT_TOLD = frozenset(("i", "we", "you"))  # outside quotation marks they are the reader or the page
_SCORE = 0.55
_FEWEST_WORDS = 2  # of content: one word is the stump of a phrase that the frame did not understand
_NEAR = 40  # spans before a place that may still reach into it
_LONGEST_SUBJECT = 12  # tokens


def find_narrated(page: Page, drafts: Sequence[Draft], cast: Cast) -> list[Draft]:
    """One draft for each narrated move outside the drafts, furniture and quotation marks."""
    scene = Scene(page, drafts, cast, ())
    taken = sorted(s for d in drafts for s in (*d.source, *d.cue, *d.content))
    found: list[Draft] = []
    for sentence in page.sentences:
        if not page.is_furniture(sentence):
            found += (d for d in _in_sentence(scene, sentence) if not _is_told(d, taken))
    return found


def _is_told(draft: Draft, taken: Sequence[Span]) -> bool:
    """Whether a part of it belongs to a statement already. ``taken`` is in text order."""
    hull = Span(draft.source[0].start, draft.content[-1].end)
    at = bisect_left(taken, hull.end, key=lambda s: s.start)
    return any(s.overlaps(hull) for s in taken[max(0, at - _NEAR) : at])


def _in_sentence(scene: Scene, sentence: Span) -> Iterator[Draft]:
    """The first sure move of the sentence, by a verb or by a noun with its light verb."""
    first, end = scene.tokens.within(sentence)
    place = Place(draft=Draft(source=(), cue=(), content=(), score=0.0), low=first, first=first, stop=end)
    for k in range(first + 1, end):
        entries = frames().get(scene.low[k])
        sure = [e for e in entries.verbs if _is_sure(e)] if entries is not None else []
        if entries is None or not (sure or entries.nouns) or scene.quoted(k):
            continue
        found = find_verb(scene, place, k, sure)
        verb: tuple[int, Form] | None = (k, _form(scene, k)) if found is not None else light_verb(scene, k, first)
        found = found or find_noun(scene, place, k, entries.nouns)
        draft = _draft(scene, found, verb, first) if found is not None else None
        if draft is not None:
            yield draft
            return


def _form(scene: Scene, k: int) -> Form:
    return "ing" if scene.low[k].endswith("ing") else "past"


def _is_sure(entry: Entry) -> bool:
    return entry.form in ("past", "part", "s", "ing") and entry.frame.lemma.rstrip("+") in read_sections("moves-narrated").get(
        entry.frame.act, ()
    )


def _draft(scene: Scene, found: Found, verb: tuple[int, Form] | None, low: int) -> Draft | None:
    """Source, cue and content off the clause; None where the subject is not told, or the act is denied, future or only possible."""
    subject = found.subject
    if (
        subject is None
        or scene.low[subject[0]] in _NOT_TOLD
        or subject[1] - subject[0] > _LONGEST_SUBJECT
        or found.negated
        or found.modality
        or found.reported
    ):
        return None
    force = read_force(scene, *verb, low) if verb is not None else None
    if force is not None and force.shared:
        return None
    start = max(subject[1], found.trigger - 2 if force is None else force.start)  # "with a demand that" has no verb of its own
    end = clause_end(scene, found.trigger + 1, max(found.fit.end, scene.sentence(found.trigger)[1]))
    content = tidy(scene.page, [scene.tokens.span(found.trigger + 1, max(end, found.trigger + 2))])
    if sum(len(words(scene.page.text, c.start, c.end)) for c in content) < _FEWEST_WORDS:
        return None
    source, cue = scene.tokens.span(*subject), scene.tokens.span(start, found.trigger + 1)
    return Draft(
        source=(source,), cue=(cue,), content=content, score=_SCORE, reasons=["a move that the report tells, not a statement it reports"]
    )
