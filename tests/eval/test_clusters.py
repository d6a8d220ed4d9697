"""The measures of coreference, against worked examples from the literature."""

from __future__ import annotations

import importlib.util
import itertools
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

EVAL = Path(__file__).resolve().parents[2] / "eval"


def load(name: str) -> ModuleType:
    if name not in sys.modules:
        description = importlib.util.spec_from_file_location(name, EVAL / f"{name}.py")
        assert description is not None and description.loader is not None
        module = importlib.util.module_from_spec(description)
        sys.modules[name] = module
        description.loader.exec_module(module)
    return sys.modules[name]


clusters = load("clusters")
coreference = load("coreference")


def sides(*groups: str) -> list[frozenset[str]]:
    return [frozenset(group) for group in groups]


# Pradhan et al. (2014), section 4: key {a, b, c} {d, e, f, g}, response {a, b} {c, d} {f, g, h, i}; h and i are too many, e is missing.
KEY, RESPONSE = sides("abc", "defg"), sides("ab", "cd", "fghi")


@pytest.mark.parametrize(
    ("name", "recall", "precision", "f1"),
    [("MUC", (2, 5), (2, 5), 0.4), ("B3", (35 / 12, 7), (4, 8), 0.4545), ("CEAFe", (1.3, 2), (1.3, 3), 0.52)],
)
def test_the_example_of_the_reference_scorer(name: str, recall: tuple[float, float], precision: tuple[float, float], f1: float) -> None:
    ratio = clusters.MEASURES[name](KEY, RESPONSE)
    assert ratio.recall == pytest.approx(recall)
    assert ratio.precision == pytest.approx(precision)
    assert ratio.f1 == pytest.approx(f1, abs=1e-3)


# Bagga and Baldwin (1998): of 12 mentions in chains of 5, 2 and 5, one joining of two chains costs more the longer they are.
@pytest.mark.parametrize(
    ("response", "muc", "b_cubed"), [(("12345", "6789ABC"), 9 / 10, 16 / 21), (("1234589ABC", "67"), 9 / 10, 7 / 12)], ids=["short", "long"]
)
def test_the_precision_of_bagga_and_baldwin(response: tuple[str, ...], muc: float, b_cubed: float) -> None:
    key = sides("12345", "67", "89ABC")
    for measure, wanted in ((clusters.muc, muc), (clusters.b_cubed, b_cubed)):
        found = measure(key, sides(*response)).precision
        assert found[0] / found[1] == pytest.approx(wanted)


def test_nothing_answered_is_nothing_right() -> None:
    for measure in clusters.MEASURES.values():
        assert measure(KEY, []).f1 == measure([], KEY).f1 == 0.0


def test_reports_add_up() -> None:
    one = clusters.muc(KEY, RESPONSE)
    assert (one + one).f1 == pytest.approx(one.f1)


PARTS = st.lists(st.integers(0, 4), max_size=9).map(
    lambda homes: [frozenset(m for m, h in enumerate(homes) if h == k) for k in sorted(set(homes))]
)


@given(PARTS, PARTS)
def test_the_best_pairing_is_the_best(key: list[frozenset[int]], response: list[frozenset[int]]) -> None:
    found = clusters.ceaf_e(key, response).recall[0]
    assert found == pytest.approx(best_by_trying(key, response))


def best_by_trying(key: Sequence[frozenset[int]], response: Sequence[frozenset[int]]) -> float:
    few, many = sorted((key, response), key=len)
    orders = itertools.permutations(many, len(few))
    return max((sum(2 * len(a & b) / (len(a) + len(b)) for a, b in zip(few, order, strict=True)) for order in orders), default=0.0)


@given(PARTS)
def test_the_same_is_all_right(key: list[frozenset[int]]) -> None:
    for name, measure in clusters.MEASURES.items():
        joined = any(len(c) > 1 for c in key)
        assert measure(key, key).f1 == pytest.approx(1.0 if key and (name != "MUC" or joined) else 0.0)


CONLLU = """# newdoc id = quay
# meta::dateCreated = 2031-05-28
# meta::title = Quay shut
# newpar
# text = Captain Edda Prill shut the Quay Office.
1	Captain	captain	NOUN	NN	_	4	nsubj	_	Entity=(1-person-new-sgl-coref
2	Edda	Edda	PROPN	NNP	_	1	flat	_	_
3	Prill	Prill	PROPN	NNP	_	2	flat	_	Entity=1)
4	shut	shut	VERB	VBD	_	0	root	_	_
5	the	the	DET	DT	_	7	det	_	Entity=(2-organization-new-sgl-coref
6	Quay	Quay	PROPN	NNP	_	7	compound	_	Entity=(3-place-new-sgl-sgl)
7	Office	office	PROPN	NNP	_	4	obj	_	Entity=2)|SpaceAfter=No
8	.	.	PUNCT	.	_	4	punct	_	_

# newpar
# text = She left it to a friend.
1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1-person-giv-ana)
2	left	leave	VERB	VBD	_	0	root	_	_
3	it	it	PRON	PRP	_	2	obj	_	Entity=(2-organization-giv-ana)
4	to	to	ADP	IN	_	6	case	_	_
5	a	a	DET	DT	_	6	det	_	Entity=(4-person-new-sgl
6	friend	friend	NOUN	NN	_	2	obl	_	Entity=4)|SpaceAfter=No
7	.	.	PUNCT	.	_	2	punct	_	_
"""


def test_gold_is_read_with_its_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "quay.conllu"
    path.write_text(CONLLU, encoding="utf8")
    gold = coreference.read_gold(path)
    assert (gold.text, gold.published, gold.title) == (
        "Captain Edda Prill shut the Quay Office.\n\nShe left it to a friend.",
        "2031-05-28",
        "Quay shut",
    )
    said = {(gold.text[slice(*m.span)], m.entity, m.type, m.pronoun) for m in gold.mentions}
    assert said == {
        ("Captain Edda Prill", "1", "person", False),
        ("the Quay Office", "2", "organisation", False),
        ("Quay", "3", "place", False),
        ("She", "1", "person", True),
        ("it", "2", "organisation", True),
    }


def test_a_right_answer_is_all_right_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "quay.conllu"
    path.write_text(CONLLU, encoding="utf8")
    gold = coreference.read_gold(path)

    def answer(she: str) -> list[object]:
        spans = [("Edda Prill", "a", "person"), ("Quay Office", "b", "organisation"), ("She", she, "person"), ("it", "b", "organisation")]
        entities: dict[str, dict[str, object]] = {}
        for words, entity, kind in spans:
            start = gold.text.index(words)
            mention = {"span": [start, start + len(words)], "kind": "pronoun" if words in ("She", "it") else "name"}
            held = entities.setdefault(entity, {"id": entity, "type": kind, "mentions": []})
            held["mentions"].append(mention)  # type: ignore[attr-defined]
        found: list[object] = coreference.read_predicted({"text": gold.text, "entities": list(entities.values())})
        return found

    right, wrong = (coreference.figures([(gold, answer(she))]) for she in ("a", "b"))
    assert right["conll"] == 100.0 and right["pronouns precision"] == right["pronouns recall"] == right["types right"] == 100.0
    assert right["conll exact"] < 100.0, "the captain's title is missing"
    assert wrong["conll"] < 60.0 and wrong["pronouns precision"] == 50.0
