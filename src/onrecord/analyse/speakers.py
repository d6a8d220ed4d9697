"""The speaker of each attribution: by name, by office, by description, by pronoun, by what stands around it. Unknown stays None,
with a reason; so does a source that the report leaves unnamed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from onrecord.analyse.cast import Cast, Resolution, describe, resolve_by_words
from onrecord.analyse.drafts import Draft
from onrecord.analyse.media import is_medium
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import core_of, proper_part, read_phrase
from onrecord.analyse.pronouns import Antecedents
from onrecord.analyse.roles import read_title, same_office
from onrecord.analyse.source_words import resolve_words
from onrecord.analyse.sourceless import last_outside, same_as, speak_without_source
from onrecord.analyse.turns import who_answers
from onrecord.analyse.unnamed import is_settled, left_unnamed
from onrecord.lexicon import read_pairs
from onrecord.model import Span
from onrecord.quotations import MARKS
from onrecord.text import lowered

_RELATIVE_CHARS = 80
_SAME_WORDS_LINES = 4
_LOOKED_BACK = 400
MOST_DONE = 100  # statements looked back over: none of the rules about earlier speakers reaches further
_GOING_ON = frozenset(["added", "adds", "adding", "continued", "continues", "concluded", "concludes"])
_CITING = re.compile(r"\b(?:citing|quoting)\s+(?P<who>[^,;:.()\"“”\n]{3,80})")
_RELAYING = frozenset(["according", "reported", "reports", "cited", "cites", "quoted", "quotes"])
_READS = frozenset(["read", "reads", "reading"])
_FIRST_WORD = re.compile(r"[A-Za-z]+")
_FINITE = re.compile(r"\s(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|does|do|did)\s")
_ANTECEDENT = re.compile(
    r"(?<!of )(?<!for )(?<!in )(?<!from )(?<!at )(?<!with )(?<!by )(?<!on )\b(?:the|an?|his|her|their|one|some|many|several)\s+"
    r"(?:[\w’'-]+\s+){0,3}?[\w’'-]+(?:\s+(?:of|for|in|from|at|with|by|on)\s+(?:[\w’'-]+\s*){1,4})?$",
    re.IGNORECASE,
)


def resolve_speakers(page: Page, drafts: Sequence[Draft], cast: Cast) -> None:
    """Sets ``speaker`` and adds to ``reasons`` of every draft, in text order: a pronoun may lean on an earlier answer."""
    ordered = sorted(drafts, key=lambda d: d.anchor)
    for number, draft in enumerate(ordered):
        done = ordered[max(0, number - MOST_DONE) : number]
        resolution = _with_source(page, draft, cast, done) if draft.source else speak_without_source(page, draft, cast, done)
        draft.reasons.append(resolution.reason)
        draft.speaker = resolution.entity
        if draft.source and resolution.entity is not None and resolution.stands_for:
            cast.resolved.append((resolution.entity, core_of(page.text, draft.source[0]), resolution.kind))
            _note(page, cast, draft.source[0], resolution)


def _note(page: Page, cast: Cast, source: Span, resolution: Resolution) -> None:
    """Later pronouns know by "he" or "she" of whom neither name nor text has told."""
    who = cast.entities[resolution.entity or 0]
    asked = read_pairs("pronouns").get(source.of(page.text).strip(" ,").lower())
    if who.gender is None and who.pronoun is None and asked in ("m", "f"):
        who.pronoun = asked


def _with_source(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft]) -> Resolution:
    source = draft.source[0]
    asked = read_pairs("pronouns").get(source.of(page.text).strip(" ,").lower())
    if asked is not None:
        return _pronoun(page, draft, cast, done, asked)
    cited = _cited(page, draft, cast)
    if cited is not None:
        found = resolve_words(page, cast, cited, done)
        return replace(
            found, reason=f"whom the medium cites: {found.reason}" if found.entity is not None else found.reason, stands_for=False
        )
    if _only_relays(page, draft, cast):
        return Resolution(entity=None, kind="title", reason=left_unnamed(f"the source of {source.of(page.text)}"))
    return (
        who_answers(page, draft, cast)
        or _same_words(page, draft, done)
        or _going_on(page, draft, cast, done)
        or resolve_words(page, cast, source, done)
    )


def _same_words(page: Page, draft: Draft, done: Sequence[Draft]) -> Resolution | None:
    """ "The spokesman" behind "a spokesman for the port": whom a few lines before bring in by the same noun is meant, whoever
    bears the title elsewhere."""
    phrase = read_phrase(page.text, draft.source[0])
    if phrase is None or phrase.plural or phrase.words[:-1] not in (("the",), ("this",), ("the", "same")):
        return None
    line = page.line_at(draft.anchor)
    for other in reversed(done):
        if line - page.line_at(other.anchor) > _SAME_WORDS_LINES:
            return None
        if not other.source or other.parent is not draft.parent or phrase.head not in lowered(other.source[0].of(page.text)).split():
            continue
        if other.source == draft.source:
            return same_as(other, "the subject of the same sentence")
        brought_in = read_phrase(page.text, other.source[0])
        if brought_in is not None and brought_in.words == phrase.words:
            continue
        if brought_in is None or brought_in.head != phrase.head or brought_in.first not in ("a", "an", "one", "another"):
            return None
        return same_as(other, f"the report has brought in “{brought_in.span.of(page.text)}”")
    return None


def _only_relays(page: Page, draft: Draft, cast: Cast) -> bool:
    """ "According to Merid News", "Merid News has reported": the medium carries it, and whom it has it from is not said."""
    words = proper_part(page.text, core_of(page.text, draft.source[0])).of(page.text)
    relaying = not _RELAYING.isdisjoint(w for cue in draft.cue for w in cue.of(page.text).lower().split())
    return relaying and draft.parent is None and words[:1].isupper() and is_medium(words, cast.media)


def _pronoun(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft], asked: str) -> Resolution:
    source = draft.source[0]
    word = source.of(page.text).strip(" ,")
    if asked == "indefinite":
        return Resolution(entity=None, kind="pronoun", reason=left_unnamed(word))
    if asked == "self" and draft.parent is not None and draft.parent.speaker is not None:
        return Resolution(entity=draft.parent.speaker, kind="pronoun", reason=f"“{word}” is who is quoted")
    last = last_outside(done)
    if last is not None and asked == "thing" and _reads_out(page, draft, last):
        return Resolution(entity=last.speaker, kind="pronoun", reason=f"“{word}” is what they wrote", stands_for=False)
    if asked == "relative":
        return _of_source(page, draft, done) or _relative(page, cast, source) or Antecedents(page, cast, done).resolve(source, asked)
    if last is not None and asked in ("m", "f", "plural") and _still_unnamed(page, cast, draft, last, asked):
        return Resolution(entity=None, kind="pronoun", reason=next(r for r in last.reasons if is_settled([r])))
    return resolve_pronoun(page, draft, cast, done, source)


def resolve_pronoun(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft], word: Span) -> Resolution:
    """Whom a personal pronoun of the draft means. In direct speech it is not who is quoted, for they are "I" there; whoever they
    have named in the same breath comes first."""
    asked = read_pairs("pronouns")[lowered(word.of(page.text).strip(" ,"))]
    besides = draft.speaker
    parent = draft.parent
    if parent is None or not page.quoted(parent.content[0].start):
        marked = (piece for piece in draft.content if page.quoted(piece.start) or page.text[piece.start] in MARKS)
        quoted = tuple(marked) if word in draft.source and asked in ("m", "f") else ()
        teller = parent.speaker if parent is not None and word not in draft.source and asked in ("m", "f") else None
        if teller is not None and teller != besides and cast.entities[teller].gender in (None, asked):
            return Resolution(entity=teller, kind="pronoun", reason=f"“{word.of(page.text)}” is who tells of it")
        return Antecedents(page, cast, done).resolve(word, asked, besides=besides, quoted=quoted)
    inside = {k for c in parent.content for k, _ in cast.named_in(c.start, min(c.end, word.start))} if parent.content else set()
    inside -= {parent.speaker}
    found = Antecedents(page, cast.showing(lambda k: k in inside), done).resolve(word, asked, besides=besides)
    if found.entity is not None:
        return found
    return Antecedents(page, cast.showing(lambda k: k != parent.speaker), done).resolve(word, asked, besides=besides)


def _cue_word(page: Page, draft: Draft) -> str:
    word = _FIRST_WORD.search(page.text, draft.cue[0].start, draft.cue[0].end) if draft.cue else None
    return word.group().lower() if word else ""


def _reads_out(page: Page, draft: Draft, last: Draft) -> bool:
    return (
        _cue_word(page, draft) in _READS
        and last.speaker is not None
        and page.sentence_at(draft.anchor) - page.sentence_at(last.anchor) <= 2
    )


def _going_on(page: Page, draft: Draft, cast: Cast, done: Sequence[Draft]) -> Resolution | None:
    """ "The governor added": whoever spoke in the line before, where the office has no holder in the report."""
    last, phrase = last_outside(done), read_phrase(page.text, draft.source[0])
    adds = _cue_word(page, draft) in _GOING_ON
    if last is None or last.speaker is None or phrase is None or not adds or phrase.first != "the" or phrase.plural:
        return None
    office = read_title(page.text, phrase.span)
    near = page.line_at(draft.anchor) - page.line_at(last.content[-1].end - 1) <= 1
    held = office is None or any(same_office(office.head, t.head) for t in cast.titles_near(draft.anchor))
    if held or not near or cast.entities[last.speaker].type != "person":
        return None
    return Resolution(entity=last.speaker, kind="title", reason=f"the text goes on with {cast.entities[last.speaker].name}")


def _cited(page: Page, draft: Draft, cast: Cast) -> Span | None:
    """ "The agency reports, citing officials": the officials say it, and the agency is a link of the relay."""
    sentence = page.sentences[page.sentence_at(draft.anchor)]
    words = core_of(page.text, draft.source[0]).of(page.text)
    match = _CITING.search(page.text, draft.anchor, sentence.end) if is_medium(words, cast.media) else None
    if match is None or page.quoted(match.start()):
        return None
    who = Span(*match.span("who"))
    return None if is_medium(who.of(page.text), cast.media) else who


def _of_source(page: Page, draft: Draft, done: Sequence[Draft]) -> Resolution | None:
    """ "People who said they were there reported that …": who "people" are is settled already."""
    for other in reversed(done[-2:]):
        if other.source and not page.text[other.source[0].end : draft.anchor].strip(" ,") and other.source[0].end <= draft.anchor:
            return same_as(other, f"“{other.source[0].of(page.text)}”, of whom the clause tells more")
    return None


def _relative(page: Page, cast: Cast, source: Span) -> Resolution | None:
    """What stands right before "who", where it is no name: "the Republican nominee, who"."""
    line = page.lines[page.line_at(source.start)]
    start = max(line.start, source.start - _LOOKED_BACK)
    before = page.text[start : source.start].rstrip(" ,")
    end = start + len(before)
    if any(s.end == end or page.text[s.end : end] in ("'s", "’s", ")") for _, s in cast.named_in(max(line.start, end - 60), end)):
        return None
    words = _ANTECEDENT.search(before, max(0, len(before) - _RELATIVE_CHARS))
    if words is not None and _FINITE.search(words.group()):
        return None
    antecedent = Span(start + words.start(), end) if words else None
    return (resolve_by_words(cast, antecedent) or describe(cast, antecedent)) if antecedent else None


def _still_unnamed(page: Page, cast: Cast, draft: Draft, last: Draft, asked: str) -> bool:
    """Whether the pronoun goes on about an unnamed source: it spoke last, nearby, and no other person came up since."""
    if last.speaker is not None or not last.source or not is_settled(last.reasons):
        return False
    phrase = read_phrase(page.text, last.source[0])
    if phrase is not None and phrase.plural and phrase.first != "one" and asked != "plural":
        return False
    if page.line_at(draft.anchor) - page.line_at(last.content[-1].end - 1) > 1:
        return False
    since = cast.named_in(last.source[0].end, min(draft.anchor, draft.content[0].start))
    return not any(cast.entities[k].type == "person" and not page.quoted(s.start) for k, s in since)
