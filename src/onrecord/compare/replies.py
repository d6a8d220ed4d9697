"""Answers to offers across a story's reports: an offer, request or call of one side, and the words of the other that accept, refuse or put
it off.

The moves of an issue give the answers that are told in full (``exchanges``). Here stand those that a report tells in passing: "it would
review the proposal", "responded with an offer of talks". The answer has to say that it answers, and name what is answered ("the offer").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.compare.answering import answering_word, offers_named
from onrecord.compare.bonds import bond_of
from onrecord.compare.cuts import units_of
from onrecord.compare.keyed import keyed, once
from onrecord.compare.matching import near_in_time
from onrecord.compare.paired import Alike
from onrecord.compare.renderings import Rendering, Said
from onrecord.compare.scene import names
from onrecord.compare.sides import stands_for
from onrecord.compare.stems import stem, stems
from onrecord.model import Finding
from onrecord.text import fold

_OFFERS = frozenset({"invite", "propose", "request", "demand", "urge"})
_COSINE = 0.3
_DAYS = 7
_STEM = 5  # letters that a state's name and its adjective share
_NEAR = 1500  # characters between an offer and its answer in one report


def find_replies(story: str, said: Iterable[Said], alike: Alike) -> list[Finding]:
    """``answers`` (``a``: the offer, ``b``: the answer), sorted by id. ``alike`` as in ``match_renderings``."""
    units = [r for r in units_of(said) if r.said.speaker is not None]
    offers = [r for r in units if _offers(r)]
    found = [f for r in units for f in _answer(story, r, offers, alike)]
    return once(found)


def _offers(r: Rendering) -> bool:
    """Whether the speaker puts something forward with these words."""
    return bool(r.said.acts & _OFFERS) or bool(_stems(r.said.cue) & stems("offering"))


def _answer(story: str, r: Rendering, offers: Sequence[Rendering], alike: Alike) -> Iterator[Finding]:
    verb = answering_word(r)
    if verb is None:
        return
    nouns = set(offers_named(r))
    found = [(alike(r.said.content, o.said.content), o) for o in offers if _may_be_answered(o, r, nouns)]
    best = max(found, key=lambda f: f[0], default=None)
    if best is None or best[0] < _COSINE:
        return
    offer = best[1]
    assert offer.said.speaker is not None and r.said.speaker is not None
    yield Finding(
        **keyed("answers", [offer.said.statement], [r.said.statement]),
        slot=None,
        story=story,
        why=f"{r.said.speaker.name} (“{verb}”), to what {offer.said.speaker.name} put forward",
        score=0.6,
        reasons=(
            f"both speak of the {', '.join(sorted({w.form for w in r.words if w.key in nouns}))}",
            "one names the other, or stands just behind it",
        ),
    )


def _may_be_answered(offer: Rendering, answer: Rendering, nouns: set[str]) -> bool:
    a, b = offer.said, answer.said
    bond = bond_of(a, b)
    if (
        (a.side is not None and a.side == b.side)
        or a.statement == b.statement
        or (bond is not None and bond.firm)
        or a.whole == b.statement
        or b.whole == a.statement
    ):
        return False
    if not near_in_time(a.day, b.day, _DAYS) or (a.day and b.day and b.day[:10] < a.day[:10]) or not nouns & {w.key for w in offer.words}:
        return False
    behind = a.report == b.report and b.follows(a, _NEAR)
    return behind or _names(answer, a) or _names(offer, b)


def _names(r: Rendering, said: Said) -> bool:
    """Whether the one names who says the other, or the state that the speaker's name stands for ("Lima", "the Peruvian side")."""
    forms = {w.form for w in r.words}
    state = stands_for(said.speaker.name) if said.speaker else None
    return bool(names(said) & forms) or (
        state is not None and all(any(f.startswith(w[:_STEM]) for f in forms) for w in fold(state).split())
    )


def _stems(text: str) -> set[str]:
    return {stem(w.strip(".,:;")) for w in fold(text).split()}
