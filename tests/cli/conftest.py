from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.store import open_record

sys.path.insert(0, str(Path(__file__).parent))  # for harbour and doubles


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record that the tests read."""
    from harbour import make_record  # noqa: PLC0415 (found only after the path is set)

    path = tmp_path_factory.mktemp("kept") / "record.db"
    make_record(path)
    return path


@pytest.fixture
def run(kept: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """``onrecord`` with these arguments on the kept record."""
    monkeypatch.setenv("ONRECORD_RECORD", str(kept))

    def call(*arguments: str, **more: object) -> Result:
        return CliRunner().invoke(main, arguments, catch_exceptions=False, **more)  # type: ignore[arg-type]

    return call


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A pipeline without models in place of the real one; a test sets what it answers."""
    from doubles import AddSummary, Progress, ReanalyseSummary  # noqa: PLC0415 (found only after the path is set)

    fake = ModuleType("onrecord.pipeline")
    fake.Progress, fake.AddSummary = Progress, AddSummary  # type: ignore[attr-defined]
    fake.add_inputs = lambda record, inputs, **more: AddSummary()  # type: ignore[attr-defined]
    fake.analyse_inputs = lambda inputs, **more: iter(())  # type: ignore[attr-defined]
    fake.ReanalyseSummary, fake.reanalyse_reports = ReanalyseSummary, lambda record, reports, **more: ReanalyseSummary()  # type: ignore[attr-defined]
    fake.author_or_default = fake.decide = fake.screen_input = fake.open_record = fake.LiveRecord = None  # type: ignore[attr-defined]
    fake.open_record_at = lambda path, known_at=None: open_record(path, read_only=True)  # type: ignore[attr-defined]
    taking = ("add", "analyse", "progress", "decided", "merge", "split", "correct", "undo", "judgements", "reanalyse", "screening")
    listing = ("stories", "account", "statements", "positions", "offers", "figures", "origins", "events", "findings", "utterances")
    names = (*taking, *listing, "entities", "storied", "export", "mcp")
    verbs = [f"onrecord.cli.{name}" for name in names] + [f"onrecord.mcp{part}" for part in ("", ".server", ".tools", ".citing")]
    for name in verbs:
        sys.modules.pop(name, None)
    monkeypatch.setitem(sys.modules, "onrecord.pipeline", fake)
    yield fake
    for name in verbs:
        sys.modules.pop(name, None)
