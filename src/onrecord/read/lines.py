"""What a single line of a page is, by its own words and shape; context is ``furniture``'s business."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord.model import FurnitureKind
from onrecord.read.dates import date_in_line
from onrecord.read.lexicons import alternatives, folded

_QUOTES = "\"“”„‟«»‹›‘’‚'"
_TERMINAL = re.compile(rf"[.!?…。！？؟][{_QUOTES})\]]*$")
_NO_LETTER = re.compile(r"[\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_MAX_CREDIT_CHARS = 200
_MAX_STUB_CHARS = 60
_TIME_OF_DAY = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?")
_HASHTAGS = re.compile(r"(?:#\w{2,40}[\s,]{0,3}){1,30}")
_BARE_NUMBER = re.compile(r"\d{1,3}(?:[.,\s]?\d{3})?|\d{4}")
_NAME_TOKEN = re.compile(r"[^\W\d_][\w'’.\-]*,?")
_CREDIT_PART = re.compile(r"[\w .,'’&()©\-]{2,60}")
_SMALL_WORDS = frozenset({
    "and", "in", "at", "for", "of", "with", "de", "la", "van", "von", "der", "den", "du", "di", "da", "dos", "y", "et", "und", "by",
})  # fmt: skip


def is_sentence(line: str) -> bool:
    """Whether a line holds a sentence: eight words or more (twenty signs where words are not set apart) that end as sentences end.

    >>> is_sentence("The minister said on Monday that he would not travel."), is_sentence("Come to the castle")
    (True, False)
    """
    return (line.count(" ") >= 7 or len(_UNSPACED.findall(line)) >= 20) and ends_sentence(line)


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a full stop, a question or exclamation mark, perhaps inside a closing quotation mark."""
    return _TERMINAL.search(line[-6:]) is not None


@lru_cache(maxsize=1 << 12)  # of a page's lines and of its title, several times
def fold_line(line: str) -> str:
    """Letters and digits of a line in one case, by which two printings of one title are the same."""
    return _NO_LETTER.sub("", line.casefold())


@cache
def _prefix(section: str) -> re.Pattern[str]:
    words = alternatives("furniture-words", section)
    return re.compile(rf"(?:{words})(?P<colon>\s?[:：])?(?P<rest>(?:\s.*)?)", re.I | re.S)


@cache
def _counter() -> re.Pattern[str]:
    words = alternatives("furniture-words", "counter")
    number = r"\d[\d.,\u00a0 ]{0,9}[kKmM]?"
    return re.compile(rf"{number}\s?\+?\s(?:{words})|(?:{words})\s?[:(]\s?{number}\s?\)?", re.I)


@cache
def _caption_credit() -> re.Pattern[str]:
    """A sentence that ends in whose picture it is: only captions do."""
    words = alternatives("furniture-words", "photo credit")
    return re.compile(rf"[.!?]\s(?:{words})\s?[:/]\s?(?:[^.!?:\n]|\b\w\.){{2,60}}$", re.I)


def kind_of_line(line: str) -> FurnitureKind | None:
    """The kind of a line whose own words give it away; None for a line of the report, and for every doubt.

    >>> kind_of_line("Photo: A. Dellan"), kind_of_line("38 comments"), kind_of_line("A photo was taken")
    ('photo credit', 'counter', None)
    """
    line = line.strip()
    return None if len(line) > 400 else _kind_of_short(line)


@lru_cache(maxsize=1 << 12)  # a page's lines are asked about several times, and its menus are those of every page of the outlet
def _kind_of_short(line: str) -> FurnitureKind | None:
    for test in (_labelled_kind, _credit_kind, _stub_kind):
        kind = test(line)
        if kind:
            return kind
    return "other" if _TIME_OF_DAY.fullmatch(line) else _row_kind(line)


def _row_kind(line: str) -> FurnitureKind | None:
    """A row of buttons: parts at bars or dots, each of them furniture on its own."""
    parts = [part.strip() for part in re.split(r"\s[|·•]\s", line)]
    if len(parts) < 2:
        return None
    kinds = [_labelled_kind(part) or _stub_kind(part) for part in parts]
    return kinds[0] if all(kinds) else None


def _labelled_kind(line: str) -> FurnitureKind | None:
    tags = _prefix("tags").fullmatch(line)
    if (tags and not is_sentence(line) and (tags["colon"] or not tags["rest"].strip())) or _HASHTAGS.fullmatch(line):
        return "tags"
    also = _prefix("read also").fullmatch(line)
    if also and (also["colon"] or not also["rest"].strip()):
        return "read also"
    if len(line) <= _MAX_STUB_CHARS and _counter().fullmatch(line):
        return "counter"
    return None


def _credit_kind(line: str) -> FurnitureKind | None:
    if len(line) > _MAX_CREDIT_CHARS:
        return None
    bare = line.strip("()[] ")
    if _caption_credit().search(bare) and not any(mark in line for mark in '"“”„«»'):
        return "caption"
    labelled = _prefix("photo credit").fullmatch(bare)
    if labelled and labelled["colon"] and labelled["rest"].strip() and not any(mark in line for mark in '"“”„«»'):
        return "photo credit"
    if re.match(r"(?i)(?:photo|picture|image)s? (?:by|courtesy of|via) ", bare) and not ends_sentence(bare):
        return "photo credit"
    if (bare.startswith("©") or bare.lower().startswith("(c) ")) and not is_sentence(line):
        return "photo credit"
    return "photo credit" if _names_picture_agency(bare) else None


def _names_picture_agency(line: str) -> bool:
    """``AGENCY/Name``, ``Name / AGENCY``, ``AGENCY Photo/Name``: parts at slashes or bars, one of them an agency, all capitalised."""
    if len(line) > 100 or ends_sentence(line) or any(mark in line for mark in '"“”„«»:'):
        return False
    parts = [part.strip() for part in re.split(r"[/|]| via ", line)]
    if not all(part and _CREDIT_PART.fullmatch(part) and not part[0].islower() for part in parts):
        return False
    known = folded("agencies", "names") | folded("agencies", "pictures")
    agencies = sum(re.sub(r"(?i)\s(?:photo|pool|images|news)$", "", part).casefold() in known for part in parts)
    if len(parts) == 1:
        return line.casefold() in folded("agencies", "pictures")
    return agencies > 0 and all(len(part.split()) <= 5 for part in parts)


def _stub_kind(line: str) -> FurnitureKind | None:
    lowered = line.casefold().strip(" >»›→«‹←|·•+×x:")
    if lowered in folded("furniture-words", "navigation lines"):
        return "navigation"
    return "navigation" if is_page_command(line) else None


def is_page_command(line: str) -> bool:
    """Whether a short line tells the reader where to go on the page: a command and a part of the page, no sentence.

    >>> is_page_command("Switch to the mobile edition"), is_page_command("Back to school for thousands")
    (True, False)
    """
    if len(line) > _MAX_STUB_CHARS or ends_sentence(line):
        return False
    command = _prefix("navigation commands").fullmatch(line.strip())
    if command is None or command["colon"]:
        return False
    words = command["rest"].casefold().split()
    nouns = folded("furniture-words", "navigation nouns")
    return 1 <= len(words) <= 4 and (words[-1] in nouns or " ".join(words[-2:]) in nouns)


def is_bare_number(line: str) -> bool:
    """Whether a line is a small number and nothing else, as the counter of an icon leaves it."""
    return _BARE_NUMBER.fullmatch(line.strip()) is not None


def byline_in(line: str) -> str | None:
    """Who wrote, from a line that says nothing else: a byline word, then names, places and small words only; else None.

    >>> byline_in("By Ana Ruiz and Tom Bell in Port Amaris"), byline_in("By Monday the road was open")
    ('Ana Ruiz and Tom Bell in Port Amaris', None)
    """
    match = _prefix("byline").fullmatch(line.strip(" ()[]"))
    if match is None or len(line) > 120 or not match["rest"].strip():
        return None
    rest = match["rest"].strip()
    if rest.casefold() in folded("agencies", "names") | folded("furniture-words", "byline names"):
        return rest
    words = [word.strip(",;|&") for word in rest.split()]
    names = [word for word in words if word and word.casefold() not in _SMALL_WORDS]
    are_names = len(names) >= 2 and all(_NAME_TOKEN.fullmatch(name) and not name[0].islower() for name in names)
    return rest if are_names and not rest.endswith((".", "?", "!")) else None


def stamp_of(line: str) -> tuple[FurnitureKind, str | None] | None:
    """For a line that only says when: its kind, and the ISO date if it is one of publication; None for other lines.

    >>> stamp_of("Published: 11 March 2026, 10:15"), stamp_of("Updated 12 March 2026")
    (('other', '2026-03-11'), ('other', None))
    """
    found = date_in_line(line) if len(line) <= 100 else None
    if found is None:
        return None
    day, around = found
    words = re.sub(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|\b(?:a\.?m\.?|p\.?m\.?|[A-Z]{3,4})\b|[\W\d_]+", " ", around).casefold()
    words = re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bat\b|\bon\b", " ", words)
    label = " ".join(words.split())
    if not label:
        return "dateline", day
    if label in folded("furniture-words", "published"):
        return "other", day
    return ("other", None) if label in folded("furniture-words", "updated") else None
