"""Two reports of one id: told apart by a suffix, unless they are the same text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from onrecord.model import Problem, Report


class ReportIds:
    """The ids given out so far in one run, and, through ``known``, those of a record.

    ``known`` answers an id with the hash of the text stored under it, None when there is none. Keeps the id and half a hash
    of each report (about 200 bytes), nothing of its text.
    """

    def __init__(self, known: Callable[[str], str | None] | None = None) -> None:
        self._known = known
        self._hashes: dict[str, str] = {}

    def settle(self, report: Report) -> Report:
        """The report under an id of its own: the same one if it is new or its text is the same, else with a suffix and a problem.

        >>> ids = ReportIds()
        >>> a, b = Report(id="x", text="a", text_sha256="1"), Report(id="x", text="b", text_sha256="2")
        >>> ids.settle(a).id, ids.settle(b).id, ids.settle(a).id, ids.settle(b).id
        ('x', 'x~2', 'x', 'x~2')
        """
        return self.settle_new(report)[0]

    def settle_new(self, report: Report) -> tuple[Report, bool]:
        """As ``settle``, and whether nothing had this text under this id before.

        >>> ids, report = ReportIds(), Report(id="x", text="a", text_sha256="1")
        >>> [ids.settle_new(report)[1] for _ in range(2)]
        [True, False]
        """
        number, candidate = 1, report.id
        while (kept := self._hash_of(candidate)) not in (None, report.text_sha256[:32]):
            number += 1
            candidate = f"{report.id}~{number}"
        self._hashes[candidate] = report.text_sha256[:32]
        return self._named(report, candidate), kept is None

    def _named(self, report: Report, candidate: str) -> Report:
        if candidate == report.id:
            return report
        why = f"another text has the id {report.id!r} already; this one is called {candidate!r}. Give each its own id to tell them apart."
        if report.url == report.id:
            why = f"the page at this url has had another text; this version is called {candidate!r}."
        return replace(report, id=candidate, problems=(*report.problems, Problem(where=report.id, why=why)))

    def _hash_of(self, report_id: str) -> str | None:
        if report_id in self._hashes:
            return self._hashes[report_id]
        stored = self._known(report_id) if self._known else None
        return stored[:32] if stored else None
