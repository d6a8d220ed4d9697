"""What two sources who have nothing to do with one another both give, through origins that have nothing to do with one another."""

from __future__ import annotations

import pytest

from onrecord.compare import Given, Origin, Said, Sources, Voice, find_corroboration, gather_series, gather_sources
from onrecord.ids import make_id
from onrecord.model import EntityRef, EntityType, Figure, Finding, Span

CLOSED = "the Sella Narrows were closed to every foreign ship by the harbour master on the tenth of March"
SHUT = "the harbour master closed the Sella Narrows to every foreign ship on the tenth of March"


def origin(name: str | None) -> Origin:
    kind = "publisher" if name else "unknown"
    return Origin(id=f"origin-{name}", kind=kind, name=name, reports=(), houses=frozenset({name} if name else ()))  # type: ignore[arg-type]


def sources(people: dict[str, tuple[EntityType, tuple[str, ...]]], origins: dict[str, str | None], media: tuple[str, ...] = ()) -> Sources:
    voices = {n: Voice(ref=EntityRef(entity=n, name=n), type=kind, roles=roles) for n, (kind, roles) in people.items()}
    return gather_sources(voices, media, {entry: origin(name) for entry, name in origins.items()}.__getitem__)


def figure(name: str, who: str | None, value: tuple[float, float | None], report: str = "") -> Given:
    return Given(
        figure=Figure(id=name, span=Span(0, 2), low=value[0], high=value[1], unit="person", measure="killed"),
        report=report or f"report-{name}",
        outlet="Bell",
        day="2031-03-11",
        words=str(value[0]),
        who=EntityRef(entity=who, name=who) if who else None,
    )


def said(name: str, who: str | None, content: str, report: str = "") -> Said:
    speaker = EntityRef(entity=who, name=who) if who else None
    return Said(statement=name, report=report or f"report-{name}", speaker=speaker, day="2031-03-11", content=content)


PEOPLE: dict[str, tuple[EntityType, tuple[str, ...]]] = {
    "Halyna Sorokai": ("person", ("foreign minister of Karthenia",)),
    "Jonas Pettersholm": ("person", ("ferry master",)),
    "Aldervik Hospital": ("organisation", ()),
    "AH": ("organisation", ()),
    "Teo Lind": ("person", ("spokesman",)),
    "Ana Reuel": ("person", ("Karthenian harbour master",)),
    "officials": ("group", ()),
    "Merid": ("organisation", ()),
}


def figures(a: Given, b: Given, origins: tuple[str | None, str | None] = ("Bell", "Post")) -> list[Finding]:
    found = sources(PEOPLE, {a.figure.id: origins[0], b.figure.id: origins[1]}, media=("Merid",))
    return find_corroboration("s", [], gather_series([a, b]), found)


def test_one_figure_of_two_sources_through_two_origins() -> None:
    (finding,) = figures(figure("f1", "Halyna Sorokai", (17, 17)), figure("f2", "Aldervik Hospital", (17, 18)))
    assert (finding.type, finding.slot, finding.a, finding.b) == ("corroborates", "killed", ("f1",), ("f2",))
    assert finding.id == make_id("finding", "corroborates", "f1", "|", "f2")
    assert "Halyna Sorokai" in finding.why and "independent origins" in finding.reasons


@pytest.mark.parametrize(
    ("a", "b", "origins"),
    [
        (("Halyna Sorokai", (17, 17)), ("Aldervik Hospital", (17, 17)), ("Bell", "Bell")),
        (("Halyna Sorokai", (17, 17)), ("Aldervik Hospital", (17, 17)), ("Bell", None)),
        (("Halyna Sorokai", (17, 17)), ("Halyna Sorokai", (17, 17)), ("Bell", "Post")),
        (("Halyna Sorokai", (17, 17)), ("Ana Reuel", (17, 17)), ("Bell", "Post")),  # both speak for Karthenia
        (("Halyna Sorokai", (17, 17)), ("Teo Lind", (17, 17)), ("Bell", "Post")),  # whose spokesman?
        (("AH", (17, 17)), ("Aldervik Hospital", (17, 17)), ("Bell", "Post")),
        (("Halyna Sorokai", (17, 17)), ("officials", (17, 17)), ("Bell", "Post")),
        (("Halyna Sorokai", (17, 17)), ("Merid", (17, 17)), ("Bell", "Post")),  # a medium passes on
        (("Halyna Sorokai", (17, 17)), (None, (17, 17)), ("Bell", "Post")),
        (("Halyna Sorokai", (17, 17)), ("Aldervik Hospital", (18, 18)), ("Bell", "Post")),
        (("Halyna Sorokai", (17, None)), ("Aldervik Hospital", (17, 17)), ("Bell", "Post")),
        (("Halyna Sorokai", (10, 30)), ("Aldervik Hospital", (17, 17)), ("Bell", "Post")),
        (("Halyna Sorokai", (1, 1)), ("Aldervik Hospital", (1, 1)), ("Bell", "Post")),
    ],
)
def test_what_does_not_corroborate_a_figure(
    a: tuple[str, tuple[float, float]], b: tuple[str, tuple[float, float]], origins: tuple[str, str]
) -> None:
    assert figures(figure("f1", *a), figure("f2", *b), origins) == []


def statements(a: Said, b: Said, origins: tuple[str | None, str | None] = ("Bell", "Post")) -> list[Finding]:
    return find_corroboration("s", [a, b], [], sources(PEOPLE, {a.statement: origins[0], b.statement: origins[1]}))


def test_one_fact_in_the_words_of_two_who_speak_for_others() -> None:
    (finding,) = statements(said("s1", "Halyna Sorokai", CLOSED), said("s2", "Jonas Pettersholm", SHUT))
    assert (finding.type, finding.slot, finding.a, finding.b) == ("corroborates", None, ("s1",), ("s2",))
    assert finding.why == "Halyna Sorokai, Jonas Pettersholm say the same"


@pytest.mark.parametrize(
    ("b", "origins"),
    [
        (said("s2", "Jonas Pettersholm", CLOSED), ("Bell", "Post")),  # word for word: one report has the speaker wrong
        (said("s2", "Jonas Pettersholm", SHUT), ("Bell", "Bell")),
        (said("s2", "Jonas Pettersholm", SHUT, report="report-s1"), ("Bell", "Post")),
        (said("s2", "Ana Reuel", SHUT), ("Bell", "Post")),
        (said("s2", None, SHUT), ("Bell", "Post")),
        (said("s2", "Jonas Pettersholm", SHUT.replace("tenth", "ninth")), ("Bell", "Post")),
        (said("s2", "Jonas Pettersholm", SHUT.replace("closed", "never closed")), ("Bell", "Post")),
        (said("s2", "Jonas Pettersholm", f"we know that {SHUT}"), ("Bell", "Post")),
        (said("s2", "Jonas Pettersholm", "the harbour master closed the quay to foreign ships"), ("Bell", "Post")),
    ],
)
def test_what_does_not_corroborate_a_statement(b: Said, origins: tuple[str, str]) -> None:
    assert statements(said("s1", "Halyna Sorokai", CLOSED), b, origins) == []
