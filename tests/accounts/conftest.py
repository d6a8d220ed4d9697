from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from onrecord.accounts import passwords


@pytest.fixture(autouse=True)
def cheap(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords at a cost that only a test may have, unless the test is about the cost."""
    if "costly" not in request.fixturenames:
        hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
        passwords._nobodys.cache_clear()
