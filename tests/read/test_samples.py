"""The bundled samples, and the evaluation reports where they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.model import Report
from onrecord.read import read_reports

SAMPLES = Path(__file__).parents[2] / "samples"
SEEDS = Path(os.environ.get("ONRECORD_EVAL", SAMPLES.parents[1] / "shared")) / "seeds"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the tests")
def test_every_sample_is_a_report_in_english() -> None:
    reports = list(read_reports([str(SAMPLES)]))
    assert len(reports) == 16
    for report in reports:
        assert isinstance(report, Report), report
        assert report.title and report.outlet and report.language == "en"
        position = 0
        for piece in report.furniture:
            assert position <= piece.span.start
            position = piece.span.end
    undated = [r for r in reports if isinstance(r, Report) and r.published is None]
    assert [r.outlet for r in undated] == ["Northbank Ledger"]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the tests")
def test_a_planted_quotation_is_marked_hidden() -> None:
    [report] = read_reports([str(SAMPLES / "html" / "ledger-cost-of-the-narrows.html")])
    assert isinstance(report, Report)
    assert any(piece.kind == "hidden" and "sink that one too" in piece.span.of(report.text) for piece in report.furniture)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the evaluation reports are not here (ONRECORD_EVAL names the folder)")
def test_the_seeds_are_read_as_they_are() -> None:
    reports = [report for report in read_reports([str(SEEDS)]) if isinstance(report, Report)]
    assert [[piece.kind for piece in report.furniture] for report in reports] == [
        ["navigation", "counter", "photo credit"],
        ["repeated title", "photo credit", "subhead", "subhead", "subhead", "tags"],
    ]
    for report, path in zip(reports, sorted(SEEDS.glob("*.txt")), strict=True):
        assert report.text.encode() == path.read_bytes()
        assert report.published and report.published.basis == "given"
        assert report.title and report.problems == ()
