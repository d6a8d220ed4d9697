"""A draft as plain JSON values and back, for the pipe between child and parent."""

from __future__ import annotations

from typing import Any, get_args

from onrecord.model import Furniture, FurnitureKind, Published, Span
from onrecord.read.draft import Draft

_FIELDS = ("title", "byline", "agency", "outlet", "url")
_KINDS = frozenset(get_args(FurnitureKind))


def draft_to_json(draft: Draft) -> dict[str, object]:
    """The draft as JSON values.

    >>> draft_from_json(draft_to_json(Draft(text="Fog", title="Fog"))).title
    'Fog'
    """
    published = draft.published
    return {
        **{name: getattr(draft, name) for name in _FIELDS},
        "text": draft.text,
        "furniture": None if draft.furniture is None else [[piece.span.start, piece.span.end, piece.kind] for piece in draft.furniture],
        "published": [published.value, published.precision, published.basis] if published else None,
        "problems": list(draft.problems),
    }


def draft_from_json(fields: dict[str, Any]) -> Draft:
    """The draft of JSON values. Raises KeyError, TypeError or ValueError when they are not one: the child is not trusted."""
    text, pieces, published = str(fields["text"]), fields["furniture"], fields["published"]
    furniture = None
    if pieces is not None:
        furniture = tuple(Furniture(span=Span(int(start), int(end)), kind=kind) for start, end, kind in pieces)
        position = 0
        for piece in furniture:
            if piece.kind not in _KINDS or piece.span.start < position or piece.span.end > len(text):
                raise ValueError("furniture does not lie in the text")
            position = piece.span.end
    return Draft(
        text=text,
        furniture=furniture,
        title=fields["title"],
        byline=fields["byline"],
        agency=fields["agency"],
        outlet=fields["outlet"],
        url=fields["url"],
        published=Published(value=published[0], precision=published[1], basis=published[2]) if published else None,
        problems=tuple(map(str, fields["problems"])),
    )
