"""A person who is not called by name or office: "the 23-year-old", "the carpet fitter", "the woman"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.analyse.cast import Cast, Resolution
from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.analyse.phrases import Phrase, names_any, read_phrase
from onrecord.analyse.unnamed import left_unnamed
from onrecord.lexicon import read_sections
from onrecord.model import Span

_YEARS = re.compile(r"(?P<age>\d{1,3})-years?-old$")
_AGE_AFTER = re.compile(
    r"(?:,\s+(?:aged?\s+)?|\s\((?:aged?\s+)?)(?P<age>\d{1,3})(?=[,.;)])|,\s+(?:an?\s+|the\s+)?(?P<years>\d{1,3})-year-old\b"
)
_AGE_BEFORE = re.compile(r"(?P<age>\d{1,3})-year-old\s+(?:[\w-]+\s+){0,3}$")
_BESIDE = 200  # code points on either side that hold the name beside a description
_REACH = 20_000  # code points before the description
_NAMED_NEXT = re.compile(r"(?:,\s+|\s+(?:named|called|identified as)\s+|\s+)(?:\w+\.\s+)?$")
# What may stand between a name and the words that introduce its bearer: ", ", " (45), ", " of Bell, ", " is "; nothing that the name owns.
_NAME_BEFORE = re.compile(r"(?:(?:,|\s?\(|\s(?:of|from|in|at)\s)[^.;\n]*,|,|\s(?:is|was|became|remains))\s+")
_OF_ANY = re.compile(r"\sof\s(?:an?|one|another|two|three|some|several)\s")  # "the mother of one of the crew" comes in here
_GENDER = {"m": "father|husband|brother|son|uncle|actor|man|boy", "f": "mother|wife|sister|daughter|aunt|actress|woman|girl|widow"}


def resolve_description(page: Page, cast: Cast, source: Span, done: Sequence[Draft]) -> Resolution | None:
    """The person described: by the age given to one, by the words that introduced one, or as who spoke last.

    None in ``entity``: an unnamed person, or two fit; None: the words describe nobody in this way.
    """
    phrase = read_phrase(page.text, source)
    if phrase is None or phrase.plural or not phrase.definite or phrase.possessed or _OF_ANY.search(phrase.span.of(page.text)):
        return None
    years = _YEARS.match(phrase.head)
    if years is not None:
        return _of_age(cast, phrase, int(years["age"])) or _spoken_of(page, cast, phrase, done)
    generic = phrase.head in read_sections("unnamed-words")["anybody"] and not names_any(phrase, "title-nouns")
    somebody = names_any(phrase, "person-nouns") or page.text.startswith(", who ", phrase.span.end)
    if not generic and not somebody and not names_any(phrase, "title-nouns"):
        return None
    introduced = _introduced(page, cast, phrase)
    if introduced is not None or generic:
        return introduced or Resolution(entity=None, kind="title", reason=f"“{phrase.span.of(page.text)}” fits nobody before it")
    return _spoken_of(page, cast, phrase, done) if somebody or _says_more(phrase) else None


def _says_more(phrase: Phrase) -> bool:
    """ "The Republican nominee", "the former secretary": more than an office that anybody else in the story may hold."""
    return len(phrase.words) > 2 and phrase.head not in read_sections("unnamed-words")["common"]


def _of_age(cast: Cast, phrase: Phrase, years: int) -> Resolution | None:
    found = [k for k, e in enumerate(cast.entities) if e.type == "person" and any(_age_at(cast.text, s) == years for s in e.spans)]
    if not found:
        return None
    if len(found) > 1:
        first, second = (cast.entities[k].name for k in found[:2])
        return Resolution(entity=None, kind="title", reason=f"two people fit “{phrase.head}”: {first} and {second}")
    return Resolution(entity=found[0], kind="title", reason=f"the report gives this age to {cast.entities[found[0]].name}")


def _age_at(text: str, name: Span) -> int | None:
    match = _AGE_AFTER.match(text, name.end) or _AGE_BEFORE.search(text, max(0, name.start - 60), name.start)
    if match is None:
        return None
    return int(match["age"] or match.groupdict().get("years") or 0)


def _introduced(page: Page, cast: Cast, phrase: Phrase) -> Resolution | None:
    """Whom "a fitter", "another woman" introduced: the name beside it, else an unnamed person."""
    pattern = re.compile(rf"\b(?:an?|one|another|[Aa]n?|One|Another)\s+(?:[\w-]+\s+){{0,4}}?{re.escape(phrase.head)}\b")
    latest = None
    for match in pattern.finditer(page.text, max(0, phrase.span.start - _REACH), phrase.span.start):
        latest = match if not page.quoted(match.start()) else latest
    if latest is None:
        return None
    near = cast.named_in(max(0, latest.start() - _BESIDE), latest.end() + _BESIDE)
    for index in sorted({k for k, s in near if cast.entities[k].type == "person" and _beside(page.text, s, latest.span())}):
        return Resolution(entity=index, kind="title", reason=f"introduced as “{latest.group()}”")
    return Resolution(entity=None, kind="title", reason=left_unnamed(latest.group()))


def _beside(text: str, name: Span, words: tuple[int, int]) -> bool:
    start, end = words
    if name.end <= start:
        return start - name.end < 40 and bool(_NAME_BEFORE.fullmatch(text[name.end : start]))
    return end <= name.start and name.start - end < 40 and bool(_NAMED_NEXT.fullmatch(text[end : name.start]))


def _spoken_of(page: Page, cast: Cast, phrase: Phrase, done: Sequence[Draft]) -> Resolution | None:
    """Who spoke in the sentence or two before, where no other person has come up since."""
    here = page.sentence_at(phrase.span.start)
    spoken = [d for d in done if d.parent is None and d.anchor < phrase.span.start]
    start = page.sentences[max(0, here - 1)].start
    if spoken and page.line_at(phrase.span.start) - page.line_at(spoken[-1].content[-1].end - 1) <= 1:
        start = min(start, page.sentences[page.sentence_at(spoken[-1].anchor)].start)
    named = cast.named_in(start, phrase.span.start)
    people = {k for k, s in named if cast.entities[k].type == "person" and not page.quoted(s.start)}
    heading = {k for k, s in named if k in people and s.start == page.sentences[max(0, here - 1)].start}
    if heading and phrase.span.start == page.sentences[here].start:
        people = heading
    elif spoken and spoken[-1].anchor >= start and spoken[-1].speaker is not None:
        people.add(spoken[-1].speaker)
        if re.search(rf"\b[Tt]he {re.escape(phrase.head)}\b", page.text[spoken[-1].anchor : phrase.span.start]):
            people.discard(spoken[-1].speaker)  # "Bell told the mayor … The Tory mayor said": Bell is somebody else
    if len(people) != 1:
        return None
    (only,) = people
    person = cast.entities[only]
    other = "f" if person.gender == "m" else "m"
    if person.type != "person" or (person.gender is not None and re.search(rf"(?:{_GENDER[other]})$", phrase.head)):
        return None
    return Resolution(entity=only, kind="title", reason=f"the text has just spoken of {person.name} alone")
