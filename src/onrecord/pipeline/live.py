"""A record together with the stages: what ``onrecord.open_record`` gives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from onrecord.desk import Changes, Comparison, Screening, Wanted, changes_since, compare_reports, versions_of
from onrecord.pipeline.add import AddSummary, add_inputs
from onrecord.pipeline.decide import author_or_default, decide
from onrecord.pipeline.purge import PurgeSummary, purge_report
from onrecord.pipeline.reanalyse import ReanalyseSummary, reanalyse_reports
from onrecord.pipeline.screen import screen_text
from onrecord.read import ReadOptions
from onrecord.store import (
    Correction,
    Judgement,
    Merge,
    MergeStories,
    NotAConflict,
    Record,
    Ruling,
    Signature,
    Split,
    SplitStory,
    Suppress,
    Undo,
)

_STORY = "story-"  # ids of stories begin so


class LiveRecord(Record):
    """A record that can also take reports in, and decisions with what follows from them.

    The decisions: ``author`` None is ``ONRECORD_AUTHOR`` of the environment, else the name of the account. Each raises InputError
    when it names what the record does not hold, would change nothing, or lacks author or reason; then nothing is written. What is
    compared in the stories that it touches is compared anew.
    """

    def add(
        self, inputs: Sequence[str | Path], *, options: ReadOptions = ReadOptions(), stdin: BinaryIO | None = None, workers: int = 1
    ) -> AddSummary:
        """``onrecord add``: reads, analyses, stores and relates; see ``add_inputs``."""
        return add_inputs(self, [str(i) for i in inputs], options=options, stdin=stdin, workers=workers)

    def reanalyse(self, reports: Sequence[str] = (), *, every: bool = False) -> ReanalyseSummary:
        """``onrecord reanalyse``: stored reports again with the present models; see ``reanalyse_reports``."""
        return reanalyse_reports(self, reports, every=every)

    def screen(self, text: str, *, story: str | None = None, as_of: str | None = None, known_at: str | None = None) -> Screening:
        """``onrecord screen``: a draft held against the record (of the story, by the clocks); nothing is stored. See ``screen_text``."""
        return screen_text(self, text, Wanted(story=story, as_of=as_of, known_at=known_at))

    def compare(self, a: str, b: str) -> Comparison:
        """``onrecord compare``: two reports (ids) side by side; see ``compare_reports``."""
        return compare_reports(self, a, b)

    def versions(self, wanted: str | None = None) -> list[Comparison]:
        """``onrecord versions``: each version of a page (a report's id, or an address; None: of every page) beside the one before it."""
        return versions_of(self, wanted)

    def changes(self, since: str) -> Changes:
        """``onrecord changes``: what the record has learnt since a moment; see ``changes_since``."""
        return changes_since(self, since)

    def merge(self, *entities: str, why: str, author: str | None = None) -> Judgement:
        """``onrecord merge``: these entities (ids, or names that only one has) are one, by the name of the first; or these stories."""
        of_stories = all(name.startswith(_STORY) for name in entities)
        return self._decide(MergeStories(stories=entities) if of_stories else Merge(entities=entities), why, author)[0]

    def split_story(self, story: str, *reports: str, why: str, author: str | None = None) -> Judgement:
        """``onrecord split STORY``: these reports (ids) of the story are of another affair, and of one."""
        return self._decide(SplitStory(story=story, reports=reports), why, author)[0]

    def split(self, entity: str, *, report: str | None = None, name: str | None = None, why: str, author: str | None = None) -> Judgement:
        """``onrecord split``: what this report names so, or what is spelled so, is somebody else than the entity."""
        return self._decide(Split(entity=entity, report=report, name=name), why, author)[0]

    def correct(self, correction: Correction, *, why: str, author: str | None = None, based_on: str | None = None) -> tuple[Judgement, ...]:
        """``onrecord correct``: one judgement for each field that the correction speaks of. ``based_on``: the ``version`` of the
        row that its author saw; if the statement has changed since, InputError is raised."""
        return self._decide(correction, why, author, based_on)

    def dismiss(self, finding: str, *, why: str, author: str | None = None) -> Judgement:
        """``onrecord correct --not-a-conflict``: the finding (id, or the beginning of one) is none, and is left out."""
        return self._decide(NotAConflict(finding=finding), why, author)[0]

    def suppress(self, report: str, *, why: str, author: str | None = None) -> Judgement:
        """``onrecord suppress``: the report (its id) is kept, and nothing shows it until that is undone."""
        return self._decide(Suppress(report=report), why, author)[0]

    def purge_report(self, report: str, *, why: str, author: str | None = None, text_only: bool = False) -> PurgeSummary:
        """``onrecord purge``: the report (its id) goes, bytes and all, and is not taken in again; see ``pipeline.purge``."""
        return purge_report(self, report, Signature(author=author_or_default(author), why=why), text_only=text_only)

    def undo(self, judgement: str, *, why: str, author: str | None = None) -> Judgement:
        """``onrecord undo``: the judgement (id, or the beginning of one) no longer holds."""
        return self._decide(Undo(judgement=judgement), why, author)[0]

    def _decide(self, ruling: Ruling, why: str, author: str | None, based_on: str | None = None) -> tuple[Judgement, ...]:
        return decide(self, ruling, Signature(author=author_or_default(author), why=why, based_on=based_on)).judgements


open_record = LiveRecord.open
