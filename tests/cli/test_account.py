"""The picture of a story."""

from __future__ import annotations

import json

from doubles import Run

PICTURE = """\
Minister will not sign quay paper
30 – 31 January 2026 (1 undated) · 3 reports · 5 statements · 3 speakers
story-quay · title of the report closest to the middle of the story
in The Harbour Post, Ellingham Bell (Merid), Ellingham Bell
3 reports, 3 independent origins: Merid; Ellingham Bell; The Harbour Post

Teo Lind
  30 January · The Harbour Post · indirect · “said” · via Merid · #1 [135:164]
    the offer stood until 1 April
  31 January · Ellingham Bell (Merid) · indirect · “said” · #2 [119:147]
    the offer stood from 1 April

Ana Ruiz, Harbour Minister
  30 January · The Harbour Post · direct · “told” · to reporters · #1 [1:51]
    “We will not sign a paper that gives away the quay,”
    also in: Ellingham Bell (Merid) · from 2 independent origins

Piet Amsel
  undated · Ellingham Bell · direct · “said” · #3 [0:46]
    “I asked her twice, and I have it in writing,”

Nobody could be named
  30 January · The Harbour Post · direct · “said” · #1 [193:212]
    “Nobody was asked,”
    speaker unknown: “an official” names nobody

Where the accounts meet
  differs (time): “until 1 April” against “from 1 April”
    Teo Lind: the offer stood until 1 April · 30 January · The Harbour Post · #1 [135:164]
    Teo Lind: the offer stood from 1 April · 31 January · Ellingham Bell (Merid) · #2 [119:147]

Reports
  #1 · 30 January · The Harbour Post · Minister will not sign quay paper
    post-0130
  #2 · 31 January · Ellingham Bell (Merid) · Ruiz refuses to sign
    bell-0131
  #3 · undated · Ellingham Bell · Mayor: I asked twice
    bell-late

Problems
  #3 head: nothing says when this was published; give --published
"""
SINGLE = "31 January 2026 · Ellingham Bell · Odrey: ‘I was asked how I was’ · 1 statement · story-sport\n"


def test_a_story_by_its_id_or_its_beginning_or_a_report(run: Run) -> None:
    for name in ("story-quay", "story-q", "quay", "bell-0131"):
        result = run("account", name)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == PICTURE


def test_all_stories_the_largest_first(run: Run) -> None:
    assert run("account").stdout == f"{PICTURE}\n\n{SINGLE}"
    assert run("account", "--limit", "1").stdout == PICTURE


def test_json_has_the_same(run: Run) -> None:
    account = json.loads(run("account", "quay", "--format", "json").stdout)
    assert [(voice["speaker"]["name"], voice["role"], len(voice["statements"])) for voice in account["voices"]] == [
        ("Teo Lind", None, 2),
        ("Ana Ruiz", "Harbour Minister", 1),
        ("Piet Amsel", None, 1),
    ]
    assert [row["report"] for row in account["voices"][1]["statements"][0]["also"]] == ["bell-0131"]
    assert [finding["type"] for finding in account["findings"]] == ["differs"]
    assert [row["reasons"] for row in account["unknown"]] == [["“an official” names nobody"]]
    assert json.loads(run("account", "--format", "json").stdout)["stories"][0] == account


def test_as_of_a_day_the_later_report_is_not_there(run: Run) -> None:
    picture = run("account", "quay", "--as-of", "2026-01-30").stdout
    assert "1 report " in picture and "Bell" not in picture and "Problems" not in picture


def test_the_less_sure_are_left_out_with_the_findings_about_them(run: Run) -> None:
    assert run("account", "quay", "--min-score", "0.6").stdout == PICTURE
    account = json.loads(run("account", "quay", "--min-score", "0.7", "--format", "json").stdout)
    assert (account["unknown"], len(account["findings"])) == ([], 1)
    picture = run("account", "quay", "--min-score", "0.8").stdout
    assert "3 reports · 3 statements · 3 speakers" in picture and "also in: Ellingham Bell (Merid)" in picture
    assert "Nobody could be named" not in picture and "from 1 April" not in picture and "Where the accounts meet" not in picture
    assert run("account", "quay", "--min-score", "0.8").stdout in run("account", "--min-score", "0.8").stdout


def test_every_line_fits_the_page(run: Run) -> None:
    for width in ("60", "100"):
        picture = run("account", env={"COLUMNS": width}).stdout
        assert max(map(len, picture.splitlines())) <= int(width)
