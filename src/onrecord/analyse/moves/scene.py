"""What a report shows to the search for moves: its tokens, who is named where, who speaks, and which times stand where."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.analyse.cast import Cast, describe, resolve_by_words
from onrecord.analyse.drafts import Draft
from onrecord.analyse.moves.frames import is_listed, singulars
from onrecord.analyse.moves.grammar import DETERMINERS, LINKS, OBJECTS, OWNERS, PREPOSITIONS, PRONOUNS, SELVES, SUBJECTS
from onrecord.analyse.moves.sides import Sides
from onrecord.analyse.moves.tokens import STOPS, Tokens, read_tokens
from onrecord.analyse.page import Page
from onrecord.analyse.pronouns import Antecedents
from onrecord.analyse.spans import by_place
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.model import EntityType, Span, Time

Range = tuple[int, int]  # tokens, half-open

PARTIES: frozenset[EntityType] = frozenset({"person", "organisation", "state", "group", "place", "office", "anonymous"})
_LONGEST_PHRASE = 14  # tokens
_OPENS = len("that ")
_LONGEST_REACH = 120  # tokens on each side of a verb: a page without full stops is read in stretches


@dataclass(frozen=True, slots=True)
class Who:
    """An index into the cast (None when open), and why."""

    entity: int | None
    reason: str


class Scene:
    """One report, read for moves. Positions are token numbers unless a Span is asked for."""

    def __init__(self, page: Page, drafts: Sequence[Draft], cast: Cast, times: Sequence[Time]) -> None:
        self.page, self.drafts, self.cast, self.times = page, drafts, cast, times
        self.sides = Sides(cast)
        self.tokens: Tokens = read_tokens(page.text)
        self.low = self.tokens.low
        named = {(s, k) for k, e in enumerate(cast.entities) for s in e.spans}
        self._mentions = sorted(named | {(s, k) for k, s, _ in cast.resolved}, key=lambda m: (m[0].start, m[0].end, m[1]))
        self._starts = [s.start for s, _ in self._mentions]
        self._quotations = sorted((q.span for q in page.quotations if q.depth == 0), key=by_place)
        self._times = [(t.span, t) for t in times if t.span is not None]
        self._time_starts = [s.start for s, _ in self._times]

    def mention_over(self, k: int) -> tuple[int, Span] | None:
        """(entity, span) of the mention that covers token k."""
        at = bisect_right(self._starts, self.tokens.starts[k])
        for span, entity in reversed(self._mentions[max(0, at - 3) : at]):
            if span.end >= self.tokens.ends[k]:
                return entity, span
        return None

    def quoted(self, k: int) -> bool:
        """Whether token k stands within quotation marks."""
        at = bisect_right(self._quotations, self.tokens.starts[k], key=lambda s: s.start) - 1
        return at >= 0 and self.tokens.starts[k] < self._quotations[at].end

    def time_over(self, k: int) -> Time | None:
        """The time expression that covers token k; behind the last token there is none."""
        if k >= len(self.low):
            return None
        start = self.tokens.starts[k]
        at = bisect_right(self._time_starts, start) - 1
        return self._times[at][1] if at >= 0 and start < self._times[at][0].end else None

    def find(self, words: Collection[str], first: int, end: int) -> int | None:
        """The first of the tokens that is one of the words."""
        return next((k for k in range(first, end) if self.low[k] in words), None)

    def word(self, k: int) -> str:
        """Token k as the text writes it."""
        return self.tokens.span(k, k + 1).of(self.page.text)

    def sentence(self, k: int) -> Range:
        """The tokens of the sentence that holds token k, as far as a clause can reach."""
        first, end = self.tokens.within(self.page.sentences[self.page.sentence_at(self.tokens.starts[k])])
        return max(first, k - _LONGEST_REACH), min(end, k + _LONGEST_REACH)

    def phrase_end(self, k: int, stop: int) -> int:
        """Where the noun phrase that begins at token k ends, before a preposition, link, stop, or another determiner."""
        at = k
        while at < min(stop, k + _LONGEST_PHRASE):
            word = self.low[at]
            if at > k and self.begins_line(at):
                break
            inside = self.mention_over(at)
            if inside is not None:
                at = max(at + 1, self.tokens.first_at(inside[1].end))
                continue
            before = self.low[at - 1] if at > k else ""
            if (word == "per" and self.low[at + 1 : at + 2] == ["cent"]) or (word in DETERMINERS and before == "such"):
                at += 1
                continue
            if at > k and (word in PREPOSITIONS or word in LINKS or word in DETERMINERS or word in SUBJECTS or word == ","):
                break
            if word in STOPS or word in ("–", "—"):
                break
            at += 1
        return at

    def begins_line(self, k: int) -> bool:
        """Whether a line ends right before the token: no phrase runs on from a headline."""
        return k > 0 and "\n" in self.page.text[self.tokens.ends[k - 1] : self.tokens.starts[k]]

    def is_party(self, first: int, end: int) -> bool:
        """Whether the phrase stands for somebody who can act: by its head noun, a name, or a pronoun."""
        if first >= end:
            return False
        if end - first == 1 and (self.low[first] in OBJECTS or self.low[first] in PRONOUNS):
            return True
        head = self.head(first, end)
        mention = self.mention_over(head)
        if mention is not None:
            return self.cast.entities[mention[0]].type in PARTIES
        unnamed = first > 0 and self.low[first - 1] not in STOPS and self.word(head)[:1].isupper() and self.time_over(head) is None
        paired = end - first > 1 and all(self.word(k)[:1].isupper() and self.low[k].isalpha() for k in range(first, end))
        return unnamed or (paired and self.time_over(head) is None) or is_actor_noun(self.low[head])

    def head(self, first: int, end: int) -> int:
        """The last token of the phrase before its first preposition or comma; a possessive ending is none."""
        last = first
        for k in range(first, end):
            if k > first and (self.low[k] in PREPOSITIONS or self.low[k] in LINKS or self.low[k] == ",") and not self.mention_over(k):
                break
            last = k
        while last > first and self.low[last] in ("'s", ")", "all", "both", "who"):
            last -= 1
        return last

    def who(self, first: int, end: int, draft: Draft, *, besides: int | None = None) -> Who:
        """Whom the phrase means, said by the draft's speaker. ``besides``: who cannot be meant by a pronoun, as the subject's own
        object."""
        span = self.tokens.span(first, end)
        word = self.low[first]
        if end - first == 1 and word in PRONOUNS:
            return self._pronoun(span, word, draft, besides)
        if word in ("what", "whatever", "whoever", "how"):  # "blamed it on what he called a trick"
            return Who(None, f"“{span.of(self.page.text)}” names nobody by itself")
        mention = self.mention_over(self.head(first, end))
        if mention is not None:
            return Who(mention[0], f"“{mention[1].of(self.page.text)}” is named")
        if word in ("our", "my") and draft.speaker is not None:
            return Who(draft.speaker, f"“{span.of(self.page.text)}” is the speaker's own")
        resolution = resolve_by_words(self.cast, span)
        if resolution is None:
            resolution = describe(self.cast, span)
            if resolution.entity is not None:
                self.cast.resolved.append((resolution.entity, span, "title"))
        return Who(resolution.entity, resolution.reason)

    def owner(self, at: Range, draft: Draft) -> Who:
        """Whom a possessive means: "his", or a name before "'s"."""
        word = self.low[at[0]]
        if word not in OWNERS:
            return self.who(*at, draft)
        plain = {"his": "he", "her": "she", "its": "it", "their": "they", "our": "we", "my": "i", "your": "you"}[word]
        return self._pronoun(self.tokens.span(*at), plain, draft)

    def _pronoun(self, span: Span, word: str, draft: Draft, besides: int | None = None) -> Who:
        if word in SELVES or word in ("me", "us"):
            return Who(draft.speaker, f"“{word}” is the speaker")
        if word == "you":
            return Who(draft.addressee[0] if draft.addressee else None, "“you” is whoever is spoken to")
        asked = read_pairs("pronouns").get(word, "indefinite")
        direct = self.page.quoted(span.start)
        opens = bool(draft.content) and 0 <= span.start - draft.content[0].start <= _OPENS
        fits = draft.speaker is not None and draft.speaker != besides and self._fits_speaker(draft.speaker, asked, opens=opens)
        if fits and not direct:
            return Who(draft.speaker, f"“{word}” in indirect speech is the speaker")
        found = Antecedents(self.page, self.cast, self.drafts).resolve(span, asked, besides=draft.speaker if besides is None else besides)
        return Who(found.entity, found.reason)

    def _fits_speaker(self, speaker: int, asked: str, *, opens: bool) -> bool:
        """opens: the pronoun opens what is said ("the club say they have turned it down")."""
        who = self.cast.entities[speaker]
        if asked in ("m", "f"):
            return who.type == "person" and who.gender in (None, asked)
        if asked == "plural":
            return who.type in ("anonymous", "group") or (opens and who.type == "organisation")
        return asked == "thing" and who.type in ("organisation", "state", "group", "document")


@lru_cache(maxsize=1 << 14)
def is_actor_noun(word: str) -> bool:
    """Whether the noun names somebody by office, trade, or as a body, in singular or plural."""
    if is_listed(word, "actors") or word in read_sections("unnamed-words")["collectives"]:
        return True
    nouns = _somebodies()
    return word in nouns or any(single in nouns for single in singulars(word))


@cache
def _somebodies() -> frozenset[str]:
    return read_words("title-nouns") | read_words("body-nouns") | read_words("person-nouns")
