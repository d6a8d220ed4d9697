"""Speech whose speaker stands where the tagger does not look: "Ruiz was quoted as saying that …", "the Daily quoted Ruiz as saying",
"…, Ruiz said, according to the Daily's translation".

The tagger knows sources that say; one that is quoted it takes for a piece of what is said, and the Daily for the source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.engines.protocols import TaggedAttribution
from onrecord.lexicon import read_sections, read_words
from onrecord.model import Span
from onrecord.quotations import MARKS

_QUOTED = re.compile(  # "settled": an agent stands elsewhere, or "saying" behind it, so that the subject is who speaks
    r"(?:is|are|was|were|been|being)\s+(?:\w+\s+)?(?:quoted|cited|heard|reported|recorded|shown|seen|filmed)\b"
    r"(?P<settled>.*\bby\b|(?:\s\w+){0,3}\s(?:saying|telling)\b)?",
    re.DOTALL,
)
_BETWEEN = re.compile(r"(?P<who>[^\s,.;:“”\"][^,.;:\n“”\"]{2,80}),\s+(?P<by>[^,.;\n]{2,40}?)\s+(?:has\s+)?(?:reported|reports),\s*$")
_BRINGS = re.compile(  # verbs whose object is the subject of the infinitive behind it
    r"\b(?:convinc|persuad|forc|compell?|help|allow|enabl|lead|led|push|press|pressur|pressuris|pressuriz|order|instruct|urg|ask|oblig|requir)"
    r"(?:e|es|ed|ing|s|d)?\s(?P<who>[^,;:.\n“”\"]{2,60}?)\s$"
)
_NEAR = 120
_PASSIVE_VERB = re.compile(
    r"(?:(?:has|have|had|having|to|may|might|can|could|will|would|must|should)\s){0,2}(?:is|are|was|were|be|been|being)\s(?:[a-z]+ly\s)?(?P<verb>[a-z]+)\b"
)
_BY = re.compile(r"\bby\s+$")
_BY_CHARS = 8
_MOST_REFERRED = 4  # words
_CLAIMED = re.compile(r"^(?:[\w,.-]+\s){0,4}(?:lives|life|victims?|victory|titles?|medals?|gold|silver|bronze|responsibility)$")
_QUOTES = re.compile(r"\b(?:quoted|quotes|quoting|cited|cites|citing)$", re.IGNORECASE)
_AS_SAYING = r"as\s+(?:having\s+said|saying|telling|stating)"
_SAYING = re.compile(_AS_SAYING, re.IGNORECASE)
_QUOTED_WHO = re.compile(rf"\s+(?!by\b)(?P<who>[^\s,;:“”\"][^,;:\n“”\"]{{0,80}}?)\s+(?P<saying>{_AS_SAYING})\b")
_NAME = r"(?:[Tt]he\s+)?[\w.’'-]+(?:\s+[\w.’'-]+){0,5}?"
_HAS = r"(?:\s+(?:has|had|have|also|later|then))*"
_SAID = re.compile(
    rf"[\s,”\"’']*(?:(?P<who>{_NAME}(?:,\s[^,;:”\"\n]{{3,80}},)?){_HAS}\s+(?P<said>said|says|wrote|added|told)"
    rf"|(?P<says>said|says|wrote|added)\s+(?P<whom>{_NAME}))(?:\s[^,;.”\"]{{0,40}})?,?\s*"
)
_FIRST = r"(?:[A-Z][\w.’'-]*\s){0,5}?[A-Z][\w’'-]+|[Hh]e|[Ss]he"
_SAID_FIRST = re.compile(rf"(?:^|[\s,])(?P<who>{_FIRST}){_HAS}\s+(?P<said>said|says|added)[:,]\s*$")


def with_subject(text: str, a: TaggedAttribution) -> TaggedAttribution:
    """The attribution; where its cue is passive, the piece of content right before the cue becomes the source, and "as saying"
    is no content; where it is "according to" beside somebody who "said", that is its source and cue."""
    repairs = (_said_before, _said_first, _interrupted, _quoted_by, _told_of, _brought_to)
    return next((found for repair in repairs if (found := repair(text, a)) is not None), None) or _passive(text, a)


def _quoted_by(text: str, a: TaggedAttribution) -> TaggedAttribution | None:
    """ "“…,” the Daily quoted Ruiz as saying": Ruiz speaks."""
    cue = a.cue[-1] if a.cue else None
    match = _QUOTED_WHO.match(text, cue.end) if cue is not None and _QUOTES.search(cue.of(text)) else None
    if cue is None or match is None:
        return None
    who, saying = Span(*match.span("who")), Span(*match.span("saying"))
    said = tuple(p for c in a.content for p in _outside(text, c, Span(match.start(), match.end())))
    return replace(a, source=(who,), cue=(saying,), content=said) if said else None


def _outside(text: str, piece: Span, taken: Span) -> list[Span]:
    """What is left of the piece before and behind the taken stretch."""
    if not piece.overlaps(taken):
        return [piece]
    parts = [(piece.start, min(piece.end, taken.start)), (max(piece.start, taken.end), piece.end)]
    return [Span(start, end) for start, end in parts if start < end and text[start:end].strip()]


def _said_first(text: str, a: TaggedAttribution) -> TaggedAttribution | None:
    """ "Ruiz said: “…”, according to the Daily": Ruiz speaks."""
    if len(a.cue) != 1 or not a.cue[0].of(text).lower().startswith("according") or a.content[0].start > a.cue[0].start:
        return None
    start = max(text.rfind("\n", 0, a.content[0].start) + 1, a.content[0].start - _NEAR)
    match = _SAID_FIRST.search(text, start, a.content[0].start)
    return replace(a, source=(Span(*match.span("who")),), cue=(Span(*match.span("said")),)) if match else None


def _interrupted(text: str, a: TaggedAttribution) -> TaggedAttribution | None:
    """ "Ruiz, Reuters reported, said that": the agency between the commas only passes it on."""
    if not (a.source and a.cue) or text[a.cue[0].end : a.cue[0].end + 1] == ",":
        return None
    if not text[max(0, a.source[0].start - _NEAR) : a.cue[0].start].rstrip().endswith(("reported,", "reports,")):
        return None
    line = text.rfind("\n", 0, a.source[0].start) + 1
    match = _BETWEEN.search(text, max(line, a.source[0].start - _NEAR), a.cue[0].start)
    if match is None or not Span(*match.span("by")).overlaps(a.source[0]):
        return None
    who = Span(*match.span("who"))
    return replace(a, source=(who,), content=tuple(c for c in a.content if not c.overlaps(who)) or a.content)


def _told_of(text: str, a: TaggedAttribution) -> TaggedAttribution | None:
    """ "Four people were reported dead": they are what is told, and nobody tells it."""
    if not (a.source and a.cue) or text[a.source[-1].end : a.cue[0].start].strip():
        return None
    if _participle(a.cue[0].of(text)) not in read_sections("told-of")["passives"]:
        return None
    return replace(a, source=(), content=(*a.source, *a.content))


def _brought_to(text: str, a: TaggedAttribution) -> TaggedAttribution | None:
    """ "Ruiz convinced Bell to reject it": Bell rejects it."""
    if not (a.source and a.cue and a.cue[0].of(text).startswith("to ")):
        return None
    match = _BRINGS.search(text, a.source[-1].end, a.cue[0].start)
    return replace(a, source=(Span(*match.span("who")),)) if match else None


def _passive(text: str, a: TaggedAttribution) -> TaggedAttribution:
    passive = _QUOTED.search(a.cue[0].of(text)) if a.cue and len(a.content) > 1 else None
    subject = next((c for c in a.content if c.end <= a.cue[0].start and not text[c.end : a.cue[0].start].strip()), None) if a.cue else None
    if passive is None or subject is None or not (passive["settled"] or not a.source or _is_agent(text, a)):
        return a
    said = tuple(p for c in a.content if c is not subject and (p := _after_saying(text, c)))
    return replace(a, source=(subject,), content=said) if said else a


def _is_agent(text: str, a: TaggedAttribution) -> bool:
    """Whether "by" stands before the source: it quotes, and does not speak."""
    return bool(_BY.search(text, max(0, a.source[0].start - _BY_CHARS), a.source[0].start))


def _after_saying(text: str, content: Span) -> Span | None:
    saying = _SAYING.match(text, content.start, content.end)
    start = saying.end() if saying else content.start
    while start < content.end and text[start].isspace():
        start += 1
    return Span(start, content.end) if start < content.end else None


def _said_before(text: str, a: TaggedAttribution) -> TaggedAttribution | None:
    """ "“…,” Ruiz said, according to a translation": Ruiz speaks."""
    accords = [c for c in a.cue if c.of(text).lower().startswith("according")]
    before = [c for c in a.content if accords and c.end <= accords[0].start]
    if not before:
        return None
    mark = max(text.rfind(m, before[0].start + 1, before[-1].end) for m in '"”')
    end = mark + 1 if mark > 0 else before[-1].end  # what stands behind the quotation may be taken for content
    match = _SAID.fullmatch(text, end, accords[0].start)
    if match is None:
        return None
    who, said = ("who", "said") if match["who"] else ("whom", "says")
    behind = [c for c in a.content if c not in before]
    content = (*(Span(c.start, min(c.end, end)) for c in before if c.start < end), *behind)
    return replace(a, source=(Span(*match.span(who)),), cue=(Span(*match.span(said)),), content=content)


def is_told_of(cue: str) -> bool:
    """Whether others say it, of the subject ("is accused of", "was expected") or to it ("was told"); or nobody does ("rumours
    swirled of")."""
    listed = read_sections("told-of")
    return cue.lower().split()[0] in listed["hearsay"] or _participle(cue) in (*listed["passives"], *listed["hearing"])


def is_passive(cue: str) -> bool:
    """Whether the cue is a passive of any verb that can be told by its ending ("was dismissed", "may be issued"): who heads the sentence is
    none that says it."""
    return _participle(cue).endswith("ed")


def _participle(cue: str) -> str:
    """The participle behind a form of "be", lower case; "" where the cue is not passive."""
    passive = _PASSIVE_VERB.match(cue.lower())
    return passive["verb"] if passive else ""


def is_no_saying(text: str, source: Sequence[Span], cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Whether the words only look like saying: floods that "claim" lives, a speaker who is "referring to" somebody,
    what came "as expected", what nobody "was"."""
    words = " ".join(c.of(text).lower() for c in cue)
    if words == "as expected" or (not source and set(words.split()) <= {*read_sections("clause-words")["auxiliaries"]}):
        return True
    if words == "referring to":
        return all(len(c.of(text).split()) <= _MOST_REFERRED for c in content)
    return words.removesuffix("s").removesuffix("ed") in ("claim", "has claim", "have claim") and bool(
        _CLAIMED.search(content[-1].of(text))
    )


def until_verb(text: str, content: Sequence[Span]) -> Sequence[Span]:
    """The pieces up to one that another verb of saying governs: of "in what it calls a quiet week, denies shooting" only the week."""
    for k in range(1, len(content)):
        if text[content[k - 1].end : content[k].start].strip(" ,") in read_words("speech-verbs") and text[content[k].start] not in MARKS:
            return content[:k]
    return content
