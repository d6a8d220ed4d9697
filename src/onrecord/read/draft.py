"""What the readers of single formats hand to ``finish``: a report without its id, language and hash, or a reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import get_args

from onrecord.model import Furniture, FurnitureKind, Published, RefusalKind
from onrecord.plain import from_plain, names_of

_KINDS = frozenset(get_args(FurnitureKind))


class Unreadable(Exception):
    """One input cannot become a report. It is turned into a Refusal by ``Piece.refusal``."""

    def __init__(self, why: str, *, kind: RefusalKind = "refused", where: str | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.kind: RefusalKind = kind
        self.where = where


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the caller says about a report, from options, a sidecar or the fields of a JSONL line; None: nothing said.

    ``problems`` are sentences about what of it could not be used.
    """

    id: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    problems: tuple[str, ...] = ()

    def over(self, other: Given) -> Given:
        """The fields of this one, and of ``other`` where this one is silent.

        >>> Given(outlet="Courier").over(Given(outlet="Ledger", title="Fog")).title
        'Fog'
        """
        said = {name: getattr(self, name) or getattr(other, name) for name in names_of(Given)}
        return Given(**said | {"problems": other.problems + self.problems})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A text with what its page says about it. ``furniture`` None: not looked for yet. ``problems`` are sentences."""

    text: str
    furniture: tuple[Furniture, ...] | None = None
    title: str | None = None
    byline: str | None = None
    agency: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: Published | None = None
    problems: tuple[str, ...] = field(default=())


def draft_from_plain(plain: dict[str, object]) -> Draft:
    """The draft that ``plain.to_plain`` was given. Raises KeyError, TypeError or ValueError when it is none: the child is not trusted.

    >>> from onrecord.plain import to_plain
    >>> draft_from_plain(to_plain(Draft(text="Fog", title="Fog"))).title
    'Fog'
    """
    draft, position = from_plain(Draft, plain), 0
    texts = (draft.title, draft.byline, draft.agency, draft.outlet, draft.url, *draft.problems)
    if not isinstance(draft.text, str) or not all(text is None or isinstance(text, str) for text in texts):
        raise TypeError("a field is no text")
    for piece in draft.furniture or ():
        start, end = int(piece.span.start), int(piece.span.end)
        if (start, end) != (piece.span.start, piece.span.end) or piece.kind not in _KINDS or start < position or end > len(draft.text):
            raise ValueError("furniture does not lie in the text")
        position = end
    return draft
