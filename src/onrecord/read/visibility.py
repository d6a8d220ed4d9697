"""Which elements of a page a reader does not see. Their text is kept and marked: a page can plant words that nobody saw printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.text import lowered

_COMMENT = re.compile(r"/\*.{0,20000}?\*/", re.S)
_SIMPLE_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]{0,20})?([.#])([A-Za-z_][\w-]{0,80})", re.I)
_NONE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}(?:hidden|collapse)", re.I)
_HIDING_WORDS = ("display", "visibility", "clip", "position")  # a sheet without any of them hides nothing and shows nothing again
_SHOWS = re.compile(r"display\s{0,3}:", re.I)
_OFF_SCREEN = re.compile(
    r"(?:^|;)\s{0,9}(?:left|top|right|text-indent|margin-left)\s{0,3}:\s{0,3}-\d{3,6}(?:\.\d{1,4})?(?:px|em|rem|pt|%|vw)", re.I
)
_CLIPPED = re.compile(r"clip\s{0,3}:\s{0,3}rect\(\s{0,3}(?:0|1px)", re.I)
_INVISIBLE = re.compile(
    r"(?:^|;)\s{0,9}(?:font-size\s{0,3}:\s{0,3}0(?:px|em|pt|rem|%)?|opacity\s{0,3}:\s{0,3}0(?:\.0{1,9})?)"
    r"\s{0,3}(?:!important)?\s{0,3}(?:;|$)",
    re.I,
)
_COLOUR = re.compile(r"(?:^|;)\s{0,9}color\s{0,3}:\s{0,3}([#\w(), .%]{2,40})", re.I)
_BACKGROUND = re.compile(r"(?:^|;)\s{0,9}background(?:-color)?\s{0,3}:\s{0,3}([#\w(), .%]{2,40})", re.I)
_MAX_STYLE_CHARS = 1_000_000
_MAX_RULE_CHARS = 4000
# Scripts reveal these after loading; to a reader they are the page itself.
_NEVER_HIDDEN = frozenset({"html", "body", "main", "article"})


@dataclass(frozen=True, slots=True)
class StyleRules:
    """The classes and ids that the page's own style sheets hide, outside any media query and by a selector of one part."""

    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


def hiding_rules(style_sheets: list[str]) -> StyleRules:
    """What inline style sheets hide. Opacity and font size do not count here: pages fade in what they show, and reset sizes.

    >>> hiding_rules([".note{display:none} @media print{.body{display:none}} .a .b{display:none}"]).classes
    frozenset({'note'})
    """
    hidden: dict[str, set[str]] = {".": set(), "#": set()}
    for sheet in style_sheets:
        low = lowered(sheet)
        if not any(word in low for word in _HIDING_WORDS):
            continue
        for selectors, body in _top_rules(_COMMENT.sub(" ", sheet[:_MAX_STYLE_CHARS])):
            hides = _hides(body)
            if not hides and not (_SHOWS.search(body) and any(hidden.values())):
                continue
            for selector in selectors.split(","):
                simple = _SIMPLE_SELECTOR.fullmatch(selector.strip())
                if simple and hides:
                    hidden[simple[1]].add(simple[2])
                elif simple:
                    hidden[simple[1]].discard(simple[2])  # a later rule shows it again
    return StyleRules(frozenset(hidden["."]), frozenset(hidden["#"]))


def _top_rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules outside ``@media`` and other blocks: what is hidden in print is not hidden."""
    opened: list[str] = []
    for closed in sheet.split("}")[:-1]:
        *openings, body = closed.split("{")
        opened += openings
        if opened:
            prelude = opened.pop()
            if not opened and (selectors := prelude.rpartition(";")[2].strip())[:1] != "@":
                yield selectors, body[:_MAX_RULE_CHARS]


def _hides(declarations: str) -> bool:
    if _NONE.search(declarations) or _CLIPPED.search(declarations):
        return True
    return "position" in declarations.lower() and _OFF_SCREEN.search(declarations) is not None


def hidden_by_style(style: str) -> bool:
    """Whether an element's own style attribute keeps its text from the reader's eye.

    >>> hidden_by_style("color:red; display : none"), hidden_by_style("opacity:0.9"), hidden_by_style("font-size:0")
    (True, False, True)
    """
    style = style[:4000]
    if _hides(style) or _INVISIBLE.search(style):
        return True
    colour, background = _COLOUR.search(style), _BACKGROUND.search(style)
    return bool(colour and background and colour[1].strip().lower() == background[1].strip().lower())


def is_hidden(tag: str, attributes: dict[str, str], rules: StyleRules) -> bool:
    """Whether an element, by its attributes and the page's own rules, is not shown."""
    if tag in _NEVER_HIDDEN:
        return False
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    if attributes.get("style") and hidden_by_style(attributes["style"]):
        return True
    if attributes.get("id") in rules.ids:
        return True
    return bool(rules.classes) and not rules.classes.isdisjoint(attributes.get("class", "").split())
