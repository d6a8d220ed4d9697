"""Speech in the passive: "Ruiz was quoted as saying that …", "Ruiz was quoted by the Daily as saying that …".

The tagger knows sources that say; one that is quoted it takes for a piece of what is said, and the Daily for the source.
"""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.engines.protocols import TaggedAttribution

_QUOTED = re.compile(r"(?:is|are|was|were|been|being)\s+(?:\w+\s+)?(?:quoted|cited|heard|reported|recorded)\b(?P<by>.*\bby\b)?", re.DOTALL)
_SAYING = re.compile(r"as\s+(?:having\s+said|saying|telling|stating)", re.IGNORECASE)


def with_subject(text: str, a: TaggedAttribution) -> TaggedAttribution:
    """The attribution; where its cue is passive, the piece of content right before the cue becomes the source, and "as saying"
    is no content."""
    if not a.cue or len(a.content) < 2:
        return a
    passive = _QUOTED.search(a.cue[0].of(text))
    subject = a.content[0]
    if passive is None or (a.source and not passive["by"]) or text[subject.end : a.cue[0].start].strip():
        return a
    said = tuple(c for c in a.content[1:] if not _SAYING.fullmatch(c.of(text).strip()))
    return replace(a, source=(subject,), content=said) if said and subject.end <= a.cue[0].start else a
