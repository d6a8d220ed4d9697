"""A real client asks over standard input and output; every answer cites, and nothing is written or fetched."""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import onrecord.mcp
from mcp import Client, StdioServerParameters
from onrecord.errors import EngineError, StoreError
from onrecord.mcp import TOOLS, answer_text, serve_stdio
from onrecord.mcp.tools import MOST, NOTE
from onrecord.model import Span
from onrecord.pipeline import LiveRecord

IN_STORY = "herald-20260311-0417"  # a report of the samples' largest story
DRAFT = "“We never invited anybody,” Halyna Sorokai said. At least 30 people were killed in the collision, rescuers said."
QUESTIONS: dict[str, dict[str, Any]] = {
    "search": {"words": "narrows"},
    "stories": {},
    "statements": {"speaker": "Maslen", "limit": 5},
    "positions": {"as_of": "2026-03-11"},
    "findings": {"type": "differs"},
    "account": {"story": IN_STORY, "limit": 10},
    "screen": {"draft": DRAFT},
}


def ask(path: Path, name: str, **arguments: Any) -> Any:
    text, wrong = answer_text(path, name, arguments)
    assert not wrong, text
    return json.loads(text)


def cites(value: Any) -> Iterator[dict[str, Any]]:
    """Every citation in an answer, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "cite":
                yield inner
            yield from cites(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from cites(inner)


async def _ask_all(path: Path) -> tuple[list[Any], dict[str, Any]]:
    command = ["-c", "from onrecord.cli import main; main()", "mcp", "--record", str(path)]
    async with Client(StdioServerParameters(command=sys.executable, args=command), read_timeout_seconds=60) as client:
        tools = (await client.list_tools()).tools
        answers = {name: await client.call_tool(name, arguments) for name, arguments in QUESTIONS.items()}
        answers["wrong"] = await client.call_tool("statements", {"speaker": 5})
        answers["missing"] = await client.call_tool("fetch", {"url": "http://127.0.0.1/"})
    return tools, answers


@pytest.mark.filterwarnings("default")  # the SDK's own
def test_a_real_client_gets_answers_over_standard_input_and_output(path: Path) -> None:
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    tools, answers = anyio.run(_ask_all, path)
    assert [tool.name for tool in tools] == [tool.name for tool in TOOLS]
    for tool in tools:
        assert tool.annotations.read_only_hint and not tool.annotations.open_world_hint and not tool.annotations.destructive_hint
        Draft202012Validator.check_schema(tool.input_schema)
    for name in QUESTIONS:
        assert not answers[name].is_error, answers[name].content
        found = json.loads(answers[name].content[0].text)
        assert found["entries"] and found["note"] == NOTE and found["asked"] == QUESTIONS[name]
        assert name == "stories" or list(cites(found)), name
    assert answers["wrong"].is_error and "5 is not of type 'string'" in answers["wrong"].content[0].text
    assert answers["missing"].is_error and "There is no tool 'fetch'" in answers["missing"].content[0].text
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "stories"])
def test_every_citation_leads_to_the_words(name: str, path: Path, record: LiveRecord) -> None:
    found = ask(path, name, **QUESTIONS[name])
    texts = {report.id: report for report in record.reports()}
    checked = 0

    def walk(value: Any) -> None:
        nonlocal checked
        if isinstance(value, dict):
            if "cite" in value:
                report = texts[value["cite"]["report"]]
                assert value["cite"]["text_sha256"] == report.text_sha256
                words = [Span(*span).of(report.text) for span in value["cite"]["spans"]]
                assert words and (" … ".join(words) == value["words"] or words[0] in value["words"])
                checked += 1
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(found)
    assert checked > 0


def test_statements_are_those_of_the_record(path: Path, record: LiveRecord) -> None:
    found = ask(path, "statements", speaker="Vetrych", limit=3)
    rows = [row for row in record.statements() if row.speaker and row.speaker.name == "Yaroslan Vetrych"]
    assert [entry["statement"] for entry in found["entries"]] == [row.statement.id for row in rows[:3]]
    assert found["more"] is True and found["entries"][0]["is_quotation"] == (rows[0].statement.manner == "direct")
    assert ask(path, "statements", as_of="2026-03-09")["entries"] == []
    assert answer_text(path, "statements", {"story": "x"}) == ("The record has no story 'x'. List them with: onrecord stories", True)


def test_findings_keep_both_sides_and_leave_repeats_out(path: Path) -> None:
    found = ask(path, "findings", limit=MOST)
    assert all(entry["a"] and entry["b"] for entry in found["entries"] if entry["type"] in ("differs", "disputes", "denies"))
    assert {entry["type"] for entry in found["entries"]} >= {"differs", "denies"} and "repeats" not in {e["type"] for e in found["entries"]}
    assert {entry["type"] for entry in ask(path, "findings", type="repeats")["entries"]} == {"repeats"}


def test_a_draft_is_held_against_the_record(path: Path) -> None:
    found = ask(path, "screen", draft=DRAFT)
    kinds = {entry["kind"]: entry for entry in found["entries"]}
    assert kinds["known"]["on_record"][0]["speaker"] == "Halyna Sorokai"
    assert found["in_all"] == len(found["entries"]) >= 2


def test_an_account_says_how_much_it_leaves_out(path: Path) -> None:
    found = ask(path, "account", story=IN_STORY, limit=5)
    shown = sum(len(voice["lines"]) for voice in found["entries"][0]["voices"]) + len(found["entries"][0]["unknown"])
    assert shown == 5 and found["lines_left_out"] > 50 and found["entries"][0]["independent_origins"] > 1


def test_an_assistant_may_ask_what_was_known_then(path: Path) -> None:
    for name in ("stories", "statements", "findings", "positions"):
        assert ask(path, name, known_at="2020-01-01")["entries"] == []
    assert answer_text(path, "stories", {"known_at": "soon"})[1] is True


def test_nothing_found_is_not_nothing_said(path: Path) -> None:
    found = ask(path, "search", words="zyzzyva")
    assert found["entries"] == [] and "does not mean that nothing was said" in found["empty"]


def test_an_answer_has_a_most(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ask(path, "statements", limit=MOST)
    assert len(whole["entries"]) == MOST
    monkeypatch.setitem(answer_text.__globals__, "MOST_BYTES", 10_000)
    text, wrong = answer_text(path, "statements", {"limit": MOST})
    cut = json.loads(text)
    assert not wrong and len(text.encode()) <= 10_000
    assert cut["left_out"] + len(cut["entries"]) == MOST and cut["more"] is True


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([tool.name for tool in TOOLS if tool.name != "screen"]),
    st.dictionaries(
        st.sampled_from(["story", "words", "speaker", "as_of", "known_at", "limit", "type", "text", "x"]),
        st.text(max_size=12) | st.integers() | st.none() | st.sampled_from([IN_STORY, "2026", '"', "NEAR(", "-w1"]),
        max_size=4,
    ),
)
def test_any_question_gets_an_answer_or_a_reason(path: Path, name: str, arguments: dict[str, Any]) -> None:
    text, wrong = answer_text(path, name, arguments)
    assert text
    if not wrong:
        assert json.loads(text)["asked"] == arguments


def test_no_module_of_it_opens_a_connection_or_writes() -> None:
    """Neither imports what could fetch, nor names a method of the record that writes."""
    writes = {"add", "reanalyse", "judge", "merge", "split", "correct", "undo", "transaction", "replace_stories", "add_report"}
    folder = Path(onrecord.mcp.__file__).parent
    for module in folder.glob("*.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        names = {n.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names}
        names |= {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not names & {"urllib", "http", "socket", "requests", "httpx", "httpx2", "subprocess", "os"}
        called = {node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
        assert not called & (writes - {"add"}), module.name


def test_without_a_record_or_the_extra_one_line_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="There is no record"):
        serve_stdio(tmp_path / "none.db")
    assert answer_text(tmp_path / "none.db", "stories", {})[1] is True

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setitem(serve_stdio.__globals__, "import_module", missing)
    with pytest.raises(EngineError, match=r"pip install 'onrecord\[mcp\]'"):
        serve_stdio(tmp_path / "none.db")
