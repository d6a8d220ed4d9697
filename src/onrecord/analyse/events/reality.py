"""Whether the words of an event tell it as something that happened or is happening, by what stands around them in their clause.

What is planned, feared, asked for, refused, conditional or denied is no event; neither is a habit in the present tense.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.analyse.events.triggers import Trigger
from onrecord.analyse.page import Page
from onrecord.lexicon import read_pairs, read_sections
from onrecord.model import Span
from onrecord.text import phrases_of

_REACH = 90  # characters of the clause looked at before the words, and behind them
_BREAK = re.compile(r"[;:!?()\n]|\.\s|,\s|\b(?:that|which|who|where|while|but|after|when|before|because|as|although|though)\b")
_NEGATED = re.compile(
    r"(?:\b(?:no|not|never|without|neither|nor|nobody)|n['’]t)\s(?!only\b|just\b|least\b)(?:[\w’'-]+\s){0,4}$", re.IGNORECASE
)
_NO_SIGN = re.compile(
    r"(?:\b(?:no|not|never|without|little)|n['’]t)\s(?:[\w’'-]+\s){0,4}(?:signs?|evidence|indications?|proof|reports?|suggestions?|reason)\s"
    r"(?:\w+\s){0,4}(?:that|of)\b"
)
_MODAL = re.compile(r"(?:\b(?:will|would|could|can|cannot|may|might|must|should|shall)|['’](?:ll|d))\s(?:[\w’'-]+\s){0,7}$")
_TO = re.compile(r"\bto\s(?:[a-z]+ly\s)?$")
_DID = re.compile(r"\b(?:did|do|does)\s(?:[a-z]+ly\s)?$")
_BEFORE_NOUN = re.compile(
    r"\b(?:the|an?|his|her|its|their|our|these|those|some|many|several|all|other|any|every|each|most|of|for|from|into|newly|recently|badly|heavily|two|three|four|five|\d+)"
    r"\s(?:[a-z]+ly\s)?$",
    re.IGNORECASE,
)
_NOUN_BEHIND = re.compile(
    r"\s(?!(?:by|in|on|at|near|during|with|and|or|to|after|over|from|as|for|of|about|when|while|since|until|within|under|outside|along|last"
    r"|across|into|through|because|again|before|early|late|there|here|this|that|an?|the|two|yesterday|today|overnight|against|amid"
    r"|but|so|up|down|off|out|alive|dead|also|earlier|ago|later|more|[a-z]+ly)\b)[#A-Za-z]"
)
_MODAL_BEHIND = re.compile(r"\s(?:could|would|might|may|will|should|can|must)\b")
_OBJECT_BEHIND = re.compile(r"\s(?:an?|the)\s(?!day|night|week|month|year|time|same|first|last)")
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|his|her|its|their)\s(?:[\w’'-]+\s){0,3}$", re.IGNORECASE)
_AUX = re.compile(r"\b(?:is|are|was|were|be|been|being|has|have|had|get|got)\s(?:[a-z]+ly\s)?$")
_IS = re.compile(r"\b(?:is|are|was|were|been|being|began|started|kept|continued)\s(?:[a-z]+ly\s|still\s)?$")
_SOFT = frozenset(["diplomacy", "vote"])  # families whose nouns stand for a topic more often than for what happened


def is_told(page: Page, trigger: Trigger) -> bool:
    """Whether the text tells that it happened or is happening; only the clause of the words is asked. Never raises."""
    text, span = page.text, trigger.span
    sentence = page.sentences[page.sentence_at(span.start)]
    clause = _clause(text, span, sentence)
    lead = text[clause.start : span.start]
    if _ends_in_question(text, sentence) or _is_supposed(lead, trigger) or _no_event_behind().match(text, span.end):
        return False
    if _NO_SIGN.search(text, max(sentence.start, span.start - 2 * _REACH), span.start):
        return False
    if trigger.is_verb:
        return _verb_is_told(text, trigger, lead, sentence)
    if _MODAL_BEHIND.match(text, span.end) and not _DEFINITE.search(lead):
        return False
    if _OBJECT_BEHIND.match(text, span.end) and " " not in text[span.start : span.end] and not _BEFORE_NOUN.search(lead):
        return False  # "gunmen storm the hall": a verb of another sense
    return trigger.type.family not in _SOFT or _took_place().search(text, clause.start, clause.end) is not None


def _clause(text: str, span: Span, sentence: Span) -> Span:
    start, end = max(sentence.start, span.start - _REACH), min(sentence.end, span.end + _REACH)
    for stop in _BREAK.finditer(text, start, span.start):
        start = stop.start() if stop.group() == "after" else stop.end()  # "after" tells that what it governs happened
    behind = _BREAK.search(text, span.end, end)
    return Span(start, behind.start() if behind else end)


def _ends_in_question(text: str, sentence: Span) -> bool:
    return text[sentence.start : sentence.end].rstrip(" \n”\"'’").endswith("?")


def _is_supposed(lead: str, trigger: Trigger) -> bool:
    """Whether the words before it in its clause make it no fact."""
    if _unreal().search(lead) or _NEGATED.search(lead) or _MODAL.search(lead) or _to_do().search(lead):
        return True
    return trigger.is_verb and _TO.search(lead) is not None and not _implicative().search(lead)


def _verb_is_told(text: str, trigger: Trigger, lead: str, sentence: Span) -> bool:
    form = text[trigger.span.start : trigger.span.end].lower().split()[0]
    if form.endswith("ing"):
        return trigger.type.family not in _SOFT or _IS.search(lead) is not None
    if form.endswith("s"):
        return trigger.type.family not in _SOFT or _is_headline(text, sentence)
    if not _is_past(form):
        return _DID.search(lead) is not None or bool(_implicative().search(lead)) or _is_headline(text, sentence)
    is_attribute = _BEFORE_NOUN.search(lead) is not None and not _AUX.search(lead) and _NOUN_BEHIND.match(text, trigger.span.end)
    return not is_attribute


def _is_past(form: str) -> bool:
    return form.endswith("ed") or form in _irregular_pasts()


def _is_headline(text: str, sentence: Span) -> bool:
    """A line without a full stop: there the present tense tells what happened."""
    return text[sentence.start : sentence.end].rstrip()[-1:] not in (".", "”", '"', "!", "’")


@cache
def _irregular_pasts() -> frozenset[str]:
    """Past forms and participles; where the base is alike ("hit") it counts as past."""
    return frozenset(
        form for verb, forms in read_pairs("irregular-verbs").items() for form in forms.split() if not form.endswith(("ing", verb + "s"))
    )


@cache
def _unreal() -> re.Pattern[str]:
    words = "|".join(re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s") for w in _frames("unreal"))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _to_do() -> re.Pattern[str]:
    """ "to launch an attack", where no verb before tells that it was done."""
    verbs = rf"(?<!managed )(?<!went on )(?<!began )(?<!started )(?<!continued )to\s(?:[a-z]+ly\s)?(?:{phrases_of(_frames('light'))})"
    return re.compile(rf"\b{verbs}\s(?:[\w’'-]+\s){{0,6}}$")


@cache
def _implicative() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases_of(_frames('implicative'))})\sto\s(?:[a-z]+ly\s)?$")


@cache
def _took_place() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases_of(_frames('took place'))})\b", re.IGNORECASE)


@cache
def _no_event_behind() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{phrases_of(_frames('no event behind'))})\b")


def _frames(section: str) -> tuple[str, ...]:
    return read_sections("event-frames")[section]
