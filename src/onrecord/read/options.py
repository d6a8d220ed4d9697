"""What a caller may tell the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from onrecord.read.draft import Given
from onrecord.settings import ReadLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the inputs cannot say about themselves; it goes before what they say.

    published: ISO 8601 date or moment. outlet: who published it. url: its address, for one input file only.
    now: the moment against which a date is in the future; None is the clock's.
    languages: ISO 639-1 codes; a report in another is refused, before it costs anything more. (): all are taken. One whose language
    cannot be told is taken.
    """

    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    limits: ReadLimits = field(default_factory=ReadLimits)
    now: datetime | None = None
    languages: tuple[str, ...] = ()

    def given(self) -> Given:
        """The options as what the caller says about each report.

        >>> ReadOptions(outlet="Courier").given().outlet
        'Courier'
        """
        return Given(published=self.published, outlet=self.outlet, url=self.url)
