"""The moves of every statement: what the cue does by itself, and what is done in the words that are reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.moves.announced import find_announced
from onrecord.analyse.moves.answers import find_answer
from onrecord.analyse.moves.bargains import find_bargain
from onrecord.analyse.moves.constructions import find_imperatives, find_obligation, find_until
from onrecord.analyse.moves.found import Found, Moves, Place
from onrecord.analyse.moves.frames import frames, is_listed, word_list
from onrecord.analyse.moves.grammar import AUXILIARIES, DETERMINERS, is_adverb
from onrecord.analyse.moves.learnt import Sights, find_learnt
from onrecord.analyse.moves.nouns import find_noun
from onrecord.analyse.moves.predicates import find_predicate
from onrecord.analyse.moves.reading import add_terms, complete, name_proposer
from onrecord.analyse.moves.scene import Scene, is_actor_noun
from onrecord.analyse.moves.targets import address
from onrecord.analyse.moves.verbs import find_verb
from onrecord.analyse.page import Page
from onrecord.engines.protocols import TaggedAct
from onrecord.model import Act, Span, Time

_ABOUT_ACTS: frozenset[Act] = frozenset(("deny", "confirm", "concede"))  # their content may tell whose act it is about
_OBLIGING = frozenset(("must", "should", "ought"))
_NOUN_BEHIND = 5  # tokens: "expressed his profound regret"
_CLAUSES_GO_ON = frozenset(("if", "unless", "provided", "as", "but", "until", "once"))
_FRAGMENT = 8  # tokens
_LONGEST_CONTENT = 1200  # tokens; a block quotation of more is read so far


def find_moves(page: Page, drafts: Sequence[Draft], cast: Cast, times: Sequence[Time], acts: Sequence[TaggedAct] = ()) -> Moves:
    """The moves of each draft that makes any, in text order; ``acts`` are what the moves model saw. Adds to the cast whom only a move
    names ("the union")."""
    scene = Scene(page, drafts, cast, times)
    sights = Sights(scene, acts)
    earlier: list[Found] = []
    moves: dict[Draft, list[Found]] = {}
    inner = _inner_spans(drafts)
    for draft in sorted(drafts, key=lambda d: d.anchor):
        found = _merged(_of_draft(scene, draft, sights, inner.get(draft, []), earlier))
        if found:
            moves[draft] = found
    address(scene, sorted((f for found in moves.values() for f in found), key=lambda f: (f.clause, f.trigger)))
    return Moves(tokens=scene.tokens, by_draft=moves)


def _inner_spans(drafts: Sequence[Draft]) -> dict[Draft, list[Span]]:
    """What lies in a draft and belongs to one nested in it."""
    inner: dict[Draft, list[Span]] = {}
    for draft in drafts:
        if draft.parent is not None:
            inner.setdefault(draft.parent, []).extend(draft.spans)
    return inner


def _places(scene: Scene, draft: Draft) -> Iterator[Place]:
    if _can_act(scene, draft):
        yield from _cue_places(scene, draft)
    yield from _content_places(scene, draft)


def _of_draft(scene: Scene, draft: Draft, sights: Sights, inner: Sequence[Span], earlier: list[Found]) -> list[Found]:
    """The moves of the draft, place by place: what frames tell, then what the moves model saw besides. Adds them to ``earlier``."""
    done: list[Found] = []
    for place in _places(scene, draft):
        told = [] if not place.in_cue and _reports_act(scene, draft, done, place) else _told(scene, place, inner, done, earlier)
        before = len(done)
        for found in chain(told, find_learnt(scene, place, sights, done, inner)):
            complete(scene, place, found, scene.sides, earlier)
            if place.in_cue and found.fit.what is None:
                _take_content(scene, place, found)
            done.append(found)
            earlier.append(found)
        if len(done) == before and not place.in_cue and _goes_on(scene, place):
            for last in done[-1:] or _just_before(place, earlier):
                add_terms(scene, place, last)
    return done


def _take_content(scene: Scene, place: Place, found: Found) -> None:
    """ "The yard would stay open for ten years, he promised": what is promised stands before the verb, with its terms."""
    before = [p for p in _content_places(scene, place.draft) if place.low <= p.first and p.stop <= found.trigger]
    if before:
        add_terms(scene, before[-1], found)
        found.clause = (before[-1].first, found.clause[1])
        if found.thing is None:
            found.thing = scene.tokens.span(before[-1].low, before[-1].stop)
            found.reasons.append("what: what is said before the verb")


def _told(scene: Scene, place: Place, inner: Sequence[Span], done: Sequence[Found], earlier: Sequence[Found]) -> Iterator[Found]:
    """What frames find in the place, but for what a move of ``done``, which grows meanwhile, holds as its argument."""
    for found in _with_sentence(scene, place, _of_place(scene, place, inner), earlier):
        if not any(_covers(f, found) for f in done):
            yield found


def _just_before(place: Place, earlier: Sequence[Found]) -> Sequence[Found]:
    """The speaker's own last move, which a quotation of a few words goes on from."""
    same = [f for f in earlier[-1:] if f.actor.entity is not None and f.actor.entity == place.draft.speaker]
    return same if place.direct and place.stop - place.first <= _FRAGMENT else []


def _goes_on(scene: Scene, place: Place) -> bool:
    """A fragment that limits what was said before: "By Friday.", "as long as they pay"."""
    word, length = scene.low[place.first], place.stop - place.first
    if word in _CLAUSES_GO_ON and length > 2:
        return True
    return length <= _FRAGMENT and (word in word_list("limiting") or word in ("not", "only", "by", "before"))


def _with_sentence(scene: Scene, place: Place, found: Iterator[Found], earlier: Sequence[Found]) -> list[Found]:
    """The moves of words, and the one that the sentence makes as a whole where they leave room for it."""
    made = list(found)
    bargain = find_bargain(scene, place, made)
    if bargain is not None and (bargain.act == "threaten" or not made):
        made.append(bargain)
    answer = find_answer(scene, place, earlier) if not made or _only_asks(made) else None
    if answer is not None:
        made = [m for m in made if answer.act != "thank" or m.act != "urge"]
        made.append(answer)
    return made


def _only_asks(made: Sequence[Found]) -> bool:
    return all(m.act == "urge" for m in made)


def _can_act(scene: Scene, draft: Draft) -> bool:
    """Not a thing that the report only describes: "the tax reform imposes"."""
    if draft.speaker is None or scene.cast.entities[draft.speaker].type != "group":
        return True
    last = scene.cast.entities[draft.speaker].name.split()[-1].lower()
    return is_actor_noun(last) or not is_listed(last, "offers")


def _cue_places(scene: Scene, draft: Draft) -> Iterator[Place]:
    for cue in draft.cue:
        first, end = scene.tokens.within(cue)
        if first < end:
            low, stop = scene.sentence(first)
            direct = scene.page.quoted(draft.content[0].start)
            yield Place(draft=draft, low=low, first=first, stop=stop, in_cue=True, direct=direct)


def _content_places(scene: Scene, draft: Draft) -> Iterator[Place]:
    """The sentences of the content, piece by piece."""
    colon = bool(draft.cue) and draft.cue[0].of(scene.page.text).strip() == ":"
    for piece in draft.content:
        at, end = scene.tokens.within(piece)
        end = min(end, at + _LONGEST_CONTENT)
        while at < end:
            _, stop = scene.sentence(at)
            stop = max(at + 1, min(stop, end))
            direct = scene.quoted(at)
            yield Place(draft=draft, low=_behind_that(scene, at, stop), first=at, stop=stop, direct=direct or colon)
            at = stop


def _behind_that(scene: Scene, at: int, stop: int) -> int:
    """Without "that" at its head; where "who" stands there, with what "who" goes back to."""
    if scene.low[at] in ("who", "which"):
        return scene.sentence(at)[0]
    pronoun = scene.quoted(at) and at + 1 < stop and scene.low[at + 1] in AUXILIARIES  # "That is not true"
    return at + 1 if scene.low[at] == "that" and at + 2 < stop and not pronoun else at


def _reports_act(scene: Scene, draft: Draft, done: Sequence[Found], place: Place) -> bool:
    """ "Confirmed that Bell had asked": one move, about an act whose terms and proposer the content tells."""
    cued = (f for f in done if any(c.start <= scene.tokens.starts[f.trigger] < c.end for c in draft.cue))
    outer = next((f for f in cued if f.act in _ABOUT_ACTS), None)
    if outer is None or outer.fit.what is None:
        return False
    inner = next((f for f in _of_place(scene, place, ()) if f.clause[0] >= outer.trigger), None)
    if inner is not None and inner.subject is not None:
        outer.reported, outer.reported_by = inner.act, inner.subject
        name_proposer(scene, outer)
    return True


def _of_place(scene: Scene, place: Place, inner: Sequence[Span]) -> Iterator[Found]:
    if place.direct and not place.in_cue:
        yield from find_imperatives(scene, place)
    until = find_until(scene, place)
    if until is not None:
        yield until
    first, end = _triggers(scene, place)
    openers = _openers()
    for k in range(first, end):
        if scene.low[k] not in openers or (place.in_cue and not _belongs(scene, place, k)):
            continue
        if any(s.start <= scene.tokens.starts[k] < s.end for s in inner):
            continue
        found = _at(scene, place, k)
        if found is not None and not _is_question(scene, place, found):
            yield found


def _belongs(scene: Scene, place: Place, k: int) -> bool:
    """The words of the cue; behind it only a noun whose light verb is the cue."""
    if any(c.start <= scene.tokens.starts[k] < c.end for c in place.draft.cue):
        return True
    last = scene.tokens.holding(place.draft.cue[0].end - 1)
    if k > last and all(scene.low[j] in AUXILIARIES or is_adverb(scene.low[j]) for j in range(last, k)):
        return True
    entries = frames().get(scene.low[k])
    return entries is not None and bool(entries.nouns) and (not entries.verbs or scene.low[k - 1] in DETERMINERS)


def _triggers(scene: Scene, place: Place) -> tuple[int, int]:
    """Where a frame may begin: in a cue only its own words."""
    if not place.in_cue:
        return place.first, place.stop
    spans = [scene.tokens.within(c) for c in place.draft.cue]
    own = [(a, b) for a, b in spans if a >= place.low and b <= place.stop]
    first, end = own[0] if own else (place.first, place.first)
    return first, min(place.stop, end + _NOUN_BEHIND)


def _at(scene: Scene, place: Place, k: int) -> Found | None:
    word = scene.low[k]
    if word in _OBLIGING and not place.in_cue:
        return find_obligation(scene, place, k)
    entries = frames().get(word)
    found = None
    if entries is not None:
        found = find_verb(scene, place, k, entries.verbs) or find_noun(scene, place, k, entries.nouns)
        found = found or find_predicate(scene, place, k, entries.predicates)
    announced = entries.announced if entries is not None else ()
    if found is None and (announced or word in word_list("serving") or word in word_list("actions")):
        found = find_announced(scene, place, k, announced)
    return found


@cache
def _openers() -> frozenset[str]:
    """Words at which ``_at`` may find anything."""
    return _OBLIGING | frames().keys() | word_list("serving") | word_list("actions")


def _is_question(scene: Scene, place: Place, found: Found) -> bool:
    end = min(place.stop, len(scene.low))
    return any(scene.low[k] == "?" for k in range(found.trigger, end)) and not place.in_cue


def _covers(done: Found, found: Found) -> bool:
    """A frame among the arguments of another is no move of its own, unless it stands in a clause of its own."""
    if done.fit.what is None:
        return False
    first, end = done.fit.what
    return first <= found.trigger < end and found.clause[0] >= first and done.fit.shape != "clause"


def _merged(moves: Sequence[Found]) -> list[Found]:
    """One move for each act, actor and target; who repeats an invitation in one breath invites once."""
    kept: list[Found] = []
    for move in sorted(moves, key=lambda f: (f.clause, f.trigger)):
        same = next((f for f in kept if _is_same(f, move)), None)
        if same is None:
            kept.append(move)
            continue
        held = {t.key for t in same.terms}
        same.terms += [t for t in move.terms if t.key not in held]
        same.reasons.append("said more than once in the statement")
    return kept


def _is_same(a: Found, b: Found) -> bool:
    if a.act != b.act or a.actor.entity != b.actor.entity or a.negated != b.negated:
        return False
    if a.target and b.target and a.target.entity != b.target.entity:
        return False
    return (
        a.thing is None
        or b.thing is None
        or a.thing == b.thing
        or a.act in ("invite", "apologise", "thank", "condition", "decline to comment")
    )
