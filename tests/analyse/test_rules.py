"""An analysis names its rules: another rule or word list is another engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pages import ToldTagger, a_report

from onrecord.analyse import analyse_report, engine_of, rules
from onrecord.engines.protocols import Tagged

NOBODY = ToldTagger(Tagged(attributions=(), names=()))


def test_the_engine_names_tagger_and_rules() -> None:
    engine = analyse_report(a_report("The quay is shut."), tagger=NOBODY).engine
    assert engine == engine_of(NOBODY)
    assert re.fullmatch(r"told rules-[0-9a-f]{10}", engine)


@pytest.mark.parametrize("change", ["code.py", "deeper/list.txt"])
def test_the_digest_changes_with_code_and_lists_and_with_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    def digest() -> str:
        rules.rules_digest.cache_clear()
        return rules.rules_digest()

    monkeypatch.setattr(rules, "files", lambda place: tmp_path)
    (tmp_path / "deeper").mkdir()
    (tmp_path / "code.py").write_text("a = 1\n")
    (tmp_path / "deeper" / "list.txt").write_text("harbour\n")
    before = digest()
    (tmp_path / "code.pyc").write_text("compiled")
    assert digest() == before
    (tmp_path / change).write_text("quay\n")
    assert digest() != before
    monkeypatch.undo()
    digest()
