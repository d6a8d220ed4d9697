"""The programming interface: its description, tags, cursors, problems, and corrections that nobody overwrites unseen."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest
from served import Served
from starlette.requests import Request
from starlette.responses import Response

from onrecord.api.document import document
from onrecord.api.operations import OPERATIONS
from onrecord.serving.doors import CALLER, Caller
from onrecord.serving.repeats import Repeats

SIGNED = {"author": "Ana Ruiz", "why": "the caption says so"}
V1 = "/api/v1"


def test_the_description_is_the_frozen_one(kept: Served) -> None:
    """It changes only together with ``openapi.json``: bin/openapi writes it."""
    frozen = json.loads((resources.files("onrecord.api") / "openapi.json").read_text(encoding="utf8"))
    assert document() == frozen
    assert kept.client().get(f"{V1}/openapi.json").json() == frozen
    assert frozen["openapi"].startswith("3.1")


def test_every_reference_of_the_description_leads_somewhere() -> None:
    found = document()
    text = json.dumps(found)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= set(found["components"]["schemas"])
    for name, schema in found["components"]["schemas"].items():
        jsonschema.Draft202012Validator.check_schema(schema), name
    assert len({operation.name for operation in OPERATIONS}) == len(OPERATIONS)


def paths(served: Served) -> list[str]:
    """Every address that can be looked at."""
    client = served.client()
    story = client.get(f"{V1}/stories").json()["stories"][0]["story"]["id"]
    statement = client.get(f"{V1}/statements?size=1").json()["statements"][0]
    entity = client.get(f"{V1}/entities?size=1").json()["entities"][0]["id"]
    run = client.get(f"{V1}/runs").json()["runs"][0]["id"]
    ids = {"stories": story, "statements": statement["id"], "entities": entity, "runs": run}
    asked = {"/source": f"?report={statement['report']}", "/compare": f"?a={statement['report']}&b={statement['report']}"}
    asked |= {"/changes": "?since=2026", "/search": "?q=coast"}
    looks = [o.path for o in OPERATIONS if o.method == "get" and not o.path.startswith("/jobs/")]
    return [V1 + path.replace("{id}", ids.get(path.split("/")[1], "")) + asked.get(path, "") for path in looks]


def test_every_answer_is_as_described_and_tagged(kept: Served) -> None:
    client, found = kept.client(), document()
    looks = [o for o in OPERATIONS if o.method == "get" and not o.path.startswith("/jobs/")]
    for path, operation in zip(paths(kept), looks, strict=True):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        schema = {"$ref": f"#/components/schemas/{operation.answers}", "components": found["components"]}
        jsonschema.Draft202012Validator(schema).validate(answer.json())
        tag = answer.headers["etag"]
        again = client.get(path, headers={"if-none-match": f'"other", {tag}'})
        assert (again.status_code, again.content) == (304, b""), path
        assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_cursor_is_opaque_linked_and_visits_everything_once(larger: Served) -> None:
    client = larger.client()
    for path, key in (("statements", "statements"), ("entities", "entities"), ("stories", "stories")):
        seen: list[str] = []
        address = f"{V1}/{path}?size=250"
        while True:
            answer = client.get(address)
            found = answer.json()
            seen += [entry.get("id") or entry["story"]["id"] for entry in found[key]]
            if found["next"] is None:
                assert "link" not in answer.headers
                break
            assert answer.headers["link"].endswith('>; rel="next"')
            address = answer.headers["link"].partition(">")[0].lstrip("<")
        total = found["count"]["number"] if "count" in found else found["total"]
        assert len(seen) == len(set(seen)) == total


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *(("/statements?size=1001", 400), ("/statements?size=x", 400), ("/statements?next=zz", 400), ("/statements?as_of=soon", 400)),
        *(("/statements/none", 404), ("/stories/none", 404), ("/source", 400), ("/source?report=none", 404), ("/compare?a=x&b=y", 404)),
        *(("/changes", 400), ("/changes?since=never", 400), ("/runs/none", 404), ("/jobs/none", 404), ("/nowhere", 404)),
        *(("/judgements?state=odd", 400), ("/findings?story=none", 404), ("/entities?next=%00", 400)),
    ],
)
def test_what_goes_wrong_is_a_problem(kept: Served, path: str, status: int) -> None:
    answer = kept.client().get(f"{V1}{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert found["status"] == status and found["detail"] and found["type"].startswith("urn:onrecord:problem:")


def a_statement(served: Served) -> dict[str, Any]:
    found = served.client().get(f"{V1}/statements?size=100").json()["statements"]
    return next(s for s in found if s["speaker"])


def test_a_correction_needs_the_tag_of_what_was_seen(own: Served) -> None:
    client, before = own.client(), a_statement(own)
    path = f"{V1}/statements/{before['id']}"
    body = {"speaker": "Zora Quint", **SIGNED}
    assert client.post(f"{path}/corrections", json=body).status_code == 428
    assert client.post(f"{path}/corrections", json=body, headers={"if-match": '"version-old"'}).status_code == 412
    tag = client.get(path).headers["etag"]
    made = client.post(f"{path}/corrections", json=body, headers={"if-match": tag})
    assert made.status_code == 201
    (judgement,) = made.json()["judgements"]
    assert (judgement["was"], judgement["now"], judgement["state"]) == (before["speaker"]["name"], "Zora Quint", "in force")
    assert client.post(f"{path}/corrections", json=body, headers={"if-match": tag}).status_code == 412
    assert client.get(path).headers["etag"] != tag
    undone = client.post(f"{V1}/judgements/{judgement['id']}/undo", json=SIGNED)
    assert undone.status_code == 201
    assert client.get(path).json()["statement"]["speaker"] == before["speaker"]
    assert client.post(f"{V1}/judgements/{judgement['id']}/undo", json=SIGNED).status_code == 400
    assert client.post(f"{path}/corrections", json=body, headers={"if-match": "*"}).status_code == 201


def test_a_finding_is_said_to_be_no_conflict_and_that_is_taken_back(own: Served) -> None:
    client = own.client()
    before = client.get(f"{V1}/findings").json()["findings"]
    path = f"{V1}/findings/{before[0]['id']}/corrections"
    assert client.post(path, json={"why": "w"}).status_code == 400
    made = client.post(path, json=SIGNED)
    assert made.status_code == 201
    (judgement,) = made.json()["judgements"]
    assert (judgement["kind"], judgement["targets"][0]) == ("not a conflict", before[0]["id"])
    assert before[0]["id"] not in {f["id"] for f in client.get(f"{V1}/findings").json()["findings"]}
    assert client.post(path, json=SIGNED).status_code == 400
    assert client.post(f"{V1}/findings/finding-0/corrections", json=SIGNED).status_code == 404
    assert client.post(f"{V1}/judgements/{judgement['id']}/undo", json=SIGNED).status_code == 201
    assert client.get(f"{V1}/findings").json()["findings"] == before


UNSIGNED = ({}, {"author": "A"}, {"why": "x"}, [], "text", None)
WRONG: tuple[dict[str, Any], ...] = (
    *({}, {"speaker": 5}, {"content": [[5]]}, {"content": [[9, 1]]}, {"content": [[0, 10**8]]}, {"said": "soon"}, {"color": "red"}),
    *({"unknown_speaker": "yes"}, {"speaker_type": "ship", "speaker": "X"}, {"speaker": "\ud800"}),
)


@pytest.mark.parametrize("body", [*UNSIGNED, *({**SIGNED, **wrong} for wrong in WRONG)])
def test_a_body_that_is_none_changes_nothing(own: Served, body: Any) -> None:
    client, before = own.client(), a_statement(own)
    path = f"{V1}/statements/{before['id']}/corrections"
    answer = client.post(path, content=json.dumps(body), headers={"if-match": "*"})
    assert answer.status_code == 400, answer.text
    assert client.get(f"{V1}/judgements").json() == {"judgements": [], "numbers": {}}


def test_what_is_handed_in_becomes_a_job(own: Served) -> None:
    client = own.client()
    answer = client.post(f"{V1}/reports", json={"text": "“We will come,” Zora Quint said.", "outlet": "Post", "published": "2026-05"})
    assert answer.status_code == 202
    assert answer.headers["location"] == f"{V1}/jobs/{answer.json()['id']}"
    assert client.get(answer.headers["location"]).status_code == 200
    assert client.post(f"{V1}/reports", json={"text": "x", "published": "someday"}).status_code == 400


def test_a_write_that_is_sent_again_is_done_once(own: Served) -> None:
    client = own.client()
    body, head = {"text": "“We will mend it,” Mayor Zora Quint said."}, {"idempotency-key": "one-1"}
    first = client.post(f"{V1}/reports", json=body, headers=head)
    again = client.post(f"{V1}/reports", json=body, headers=head)
    assert (first.status_code, again.status_code) == (202, 202)
    assert (first.json()["id"], first.headers["location"]) == (again.json()["id"], again.headers["location"])
    assert len(client.get(f"{V1}/jobs").json()["jobs"]) == 1
    assert client.post(f"{V1}/reports", json=body | {"outlet": "Bell"}, headers=head).status_code == 422
    assert client.post(f"{V1}/reports", json=body, headers={"idempotency-key": "x" * 300}).status_code == 400
    one, other = (e["id"] for e in client.get(f"{V1}/entities?type=person&size=2").json()["entities"])
    wrong = client.post(f"{V1}/entities/{one}/merge", json={"with": other}, headers=head)
    right = client.post(f"{V1}/entities/{one}/merge", json={"with": other} | SIGNED, headers=head)
    same = client.post(f"{V1}/entities/{one}/merge", json={"with": other} | SIGNED, headers=head)
    assert (wrong.status_code, right.status_code, same.json()) == (400, 201, right.json()), "what was refused may be sent again, put right"
    assert len(client.get(f"{V1}/judgements").json()["judgements"]) == 1


def test_a_request_whose_first_is_still_being_worked_on_is_told_so() -> None:
    repeats = Repeats()
    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": "/x", "query_string": b"", "headers": [(b"idempotency-key", b"k")]}

    def inside() -> Response:
        return repeats.once(Request(scope), b"{}", lambda: Response(status_code=201))

    answers: list[Response] = []
    done = repeats.once(Request(scope), b"{}", lambda: (answers.append(inside()), Response("done", status_code=201))[1])
    assert (done.body, answers[0].status_code, inside().body) == (b"done", 409, b"done")
    scope[CALLER] = Caller(name="Ana Ruiz", role="editor")
    assert inside().body == b"", "another's key is another key"


def test_merging_and_splitting(own: Served) -> None:
    client = own.client()
    one, other = client.get(f"{V1}/entities?type=person&size=2").json()["entities"]
    made = client.post(f"{V1}/entities/{one['id']}/merge", json={"with": other["id"], **SIGNED})
    assert made.status_code == 201 and made.json()["judgements"][0]["kind"] == "merge"
    assert client.get(f"{V1}/entities/{one['id']}").json()["entity"]["reports"] >= one["reports"]
    split = client.post(f"{V1}/entities/{one['id']}/split", json={"name": other["name"], **SIGNED})
    assert split.status_code == 201
    assert client.post(f"{V1}/entities/{one['id']}/merge", json={"with": one["id"], **SIGNED}).status_code == 400


def test_merging_and_splitting_stories(own: Served) -> None:
    client = own.client()
    stories = [s["story"] for s in client.get(f"{V1}/stories").json()["stories"]]
    stories.sort(key=lambda story: -len(story["reports"]))
    made = client.post(f"{V1}/stories/{stories[0]['id']}/merge", json={"with": stories[1]["id"], **SIGNED})
    assert made.status_code == 201
    merged = next(s["story"] for s in client.get(f"{V1}/stories").json()["stories"] if stories[1]["reports"][0] in s["story"]["reports"])
    assert len(merged["reports"]) == len(stories[0]["reports"]) + len(stories[1]["reports"])
    split = client.post(f"{V1}/stories/{merged['id']}/split", json={"reports": stories[1]["reports"], **SIGNED})
    assert split.status_code == 201
    for wrong in ({"reports": []}, {"reports": "x"}, {"reports": [5]}, {"reports": ["none"]}, {}):
        assert client.post(f"{V1}/stories/{stories[0]['id']}/split", json={**SIGNED, **wrong}).status_code in (400, 404)


def test_another_site_may_not_write(own: Served) -> None:
    answer = own.client().post(f"{V1}/reports", json={"text": "x"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers
