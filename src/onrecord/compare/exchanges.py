"""Moves that stand to one another: an answer to an offer, a denial, a change of mind, incompatible terms, a claim about another
that the other does not confirm. Made from the moves of one issue; never from two sentences alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.compare.keyed import keyed, once
from onrecord.compare.offers import Issue, Placed, options_of
from onrecord.compare.positions import find_positions
from onrecord.lexicon import read_pairs
from onrecord.model import Finding, FindingType, Position
from onrecord.text import fold

_OFFERS = frozenset({"invite", "propose", "request", "demand", "urge"})
_ANSWERS = frozenset({"accept", "refuse"})
_SILENT = frozenset({"decline to comment", "confirm"})
_FOR = frozenset({"proposes", "accepts", "only", "requests"})


def find_exchanges(story: str, issues: Iterable[Issue]) -> list[Finding]:
    """``answers`` (a: the offer, b: the answer), ``denies`` (a: the denial), ``unconfirmed`` (a: the claim, b: what the other side
    says instead), ``disputes`` (positions that exclude one another) and ``changes`` (a: before, b: after), sorted by id."""
    looks = (_answers, _denials, _unconfirmed, _from_positions)
    return once(finding for issue in issues for look in looks for finding in look(story, issue))


def _answers(story: str, issue: Issue) -> Iterator[Finding]:
    """Offers of one side and the other's word on them, one finding for each pair of sides and option."""
    groups: dict[tuple[str, str, str], tuple[list[Placed], list[Placed]]] = defaultdict(lambda: ([], []))
    for answer in _own(issue, _ANSWERS):
        for offer in _own(issue, _OFFERS):
            option = _shared_option(offer, answer)
            if option is None or not _may_answer(offer, answer):
                continue
            offers, answers = groups[_side(offer), _side(answer), option]
            offers.append(offer)
            answers.append(answer)
    for (_, _, option), (offers, answers) in groups.items():
        acts = ", ".join(sorted({a.told.move.act for a in answers}))
        why = f"{_name(answers[0])}: {acts}, to what {_name(offers[0])} put forward" + (f": {option}" if option else "")
        yield _finding(
            "answers", story, (offers, answers), (option or None, why), (f"both are about: {issue.what}", "one is put to the other")
        )


def _own(issue: Issue, acts: frozenset[str]) -> list[Placed]:
    return [p for p in issue.moves if p.told.move.act in acts and p.own and p.actor is not None]


def _side(placed: Placed) -> str:
    return placed.actor.ref.entity if placed.actor else ""


def _name(placed: Placed) -> str:
    return placed.actor.ref.name if placed.actor else "somebody"


def _may_answer(offer: Placed, answer: Placed) -> bool:
    """Another side's word, not before the offer, and neither is put to a third."""
    if _side(offer) == _side(answer) or (offer.told.day and answer.told.day and answer.told.day < offer.told.day):
        return False
    to_answerer = offer.target is None or offer.target.ref.entity == _side(answer)
    to_offerer = answer.target is None or answer.target.ref.entity == _side(offer)
    return to_answerer and to_offerer and (offer.target is not None or answer.target is not None or len(issue_sides(offer, answer)) == 2)


def issue_sides(*placed: Placed) -> frozenset[str]:
    return frozenset(side for p in placed for side in p.sides)


def _shared_option(offer: Placed, answer: Placed) -> str | None:
    """The option that both name, "" when neither names one; None when they speak of different ones.

    Who accepts "anywhere but there" refuses there, which answers an offer of it."""
    x = {fold(o or "") for o, excluded in options_of(offer.told.move, str) if not excluded}
    y = {fold(o or "") for o, _ in options_of(answer.told.move, str)}
    both = x & y
    return min(both) if both else None


def _denials(story: str, issue: Issue) -> Iterator[Finding]:
    """A denial and the moves that it denies: those of the side whose move is denied, or accusations against the denier."""
    for denial in issue.moves:
        if denial.told.move.act != "deny":
            continue
        denied = [p for p in issue.moves if p is not denial and _is_denied(denial, p)]
        if denied:
            why = f"{_who(denial)} denies what is told of {', '.join(dict.fromkeys(_who(p) for p in denied))}"
            yield _finding("denies", story, ([denial], denied), (issue.what, why), (f"both are about: {issue.what}",))


def _who(placed: Placed) -> str:
    return placed.told.actor.ref.name if placed.told.actor else _name(placed)


def _is_denied(denial: Placed, other: Placed) -> bool:
    """Whoever denies an act of their own denies what is told of them; who denies another's, what is told of that side."""
    if other.told.move.act == "accuse":
        return other.target is not None and other.target.ref.entity == _side(denial)
    proposers = {fold(t.value) for t in denial.told.move.terms if t.key == "proposer"}
    if other.told.move.act not in _OFFERS | {"accept", "promise"} or not proposers:
        return False
    own = any(p in read_pairs("pronouns") or _goes_by(denial, p) for p in proposers)
    if own:
        return other.told.actor is not None and denial.told.actor is not None and other.told.actor.ref == denial.told.actor.ref
    return any(_goes_by(other, p) for p in proposers) or _side(denial) == _side(other)


def _goes_by(placed: Placed, name: str) -> bool:
    """Whether the actor goes by the name, or by one word of it."""
    words = fold(placed.told.actor.ref.name).split() if placed.told.actor else []
    return bool(words) and (name == " ".join(words) or name in words or words[-1] in name.split())


def _unconfirmed(story: str, issue: Issue) -> Iterator[Finding]:
    """That one side has done something by another's word only, while its own voices say less."""
    for claim in issue.moves:
        if claim.own or claim.told.move.act not in _ANSWERS | _OFFERS | {"promise"}:
            continue
        own = [p for p in issue.moves if _side(p) == _side(claim) and p.own]
        silent = [p for p in own if p.told.move.act in _SILENT and p.told.day >= claim.told.day[:0]]
        if any(p.told.move.act == "decline to comment" for p in silent) and not any(p.told.move.act == claim.told.move.act for p in own):
            teller = claim.told_by.ref.name if claim.told_by else "another"
            why = f"{teller} says that {_name(claim)} did ({claim.told.move.act}); {_name(claim)} does not confirm it"
            yield _finding(
                "unconfirmed", story, ([claim], silent), (issue.what, why), ("by another side's word only", "its own voices decline to say")
            )


def _from_positions(story: str, issue: Issue) -> Iterator[Finding]:
    positions = find_positions(story, [issue])
    for n, a in enumerate(positions):
        for b in positions[n + 1 :]:
            if a.actor.entity != b.actor.entity and fold(a.option or "") == fold(b.option or "") and _exclude(a, b):
                first, second = (a, b) if a.stance == "only" else (b, a)
                why = f"{first.actor.name}: only {first.option}; {second.actor.name} refuses it. Positions, not facts"
                yield _of("disputes", story, (first, second), (_slot(issue, first.option), why))
            elif a.actor.entity == b.actor.entity and fold(a.option or "") == fold(b.option or "") and _turned(a, b):
                yield _of("changes", story, (a, b), (a.option or issue.what, f"{a.actor.name}: {a.stance}, later {b.stance}"))


def _exclude(a: Position, b: Position) -> bool:
    return {a.stance, b.stance} == {"only", "refuses"} and a.option is not None


def _turned(a: Position, b: Position) -> bool:
    """Opposed stances on two days, the first ending where the second begins."""
    return a.until is not None and a.until == b.since and ("refuses" in (a.stance, b.stance)) and bool({a.stance, b.stance} & _FOR)


def _slot(issue: Issue, option: str | None) -> str:
    keys = {t.key for p in issue.moves for t in p.told.move.terms if fold(t.value) == fold(option or "")}
    return "place" if keys & {"place", "not_place"} else next(iter(sorted(keys)), issue.what)


def _of(kind: FindingType, story: str, sides: tuple[Position, Position], said: tuple[str, str]) -> Finding:
    a, b = (p.statements for p in sides)
    slot, why = said
    b = tuple(s for s in b if s not in a) or b
    return Finding(**keyed(kind, a, b), slot=slot, story=story, why=why, score=0.7, reasons=sides[0].reasons)


def _finding(
    kind: FindingType, story: str, sides: tuple[Sequence[Placed], Sequence[Placed]], said: tuple[str | None, str], reasons: tuple[str, ...]
) -> Finding:
    a, b = ([p.told.statement for p in side] for side in sides)
    slot, why = said
    score = min(min((p.told.move.score for p in side), default=0.5) for side in sides) or 0.5
    return Finding(**keyed(kind, a, b), slot=slot, story=story, why=why, score=score, reasons=reasons)
