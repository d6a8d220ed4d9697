"""The text layer of a page: its DOM walked into blocks of text. The only place where markup becomes characters."""

from __future__ import annotations

from dataclasses import dataclass

from resiliparse.parse.html import ELEMENT, TEXT, HTMLTree

from onrecord.read.blocks import Block, BlockWriter, Scope
from onrecord.read.hints import hint_of
from onrecord.read.visibility import StyleRules, hiding_rules, is_hidden

_DROPPED = frozenset({
    "head", "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "applet", "canvas", "audio", "video", "map",
    "datalist", "progress", "meter", "frameset", "frame", "textarea",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark",
    "nobr", "picture", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr", "input",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MAX_HINTS = 12  # nested hints that are remembered; a hostile page nests 100,000
_ATTRIBUTES = ("class", "id", "style", "role", "hidden", "open", "datetime", "itemprop", "pubdate")


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """A ``<time>`` element: its moment, the number of the block it stands in, and whether it says that it is of publication."""

    moment: str
    block: int
    is_publication: bool


@dataclass(slots=True)
class _Frame:
    node: object
    scope: Scope
    is_block: bool
    start: int
    opened_in: int
    closing: str = ""


@dataclass(slots=True)
class PageLayer:
    """The blocks of a page in order, its ``<time>`` elements, and how deep its elements are nested."""

    blocks: list[Block]
    times: list[PrintedTime]
    depth: int


def read_layer(tree: HTMLTree) -> PageLayer:
    """The text layer of a parsed page: all text but that of scripts and the like, hidden text marked. Never recurses.

    >>> [block.text for block in read_layer(HTMLTree.parse("<p>One<br>two</p><div>three</div>")).blocks]
    ['One\\ntwo', 'three']
    """
    document = tree.document
    sheets = document.query_selector_all("style") if document is not None else []
    rules = hiding_rules([sheet.text or "" for sheet in sheets])
    return _Walk(rules).run(tree.body)


class _Walk:
    def __init__(self, rules: StyleRules) -> None:
        self._rules = rules
        self._writer = BlockWriter()
        self._times: list[PrintedTime] = []
        self._elements = 0
        self._quotes = 0
        self._depth = 1

    def run(self, body: object) -> PageLayer:
        """The text layer of everything in ``body``."""
        frames = [_Frame(body, Scope(), True, 0, 0)]
        node = body.first_child if body is not None else None  # type: ignore[attr-defined]
        while frames:
            if node is None:
                frame = frames.pop()
                self._close(frame)
                node = frame.node.next if frames else None  # type: ignore[attr-defined]
                continue
            if node.type == TEXT:
                self._write(node.value or "", frames[-1].scope)
            elif node.type == ELEMENT and node.tag not in _DROPPED:
                frames.append(self._open(node, frames[-1].scope))
                self._depth = max(self._depth, len(frames))
                node = node.first_child
                continue
            node = node.next
        return PageLayer(self._writer.blocks, self._times, self._depth)

    def _write(self, text: str, scope: Scope) -> None:
        if scope.pre:
            self._writer.write_lines(text, scope)
        else:
            self._writer.write(text, scope)

    def _open(self, node: object, outer: Scope) -> _Frame:
        tag: str = node.tag or ""  # type: ignore[attr-defined]
        attributes = {name: node.getattr(name) or "" for name in node.attrs if name in _ATTRIBUTES}  # type: ignore[attr-defined]
        self._elements += 1
        is_block = (tag not in _INLINE and "-" not in tag and tag != "br") or _is_set_apart(attributes)
        scope = self._scope(tag, attributes, outer, is_block)
        if tag == "br":
            self._writer.breaks += 1
        if is_block:
            self._writer.flush(outer)
        if tag == "time" and attributes.get("datetime"):
            publication = "pubdate" in attributes or attributes.get("itemprop", "").lower() == "datepublished"
            self._times.append(PrintedTime(attributes["datetime"], len(self._writer.blocks), publication))
        frame = _Frame(node, scope, is_block, self._writer.size, len(self._writer.blocks))
        if tag == "q":  # browsers print the marks of <q>; a reader of quotations must see them
            self._writer.write("“" if self._quotes % 2 == 0 else "‘", scope)
            frame.closing = "”" if self._quotes % 2 == 0 else "’"
            self._quotes += 1
        return frame

    def _scope(self, tag: str, attributes: dict[str, str], outer: Scope, is_block: bool) -> Scope:
        hidden = outer.hidden or is_hidden(tag, attributes, self._rules)
        if not is_block:
            return outer if hidden == outer.hidden else Scope(outer.tag, outer.container, outer.hints, hidden, outer.pre, outer.in_article)
        hint = hint_of(tag, attributes)
        hints = (*outer.hints, (self._elements, hint)) if hint and len(outer.hints) < _MAX_HINTS else outer.hints
        # In a heading the heading is what counts: <h1><div>...</div></h1>.
        name = outer.tag if outer.tag in _HEADINGS else tag
        container = outer.container if tag in ("p", "li", "blockquote", "button", *_HEADINGS) else self._elements
        return Scope(name, container, hints, hidden, outer.pre or tag == "pre", outer.in_article or tag == "article")

    def _close(self, frame: _Frame) -> None:
        writer = self._writer
        if frame.closing:
            writer.space = False
            writer.write(frame.closing, frame.scope)
            self._quotes -= 1
        if frame.is_block:
            writer.flush(frame.scope)
            return
        start = frame.start if frame.opened_in == len(writer.blocks) else 0  # a block ended inside this element
        if writer.size > start and frame.node.tag == "a":  # type: ignore[attr-defined]
            writer.link_chars += writer.size - start
        if writer.size > start and frame.scope.hidden:
            writer.hidden.append((start, writer.size))


def _is_set_apart(attributes: dict[str, str]) -> bool:
    return "display:block" in attributes.get("style", "").replace(" ", "")
