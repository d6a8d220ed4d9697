"""Titles in the text, and whom they stand for: "Foreign Minister Ana Ruiz", "Ana Ruiz, the foreign minister", "Ana Ruiz is the
foreign minister", "the minister"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.analyse.names import NamedEntity
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.lexicon.titles import bare_head, head_noun, same_stem, title_words
from onrecord.model import Span

_WORD = re.compile(r"[\w.’'-]+")
_APPOSITION = re.compile(
    r"(?:,\s+(?:aged?\s+)?\d{1,3}(?=,))?(?:,\s+(?:(?:the|a|an|his|her|their|its)\s+)?|\s+(?:is|was|became|remains)\s+(?:the|an?)\s+)(?P<title>[^,.;:()\n\"“”]{3,80}?)(?=[,.;)]|\s(?:said|says|told|wrote|writes|added|announced|tweeted|posted|has|had|who|and)\b)"
)
_OF_NAMES = re.compile(
    r"(?:(?!The\b)[A-Z][\w’'-]+ ){0,3}(?P<noun>[\w’'-]+) (?:of|for)(?: the)?(?: (?:and |of |for )?(?!(?:The|A|An)\b)[A-Z][\w’'-]*){1,5} $"
)
_NOT_NOW = frozenset(["former", "ex", "then", "late", "ousted", "deposed", "retired", "onetime", "elect", "designate", "incoming"])
_BESIDE = frozenset(["deputy", "vice", "assistant", "associate", "junior", "shadow", "acting", "interim", "under"])
_CLOSES = ("", ",", ".", ";", ")", "\n", "\r")
_SPREAD = 8  # words: a title before a name is seldom longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title at a span: its head noun, the folded words around it, and those of them that name a country or body ("Latvian",
    "Kremlin"). ``holder`` is the index of the entity, if any."""

    span: Span
    head: str
    modifiers: frozenset[str]
    proper: frozenset[str] = frozenset()
    holder: int | None = None

    @property
    def times(self) -> frozenset[str]:
        """The modifiers that say the office is held no longer or not yet: "former", "then-minister", "president-elect"."""
        return frozenset(m for m in self.modifiers if m in _NOT_NOW or ("-" in m and bare_head(m) != m))

    @property
    def past(self) -> bool:
        return bool(self.times)

    @property
    def rank(self) -> frozenset[str]:
        """What puts the office beside or below the bare one: "deputy", "vice", "acting"."""
        return frozenset(m for m in self.modifiers if m.partition("-")[0] in _BESIDE)


def find_roles(text: str, people: Sequence[NamedEntity]) -> list[Title]:
    """Titles that the text itself ties to a named person, in text order."""
    found = [t for k, person in enumerate(people) if person.type == "person" for t in _of_person(text, k, person)]
    return sorted(found, key=lambda t: t.span)


def read_title(text: str, span: Span) -> Title | None:
    """The span read as a title ("the Kremlin spokesman", "a senior official"); None when its head is no title noun."""
    words = title_words(span.of(text))
    return Title(span=span, head=words.head, modifiers=words.modifiers, proper=words.proper) if words else None


def same_office(head: str, other: str) -> bool:
    """Whether one head noun may stand for the other ("leader" for "president")."""
    kin = read_pairs("head-nouns-kin")
    return head == other or other in kin.get(head, "").split(",") or head in other.split() or other in head.split()


def shares_country(a: Title, b: Title) -> bool:
    """Whether a country or body stands in both, also as noun here and adjective there ("Latvia", "Latvian": most of the letters
    are the same and come first)."""
    return any(same_stem(x, y) for x in a.proper for y in b.proper)


def find_lead_office(text: str, titles: Sequence[Title], phrase: Span) -> Title | None:
    """The title of the one person who holds an office like "a harbour spokesman"; None where several do, none does, or the report
    may have many of that trade."""
    asked = read_title(text, phrase)
    if asked is None or asked.head in read_sections("unnamed-words")["common"]:
        return None
    own = asked.modifiers - asked.proper - read_words("role-stops")
    like = [t for t in titles if same_office(t.head, asked.head) and (not asked.proper or shares_country(asked, t))]
    like = [t for t in like if not own or own & t.modifiers]
    return like[0] if len({t.holder for t in like}) == 1 else None


def _of_person(text: str, index: int, person: NamedEntity) -> Iterator[Title]:
    for span in person.spans:
        for title in (_before(text, span), _after(text, span)):
            if title is not None:
                yield replace(title, holder=index)


def _before(text: str, name: Span) -> Title | None:
    """The run of capitalised words and known modifiers that ends in a title noun right before the name."""
    start = max(0, name.start - 120)
    window = text[start : name.start]
    if window.endswith(", ") and text[name.end : name.end + 1] in _CLOSES:  # "the mayor, Ana Ruiz, said"
        window = window[:-2] + " "
    elif not window.endswith(" "):
        return None
    if head_noun(window.split("\n")[-1]) is None:
        return _of_something(text, start, window)
    first, taken = None, 0
    at = len(window)
    for match in reversed(list(_WORD.finditer(window))):
        gap = window[match.end() : at]
        if gap.strip() or "\n" in gap or taken == _SPREAD or not _may_modify(match.group(), last=taken == 0):
            break
        first, at, taken = match.start(), match.start(), taken + 1
    if first is None:
        return None
    return read_title(text, Span(start + first, start + len(window) - 1))


def _of_something(text: str, start: int, window: str) -> Title | None:
    """ "The Minister of Foreign Affairs, Ana Ruiz,", "Minister of Ports Ana Ruiz": the title noun stands before its "of"."""
    match = _OF_NAMES.search(window) if " of" in window or " for" in window else None
    if match is None or head_noun(match["noun"]) is None:
        return None
    return read_title(text, Span(start + match.start(), start + len(window.rstrip())))


def _may_modify(word: str, *, last: bool) -> bool:
    if last:
        return True
    lower = word.lower()
    if lower.rstrip(".") in read_words("role-stops") or (lower.endswith(".") and lower[:-1] not in read_words("abbreviations")):
        return False
    return (
        word[0].isupper()
        or lower in read_words("role-modifiers")
        or lower in read_words("title-nouns")
        or lower.startswith(("then-", "ex-"))
    )


def _after(text: str, name: Span) -> Title | None:
    match = _APPOSITION.match(text, name.end)
    if match is None:
        return None
    return read_title(text, Span(*match.span("title")))
