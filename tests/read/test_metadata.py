"""What a page says about itself: title, outlet, author, agency, and when it was published, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from onrecord.model import Published, Report
from onrecord.read.agency import find_agency
from onrecord.read.dates import date_in_url, is_future, parse_published
from onrecord.read.page import read_page

Page = Callable[..., bytes]


@pytest.mark.parametrize(
    ("head", "before", "value", "precision"),
    [
        ('<meta property="article:published_time" content="2026-03-10T06:48:00+01:00">', "", "2026-03-10T06:48:00+01:00", "second"),
        ('<meta itemprop="datePublished" content="2026-03-10">', "", "2026-03-10", "day"),
        ('<script type="application/ld+json">[{"@graph":[{"@type":["NewsArticle"],"datePublished":"2026-03-10T05:48Z"}]}]</script>', "",
         "2026-03-10T05:48+00:00", "minute"),
        ("", '<time datetime="2026-03-10T06:48+01:00">today</time>', "2026-03-10T06:48+01:00", "minute"),
        ("", "<p>Published: 10 March 2026, 06:48</p>", "2026-03-10", "day"),
        ('<meta name="date" content="0001-01-01T00:00:00Z"><meta name="pubdate" content="Tue, 10 Mar 2026 06:48:00 +0100">', "",
         "2026-03-10T06:48:00+01:00", "second"),
        ('<meta property="article:published_time" content="2026-03-10T00:00:00Z">', "", "2026-03-10", "day"),
    ],
)  # fmt: skip
def test_the_date_that_a_page_prints(page: Page, head: str, before: str, value: str, precision: str) -> None:
    published = read_page(page(head=head, before=before)).published
    assert published == Published(value=value, precision=precision, basis="page")  # type: ignore[arg-type]


def test_no_date_is_guessed(page: Page) -> None:
    after = "<div class=related><time datetime='2020-01-01'>old</time></div><p>Lisnow Post, since 4 May 1921.</p>"
    assert read_page(page(after=after)).published is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-01-30", "2026-01-30"), ("2026-01", "2026-01"), ("2026", "2026"), ("30 January 2026", "2026-01-30"),
        ("30 януари 2026", "2026-01-30"), ("30 de enero de 2026", "2026-01-30"), ("30. Januar 2026", "2026-01-30"),
        ("January 30th, 2026", "2026-01-30"), ("30.1.2026", "2026-01-30"), ("Fri, 30 Jan 2026 10:00:00 GMT", "2026-01-30T10:00:00+00:00"),
        ("2026-01-30 10:00", "2026-01-30T10:00"), ("2026-01-30T10:00:00.123456Z", "2026-01-30T10:00:00+00:00"),
        ("2026-13", None), ("2026-02-30", None), ("30/01/2026", None), ("yesterday", None), ("", None), ("1706608800", None),
        ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00"), ("x" * 5000, None),
    ],
)  # fmt: skip
def test_dates_that_a_caller_writes(written: str, value: str | None) -> None:
    published = parse_published(written, basis="given")
    assert (published.value if published else None) == value
    if published:
        is_future(published, datetime(2026, 1, 1, tzinfo=UTC))


def test_the_date_in_a_url_is_the_last_resort() -> None:
    assert date_in_url("https://post.example/2026/03/11/crane.html") == Published(value="2026-03-11", precision="day", basis="url")
    assert date_in_url("https://post.example/news-20260311-crane") == Published(value="2026-03-11", precision="day", basis="url")
    assert date_in_url("https://post.example/2026/03/crane") == Published(value="2026-03", precision="month", basis="url")
    assert date_in_url("https://post.example/article/20261399/?from=/2026/03/11/") is None


def test_a_future_date_is_kept_and_said(read_bytes: Callable[..., list[Report]]) -> None:
    [report] = read_bytes(b'{"text": "A text.", "published": "2027-01-01"}')
    assert report.published and report.published.value == "2027-01-01"
    assert any("in the future" in problem.why for problem in report.problems)
    [tomorrow] = read_bytes(b'{"text": "A text.", "published": "2026-06-02"}')
    assert not any("in the future" in problem.why for problem in tomorrow.problems)


def test_no_date_is_a_problem(read_bytes: Callable[..., list[Report]]) -> None:
    [report] = read_bytes(b'{"text": "A text.", "published": "soon"}')
    assert report.published is None
    assert [problem.why.split(".")[0] for problem in report.problems] == [
        "the given publication date 'soon' is not a date",
        "nothing says when it was published",
    ]


def test_title_outlet_author_and_url(page: Page) -> None:
    draft = read_page(page(), url="https://www.lisnowpost.example/town/crane")
    assert (draft.title, draft.outlet, draft.url) == ("Crane falls", "lisnowpost.example", "https://www.lisnowpost.example/town/crane")
    head = (
        '<meta property="og:site_name" content="Lisnow Post"><link rel="canonical" href="/town/crane">'
        '<script type="application/ld+json">{"@type":"NewsArticle","author":[{"name":"Edda Prill"},{"name":"Jan Oss"}]}</script>'
    )
    draft = read_page(page(head=head), url="https://lisnowpost.example/town/crane?ref=feed")
    assert (draft.outlet, draft.byline, draft.url) == ("Lisnow Post", "Edda Prill, Jan Oss", "https://lisnowpost.example/town/crane")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "//[bad", "data:text/html,x"])
def test_only_web_addresses_become_urls(page: Page, link: str) -> None:
    assert read_page(page(head=f'<link rel="canonical" href="{link}"><meta property="og:url" content="{link}">')).url is None


@pytest.mark.parametrize(
    "script", ["{", '{"@type":"NewsArticle","headline":"\\ud800","datePublished":5,"author":[[1]]}', "[" * 5000, "null"]
)
def test_broken_json_ld_costs_nothing_else(page: Page, script: str) -> None:
    draft = read_page(page(head=f'<script type="application/ld+json">{script}</script>'))
    assert draft.title == "Crane falls"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("LISNOW, March 12 (Reuters) - The harbour was closed.", "Reuters"),
        ("LISNOW, March 12 (Tolver) — The harbour was closed.", "Tolver"),
        ("Crane falls\n\n(Tolver News Agency)\n\nThe harbour was closed.", "Tolver News Agency"),
        ("Crane falls\n\nBy Reuters\n\nThe harbour was closed.", "Reuters"),
        ("Crane falls\n\nThe harbour was closed. (AP)", "AP"),
        ("Crane falls\n\nThe harbour was closed.\n\n— AFP", "AFP"),
        ("The harbour was closed.\n\nCopyright 2031 The Associated Press. All rights reserved.", "Associated Press"),
        ("The harbour was closed.\n\n© 2031 AFP", "AFP"),
        ("Crane falls Updated: 2031-03-12 06:50 (Xinhua)\n\nThe harbour was closed.", "Xinhua"),
        ("The harbour was closed.\n\nCopyright 2031 Tolver Quay Company. All rights reserved.", None),
        ("Copyright law was tightened, AP said, at the quay.", None),
        ("The Port Authority (PA) said on Monday that the harbour was closed.", None),
        ("The harbour is run by the Port Authority (PA)", None),
        ("The harbour was closed, Reuters reported.", None),
        ("The Tolver News Agency reported that the harbour was closed.", None),
    ],
)
def test_an_agency_that_is_credited_not_cited(text: str, agency: str | None) -> None:
    assert find_agency(text) == agency
