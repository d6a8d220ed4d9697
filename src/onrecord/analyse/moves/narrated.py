"""Moves that are told and not reported: "The union rejected the offer on Tuesday." No statement holds them, so one is made, where
the frame leaves no doubt: the actor's words are the source, the verb the cue, the rest of the clause the content.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.analyse.boundaries import tidy
from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.moves.briefs import find_brief
from onrecord.analyse.moves.fit import clause_end
from onrecord.analyse.moves.force import Force, read_force
from onrecord.analyse.moves.found import Found, Place
from onrecord.analyse.moves.frames import Entry, Form, frames
from onrecord.analyse.moves.nouns import find_noun, light_verb
from onrecord.analyse.moves.scene import Scene
from onrecord.analyse.moves.verbs import find_verb
from onrecord.analyse.page import Page
from onrecord.analyse.spans import by_place
from onrecord.lexicon import read_sections
from onrecord.model import Act, Span
from onrecord.text import words

_NOT_TOLD = frozenset(("i", "we", "you"))  # outside quotation marks they are the reader or the page
_SCORE = 0.55
_NEWS_IF_UNDONE = frozenset(("accept", "refuse", "withdraw"))
_FEWEST_WORDS = 2  # of content: one word is the stump of a phrase that the frame did not understand
_NEAR = 40  # spans before a place that may still reach into it
_LONGEST_SUBJECT = 12  # tokens


def find_narrated(page: Page, drafts: Sequence[Draft], cast: Cast) -> list[Draft]:
    """One draft for each narrated move outside the drafts, furniture and quotation marks."""
    scene = Scene(page, drafts, cast, ())
    taken = sorted((s for d in drafts for s in d.spans), key=by_place)
    found: list[Draft] = []
    for sentence in page.sentences:
        if not page.is_furniture(sentence):
            found += (d for d in _in_sentence(scene, sentence, taken) if not is_told(d, taken))
    return found


def is_told(draft: Draft, taken: Sequence[Span]) -> bool:
    """Whether a part of its verb or content belongs to a statement already. ``taken`` is in text order."""
    first = (draft.cue or draft.content)[0].start
    hull = Span(min(first, draft.content[0].start), max(first + 1, draft.content[-1].end))
    at = bisect_left(taken, hull.end, key=lambda s: s.start)
    return any(s.overlaps(hull) for s in taken[max(0, at - _NEAR) : at])


def _in_sentence(scene: Scene, sentence: Span, taken: Sequence[Span]) -> Iterator[Draft]:
    """The sure moves of the sentence, by verbs or by nouns with their light verbs, one behind the other; or what its line answers."""
    brief = find_brief(scene, sentence)
    if brief is not None:
        yield brief
        return
    first, end = scene.tokens.within(sentence)
    place = Place(draft=Draft(source=(), cue=(), content=(), score=0.0), low=first, first=first, stop=end)
    past, by_form = 0, frames()
    for k in range(first + 1, end):
        entries = by_form.get(scene.low[k])
        if entries is None:
            continue
        sure = [e for e in entries.verbs if is_sure(e) or (e.form == "base" and _is_undone(scene, k) and _is_telling(e))]
        if not (sure or entries.nouns) or scene.quoted(k) or scene.tokens.starts[k] < past:
            continue
        found = find_verb(scene, place, k, sure)
        verb: tuple[int, Form] | None = (k, _form(scene, k)) if found is not None else light_verb(scene, k, first)
        found = found or find_noun(scene, place, k, entries.nouns)
        draft = _draft(scene, found, verb, place) if found is not None else None
        if draft is not None:
            draft.content = clipped(scene, draft, taken)
            past = draft.content[-1].end
            yield draft


def clipped(scene: Scene, draft: Draft, taken: Sequence[Span]) -> tuple[Span, ...]:
    """The content up to a statement that begins in it behind a comma: "invited her back, saying the film would". All of it where nothing
    else is left of it but "him"."""
    hull = Span(draft.content[0].start, draft.content[-1].end)
    at = bisect_left(taken, hull.start, key=lambda s: s.start)
    if at >= len(taken) or taken[at].start >= hull.end:
        return draft.content
    k = scene.tokens.first_at(taken[at].start)
    if scene.low[k - 1] != "," or scene.tokens.starts[k - 1] <= hull.start:
        return draft.content
    return tidy(scene.page, [Span(hull.start, scene.tokens.ends[k - 2])]) or draft.content


def _form(scene: Scene, k: int) -> Form:
    return "ing" if scene.low[k].endswith("ing") else "past"


def _is_undone(scene: Scene, k: int) -> bool:
    """ "Has yet to accept", "did not accept": a base form that is told as not done."""
    before = scene.low[max(0, k - 3) : k]
    return before[-2:] == ["yet", "to"] or before[-2:] == ["did", "not"]


def is_sure(entry: Entry) -> bool:
    """Whether the form tells the act as done, by a verb that leaves no doubt of it."""
    return entry.form in ("past", "part", "s", "ing") and _is_telling(entry)


def _is_telling(entry: Entry) -> bool:
    return (entry.frame.lemma, entry.frame.act) in _told_acts()


@cache
def _told_acts() -> frozenset[tuple[str, Act]]:
    """Verbs, as in the lexicon of frames, with the acts that they leave no doubt of."""
    frame_of = (e.frame for entries in frames().values() for e in entries.verbs)
    return frozenset((f.lemma, f.act) for f in frame_of if f.lemma.rstrip("+") in read_sections("moves-narrated").get(f.act, ()))


def _draft(scene: Scene, found: Found, verb: tuple[int, Form] | None, place: Place) -> Draft | None:
    """Source, cue and content off the clause; None where the subject is not told, or the act is future or only possible."""
    subject = found.subject
    force = read_force(scene, *verb, place.low) if verb is not None else None
    if subject is None:
        return _untold_actor(scene, found, force)
    if (
        scene.low[subject[0]] in _NOT_TOLD
        or subject[1] - subject[0] > _LONGEST_SUBJECT
        or (found.negated and found.act not in _NEWS_IF_UNDONE)
        or (found.modality and (found.modality, found.act) != ("can", "accept"))
        or found.reported
    ):
        return None
    if force is not None and force.shared and scene.low[force.start - 1] != "after":
        return None
    behind = subject[0] > found.trigger  # "was urged by Ruiz to", "a call from Ruiz for"
    start = found.trigger if behind and force is None else found.trigger - 2 if force is None else force.start
    start = start if behind else max(subject[1] + (scene.low[subject[1]] == "'s"), start)  # "with a demand that" has no verb of its own
    end = clause_end(scene, found.trigger + 1, max(found.fit.end, scene.sentence(found.trigger)[1]))
    first = subject[1] if behind else found.trigger + 1
    if first >= len(scene.low) or (behind and end <= first):
        return None
    content = tidy(scene.page, [scene.tokens.span(first, max(end, first + 1))])
    fewest = 1 if found.fit.target is not None else _FEWEST_WORDS
    if sum(len(words(scene.page.text, c.start, c.end)) for c in content) < fewest:
        return None
    source, cue = scene.tokens.span(*subject), scene.tokens.span(start, found.trigger + 1)
    return Draft(
        source=(source,), cue=(cue,), content=content, score=_SCORE, reasons=["a move that the report tells, not a statement it reports"]
    )


def _untold_actor(scene: Scene, found: Found, force: Force | None) -> Draft | None:
    """ "Residents were told to leave": who was told what, by nobody named; None for what is no passive with somebody as its subject."""
    if force is None or not force.passive or found.fit.target is None or found.fit.what is None or found.fit.shape != "verb":
        return None
    cue, content = scene.tokens.span(force.start, found.trigger + 1), tidy(scene.page, [scene.tokens.span(*found.fit.what)])
    return Draft(source=(), cue=(cue,), content=content, score=_SCORE, reasons=["a move that the report tells, and nobody is named for"])
