"""Names taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.forms import read_name, romanised


def plain(name: str, kind: str = "person") -> list[str]:
    return [w.plain for w in read_name(name, kind).words]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ruiz, Ana M.", ["ana", "m", "ruiz"]),
        ("Ana Ruiz, Jr.", ["ana", "ruiz"]),
        ("Gen. Ana Ruiz", ["ana", "ruiz"]),
        ("Deputy Foreign Minister Ana Ruiz", ["ana", "ruiz"]),
        ("Prince Bell", ["prince", "bell"]),
        ("J.-P. Olmo", ["j", "p", "olmo"]),
        ("AnaRuiz", ["ana", "ruiz"]),
        ("Ana McBell", ["ana", "mcbell"]),
        ("Ana O’Bell", ["ana", "obell"]),
        ("Ярослан Ветрич", ["yaroslan", "vetrich"]),
        ("नरेन वेल्म", ["nren", "velm"]),
    ],
)
def test_people(name: str, words: list[str]) -> None:
    assert plain(name) == words


@pytest.mark.parametrize(
    ("name", "words", "marks"),
    [
        ("Velm Quay Ltd.", ["velm", "quay"], {"llc"}),
        ("Velm Quay Group Holdings plc", ["velm", "quay"], {"jsc"}),
        ("Velm GmbH & Co. KG", ["velm"], {"lp"}),
        ("OOO «Велм»", ["velm"], {"llc"}),
        ("RT.velm", ["rt", "velm"], set()),
        ("Management Company", ["management"], set()),
        ("Brigade Forty-Four", ["brigade", "44"], set()),
        ("Velm Fund XIV", ["velm", "fund", "14"], set()),
        ("I. Velm", ["i", "velm"], set()),
        ("V.Q.O.", ["vqo"], set()),
        ("UK Quay Office", ["united", "kingdom", "quay", "office"], set()),
    ],
)
def test_bodies(name: str, words: list[str], marks: set[str]) -> None:
    assert plain(name, "organisation") == words
    assert read_name(name, "organisation").marks == marks


def test_particles_and_fathers() -> None:
    kinds = [w.kind for w in read_name("Omar bin Isa al-Velmi", "person").words]
    assert kinds == ["word", "filiation", "word", "particle", "word"]
    assert [w.kind for w in read_name("Ben Olmo", "person").words] == ["word", "word"]


def test_junior_is_kept_as_a_mark() -> None:
    assert read_name("Ana Ruiz Jr.", "person").marks == {"junior"}
    assert read_name("Ana Ruiz PhD", "person").marks == frozenset()


@given(st.text(max_size=40), st.sampled_from(["person", "organisation", "place"]))
def test_any_text_can_be_read(name: str, kind: str) -> None:
    assert all(w.plain and w.key for w in read_name(name, kind).words)  # type: ignore[arg-type]


@given(st.text("abcdeyijzhkou'", max_size=12))
def test_romanising_leaves_no_doubled_letter(word: str) -> None:
    found = romanised(word)
    assert all(a != b for a, b in zip(found, found[1:], strict=False))
