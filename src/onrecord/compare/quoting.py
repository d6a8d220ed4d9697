"""Words of another that somebody quotes in order to set himself against them: “the ferry is no ‘luxury’”, “it is no ‘accident’”.

Who quotes a word of somebody else behind a negation or a doubt speaks of that word's use. The other has to have used it, and either both
stand in one report or the one names the other. Who quotes his own words and regrets them takes them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.compare.bonds import bond_of
from onrecord.compare.cuts import side_of_finding
from onrecord.compare.keyed import keyed
from onrecord.compare.matching import near_in_time
from onrecord.compare.paired import stands_in
from onrecord.compare.renderings import Rendering, words_of
from onrecord.compare.scene import Scene, another, names, negations, phrase_of, teller, tellers
from onrecord.lexicon import read_words
from onrecord.model import Finding, FindingType
from onrecord.quotations import MARKS
from onrecord.text import WORD, fold

_INNER = re.compile(r"(?:(?<!\w)[‘'](?=\w)|[\"“„])([^\"“”„‘’']{3,40})(?:[’'](?!\w)|[\"”])")
_MOST = 4  # words of what is taken up
_RARE = 8  # statements at most that hold a single word that somebody takes up
_NEAR = 8  # words between a negation and what it reaches
_DAYS = 14
_UN = re.compile(r"^(?:in|un|im|ir|il|dis|non-?)(?=\w{4})")  # "inexact", of what was "not exact"


def find_quoting(scene: Scene) -> Iterator[Finding]:
    """``disputes`` (``a``: who takes the words up) and ``changes`` (``b``: who takes his own back)."""
    for r in (u for u in scene.units if u.said.speaker is not None):
        for piece, before in _taken_up(r):
            denial, regret = _denial(before), phrase_of(("regretting",), r.said.content)
            used = (
                [o for o in _bearing(scene, piece) if _uses(o, piece) and near_in_time(o.said.day, r.said.day, _DAYS)]
                if denial or regret
                else []
            )
            against = [o for o in used if denial and another(o.said, r.said) and _is_meant(scene, r, o, piece)]
            own = [o for o in used if regret and _is_before(o, r)]
            against = [o for o in against if not any(_holds(o, other) for other in against)]
            if against:
                why = f"“{piece}”, taken up by {teller(r.said)} behind “{denial}”, after the words of {tellers(against)}"
                yield _finding(scene, "disputes", ([_clause(r, piece)], [_clause(o, piece) for o in against]), why)
            elif own:
                why = f"“{piece}”, taken back by {teller(r.said)}: “{regret}”"
                yield _finding(scene, "changes", ([_clause(o, piece) for o in own], [_clause(r, piece)]), why)


def _taken_up(r: Rendering) -> Iterator[tuple[str, str]]:
    """What the speaker puts between marks of its own, and his words before it."""
    text = r.said.content[1:] if r.said.content[:1] in MARKS else r.said.content
    for found in _INNER.finditer(text):
        piece = found[1].strip(" ,.!?;")
        if len(piece.split()) <= _MOST and not piece[:1].isupper():
            yield piece, text[: found.start()]


def _denial(before: str) -> str | None:
    """The word shortly before that denies or doubts."""
    forms = [fold(w.group()) for w in WORD.finditer(before)][-_NEAR:]
    forms = forms[len(forms) - forms[::-1].index("but") :] if "but" in forms else forms  # "not the crew, but the 'owners'"
    negation = next((w for w in reversed(forms) if w in negations() or w.endswith("n't")), None)
    return negation or phrase_of(("doubting",), " ".join(forms))


def _bearing(scene: Scene, piece: str) -> Sequence[Rendering]:
    """Those that have its rarest word of weight, or the one that its only word denies."""
    weighty = [scene.bearers.get(w.key, ()) for w in words_of(piece) if w.kind != "function" and w.key not in read_words("closed-classes")]
    denied = scene.bearers.get(_opposite(_keys(piece)), ())
    return [scene.units[n] for n in sorted({*min(weighty, key=len), *denied})] if weighty else scene.units


def _opposite(keys: Sequence[str]) -> str:
    """What its only word denies; "" for several words."""
    return _UN.sub("", keys[0]) if len(keys) == 1 else ""


def _uses(o: Rendering, piece: str) -> bool:
    """Whether the speaker says it himself, not in marks; or denies the opposite of it."""
    keys = _keys(piece)
    if not stands_in(keys, o.keys) and not (_opposite(keys) in o.content - set(keys) and any(w.form == "not" for w in o.words)):
        return False
    return all(piece != other for other, _ in _taken_up(o))


@cache
def _keys(piece: str) -> tuple[str, ...]:
    return tuple(w.key for w in words_of(piece))


def _holds(o: Rendering, other: Rendering) -> bool:
    """Whether the other stands in it: a quotation in what quotes it."""
    a, b = o.said, other.said
    return a.report == b.report and a.at != b.at and a.at[0] <= b.at[0] and b.at[1] <= a.at[1]


def _is_meant(scene: Scene, r: Rendering, o: Rendering, piece: str) -> bool:
    keys = _keys(piece)
    if len(keys) == 1 and scene.spread[keys[0]] > _RARE:
        return False
    if not names(o.said).isdisjoint(w.form for w in r.words):
        return True
    # "The comedian" without a name may be whom the report names.
    who = r.said.speaker.name if r.said.speaker else ""
    return r.said.report == o.said.report and (not who.islower() or who.endswith("s"))


def _is_before(o: Rendering, r: Rendering) -> bool:
    """Whether one speaker says it before."""
    bond = bond_of(o.said, r.said)
    if bond is None or not bond.firm or r.said.statement in (o.said.statement, o.said.whole) or o.said.statement == r.said.whole:
        return False
    if o.said.report == r.said.report:
        return o.said.at[1] <= r.said.at[0]
    return "" < o.said.day[:10] < r.said.day[:10]


def _clause(r: Rendering, piece: str) -> str:
    return side_of_finding(r, lambda c: piece in c.said.content or _uses(c, piece))


def _finding(scene: Scene, kind: FindingType, sides: tuple[list[str], list[str]], why: str) -> Finding:
    return Finding(**keyed(kind, *sides), slot=None, story=scene.story, why=why, score=0.6, reasons=("one takes up words that were said",))
