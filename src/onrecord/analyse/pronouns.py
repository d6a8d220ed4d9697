"""Whom a pronoun means.

Candidates are ranked by weights set by hand, in the order of size that Hobbs (1978) and Lappin and Leass (1994) found: whoever
was spoken of in this sentence and the ones before, subjects first; for the source of a statement an earlier speaker nearby beats
the subject of the sentence before. Common noun phrases compete: where one fits best, the pronoun means nobody with a name.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from onrecord.analyse.cast import Cast, Resolution
from onrecord.analyse.clauses import SUBJECT, find_phrases, in_one_clause, is_object, names_several, opening_phrase, prominence
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.model import EntityType, Span

_NEAR_LINES = 3
_REACH, _MOST_SEEN = 8_000, 100  # code points of them, and mentions: lines may be endless, and lists of names
_BY = re.compile(r"\bby\s[^,.;:()\n\"“”]*$")
_TITLE_CHARS = 60  # a title before a name is seldom longer
_RELATIVE_CHARS = 80
_SUBJECT_CHARS = 30  # into the main clause behind an opening phrase
_DECAY = 0.5  # by sentence
_LEAST = 0.15
_GENDER_KNOWN = 0.3
_NAMES_HIMSELF = 0.3  # who is named in a quotation is seldom quoted
_UNTOLD_SHE = 0.6  # a quarter of the people in news are women (Global Media Monitoring Project 2020)
_BODY_AS_THEY = 0.5  # "they" is seldom one company
_LAST_SPEAKER, _EARLIER_SPEAKER, _SPOKEN_DECAY = 0.8, 0.4, 0.85
_NOT_SPEAKING = 0.2  # share of that for a pronoun that is nobody's source
_MOST_PIECES = 8  # of content that may begin before a word and hold it
_MOST_SPOKEN = 12  # statements looked back over


_OF = re.compile(r",? (?:of|from|at|with) (?:the )?")
_NOUN = re.compile(r" [a-z-]+s $")  # "Ruiz met two sailors who": it is the sailors who


class Antecedents:
    """What a pronoun may lean on: the names of the page, what earlier pronouns and titles meant, and who spoke in the drafts
    already done."""

    def __init__(self, page: Page, cast: Cast, done: Sequence[Draft]) -> None:
        self._page = page
        self._cast = cast
        self._seen: list[tuple[Span, int]] = []  # what stands around the word that is asked for
        self._quoted = sorted(((piece, d.speaker) for d in done if d.speaker is not None for piece in d.content), key=_start)
        spoken = sorted((d.anchor, d.speaker) for d in done if d.speaker is not None and d.parent is None)
        self._spoken_at = [anchor for anchor, _ in spoken]
        self._spoken = [(speaker, page.line_at(anchor), page.sentence_at(anchor)) for anchor, speaker in spoken]
        self._weights = cast.mentions.prominences

    def note(self, entity: int, asked: str | None = None) -> None:
        """Later pronouns know by "he" or "she" of whom the name does not tell."""
        who = self._cast.entities[entity]
        if who.gender is None and asked in ("m", "f"):
            who.gender = asked

    def resolve(
        self, source: Span, asked: str, *, besides: int | None = None, speaking: bool = True, quoted: Sequence[Span] = ()
    ) -> Resolution:
        """``asked``: what the pronoun demands, as in the lexicon of pronouns. Whoever is ``besides`` cannot be meant.
        ``speaking``: the pronoun is the source of a statement, or whom it was made to. ``quoted``: what is quoted there from whom
        the pronoun means, who will hardly name himself in it."""
        self._look_around(source)
        word = source.of(self._page.text)
        if asked == "self":
            return Resolution(entity=None, kind="pronoun", reason=f"“{word}” speaks for somebody the report does not name here")
        if asked == "indefinite":
            return Resolution(entity=None, kind="pronoun", reason=f"“{word}” names nobody")
        if asked == "relative":
            return self._relative(source, word)
        teller = self._teller(source, asked)
        if teller is not None and teller != besides:
            name = self._cast.entities[teller].name
            return Resolution(entity=teller, kind="pronoun", reason=f"“{word}” is the subject of what comes from {name}")
        here = self._page.sentence_at(min((source.start, *(piece.start for piece in quoted))))
        ranked = self._ranked(source, asked, speaking, here, quoted)
        for entity in {k for piece in quoted for k, _ in self._cast.named_in(piece.start, piece.end)} & ranked.keys():
            ranked[entity] *= _NAMES_HIMSELF
        best = max(((rank, -k) for k, rank in ranked.items() if k != besides), default=(0.0, 0))
        if best[0] <= _LEAST:
            return Resolution(entity=None, kind="pronoun", reason=f"nobody before “{word}” fits it")
        stranger = self._stranger(source, asked) if not speaking and best[0] < SUBJECT + _GENDER_KNOWN else None
        if stranger is not None and stranger[0] > best[0]:
            return Resolution(entity=None, kind="pronoun", reason=f"“{word}” may go on about “{stranger[1]}”")
        winner = -best[1]
        return Resolution(entity=winner, kind="pronoun", reason=f"“{word}” fits {self._cast.entities[winner].name} best")

    def only_body(self, title: Span) -> int | None:
        """The one organisation that this sentence and the one before speak of; None when there are several or none."""
        page = self._page
        self._look_around(title)
        first = page.sentences[max(0, page.sentence_at(title.start) - 1)].start
        seen = ((s, k) for s, k in self._window(title) if self._cast.entities[k].type == "organisation")
        near = {k for s, k in seen if first <= s.start < title.start}
        return near.pop() if len(near) == 1 else None

    def _look_around(self, source: Span) -> None:
        """Takes the mentions of this line and the few before it, and of the sentence to its end."""
        page = self._page
        start = page.lines[max(0, page.line_at(source.start) - _NEAR_LINES)].start
        end = page.sentences[page.sentence_at(source.start)].end
        seen = self._cast.seen_in(max(start, source.start - _REACH), max(end, source.end) + _SUBJECT_CHARS)
        self._seen = seen[max(0, bisect_left(seen, source.start, key=_start) - _MOST_SEEN) :]

    def speaker_around(self, span: Span) -> int | None:
        """Who says the words at the span, by the innermost statement whose content holds them; None for nobody known."""
        holding = [(piece, speaker) for piece, speaker in self._pieces_before(span) if piece.contains(span)]
        return max(holding)[1] if holding else None

    def _pieces_before(self, span: Span) -> Iterator[tuple[Span, int]]:
        """The pieces of content that may hold the span: the nearest few that begin before it."""
        at = bisect_right(self._quoted, span.start, key=_start)
        return iter(self._quoted[max(0, at - _MOST_PIECES) : at])

    def _relative(self, source: Span, word: str) -> Resolution:
        named = self._cast.named_in(max(0, source.start - _RELATIVE_CHARS), source.start)
        behind = self._page.text[named[-1][1].end : source.start] if named else ""
        if len(named) > 1 and _OF.fullmatch(self._page.text, named[-2][1].end, named[-1][1].start):
            named = named[:-1] if word.lower() == "who" and self._cast.entities[named[-2][0]].type == "person" else named
        if not named or _NOUN.search(behind):
            return Resolution(entity=None, kind="pronoun", reason=f"no name before “{word}”")
        return Resolution(entity=named[-1][0], kind="pronoun", reason=f"“{word}” follows the name")

    def _teller(self, source: Span, asked: str) -> int | None:
        """Whose word it is in "the claim made by Ruiz that she had asked": the one behind "by", right before "that"."""
        text = self._page.text
        at = self._first_from(source.start)
        for span, entity in reversed(self._seen[max(0, at - 1) : at]):
            before = text[max(0, span.start - _TITLE_CHARS) : span.start]
            if text[span.end : source.start].strip(" ,") == "that" and _BY.search(before) and self._fits(entity, asked):
                return entity
        return None

    def _ranked(self, source: Span, asked: str, speaking: bool, here: int, quoted: Sequence[Span]) -> dict[int, float]:
        """How well each entity near the pronoun fits it. ``here``: the sentence from which on the text speaks of whom it means;
        what is ``quoted`` makes nobody more likely to have said it."""
        spoken = self._spoken_weights(source, here)
        held: dict[int, list[Span]] = defaultdict(list)
        for span, entity in self._window(source):
            if not quoted or not any(piece.contains(span) for piece in quoted):
                held[entity].append(span)
        out = {}
        for entity, spans in held.items():
            who = self._cast.entities[entity]
            if self._fits(entity, asked) and not self._excluded(entity, spans, source):
                out[entity] = self._salience(spans, source, here) + self._bonus(entity, asked, spans)
                out[entity] += spoken.get(entity, 0.0) * (1.0 if speaking else _NOT_SPEAKING)
                out[entity] *= _BODY_AS_THEY if asked == "plural" and who.type == "organisation" else 1.0
                out[entity] *= _UNTOLD_SHE if asked == "f" and not (who.gender or who.pronoun) else 1.0
        return out

    def _fits(self, entity: int, asked: str) -> bool:
        who = self._cast.entities[entity]
        if asked == "thing" and who.type in ("group", "document") and names_several(who.name):
            return False
        return _agrees(who.type, who.gender or who.pronoun, asked)

    def _window(self, source: Span) -> Iterator[tuple[Span, int]]:
        """Mentions in this line and the few before it, and the subject behind an opening phrase that holds the pronoun."""
        page = self._page
        first = page.lines[max(0, page.line_at(source.start) - _NEAR_LINES)].start
        yield from self._seen[self._first_from(first) : self._first_from(source.start)]
        main = opening_phrase(page.text, page.sentences[page.sentence_at(source.start)], source)
        if main is not None:
            at = self._first_from(main)
            following = self._seen[at : at + 1]
            yield from (seen for seen in following if seen[0].start - main < _SUBJECT_CHARS)

    def _first_from(self, offset: int) -> int:
        return bisect_left(self._seen, offset, key=_start)

    def _salience(self, spans: Sequence[Span], source: Span, here: int) -> float:
        """The most prominent mention of each sentence, less with every sentence between."""
        page = self._page
        from_quoted = page.quoted(source.start)
        by_sentence: dict[int, float] = defaultdict(float)
        for span in spans:
            known = self._weights.get(span)
            if known is None:
                number = page.sentence_at(span.start)
                known = self._weights[span] = number, prominence(page.text, page.sentences[number], span), page.quoted(span.start)
            number, weight, quoted = known
            if quoted and not from_quoted:
                weight *= 0.6
            if weight > by_sentence[number]:
                by_sentence[number] = weight
        return sum(weight * _DECAY ** abs(here - number) for number, weight in by_sentence.items())

    def _bonus(self, entity: int, asked: str, spans: Sequence[Span]) -> float:
        who = self._cast.entities[entity]
        known = _GENDER_KNOWN if who.gender == asked or who.pronoun == asked == "f" else 0.0
        return known + 0.03 * min(len(spans), 6)

    def _excluded(self, entity: int, spans: Sequence[Span], source: Span) -> bool:
        """Who speaks is no "he" in his own quotation; nobody is subject and object of one clause but by "himself"."""
        text = self._page.text
        if self._page.quoted(source.start) and self.speaker_around(source) == entity:
            return True
        before = [s for s in spans if s.end <= source.start]
        return bool(before) and is_object(text, source) and in_one_clause(text, max(before), source)

    def _stranger(self, source: Span, asked: str) -> tuple[float, str] | None:
        """The best common noun phrase of this sentence and the one before, that is no title of anybody named."""
        page = self._page
        own = page.sentence_at(source.start)
        start = page.sentences[max(0, own - 1)].start
        best: tuple[float, str] | None = None
        for phrase in find_phrases(page.text, start, source.start):
            if not phrase.fits(asked) or phrase.span.end > source.start or self._is_candidate(phrase.span, asked):
                continue
            number = page.sentence_at(phrase.span.start)
            weight = prominence(page.text, page.sentences[number], phrase.span) * _DECAY ** (own - number)
            weight += _GENDER_KNOWN if phrase.gender == asked else 0.0
            if best is None or weight >= best[0]:
                best = weight, phrase.span.of(page.text)
        return best

    def _is_candidate(self, span: Span, asked: str) -> bool:
        """Whether the words stand for an entity that fits: then it is ranked among the entities."""
        at = self._first_from(span.start)
        return any(s.overlaps(span) and self._fits(k, asked) for s, k in self._seen[max(0, at - 2) : at + 2])

    def _spoken_weights(self, source: Span, here: int) -> dict[int, float]:
        """What it is worth to have spoken shortly before, most for the last speaker."""
        page, out = self._page, dict[int, float]()
        at, own_line = bisect_left(self._spoken_at, source.start), page.line_at(source.start)
        for number, (speaker, line, sentence) in enumerate(reversed(self._spoken[max(0, at - _MOST_SPOKEN) : at])):
            if own_line - line > _NEAR_LINES:
                break
            gap = abs(here - sentence)
            out.setdefault(speaker, (_EARLIER_SPEAKER if number else _LAST_SPEAKER) * _SPOKEN_DECAY**gap)
        return out


def _start(held: tuple[Span, int]) -> int:
    return held[0].start


def _agrees(kind: EntityType, gender: str | None, asked: str) -> bool:
    """Whether a pronoun that asks for this may mean an entity of the kind."""
    if asked in ("m", "f"):
        return kind in ("person", "office") and gender in (None, asked)
    if asked == "body":
        return kind == "organisation"
    if asked == "plural":
        return kind in ("anonymous", "group", "organisation")
    return kind in ("organisation", "state", "document", "group")
