"""Quotations that the tagger gave to nobody, though the page shows whose they are, and clauses that say whose they are.

A quotation dropped is worse than one attributed with a low score. So what is quoted and belongs to no statement is looked at once
more: a verb of saying right beside its marks ("…," wrote Ana Ruiz), a dash behind it (a pull quote), a name before it in brackets, a
paragraph that is all its own.
So are "a sailor, who the guild said was hurt", "While the guild previously said ten were hurt, it" and a sentence that ends with
", the guild said": the form leaves no doubt who says what, and a tagger may miss it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.spans import Cover
from onrecord.lexicon import read_words
from onrecord.model import Span
from onrecord.quotations import MARKS, Quotation
from onrecord.text import words

_FIRST_WORDS = 20  # code points
_LEAST_BESIDE, _LEAST_ALONE = 4, 6  # words: fewer are a phrase in marks, or a title
_SCORE = 0.6
_WHO = r"(?P<who>(?:[Tt]he |[Aa]n? )?[A-Z][\w.’'-]*(?: [\w.’'-]+){0,6}?|[Hh]e|[Ss]he|[Tt]hey)"
_OWN = frozenset(["I", "we", "you"])  # who thinks aloud reports nobody
_TO_SOMEBODY = frozenset(["called", "told", "tells", "asked", "asks", "urged", "informed", "assured", "reminded", "shouted"])
_RELATIVE = re.compile(
    r"\b(?:who|which)\s(?P<who>(?:(?:the|his|her|its|some|many)\s)?[\w’'-]+(?:\s[\w’'-]+){0,3}?)\s(?P<cue>[a-z]+)"
    r"\s(?P<content>(?:was|were|is|are|had|has|have|would|will|could|may|might|should)\s[^,.;:\n“”\"]{8,300}?)(?=[,.;:\n“”\"])"
)
_CONCEDED = re.compile(
    r"(?:^|(?<=[.!?]\s)|(?<=\n))(?:While|Although|Though|Whereas) (?P<who>(?:[Tt]he )?[\w’'-]+(?: [\w’'-]+){0,3}?)"
    r" (?P<cue>(?:had |has )?(?:previously|earlier|initially|originally|first|at first) [a-z]+)"
    r" (?P<content>(?:[^,.;:\n“”\"]|(?<=\d)[,.](?=\d)){12,200}),"
)
_ASIDE = re.compile(
    r"(?P<who>(?:[Tt]he )?[A-Z][\w’'-]*(?: [\w’'-]+){0,3}), (?:which|who) [^,;:“”\"\n]{5,160}, (?P<cue>[a-z]+)"
    r" (?P<content>[^;:“”\"\n]{12,300}?)(?=[.;\n]|$)"
)
_QUOTED = r"(?:was|were|is|are|has been|had been) (?:quoted|cited|reported|heard) as (?:having said|saying|telling|stating)"
_ON = r"(?: (?:on|in|via) [A-Z]\w+)?"
_BRACKETED = re.compile(r"(?P<who>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}) \($")
_LONGEST_CLOSE = 140  # code points of ", an official with the port said late on Sunday."
_AHEAD = 120  # code points before a quotation in which its verb stands
_LEAST_BRACKETED, _MOST_CAPITALS = 8, 0.3  # words: what is shorter, or in capitals, is the title of a work
_SIGNED = re.compile(r"\s{0,3}[–—-]{1,2}\s{0,2}(?P<who>[^\n–—\"“”]{3,80})$")


def find_unclaimed(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """New drafts for quotations and relative clauses of the running text outside ``drafts``, in text order. A paragraph has neither
    source nor cue, and goes on with the last speaker or stays without one; the others have a source."""
    taken = Cover(s for d in drafts for s in d.spans)
    new = []
    for quotation in page.quotations:
        free = quotation.depth == 0 and not taken.meets(quotation.span) and not page.is_furniture(quotation.span)
        said = len(words(page.text, quotation.inner.start, quotation.inner.end)) if free else 0
        draft = (
            _beside(page, quotation) or _before(page, quotation) or _signed(page, quotation) or _bracketed(page, quotation)
            if said >= _LEAST_BESIDE
            else None
        )
        if draft is not None and not any(taken.meets(s) for s in (*draft.source, *draft.cue)):
            new.append(draft)
    new += [
        d
        for d in (*_relative(page), *_conceded(page), *_closed(page), *_plain(page), *_behind_aside(page))
        if not any(taken.meets(s) for s in d.spans)
    ]
    return sorted([*new, *_alone(page, [*drafts, *new])], key=lambda d: d.content[0].start)


def _beside(page: Page, quotation: Quotation) -> Draft | None:
    """ "…," Ruiz said; "…," wrote Ruiz on the wall."""
    line = page.lines[page.line_at(quotation.span.start)]
    for pattern in _behind():
        match = pattern.match(page.text, quotation.span.end, max(quotation.span.end, line.end))
        if match is not None:
            return _told(match, quotation.span, "a verb of saying stands beside the quotation")
    return None


def _before(page: Page, quotation: Quotation) -> Draft | None:
    """ "The port's director, Ana Ruiz, said on Monday: “…”": who says it stands right before the verb."""
    sentence = page.sentences[page.sentence_at(max(0, quotation.span.start - 1))]
    match = _introduces().search(page.text, max(sentence.start, quotation.span.start - _AHEAD), quotation.span.start)
    if match is None or page.quoted(match.start("cue")):
        return None
    return _told(match, quotation.span, "a verb of saying opens the quotation")


def _relative(page: Page) -> Iterator[Draft]:
    """ "a sailor, who the guild said was hurt by a hook, …": the clause is what the guild said."""
    for match in _RELATIVE.finditer(page.text):
        if match["cue"] in read_words("speech-verbs") and not _is_own(match) and _is_report(page, match):
            yield _told(match, Span(*match.span("content")), "a relative clause says whose words it is")


def _conceded(page: Page) -> Iterator[Draft]:
    """ "While the guild previously said ten were hurt, it now speaks of four": what it said is told only to be taken back."""
    for match in _CONCEDED.finditer(page.text):
        if match["cue"].split()[-1] in read_words("speech-verbs") and not _is_own(match) and _is_report(page, match):
            yield _told(match, Span(*match.span("content")), "a clause says whose words it takes back")


def _behind_aside(page: Page) -> Iterator[Draft]:
    """ "Veltrana, which shut the port in what it calls a drill, denies taking boats": the main clause is the one that says."""
    for match in _ASIDE.finditer(page.text):
        if match["cue"] in read_words("speech-verbs") - _TO_SOMEBODY and _is_report(page, match):
            yield _told(match, Span(*match.span("content")), "the main clause behind an aside says it")


def _plain(page: Page) -> Iterator[Draft]:
    """ "Northern News said more than 100 had been saved.": a sentence that is nothing but a name, a verb and what is said."""
    for sentence in page.sentences:
        match = _says().match(page.text, sentence.start, sentence.end)
        if match is not None and not page.quotations_from(sentence.start, sentence.end) and not page.is_furniture(sentence):
            yield _told(match, Span(*match.span("content")), "the sentence says whose words it is")


def _closed(page: Page) -> Iterator[Draft]:
    """ "The guild has refused the offer, an official with the port said today.": all before the comma is what the official said."""
    for sentence in page.sentences:
        match = _closes().search(page.text, max(sentence.start, sentence.end - _LONGEST_CLOSE), sentence.end)
        if match is None or page.is_furniture(sentence):
            continue
        content = Span(sentence.start, match.start())
        enough = len(words(page.text, content.start, content.end)) >= _LEAST_BESIDE and "\n" not in content.of(page.text)
        if enough and not page.quotations_from(sentence.start, sentence.end) and not _is_own(match):
            yield _told(match, content, "the sentence ends with whose words it is")


def _is_own(match: re.Match[str]) -> bool:
    return match["who"].split()[0] in _OWN


def _is_report(page: Page, match: re.Match[str]) -> bool:
    """Whether the verb stands in the running text, outside quotation marks."""
    cue = Span(*match.span("cue"))
    return not page.quoted(cue.start) and not page.is_furniture(cue)


def _told(match: re.Match[str], content: Span, reason: str) -> Draft:
    who, cue = Span(*match.span("who")), Span(*match.span("cue"))
    return Draft(source=(who,), cue=(cue,), content=(content,), score=_SCORE, reasons=[reason])


def _signed(page: Page, quotation: Quotation) -> Draft | None:
    """A pull quote: a line with nothing but the quotation, a dash, and who said it."""
    line = page.lines[page.line_at(quotation.span.start)]
    match = _SIGNED.match(page.text, quotation.span.end, line.end) if line.start == quotation.span.start else None
    if match is None:
        return None
    reason = "the quotation is signed"
    return Draft(source=(Span(*match.span("who")),), cue=(), content=(quotation.span,), score=_SCORE, reasons=[reason])


def _bracketed(page: Page, quotation: Quotation) -> Draft | None:
    """ "Others objected: Ana Ruiz ("We never asked for a wall"), Olmo Reyle …": somebody's words behind the name, no title of a work."""
    line = page.lines[page.line_at(quotation.span.start)]
    match = _BRACKETED.search(page.text, line.start, quotation.span.start)
    told = [w.of(page.text) for w in words(page.text, quotation.inner.start, quotation.inner.end)]
    capitals = sum(w[0].isupper() for w in told)
    if match is None or page.text[quotation.span.end : quotation.span.end + 1] != ")" or len(told) < _LEAST_BRACKETED:
        return None
    if capitals > _MOST_CAPITALS * len(told):
        return None
    reason = "the quotation stands in brackets behind a name"
    return Draft(source=(Span(*match.span("who")),), cue=(), content=(quotation.span,), score=_SCORE, reasons=[reason])


def _alone(page: Page, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Paragraphs that are one quotation, or open one. Whoever speaks in the midst of it is quoted there."""
    by_line: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for number in {page.line_at(edge) for s in draft.spans for edge in (s.start, s.end - 1)}:
            by_line[number].append(draft)
    for number, line in enumerate(page.lines):
        if line.start == line.end or page.is_furniture(line) or not _is_quotation(page, line):
            continue
        if all(_stands_amid(line, d) for d in by_line[number]):
            whole = Draft(source=(), cue=(), content=(line,), score=_SCORE, reasons=["a paragraph of quotation"])
            for draft in by_line[number]:
                draft.parent = draft.parent or whole
            yield whole


def _stands_amid(line: Span, draft: Draft) -> bool:
    """Wholly in the line, and behind its first words: whoever is the source of these says the whole, a mark is only missing."""
    spans = draft.spans
    return bool(draft.source) and all(line.contains(s) for s in spans) and min(spans).start > line.start + _FIRST_WORDS


def _is_quotation(page: Page, line: Span) -> bool:
    """From its first mark to the last character; a paragraph whose mark is not closed goes on in the next."""
    opening = page.quotations_from(line.start, line.start + 1)
    if page.text[line.start] not in MARKS or not opening or opening[0].depth > 0:
        return False
    whole = opening[0].span.end >= line.end
    return whole and len(words(page.text, line.start, line.end)) >= _LEAST_ALONE


def _verbs() -> str:
    """The forms that can have a subject, as alternatives: no participle."""
    return "|".join(sorted(v for v in read_words("speech-verbs") if v.endswith(("d", "s", "t", "e"))))


@cache
def _says() -> re.Pattern[str]:
    who = r"(?P<who>(?:The )?[A-Z][\w.’'-]*(?: (?:of |the )?[A-Z][\w.’'-]*){0,4}(?: [a-z]+ed official| spokes\w+)?)"
    return re.compile(rf"{who} (?P<cue>said|says) (?P<content>[^,;:“”\"\n]{{25,300}}?)\.?\s*$")


@cache
def _closes() -> re.Pattern[str]:
    links = r"(?:and|but|or|as|while|after|before|because|since|although|though|when|which|who|that|what|if|where|including|of|with)\b"
    days = r"(?:today|yesterday|tonight|(?:on |late |early |last )*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|last (?:night|week))"
    return re.compile(rf", (?!{links})(?P<who>[^,;:.()\n]{{3,80}}?) (?P<cue>{_verbs()})(?: {days})*\.?\s*$")


@cache
def _introduces() -> re.Pattern[str]:
    who = r"(?P<who>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3}|[Tt]he(?: [a-z][\w’'-]*){1,3}|[Hh]e|[Ss]he|[Tt]hey)"
    return re.compile(rf"\b{who},? (?P<cue>{_QUOTED}|{_verbs()})(?: [\w’'-]+){{0,5}}[:,]\s$")


@cache
def _behind() -> tuple[re.Pattern[str], ...]:
    verbs = rf"(?P<cue>{_verbs()})"
    return (
        re.compile(rf"[,\s]*\s{_WHO} (?P<cue>{_QUOTED})\b"),
        re.compile(rf"[,\s]*\s{_WHO} {verbs}\b"),
        re.compile(rf"[,\s]*\s(?P<who>[Tt]he(?: [a-z][\w’'-]*){{1,3}}) {verbs}\b"),
        re.compile(rf"[,\s]*\s{verbs}{_ON} {_WHO}(?=[,.;:\n]| (?:on|in|at|after|during|as|of|to|who)\b|$)"),
    )
