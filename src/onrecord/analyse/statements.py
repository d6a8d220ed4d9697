"""From drafts to the values that leave the analysis: ids, references, manner, when it was said."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from onrecord.analyse.boundaries import manner_of
from onrecord.analyse.calendar import days_of, parse_date, week
from onrecord.analyse.cast import Cast, titles_of
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.spans import Cover, by_place
from onrecord.ids import make_id, span_key
from onrecord.lexicon import read_pairs
from onrecord.model import Entity, EntityRef, Mention, MentionKind, Relay, Role, Span, Statement, Time
from onrecord.text import fold

_ASIDE = re.compile(r", (?:which|who|whose)\b[^,]*$")  # "Ruiz, who came on Monday, said": it is not said when that was
_HEAD_CHARS = 4
_NEAR_CUE_CHARS = 30


def build_entities(cast: Cast, drafts: Sequence[Draft]) -> list[Entity]:
    """One entity for each of the cast, in the same order: index k there is index k here."""
    for draft in drafts:
        if draft.addressee is not None:
            is_pronoun = draft.addressee[1].of(cast.text).lower() in read_pairs("pronouns")
            cast.resolved.append((*draft.addressee, "pronoun" if is_pronoun else "title"))
    resolved: dict[int, list[tuple[Span, MentionKind]]] = defaultdict(list)
    for entity, span, kind in cast.resolved:
        resolved[entity].append((span, kind))
    return [_entity(cast, k, resolved[k]) for k in range(len(cast.entities))]


def _entity(cast: Cast, index: int, resolved: Sequence[tuple[Span, MentionKind]]) -> Entity:
    who = cast.entities[index]
    named, taken = {s: Mention(span=s, kind="name") for s in who.spans}, Cover(who.spans)
    for span, kind in resolved:
        if not taken.meets(span):
            named.setdefault(span, Mention(span=span, kind="title" if kind == "name" else kind))
    roles = {t.span: Role(title=t.span.of(cast.text), span=t.span) for t in titles_of(cast, index)}
    return Entity(
        id=make_id("entity", who.type, fold(who.name)),
        name=" ".join(who.name.split()),
        type=who.type,
        mentions=tuple(named[span] for span in sorted(named, key=by_place)),
        roles=tuple(roles[span] for span in sorted(roles, key=by_place)),
    )


def build_statements(page: Page, drafts: Sequence[Draft], entities: Sequence[Entity], times: Sequence[Time]) -> list[Statement]:
    """The statements in the order of their first character; a nested one after its parent."""
    ids = {id(d): _statement_id(page, d) for d in drafts}
    built = {ids[id(d)]: _statement(page, d, entities, times, ids) for d in drafts}
    return sorted(built.values(), key=lambda s: (min((*s.source, *s.cue, *s.content)).start, s.parent is not None, s.content))


def _statement_id(page: Page, draft: Draft) -> str:
    return make_id("statement", page.report.id, page.report.text_sha256, *(span_key(x) for x in (draft.source, draft.cue, draft.content)))


def _statement(page: Page, draft: Draft, entities: Sequence[Entity], times: Sequence[Time], ids: dict[int, str]) -> Statement:
    def ref(index: int) -> EntityRef:
        return EntityRef(entity=entities[index].id, name=entities[index].name)

    said, reason = _said(page, draft, times)
    return Statement(
        id=ids[id(draft)],
        manner=manner_of(page, draft.content, nested=draft.parent is not None and page.quoted(draft.anchor)),
        source=draft.source,
        cue=draft.cue,
        content=draft.content,
        speaker=None if draft.speaker is None else ref(draft.speaker),
        addressee=None if draft.addressee is None else ref(draft.addressee[0]),
        relay=tuple(Relay(entity=ref(k).entity, name=ref(k).name, span=span) for k, span in draft.relay),
        said=said,
        parent=None if draft.parent is None else ids[id(draft.parent)],
        score=min(1.0, max(0.0, draft.score)),
        reasons=(*draft.reasons, reason),
    )


def _said(page: Page, draft: Draft, times: Sequence[Time]) -> tuple[Time | None, str]:
    """The day named beside the cue or at the head of its sentence, outside the content; else the day of publication."""
    published = page.report.published
    days = days_of(published)
    if draft.parent is None:
        for time in _in_sentence(page, draft, times):
            if _tells_when_said(page, draft, time) and not _is_after(time, days[-1] if days else None):
                return time, "the day stands beside the cue"
    if published is None:
        return None, "when it was said is unknown: neither the sentence nor the page has a date"
    value = days[0].isoformat() if len(days) == 1 else published.value
    return Time(value=value, precision="day" if len(days) == 1 else published.precision, span=None), "said by the day of publication"


def _in_sentence(page: Page, draft: Draft, times: Sequence[Time]) -> Sequence[Time]:
    """The times of the draft's sentence, looked up in text order: a page may hold a hundred thousand of them."""
    sentence = page.sentences[page.sentence_at(draft.anchor)]
    first, last = (bisect_left(times, edge, key=lambda t: t.span.start if t.span else -1) for edge in (sentence.start, sentence.end))
    return times[first:last]


def _tells_when_said(page: Page, draft: Draft, time: Time) -> bool:
    if time.span is None or time.precision not in ("minute", "day", "week", "weekend", "interval"):
        return False
    if any(time.span.overlaps(s) for s in (*draft.content, *draft.source)):
        return False
    start = page.sentences[page.sentence_at(draft.anchor)].start
    aside = _ASIDE.search(page.text, start, time.span.start)
    if aside is not None and not any(aside.start() < cue.start < time.span.start for cue in draft.cue):
        return False
    if time.span.start - start <= _HEAD_CHARS:
        return True
    return any(-_NEAR_CUE_CHARS <= time.span.start - cue.end <= _NEAR_CUE_CHARS for cue in draft.cue)


def _is_after(time: Time, day: date | None) -> bool:
    """Whether the time lies after the day: then it cannot tell when a published statement was made."""
    if day is None:
        return False
    on = parse_date(time.value)
    return time.value > week(day) if on is None else on > day
