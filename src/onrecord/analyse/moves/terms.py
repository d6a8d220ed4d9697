"""The terms of a move: where, when, how long, on which conditions, for what purpose; each at its words."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.analyse.moves.fit import clause_end
from onrecord.analyse.moves.frames import is_listed, word_list
from onrecord.analyse.moves.grammar import AUXILIARIES, DETERMINERS, LINKS, PREPOSITIONS, SUBJECTS, is_number
from onrecord.analyse.moves.participants import find_people, is_within
from onrecord.analyse.moves.scene import Scene
from onrecord.analyse.moves.shapes import Window, by_shape, term_at
from onrecord.analyse.moves.tokens import STOPS
from onrecord.lexicon import read_words
from onrecord.model import Span, Term, TermKey

_ONLY = frozenset(("only", "solely", "exclusively"))
_CONDITION = frozenset(("if", "unless", "provided", "providing", "once"))
_CONDITION_PAIRS = {
    ("as", "long"),
    ("so", "long"),
    ("on", "condition"),
    ("only", "when"),
    ("only", "after"),
    ("in", "exchange"),
    ("in", "return"),
    ("subject", "to"),
    ("with", "the", "proviso"),
    ("on", "the", "understanding"),
    ("on", "the", "condition"),
    ("on", "terms"),
}
_REASON = {
    ("due", "to"),
    ("owing", "to"),
    ("because", "of"),
    ("thanks", "to"),
    ("on", "grounds"),
    ("as", "a"),
    ("in", "light"),
    ("in", "view"),
    ("on", "the", "grounds"),
    ("for", "lack"),
    ("for", "want"),
    ("for", "fear"),
    ("out", "of", "fear"),
    ("in", "protest"),
    ("to", "make", "up"),
}
_REASON_WORDS = frozenset(("because", "citing", "noting", "arguing"))  # "refused, noting that the hall seats sixty"
_PURPOSE = {("in", "order"), ("so", "that"), ("so", "as"), ("for", "the"), ("with", "the"), ("aimed", "at"), ("in", "a")}
_LONGEST_NAME = 4  # words
_CLOCK_WITHIN = 6  # tokens: "by midnight on Thursday", "before the end of March"


def read_terms(scene: Scene, window: Window) -> tuple[Term, ...]:
    """The terms in the window in text order, no two of one key overlapping."""
    found: list[Term] = []
    asides = list(_asides(scene, *window.within))
    for term in sorted(
        (*_times(scene, window), *_by_words(scene, window), *by_shape(scene, window), *find_people(scene, window)),
        key=lambda t: (t.span, t.key),
    ):
        inner = term.key in ("time", "from", "duration", "amount")  # "if they do not sign by Friday" sets a deadline too
        within = inner and any(t.key in ("conditions", "reason") and t.span.contains(term.span) for t in found)
        aside = any(a.contains(term.span) for a in asides)
        if not within and not aside and not any(t.key == term.key and t.span.overlaps(term.span) for t in found):
            found.append(term)
    return tuple(found)


def _asides(scene: Scene, first: int, end: int) -> Iterator[Span]:
    """ ", who is serving nine years," tells about somebody, not what is offered."""
    for k in range(first, end - 1):
        if scene.low[k] == "," and scene.low[k + 1] in ("who", "whose", "which"):
            stop = scene.find((",",), k + 2, end)
            if stop is not None:
                yield scene.tokens.span(k, stop)


def _times(scene: Scene, window: Window) -> Iterator[Term]:
    first, end = window.within
    if first >= end:
        return
    hull = scene.tokens.span(first, end)
    for time in scene.times:
        if time.span is None or not hull.contains(time.span):
            continue
        k = scene.tokens.first_at(time.span.start)
        at = k - 1
        while at > first and k - at < _CLOCK_WITHIN and (scene.low[at] in word_list("clock") or scene.low[at].isdigit()):
            at -= 1
        before = scene.low[at] if at >= first else ""
        if before not in word_list("from") | word_list("until"):
            at, before = k - 1, scene.low[k - 1] if k else ""
        if time.precision == "duration" and before != "on":  # "on four days next month" tells when
            within = "within" in (before, scene.low[k])
            yield Term(key="until" if within else "duration", value=time.span.of(scene.page.text), span=time.span)
        elif scene.low[max(first, k - 3) : k] == ["as", "early", "as"] or scene.low[max(first, k - 2) : k] == ["backdated", "to"]:
            yield Term(key="from", value=time.value, span=time.span)
        else:
            key: TermKey = "from" if before in word_list("from") else "until" if before in word_list("until") else "time"
            at += scene.low[at + 1] == "on"
            whole = Span(scene.tokens.starts[at + 1], time.span.end) if key != "time" and at + 1 < k else time.span
            yield Term(key=key, value=time.value if whole == time.span else whole.of(scene.page.text), span=whole)


def _by_words(scene: Scene, window: Window) -> Iterator[Term]:
    first, end = window.within
    place: TermKey | None = None
    for k in range(first, end):
        word = scene.low[k]
        if place is not None and word in ("or", "and"):
            second = _place(scene, k, end, place)
            if second is not None:
                yield second
                continue
        if word in word_list("placed") or word == "visit" or (word in ("on", "aboard") and _is_venue(scene, k, end)):
            key = _place_key(scene, k, first)
            moving = word != "to" or any(w in word_list("moving") for w in scene.low[max(first, k - 3) : k])
            found = _place(scene, k, end, key, any_kind=word == "to" and moving) if moving else None
            if found is not None and not is_within(window.taken, k + 1):
                place = key
                yield found
        elif word in ("except", "excluding") or (word == "but" and scene.low[k - 1] in ("anywhere", "nowhere", "everywhere")):
            found = _place(scene, k, end, "not_place", any_kind=True)
            if found is not None:
                place = "not_place"
                yield found
        yield from _clauses(scene, window, k, end)
        if word in _ONLY and _limits(scene, k, end):
            yield Term(key="only", value="true", span=scene.tokens.span(k, k + 1))


def _place_key(scene: Scene, k: int, first: int) -> TermKey:
    """ "But not in X", "anywhere except X" exclude the place."""
    before = scene.low[max(first, k - 2) : k]
    excluded = (before and before[-1] == "not") or any(w in ("except", "excluding") for w in before) or before[-1:] == ["but"]
    return "not_place" if excluded else "place"


def _place(scene: Scene, preposition: int, end: int, key: TermKey, *, any_kind: bool = False) -> Term | None:
    """The place behind the preposition. ``any_kind``: the construction shows that the name is of a place, whatever the tagger says."""
    at = preposition + 1
    if at < end and scene.low[at] in PREPOSITIONS:
        at += 1
    while at < end and scene.low[at] in DETERMINERS:
        at += 1
    mention = scene.mention_over(at) if at < end else None
    if mention is not None:
        kind, span = scene.cast.entities[mention[0]].type, mention[1]
        if any_kind or kind in ("place", "state") or span.of(scene.page.text) in read_words("places"):
            return Term(key=key, value=span.of(scene.page.text), span=span)
        return None
    return _unnamed_place(scene, at, end, key) or _place_behind_noun(scene, at, end, key) or _venue(scene, preposition, end, key)


def _is_venue(scene: Scene, k: int, end: int) -> bool:
    last = scene.phrase_end(k + 1, end) if k + 1 < end else k + 1
    return last > k + 1 and is_listed(scene.low[scene.head(k + 1, last)], "venues")


def _venue(scene: Scene, preposition: int, end: int, key: TermKey) -> Term | None:
    """ "On a ship", "in my barn", "at the town hall": a noun of a place to meet or be."""
    last = scene.phrase_end(preposition + 1, end)
    if last <= preposition + 1 or not is_listed(scene.low[scene.head(preposition + 1, last)], "venues"):
        return None
    first = preposition + 1 if scene.low[preposition] in ("in", "at", "to") else preposition
    return term_at(scene, key, first, last)


def _place_behind_noun(scene: Scene, at: int, end: int, key: TermKey) -> Term | None:
    """ "Around the old port of X": the name behind a noun or two and "of"."""
    of = scene.find(("of",), at, min(end, at + 4))
    if of is None or any(scene.low[k] in LINKS or scene.low[k] == "," for k in range(at, of)):
        return None
    return _unnamed_place(scene, of + 1, end, key)


def _unnamed_place(scene: Scene, at: int, end: int, key: TermKey) -> Term | None:
    """A run of capitalised words that the tagger did not name."""
    last = at
    while last < end and scene.word(last)[:1].isupper() and scene.time_over(last) is None and last - at < _LONGEST_NAME:
        last += 1
    return term_at(scene, key, at, last) if last > at else None


def _limits(scene: Scene, k: int, end: int) -> bool:
    """ "Only in X", "solely from Monday": what follows is a place or time; "only if" is a condition and no more."""
    return k + 1 < end and (scene.low[k + 1] in word_list("placed") or scene.low[k + 1] in ("on", "from", "with", "when"))


def _clauses(scene: Scene, window: Window, k: int, end: int) -> Iterator[Term]:
    word, pair = scene.low[k], tuple(scene.low[k : k + 2])
    key: TermKey | None = None
    first = k
    if word in _CONDITION and (not word.startswith("provid") or scene.low[k + 1 : k + 2] == ["that"]):
        key, first = "conditions", k + 1
    elif pair in _CONDITION_PAIRS or tuple(scene.low[k : k + 3]) in _CONDITION_PAIRS:
        key, first = "conditions", k
    elif word in ("until", "before") and not _tells_time(scene, k + 1, end) and _has_verb(scene, k + 1, end):
        key, first = "conditions" if word == "before" else "until", k + 1
    elif tuple(scene.low[k : k + 3]) in _REASON:
        key, first = "reason", k + 3
    elif pair in _REASON and (pair[0] != "as" or scene.low[k + 2 : k + 4] == ["result", "of"]):
        key, first = "reason", k + (4 if pair[0] == "as" else 2)
    elif word in _REASON_WORDS:
        key, first = "reason", k + 1 + (scene.low[k + 1 : k + 2] == ["that"])
    elif _is_purpose(scene, window, k, pair):
        key = "purpose"
    term = None if key is None or first >= end else term_at(scene, key, first, _term_end(scene, first, end))
    if term is not None:
        yield term


def _has_verb(scene: Scene, first: int, end: int) -> bool:
    """Whether a clause follows, and no mere noun: "until the raids stop", not "before the summit"."""
    stop = clause_end(scene, first, end)
    return stop - first > 2 and any(w in AUXILIARIES or w in SUBJECTS or w in word_list("actions") for w in scene.low[first:stop])


def _tells_time(scene: Scene, first: int, end: int) -> bool:
    return any(scene.time_over(k) is not None for k in range(first, min(end, first + 2)))


def _term_end(scene: Scene, first: int, end: int) -> int:
    """The clause goes to its stop, or to a comma behind which a new one begins."""
    stop = clause_end(scene, first, end)
    return next((k for k in range(first + 1, stop) if scene.low[k] == "," and _opens_clause(scene, k + 1, stop)), stop)


def _opens_clause(scene: Scene, k: int, stop: int) -> bool:
    return k >= stop or scene.low[k] in LINKS or scene.low[k] in word_list("opens clause")


def _is_purpose(scene: Scene, window: Window, k: int, pair: tuple[str, ...]) -> bool:
    if scene.low[k] == "for" and scene.low[k - 1] in word_list("funds") and scene.time_over(k + 1) is None:
        return True
    if pair in _PURPOSE:
        return pair[0] not in ("for", "with", "in") or pair[1] == "order" or scene.low[k + 2] in word_list("purpose nouns")
    if scene.low[k] != "to" or k + 1 >= len(scene.low) or window.thing is None or k <= window.within[0]:
        return False
    before = scene.low[k - 1]
    behind = scene.tokens.starts[k] >= window.thing.end
    return behind and before not in word_list("governs to") and before not in STOPS and _is_deed(scene, k + 1)


def _is_deed(scene: Scene, k: int) -> bool:
    """A verb behind "to", known or not; a name, determiner or number makes a direction of it."""
    word = scene.low[k]
    if word in word_list("actions"):
        return True
    plain = word.isalpha() and not scene.word(k)[:1].isupper() and not word.endswith(("ing", "ed", "s")) and not is_number(word)
    follows = k + 1 < len(scene.low) and (scene.low[k + 1] in DETERMINERS or scene.mention_over(k + 1) is not None)
    return plain and follows and word not in DETERMINERS and word not in PREPOSITIONS
