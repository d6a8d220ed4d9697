"""Through whom a statement reached the page: "…, the Merid agency reported", "according to X, citing Y"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.lexicon import read_sections
from onrecord.model import Span
from onrecord.text import fold

_NAMED = r"(?:the\s+|The\s+)?[A-Z](?:[\w.&’'-]*\w)?(?:\s+(?:[A-Z](?:[\w.&’'-]*\w)?|of|and|news|state|agency|television|newspaper)){0,5}"
_UNNAMED = r"(?:[Tt]he\s+)?[Ss]tate(?:-run|-owned|-controlled)?\s+(?:television|TV|radio|media|broadcaster|(?:news\s+)?agency)"
_BODY = rf"(?P<by>{_UNNAMED}|{_NAMED})"
_KIND = r"(?:(?:the\s+)?(?:state|official|local|private)?\s*(?:news\s+agency|agency|broadcaster|newspaper|channel|daily)\s+)?"
_THROUGH = r"(?:quoted|cited|carried|reported|published|broadcast|released) by|according to"
_PATTERNS = (  # in the order of the chain: whom a paper cites stands nearer to the speaker
    re.compile(rf"\b(?:citing|quoting)\s+{_KIND}{_BODY}"),
    re.compile(rf",\s+{_KIND}{_BODY}\s+(?:(?:has|had)\s+)?(?:reported|reports|wrote|writes|quoted|says|said|cited)\b"),
    re.compile(rf"\b(?:{_THROUGH})\s+{_KIND}{_BODY}"),
)
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_OPENING = re.compile(rf"{_BODY}\s+(?:(?:has|had)\s+)?(?:reported|reports|quoted|quotes|cited|cites)\b")
_OPENING_CHARS = 40
_CITES = re.compile(r"citing|quoting|cited|quoted", re.IGNORECASE)
_MOST_NAME_WORDS = 6
_MEDIA_WORDS = (
    "agency|news|tv|television|radio|times|post|herald|tribune|courier|gazette|daily|journal|press|wire|channel|broadcaster|newspaper|ledger"
    "|chronicle|telegraph|observer|guardian|media|today|magazine|weekly|echo|examiner|inquirer|broadcasting"
)
_MEDIA_WORD = re.compile(rf"\b(?:{_MEDIA_WORDS})\b", re.IGNORECASE)


def find_relays(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Adds to ``relay`` of the statements whose sentence credits a news organisation that is not their own source."""
    for draft in drafts:
        if draft.parent is not None:
            continue
        sentence = page.sentences[page.sentence_at(draft.anchor)]
        for entity, span in _credits(page, sentence, cast, draft):
            inside = any(span.overlaps(s) for s in (*draft.source, *draft.content))
            if not inside and entity != draft.speaker and all(span != s for _, s in draft.relay):
                draft.relay.append((entity, span))
        told = _told_medium(page, draft, cast)
        if told is not None and all(entity != told[0] for entity, _ in draft.relay):
            draft.relay.append(told)


def _told_medium(page: Page, draft: Draft, cast: Cast) -> tuple[int, Span] | None:
    """ "Ruiz told the Northern Echo": unless that is where we read it, the Echo carried it here."""
    if draft.addressee is None or not is_news_body(cast.entities[draft.addressee[0]].name):
        return None
    name, own = fold(cast.entities[draft.addressee[0]].name), fold(page.report.outlet or "")
    return None if own and (name in own or own in name) else draft.addressee


def _credits(page: Page, sentence: Span, cast: Cast, draft: Draft) -> list[tuple[int, Span]]:
    found: list[tuple[int, Span]] = []
    for match in _matches(page.text, sentence, draft.anchor):
        start, end = match.span("by")
        if page.quoted(start) or not is_news_body(page.text[start:end]):
            continue
        named = cast.named_in(start, end)
        entity = named[-1][0] if named else cast.unnamed(_THE.sub("", page.text[start:end]), "organisation")
        if cast.entities[entity].type != "person":
            found.append((entity, named[-1][1] if named else Span(start, end)))
    return found


def _matches(text: str, sentence: Span, anchor: int) -> Iterator[re.Match[str]]:
    """Last what opens the sentence right before the speaker: "The Merid agency quoted Ana Ruiz as saying"."""
    for pattern in _PATTERNS:
        yield from pattern.finditer(text, sentence.start, sentence.end)
    opening = _OPENING.match(text, sentence.start, sentence.end)
    if opening and 0 <= anchor - opening.end() <= _OPENING_CHARS and "," not in text[opening.end() : anchor]:
        yield opening


def is_credit(page: Page, cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Whether this only names a news organisation that is cited: nothing is said."""
    cites = any(_CITES.fullmatch(c.of(page.text).strip()) for c in cue)
    return cites and all(len(c.of(page.text).split()) <= _MOST_NAME_WORDS and is_news_body(c.of(page.text)) for c in content)


def is_news_body(name: str) -> bool:
    """Whether the words name an agency or an outlet: on the lists of agencies and broadcasters, or by a word such names carry."""
    plain = _THE.sub("", name).strip()
    listed = read_sections("agencies")
    return plain in listed["names"] or plain in listed["broadcasters"] or bool(_MEDIA_WORD.search(plain))
