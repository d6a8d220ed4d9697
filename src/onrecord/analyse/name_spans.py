"""Where names begin and end: what a tagger marks, cut to whole names, joined where a name was torn, and what it passed over.

A small tagger's spans run over a sentence's end, keep a dangling "of", tear "Court of Appeal" in two, and miss a body that its
training never saw. Capitals, marks and the words that names of bodies are made with tell better.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from onrecord.engines.protocols import TaggedName
from onrecord.lexicon import read_sections, section_words
from onrecord.model import Span
from onrecord.text import any_of

_BREAK = re.compile(r"[\n\r]+|(?<=[^\W_]{3})[.!?:;]+['’\"”]?\s+(?=[^\W_])|\s+[|/–—]\s+")
_WORD = re.compile(r"\S+")
_OF = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?")
_AND = re.compile(r"\s+(?:and|&)\s+")
_LINK = re.compile(r"\s+(?:of|for)(?:\s+the)?\s+")
_NEXT = re.compile(r"[ \u00a0](?P<word>[A-Z][\w’'-]*)(?![\w-])")
_LOWER = re.compile(r"(?<![\w-])[^\W\d_A-Z][^\W\d_A-Z]+(?![\w-]|\.\w)")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\.[A-Za-z]|\b(?:Inc|Ltd|Corp|Cos?|Bros|Jr|Sr|Pa|Fla|Calif|Mass|Conn))\.$")
_AGED = re.compile(r"\d[\d,.]*-[A-Za-z]")
_PORTFOLIO = re.compile(r"\b(?:[Mm]inisters?|[Ss]ecretar(?:y|ies)|[Uu]ndersecretary|[Cc]ommissioner|[Ss]pokes\w+)\s(?:of|for)\s$")
_HEAD_OF_SENTENCE = re.compile(r"(?:^|[.!?:\n][\"'”’“‘]?\s*|[\"“‘])$")
_HYPHEN = re.compile(r"-(?P<word>[a-z]+)")
PARTICLES = frozenset(
    ("al", "bin", "ibn", "da", "de", "del", "della", "der", "di", "du", "dos", "el", "la", "le", "ten", "ter", "van", "von", "y", "abu")
)
_PREFIX = re.compile(r"(?:pro|anti|non|ex|pre|post)-", re.IGNORECASE)
_GAP = "[ \u00a0]+"  # no name runs over a line
_CAPITAL = r"[A-Z][\w’-]*[\w]"
_INITIALS = re.compile(r"\s\((?P<initials>[A-Z]{2,6})\)")
_SMALL_WORDS = frozenset(["of", "the", "and", "for", "in", "on", "de", "&"])
_LONGEST_NAME = 100  # characters
_MOST_FULL = 50  # bodies with one word in their name, looked at for each time it stands alone
_AROUND = 60  # characters looked at for capitals
_FOUND_SCORE = 0.6  # of a name that only its form tells


def repair_names(text: str, tagged: Iterable[TaggedName]) -> list[TaggedName]:
    """Names in text order, none of them overlapping another, each from the first to the last of its own words."""
    cut = [part for t in tagged for part in _cut(text, t)]
    alone = {t.span.of(text) for t in cut}
    parts = [part for t in cut for part in _parted(text, t, alone)]
    names = list(_as_elsewhere(text, [_spelled_out(text, _grown(text, t)) for t in _joined(text, parts)]))
    kept = _apart(n for n in names if not _is_compound(text, n.span) and not _is_portfolio(text, n))
    kept = [n for n, common in zip(kept, _are_common(text, kept), strict=True) if not common]
    return sorted(kept + list(_missed(text, kept)), key=lambda n: n.span)


def last_word(name: str) -> str:
    """The last word of a name, without the mark of a possessive.

    >>> last_word("Lisnow Harbour's")
    'Harbour'
    """
    words = name.split()
    return words[-1].removesuffix("'s").removesuffix("’s").rstrip(".,") if words else ""


def _cut(text: str, t: TaggedName) -> Iterator[TaggedName]:
    """The pieces between line and sentence ends, without words in lower case around them."""
    start = t.span.start
    for stop in [*_BREAK.finditer(text, t.span.start, t.span.end), None]:
        end = stop.start() if stop else t.span.end
        words = [Span(m.start(), m.end()) for m in _WORD.finditer(text, start, end)]
        for run in _runs_of_name(text, words) if t.type == "person" else [words]:
            span = _capitalised(text, run)
            if span is not None and any(c.isupper() for c in span.of(text)) and not _AGED.match(text, span.start, span.end):
                yield _with_span(t, span)
        start = stop.end() if stop else end


def _runs_of_name(text: str, words: Sequence[Span]) -> Iterator[Sequence[Span]]:
    """ "Ana Ruiz met Olmo Lanz": a person's name holds no word in lower case but particles and what links names."""
    first = 0
    for k, word in enumerate(words):
        plain = word.of(text).strip(".,’'\"“”()")
        compound = plain.rpartition("-")[2] in name_words("behind hyphen") and "-" in plain
        if compound or len(plain) > 1 and plain.islower() and plain.isalpha() and plain not in _little_words():
            yield words[first:k]
            first = k + 1
    yield words[first:]


def _capitalised(text: str, words: Sequence[Span]) -> Span | None:
    """From the first word with a capital or digit, and the particles before it, to the last."""
    capital = [k for k, w in enumerate(words) if any(c.isupper() or c.isdigit() for c in w.of(text))]
    if not capital:
        return None
    first, last = capital[0], capital[-1]
    while first and words[first - 1].of(text).lower() in PARTICLES:
        first -= 1
    return _stripped(text, Span(words[first].start, words[last].end))


def _stripped(text: str, span: Span) -> Span | None:
    """Without marks at its ends ("©Ana Ruiz", "Lisnow,"); None for less than two characters."""
    start, end = span.start, span.end
    if (closing := text.find(")", start, end)) >= 0 and "(" not in text[start:closing]:
        start, end = (closing + 1, end) if closing < end - 1 else (start, closing)  # "(the envoy Ana) Ruiz"
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")!" or _ABBREVIATED.search(text, start, end)):
        end -= 1
    return Span(start, end) if end > start + 1 else None


def _parted(text: str, t: TaggedName, alone: set[str]) -> Iterator[TaggedName]:
    """ "Ana Ruiz of LQO" is a person and a body; "Orvane and Prill" are two where one of them is named by itself too."""
    name = t.span.of(text)
    of = _OF.search(name) if t.type == "person" else None
    both = _AND.search(name) if t.type == "organisation" else None
    if both and not (name[: both.start()] in alone or name[both.end() :] in alone):
        both = None
    split = of or both
    if split is None or not name[split.end() : split.end() + 1].isupper():
        yield t
        return
    yield _with_span(t, Span(t.span.start, t.span.start + split.start()))
    rest = Span(t.span.start + split.end(), t.span.end)
    yield TaggedName(span=rest, type="organisation", score=t.score)


def _joined(text: str, tagged: Sequence[TaggedName]) -> Iterator[TaggedName]:
    """Given name and surname, or the halves of "Ana-Maria", taken for two people, and a body's name torn at "of" or "for", as one."""
    last: TaggedName | None = None
    for t in tagged:
        if last is not None and t.span.start < last.span.end:
            continue
        if last is not None and (_is_torn_person(text, last, t) or _is_torn_body(text, last, t)):
            last = TaggedName(span=Span(last.span.start, t.span.end), type=last.type, score=max(last.score, t.score))
            continue
        if last is not None:
            yield last
        last = t
    if last is not None:
        yield last


def _is_torn_person(text: str, a: TaggedName, b: TaggedName) -> bool:
    return a.type == b.type == "person" and text[a.span.end : b.span.start] in (" ", "-") and " " not in a.span.of(text)


def _is_torn_body(text: str, a: TaggedName, b: TaggedName) -> bool:
    between = text[a.span.end : b.span.start]
    body = a.type == "organisation" and b.type in ("organisation", "place") and last_word(a.span.of(text)) in name_words("organisation")
    return body and bool(_LINK.fullmatch(between))


def _grown(text: str, t: TaggedName) -> TaggedName:
    """With the words of a body or building that were left out: "Lisnow Harbour" + "Authority", "Ministry of" + "Trade"."""
    linked = t.span.start and text.endswith(("of", "for", "the"), 0, t.span.start - 1)
    before = _head_before().search(text, max(0, t.span.start - 60), t.span.start) if linked else None
    if before is not None and t.type != "group":
        t = TaggedName(span=Span(before.start(), t.span.end), type="organisation", score=t.score)
    end, kind = t.span.end, t.type
    while (
        t.type != "group"
        and (match := _NEXT.match(text, end))
        and (word := match.group("word")) in name_words("organisation") | name_words("place")
    ):
        end, kind = match.end(), "organisation" if word in name_words("organisation") else "place"
    return TaggedName(span=Span(t.span.start, end), type=kind, score=t.score)


def _spelled_out(text: str, t: TaggedName) -> TaggedName:
    """ "Every Quay Authority (EQA)": the initials behind a name tell with which word it begins."""
    behind = _INITIALS.match(text, t.span.end)
    left = list(behind.group("initials")) if behind is not None and t.type != "group" else []
    if not left:
        return t
    offset = max(0, t.span.end - _LONGEST_NAME)
    for word in reversed(list(_WORD.finditer(text, offset, t.span.end))):
        capitals = [part[0] for part in word.group().split("-") if part[:1].isupper()]  # "Quay-i-Port" gives two
        if capitals:
            if left[-len(capitals) :] != capitals:
                return t
            del left[-len(capitals) :]
            if not left:
                return TaggedName(span=Span(min(word.start(), t.span.start), t.span.end), type="organisation", score=t.score)
        elif word.group() not in _SMALL_WORDS:
            return t
    return t


def _as_elsewhere(text: str, names: Sequence[TaggedName]) -> Iterator[TaggedName]:
    """The names; one that is a word of a body named in full elsewhere, and stands amid the same words, is that body's."""
    full = {n.span.of(text): n for n in names if n.type == "organisation" and " " in n.span.of(text)}
    by_word: dict[str, list[tuple[int, str]]] = {}  # where in the full name the word stands
    for name in full:
        for word in _WORD.finditer(name):
            by_word.setdefault(word.group(), []).append((word.start(), name))
    for n in names:
        for offset, name in by_word.get(n.span.of(text), ())[:_MOST_FULL]:
            start = n.span.start - offset
            if start >= 0 and text.startswith(name, start) and not text[start + len(name) : start + len(name) + 1].isalnum():
                n = TaggedName(span=Span(start, start + len(name)), type="organisation", score=n.score)
                break
        yield n


def _is_compound(text: str, span: Span) -> bool:
    """ "pro-Velmora", "Pan-democrat": an adjective or common noun made with a name; "Velm-based" still names Velm."""
    if _PREFIX.match(text, span.start, span.end) or text[max(0, span.start - 1) : span.start] == "-":
        return True
    behind = _HYPHEN.match(text, span.end)
    return behind is not None and behind.group("word") not in name_words("behind hyphen")


def _is_portfolio(text: str, t: TaggedName) -> bool:
    """ "Secretary of [State]": a part of a title."""
    linked = t.type in ("organisation", "person") and t.span.start and text.endswith(("of", "for"), 0, t.span.start - 1)
    return bool(linked and _PORTFOLIO.search(text, max(0, t.span.start - 40), t.span.start))


def _are_common(text: str, names: Sequence[TaggedName]) -> list[bool]:
    """For each name whether it is a common word: of one word, only ever at the head of a sentence, and in lower case elsewhere."""
    lower = lower_words(text)
    inside = {n.span.of(text) for n in names if not _HEAD_OF_SENTENCE.search(text, max(0, n.span.start - 6), n.span.start)}
    return [(name := n.span.of(text)) not in inside and name.lower() in lower for n in names]


def _apart(names: Iterable[TaggedName]) -> list[TaggedName]:
    kept: list[TaggedName] = []
    for name in sorted(names, key=lambda n: n.span):
        if not kept or kept[-1].span.end <= name.span.start:
            kept.append(name)
    return kept


def _missed(text: str, known: Sequence[TaggedName]) -> Iterator[TaggedName]:
    """Bodies by their form alone: "Ministry of Trade", "Quay Office"; not in a line written all in capital initials."""
    starts = [n.span for n in known]
    for match in _body_form().finditer(text):
        span = Span(match.start(), match.end())
        at = bisect_left(starts, span)
        overlaps = any(s.overlaps(span) for s in starts[max(0, at - 1) : at + 2])
        if not overlaps and not _in_capitals(text, span):
            yield TaggedName(span=span, type="organisation", score=_FOUND_SCORE)


def _in_capitals(text: str, span: Span) -> bool:
    """Whether most long words around it begin with a capital: then a capital tells nothing."""
    low, high = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    around = text[low : span.start].rpartition("\n")[2] + text[span.end : high].partition("\n")[0]
    words = [w for w in around.split() if len(w) > 3 and w[0].isalpha()]
    return sum(w[0].isupper() for w in words) >= 0.6 * max(1, len(words))


@cache
def _body_form() -> re.Pattern[str]:
    heads = any_of(w for w in name_words("organisation") if " " not in w)
    body = rf"(?:(?:{_CAPITAL}{_GAP}){{1,3}}(?:{heads})|(?:{heads}){_GAP}of{_GAP}(?:the{_GAP})?{_CAPITAL}(?:{_GAP}{_CAPITAL})?)"
    opener = r"(?:The|A|An|This|That|His|Her|Their|Our|In|At|On|For|But|And|If|When|As)\s"
    return re.compile(rf"(?<![\w.’'-])(?!{opener}){body}(?![\w-])")


@cache
def _head_before() -> re.Pattern[str]:
    heads = any_of(name_words("organisation"))
    return re.compile(rf"(?<![\w’'-])(?:(?!The\b){_CAPITAL}\s)?(?:{heads})\s(?:of|for)\s(?:the\s)?$")


def _with_span(t: TaggedName, span: Span) -> TaggedName:
    return TaggedName(span=span, type=t.type, score=t.score)


def name_words(section: str) -> frozenset[str]:
    """A section of the lexicon of words in and around names."""
    return section_words("name-words", section)


@lru_cache(maxsize=2)  # a report's are asked for twice
def lower_words(text: str) -> frozenset[str]:
    """The words that stand in lower case somewhere in the text; those of an address ("daily.example") do not count."""
    return frozenset(_LOWER.findall(text))


@cache
def _little_words() -> frozenset[str]:
    return frozenset(word for words in read_sections("name-particles").values() for word in words) | PARTICLES
