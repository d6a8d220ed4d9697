"""Which spellings are of one name, and why the others are not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.forms import Word
from onrecord.link.score import MAY, SAME, acronyms, place_name, same_name
from onrecord.model import EntityType

NAMES = st.lists(
    st.text("abcdeyijzhkOlmoPrélÉ’'.-ИвнЖ习近محم12", min_size=1, max_size=9).filter(lambda w: any(c.isalnum() for c in w)),
    min_size=1,
    max_size=4,
).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Yaroslan Vetrych", "Iaroslan Vetrych", "person"),
        ("Jaroslan Vetrich", "Yaroslan Vetrych", "person"),
        ("Ярослан Ветрич", "Yaroslan Vetrych", "person"),
        ("Γεώργιος Παπάκος", "Giorgos Papakos", "person"),
        ("林水安", "Lin Shui'an", "person"),
        ("Galyna Sorokai", "Galyna Sorokay", "person"),
        ("Serhiy Vetrych", "Sergey Vetrych", "person"),
        ("Inés Olmo", "Ines Olmo", "person"),
        ("E. Prill", "Edda Prill", "person"),
        ("Edda M. Prill", "Edda Prill", "person"),
        ("Prill, Edda", "Edda Prill", "person"),
        ("Mr. Edda Prill", "Edda Prill", "person"),
        ("Foreign Minister Edda Prill", "Edda Prill", "person"),
        ("Bill Olmo", "William Olmo", "person"),
        ("J.-P. Olmo", "Jean-Paul Olmo", "person"),
        ("EddaPrill", "Edda Prill", "person"),
        ("Omar bin Rashun", "Umar ibn Rashun", "person"),
        ("Min Jae-oh", "Min Jae Oh", "person"),
        ("International Quay Office", "IQO", "organisation"),
        ("I.Q.O.", "International Quay Office", "organisation"),
        ("the Quay Office", "Quay Office", "organisation"),
        ("Velmora Salt OAO", "Open Joint Stock Company Velmora Salt", "organisation"),
        ("Velmora Salt Ltd.", "Velmora Salt Limited", "organisation"),
        ("ООО Велмора", "Velmora LLC", "organisation"),
        ("Ministry of Quays", "Quays Ministry", "organisation"),
        ("Quay Organisation", "Quay Organization", "organisation"),
        ("Third Quay Brigade", "3rd Quay Brigade", "organisation"),
        ("U.S. Quay Office", "United States Quay Office", "organisation"),
        ("Salt & Sons", "Salt and Sons", "organisation"),
        ("Kherevan", "Herevan", "place"),
        ("Kiev", "Kyiv", "place"),
        ("Bombay", "Mumbai", "place"),
        ("U.S.", "the United States", "state"),
    ],
)
def test_spellings_of_one_name(one: str, other: str, kind: EntityType) -> None:
    score = same_name(one, other, kind)
    assert score.score >= SAME, score
    assert score.reasons


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Edda Pril", "Edda Brill", "person"),
        ("Emma Vetrosh", "Emna Vetrosh", "person"),
        ("ياروسلان فترتش", "Yaroslan Vetrych", "person"),
        ("Olmo Prill", "Prill Olmo", "person"),
        ("Edda Prill Jr.", "Edda Prill", "person"),
        ("Edda P.", "Edda Prill", "person"),
        ("Velm Fund 4", "Velm Fund 5", "organisation"),
        ("Velm Fund IV", "Velm Fund V", "organisation"),
        ("QO", "Quay Office", "organisation"),
    ],
)
def test_names_that_may_be_one_and_are_not_taken_for_one(one: str, other: str, kind: EntityType) -> None:
    score = same_name(one, other, kind)
    assert MAY <= score.score < SAME, score


@pytest.mark.parametrize(
    ("one", "other", "kind", "why"),
    [
        ("Edda Prill", "Anton Prill", "person", "Anton ≠ Edda"),
        ("Edda Prill", "Edda Olmo", "person", "Olmo ≠ Prill"),
        ("Prill", "Edda Prill", "person", "Edda only in one"),
        ("Elena Marko", "Helmut Marko", "person", "Elena ≠ Helmut"),
        ("Ivan Prill", "Ivana Prill", "person", "Ivan and Ivana are names of different sexes"),
        ("Isa bin Omar al-Velmi", "Omar bin Isa al-Velmi", "person", "son of Omar, son of Isa"),
        ("Edda Ivanovna Prill", "Edda Antonovna Prill", "person", "Antonovna ≠ Ivanovna"),
        ("Edda A. Prill", "Edda B. Prill", "person", "A ≠ B"),
        ("林水安", "林山安", "person", "林山安 and 林水安 have nothing in common"),
        ("Quay Office", "Quay Police", "organisation", "Office ≠ Police"),
        ("Quay Bank AG", "Quay Bank GmbH", "organisation", "other legal forms"),
        ("Quay Fund II", "Quay Fund", "organisation", "II only in one"),
        ("LA Quay Office", "Quay Office", "organisation", "LA only in one"),
        ("North Velm", "Velm", "place", "North only in one"),
        ("Karthenia", "Velm", "state", "Karthenia and Velm have nothing in common"),
    ],
)
def test_names_of_two(one: str, other: str, kind: EntityType, why: str) -> None:
    score = same_name(one, other, kind)
    assert score.score < MAY
    assert why in score.reasons


@given(NAMES, NAMES, st.sampled_from(["person", "organisation", "place", "state"]))
def test_a_score_has_no_direction_stays_in_range_and_has_reasons(one: str, other: str, kind: EntityType) -> None:
    score = same_name(one, other, kind)
    assert score == same_name(other, one, kind) or one == other
    assert 0 <= score.score <= 1
    assert score.reasons


@given(NAMES, st.sampled_from(["person", "organisation", "place"]))
def test_a_name_is_itself(name: str, kind: EntityType) -> None:
    assert same_name(name, name, kind).score == 1


def test_a_pair_of_long_names_costs_little() -> None:
    one, other = ("ab bc cd de ef " * 40, "ba cb dc ed fe " * 40)
    started = time.process_time()
    same_name(one, other, "organisation")
    assert time.process_time() - started < 0.5


def test_acronyms_keep_abbreviations_whole() -> None:
    names = {a for words in (["UN", "Quay", "Office"],) for a in acronyms(_words(words))}
    assert names == {"unqo"}


def _words(shown: list[str]) -> list[Word]:
    return [Word(shown=w, plain=w.lower(), key=w.lower()) for w in shown]


@pytest.mark.parametrize(("one", "other"), [("Kharkov", "Kharkiv"), ("Peking", "Beijing"), ("Britain", "UK"), ("Kiev", "Kyiv")])
def test_other_names_of_places(one: str, other: str) -> None:
    assert place_name(one) == place_name(other)


def test_a_state_is_not_its_capital() -> None:
    assert place_name("Mexico") != place_name("Mexico City")
    assert same_name("Mexico", "Mexico City", "place").score < MAY
