"""What people change at the desk, and that all of it can be taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from served import Served

SIGNED = {"why": "the caption says so", "author": "Ana Żółw"}


def a_statement(served: Served, **wanted: Any) -> dict[str, Any]:
    found = served.client().get("/api/v1/statements", params={"size": 200, **wanted}).json()["statements"]
    return next(s for s in found if s["speaker"])


def detail(served: Served, statement: str) -> dict[str, Any]:
    found: dict[str, Any] = served.client().get(f"/statements/{statement}.json").json()
    return found


def form_of(page: str) -> dict[str, str]:
    """The first correction form as a browser would send it unchanged."""
    form = re.search(r'<form class="correct" method="post".*?</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'<input[^>]*?name="(\w+)"[^>]*?value="([^"]*)"', form[0]))
    fields.pop("unknown_speaker", None)
    return fields


def test_a_speaker_is_corrected_shown_and_taken_back(own: Served) -> None:
    client, before = own.client(), a_statement(own)
    fields = form_of(client.get(f"/statements/{before['id']}").text) | {"speaker": "Zora Quint"} | SIGNED
    answer = client.post(f"/statements/{before['id']}/correct", data=fields)
    assert answer.status_code == 200 and "Taken down:" in answer.text
    after = detail(own, before["id"])
    assert after["statement"]["speaker"]["name"] == "Zora Quint"
    (judgement,) = after["judgements"]
    assert (judgement["kind"], judgement["was"], judgement["author"]) == ("speaker", before["speaker"]["name"], "Ana Żółw")
    assert "corrected by Ana Żółw" in client.get("/statements", params={"speaker": "Zora Quint"}).text
    client.post(f"/judgements/{judgement['id']}/undo", data={"why": "no", "author": "Bo"})
    again = detail(own, before["id"])
    assert again["statement"]["speaker"] == before["speaker"]
    assert [j["state"] for j in again["judgements"] if j["kind"] == "speaker"] == ["undone"]
    assert "undone" in client.get(f"/statements/{before['id']}").text


def test_an_unchanged_form_changes_nothing(own: Served) -> None:
    client, before = own.client(), a_statement(own)
    answer = client.post(f"/statements/{before['id']}/correct", data=form_of(client.get(f"/statements/{before['id']}").text) | SIGNED)
    assert "Nothing is said about what is wrong" in answer.text
    assert detail(own, before["id"])["judgements"] == []


def test_spans_and_day_are_corrected(own: Served) -> None:
    client, before = own.client(), a_statement(own)
    start, end = before["content"][0]
    fields = form_of(client.get(f"/statements/{before['id']}").text)
    fields |= {"content": f"{start}:{end - 2}", "said": "2026-03-09"} | SIGNED
    client.post(f"/statements/{before['id']}/correct", data=fields)
    after = detail(own, before["id"])
    assert after["statement"]["content"] == [[start, end - 2]]
    assert after["statement"]["said"]["value"] == "2026-03-09"
    assert {j["kind"] for j in after["judgements"]} == {"content", "said"}


@pytest.mark.parametrize("given", ["9:1", "here", "0:99999999", "5:5", "1:4, 2:9"])
def test_a_place_that_is_none_is_refused_in_words_and_what_was_typed_stays(own: Served, given: str) -> None:
    client, before = own.client(), a_statement(own)
    fields = form_of(client.get(f"/statements/{before['id']}").text) | {"content": given} | SIGNED
    answer = client.post(f"/statements/{before['id']}/correct", data=fields)
    assert 'role="alert"' in answer.text
    assert all(f'value="{kept}"' in answer.text for kept in (given, *SIGNED.values()))
    assert detail(own, before["id"])["judgements"] == []


def test_what_is_no_statement_leaves_every_list_and_comes_back(own: Served) -> None:
    client, before = own.client(), a_statement(own)
    client.post(f"/statements/{before['id']}/correct", data={"not_a_statement": "yes", "based_on": before["version"]} | SIGNED)
    assert client.get("/api/v1/statements", params={"report": before["report"], "size": 500}).text.count(before["id"]) == 0
    page = client.get(f"/statements/{before['id']}").text
    assert "Judged to be no statement" in page
    judgement = detail(own, before["id"])["judgements"][0]["id"]
    client.post(f"/judgements/{judgement}/undo", data={"why": "it is one", "author": "Bo"})
    assert before["id"] in client.get("/api/v1/statements", params={"report": before["report"], "size": 500}).text


def test_a_form_that_is_out_of_date_is_refused(own: Served) -> None:
    client, before = own.client(), a_statement(own)
    old = form_of(client.get(f"/statements/{before['id']}").text)
    client.post(f"/statements/{before['id']}/correct", data=old | {"speaker": "First Hand"} | SIGNED)
    answer = client.post(f"/statements/{before['id']}/correct", data=old | {"speaker": "Second Hand"} | SIGNED)
    assert "is not any more what the correction is based on" in answer.text
    assert detail(own, before["id"])["statement"]["speaker"]["name"] == "First Hand"


def test_nobody_judges_without_a_name_and_a_reason(own: Served) -> None:
    client, before = own.client(), a_statement(own)
    for signed in ({"why": "x"}, {"author": "x"}, {"why": " ", "author": "x"}):
        answer = client.post(f"/statements/{before['id']}/correct", data={"unknown_speaker": "yes"} | signed)
        assert "needs your name and a reason" in answer.text
    assert detail(own, before["id"])["judgements"] == []


def test_entities_are_merged_split_and_parted_again(own: Served) -> None:
    client = own.client()
    found = client.get("/api/v1/entities", params={"type": "person", "size": 40}).json()["entities"]
    one, other = found[0], found[5]
    answer = client.post(f"/entities/{one['id']}/merge", data={"with": other["id"]} | SIGNED)
    assert "Taken down:" in answer.text
    merged = client.get(f"/entities/{one['id']}.json").json()
    assert other["name"] in {s["name"] for s in merged["entity"]["spellings"]}
    client.post(f"/entities/{one['id']}/split", data={"name": other["name"]} | SIGNED)
    parted = client.get(f"/entities/{one['id']}.json").json()
    assert other["name"] not in {s["name"] for s in parted["entity"]["spellings"]}
    states = {j["kind"]: j["state"] for j in client.get("/judgements.json").json()["judgements"]}
    assert states == {"merge": "in force", "split": "in force"}
    answer = client.post(f"/entities/{one['id']}/merge", data={"with": "nobody at all"} | SIGNED)
    assert answer.status_code in (200, 404) and "nobody at all" in answer.text


def test_the_queue_goes_on_when_something_is_decided(own: Served) -> None:
    client = own.client()
    first = client.get("/review.json?queue=unsure").json()
    statement = first["statement"]["id"]
    client.post(f"/statements/{statement}/correct", data={"not_a_statement": "yes", "then": "/review?queue=unsure"} | SIGNED)
    second = client.get("/review.json?queue=unsure").json()
    assert second["statement"]["id"] != statement
    assert second["count"]["number"] == first["count"]["number"] - 1


def test_a_card_is_judged_to_be_no_conflict_and_taken_back(own: Served) -> None:
    client = own.client()
    before = client.get("/findings.json").json()
    assert f'action="/findings/{before["findings"][0]["id"]}/dismiss"' in client.get("/findings").text
    found = next(f for f in before["findings"] if f["a"][0].startswith("statement"))
    for path in (f"/stories/{found['story']}", f"/statements/{found['a'][0]}"):
        assert f'action="/findings/{found["id"]}/dismiss"' in client.get(path).text
        assert "/dismiss" not in client.get(f"{path}?as_of=2999").text, "only now can be judged"
    then = datetime.now(UTC).isoformat()[:26] + "Z"
    refused = client.post(f"/findings/{found['id']}/dismiss", data={"author": "x", "why": " "})
    assert refused.status_code == 400 and "needs your name and a reason" in refused.text
    answer = client.post(f"/findings/{found['id']}/dismiss", data={"then": "//elsewhere.example/"} | SIGNED)
    assert (answer.status_code, answer.url.path) == (200, "/findings") and "Taken down:" in answer.text
    after = client.get("/findings.json").json()
    assert found["id"] not in {f["id"] for f in after["findings"]}
    assert after["numbers"].get(found["type"], 0) == before["numbers"][found["type"]] - 1
    assert found["id"] in {f["id"] for f in client.get(f"/findings.json?known_at={then}&type={found['type']}").json()["findings"]}
    assert found["id"] not in client.get(f"/stories/{found['story']}").text
    (judgement,) = client.get("/judgements.json").json()["judgements"]
    assert (judgement["kind"], judgement["author"]) == ("not a conflict", "Ana Żółw")
    assert "<strong>not a conflict</strong>" in client.get("/judgements").text
    back = client.post(f"/judgements/{judgement['id']}/undo", data={"why": "it is one", "author": "Bo"})
    assert back.url.path == "/findings" and client.get("/findings.json").json() == before
    answer = client.post(f"/findings/{found['id']}/dismiss", data={"then": f"/stories/{found['story']}"} | SIGNED)
    assert answer.url.path == f"/stories/{found['story']}" and 'id="undo"' in answer.text
    assert client.post("/findings/finding-0/dismiss", data=SIGNED).status_code == 404


def test_each_queue_holds_what_it_says(own: Served) -> None:
    client = own.client()
    assert client.get("/review.json?queue=unsure").json()["statement"]["score"] < 0.6
    assert client.get("/review.json?queue=unnamed").json()["statement"]["speaker"] is None
    parted = client.get("/review.json?queue=parted").json()["statement"]["id"]
    sides = [s for f in client.get("/findings.json").json()["findings"] for s in (*f["a"], *f["b"])]
    assert parted in sides


def test_stories_are_merged_and_a_report_is_split_off_and_it_is_all_undone(own: Served) -> None:
    client = own.client()
    before = {s["story"]["id"]: s["story"]["reports"] for s in client.get("/stories.json").json()["stories"]}
    one, other = sorted(before, key=lambda story: -len(before[story]))[:2]
    answer = client.post(f"/stories/{one}/merge", data={"with": other} | SIGNED)
    assert answer.status_code == 200 and "Taken down:" in answer.text
    merged = next(s["story"] for s in client.get("/stories.json").json()["stories"] if before[other][0] in s["story"]["reports"])
    assert set(merged["reports"]) == {*before[one], *before[other]}
    answer = client.post(f"/stories/{merged['id']}/split", data={"report": before[one][-1]} | SIGNED)
    assert "Taken down:" in answer.text
    assert before[one][-1] not in client.get(f"{answer.url.path}.json").text.partition('"voices"')[0]
    for judgement in client.get("/judgements.json?state=in force").json()["judgements"]:
        client.post(f"/judgements/{judgement['id']}/undo", data={"why": "no", "author": "Bo"})
    after = {s["story"]["id"]: s["story"]["reports"] for s in client.get("/stories.json").json()["stories"]}
    assert sorted(map(sorted, after.values())) == sorted(map(sorted, before.values()))


def test_a_past_moment_is_shown_as_it_was_whatever_is_judged_later(own: Served) -> None:
    client, before = own.client(), a_statement(own)
    then = f"known_at={datetime.now(UTC).isoformat()[:26]}Z"
    story = client.get("/stories.json").json()["stories"][0]["story"]["id"]
    paths = [f"/statements/{before['id']}.json", f"/stories/{story}", "/statements.csv", "/entities.json"]
    old = [own.client().get(f"{path}?{then}").text for path in paths]  # without the cookies of who judges
    client.post(f"/statements/{before['id']}/correct", data={"speaker": "Zora Quint", "based_on": before["version"]} | SIGNED)
    people = client.get("/api/v1/entities", params={"type": "person", "size": 40}).json()["entities"]
    client.post(f"/entities/{people[0]['id']}/merge", data={"with": people[5]["id"]} | SIGNED)
    assert "Zora Quint" in client.get("/statements.csv").text
    assert [own.client().get(f"{path}?{then}").text for path in paths] == old
