"""Two reports side by side, and the versions of one page."""

from __future__ import annotations

import pytest
from quay import Page, keep

from onrecord.errors import InputError
from onrecord.pipeline import LiveRecord

URL = "https://post.example/quay"
SALE = "the sale would cost nine crane drivers their jobs before the spring"
SOLD = "the sale would cost twelve crane drivers their jobs before the spring"


def morning() -> Page:
    page = Page(
        "post", f"At least 12 died. Ana Ruiz: “We will not sign.” Teo Lind said {SALE}. He saw no lights.", url=URL, title="12 dead"
    )
    page.count("At least 12", 12, None).say("Ana Ruiz", "We will not sign").say("Teo Lind", SALE, manner="indirect")
    return page.say("Teo Lind", "He saw no lights", manner="indirect")


def evening() -> Page:
    text = f"Seventeen died. Ana Ruiz: “We will not sign.” Teo Lind said {SOLD}. Piet Amsel called it a shame for the town."
    page = Page("post~2", text, url=URL, title="17 dead")
    page.count("Seventeen", 17, 17).say("Ana Ruiz", "We will not sign").say("Teo Lind", SOLD, manner="indirect")
    return page.say("Piet Amsel", "a shame for the town", manner="indirect")


def test_what_changed_on_a_page_is_shown_on_both_sides(record: LiveRecord) -> None:
    keep(record, morning(), evening(), Page("other", "Ana Ruiz: no.", url="https://post.example/other"))
    (found,) = record.versions()
    assert (found.a.id, found.b.id, found.a.title, found.b.title) == ("post", "post~2", "12 dead", "17 dead")
    assert [row.content_text for row in found.only_a] == ["He saw no lights"]
    assert [row.content_text for row in found.only_b] == ["a shame for the town"]
    (changed,) = found.changed
    assert [(d.slot, d.a, d.b) for d in changed.drift] == [("number", "nine", "twelve")]
    assert changed.a.statement.content[0].of(found.a.text) == SALE and changed.b.statement.content[0].of(found.b.text) == SOLD
    assert [s.a.content_text for s in found.shared if s.verbatim] == ["We will not sign"]
    (figure,) = found.figures
    assert (figure.a.words, figure.b.words) == ("At least 12", "Seventeen") and "both can hold" in figure.reasons


def test_a_page_is_found_by_any_of_its_reports_and_by_its_address(record: LiveRecord) -> None:
    keep(record, morning(), evening(), Page("single", "Ana Ruiz: no."))
    for wanted in ("post", "post~2", URL):
        assert [(c.a.id, c.b.id) for c in record.versions(wanted)] == [("post", "post~2")]
    assert record.versions("single") == []
    with pytest.raises(InputError, match="no report and no address 'nowhere'"):
        record.versions("nowhere")


def test_three_versions_are_two_steps(record: LiveRecord) -> None:
    third = Page("post~3", "All is well.", url=URL)
    keep(record, morning(), evening(), third)
    assert [(c.a.id, c.b.id) for c in record.versions()] == [("post", "post~2"), ("post~2", "post~3")]


def test_another_name_for_the_same_words_is_a_change(record: LiveRecord) -> None:
    words = "We will not sign a paper that gives away the northern quay"
    keep(
        record,
        Page("a", f"Ana Ruiz: {words}", url=URL).say("Ana Ruiz", words),
        Page("b", f"Piet Amsel: {words}", url=URL).say("Piet Amsel", words),
    )
    ((changed,),) = (c.changed for c in record.versions())
    assert changed.drift == () and changed.reasons[0] == "named differently, but the same word for word"


def test_two_reports_side_by_side(record: LiveRecord) -> None:
    keep(record, morning(), evening())
    found, back = record.compare("post", "post~2"), record.compare("post~2", "post")
    assert {s.a.statement.id: s.b.statement.id for s in found.shared} == {s.b.statement.id: s.a.statement.id for s in back.shared}
    assert (found.only_a, found.only_b) == (back.only_b, back.only_a)
    with pytest.raises(InputError, match="no report 'nowhere'"):
        record.compare("post", "nowhere")


def test_positions_told_differently(record: LiveRecord) -> None:
    one, other = "Ana Ruiz accepts the quay as it stands", "Ana Ruiz refuses the quay as it stands"
    keep(record, Page("a", one).say("Ana Ruiz", one, act="accept"), Page("b", other).say("Ana Ruiz", other, act="refuse"))
    (position,) = record.compare("a", "b").positions
    assert (position.a.stance, position.b.stance) == ("accepts", "refuses")
    assert record.compare("a", "a").positions == ()


def test_a_price_is_only_held_against_one_of_the_same_sentence(record: LiveRecord) -> None:
    a = Page("a", "A crane costs 30 dollars. The ferry to the islands takes 40 dollars.")
    b = Page("b", "A crane costs 35 dollars. Bread at the market was sold for 9 dollars.")
    for page, values in ((a, (30, 40)), (b, (35, 9))):
        for value in values:
            page.count(f"{value} dollars", value, value, "price", "dollar")
    keep(record, a, b)
    assert [(f.a.words, f.b.words) for f in record.compare("a", "b").figures] == [("30 dollars", "35 dollars")]
    c = Page("c", "The ferry to the outer islands takes 45 dollars.").count("45 dollars", 45, 45, "price", "dollar")
    keep(record, c)
    assert [(f.a.words, f.b.words) for f in record.compare("a", "c").figures] == [("40 dollars", "45 dollars")]
