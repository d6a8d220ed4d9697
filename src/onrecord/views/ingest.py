"""What went into the record, run by run: the sums add up, and each that gave no report says why."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import MissingError
from onrecord.export.wire import Wire, entry
from onrecord.store import Input, Record, RecordProblem, Run
from onrecord.views.sheet import Leaf, Sheet, pack, sheet_of, start_of

OUTCOMES = ("stored", "duplicate", "refused", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEntry:
    """A run with what became of its inputs."""

    run: Run
    counts: dict[str, int]

    def wire(self) -> Wire:
        return entry(self.run, "id command started finished engine onrecord_version") | self.counts


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsView:
    """All runs, the latest first, and the sum of their inputs."""

    runs: tuple[RunEntry, ...]

    @property
    def totals(self) -> dict[str, int]:
        return {name: sum(run.counts[name] for run in self.runs) for name in ("inputs", *OUTCOMES)}

    def wire(self) -> Wire:
        return {"runs": [run.wire() for run in self.runs], "totals": self.totals}

    def sheet(self) -> Sheet:
        columns = ("id", "command", "started", "finished", "inputs", *OUTCOMES, "engine", "onrecord_version")
        return sheet_of(columns, (run.wire() for run in self.runs))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """One run, input by input, and the problems it met. ``next``: where the next page of inputs begins, None: this is the last."""

    entry: RunEntry
    inputs: tuple[Input, ...]
    next: str | None
    problems: tuple[RecordProblem, ...]

    def wire(self) -> Wire:
        return self.entry.wire() | {
            "entries": [_input(seen) for seen in self.inputs],
            "problems": [entry(p, "where why report") for p in self.problems],
            "next": self.next,
        }

    def sheet(self) -> Sheet:
        return sheet_of(("seq", "id", "outcome", "where", "why"), map(_input, self.inputs))


def _input(seen: Input) -> Wire:
    return entry(seen, "seq id outcome where why")


def runs_view(record: Record) -> RunsView:
    return RunsView(runs=tuple(RunEntry(run=run, counts=record.counts(run.id)) for run in reversed(list(record.runs()))))


def run_view(record: Record, wanted: str, leaf: Leaf = Leaf(size=500)) -> RunView:
    """Raises MissingError when the record has no such run, InputError when the token is none."""
    start = start_of(leaf.after)
    run = next((run for run in record.runs() if run.id == wanted), None)
    if run is None:
        raise MissingError(f"The record has no run {wanted!r}.")
    found = tuple(record.inputs(run.id, after=start, most=leaf.size + 1))
    return RunView(
        entry=RunEntry(run=run, counts=record.counts(run.id)),
        inputs=found[: leaf.size],
        next=pack(found[leaf.size - 1].seq) if len(found) > leaf.size else None,
        problems=tuple(p for p in record.problems(run.id) if p.report is not None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemsView:
    """What could not be read or decided."""

    problems: tuple[RecordProblem, ...]

    def wire(self) -> Wire:
        return {"problems": [_problem(p) for p in self.problems]}

    def sheet(self) -> Sheet:
        return sheet_of(("report", "where", "why", "run"), map(_problem, self.problems))


def _problem(problem: RecordProblem) -> Wire:
    return entry(problem, "report where why run")


def problems_view(record: Record) -> ProblemsView:
    return ProblemsView(problems=tuple(record.problems()))
