"""Origins: who stands behind which report, and what counts as independent."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.compare import Imprint, Origin, Origins, Passage, find_origins, independent, origin_at
from onrecord.model import Span


def imprint(report: str, house: str | None = None, agency: str | None = None, **more: object) -> Imprint:
    values: dict[str, object] = {"day": "2031-05-02", "outlet": house, "narrated": 100, **more}
    return Imprint(report=report, house=house, agency=agency, **values)  # type: ignore[arg-type]


def passage(a: str, b: str, narrated: int = 90, at: tuple[Span, Span] = (Span(0, 500), Span(0, 500))) -> Passage:
    return Passage(a=a, b=b, a_span=at[0], b_span=at[1], narrated=narrated)


def shown(origins: Origins) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return [(o.kind, o.name, o.reports) for o in origins.every]


def test_nine_outlets_that_print_one_agency_are_one_origin() -> None:
    credited = imprint("r0", "Bell", "Merid")
    origins = find_origins(
        "s", [credited, *(imprint(f"r{n}", f"Paper {n}") for n in range(1, 9))], [passage("r0", f"r{n}") for n in range(1, 9)]
    )
    (only,) = origins.every
    assert (only.kind, only.name, len(only.reports)) == ("agency", "Merid", 9)
    assert "Bell credits Merid" in only.reasons and "90 words of one text in Bell and Paper 3" in only.reasons
    assert len(independent(origins.every)) == 1


def test_one_agency_is_one_origin_without_a_word_in_common() -> None:
    origins = find_origins("s", [imprint("r1", "Bell", "Merid"), imprint("r2", "Post", "Merid")], [])
    assert shown(origins) == [("agency", "Merid", ("r1", "r2"))]


def test_a_report_made_from_two_agencies_does_not_make_them_one() -> None:
    imprints = [imprint("r1", "Bell", "Merid"), imprint("r2", "Post", "Velpress"), imprint("r3", "Mail")]
    origins = find_origins("s", imprints, [passage("r1", "r3", 60), passage("r2", "r3", 40)])
    assert shown(origins) == [("agency", "Merid", ("r1", "r3")), ("agency", "Velpress", ("r2",))]


def test_papers_of_one_house_are_one_origin_but_for_what_they_take_from_an_agency() -> None:
    imprints = [imprint("r1", "Quay House"), imprint("r2", "Quay House"), imprint("r3", "Quay House", "Merid"), imprint("r4", "Bell")]
    assert shown(find_origins("s", imprints, [])) == [
        ("publisher", "Quay House", ("r1", "r2")),
        ("agency", "Merid", ("r3",)),
        ("publisher", "Bell", ("r4",)),
    ]


def test_a_text_that_several_print_and_nobody_is_credited_for() -> None:
    imprints = [imprint("r1", "Bell", day="2031-05-03"), imprint("r2", "Post"), imprint("r3", "Bell")]
    origins = find_origins("s", imprints, [passage("r1", "r2")])
    assert shown(origins) == [("report", "Post", ("r2", "r1")), ("publisher", "Bell", ("r3",))]
    assert [o.kind for o in independent(origins.every)] == ["publisher"]  # the text may be the Bell's


def test_a_text_of_several_that_tells_what_was_said_to_an_agency_is_its() -> None:
    imprints = [imprint("r1", "Bell", cited=("Merid",)), imprint("r2", "Post"), imprint("r3", "Mail", cited=("Merid",))]
    assert shown(find_origins("s", imprints, [passage("r1", "r2")]))[0] == ("agency", "Merid", ("r1", "r2"))


def test_a_shared_sentence_makes_no_shared_report_but_its_own_origin_is_the_agencys() -> None:
    imprints = [imprint("r1", "Bell", "Merid", narrated=400), imprint("r2", "Post", narrated=600)]
    at = (Span(10, 110), Span(700, 800))
    origins = find_origins("s", imprints, [passage("r1", "r2", 20, at)])
    assert [o.name for o in origins.every] == ["Merid", "Post"]
    assert origin_at(origins, "r2", [Span(710, 760)]).name == "Merid"
    assert origin_at(origins, "r2", [Span(100, 160)]).name == "Post"
    assert origin_at(origins, "r2", [Span(640, 740)]).name == "Post"  # less than half of it


def test_what_was_said_to_a_medium_comes_from_there() -> None:
    origins = find_origins("s", [imprint("r1", "Bell", "Merid"), imprint("r2", "Post")], [])
    told = origin_at(origins, "r2", [Span(0, 9)], [("agency", "Merid")])
    assert told == origins.by_report["r1"]
    elsewhere = origin_at(origins, "r2", [Span(0, 9)], [("publisher", "Harbour Radio")])
    assert (elsewhere.kind, elsewhere.name, elsewhere.reports) == ("publisher", "Harbour Radio", ())
    assert len(independent([told, elsewhere, origins.by_report["r2"]])) == 3


def test_unknown_corroborates_nothing() -> None:
    origins = find_origins("s", [imprint("r1"), imprint("r2"), imprint("r3"), imprint("r4", "Bell")], [passage("r1", "r2")])
    assert sorted((o.kind, len(o.reports)) for o in origins.every) == [("publisher", 1), ("unknown", 1), ("unknown", 2)]
    assert [o.name for o in independent(origins.every)] == ["Bell"]


def test_the_users_tiers_are_counted_not_judged() -> None:
    imprints = [
        imprint("r1", "Bell", "Merid", tier="B"),
        imprint("r2", "Post", "Merid", tier="A"),
        imprint("r3", "Mail", "Merid", tier="B"),
    ]
    assert find_origins("s", imprints, []).every[0].tiers == (("A", 1), ("B", 2))


HOUSES = st.sampled_from([None, "Bell", "Post", "Mail"])
AGENCIES = st.sampled_from([None, None, "Merid", "Velpress"])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(HOUSES, AGENCIES), min_size=1, max_size=7), st.data())
def test_origins_part_the_reports_in_any_order(printed: list[tuple[str | None, str | None]], data: st.DataObject) -> None:
    imprints = [imprint(f"r{n}", house, agency) for n, (house, agency) in enumerate(printed)]
    pairs = [(a.report, b.report) for n, a in enumerate(imprints) for b in imprints[n + 1 :]]
    tied = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    passages = [passage(a, b, 20 + 7 * n) for n, (a, b) in enumerate(tied)]
    origins = find_origins("s", imprints, passages)
    assert sorted(r for o in origins.every for r in o.reports) == [i.report for i in imprints]
    assert len({o.id for o in origins.every}) == len(origins.every) and all(o.reasons for o in origins.every)
    for o in origins.every:
        credited = {i.agency for i in imprints if i.report in o.reports} - {None}
        assert credited <= {o.name} if o.kind == "agency" else not credited
    shuffled, mixed = data.draw(st.permutations(imprints)), data.draw(st.permutations(passages))
    assert find_origins("s", shuffled, mixed).every == origins.every
    found: list[Origin] = independent(origins.every)
    random.Random(1).shuffle(found)
    assert len(independent(found)) == len(found)
