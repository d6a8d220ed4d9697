"""The pages for users: what they run is run, and what they say is printed, is printed."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.store import open_record

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FINE = (0, 3)  # 3: done, and draft and record differ
ADDED = "onrecord add "  # done once for all tests


def words(text: str) -> str:
    """One line: where the output breaks depends on its width."""
    return " ".join(text.split())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_what_a_page_runs_prints_what_it_says(page: Path, samples_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(samples_record, tmp_path / "story.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_RECORD", "story.db")
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    for _, name, text in blocks:
        if name:
            Path(name).write_text(text, encoding="utf-8")
    ran = 0
    for language, _, text in blocks:
        for command in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:] if language == "console" else []:
            line, _, told = command.partition("\n")
            ran += 1
            if line.startswith(ADDED):
                with open_record(samples_record, read_only=True) as record:
                    assert told.strip() == f"{(n := len(list(record.reports())))} inputs: {n} stored"
                continue
            result = CliRunner().invoke(main, shlex.split(line)[1:], catch_exceptions=False)
            assert result.exit_code in FINE, f"{line}: {result.output}"
            printed = words(result.stdout)
            assert [t for t in told.splitlines() if words(t) not in printed] == [], f"{line} printed:\n{result.stdout}"
    assert ran


def test_the_first_page_shows_what_the_account_says(samples_record: Path) -> None:
    """Its lines in their order; an ellipsis stands for those between."""
    shown = FENCE.findall((DOCS.parent / "README.md").read_text(encoding="utf-8"))[0][2]
    told = words(CliRunner().invoke(main, ["account", "--record", str(samples_record)]).output)
    at = 0
    for part in shown.split("\n…\n"):
        found = told.find(words(part), at)
        assert found >= 0, f"not told there: {part}"
        at = found + len(words(part))


def test_the_reference_is_what_the_code_says() -> None:
    description = importlib.util.spec_from_file_location("write_reference", DOCS / "reference" / "write.py")
    assert description is not None and description.loader is not None
    module = importlib.util.module_from_spec(description)
    description.loader.exec_module(module)
    stale = [name for name, text in module.pages().items() if (DOCS / "reference" / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run: python docs/reference/write.py"
