"""What hangs on what: "if nothing is signed, we walk", "only if the guns go", "either she comes or nobody", "leave or face arrest"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.analyse.moves.fit import Fit, is_offer
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import is_listed, word_list
from onrecord.analyse.moves.grammar import AUXILIARIES, MODALS, NEGATIONS, SELVES
from onrecord.analyse.moves.own import is_own_side
from onrecord.analyse.moves.scene import Range, Scene
from onrecord.analyse.moves.subjects import find_subject
from onrecord.model import Act

_SCORE = 0.5
_NONE = frozenset(("no", "nothing", "nobody", "none"))
_ASKING: frozenset[Act] = frozenset(("demand", "urge", "order", "request", "condition"))
_ONLY = ("only", "not", "never")


@dataclass(frozen=True, slots=True)
class _Bargain:
    """``marker`` is the token of "if" or "unless", ``clause`` what stands behind it, ``main`` the clause that hangs on it."""

    marker: int
    clause: Range
    main: Range


def find_bargain(scene: Scene, place: Place, made: Sequence[Found]) -> Found | None:
    """The threat, offer or condition that the sentence makes by a condition alone, or None. ``made``: the moves already found in it;
    a promise among them is a threat where it is what follows if nothing is done."""
    if place.in_cue:
        return None
    found = _either(scene, place) or _no_without(scene, place)
    bargain = None if found is not None else _read(scene, place)
    if bargain is not None:
        found = _judge(scene, place, bargain, made)
    found = found or _or_else(scene, place, made)
    return found


def _read(scene: Scene, place: Place) -> _Bargain | None:
    for k in range(place.first, place.stop - 2):
        if scene.low[k] not in ("if", "unless") or _is_asked(scene, place, k):
            continue
        comma = next((j for j in range(k + 2, place.stop) if scene.low[j] == ","), place.stop)
        opens = k == place.first or scene.low[k - 1] in (",", "but", "and") or scene.low[k - 1] in NEGATIONS
        if opens and comma < place.stop - 2:
            return _Bargain(k, (k + 1, comma), (comma + 1, place.stop))
        if k > place.first + 1:
            return _Bargain(k, (k + 1, place.stop), (place.first, k))
    return None


def _is_asked(scene: Scene, place: Place, k: int) -> bool:
    """ "As if", "even if", "asked him if": no condition."""
    before = scene.low[max(place.first, k - 3) : k]
    return any(w in word_list("wondering") for w in before) and "," not in before


def _judge(scene: Scene, place: Place, bargain: _Bargain, made: Sequence[Found]) -> Found | None:
    first, end = bargain.main
    refused = scene.low[bargain.marker] == "unless" or _is_failure(scene, bargain.clause)
    inside = [f for f in made if first <= f.trigger < end]
    for move in inside:
        if move.act == "promise" and refused and move.actor.entity == place.draft.speaker and not _serves(scene, move):
            move.act = "threaten"
            move.reasons.append("it is what follows if nothing is done")
    if inside or scene.low[bargain.clause[0]] in SELVES or "?" in scene.low[place.first : min(place.stop + 1, len(scene.low))]:
        return None
    act = _act(scene, place, bargain, refused=refused)
    return None if act is None else _made(scene, place, act, bargain)


def _act(scene: Scene, place: Place, bargain: _Bargain, *, refused: bool) -> Act | None:
    """What is said to follow: harm or the speaker's own deed where nothing comes of the rest is a threat, a deal an offer."""
    first, end = bargain.main
    words = scene.low[first:end]
    own, comes = _own_future(scene, place, bargain.main), _thing_future(scene, bargain.main)
    if any(w in NEGATIONS or w in _NONE for w in words):
        return "condition" if scene.low[bargain.marker] == "unless" and (own or comes) else None
    harm = any(is_listed(w, "harms") for w in words)
    if own and (refused or harm):
        return "threaten"
    if place.direct and not own and ((refused and (harm or comes or _passive_future(scene, bargain.main))) or (harm and comes)):
        return "threaten"
    ahead = any(w in ("will", "would", "'ll") for w in words)
    return "propose" if own and ahead and _is_deal(scene, bargain.main) else None


def _made(scene: Scene, place: Place, act: Act, bargain: _Bargain) -> Found:
    first, end = place.first, max(bargain.main[1], bargain.clause[1])
    what = (_behind_modal(scene, bargain.main), bargain.main[1])
    found = _found(act, (first, end), bargain.marker, place, Fit(end=end, what=what, shape="verb"))
    found.reasons.append(f"“{scene.word(bargain.marker)} …” says on what it hangs")
    return found


def _serves(scene: Scene, move: Found) -> bool:
    return scene.low[move.trigger] in word_list("stopping")


def _is_failure(scene: Scene, clause: Range) -> bool:
    """ "If nothing is signed", "if the date passes": what is supposed is that nothing comes of it."""
    words = scene.low[clause[0] : clause[1]]
    return any(w in NEGATIONS or w in _NONE or w in word_list("failing") for w in words)


def _own_future(scene: Scene, place: Place, main: Range) -> bool:
    """ "We will", "she would", or in the speaker's very words "we work to rule"."""
    first, end = main
    modal = scene.find(MODALS - {"must", "should", "may"}, first, end)
    if modal is None:
        return place.direct and scene.low[first] in SELVES and first + 1 < end and scene.low[first + 1] not in AUXILIARIES
    subject = find_subject(scene, modal, first)
    return subject is not None and is_own_side(scene, place, subject)


def _thing_future(scene: Scene, main: Range) -> bool:
    """What comes of itself is in somebody's hand: "the duty comes back", "it is 25 %"."""
    first, end = main
    words = scene.low[first:end]
    modal = scene.find(("will", "would", "'ll"), first, end)
    if words[:1] == ["it"]:
        return any(c.isdigit() for w in words for c in w)
    subject = (first, scene.phrase_end(first, end if modal is None else modal))
    return subject[1] > first and (is_offer(scene, *subject) or is_listed(scene.low[scene.head(*subject)], "harms"))


def _is_deal(scene: Scene, main: Range) -> bool:
    return scene.low[_behind_modal(scene, main)] in word_list("negotiating") | word_list("bidding")


def _passive_future(scene: Scene, main: Range) -> bool:
    """ "The men will be moved": by whom goes without saying."""
    return any(scene.low[k] in ("will", "'ll") and scene.low[k + 1 : k + 2] == ["be"] for k in range(main[0] + 1, main[1] - 1))


def _behind_modal(scene: Scene, main: Range) -> int:
    first, end = main
    modal = scene.find(MODALS, first, end)
    return min(first + 1 if modal is None and scene.low[first] in SELVES else first if modal is None else modal + 1, end - 1)


def _either(scene: Scene, place: Place) -> Found | None:
    """ "Either she sits beside me or nobody sits"."""
    if not place.direct or scene.low[place.first] != "either":
        return None
    other = scene.find(("or",), place.first + 2, place.stop - 1)
    if other is None or not any(w in _NONE | NEGATIONS | SELVES or is_listed(w, "harms") for w in scene.low[other : place.stop]):
        return None
    found = _found("condition", (place.first, place.stop), place.first, place, Fit(end=place.stop, what=(place.first + 1, other)))
    found.reasons.append("“either … or” leaves one way only")
    return found


def _no_without(scene: Scene, place: Place) -> Found | None:
    """ "The truce would hold only if …", "no envoy would be welcome before …", "no guarantee, no deal"."""
    first, stop = place.low, place.stop
    if scene.low[first] == "no":
        again = next((k for k in range(first + 2, min(stop, first + 6)) if scene.low[k] == "no" and scene.low[k - 1] == ","), None)
        if again is not None and stop - again <= 4:
            found = _found("condition", (first, stop), first, place, Fit(end=stop, what=(again + 1, stop)))
            found.reasons.append("“no …, no …” makes one depend on the other")
            return found
    modal = scene.find(("will", "would", "can", "could", "'ll"), first, stop)
    if modal is None or scene.low[stop - 1 : stop + 1].count("?"):
        return None
    limit = _limit(scene, (modal, stop), denied=_is_denied(scene, (first, min(modal + 3, stop))))
    subject = find_subject(scene, modal, first)
    if limit is None or subject is None or limit + 2 >= stop:
        return None
    held = scene.low[subject[0]] in _NONE or is_offer(scene, *subject) or is_own_side(scene, place, subject)
    if not held or (scene.is_party(*subject) and not is_own_side(scene, place, subject) and scene.low[subject[0]] not in _NONE):
        return None
    found = _found("condition", (subject[0], stop), limit, place, Fit(end=stop, what=subject))
    found.reasons.append(f"“{scene.word(limit)}” says what has to come first")
    return found


def _limit(scene: Scene, within: Range, *, denied: bool) -> int | None:
    """The token before the condition: behind "only" always, "until", "unless" and "before" only where the rest is denied."""
    for k in range(within[0] + 1, within[1]):
        if scene.low[k] in ("if", "when", "after", "once") and scene.low[k - 1] == "only":
            return k
        if denied and scene.low[k] in ("until", "unless", "before", "without") and scene.time_over(k + 1) is None:
            return k
    return None


def _is_denied(scene: Scene, within: Range) -> bool:
    return any(w in NEGATIONS or w in _NONE for w in scene.low[within[0] : within[1]])


def _or_else(scene: Scene, place: Place, made: Sequence[Found]) -> Found | None:
    """ "Sign by Friday or we walk", "told them to leave or face arrest"."""
    for k in range(place.first + 2, place.stop - 1):
        if scene.low[k] != "or":
            continue
        following = scene.low[k + 1]
        ours = following in SELVES and place.direct
        if not (ours or following in ("else", "face", "risk", "otherwise")):
            continue
        asked = next((f for f in made if f.trigger < k and f.act in _ASKING), None)
        if asked is None:
            continue
        found = _found("threaten", (k + 1, place.stop), k + 1, place, Fit(end=place.stop, what=(k + 2, place.stop), shape="verb"))
        found.actor, found.target = asked.actor, asked.target
        if asked.fit.what is not None and asked.fit.what[0] < k:
            asked.fit = replace(asked.fit, end=min(asked.fit.end, k), what=(asked.fit.what[0], min(asked.fit.what[1], k)))
        found.reasons.append("“or …” says what follows otherwise")
        return found if k + 2 < place.stop or following == "else" else None
    return None


def _found(act: Act, clause: Range, at: int, place: Place, fit: Fit) -> Found:
    return Found(act=act, clause=clause, trigger=at, actor=speaker_of(place), fit=fit, score=_SCORE)
