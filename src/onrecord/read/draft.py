"""What the readers of single formats hand to ``finish``: a report without its id, language and hash, or a reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.model import Furniture, Published, RefusalKind


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
        return Given(
            id=self.id or other.id,
            title=self.title or other.title,
            published=self.published or other.published,
            outlet=self.outlet or other.outlet,
            url=self.url or other.url,
            problems=other.problems + self.problems,
        )


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
