"""Negation and modality, reckoned in by rule."""

from __future__ import annotations

import pytest

from onrecord.analyse.moves.force import Force
from onrecord.analyse.moves.settle import settle
from onrecord.model import Act


def settled(act: Act, *, own: bool = True, in_cue: bool = False, **force: bool | str) -> tuple[str, bool] | None:
    found = settle(act, Force(start=0, finite=True, **force), own=own, in_cue=in_cue)  # type: ignore[arg-type]
    return None if found is None else (found.act, found.negated)


@pytest.mark.parametrize(
    ("act", "force", "expected"),
    [
        ("accept", {"modal": "will", "negated": True}, ("refuse", False)),
        ("accept", {"modal": "could", "negated": True}, ("refuse", False)),
        ("accept", {"past": True, "negated": True}, ("accept", True)),
        ("accept", {"modal": "would"}, ("accept", False)),
        ("accept", {"modal": "might"}, None),
        ("confirm", {"modal": "would", "negated": True}, ("decline to comment", False)),
        ("refuse", {"past": True, "negated": True}, ("refuse", True)),
        ("warn", {"past": True, "negated": True}, None),
        ("thank", {"modal": "should"}, None),
    ],
)
def test_own_acts(act: Act, force: dict[str, bool | str], expected: tuple[str, bool] | None) -> None:
    assert settled(act, **force) == expected  # type: ignore[arg-type]


def test_what_another_did_not_do_is_denied() -> None:
    assert settled("invite", own=False, past=True, negated=True) == ("deny", False)


def test_did_indeed_confirms() -> None:
    assert settled("request", own=False, past=True, emphatic=True) == ("confirm", False)


def test_what_others_will_urge_is_not_urged() -> None:
    assert settled("urge", own=False, modal="will") is None
    assert settled("propose", own=False, modal="will") == ("propose", False)
