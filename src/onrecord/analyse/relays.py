"""Through whom a statement reached the page: "…, the Merid agency reported", "according to X, citing Y"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.media import is_medium, is_news_body, is_paper
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import Phrase, core_of, names_any, proper_part, read_phrase
from onrecord.analyse.unnamed import is_settled
from onrecord.lexicon import read_pairs
from onrecord.model import Span

_CAPITAL = r"[A-Z](?:[\w.&’'-]*\w)?"
_SMALL = "of|and|news|state|media|agency|television|newspaper|daily|weekly|channel|broadcaster"
_NAMED = rf"(?:the\s+|The\s+)?{_CAPITAL}(?:\s+(?:{_CAPITAL}|{_SMALL})){{0,5}}"
_UNNAMED = (
    r"(?:[Tt]he\s+)?(?:[Ss]tate(?:-run|-owned|-controlled)?\s+(?:television|TV|radio|media|broadcaster|(?:news\s+)?agency)"
    r"|(?:[Ll]ocal|[Dd]omestic|[Ff]oreign)\s+(?:media|press|newspapers|television|news\s+outlets)(?:\s+reports)?)"
)
_BODY = rf"(?P<by>{_UNNAMED}|{_NAMED})"
_KIND = r"(?:(?:the\s+)?(?:state|official|local|private)?\s*(?:news\s+agency|agency|broadcaster|newspaper|channel|daily)\s+)?"
_THROUGH = (
    r"(?:quoted|cited|reported) as (?:having said|saying|telling|stating) by"
    r"|(?:quoted|cited|carried|reported|published|broadcast|released) by|according to"
)
_WITH = r"(?:interviews?|appearances?|comments?|remarks|statements?|e-?mail|speaking|spoke|appearing|appeared) (?:with|on|to|for)"
_SHOWN = r"(?:seen|obtained|viewed|reviewed|heard) by|via|per"
_WORDS_OF = r"(?:an?\s+|the\s+)?"  # "according to a Courier translation"
_PATTERNS = (  # in the order of the chain: whom a paper cites stands nearer to the speaker
    re.compile(rf"\b(?:citing|quoting)\s+{_KIND}{_BODY}"),
    re.compile(rf",[”\"’']?\s+{_KIND}{_BODY}\s+(?:(?:has|had)\s+)?(?:reported|reports|wrote|writes|quoted|says|said|cited)\b"),
    re.compile(rf",[”\"’']?\s+(?:reported|reports)\s+{_KIND}{_BODY}"),
    re.compile(rf"\b(?:{_THROUGH})\s+{_WORDS_OF}{_KIND}{_BODY}"),
    re.compile(rf"\b(?:{_WITH}|{_SHOWN})\s+{_KIND}{_BODY}"),
)
_IN_SOURCE = re.compile(
    r"\b(?:in|(?:contacted|interviewed|quoted|cited|surveyed|reached|published|carried|aired|broadcast) by)\s+(?P<by>[^,;.]+)"
)
_WITNESS = re.compile(
    rf"(?:[Aa]n?|[Tt]he) (?P<by>{_CAPITAL}(?: {_CAPITAL}){{0,3}}) (?:witness|reporter|correspondent|journalist|photographer|crew|team)\b"
)
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_NAME = re.compile(_NAMED)
_BY = re.compile(_BODY)
_ANY = frozenset(["the agency", "the broadcaster", "the channel", "the newspaper", "the network"])
_OPENING = re.compile(rf"{_BODY}\s+(?:(?:has|had)\s+)?(?:reported|reports|quoted|quotes|cited|cites)\b")
_OPENING_CHARS = 40
_BEHIND = 80  # code points between a source and its cue
_CITES = re.compile(r"citing|quoting|cited|quoted", re.IGNORECASE)
_MOST_NAME_WORDS = 6


def find_relays(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Adds to ``relay`` of the statements whose sentence credits a news organisation that is not their own source, or that were
    told to one; what goes on from such a statement, and what stands within it, came the same way."""
    last: Draft | None = None
    for draft in sorted(drafts, key=lambda d: d.anchor):
        if draft.parent is not None:
            continue
        _add(draft, _credits(page, cast, draft))
        _add(draft, _told_medium(draft, cast))
        _add(draft, _source_medium(page, draft, cast))
        if last is not None and not draft.relay and _goes_on(page, draft, last):
            _add(draft, last.relay)
        last = draft
    for draft in drafts:
        if draft.parent is not None:
            _add(draft, _root(draft).relay)


def _add(draft: Draft, links: Iterable[tuple[int, Span]]) -> None:
    for entity, span in links:
        if entity != draft.speaker and all(entity != e for e, _ in draft.relay):
            draft.relay.append((entity, span))


def _root(draft: Draft) -> Draft:
    while draft.parent is not None:
        draft = draft.parent
    return draft


def _goes_on(page: Page, draft: Draft, last: Draft) -> bool:
    """Whether the draft is of the same occasion: the same speaker, next in line, by pronoun or without a source."""
    pronoun = not draft.source or draft.source[0].of(page.text).lower() in read_pairs("pronouns")
    same = draft.speaker is not None and draft.speaker == last.speaker
    return pronoun and same and page.line_at(draft.content[0].start) - page.line_at(last.content[-1].end - 1) <= 1


def _told_medium(draft: Draft, cast: Cast) -> Iterator[tuple[int, Span]]:
    """ "Ruiz told the Northern Echo": the Echo carried it here."""
    if draft.addressee is not None:
        entity = cast.entities[draft.addressee[0]]
        if (
            entity.type != "person"
            and entity.name[0].isupper()
            and (is_medium(entity.name, cast.media) or (entity.type == "organisation" and is_paper(entity.name)))
        ):
            yield draft.addressee


def _source_medium(page: Page, draft: Draft, cast: Cast) -> Iterator[tuple[int, Span]]:
    """The medium that reports it, where the speaker is whom it cites."""
    for source in draft.source[:1] if draft.speaker is not None or is_settled(draft.reasons) else ():
        core = core_of(page.text, source)
        core = proper_part(page.text, core)
        named = _BY.fullmatch(core.of(page.text)) and core.of(page.text).lower() not in _ANY
        yield from _medium(page, cast, core) if named and is_medium(core.of(page.text), cast.media) else ()


def _credits(page: Page, cast: Cast, draft: Draft) -> Iterator[tuple[int, Span]]:
    sentence = page.sentences[page.sentence_at(draft.anchor)]
    for match in _matches(page.text, sentence, draft.anchor):
        span = Span(*match.span("by"))
        if not any(span.overlaps(s) for s in (*draft.source, *draft.content)):
            yield from _medium(page, cast, span)
    for source in draft.source:
        witness = _WITNESS.match(page.text, source.start, source.end)
        yield from _medium(page, cast, Span(*witness.span("by"))) if witness else ()
        cue = next((c.start for c in draft.cue if 0 <= c.start - source.end <= _BEHIND), source.end)
        for match in _IN_SOURCE.finditer(page.text, source.start, cue):
            yield from _medium(page, cast, Span(*match.span("by")))


def _medium(page: Page, cast: Cast, span: Span) -> Iterator[tuple[int, Span]]:
    """The news organisation that the words begin with or are."""
    named = cast.named_in(span.start, span.end)
    for entity, name in named:
        if cast.entities[entity].type != "person" and is_medium(name.of(page.text), cast.media) and not page.quoted(name.start):
            yield entity, name
            return
    words = span.of(page.text)
    people = [s for e, s in named if cast.entities[e].type == "person"]
    if not page.quoted(span.start) and is_medium(words, cast.media) and all(s.end < span.end for s in people):
        whole = next(((e, s) for e, s in named if _THE.sub("", s.of(page.text)) == _THE.sub("", words)), None)  # not the town in its name
        yield whole or (cast.unnamed(_THE.sub("", words), "organisation"), span)


def _matches(text: str, sentence: Span, anchor: int) -> Iterator[re.Match[str]]:
    """Last what opens the sentence right before the speaker: "The Merid agency quoted Ana Ruiz as saying"."""
    for pattern in _PATTERNS:
        yield from pattern.finditer(text, sentence.start, sentence.end)
    opening = _OPENING.match(text, sentence.start, sentence.end)
    if opening and 0 <= anchor - opening.end() <= _OPENING_CHARS and "," not in text[opening.end() : anchor]:
        yield opening


def is_credit(page: Page, cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Whether this only names a body, a news organisation or people that are cited: nothing is said."""
    cites = any(_CITES.fullmatch(c.of(page.text).strip()) for c in cue)
    return cites and all(len(c.of(page.text).split()) <= _MOST_NAME_WORDS and _is_cited(page.text, c) for c in content)


def _cites_people(phrase: Phrase) -> bool:
    return names_any(phrase, "title-nouns") or phrase.head in ("sources", "people")


def _is_cited(text: str, content: Span) -> bool:
    phrase = read_phrase(text, content)
    people = phrase is not None and phrase.plural and phrase.span.start == content.start and _cites_people(phrase)
    return people or is_news_body(content.of(text)) or bool(_NAME.fullmatch(content.of(text)))
