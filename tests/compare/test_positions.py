"""Sides, issues, offers and positions made from moves."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.compare import Told, Voice, find_positions, gather_issues, gather_offers, place_moves
from onrecord.compare.sides import bodies_of, side_of, sides_of
from onrecord.compare.topics import read_topic
from onrecord.model import Act, EntityRef, EntityType, Move, Position, Span, Term, TermKey

SPAN = Span(0, 1)


def voice(name: str, *roles: str, kind: EntityType = "person") -> Voice:
    return Voice(ref=EntityRef(entity=f"entity-{name}", name=name), type=kind, roles=roles)


KARTHENIA, VELMORA = voice("Karthenia", kind="state"), voice("Velmora", kind="state")
VETRYCH = voice("Yaroslan Vetrych", "Karthenian President")
SOROKAI = voice("Ilva Sorokai", "foreign minister of Karthenia")
MASLEN = voice("Edric Maslen", "Velmoran Foreign Minister")
UNION = voice("Dock Union", kind="organisation")


def told(number: int, actor: Voice | None, act: Act, what: str | None, *, by: Voice | None = None, **rest: object) -> Told:
    terms = tuple(Term(key=k, value=v, span=SPAN) for k, v in rest.pop("terms", ()))  # type: ignore[attr-defined]
    move = Move(act=act, span=SPAN, actor=None, what=what, terms=terms, negated=bool(rest.pop("negated", False)))
    day, target = str(rest.pop("day", "2031-03-10")), rest.pop("target", None)
    report = str(rest.pop("report", "r1"))
    clause = str(rest.pop("clause", ""))
    return Told(
        clause=clause,
        statement=f"s{number}",
        report=report,
        day=day,
        order=number,
        move=move,
        actor=actor,
        target=target,
        told_by=by or actor,  # type: ignore[arg-type]
    )


def positions(*moves: Told) -> list[Position]:
    return find_positions("story", gather_issues(place_moves(moves, [KARTHENIA, VELMORA])))


def stances(*moves: Told) -> list[tuple[str, str | None, str]]:
    return [(p.actor.name, p.option, p.stance) for p in positions(*moves)]


@pytest.mark.parametrize(
    ("who", "side"),
    [
        (VETRYCH, "Karthenia"),
        (SOROKAI, "Karthenia"),
        (MASLEN, "Velmora"),
        (KARTHENIA, "Karthenia"),
        (voice("Jan Brook", "Polish deputy prime minister"), "Poland"),
        (voice("Jan Brook", "spokesman for the Dock Union"), "Dock Union"),
        (voice("Downing Street", kind="organisation"), "United Kingdom"),
        (voice("Ottawa", kind="place"), "Canada"),
        (voice("Polish officials", kind="group"), "Poland"),
        (voice("Jan Brook", "former Polish prime minister"), "Jan Brook"),
        (voice("Jan Brook", "Polish footballer"), "Jan Brook"),
        (voice("Jan Brook"), "Jan Brook"),
        (voice("Poland", kind="person"), "Poland"),
    ],
)
def test_whom_somebody_speaks_for(who: Voice, side: str) -> None:
    found = side_of(who, bodies_of([KARTHENIA, VELMORA, UNION]))
    assert found.ref.name == side
    assert found.reason


@pytest.mark.parametrize(
    ("name", "side"),
    [
        ("spokeswoman for Vetrych's office", "Karthenia"),
        ("spokesman for Maslen’s government", "Velmora"),
        ("lawyer for Vetrych's office", None),
        ("spokeswoman for Brook's office", None),  # two of the name speak for two states
    ],
)
def test_who_speaks_for_somebodys_office_speaks_for_what_he_speaks_for(name: str, side: str | None) -> None:
    known = [KARTHENIA, VELMORA, VETRYCH, MASLEN, voice("Jan Brook", "Polish prime minister"), voice("Una Brook", "Velmoran envoy")]
    found = sides_of([*known, voice(name, kind="office")])[f"entity-{name}"]
    assert found.ref.name == (side or name)


def test_the_speaker_for_a_side_is_kept_beside_it() -> None:
    (position,) = positions(told(1, SOROKAI, "invite", "talks", terms=[("place", "Drovnyk")]))
    assert position.actor == KARTHENIA.ref
    assert [(v.ref.name, v.role) for v in position.voices] == [("Ilva Sorokai", "foreign minister of Karthenia")]
    assert position.statements == ("s1",)


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ("three days of talks", "meeting"),
        ("a ceasefire in the strait", "pause"),
        ("to stop the shelling", "pause"),
        ("the shelling of the port", "strikes"),
        ("a 6 per cent pay rise", "pay"),
        ("the idea", None),
        ("it", None),
        ("the herring quota", "sanctions"),
    ],
)
def test_what_a_move_is_about(what: str, key: str | None) -> None:
    topic = read_topic(what)
    assert (topic and topic.key) == key


def test_an_offer_an_answer_and_a_counter_offer() -> None:
    moves = [
        told(1, VETRYCH, "invite", "talks", target=VELMORA, terms=[("place", "Drovnyk"), ("duration", "three days")]),
        told(2, MASLEN, "refuse", "the meeting", target=VETRYCH, terms=[("place", "Drovnyk")]),
        told(3, MASLEN, "propose", "talks", target=KARTHENIA, terms=[("place", "Kherevan")]),
    ]
    assert stances(*moves) == [("Karthenia", "Drovnyk", "proposes"), ("Velmora", "Drovnyk", "refuses"), ("Velmora", "Kherevan", "proposes")]
    offers = gather_offers("story", gather_issues(place_moves(moves)))
    assert [(o.option, [m.act for m in o.moves]) for o in offers] == [("Drovnyk", ["invite", "refuse"]), ("Kherevan", ["propose"])]
    assert [(t.key, t.value) for t in offers[0].terms] == [("duration", "three days")]


def test_only_there_and_anywhere_but_there() -> None:
    moves = [
        told(1, VETRYCH, "accept", "the meeting", terms=[("place", "Drovnyk"), ("only", "true")]),
        told(2, MASLEN, "accept", "a meeting", target=VETRYCH, terms=[("not_place", "Drovnyk")]),
    ]
    assert stances(*moves) == [("Karthenia", "Drovnyk", "only"), ("Velmora", "Drovnyk", "refuses"), ("Velmora", None, "accepts")]


def test_what_another_says_of_a_side_makes_no_stance() -> None:
    moves = [
        told(1, MASLEN, "request", "a truce", target=VETRYCH),
        told(2, VETRYCH, "accept", "the truce", by=MASLEN, target=MASLEN),
        told(3, SOROKAI, "decline to comment", "it"),
    ]
    assert stances(*moves) == [("Velmora", None, "requests"), ("Karthenia", None, "silent")]


def test_a_change_of_mind_ends_the_first_stance() -> None:
    moves = [told(1, MASLEN, "refuse", "talks"), told(2, MASLEN, "accept", "the talks", day="2031-03-12", report="r2")]
    first, second = positions(*moves)
    assert (first.stance, first.since, first.until) == ("refuses", "2031-03-10", "2031-03-12")
    assert (second.stance, second.since, second.until) == ("accepts", "2031-03-12", None)


def test_two_opposed_stances_of_one_day_contradict() -> None:
    assert stances(told(1, MASLEN, "refuse", "talks"), told(2, MASLEN, "accept", "talks")) == [("Velmora", None, "contradictory")]


def test_a_condition_stays_when_it_is_not_repeated() -> None:
    moves = [
        told(1, MASLEN, "accept", "talks", terms=[("conditions", "if the guards come home")]),
        told(2, MASLEN, "accept", "talks", day="2031-03-11"),
    ]
    assert [p.stance for p in positions(*moves)] == ["accepts if"]


def test_a_sum_is_an_option_and_a_number_in_a_condition_is_none() -> None:
    assert stances(told(1, UNION, "demand", "a pay rise", terms=[("amount", "6 per cent")])) == [("Dock Union", "6 per cent", "requests")]
    assert stances(told(1, MASLEN, "condition", "talks", terms=[("amount", "four guards")])) == [("Velmora", None, "accepts if")]


def test_an_adjective_is_no_option_and_neither_is_a_term_far_from_the_clause() -> None:
    assert stances(told(1, VETRYCH, "propose", "talks", terms=[("format", "bilateral")])) == [("Karthenia", None, "proposes")]
    far = Term(key="place", value="Drovnyk", span=Span(200, 207))
    one = told(1, VETRYCH, "accept", "talks")
    assert stances(replace(one, move=replace(one.move, terms=(far,)))) == [("Karthenia", None, "accepts")]


def test_two_things_are_two_issues_and_the_idea_belongs_to_the_last() -> None:
    moves = [
        told(1, VETRYCH, "propose", "talks", target=VELMORA),
        told(2, VETRYCH, "propose", "a prisoner swap", target=VELMORA),
        told(3, MASLEN, "refuse", "the idea", target=VETRYCH),
    ]
    issues = gather_issues(place_moves(moves, [KARTHENIA, VELMORA]))
    assert [[p.told.statement for p in issue.moves] for issue in issues] == [["s1"], ["s2", "s3"]]
    assert issues[1].label == "a prisoner swap (Karthenia, Velmora)"


def test_the_same_thing_between_others_is_another_issue() -> None:
    moves = [
        told(1, VETRYCH, "propose", "talks", target=VELMORA),
        told(2, UNION, "propose", "talks", target=voice("Harbour Board", kind="organisation")),
    ]
    assert len(gather_issues(place_moves(moves, [KARTHENIA, VELMORA]))) == 2


def test_the_clause_names_the_topic_where_the_thing_does_not() -> None:
    moves = [
        told(1, VETRYCH, "propose", "talks", target=VELMORA),
        told(
            2, VETRYCH, "invite", "Velmora", target=VELMORA, clause="Velmora is welcome in Drovnyk for talks", terms=[("place", "Drovnyk")]
        ),
    ]
    assert len(gather_issues(place_moves(moves, [KARTHENIA, VELMORA]))) == 1


def test_a_negated_acceptance_refuses_and_a_move_that_points_at_nothing_is_left_out() -> None:
    assert stances(told(1, MASLEN, "accept", "talks", negated=True)) == [("Velmora", None, "refuses")]
    assert stances(told(1, MASLEN, "accept", "it")) == []


ACTS: list[Act] = ["invite", "accept", "refuse", "request", "decline to comment", "deny", "withdraw"]
KEYS: list[TermKey] = ["place", "not_place", "only", "conditions", "from"]
MOVES = st.lists(
    st.tuples(
        st.sampled_from([VETRYCH, SOROKAI, MASLEN, UNION, None]),
        st.sampled_from(ACTS),
        st.sampled_from(["talks", "a truce", "it", None]),
        st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(["Drovnyk", "Kherevan"])), max_size=2),
        st.sampled_from(["", "2031-03-10", "2031-03-11"]),
    ),
    max_size=10,
)


@given(MOVES, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_given_does_not_matter(
    drawn: list[tuple[Voice | None, Act, str | None, list[tuple[TermKey, str]], str]], chance: random.Random
) -> None:
    moves = [told(n, actor, act, what, terms=terms, day=day) for n, (actor, act, what, terms, day) in enumerate(drawn)]
    found = positions(*moves)
    shuffled = list(moves)
    chance.shuffle(shuffled)
    assert positions(*shuffled) == found
    known = {m.statement for m in moves}
    assert all(set(p.statements) <= known and p.statements for p in found)
    assert len({p.id for p in found}) == len(found)
