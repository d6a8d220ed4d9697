"""Verbs that do something with words: "urged him to", "the offer was rejected by"."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analyse.moves.fit import Fit, clause_end, fit_frame, fit_pattern, is_claim, is_offer
from onrecord.analyse.moves.force import Force, is_supposed, read_force
from onrecord.analyse.moves.found import Found, Place, speaker_of
from onrecord.analyse.moves.frames import Entry, Form, Frame, frames, word_list
from onrecord.analyse.moves.grammar import AUXILIARIES, DO, LINKS, PRONOUNS, QUESTION_WORDS, SELVES
from onrecord.analyse.moves.scene import Range, Scene, Who
from onrecord.analyse.moves.settle import settle
from onrecord.analyse.moves.subjects import find_subject, shared_subject
from onrecord.lexicon import read_words

_BY_WITHIN = 14  # tokens behind a passive in which "by" may name the actor
_IN_CUE, _IN_CONTENT = 0.85, 0.7
WISHED = frozenset(("suggest", "insist"))
_WISH_WITHIN = 10  # tokens
_COMMENT = frozenset(("comment", "comments", "interview", "interviews"))


def find_verb(scene: Scene, place: Place, at: int, entries: Sequence[Entry]) -> Found | None:
    """The move that the verb at the token makes, by the first of its frames that fits; None when none does."""
    forces: dict[Form, Force] = {}
    for entry in entries:
        force = forces.get(entry.form)
        if force is None:
            force = forces[entry.form] = read_force(scene, at, entry.form, place.low)
        if not force.finite and not (place.in_cue and entry.form == "ing"):
            continue
        if place.in_cue and entry.form == "base" and force.start == at > place.first:
            continue  # "responded to a request": the noun
        found = (_passive if force.passive else _active)(scene, place, at, entry, force)
        if found is not None:
            return found
    return None


def _active(scene: Scene, place: Place, at: int, entry: Entry, force: Force) -> Found | None:
    fit = _fit(scene, place, entry.frame, at)
    if fit is None or does_nothing(scene, entry.frame, fit):
        return None
    headless = _is_headless(scene, place, at, entry, force)
    subject = None if place.in_cue or headless else active_subject(scene, place, force, entry)
    if subject is None and not (place.in_cue or headless):
        return None
    actor = speaker_of(place) if subject is None else scene.who(*subject, place.draft)
    own = is_own(scene, place, subject, actor)
    settled = settle(entry.frame.act, force, own=own, in_cue=place.in_cue)
    if settled is None:
        return None
    first = force.start if subject is None else subject[0]
    found = Found(
        act=settled.act,
        clause=(first, fit.end),
        trigger=at,
        actor=actor,
        fit=fit,
        score=_IN_CUE if place.in_cue else _IN_CONTENT,
        taken=fit.target,
        subject=subject,
        modality=force.modal,
        reasons=[f"“{scene.word(at)}” is a verb of the frame “{entry.frame.act}”"],
    )
    found.settle(settled)
    if settled.reported is not None:
        found.actor, found.reported_by = speaker_of(place), subject
    if fit.target is not None:
        found.target = scene.who(*fit.target, place.draft, besides=actor.entity)
    return found


def _is_headless(scene: Scene, place: Place, at: int, entry: Entry, force: Force) -> bool:
    """A quotation that begins with its verb, whose subject stands before it: The board "urges shareholders to wait"."""
    finite = entry.form in ("past", "s") or (entry.form == "base" and force.modal is not None)
    if place.in_cue or not finite or force.start != place.first or not place.draft.source:
        return False
    start = scene.tokens.starts[place.first]
    brief = bool(place.draft.cue) and place.draft.cue[0].of(scene.page.text) == ":"
    return (brief or scene.quoted(at)) and place.draft.source[0].end <= start and start <= place.draft.content[0].start + 1  # behind a mark


def is_own(scene: Scene, place: Place, subject: Range | None, actor: Who) -> bool:
    """Whether the actor is the speaker, by words or by reference."""
    return subject is None or scene.low[subject[0]] in SELVES or (actor.entity is not None and actor.entity == place.draft.speaker)


def _fit(scene: Scene, place: Place, frame: Frame, at: int) -> Fit | None:
    """Beside a quotation that comes first, the verb stands by itself: "…", urged Ruiz."""
    if place.in_cue and _is_inverted(place, scene, at):
        return Fit(end=at + 1) if frame.bare else None
    found = fit_frame(scene, frame, at + 1, place.stop)
    if found is not None or not place.in_cue:
        return found
    content = _content_behind(scene, place, at)
    found = None if content is None else fit_frame(scene, frame, content, place.stop, besides="T")  # "confirmed on Monday that"
    alone = frame.bare and (content is None or place.direct)
    return Fit(end=at + 1) if found is None and alone else found


def _content_behind(scene: Scene, place: Place, at: int) -> int | None:
    """The first token of the content that stands behind the cue in its sentence."""
    end = scene.tokens.ends[at]
    starts = [scene.tokens.first_at(c.start) for c in place.draft.content if c.start >= end]
    return starts[0] if starts and at < starts[0] < place.stop else None


def _is_inverted(place: Place, scene: Scene, at: int) -> bool:
    source, start = place.draft.source, scene.tokens.starts[at]
    return bool(source) and source[0].start > start and place.draft.content[0].start < start


def does_nothing(scene: Scene, frame: Frame, fit: Fit) -> bool:
    """The frame fits and is still no act of its kind, by what it takes as its object."""
    told = frame.lemma in WISHED and not _is_wish(scene, fit)
    if fit.what is not None and scene.low[fit.what[0]] in QUESTION_WORDS and scene.low[fit.what[0] - 1] == "is":
        return True  # "what people ask is whether": no request
    return told or _asks_for_comment(scene, fit) or _undoes_itself(scene, frame, fit) or _offers_act(scene, frame, fit)


def _asks_for_comment(scene: Scene, fit: Fit) -> bool:
    """A reporter's "asked for comment" is no move."""
    return fit.what is not None and scene.low[fit.what[0]] in _COMMENT


def _undoes_itself(scene: Scene, frame: Frame, fit: Fit) -> bool:
    """ "Refused to rule out", "declined to reject": nothing is refused."""
    if frame.act != "refuse" or fit.what is None or fit.shape != "verb":
        return False
    inner = frames().get(scene.low[fit.what[0]])
    return inner is not None and any(e.frame.act in ("refuse", "deny") and e.form == "base" for e in inner.verbs)


def _offers_act(scene: Scene, frame: Frame, fit: Fit) -> bool:
    """ "Offered her an apology" apologises; the noun says so by itself."""
    if frame.act != "propose" or fit.what is None or fit.shape != "phrase":
        return False
    entries = frames().get(scene.low[scene.head(fit.what[0], scene.phrase_end(*fit.what))])
    return entries is not None and any(e.frame.act in ("apologise", "thank", "guarantee") for e in entries.nouns)


def _is_wish(scene: Scene, fit: Fit) -> bool:
    """ "Suggested that they meet" wishes, "suggested that they met" tells: a bare verb or "should" makes the wish."""
    if fit.what is None or fit.shape != "clause":
        return True
    for word in scene.low[fit.what[0] : min(fit.what[1], fit.what[0] + _WISH_WITHIN)]:
        if word in ("should", "must", "be", "could", "might") or word in word_list("actions"):
            return True
        if word in AUXILIARIES:
            return False
    return False


def active_subject(scene: Scene, place: Place, force: Force, entry: Entry) -> Range | None:
    """The subject that stands for somebody; None when the clause has none, or is only supposed ("if he accepts")."""
    found = find_subject(scene, force.start, place.low)
    if found is None and (force.shared or _joins(scene, force.start, place.low)):
        found = shared_subject(scene, force.start, place.low)
    elif found is not None and force.shared and not scene.is_party(*found):
        if scene.low[scene.head(*found)] not in read_words("document-nouns"):
            return None
        found = shared_subject(scene, found[0], place.low)  # "in a letter urging the board"
    if found is None or not scene.is_party(*found) or is_supposed(scene, found[0], place.low, past=force.past):
        return None
    if scene.low[found[1] - 1] == "'s":
        return None
    return found if _agrees(scene, found, entry, force) else None


def _joins(scene: Scene, start: int, low: int) -> bool:
    return start > low and scene.low[start - 1] in LINKS | {","}


def _agrees(scene: Scene, subject: Range, entry: Entry, force: Force) -> bool:
    """A form that could be a noun ("offer", "calls") needs a subject of its number, unless an auxiliary shows the verb."""
    helped = force.modal is not None or any(w in DO or w == "to" for w in scene.low[force.start : force.start + 6])
    if entry.form != "base" or helped:
        return entry.form != "s" or scene.low[subject[0]] not in SELVES
    head = scene.low[scene.head(*subject)]
    return head in word_list("plural") or head.endswith(("s", "men")) or "and" in scene.low[subject[0] : subject[1]]


def _passive(scene: Scene, place: Place, at: int, entry: Entry, force: Force) -> Found | None:
    """ "He was urged by X to", "the offer was rejected". In a cue the source is who was spoken to, so nothing is known of the actor,
    unless it stands behind "by"."""
    subject = find_subject(scene, force.start, place.low)
    if (
        (place.in_cue and not _is_agent(scene, place, at))
        or subject is None
        or force.negated
        or force.modal is not None
        or is_supposed(scene, subject[0], place.low)
    ):
        return None
    by = agent(scene, at + 1, place.stop)
    behind = at + 1 if by is None or by[0] > at + 2 else by[1]
    fits = (_fit_passive(scene, pattern, subject, behind, place.stop) for pattern in entry.frame.patterns)
    fit = next((f for f in fits if f is not None), None)
    return None if fit is None else _passive_found(scene, place, (at, entry), by, fit)


def _is_agent(scene: Scene, place: Place, at: int) -> bool:
    """Whether the source is the agent of the passive at the token, or a move is told that names none."""
    if not place.draft.source:
        return True
    by = agent(scene, at + 1, place.stop)
    return by is not None and any(s.start < scene.tokens.ends[by[1] - 1] and s.end > scene.tokens.starts[by[0]] for s in place.draft.source)


def _fit_passive(scene: Scene, pattern: tuple[str | frozenset[str], ...], subject: Range, behind: int, stop: int) -> Fit | None:
    if len(pattern) == 2 and isinstance(pattern[0], frozenset) and pattern[1] in ("A", "T"):
        moved = behind < stop and scene.low[behind] in pattern[0]  # "was turned down"
        return _fit_passive(scene, pattern[1:], subject, behind + 1, stop) if moved else None
    if not pattern or pattern[0] not in ("T", "A", "C"):
        return None
    fit = fit_pattern(scene, pattern[1:], behind, stop)
    if fit is None:
        return None
    if pattern[0] == "T":
        return Fit(end=fit.end, target=subject, what=fit.what, shape=fit.shape) if scene.is_party(*subject) else None
    about = is_offer(scene, *subject) if pattern[0] == "A" else is_claim(scene, *subject)
    return Fit(end=fit.end, target=fit.target, what=subject) if about else None


def _passive_found(scene: Scene, place: Place, verb: tuple[int, Entry], by: Range | None, fit: Fit) -> Found:
    at, entry = verb
    actor = Who(None, "the passive names no actor") if by is None else scene.who(*by, place.draft)
    if by is None and scene.low[at - 1] in ("are", "is", "being"):
        actor = speaker_of(place)
    subject = fit.target or fit.what or (at, at + 1)
    found = Found(
        act=entry.frame.act,
        clause=(min(subject[0], at), max(fit.end, by[1] if by else 0)),
        trigger=at,
        actor=actor,
        fit=fit,
        score=_IN_CONTENT - 0.1,
        taken=fit.target,
        subject=by,
        reasons=[f"“{scene.word(at)}” is a verb of the frame “{entry.frame.act}”, in the passive"],
    )
    if fit.target is not None:
        found.target = scene.who(*fit.target, place.draft)
    return found


def agent(scene: Scene, at: int, stop: int) -> Range | None:
    """Who stands behind "by" after a passive that ends before the token."""
    end = min(clause_end(scene, at, stop), at + _BY_WITHIN)
    for k in range(at, end - 1):
        if scene.low[k] == "by":
            last = k + 2 if scene.low[k + 1] in PRONOUNS else scene.phrase_end(k + 1, end)
            return (k + 1, last) if scene.is_party(k + 1, last) else None
    return None
