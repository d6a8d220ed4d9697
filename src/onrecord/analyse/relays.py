"""Through whom a statement reached the page: "…, the Merid agency reported", "according to X, citing Y"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.lexicon import read_sections
from onrecord.model import Span

_BODY = (
    r"(?P<by>(?:the\s+|The\s+)?[A-Z](?:[\w.&’'-]*\w)?(?:\s+(?:[A-Z](?:[\w.&’'-]*\w)?|of|and|news|state|agency|television|newspaper)){0,5})"
)
_KIND = r"(?:(?:the\s+)?(?:state|official|local|private)?\s*(?:news\s+agency|agency|broadcaster|newspaper|channel|daily)\s+)?"
_THROUGH = r"citing|quoting|(?:quoted|cited|carried|reported|published|broadcast|released) by|according to"
_PATTERNS = (
    re.compile(rf",\s+{_KIND}{_BODY}\s+(?:reported|reports|wrote|writes|quoted|says|said|cited)\b"),
    re.compile(rf"\b(?:{_THROUGH})\s+{_KIND}{_BODY}"),
)
_MEDIA_WORD = re.compile(
    r"\b(?:agency|news|tv|television|radio|times|post|herald|tribune|courier|gazette|daily|journal|press|wire|channel|broadcaster|newspaper|ledger|chronicle|telegraph|observer|guardian|media)\b",
    re.IGNORECASE,
)


def find_relays(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Adds to ``relay`` of the statements whose sentence credits a news organisation that is not their own source."""
    for draft in drafts:
        if draft.parent is not None:
            continue
        sentence = page.sentences[page.sentence_at(draft.anchor)]
        for entity, span in _credits(page, sentence, cast):
            inside = any(span.overlaps(s) for s in (*draft.source, *draft.content))
            if not inside and entity != draft.speaker and all(span != s for _, s in draft.relay):
                draft.relay.append((entity, span))


def _credits(page: Page, sentence: Span, cast: Cast) -> list[tuple[int, Span]]:
    found: list[tuple[int, Span]] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(page.text, sentence.start, sentence.end):
            start, end = match.span("by")
            if page.quoted(start) or not is_news_body(page.text[start:end]):
                continue
            named = cast.named_in(start, end)
            entity = named[-1][0] if named else cast.unnamed(page.text[start:end].removeprefix("the "), "organisation")
            if cast.entities[entity].type != "person":
                found.append((entity, named[-1][1] if named else Span(start, end)))
    return found


def is_news_body(name: str) -> bool:
    """Whether the words name an agency or an outlet: on the list of agencies, or by a word that such names carry."""
    plain = name.removeprefix("the ").removeprefix("The ").strip()
    return plain in read_sections("agencies")["names"] or bool(_MEDIA_WORD.search(plain))
