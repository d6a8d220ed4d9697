"""The lexicon of frames: every line can be read, every form leads to its act."""

from __future__ import annotations

from typing import get_args

import pytest

from onrecord.analyse.moves.frames import forms_of, frames, is_listed, word_list
from onrecord.lexicon import read_pairs, read_sections
from onrecord.model import Act


def acts_of(form: str) -> set[str]:
    entries = frames()[form]
    return {e.frame.act for e in (*entries.verbs, *entries.nouns, *entries.predicates, *entries.announced)}


def test_every_act_has_frames_and_codes() -> None:
    assert set(read_sections("move-frames")) == set(get_args(Act))
    assert set(read_pairs("move-codes")) == set(get_args(Act))


def test_narrated_verbs_are_frames_of_their_act() -> None:
    for act, verbs in read_sections("moves-narrated").items():
        for verb in verbs:
            forms = {form for lemma in (verb, f"{verb}+") for form, name in forms_of(lemma) if name == "past"}
            assert any(e.frame.act == act for form in forms if form in frames() for e in frames()[form].verbs), (act, verb)


@pytest.mark.parametrize(
    ("form", "act"),
    [
        ("urged", "urge"),
        ("accuses", "accuse"),
        ("rejecting", "refuse"),
        ("withdrawn", "withdraw"),
        ("admitted", "concede"),
        ("denied", "deny"),
        ("apologies", "apologise"),
        ("welcome", "invite"),
        ("unacceptable", "refuse"),
        ("retaliate", "threaten"),
    ],
)
def test_a_form_opens_its_act(form: str, act: str) -> None:
    assert act in acts_of(form)


def test_forms_are_regular_but_where_they_are_not() -> None:
    assert [f for f, _ in forms_of("deny")] == ["deny", "denies", "denied", "denied", "denying"]
    assert [f for f, _ in forms_of("agree")] == ["agree", "agrees", "agreed", "agreed", "agreeing"]
    assert [f for f, _ in forms_of("swear")] == ["swear", "swears", "swore", "sworn", "swearing"]


def test_lists_know_plurals() -> None:
    assert is_listed("ceasefires", "offers")
    assert is_listed("ministries", "actors")
    assert not is_listed("engine", "actors")


def test_an_unknown_list_is_an_error() -> None:
    with pytest.raises(KeyError):
        word_list("no such list")
