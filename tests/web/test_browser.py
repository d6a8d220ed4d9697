"""The desk in a real browser: accessible, readable on a telephone, usable by keyboard alone and without a script."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from served import Served, listening

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf8")
SCREENS = (
    *("/", "/statements", "/findings", "/entities", "/search?q=coast", "/review", "/judgements", "/versions", "/compare", "/screen"),
    *("/changes?since=2026", "/runs", "/problems", "/health", "/keys", "/add"),
)
DESK, PHONE = {"width": 1300, "height": 900}, {"width": 320, "height": 800}
RUN_AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).slice(0, 3).join(' | '))"""


def deeper(served: Served) -> tuple[str, ...]:
    """A story, its positions, a statement, a source with hidden text, a person, a run."""
    client = served.client()
    stories = client.get("/stories.json").json()["stories"]
    if not stories:
        return ("/stories/none",)
    story = max(stories, key=lambda s: len(s["story"]["reports"]))["story"]
    statement = client.get("/statements.json", params={"story": story["id"], "size": 1}).json()["statements"][0]
    entity = client.get("/entities.json?size=1").json()["entities"][0]["id"]
    run = client.get("/runs.json").json()["runs"][0]["id"]
    with served.records.read() as record:
        hiding = [r.id for r in record.reports() if any(f.kind == "hidden" for f in r.furniture)]
    source = f"/source?report={quote((hiding or [statement['report']])[0], safe='')}"
    of_story = (f"/stories/{story['id']}", f"/stories/{story['id']}/positions", f"/stories/{story['id']}?as_of=2026-03-11")
    return (*of_story, f"/statements/{statement['id']}", source, f"/entities/{entity}", f"/runs/{run}")


def told(context: Any) -> tuple[Any, list[str]]:
    """A page, and what its console says against it."""
    page, against = context.new_page(), []
    page.on("console", lambda m: against.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: against.append(str(e)))
    page.on("dialog", lambda d: (against.append(f"dialog: {d.message}"), d.dismiss()))
    return page, against


@pytest.fixture
def writable(own: Served) -> Iterator[str]:
    with listening(own.app) as address:
        yield address


class Look:
    """A page in the browser, and everything that is wrong with what it shows."""

    def __init__(self, chromium: Any, **more: Any) -> None:
        self.context = chromium.new_context(bypass_csp=True, reduced_motion="reduce", viewport=DESK, **more)
        self.page, self.against = told(self.context)
        self.bad: dict[str, Any] = {}

    def at(self, path: str) -> None:
        """Light and dark, wide and narrow, of one page load. What depends on colour is asked in both, the rest once."""
        page = self.page
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.evaluate(AXE)
        violations = page.evaluate(RUN_AXE)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        violations += page.evaluate(RUN_AXE.replace("['violations']", "['violations'], runOnly: ['color-contrast']"))
        page.set_viewport_size(PHONE)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.set_viewport_size(DESK)
        if violations or over > 0:
            self.bad[path] = (violations, f"{over} px too wide at 320")


@pytest.mark.parametrize("size", ["empty", "typical", "larger"])
def test_no_screen_has_an_axe_violation_or_runs_over(chromium: Any, desks: dict[str, Served], addresses: dict[str, str], size: str) -> None:
    look = Look(chromium)
    for path in (*SCREENS, *deeper(desks[size])):
        look.page.goto(addresses[size] + path)
        look.at(path)
    look.context.close()
    assert look.bad == {}
    assert [line for line in look.against if "404" not in line] == []


def test_what_a_form_answers_has_no_axe_violation_either(chromium: Any, own: Served, writable: str) -> None:
    """A refusal, what was taken down, a screening, and what was handed in."""
    statement = next(s for s in own.client().get("/statements.json").json()["statements"] if s["speaker"])
    look = Look(chromium)
    page = look.page
    page.goto(f"{writable}/statements/{statement['id']}")
    page.locator("#c-content").fill("9:1")
    page.locator("#c-why").fill("so it says")
    page.locator("#c-author").fill("Ana")
    page.locator("form.correct .act button").first.click()
    page.locator("[role=alert]").wait_for()
    look.at("refused")
    page.locator("#c-content").fill(", ".join(f"{start}:{end}" for start, end in statement["content"]))
    page.locator("#c-speaker").fill("Zora Quint")
    page.locator("form.correct .act button").first.click()
    page.wait_for_url("**done=**")
    look.at("done")
    page.goto(f"{writable}/judgements")
    look.at("judgements")
    page.goto(f"{writable}/screen")
    page.locator("#draft").fill("Nine people died, the Karthenian coast guard said. “Pigs may fly,” said Zora Quint.")
    page.locator("main form button").first.click()
    page.locator(".screen-kind").first.wait_for()
    look.at("screened")
    page.goto(f"{writable}/add")
    page.locator("#text").fill("“We will mend it,” Mayor Zora Quint said.")
    page.locator("form.correct button").first.click()
    page.locator(".sums").wait_for(timeout=20_000)
    look.at("taken in")
    look.context.close()
    assert (look.bad, look.against) == ({}, [])


def test_every_screen_is_there_without_a_script(chromium: Any, desks: dict[str, Served], addresses: dict[str, str]) -> None:
    """As wide as a telephone, in the dark; nothing asks for a script, and every form can be sent."""
    context = chromium.new_context(java_script_enabled=False, color_scheme="dark", viewport=PHONE)
    page = context.new_page()
    bad: dict[str, Any] = {}
    for path in (*SCREENS, *deeper(desks["typical"])):
        page.goto(addresses["typical"] + path)
        found = page.evaluate(
            """() => ({over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            heading: document.querySelector('h1').checkVisibility(), mute: [...document.querySelectorAll('form')].filter(f =>
            !f.querySelector('button, input[type=submit]')).length, take: document.querySelectorAll('.take').length})"""
        )
        if found != {"over": 0, "heading": True, "mute": 0, "take": 0}:
            bad[path] = found
    context.close()
    assert bad == {}


def test_targets_are_large_enough_on_a_telephone(chromium: Any, desks: dict[str, Served], addresses: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    for path in ("/", "/add", "/review"):
        page.goto(addresses["typical"] + path)
        small = page.evaluate(
            "[...document.querySelectorAll('button, input:not([type=hidden]), select, nav a')].filter(e => e.checkVisibility())"
            ".map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])"
            ".filter(([, r]) => r.height > 0 && r.height < 24).map(([h]) => h)"
        )
        assert small == [], path
    context.close()


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Any, selector: str, most: int = 120) -> None:
    """As somebody does who has no mouse."""
    for _ in range(most):
        if page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} was not reached with Tab")


def test_a_statement_is_found_by_keyboard_alone(chromium: Any, writable: str) -> None:
    context = chromium.new_context(viewport={"width": 1300, "height": 900})
    page, against = told(context)
    page.goto(writable)
    press(page, "/")
    page.keyboard.type("turning a waterway")
    press(page, "Enter")
    page.wait_for_url("**/search**")
    page.locator("#main").focus()
    press(page, "j")
    assert page.evaluate("document.activeElement.matches('[data-entry]')")
    press(page, "Enter")
    page.wait_for_url("**/statements/**")
    assert "a waterway" in page.locator("blockquote.big").inner_text()
    assert against == []
    context.close()


def test_two_sources_are_compared_by_keyboard_alone(chromium: Any, writable: str) -> None:
    context = chromium.new_context(viewport={"width": 1300, "height": 900})
    page, against = told(context)
    page.goto(writable)
    press(page, "g", "d")
    page.wait_for_url("**/findings")
    press(page, "j", "j", "j")
    links = page.evaluate("[...document.activeElement.querySelectorAll('a[data-source]')].map(a => a.dataset.source)")
    assert len(set(links)) > 1
    shown = []
    for statement in (links[0], links[-1]):
        tab_to(page, f"a[data-source='{statement}']")
        press(page, "Enter")
        page.wait_for_function("s => new URL(location).searchParams.get('s') === s", arg=statement)
        shown.append(page.locator("#panel .title").inner_text() + page.locator("#panel mark.on").first.inner_text())
        page.locator("#main").focus()
    assert shown[0] != shown[1]
    assert against == []
    context.close()


def test_a_speaker_is_corrected_and_it_is_undone_by_keyboard_alone(chromium: Any, own: Served, writable: str) -> None:
    statement = next(s for s in own.client().get("/statements.json").json()["statements"] if s["speaker"])
    context = chromium.new_context(viewport={"width": 1300, "height": 900})
    page, against = told(context)
    page.goto(f"{writable}/statements/{statement['id']}")
    press(page, "c")
    tab_to(page, "#c-speaker")
    press(page, "Control+a")
    page.keyboard.type("Zora Quint")
    tab_to(page, "#c-why")
    page.keyboard.type("the caption says so")
    press(page, "Tab")
    page.keyboard.type("Ana Ruiz")
    press(page, "Enter")
    page.wait_for_url("**done=**")
    assert page.locator("h1 .who").inner_text() == "Zora Quint"
    tab_to(page, "#undo")
    press(page, "Enter")
    page.wait_for_url(re.compile(r"/statements/[\w-]+$"))
    assert page.locator("h1 .who").inner_text() == statement["speaker"]["name"]
    assert against == []
    context.close()


def test_what_is_chosen_is_exported_by_keyboard_alone(chromium: Any, own: Served, writable: str) -> None:
    context = chromium.new_context(viewport=DESK, accept_downloads=True)
    page, against = told(context)
    page.goto(writable)
    press(page, "g", "l")
    page.wait_for_url("**/statements")
    tab_to(page, "#f-speaker")
    page.keyboard.type("Vetrych")
    press(page, "Enter")
    page.wait_for_url("**speaker=Vetrych**")
    page.locator("#main").focus()
    tab_to(page, "a[href*='/statements.csv']")
    with page.expect_download() as download:
        press(page, "Enter")
    rows = list(csv.DictReader(download.value.path().read_text(encoding="utf8").splitlines()))
    asked = own.client().get("/statements.json?speaker=Vetrych&size=200").json()["statements"]
    assert [row["id"] for row in rows] == [statement["id"] for statement in asked] != []
    assert against == []
    context.close()


def test_the_panel_of_keys_opens_and_single_letters_can_be_switched_off(chromium: Any, writable: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(writable)
    press(page, "?")
    assert page.locator("#keys-panel").is_visible()
    assert "Go to disagreements" in page.locator("#keys-panel").inner_text()
    press(page, "Escape")
    assert not page.locator("#keys-panel").is_visible()
    page.locator("#search").focus()
    press(page, "?")
    assert page.locator("#search").input_value() == "?" and not page.locator("#keys-panel").is_visible()
    page.goto(writable)
    page.locator("#keys-on").select_option("off")
    page.locator(".settings button").click()
    press(page, "?")
    assert not page.locator("#keys-panel").is_visible()
    context.close()


def test_the_choice_of_dark_holds_without_a_flash(chromium: Any, writable: str) -> None:
    context = chromium.new_context(color_scheme="light", java_script_enabled=False)
    page = context.new_page()
    page.goto(writable)
    page.locator("#theme").select_option("dark")
    page.locator(".settings button").click()
    page.goto(f"{writable}/statements")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_everything_works_without_a_script(chromium: Any, own: Served, writable: str) -> None:
    """Read, search, filter, correct, undo, add."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(writable)
    page.locator(".story h2 a").first.click()
    page.locator("a.to-source").first.click()
    assert page.locator("#panel mark.on").count() > 0
    page.locator("#search").fill("waterway")
    page.locator(".find button").click()
    assert page.locator("mark.hit").count() > 0
    page.goto(f"{writable}/statements")
    page.locator("#f-speaker").fill("Sorokai")
    page.locator(".filters button").click()
    assert page.locator("tr[data-entry]").count() > 3
    page.locator("a.to-source").first.click()
    page.locator("#c-speaker").fill("Zora Quint")
    page.locator("#c-why").fill("so it says")
    page.locator("#c-author").fill("Ana")
    page.locator("form.correct .act button").first.click()
    assert page.locator("h1 .who").inner_text() == "Zora Quint"
    page.locator("#undo").click()
    assert page.locator("h1 .who").inner_text() != "Zora Quint"
    page.goto(f"{writable}/add")
    page.locator("#text").fill("“We will mend it,” Mayor Zora Quint said on Monday.")
    page.locator("form.correct button").first.click()
    for _ in range(100):
        if page.locator(".sums").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    assert "stored" in page.locator(".sums").inner_text()
    context.close()


def test_a_place_is_taken_from_what_is_selected_in_code_points(chromium: Any, own: Served, writable: str) -> None:
    statement = next(s for s in own.client().get("/statements.json?manner=direct").json()["statements"] if len(s["content"]) == 1)
    context = chromium.new_context(viewport={"width": 1300, "height": 900})
    page, against = told(context)
    page.goto(f"{writable}/statements/{statement['id']}")
    page.evaluate("const m = document.querySelector('#panel mark.on.c'); getSelection().selectAllChildren(m)")
    page.locator("#c-content + .take").click()
    start = statement["content"][0][0]
    assert page.locator("#c-content").input_value().startswith(f"{start}:")
    assert against == []
    context.close()


def test_progress_shows_itself(chromium: Any, writable: str) -> None:
    context = chromium.new_context()
    page, against = told(context)
    page.goto(f"{writable}/add")
    page.locator("#text").fill("“We will mend it again,” Mayor Zora Quint said on Tuesday.")
    page.locator("form.correct button").first.click()
    page.locator(".sums").wait_for(timeout=20_000)
    assert against == []
    context.close()


def test_it_prints_without_its_tools(chromium: Any, desks: dict[str, Served], addresses: dict[str, str]) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(addresses["typical"] + deeper(desks["typical"])[0])
    page.emulate_media(media="print")
    for tool in (".find", ".foot", ".bar nav", ".contents"):
        assert not page.locator(tool).first.is_visible(), tool
    assert page.locator("h1").is_visible() and page.locator(".card").first.is_visible()
    assert page.pdf()[:5] == b"%PDF-"
    context.close()
