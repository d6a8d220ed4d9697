"""What the moves model's scores are read out as, on scores made by hand; and the promises of the shipped one."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.engines.acts import ACTS, ActScores, read_acts
from onrecord.engines.attribution import load_tagger
from onrecord.engines.moves import OnnxActReader, cut_paragraphs
from onrecord.engines.protocols import TaggedAct
from onrecord.engines.reading import Reading
from onrecord.model import Span

READER = OnnxActReader()
PARAGRAPHS = (
    "The ferry operator has turned down the council's plea for a winter timetable.",
    "“You have my word,” the mayor said. “We will be there on Friday.”",
    "It rained all week.",
    "The union accused the port board of lying about its accounts.",
)


def read(
    text: str, *, carried: dict[str, float], acts: dict[str, str], begin: tuple[str, ...] = (), undone: bool = False
) -> list[TaggedAct]:
    """``carried``: how likely a word goes on; ``begin``: words that begin a wording of their own."""
    spans = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    tags = np.full((len(spans), 3), -9.0, dtype=np.float32)
    acted = np.zeros((len(spans), len(ACTS)), dtype=np.float32)
    for k, (start, end) in enumerate(spans):
        word = text[start:end]
        share = carried.get(word, 0.0)
        tags[k, 0], tags[k, 1 if word in begin else 2] = np.log(1 - share + 1e-9), np.log(share + 1e-9)
        if word in acts:
            acted[k, ACTS.index(acts[word])] = 9.0  # type: ignore[arg-type]
    negated = np.full((len(spans), 1), 1.0 if undone else -1.0, dtype=np.float32)
    return list(read_acts(text, spans, ActScores(tags=tags, acts=acted, negated=negated)))


def test_words_side_by_side_are_one_wording_with_one_act() -> None:
    text = "They slammed the door on it."
    found = read(text, carried={"slammed": 0.9, "the": 0.5, "door": 0.8}, acts={"slammed": "refuse", "the": "order", "door": "refuse"})
    assert [(a.span.of(text), a.act) for a in found] == [("slammed the door", "refuse")]
    assert 0.5 < found[0].score < 0.9


def test_a_word_that_begins_a_wording_opens_a_second_one() -> None:
    text = "They agreed asked again"
    found = read(text, carried={"agreed": 0.9, "asked": 0.9}, acts={"agreed": "accept", "asked": "request"}, begin=("agreed", "asked"))
    assert [(a.span.of(text), a.act) for a in found] == [("agreed", "accept"), ("asked", "request")]


def test_words_that_hardly_carry_anything_are_left_alone() -> None:
    assert read("They sail at dawn", carried={"sail": 0.35}, acts={"sail": "refuse"}) == []


def test_what_is_told_as_not_done_is_said() -> None:
    (found,) = read("They never agreed", carried={"agreed": 0.9}, acts={"agreed": "accept"}, undone=True)
    assert found.negated


@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=4), st.sampled_from(["\n", "\n\n", "\r\n"]))
@settings(max_examples=20, deadline=None)
def test_a_paragraph_is_read_alike_wherever_it_stands(paragraphs: list[str], between: str) -> None:
    """The same words give the same acts, whatever else is in the report or the run."""
    text = between.join(paragraphs)
    wanted, start = [], 0
    for paragraph in paragraphs:
        alone = load_tagger().tag_acts(paragraph)
        wanted += [(a.span.start + start, a.span.end + start, a.act, a.score) for a in alone]
        start += len(paragraph) + len(between)
    assert [(a.span.start, a.span.end, a.act, a.score) for a in load_tagger().tag_acts(text)] == wanted


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_text_is_read_in_order_and_within_its_lines(text: str) -> None:
    found = READER.tag_acts(text)
    assert [a.span for a in found] == sorted(a.span for a in found)
    assert all(a.span.of(text) and "\n" not in a.span.of(text) and 0 < a.score <= 1 for a in found)


def test_what_is_skipped_is_not_read() -> None:
    text = "\n".join(PARAGRAPHS)
    start = text.index(PARAGRAPHS[1])
    skip = [Span(start, start + len(PARAGRAPHS[1]))]
    assert READER.tag_acts(text, skip=skip) == tuple(a for a in READER.tag_acts(text) if not a.span.overlaps(skip[0]))


def test_long_paragraphs_are_cut_where_a_sentence_ends() -> None:
    text = " ".join(["We sailed at dawn."] * 90)
    spans = [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]
    parts = list(cut_paragraphs(text, Reading(ids=[1] * len(spans), spans=spans)))
    assert [first for first, _ in parts][1:] == [end for _, end in parts][:-1]
    assert parts[0][0] == 0 and parts[-1][1] == len(spans)
    assert all(text[spans[end - 1][0]] == "." and end - first <= 200 for first, end in parts)


def test_a_paragraph_without_acts_is_left_after_the_first_layer() -> None:
    """There every piece has the same scores; where anything may carry an act they differ."""

    def kinds_of_scores(text: str) -> int:
        (tags,) = READER._network.answers(READER._network.reader.read(text, ()).ids, "tags")
        return len({tuple(scores) for scores in tags[0].tolist()})

    assert kinds_of_scores("The ferry is nine metres long and was painted red in the spring of last year.") == 1
    assert kinds_of_scores(PARAGRAPHS[0]) > 1
