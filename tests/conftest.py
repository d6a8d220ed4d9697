"""What several folders of tests read: made once a session. Nobody changes it; who must, copies it."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.pipeline import open_record

SAMPLES = Path(__file__).resolve().parents[1] / "samples"


@pytest.fixture(scope="session")
def samples_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample reports in a record, by the real pipeline."""
    path = tmp_path_factory.mktemp("samples") / "story.db"
    with open_record(path) as record:
        record.add([SAMPLES])
    return path
