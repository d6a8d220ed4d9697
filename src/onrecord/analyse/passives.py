"""Speech whose speaker stands where the tagger does not look: "Ruiz was quoted as saying that …", "…, Ruiz said, according to the
Daily's translation".

The tagger knows sources that say; one that is quoted it takes for a piece of what is said, and the Daily for the source.
"""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.engines.protocols import TaggedAttribution
from onrecord.model import Span

_QUOTED = re.compile(r"(?:is|are|was|were|been|being)\s+(?:\w+\s+)?(?:quoted|cited|heard|reported|recorded)\b(?P<by>.*\bby\b)?", re.DOTALL)
_SAYING = re.compile(r"as\s+(?:having\s+said|saying|telling|stating)", re.IGNORECASE)
_SAID = re.compile(
    r"[\s,”\"’']*(?:(?P<who>(?:[Tt]he\s+)?[\w.’-]+(?:\s+[\w.’-]+){0,5}?)\s+(?P<said>said|says|wrote|added|told)"
    r"|(?P<says>said|says|wrote|added)\s+(?P<whom>(?:[Tt]he\s+)?[\w.’-]+(?:\s+[\w.’-]+){0,5}?))(?:\s[^,;.”\"]{0,40})?,?\s*"
)


def with_subject(text: str, a: TaggedAttribution) -> TaggedAttribution:
    """The attribution; where its cue is passive, the piece of content right before the cue becomes the source, and "as saying"
    is no content; where it is "according to" behind somebody who "said", that is its source and cue."""
    return _said_before(text, a) or _passive(text, a)


def _passive(text: str, a: TaggedAttribution) -> TaggedAttribution:
    if not a.cue or len(a.content) < 2:
        return a
    passive = _QUOTED.search(a.cue[0].of(text))
    subject = a.content[0]
    if passive is None or (a.source and not passive["by"]) or text[subject.end : a.cue[0].start].strip():
        return a
    said = tuple(c for c in a.content[1:] if not _SAYING.fullmatch(c.of(text).strip()))
    return replace(a, source=(subject,), content=said) if said and subject.end <= a.cue[0].start else a


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
