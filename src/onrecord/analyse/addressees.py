"""To whom a statement was made: "told reporters", "in an interview with the Daily", "Ruiz to Bell: …"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.source_words import resolve_words
from onrecord.analyse.speakers import MOST_DONE, resolve_pronoun
from onrecord.lexicon import read_pairs, read_words
from onrecord.model import Span
from onrecord.text import lowered

_END = r"(?=\s+(?:" + "|".join(sorted(read_words("phrase-ends") - {"and"})) + r")\b|\s+and\b(?!\s+[A-Z])|\s*[,.:;\"“„«'‘(\n]|\s*$)"
_FIRST = r"(?!(?:" + "|".join(sorted(read_words("phrase-ends") - {"the", "his", "her", "this"})) + r")\b)"
_PHRASE = _FIRST + r"(?P<to>(?:the\s+|a\s+|an\s+|his\s+|her\s+)?[^\s,.:;\"“„«‘(\n][^,.:;\"“„«(\n]{1,60}?)"
_TELL = r"told|tells?|telling|informed|informs|assured|assures|reminded|reminds|asked|asks|asking"
_TOLD = re.compile(rf"\b(?i:{_TELL})\s+{_PHRASE}{_END}")
_SAY = r"sa(?:id|ys?|ying)|wr(?:ote|ites?|iting)|(?:explain|shout|whisper|complain)(?:ed|s|ing)?"
_SAID_TO = re.compile(rf"\b(?i:{_SAY})\s+to\s+{_PHRASE}{_END}")
_URGE = (
    r"urged|urges|urging|warned|warns|warning|advised|advises|ordered|orders|instructed|begged|implored|encouraged|encourages|pressed"
    r"|cautioned|notified|reassured|thanked|thanks|invited|invites|called on|calls on|calling on|appealed to|appeals to|pleaded with"
)
_URGED = re.compile(rf"\b(?i:{_URGE})\s+(?!an?\s){_PHRASE}(?=\s+(?:to|that|not|for|against|about|over)\b|\s*[,:])")
_LETTER = (
    r"(?:letter|e-?mail|message|note|memo|text|petition|speech|address|remarks|statement|post|tweet)"
    r"\s+(?:sent\s+|addressed\s+|delivered\s+)?to"
)
_READERS = r"(?i:the|his|her|their|members|reporters|journalists|staff|parliament)\b|[A-Z]"
_WRITTEN = re.compile(rf"\b(?i:{_LETTER}|addressing)\s+(?={_READERS}){_PHRASE}{_END}")
_OBJECT = re.compile(r"(?:me|him|us|them|you)\b")
_ENDS = re.compile(r"\s+(?:outside|inside|near|following|ahead of|in|on|at|during|after|before|when|while|as|by|from|via|about|to)(?:\s|$)")
_IS = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+$")
_TALK = (
    r"in (?:an?|his|her|their|its) (?:\w+ )?"
    r"(?:interview|(?:tele)?phone call|conversation|meeting|speech|letter|message|e-?mail|statement) (?:with|to|given to)"
)
_REPLY = r"(?:asked|questioned|pressed) by|in (?:reply|response|answer) to (?:an? )?(?:\w+ )?questions? (?:from|by)"
_SETTING = re.compile(rf"\b(?i:{_TALK}|{_REPLY}|speaking to|in (?:remarks|comments) to)\s+{_PHRASE}{_END}")
# Of each of these patterns every match has one of these.
_TELL_STEMS = ("tell", "told", "inform", "assur", "remind", "ask")
_URGE_STEMS = (
    *("urg", "warn", "advis", "order", "instruct", "begg", "implor", "encourag", "press", "caution", "notif", "reassur", "thank"),
    *("invit", "call", "appeal", "plead"),
)
_SAY_STEMS = ("sa", "wr", "explain", "shout", "whisper", "complain")
_SETTING_WORDS = (
    *("interview", "call", "conversation", "meeting", "speech", "letter", "message", "mail", "statement", "asked", "questi", "pressed"),
    *("speaking", "remarks", "comments", "note", "memo", "text", "petition", "address", "post", "tweet"),
)
_LONGEST_VERB = 16
_NEAR_CUE_CHARS = 60
_MOST_FELLOWS = 40  # statements of one sentence
_LOOKED_AT = 400  # code points behind a verb, more than the phrase right behind it can have
_YOU = re.compile(r"\b(?:you|your|yours)\b", re.IGNORECASE)
_CARRIED = 6  # lines
_DEAR = re.compile(r"[\"“„«'‘]?\s?Dear (?P<to>[^,.;:!?\n\"“”]{2,60}),")
_HEADLINE = re.compile(r"^(?P<from>[^:]{2,60}?)\s+to\s+(?P<to>[^:]{2,60}?)$")


def find_addressees(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Sets ``addressee`` of the drafts that say to whom; a participle shares that of its sentence and speaker."""
    order = sorted(range(len(drafts)), key=lambda k: drafts[k].anchor)
    anchors = [drafts[k].anchor for k in order]
    for draft in drafts:
        span = _told(page, draft) or _headline(page, draft) or _called(page, draft)
        at = bisect_left(anchors, draft.anchor)
        near = [drafts[k] for k in sorted(order[max(0, at - MOST_DONE) : at + MOST_DONE])] if span else []
        entity = None if span is None else _entity(page, draft, span, cast, near)
        if span is not None and entity is not None:
            draft.addressee = (entity, span)
    fellows: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        fellows[page.sentence_at(draft.anchor)].append(draft)
    for draft in drafts:
        if draft.addressee is None:
            draft.addressee = _shared(draft, fellows[page.sentence_at(draft.anchor)][:_MOST_FELLOWS])
    _carry_on(page, [drafts[k] for k in order])


def _carry_on(page: Page, drafts: Sequence[Draft]) -> None:
    """ "In a letter to the board, Ruiz called … “We hope you will come,” Ruiz said": who says "you" goes on speaking to whom he wrote."""
    last: dict[int, tuple[int, tuple[int, Span]]] = {}  # by speaker: where, and to whom
    for draft in drafts:
        if draft.speaker is None or draft.parent is not None:
            continue
        line = page.line_at(draft.anchor)
        if draft.addressee is not None:
            if draft.speaker in last and last[draft.speaker][0] != line:
                del last[draft.speaker]
            if _was_written(page, draft.addressee[1]):
                last[draft.speaker] = line, draft.addressee
        elif draft.speaker in last and line - last[draft.speaker][0] <= _CARRIED and _says_you(page, draft):
            draft.addressee = last[draft.speaker][1]


def _was_written(page: Page, whom: Span) -> bool:
    sentence = page.sentences[page.sentence_at(whom.start)]
    return any(m.start("to") <= whom.start < m.end("to") for m in _WRITTEN.finditer(page.text, sentence.start, sentence.end))


def _says_you(page: Page, draft: Draft) -> bool:
    return any(page.quoted(c.start + 1) and _YOU.search(page.text, c.start, c.end) for c in draft.content)


def _told(page: Page, draft: Draft) -> Span | None:
    """The phrase behind the verb, or else the one that names the setting; nothing of the draft itself."""
    if not draft.cue:
        return None
    for match in (_behind_verb(page, draft.cue[0], draft.content), *_settings(page, draft.cue[0]), *_before_pieces(page, draft)):
        if match is None:
            continue
        span = _bare(page.text, Span(*match.span("to")))
        taken = draft.source if match.re is _URGED else (*draft.content, *draft.source)  # "urged him to go": he is to go
        if not any(span.overlaps(s) for s in taken) and not _is_object_pronoun(span.of(page.text)):
            return span
    return None


def _called(page: Page, draft: Draft) -> Span | None:
    """ "Dear people of Harrow, …": the words call whom they are for."""
    match = _DEAR.match(page.text, draft.content[0].start, draft.content[0].end)
    return Span(*match.span("to")) if match else None


def _bare(text: str, phrase: Span) -> Span:
    """A pronoun alone; else the phrase up to where or when."""
    word = _OBJECT.match(text, phrase.start, phrase.end)
    cut = _ENDS.search(text, phrase.start, phrase.end)
    return Span(phrase.start, word.end() if word else cut.start() if cut else phrase.end)


def _behind_verb(page: Page, cue: Span, content: Sequence[Span]) -> re.Match[str] | None:
    """ "told the council", "said to the council", not "is said to"; it ends where the content begins."""
    line = page.lines[page.line_at(cue.start)]
    following = [c.start for c in content if c.start >= cue.end]
    line_end = min(line.end, cue.end + _LOOKED_AT)
    limit = min([line_end, *following])
    while following and limit > cue.start and page.text[limit - 1].isspace():
        limit -= 1
    low = lowered(page.text[cue.start : cue.end + _LONGEST_VERB])
    match = _TOLD.search(page.text, cue.start, limit) if _has_any(low, _TELL_STEMS) else None
    if match is not None and match.start() <= cue.end:
        return match
    match = _URGED.search(page.text, cue.start, line_end) if _has_any(low, _URGE_STEMS) else None
    if match is not None and match.start() <= cue.end:
        return match
    match = _SAID_TO.search(page.text, cue.start, limit) if _has_any(low, _SAY_STEMS) else None
    said = match is not None and match.start() <= cue.end and not _IS.search(page.text, max(0, match.start() - 8), match.start())
    return match if said else None


def _has_any(low: str, words: Sequence[str]) -> bool:
    """Whether it is worth trying a pattern: to look for its words costs a tenth."""
    return any(word in low for word in words)


def _before_pieces(page: Page, draft: Draft) -> Iterator[re.Match[str]]:
    """ "What he meant when telling the crews, “It will work out”": right before a piece of the content, after the first."""
    for last, piece in pairwise(draft.content):
        match = _TOLD.search(page.text, last.end, piece.start)
        beside = match is not None and page.sentence_at(match.start()) == page.sentence_at(piece.start)
        if match is not None and beside and page.line_at(last.start) == page.line_at(piece.start):
            yield match


def _settings(page: Page, cue: Span) -> Iterator[re.Match[str]]:
    """ "in an interview with the Daily", "in a letter to the board": near behind the cue, or at the head of its sentence."""
    sentence = page.sentences[page.sentence_at(cue.start)]
    low = lowered(sentence.of(page.text))
    if not _has_any(low, _SETTING_WORDS):
        return
    behind = _SETTING.search(page.text, cue.start, sentence.end)
    if behind is not None and behind.start() <= cue.end + _NEAR_CUE_CHARS:
        yield behind
    head = _SETTING.match(page.text, sentence.start, max(sentence.start, cue.start))
    if head is not None:
        yield head
    written = _WRITTEN.search(page.text, sentence.start, sentence.end)
    if written is not None and -_NEAR_CUE_CHARS <= written.start() - cue.end <= _NEAR_CUE_CHARS:
        yield written


def _is_object_pronoun(words: str) -> bool:
    return words.lower() in {"it", "that", "this", "what"} or words.lower().endswith(("self", "selves"))


def _headline(page: Page, draft: Draft) -> Span | None:
    """ "Ruiz to Bell: come and see" — the source is cut to the speaker, the rest is the addressee."""
    if not (draft.source and draft.cue and draft.cue[0].of(page.text).strip() == ":"):
        return None
    source = draft.source[0]
    stop = draft.cue[0].start
    match = _HEADLINE.match(page.text[source.start : stop].rstrip())
    if match is None:
        return None
    draft.source = (Span(source.start, source.start + match.end("from")),)
    return Span(source.start + match.start("to"), source.start + match.end("to"))


def _entity(page: Page, draft: Draft, span: Span, cast: Cast, drafts: Sequence[Draft]) -> int | None:
    """Whom the phrase means, never the speaker; None for a pronoun that nobody fits. "Me" in a quotation is who is quoted."""
    words = span.of(page.text)
    asked = None if words.isupper() and len(words) > 1 else read_pairs("pronouns").get(words.lower())  # "US" is a state
    if asked == "self":
        return draft.parent.speaker if draft.parent else None
    if asked is not None:
        return resolve_pronoun(page, draft, cast, drafts, span).entity
    named = cast.named_in(span.start, span.end)
    if len({k for k, _ in named if cast.entities[k].type == "person"}) > 1 and " and " in words:
        return cast.unnamed(words, "group")
    if named and (named[-1][1].end == span.end or cast.entities[named[-1][0]].type == "person"):
        return named[-1][0]
    return resolve_words(page, cast, span, [d for d in drafts if d.anchor < span.start]).entity


def _shared(draft: Draft, fellows: Sequence[Draft]) -> tuple[int, Span] | None:
    for other in fellows:
        same_act = other.source and draft.source in ((), other.source) and other.speaker == draft.speaker
        if same_act and other.addressee:
            return other.addressee
    return None
