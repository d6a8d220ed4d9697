"""The two clocks: a banner whenever it is not now, links that keep them, and answers at a fixed pair that never change."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from served import Served, report, said

from onrecord.model import Analysis, Story

PATHS = ("/", "/statements", "/findings", "/entities", "/review")


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_now_says_so_on_every_page(desks: dict[str, Served], path: str) -> None:
    client = desks["typical"].client()
    assert "Not now." not in client.get(path).text
    page = client.get(f"{path}?as_of=2026-03-10&known_at=2027-01-01").text
    assert "Not now." in page and "10 March 2026" in page and "1 January 2027" in page


def test_links_keep_the_clocks(desks: dict[str, Served]) -> None:
    page = desks["typical"].client().get("/?as_of=2026-03-10").text
    main = page[page.index("<main") : page.index("</main>")]
    links = [link for link in re.findall(r'href="(/[^"]*)"', main)]
    assert links and all("as_of=2026-03-10" in link for link in links)


def test_what_was_published_later_is_left_out(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    now, then = (client.get("/statements.json", params={"size": 500} | more).json() for more in ({}, {"as_of": "2026-03-10"}))
    assert 0 < then["count"]["number"] < now["count"]["number"]
    assert all(s["published"]["value"][:10] <= "2026-03-10" for s in then["statements"])
    assert client.get("/statements.json?known_at=2020").json()["statements"] == []


def test_the_story_leads_from_day_to_day(desks: dict[str, Served]) -> None:
    client = desks["typical"].client()
    story = client.get("/stories.json").json()["stories"][0]["story"]["id"]
    page = client.get(f"/stories/{story}?as_of=2026-03-11").text
    assert re.search(r'rel="prev" href="[^"]*as_of=2026-03-10', page)
    assert re.search(r'rel="next" href="[^"]*as_of=2026-03-12', page)


def test_answers_at_a_fixed_pair_stay_when_more_is_read(own: Served) -> None:
    client = own.client()
    story = client.get("/stories.json").json()["stories"][0]["story"]["id"]
    pair = f"as_of=2026-03-12&known_at={datetime.now(UTC).isoformat()[:19]}Z"
    time.sleep(1.1)  # a moment is a whole second: what is read within it was known by it
    of = f"/stories/{story}"
    paths = [of, "/statements.json", "/statements.csv", f"{of}/positions.json", f"/findings.json?story={story}"]
    paths = [f"{path}{'&' if '?' in path else '?'}{pair}" for path in paths]
    before = [client.get(path).text for path in paths]
    later = report("later", "“We knew it all along,” Zora Quint said.", title="Later", outlet="Late Post", day="2026-03-11")
    statement = said(later, "Zora Quint", "We knew it all along,")
    with own.records.write() as record:
        run = record.start_run("add", "test")
        about = {"report_id": later.id, "text_sha256": later.text_sha256, "engine": "test"}
        record.add_report(run, later, Analysis(statements=(statement,), **about))
        record.finish_run(run)
        held = next(s for s in record.stories() if s.id == story)
        record.replace_stories([Story(id=held.id, title=held.title, reports=(*held.reports, later.id), reasons=held.reasons)])
    assert "Zora Quint" in client.get("/statements?text=knew").text
    assert [client.get(path).text for path in paths] == before
