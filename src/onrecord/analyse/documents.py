"""Whose words a document is: "the statement", "a company statement", "a post on the group's page".

A statement or a letter is its author's; a law, a study or a poll speaks for itself unless the report says whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.analyse.bodies import find_body, heading_body, resolve_body
from onrecord.analyse.cast import Cast, Resolution, describe
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import Phrase, is_possessive, names_any, read_phrase
from onrecord.analyse.pronouns import Antecedents
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import Span

_BY = re.compile(r"\s(?:by|from|issued by|released by|published by|signed by|written by)\s+(?:the\s+)?$")
_OWNER = re.compile(
    r"(?P<by>\b(?:by|from)\s)?\b(?P<who>(?:the|this|that|The)\s+(?:[\w-]+\s+){0,2}?(?P<head>[\w-]+))(?:['’]s?\b|(?(by)$|(?!)))"
)
_ISSUED = re.compile(r"\b(?:released|issued|published|posted|wrote|sent|unveiled|produced|commissioned|put out)\b")
_OWN = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,2}")
_REACH = 6  # sentences
_NEAR = 60


def find_author(page: Page, cast: Cast, source: Span, done: Sequence[Draft]) -> Resolution | None:
    """Who speaks by the document that the source names; None when it names none, or when nobody is tied to it."""
    phrase = read_phrase(page.text, source)
    if phrase is None or not names_any(phrase, "document-nouns"):
        return None
    if page.text[phrase.span.end - len(phrase.head)].isupper() and len(phrase.words) == 2 and phrase.first == "the":
        return None  # "The Post" is no post
    found = (
        _possessor(page, cast, phrase, done)
        or _named(page, cast, source, phrase)
        or _owner(page, cast, phrase, done)
        or _introduced(page, cast, phrase, done)
        or _announced(page, cast, phrase)
    )
    return found if found and found.entity is not None else None


def _is_authored(phrase: Phrase) -> bool:
    return names_any(phrase, "authored-documents")


def _author(cast: Cast, index: int, words: str) -> Resolution:
    return Resolution(entity=index, kind="title", reason=f"{words} of {cast.entities[index].name}", stands_for=False)


def _named(page: Page, cast: Cast, source: Span, phrase: Phrase) -> Resolution | None:
    """ "Ruiz's letter", "a Halden Foods statement", "a letter from Ruiz"."""
    for index, span in reversed(cast.named_in(source.start, source.end)):
        entity = cast.entities[index]
        before, after = page.text[source.start : span.start], page.text[span.end : phrase.span.end]
        owns = after.startswith(("'s", "’s", "'", "’"))
        if entity.type == "state" and _BY.search(before) and after.strip():  # "from the Velmoran presidency"
            return _by(cast, describe(cast, Span(span.start, phrase.span.end)))
        if entity.type in ("person", "organisation", "state") and (owns or _BY.search(before)):
            return _author(cast, index, "the words")
        stem = _head_follows(after, phrase)
        if stem and (entity.type == "organisation" or (entity.type == "person" and _is_authored(phrase))):
            return _author(cast, index, "the words")
    return None


def _head_follows(after: str, phrase: Phrase) -> bool:
    words = after.lower().split()
    return bool(words) and phrase.head in (w.strip(".,'\"”’") for w in words[:4])


def _possessor(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft]) -> Resolution | None:
    """ "His letter", "its report"."""
    asked = read_pairs("pronouns").get(phrase.first)
    if asked is not None and asked != "self":
        span = Span(phrase.span.start, phrase.span.start + len(phrase.first))
        return _by(cast, Antecedents(page, cast, done).resolve(span, "body" if asked == "thing" else asked))
    return None


def _owner(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft]) -> Resolution | None:
    """ "A company statement", "the group's page", "a statement by the firm"."""
    for match in _OWNER.finditer(page.text, phrase.span.start, phrase.span.end):
        found = resolve_body(page, cast, Span(*match.span("who")), done)
        if found is not None and found.entity is not None:
            return _by(cast, found)
    if len(phrase.words) > 2 and not is_possessive(phrase.words[-2]):
        return _by(cast, _of_kind(page, cast, phrase, done))
    return None


def _by(cast: Cast, found: Resolution | None) -> Resolution | None:
    return None if found is None or found.entity is None else _author(cast, found.entity, "the words")


def _of_kind(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft]) -> Resolution | None:
    """ "A company statement" is the statement of the company."""
    kind = phrase.words[-2]
    if kind not in read_words("body-nouns") | read_words("institution-nouns"):
        return None
    return find_body(page, cast, replace(phrase, words=("the", kind), head=kind, plural=False, definite=True), done)


def _introduced(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft]) -> Resolution | None:
    """ "The ministry issued a statement. The statement said …" """
    if phrase.first not in ("the", "this", "that"):
        return None
    here = page.sentence_at(phrase.span.start)
    noun = re.compile(rf"\b{re.escape(phrase.head)}\b", re.IGNORECASE)
    for number in range(here - 1, max(-1, here - 1 - _REACH), -1):
        sentence = page.sentences[number]
        mention = noun.search(page.text, sentence.start, sentence.end)
        if mention is None or page.quoted(mention.start()):
            continue
        spoken = [d for d in done if d.parent is None and d.speaker is not None and page.sentence_at(d.anchor) == number]
        if spoken and _is_authored(phrase) and cast.entities[spoken[-1].speaker or 0].type != "document":
            return _author(cast, spoken[-1].speaker or 0, "introduced as the words")
        issuer = _issuer(page, cast, sentence, mention.start())
        if issuer is not None:
            return _author(cast, issuer, "introduced as the words")
    return None


def _announced(page: Page, cast: Cast, phrase: Phrase) -> Resolution | None:
    """ "Halden Foods has raised its bid. The offer is final, according to a statement": whoever the news is about gave it."""
    if phrase.first not in ("a", "an") or len(phrase.words) > 2 or not _is_authored(phrase):
        return None
    here = page.sentence_at(phrase.span.start)
    for sentence in page.sentences[max(0, here - 1) : here + 1][::-1]:
        end = min(sentence.end, phrase.span.start)
        index = heading_body(cast, Span(sentence.start, end)) if sentence.start < end else None
        if index is not None:
            return _author(cast, index, "a statement after news")
    return None


def _issuer(page: Page, cast: Cast, sentence: Span, mention: int) -> int | None:
    """Who releases, issues or publishes it, or is named right before it or after "by"."""
    named = [(k, s) for k, s in cast.named_in(sentence.start, sentence.end) if cast.entities[k].type in ("person", "organisation", "state")]
    for index, span in named:
        between = page.text[span.end : mention] if span.end <= mention else ""
        if between and len(between) <= _NEAR and (_ISSUED.search(between) or _OWN.fullmatch(between)):
            return index
        if span.start > mention and _BY.search(page.text[mention : span.start]) and span.start - mention <= _NEAR:
            return index
    return None
