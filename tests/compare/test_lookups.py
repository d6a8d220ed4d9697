"""What is looked up by its words is all that a look at every statement would find."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.compare import Said, changed, find_changes, find_oppositions, oppositions, quoting
from onrecord.model import EntityRef

WORDS = ["boats", "quay", "guards", "herring"]
FORMS = [
    "the {0} were moved to the {1}",
    "no {0} were moved to the {1}",
    "this is not a {0}",
    "it was a {0} for the {1}",
    "reports of the {0} and the {1} are untrue",
    "we are still reviewing the {0} and Olmo's {1}",
    "we welcome Olmo's {0} and the {1}",
    "the {0} number 40, and the {1} too",
    "we revised the {0} to 60",
    "it is no ‘luxury of {0}’",
    "we had the luxury of {0} and {1} there",
    "the {0} {1} is ‘undone’, not so",
    "I regret my words about the ‘{0}’",
]


@st.composite
def told(draw: st.DrawFn) -> list[Said]:
    found = []
    for n in range(draw(st.integers(4, 12))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=2))
        name = draw(st.sampled_from(["Olmo", "Varga"]))
        found.append(
            Said(
                statement=f"s{n}",
                report=f"r{draw(st.integers(0, 3))}",
                speaker=EntityRef(entity=name, name=name),
                day=f"2031-05-{draw(st.integers(1, 9)):02}",
                content=draw(st.sampled_from(FORMS)).format(*words),
                kind="person",
                cue=draw(st.sampled_from(["said", "denied", "disputed"])),
                at=(100 * n, 100 * n + 80),
            )
        )
    return found


def alike(a: str, b: str) -> float:
    x, y = set(a.split()), set(b.split())
    return len(x & y) / min(len(x), len(y)) if x and y else 0.0


@pytest.fixture(autouse=True)
def few_are_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a dozen statements a word that eight have would count as rare."""
    monkeypatch.setattr(oppositions, "_RARE", 1)


def found_in(said: Sequence[Said]) -> list[object]:
    return [*find_oppositions("story", said, alike), *find_changes("story", said, alike)]


@given(told())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_by_looking_words_up(said: list[Said]) -> None:
    looked_up = found_in(said)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(oppositions, "_may_tell", lambda scene, *_: range(len(scene.units)))
        patched.setattr(quoting, "_bearing", lambda scene, _: scene.units)
        patched.setattr(changed, "_may_close", lambda r, bearers, _: sorted({n for places in bearers.values() for n in places}))
        assert found_in(said) == looked_up


def test_the_examples_do_give_findings_of_each_kind() -> None:
    """Else nothing could be lost."""
    who = [EntityRef(entity=n, name=n) for n in ("Olmo", "Varga")]

    def one(n: int, content: str, cue: str = "said", day: int = 2) -> Said:
        return Said(
            statement=f"s{n}",
            report="r",
            speaker=who[n % 2],
            day=f"2031-05-{day:02}",
            content=content,
            kind="person",
            cue=cue,
            at=(n * 99, n * 99 + 80),
        )

    denied = [one(0, "the boats were moved to the quay"), one(1, "the boats were moved to the quay", "denied")]
    closed = [one(0, "we are still reviewing the boats and the nets"), one(2, "we welcome the boats and the nets", day=5)]
    taken = [one(0, "we had the luxury of boats"), one(1, "it is no ‘luxury of boats’, Olmo", day=3)]
    kinds = [{f.type for f in [*find_oppositions("s", said, alike), *find_changes("s", said, alike)]} for said in (denied, closed, taken)]
    assert [bool(k & {kind}) for k, kind in zip(kinds, ("denies", "changes", "disputes"), strict=True)] == [True, True, True]
