"""Whether two names may name one person or body, with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.lexicon import read_pairs
from onrecord.link.align import Alignment, align
from onrecord.link.forms import LITTLE, NameForm, Word, read_name, romanised
from onrecord.link.spelling import compare_words
from onrecord.model import EntityType
from onrecord.text import fold

MAY = 0.5  # from here on two names may be one
SAME = 0.85  # from here on they are taken for one


@dataclass(frozen=True, slots=True, kw_only=True)
class PairScore:
    """In [0, 1], with what speaks for and against it."""

    score: float
    reasons: tuple[str, ...]


def same_name(a: str, b: str, kind: EntityType) -> PairScore:
    """How well two full names of one type agree.

    >>> same_name("Yuri Mishkar", "Yury Mishkar", "person").score > 0.9
    True
    >>> same_name("Elena Markovic", "Helena Markowitz", "person").score < MAY
    True
    """
    if a == b:
        return PairScore(score=1.0, reasons=(f"{a} = {b}",))
    x, y = sorted((read_name(a, kind), read_name(b, kind)), key=lambda f: [w.shown for w in f.words])
    if not x.words or not y.words:
        return PairScore(score=0.0, reasons=("a name without letters",))
    if kind in ("place", "state") and place_name(a) == place_name(b):
        return PairScore(score=0.95, reasons=(f"{a} and {b} are names of one {kind}",))
    return _same_person(x, y) if kind == "person" else _same_body(x, y, kind)


def place_name(name: str) -> str:
    """The name under which a state or city is compared: one for "Kiev" and "Kyiv", for "U.S." and "United States".

    >>> place_name("Bombay") == place_name("Mumbai")
    True
    """
    folded = fold(name)
    return romanised(read_pairs("place-variants").get(folded, folded))


def _same_person(x: NameForm, y: NameForm) -> PairScore:
    a, b = x.words, y.words
    found = _known(a, b)
    against = _contradiction(a, b, found) or _other_father(a, b) or _other_sex(a, b, found)
    if against:
        return PairScore(score=0.0, reasons=(against,))
    return _total(a, b, found, [_extra_names(a, b, found), _order(x, y, found), _generation(x, y), _bare_initial(a, b, found)])


def _same_body(x: NameForm, y: NameForm, kind: EntityType) -> PairScore:
    a, b = x.words, y.words
    if kind == "organisation" and (_is_acronym(a, b) or _is_acronym(b, a)):
        return PairScore(score=0.9, reasons=(f"{_shown(a)} and {_shown(b)}: one is the initials of the other",))
    found = _known(a, b)
    against = _contradiction(a, b, found)
    if against:
        return PairScore(score=0.0, reasons=(against,))
    factors = [_extra_words(a, b, found), _bare_initial(a, b, found)]
    if x.marks and y.marks and x.marks.isdisjoint(y.marks):
        factors.append((0.45, "other legal forms"))
    if len(found.ties) == 1 and found.ties[0].word.how == "initials":
        factors.append((0.9, "two letters are the initials of many"))
    return _total(a, b, found, factors)


def _known(a: Sequence[Word], b: Sequence[Word]) -> Alignment:
    """The alignment without what little words do in it, where there are others: they may be written or left out."""
    found = align(a, b)
    ties = tuple(t for t in found.ties if _proper(a, t.left) and _proper(b, t.right))
    left, right = (tuple(k for k in places if words[k].kind not in LITTLE) for words, places in ((a, found.left), (b, found.right)))
    return Alignment(ties=ties, left=left, right=right) if ties or left or right else found


def _proper(words: Sequence[Word], places: Sequence[int]) -> bool:
    return any(words[k].kind not in LITTLE for k in places)


Factor = tuple[float, str]
_NONE: Factor = (1.0, "")


def _total(a: Sequence[Word], b: Sequence[Word], found: Alignment, factors: Sequence[Factor]) -> PairScore:
    """The weakest tie decides; every further slip and every factor lowers it."""
    slips = sum(t.word.how in _DOUBTFUL for t in found.ties)
    score = min(t.word.score for t in found.ties) * 0.9 ** max(0, slips - 1)
    reasons = [f"{_shown(a, t.left)} ~ {_shown(b, t.right)}: {t.word.how}" for t in found.ties if t.word.how != "same"]
    for factor, why in factors:
        score *= factor
        reasons += [why] if why else []
    return PairScore(score=round(score, 3), reasons=tuple(reasons) or (f"{_shown(a)} = {_shown(b)}",))


_DOUBTFUL = frozenset({"misspelling", "consonants", "number"})


def _shown(words: Sequence[Word], places: Sequence[int] | None = None) -> str:
    return " ".join(words[k].shown for k in (range(len(words)) if places is None else places))


def _contradiction(a: Sequence[Word], b: Sequence[Word], found: Alignment) -> str | None:
    if not found.ties:
        return f"{_shown(a)} and {_shown(b)} have nothing in common"
    if found.left and found.right:
        return f"{_shown(a, found.left)} ≠ {_shown(b, found.right)}"
    return None


def _other_father(x: Sequence[Word], y: Sequence[Word]) -> str | None:
    """ "Isa bin Omar" is not "Omar bin Isa"."""
    fathers, others = _fathers(x), _fathers(y)
    if not fathers or not others or any(compare_words(p, q).score for p in fathers for q in others):
        return None
    return f"son of {_shown(fathers)}, son of {_shown(others)}"


def _fathers(words: Sequence[Word]) -> list[Word]:
    """The first full name after each "bin"."""
    proper = [w for w in words if w.kind != "particle"]
    return [w for before, w in pairwise(proper) if before.kind == "filiation" and w.kind == "word"]


def _other_sex(a: Sequence[Word], b: Sequence[Word], found: Alignment) -> str | None:
    sexes = read_pairs("first-names")
    for tie in found.ties:
        p, q = a[tie.left[0]], b[tie.right[0]]
        if tie.left[0] == tie.right[0] == 0 and tie.word.how in ("misspelling", "romanisation") and len(a) > 1:
            one, other = sexes.get(p.plain), sexes.get(q.plain)
            if one and other and one != other:
                return f"{p.shown} and {q.shown} are names of different sexes"
    return None


def _extra_names(a: Sequence[Word], b: Sequence[Word], found: Alignment) -> Factor:
    """Names that only one side has: a middle name costs little, a family name much, all but one the most."""
    extra, short, long = (found.left, b, a) if found.left else (found.right, a, b)
    if not extra:
        return _brief(found, a)
    full = sum(w.kind == "word" for w in short)
    why = f"{_shown(long, extra)} only in one"
    if full + sum(w.kind == "initial" for w in short) < 2 or not full:
        return 0.45, why
    if len(long) - 1 in extra or len(extra) > 3 or (0 in extra and len(extra) > 1):
        return 0.8, why
    return (0.93 if 0 in extra else 0.98 - 0.01 * len(extra)), why


def _generation(x: NameForm, y: NameForm) -> Factor:
    """A junior may be the one without the mark, or the son."""
    if x.marks == y.marks:
        return _NONE
    return (0.8 if not x.marks or not y.marks else 0.45), "junior or senior only in one"


def _bare_initial(a: Sequence[Word], b: Sequence[Word], found: Alignment) -> Factor:
    """ "Ana R." may be many."""
    last = found.ties[-1]
    cut = last.word.how == "initial" and last.left == (len(a) - 1,) and last.right == (len(b) - 1,)
    return (0.8, "of the last name an initial only") if cut else _NONE


def _brief(found: Alignment, a: Sequence[Word]) -> Factor:
    """A name of one word has little that could agree: no slip in a short one, no pet name."""
    if len(found.ties) > 1:
        return _NONE
    how = found.ties[0].word.how
    short = how == "misspelling" and len(a[found.ties[0].left[0]].plain) < 6
    return (0.8, "one word only") if short or how in ("variant", "nickname") else _NONE


def _order(x: NameForm, y: NameForm, found: Alignment) -> Factor:
    """Names in another order: little doubt where a comma or a list of given names says which comes first."""
    ties = [t.right for t in found.ties]
    if ties == sorted(ties) or x.turned != y.turned:
        return _NONE
    if len(found.ties) > 2:
        return 0.9, "in another order"
    given = read_pairs("first-names")
    known = [w.plain in given for w in (x.words[0], y.words[0])]
    return (0.95 if known[0] != known[1] else 0.75), "in another order"


def _extra_words(a: Sequence[Word], b: Sequence[Word], found: Alignment) -> Factor:
    """Words that only one name of a body has: another branch, another body of the kind."""
    extra, long = (found.left, a) if found.left else (found.right, b)
    return (0.45, f"{_shown(long, extra)} only in one") if extra else _brief(found, a)


def _is_acronym(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """ "iqo" for "international quay office"; of two letters too many names have the same."""
    return len(short) == 1 and len(short[0].plain) > 2 and short[0].plain in acronyms(long)


def acronyms(words: Sequence[Word]) -> frozenset[str]:
    """What the words of a body's name may be shortened to, lower case: their first letters, with and without the little words; an
    abbreviation among them stands whole. Of fewer than three words, none.
    """
    loud = all(w.shown.isupper() for w in words)
    first = [w.plain if w.shown.isupper() and len(w.plain) < 5 and not loud else w.plain[0] for w in words]
    proper = [f for f, w in zip(first, words, strict=True) if w.kind not in LITTLE]
    return frozenset({"".join(first), "".join(proper)}) if len(proper) > 2 else frozenset()
