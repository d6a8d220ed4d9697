"""What an element's name, role, class and id say about the text in it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from onrecord.lexicon import read_sections
from onrecord.model import FurnitureKind

Hint = FurnitureKind | Literal["standfirst"]

_BY_TAG: dict[str, Hint] = {
    "nav": "navigation", "footer": "navigation", "menu": "navigation", "button": "navigation", "select": "navigation",
    "aside": "other", "form": "other", "dialog": "other", "figcaption": "caption", "address": "byline",
}  # fmt: skip
_BY_ROLE: dict[str, Hint] = {
    "navigation": "navigation", "banner": "navigation", "contentinfo": "navigation", "search": "navigation", "menu": "navigation",
    "complementary": "other", "dialog": "other", "alertdialog": "other", "alert": "other", "form": "other",
}  # fmt: skip
# Their classes speak of the whole page ("with-sidebar"), not of what is in them.
_WHOLE_PAGE = frozenset({"html", "body", "main", "article"})
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*", re.ASCII)
_MAX_ATTRIBUTE_CHARS = 500


@cache
def _hint_words() -> dict[str, Hint]:
    words: dict[str, Hint] = {}
    for section, entries in read_sections("page-hints").items():
        for entry in entries:
            words.setdefault(entry, section)  # type: ignore[arg-type]  # sections are named after the kinds; a test holds them to it
    return words


def hint_of(tag: str, attributes: dict[str, str]) -> Hint | None:
    """The kind that an element's name, role or attribute words suggest; None when they suggest none.

    >>> hint_of("div", {"class": "articleComments clear"}), hint_of("div", {"class": "article-body"})
    ('comment', None)
    """
    if tag in _WHOLE_PAGE:
        return None
    named = _hint_in(attributes.get("class", "")[:_MAX_ATTRIBUTE_CHARS]) or _hint_in(attributes.get("id", "")[:_MAX_ATTRIBUTE_CHARS])
    structural = _BY_TAG.get(tag) or _BY_ROLE.get(attributes.get("role", "").lower())
    if tag in ("h1", "h2") and named not in ("comment", "read also"):
        return None  # a heading's class describes how it looks
    return named if named and structural in (None, "other", "navigation") and named != "standfirst" else structural or named


@lru_cache(maxsize=1 << 12)  # a page says the same of many elements, and an outlet the same on every page
def _hint_in(attribute: str) -> Hint | None:
    words = [word.lower() for word in _WORD.findall(attribute)]
    known = _hint_words()
    for pair in zip(words, words[1:], strict=False):
        if " ".join(pair) in known:
            return known[" ".join(pair)]
    return next((known[word] for word in words if word in known), None)
