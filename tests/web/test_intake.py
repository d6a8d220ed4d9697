"""Handing reports in: pasted and uploaded, with sums that add up, and progress that streams."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from papers import column, make_docx, make_pdf, paragraph
from served import Served

from onrecord.api import api_routes
from onrecord.model import Refusal
from onrecord.pipeline import AddSummary
from onrecord.progress import Progress
from onrecord.serving import Intake, make_app
from onrecord.web import desk_routes

TEXT = "“We will mend the sluice before June,” Mayor Zora Quint told the council on Monday.\n"
PAGE = (
    "<html><head><title>Sluice</title></head><body><article><h1>Sluice to be mended</h1><p>“We will mend the sluice before June,” Mayor"
    " Zora Quint told the council.</p><p>It broke in the storm, and the fields behind it stood under water for a week.</p></article>"
    "</body></html>"
)


def ended(served: Served, job: str) -> dict[str, Any]:
    for _ in range(300):
        found: dict[str, Any] = served.client().get(f"/api/v1/jobs/{job}").json()
        if found["state"] in ("done", "failed"):
            return found
        time.sleep(0.1)
    raise AssertionError("the job did not end")


def job_of(answer: Any) -> str:
    found = re.fullmatch(r"/jobs/([\w-]+)", answer.headers["location"])
    assert found is not None
    return found[1]


def test_a_pasted_text_is_taken_in_and_shown(own: Served) -> None:
    client = own.client()
    data = {"text": TEXT, "outlet": "Sluice Post", "published": "2026-04-02"}
    answer = client.post("/add", data=data, follow_redirects=False)
    job = ended(own, job_of(answer))
    assert job["counts"] == {"inputs": 1, "stored": 1, "duplicate": 0, "refused": 0, "failed": 0}
    found = client.get("/statements.json?outlet=Sluice Post").json()["statements"]
    assert [s["speaker"]["name"] for s in found] == ["Zora Quint"]
    assert found[0]["published"]["value"] == "2026-04-02"
    page = client.get(f"/jobs/{job['id']}").text
    assert "Taken in" in page and job["run"] in page
    again = ended(own, job_of(client.post("/add", data=data, follow_redirects=False)))
    assert again["counts"]["duplicate"] == 1


def test_line_ends_of_a_form_are_not_those_of_the_text(own: Served) -> None:
    client = own.client()
    text = "One line.\r\n\r\n“We will mend the sluice,” Mayor Zora Quint said.\r\n"
    ended(own, job_of(client.post("/add", data={"text": text, "outlet": "Sluice Post"}, follow_redirects=False)))
    report = client.get("/statements.json?outlet=Sluice Post").json()["statements"][0]["report"]
    assert client.get("/api/v1/source", params={"report": report}).json()["report"]["text"] == text.replace("\r\n", "\n")
    assert "U+000D" not in client.post("/screen", data={"text": text}).text


def test_files_of_several_kinds_are_taken_in_and_the_sums_add_up(own: Served) -> None:
    files = [
        ("files", ("../../sluice.html", PAGE.encode(), "text/html")),
        ("files", ("lines.jsonl", b'{"id": "a-1", "text": "The ferry is late."}\nnot json\n', "application/json")),
        ("files", ("empty.txt", b"", "text/plain")),
    ]
    job = ended(own, job_of(own.client().post("/add", files=files, follow_redirects=False)))
    counts = job["counts"]
    assert counts["inputs"] == sum(counts[name] for name in ("stored", "duplicate", "refused", "failed")) == 4
    assert counts["stored"] == 2 and counts["refused"] + counts["failed"] == 2
    assert all(r["why"] for r in job["refusals"])
    assert "/tmp" not in json.dumps(job), "where the server keeps its files is nobody's business"
    run = own.client().get(f"/runs/{job['run']}.json").json()
    assert run["inputs"] == len(run["entries"]) == 4


def test_pdf_and_word_files_are_taken_in(own: Served) -> None:
    said = ["“We will mend the sluice before June, all of it,”", "Mayor Zora Quint told the council on Monday."]
    files = [
        ("files", ("minutes.pdf", make_pdf([column(said)]), "application/pdf")),
        ("files", ("minutes.docx", make_docx(paragraph("“We mended it,” Mayor Zora Quint said on Friday.")), "application/octet-stream")),
        ("files", ("cut.pdf", b"%PDF-1.7 cut", "application/pdf")),
    ]
    job = ended(own, job_of(own.client().post("/add", files=files, data={"outlet": "Council"}, follow_redirects=False)))
    assert job["counts"] == {"inputs": 3, "stored": 2, "duplicate": 0, "refused": 0, "failed": 1}
    assert [(r["where"], r["why"][:18]) for r in job["refusals"]] == [("cut.pdf", "the PDF is damaged")]
    found = own.client().get("/statements.json?outlet=Council").json()["statements"]
    assert {s["content_text"] for s in found} == {said[0], "“We mended it,”"}


def test_an_address_is_refused_where_fetching_is_off(own: Served) -> None:
    client = own.client()
    assert 'name="address"' not in client.get("/add").text
    answer = client.post("/add", data={"address": "https://courier.example/a"})
    assert "This desk fetches nothing" in answer.text
    refused = client.post("/api/v1/reports", json={"address": "https://courier.example/a"})
    assert refused.status_code == 400 and "onrecord serve --fetch" in refused.json()["detail"]
    assert client.get("/api/v1/jobs").json() == {"jobs": []}


@pytest.fixture
def fetching(own: Served) -> Iterator[tuple[Served, list[str]]]:
    asked: list[str] = []

    def fetch(address: str, told: Callable[[Progress], None]) -> AddSummary:
        asked.append(address)
        told(Progress(done=1, total=1, what=address))
        missed = Refusal(id=address, kind="refused", where=address, why="robots.txt of the site forbids it.")
        about: dict[str, int] = {"stored": 0, "duplicate": 1, "refused": 1, "failed": 0, "stories": 0, "findings": 0}
        return AddSummary(run="", refusals=(missed,), seconds=0.1, **about)

    intake = Intake(own.records, fetch)
    yield Served(own.records, intake, make_app([*api_routes(own.records, intake), *desk_routes(own.records, intake)])), asked
    intake.close()


def test_an_address_is_fetched_where_that_is_on(fetching: tuple[Served, list[str]]) -> None:
    served, asked = fetching
    client, address = served.client(), "https://courier.example/storm.html"
    assert 'name="address"' in client.get("/add").text
    job = ended(served, job_of(client.post("/add", data={"address": address}, follow_redirects=False)))
    assert job["counts"] == {"inputs": 2, "stored": 0, "duplicate": 1, "refused": 1, "failed": 0}
    assert (job["inputs"], job["refusals"][0]["where"], job["run"]) == ([address], address, None)
    assert "robots.txt of the site forbids it" in client.get(f"/jobs/{job['id']}").text
    assert client.post("/api/v1/reports", json={"address": address}).status_code == 202
    for wrong in ("file:///etc/passwd", "ftp://courier.example/", "javascript:alert(1)", "https://" + "x" * 3000):
        assert "is not the address of a page" in client.post("/add", data={"address": wrong}).text
        assert client.post("/api/v1/reports", json={"address": wrong}).status_code == 400
    assert client.post("/add", data={"address": address}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert set(asked) == {address}


def test_nothing_handed_in_is_said_so(own: Served) -> None:
    answer = own.client().post("/add", data={"text": "  "})
    assert "There is nothing to add" in answer.text


def test_a_wrong_date_is_refused_in_words(own: Served) -> None:
    answer = own.client().post("/add", data={"text": TEXT, "published": "someday"})
    assert "&#39;someday&#39; is not a date" in answer.text
    assert own.client().get("/api/v1/jobs").json() == {"jobs": []}


def test_progress_streams_and_ends(own: Served) -> None:
    client = own.client()
    job = job_of(client.post("/add", data={"text": TEXT}, follow_redirects=False))
    body = client.get(f"/api/v1/jobs/{job}/events").text
    events = [dict(line.split(": ", 1) for line in event.splitlines()) for event in body.strip().split("\n\n")]
    assert {e["event"] for e in events} == {"job"}
    assert [int(e["id"]) for e in events] == sorted({int(e["id"]) for e in events})
    assert json.loads(events[-1]["data"])["state"] == "done"
    last = events[-1]["id"]
    assert client.get(f"/api/v1/jobs/{job}/events", headers={"last-event-id": last}).text == ""


def test_a_draft_is_screened_and_nothing_is_kept(own: Served) -> None:
    client = own.client()
    before = client.get("/health.json").json()["amounts"]
    draft = "Nine people died, the Karthenian coast guard said. “Pigs may fly,” said Zora Quint."
    answer = client.post("/screen", data={"text": draft, "story": ""})
    assert answer.status_code == 200 and 'class="screen-kind new"' in answer.text
    assert client.get("/health.json").json()["amounts"] == before
