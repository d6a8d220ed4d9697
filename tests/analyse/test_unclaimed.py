"""Quotations that the tagger gave to nobody, content that it cut short, and who is "he" and who "she"."""

from __future__ import annotations

import pytest
from pages import a_page, find

from onrecord.analyse.boundaries import close_sentences
from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.genders import tell_genders
from onrecord.analyse.names import NamedEntity
from onrecord.analyse.passives import until_verb
from onrecord.analyse.phrases import without_tail
from onrecord.analyse.posts import with_posts
from onrecord.analyse.unclaimed import find_unclaimed


def draft(text: str, words: str) -> Draft:
    return Draft(source=(), cue=(), content=(find(text, words),), score=0.9)


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("“The water is still rising,” Ana Ruiz said on Monday.", ["Ana Ruiz"], ["said"]),
        ("“The water is still rising,” wrote on Chirper Ana Ruiz, mayor of Harrow.", ["Ana Ruiz"], ["wrote"]),
        ("“The water is still rising” – Ana Ruiz, mayor", ["Ana Ruiz, mayor"], []),
        ("“The water is still rising, and nobody has come.”", [], []),
        ("“The water is still rising, and nobody has come.\n“Nobody will come tonight, they told us.”", [], []),
    ],
)
def test_a_quotation_is_somebodys(text: str, source: list[str], cue: list[str]) -> None:
    first = find_unclaimed(a_page(text), [])[0]
    assert [s.of(text) for s in first.source] == source and [s.of(text) for s in first.cue] == cue
    assert first.content[0].of(text).startswith("“The water is still rising")


def test_a_name_before_brackets_says_what_stands_in_them() -> None:
    text = "Others objected: Ana Ruiz (“Nobody ever asked the crews whether they want a wall”), Vera Prill and the guild."
    (found,) = find_unclaimed(a_page(text), [])
    assert found.source[0].of(text) == "Ana Ruiz" and found.content[0].of(text) == "“Nobody ever asked the crews whether they want a wall”"


def test_a_clause_may_say_whose_words_it_takes_back() -> None:
    text = "It rained. While the guild previously said up to 40,000 boats were lost, it now speaks of 400."
    (found,) = find_unclaimed(a_page(text), [])
    told = [spans[0].of(text) for spans in (found.source, found.cue, found.content)]
    assert told == ["the guild", "previously said", "up to 40,000 boats were lost"]


def test_a_verb_before_a_colon_says_whose_quotation_follows() -> None:
    text = "It rained. In a letter today the Quay Press director Olmo Reyle said on Monday: “The water is still rising by the hour.”"
    (found,) = find_unclaimed(a_page(text), [])
    told = [spans[0].of(text) for spans in (found.source, found.cue, found.content)]
    assert told == ["Olmo Reyle", "said", "“The water is still rising by the hour.”"]


def test_the_main_clause_behind_an_aside_is_somebodys() -> None:
    text = "It rained. Veltrana, which shut the straits in what it calls a quiet season, denies deliberately taking boats. It rained."
    (found,) = find_unclaimed(a_page(text), [])
    told = [spans[0].of(text) for spans in (found.source, found.cue, found.content)]
    assert told == ["Veltrana", "denies", "deliberately taking boats"]
    season, boats = (find(text, w) for w in ("a quiet season", "deliberately taking boats"))
    assert until_verb(text, (season, boats)) == (season,)


def test_a_sentence_may_be_a_name_a_verb_and_what_is_said() -> None:
    text = "It rained. Northern News said more than 100 had been pulled out of the sea. It rained."
    (found,) = find_unclaimed(a_page(text), [])
    told = [spans[0].of(text) for spans in (found.source, found.cue, found.content)]
    assert told == ["Northern News", "said", "more than 100 had been pulled out of the sea"]


def test_a_sentence_may_end_with_whose_words_it_is() -> None:
    text = "It rained. Harrad has refused the second plan for a quiet week, a senior officer of the group said late on Sunday. It rained."
    (found,) = find_unclaimed(a_page(text), [])
    told = [spans[0].of(text) for spans in (found.source, found.cue, found.content)]
    assert told == ["a senior officer of the group", "said", "Harrad has refused the second plan for a quiet week"]


@pytest.mark.parametrize(
    "text",
    [
        "The harbour was shut on Monday, and nobody said.",
        "The guild has left the talks for good, as we said.",
        "The guild has left the talks, which the mayor regretted, for good.",
        "She plays in films of Ana Ruiz (“The Long Road Out of the Harbour and Home Again”) and others.",
        "While the guild previously repaired up to 40 boats, it now speaks of 400.",
        "They sang “Rising Water” until midnight.",
        "“Rising Water” ran for a year.",
        "The sign said “mind the water, it is still rising” and Ruiz laughed.",
        "A paragraph, and “The water is still rising, it says” in the middle of it.",
    ],
)
def test_not_every_quotation_is_speech(text: str) -> None:
    assert find_unclaimed(a_page(text), []) == []


def test_what_a_statement_has_is_left_to_it() -> None:
    text = "“The water is still rising,” Ana Ruiz said on Monday."
    assert find_unclaimed(a_page(text), [draft(text, "The water is still rising")]) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("They found a sailor, who the old guild said was hurt by a hook, and a dog.", ("the old guild", "said", "was hurt by a hook")),
        ("They found a net, which Ana Ruiz says had been cut at night.", ("Ana Ruiz", "says", "had been cut at night")),
        ("They found a net, which I thought had been cut at night.", None),
        ("They found the net which the old crew mended had been cut at night.", None),
        ("“They found a sailor, who the guild said was hurt by a hook, and a dog.”", None),
    ],
)
def test_a_relative_clause_may_say_whose_words_it_is(text: str, told: tuple[str, str, str] | None) -> None:
    found = [(d.source[0].of(text), d.cue[0].of(text), d.content[0].of(text)) for d in find_unclaimed(a_page(text), []) if d.cue]
    assert found == ([told] if told else [])


@pytest.mark.parametrize(
    ("content", "rest", "hangs"),
    [
        ("it was treating 20 sailors", ", four of whom were badly hurt and 16 who could walk", True),
        ("the charges would be dropped", ", but nonetheless the court may ask for a fine", True),
        ("the charges would be dropped", ", but the court asked for a fine", False),
        ("to hire a firm to look at the quay", ", train the crews, and pay the fines of March", True),
        ("to open the north quay", " and offer a free berth to small boats", True),
        ("to open the north quay", " and resigned in May", False),
        ("to open the north quay", ", and the crews cheered", False),
        ("that the quay is open", ", train the crews, and pay the fines of March", False),
    ],
)
def test_content_reaches_over_what_hangs_on_it(content: str, rest: str, hangs: bool) -> None:
    text = f"The guild pledged {content}{rest}. It rained."
    pledged = Draft(source=(find(text, "The guild"),), cue=(find(text, "pledged"),), content=(find(text, content),), score=0.9)
    close_sentences(a_page(text), [pledged])
    assert pledged.content[0].of(text) == (f"{content}{rest}" if hangs else content)


def person(text: str, *names: str) -> NamedEntity:
    spans = [find(text, n, k) for n in names for k in range(text.count(n))]
    return NamedEntity(type="person", name=names[0], spans=sorted(spans))


def told(text: str, *people: NamedEntity) -> list[str | None]:
    cast = Cast(text=text, entities=list(people), titles=[])
    tell_genders(a_page(text), cast)
    return [p.pronoun for p in people]


def test_pronouns_tell_of_whom_the_text_speaks_alone() -> None:
    text = "Reshka Dolmen lost her seat because she was late. She slept. Ilvo Karrat met Milo Sarkas and he laughed, he said."
    people = (person(text, "Reshka Dolmen"), person(text, "Ilvo Karrat"), person(text, "Milo Sarkas"))
    assert told(text, *people) == ["f", None, None]


def test_one_pronoun_or_two_that_differ_tell_nothing() -> None:
    once = "Reshka Dolmen lost her seat."
    both = "Reshka Dolmen lost her seat to him, and she and he laughed."
    assert told(once, person(once, "Reshka Dolmen")) == [None] and told(both, person(both, "Reshka Dolmen")) == [None]


def test_what_is_quoted_tells_nothing_of_who_is_named() -> None:
    text = "“She lost her seat and her purse,” Reshka Dolmen said."
    assert told(text, person(text, "Reshka Dolmen")) == [None]


@pytest.mark.parametrize(
    ("line", "posted"),
    [
        ("The bridge is open. — Ana Ruiz (@ruiz_1) May 2, 2031", ("Ana Ruiz", "The bridge is open.")),
        ("The bridge is open, Bell said — Port News (@port), 2 May 2031", ("Port News", "The bridge is open, Bell said")),
        ("t.co/x — Ana Ruiz (@ruiz_1) May 2, 2031", None),
        ("The bridge is open. — Ana Ruiz (@ruiz_1) was first to tell on May 2, 2031", None),
        ("The bridge is open. — Ana Ruiz, May 2, 2031", None),
    ],
)
def test_who_signs_a_post_wrote_it(line: str, posted: tuple[str, str] | None) -> None:
    text = f"It rained.\n{line}\nThe guild waits."
    found = [(d.source[0].of(text), d.content[0].of(text)) for d in with_posts(a_page(text), [])]
    assert found == ([posted] if posted else [])


def test_a_post_is_given_to_nobody_else() -> None:
    text = "The guild waits.\nThe bridge is open, Bell said. — Ana Ruiz (@ruiz_1) May 2, 2031"
    outside = Draft(source=(find(text, "The guild"),), cue=(find(text, "said"),), content=(find(text, "The bridge is open"),), score=0.4)
    within = Draft(source=(find(text, "Bell"),), cue=(find(text, "said"),), content=(find(text, "The bridge is open"),), score=0.9)
    drafts = with_posts(a_page(text), [outside, within])
    assert drafts[0] is within and [d.source[0].of(text) for d in drafts] == ["Bell", "Ana Ruiz"]


@pytest.mark.parametrize("tail", ["on Monday", "had", "to"])
def test_what_stands_between_source_and_verb_is_no_part_of_the_source(tail: str) -> None:
    text = f"Ana Ruiz {tail} Bell: “Go home”"
    assert without_tail(text, find(text, f"Ana Ruiz {tail}")).of(text) == "Ana Ruiz"
