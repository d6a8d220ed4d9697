"""Feeds: each entry a report, nothing opened, nothing expanded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from onrecord.model import Refusal, Report
from onrecord.read import read_reports

Read = Callable[..., list[Report | Refusal]]
TEXT = "The harbour of Lisnow was closed on Monday after a crane fell into the water, the port office said."


def rss(items: str, head: str = "") -> bytes:
    return f"<?xml version='1.0'?>{head}<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>Lisnow Post: Town</title><link>https://lisnowpost.example/</link>{items}</channel></rss>".encode()  # noqa: E501


def item(number: int, *, text: str = TEXT, whole: bool = True, link: bool = True) -> str:
    tag = "content:encoded" if whole else "description"
    url = f"<link>https://lisnowpost.example/{number}</link>" if link else ""
    return f"<item><title>Crane {number}</title>{url}<guid isPermaLink='false'>g{number}</guid><pubDate>Tue, 10 Mar 2026 06:48:00 +0100</pubDate><{tag}>&lt;p&gt;{text}&lt;/p&gt;</{tag}></item>"  # noqa: E501


def test_each_entry_is_a_report(read_bytes: Read) -> None:
    whole, summary, empty = read_bytes(rss(item(1) + item(2, whole=False, link=False) + item(3, text="")))
    assert isinstance(whole, Report) and isinstance(summary, Report)
    assert (whole.id, whole.url, whole.title, whole.outlet) == ("https://lisnowpost.example/1",) * 2 + ("Crane 1", "Lisnow Post")
    assert whole.published and (whole.published.value, whole.published.basis) == ("2026-03-10T06:48:00+01:00", "page")
    assert (whole.text, whole.problems) == (TEXT, ())
    assert summary.id == "g2" and any("only a summary" in problem.why for problem in summary.problems)
    assert isinstance(empty, Refusal) and empty.where == "standard input:entry 3"


def test_a_broken_feed_is_read_and_said(read_bytes: Read) -> None:
    [report] = read_bytes(rss(item(1))[:-20])
    assert isinstance(report, Report)
    assert any("not well-formed" in problem.why for problem in report.problems)


def test_definitions_of_a_feeds_own_are_refused(read_bytes: Read) -> None:
    bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
    outside = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    for head in (bomb, outside):
        for content in (rss(item(1, text="&x;&b;"), head), rss(item(1), head).decode().encode("utf-16")):
            [refusal] = read_bytes(content)
            assert isinstance(refusal, Refusal)


def test_a_feed_on_which_its_parser_fails_is_told_as_such(read_bytes: Read) -> None:
    broken = b"<rss version='2.0'><channel><title>A</title><item><title>B</title><link></item></cha/1</link></item></channel></rss>"
    [refusal] = read_bytes(broken)
    assert isinstance(refusal, Refusal)
    assert (refusal.kind, "its parser fails" in refusal.why) == ("failed", True)


def test_what_is_no_feed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<sitemap><url>x</url></sitemap>")
    (tmp_path / "b.rss").write_text("/etc/hostname")
    (tmp_path / "c.atom").write_text("")
    outcomes = list(read_reports([str(tmp_path)]))
    assert [type(outcome) for outcome in outcomes] == [Refusal] * 3


def test_a_hostile_entry_costs_itself_only(read_bytes: Read) -> None:
    attributes = " ".join(f"a{n}=1" for n in range(20_000))
    hostile, good = read_bytes(rss(item(1, text=f"&lt;b {attributes}&gt;") + item(2)))
    assert isinstance(hostile, Refusal) and "start tag" in hostile.why
    assert good.id == "https://lisnowpost.example/2"
