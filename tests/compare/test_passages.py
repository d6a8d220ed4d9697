"""Passages that two reports have in common: equal words, whoever reads them first, and no quotation alone."""

from __future__ import annotations

import random
import re
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.compare import Passage, Printed, find_passages, narrated_words
from onrecord.model import Span
from onrecord.quotations import find_quotations

FERRY = "The ferry Amsel left the quay of Ellingham before dawn with nineteen passengers and a crew of four and met the cutter off the reef"
QUOTE = "“We saw no light and heard no horn until the bow stood over us and then the whole deck began to turn,” the mate said."

WORDS = st.sampled_from(
    [
        "the",
        "a",
        "ferry",
        "cutter",
        "quay",
        "sank",
        "left",
        "Amsel",
        "of",
        "and",
        "it’s",
        "it's",
        "was,",
        "were.",
        "“no",
        "“",
        "”",
        "é",
        "\n",
        "12",
        "19",
    ]
)
TEXTS = st.lists(WORDS, max_size=90).map(" ".join)


def printed(report: str, text: str, furniture: tuple[Span, ...] = ()) -> Printed:
    return Printed(report=report, text=text, furniture=furniture, quoted=tuple(q.span for q in find_quotations(text)))


def plain(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['.-][^\W_]+)*", text.replace("’", "'").casefold())


def test_what_two_reports_tell_in_the_same_words() -> None:
    one, other = f"ELLINGHAM. {FERRY}, police said.", f"Night on the reef\n{FERRY.replace('The', 'THE')}. Nobody knows why."
    (found,) = find_passages([printed("a", one), printed("b", other)])
    assert (found.a, found.b, found.narrated) == ("a", "b", 25)
    assert (found.a_span.of(one), found.b_span.of(other)) == (FERRY, FERRY.replace("The", "THE"))


def test_a_quotation_is_nobodys_text() -> None:
    assert find_passages([printed("a", f"At the inquiry: {QUOTE}"), printed("b", f"He was pale. {QUOTE}")]) == []


def test_a_quotation_inside_a_shared_text_belongs_to_it() -> None:
    text = f"{FERRY}. {QUOTE} {FERRY[::-1]}"
    (found,) = find_passages([printed("a", text), printed("b", text)])
    assert found.a_span == Span(0, len(text)) and found.narrated == narrated_words(printed("a", text))


def test_furniture_is_neither_text_nor_in_the_way() -> None:
    cut = FERRY.index(" with")
    broken = f"{FERRY[:cut]} READ ALSO: the quay {FERRY[cut:]}"
    (found,) = find_passages([printed("a", FERRY), printed("b", broken, (Span(cut, cut + 20),))])
    assert found.narrated == 25
    hidden = (Span(0, len(FERRY)),)
    assert find_passages([printed("a", FERRY, hidden), printed("b", FERRY, hidden)]) == []


def test_eleven_words_are_chance() -> None:
    eleven = " ".join(FERRY.split()[:11])
    assert find_passages([printed("a", f"{eleven} and more"), printed("b", f"{eleven} or less")]) == []


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_passages_hold_equal_words_in_any_order(texts: list[str], rng: random.Random) -> None:
    every = [printed(f"r{n}", t) for n, t in enumerate(texts)]
    found = find_passages(every)
    for p in found:
        a, b = (p_span.of(texts[int(r[1:])]) for r, p_span in ((p.a, p.a_span), (p.b, p.b_span)))
        assert p.a < p.b and plain(a) == plain(b) and 12 <= p.narrated <= len(plain(a))
    rng.shuffle(every)
    assert find_passages(every) == found


def test_many_copies_of_a_long_text_are_no_burden() -> None:
    rng = random.Random(7)
    text = " ".join(rng.choice(FERRY.split()) for _ in range(1500))
    started = time.process_time()
    found: list[Passage] = find_passages(printed(f"r{n:03}", text) for n in range(60))
    assert time.process_time() - started < 8
    assert {p.b for p in found} == {f"r{n:03}" for n in range(1, 60)}
