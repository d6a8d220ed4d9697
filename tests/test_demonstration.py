"""The demonstration in the samples: where a comparison of sentences goes wrong, and what the record says there."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "eval" / "compare_naively.py"


def test_the_demonstration_shows_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    description = importlib.util.spec_from_file_location("compare_naively", SCRIPT)
    assert description is not None and description.loader is not None
    module = importlib.util.module_from_spec(description)
    description.loader.exec_module(module)
    module.main()
    told = [block.splitlines()[1:] for block in capsys.readouterr().out.strip().split("\n\n")]
    assert [[line.split(": ")[1] for line in lines] for lines in told] == [
        ["the same", "differs (condition)"],
        ["a contradiction", "repeats"],
        ["nothing", "repeats"],
        ["a contradiction", "updates (killed)"],
    ]
