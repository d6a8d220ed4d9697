"""From scores to attributions, on scores made by hand: no network runs here."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.engines.decode import LABELS, NAME_LABELS, WindowScores, _best_path, _viterbi, decode
from onrecord.engines.windows import Window, WindowOptions, cut_windows
from onrecord.model import Span

LOW = -12.0


def tokens(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]


def scores(
    text: str,
    *,
    roles: dict[str, str] | None = None,
    names: dict[str, str] | None = None,
    cues: dict[str, str] | None = None,
    sources: dict[str, str] | None = None,
) -> WindowScores:
    """One window: ``roles`` and ``names`` label words, ``cues`` and ``sources`` let a word point at another; else "there is none"."""
    spans = tokens(text)
    word = {text[a:b]: k for k, (a, b) in enumerate(spans)}
    n = len(spans)

    def labels(wanted: dict[str, str] | None, all_labels: tuple[str, ...]) -> np.ndarray:
        rows = np.full((n, len(all_labels)), LOW, dtype=np.float32)
        rows[:, 0] = -0.01
        for name, label in (wanted or {}).items():
            rows[word[name], 0] = LOW
            rows[word[name], all_labels.index(label)] = -0.01
        return rows

    def pointers(wanted: dict[str, str] | None) -> np.ndarray:
        rows = np.full((n, n + 1), LOW, dtype=np.float32)
        rows[:, 0] = -0.01
        for name, target in (wanted or {}).items():
            rows[word[name], 0] = LOW
            rows[word[name], word[target] + 1] = -0.01
        return rows

    window = Window(context_start=0, core_start=0, core_end=n)
    return WindowScores(
        window=window, roles=labels(roles, LABELS), names=labels(names, NAME_LABELS), cue=pointers(cues), source=pointers(sources)
    )


TEXT = "Olmo said boats sail , crews rest . Prill replied nets dry"
ROLES = {
    "Olmo": "B-source",
    "said": "B-cue",
    "boats": "B-content",
    "sail": "I-content",
    "crews": "B-content",
    "rest": "I-content",
    "Prill": "B-source",
    "replied": "B-cue",
    "nets": "B-content",
    "dry": "I-content",
}


def said(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [s.of(text) for s in spans]


def test_contents_join_the_cue_they_point_at() -> None:
    cues = {"boats": "said", "sail": "said", "crews": "said", "rest": "said", "nets": "replied", "dry": "replied"}
    sources = {w: "Olmo" for w in ("boats", "sail", "crews", "rest", "said")} | {w: "Prill" for w in ("nets", "dry", "replied")}
    first, second = decode(TEXT, tokens(TEXT), [scores(TEXT, roles=ROLES, cues=cues, sources=sources)]).attributions
    assert said(TEXT, first.content) == ["boats sail", "crews rest"]
    assert (said(TEXT, first.source), said(TEXT, first.cue)) == (["Olmo"], ["said"])
    assert (said(TEXT, second.source), said(TEXT, second.cue), said(TEXT, second.content)) == (["Prill"], ["replied"], ["nets dry"])
    assert 0.9 < first.score <= 1


def test_without_a_cue_each_content_stands_alone() -> None:
    found = decode(TEXT, tokens(TEXT), [scores(TEXT, roles=ROLES)]).attributions
    assert [said(TEXT, a.content) for a in found] == [["boats sail"], ["crews rest"], ["nets dry"]]
    assert all(a.cue == () and a.source == () for a in found)


def test_the_source_may_come_from_the_cue() -> None:
    cues = {"boats": "said", "sail": "said"}
    roles = {w: r for w, r in ROLES.items() if w in ("Olmo", "said", "boats")}
    (found,) = decode(TEXT, tokens(TEXT), [scores(TEXT, roles=roles, cues=cues, sources={"said": "Olmo", "boats": "Olmo"})]).attributions
    assert said(TEXT, found.source) == ["Olmo"]


def test_a_name_has_a_capital() -> None:
    names = {"Olmo": "B-person", "boats": "B-organisation", "Prill": "B-person"}
    found = decode(TEXT, tokens(TEXT), [scores(TEXT, names=names)]).names
    assert [(n.span.of(TEXT), n.type) for n in found] == [("Olmo", "person"), ("Prill", "person")]


def test_an_inside_without_a_beginning_is_mended_or_dropped() -> None:
    rows = scores(TEXT, roles={"crews": "I-content", "rest": "I-content"})
    rows.roles[6, LABELS.index("B-content")] = -1.0  # "crews" may as well begin
    (found,) = decode(TEXT, tokens(TEXT), [rows]).attributions
    assert said(TEXT, found.content)[0].startswith("crews")


def test_later_pieces_of_a_word_go_with_its_first() -> None:
    text = "Olmo shouted"
    spans = [(0, 2), (2, 4), (5, 9), (9, 12)]
    n = len(spans)
    roles = np.full((n, len(LABELS)), LOW, dtype=np.float32)
    for k, label in enumerate(["B-content", "O", "I-content", "O"]):
        roles[k, LABELS.index(label)] = -0.01
    pointers = np.full((n, n + 1), math.log(1 / (n + 1)), dtype=np.float32)
    names = np.full((n, len(NAME_LABELS)), LOW, dtype=np.float32)
    names[:, 0] = -0.01
    window = Window(context_start=0, core_start=0, core_end=n)
    found = decode(text, spans, [WindowScores(window=window, roles=roles, names=names, cue=pointers, source=pointers)])
    assert said(text, found.attributions[0].content) == ["Olmo shouted"]


def test_no_span_reaches_over_a_stop() -> None:
    text = "Olmo said boats sail [advertisement] crews rest"
    spans = [s for s in tokens(text) if not 21 <= s[0] < 36]
    spans.insert(4, (20, 20))
    labels = ["B-source", "B-cue", "B-content", "I-content", "I-content", "I-content", "I-content"]
    roles = np.full((7, len(LABELS)), LOW, dtype=np.float32)
    names = np.full((7, len(NAME_LABELS)), LOW, dtype=np.float32)
    pointers = np.full((7, 8), LOW, dtype=np.float32)
    names[:, 0] = pointers[:, 0] = -0.01
    for k, label in enumerate(labels):
        roles[k, LABELS.index(label)] = -0.01
    roles[5, LABELS.index("B-content")] = -0.02
    window = Window(context_start=0, core_start=0, core_end=7)
    row = WindowScores(window=window, roles=roles, names=names, cue=pointers, source=pointers)
    found = [said(text, a.content) for a in decode(text, spans, [row]).attributions]
    assert found == [["boats sail"], ["crews rest"]]


def test_nothing_to_read_nothing_found() -> None:
    found = decode("", [], [])
    assert (found.attributions, found.names) == ((), ())


@given(st.integers(1, 40), st.integers(0, 2**32 - 1), st.sampled_from([3, 7, 50]))
def test_any_scores_give_legal_spans(n: int, seed: int, core: int) -> None:
    chance = np.random.default_rng(seed)
    text = " ".join("Boat" if k % 3 else "oar" for k in range(n))
    spans = tokens(text)

    def rows(count: int, columns: int) -> np.ndarray:
        x = chance.normal(0, 4, (count, columns)).astype(np.float32)
        return x - np.log(np.exp(x).sum(axis=1, keepdims=True))

    windows = cut_windows(text, spans, WindowOptions(core=core, context=2))
    every = []
    for w in windows:
        wide = w.core_end - w.context_start
        every.append(
            WindowScores(window=w, roles=rows(wide, 7), names=rows(wide, 9), cue=rows(wide, wide + 1), source=rows(wide, wide + 1))
        )
    found = decode(text, spans, every)
    contents = [c for a in found.attributions for c in a.content]
    assert len(set(contents)) == len(contents)
    assert not any(a.overlaps(b) for i, a in enumerate(contents) for b in contents[i + 1 :])
    assert [a.content[0] for a in found.attributions] == sorted(a.content[0] for a in found.attributions)
    assert all(a.content and 0 <= a.score <= 1.0001 for a in found.attributions)
    assert all("Boat" in name.span.of(text) for name in found.names)


@given(st.lists(st.lists(st.floats(-9, 0, width=32), min_size=len(LABELS), max_size=len(LABELS)), min_size=1, max_size=30))
def test_stretch_by_stretch_the_path_is_as_good_as_over_the_whole(rows: list[list[float]]) -> None:
    scores = np.array(rows, dtype=np.float32)
    inside = np.array([label[0] == "I" for label in LABELS])
    found = _best_path(scores, LABELS)
    assert all(not inside[b] or a in (b, b - 1) for a, b in itertools.pairwise([0, *found]))
    best = _viterbi(scores, inside, first=-1e4)
    assert math.isclose(*(sum(scores[np.arange(len(rows)), path].tolist()) for path in (found, best)), rel_tol=1e-9)
