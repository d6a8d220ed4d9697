"""Statements for moves that the report tells in words which only the moves model knows: "The club slammed the door on a sale."

As with frames (``narrated.py``), the actor's words are the source, the words that carry the act the cue, the rest of the clause the
content.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.boundaries import tidy
from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.moves.fit import clause_end
from onrecord.analyse.moves.force import is_supposed
from onrecord.analyse.moves.learnt import Seen, Sights, group_start, is_passive, is_speakers, is_undone, party_before
from onrecord.analyse.moves.narrated import clipped, is_told
from onrecord.analyse.moves.scene import Range, Scene
from onrecord.analyse.moves.subjects import find_subject, shared_subject
from onrecord.analyse.moves.verbs import agent
from onrecord.analyse.page import Page
from onrecord.analyse.spans import by_place
from onrecord.engines.protocols import TaggedAct
from onrecord.model import Span

LEAST_SCORE = 0.6
_LEAST_UNNAMED = 0.8  # where nobody is named for it, or nothing but the words tells it
_LEAST_OF_THING = 0.95  # where the subject is nobody, as far as the words tell
_SCORE = 0.5
_LONGEST_SUBJECT = 12  # tokens


def find_told(page: Page, drafts: Sequence[Draft], cast: Cast, acts: Sequence[TaggedAct]) -> list[Draft]:
    """One draft for each narrated move that the model saw outside the drafts, furniture and quotation marks."""
    scene = Scene(page, drafts, cast, ())
    taken = sorted((s for d in drafts for s in d.spans), key=by_place)
    found: list[Draft] = []
    for seen in Sights(scene, acts):
        if seen.score < LEAST_SCORE or scene.quoted(seen.first) or is_undone(scene, seen):
            continue
        draft = _draft(scene, seen, taken)
        if draft is not None and not is_told(draft, taken):
            found.append(draft)
            taken = sorted((*taken, *draft.spans))
    return found


def _draft(scene: Scene, seen: Seen, taken: Sequence[Span]) -> Draft | None:
    low, stop = scene.sentence(seen.first)
    start = group_start(scene, seen, low)
    passive = is_passive(scene, start, seen)
    before = find_subject(scene, start, low) if start > low else None
    actor = agent(scene, seen.end, stop) if passive else _actor(scene, seen, (low, start))
    opening = before if before is not None else actor
    if actor is not None and (is_speakers(scene, actor) or actor[1] - actor[0] > _LONGEST_SUBJECT):
        return None
    if before is not None and not passive and actor != before and seen.score < _LEAST_OF_THING:
        return None  # "the fish refuse to bite", "the hill offers a view"
    if (actor is None and seen.score < _LEAST_UNNAMED) or (opening is not None and is_supposed(scene, opening[0], low)):
        return None
    if actor is not None and actor[0] < seen.first:
        start = max(start, actor[1] + (scene.low[actor[1]] == "'s"))
    end = clause_end(scene, seen.end, stop)
    first = max(seen.end, actor[1]) if actor is not None else seen.end
    cue: tuple[Span, ...] = (scene.tokens.span(min(start, seen.first), seen.end),)
    content = tidy(scene.page, [scene.tokens.span(first, end)]) if first < end else []
    if not content and passive and before is not None:
        content = tidy(scene.page, [scene.tokens.span(*before)])  # "The offer was turned down."
    if not content:
        if seen.score < _LEAST_UNNAMED:
            return None  # "was more careful"
        cue, content = (), list(cue)  # "The miners have apologised."
    source = () if actor is None else (scene.tokens.span(*actor),)
    draft = Draft(
        source=source,
        cue=cue,
        content=tuple(content),
        score=_SCORE,
        reasons=["a move that the report tells, not a statement it reports, by the moves model"],
    )
    if cue and content[0].start > cue[0].start:
        draft.content = clipped(scene, draft, taken)
    return draft


def _actor(scene: Scene, seen: Seen, before: Range) -> Range | None:
    """The subject, or the one that a participle or second verb shares, or whose the noun is: "the club's flat no"."""
    low, start = before
    party = party_before(scene, start, low)
    if party is not None or start <= low:
        return party
    if scene.low[start - 1] == "'s":
        mention = scene.mention_over(start - 2) if start - 2 >= low else None
        return None if mention is None else (scene.tokens.first_at(mention[1].start), start - 1)
    shared = shared_subject(scene, start, low)
    return shared
