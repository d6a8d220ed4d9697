"""Whatever is asked, as the description allows and as it does not: no failure of the server, and answers as described."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from served import serving

from onrecord.api.operations import OPERATIONS, Operation

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
checks = pytest.importorskip("schemathesis.specs.openapi.checks", reason="schemathesis is not installed")

EXAMPLES = int(os.environ.get("ONRECORD_API_EXAMPLES", "15"))  # of each operation and mode; thousands when somebody wants to know more
HELD = (
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
)


@pytest.fixture(scope="module")
def described(samples_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("asked") / "asked.db"
    shutil.copy(samples_record, path)
    with serving(path) as served:
        yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", served.app, headers={"host": "127.0.0.1"})


@pytest.mark.parametrize("mode", ["positive", "negative"])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_an_operation_holds_to_its_description(described: Any, operation: Operation, mode: str) -> None:
    if mode == "negative" and not (operation.params or operation.takes):
        pytest.skip("it asks for nothing that could be wrong")
    found = described[operation.path][operation.method.upper()]
    cases = found.as_strategy(generation_mode=schemathesis.GenerationMode(mode))

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=cases)
    def holds(case: Any) -> None:
        case.headers = {**(case.headers or {}), "host": "127.0.0.1"}
        case.call_and_validate(checks=HELD)

    holds()
