"""What grouping compares of a report."""

from __future__ import annotations

import math
import struct

import pytest

from onrecord.ids import text_hash
from onrecord.lexicon import read_words
from onrecord.link import profile_of
from onrecord.link.profiles import NAMES_KEPT, SCALE, day_of, name_profile
from onrecord.model import Furniture, Published, Report, Span


class Embedder:
    version = "e"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, text: str) -> tuple[float, ...]:
        self.asked.append(text)
        return (0.6, -0.8)


@pytest.mark.parametrize(
    ("title", "text", "names"),
    [
        (None, "Talks in Velm between Olmo and Prill. Then Olmo left.", {"Olmo", "Prill", "Velm"}),
        ("Lisnow shut", "the harbour of Lisnow was shut on Monday in March.", {"Lisnow"}),
        (None, "no names here, and The End.", {"End"}),
        (None, "", set()),
    ],
)
def test_the_names_of_a_report(title: str | None, text: str, names: set[str]) -> None:
    profile = name_profile(title, text)
    assert set(profile) - {"Talks", "Then"} == names
    assert not profile or math.hypot(*profile.values()) == pytest.approx(SCALE, rel=0.01)


def test_a_name_said_often_weighs_more_but_not_as_much_more() -> None:
    profile = name_profile(None, "we saw Olmo and Olmo and Olmo and Prill")
    assert 1 < profile["Olmo"] / profile["Prill"] < 3


def test_a_long_list_of_names_is_cut() -> None:
    text = "we saw " + " and ".join(f"Olmo{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(300)) + " and Prill and Prill"
    assert len(name_profile(None, text)) == NAMES_KEPT and "Prill" in name_profile(None, text)


def test_a_profile_leaves_furniture_out_and_points_where_lead_and_title_do() -> None:
    text = "Sign in to Gazette\nThe harbour of Lisnow was shut by Ruiz."
    report = Report(
        id="r",
        text=text,
        text_sha256=text_hash(text),
        title="Harbour shut again",
        published=Published(value="2031-05-02", precision="day", basis="given"),
        furniture=(Furniture(span=Span(0, 18), kind="navigation"),),
    )
    embedder = Embedder()
    profile = profile_of(report, embedder)
    assert embedder.asked == ["Harbour shut again. The harbour of Lisnow was shut by Ruiz.", "Harbour shut again"]
    assert struct.unpack("<4h", profile.vector) == (600, -800, 600, -800)
    assert set(profile.names) == {"Harbour", "Lisnow", "Ruiz"}
    assert set(profile.keys) == {"Harbour", "Lisnow", "Ruiz", "harbour", "shut", "again"} - read_words("closed-classes")
    assert profile.day == day_of("2031-05-02")


@pytest.mark.parametrize("value", ["2031", "2031-05", "2031-05-02", "2031-05-02T08:00:00Z", "2031-W18", "2031-05-01/2031-05-03"])
def test_every_kind_of_date_has_a_day(value: str) -> None:
    assert abs((day_of(value) or 0) - (day_of("2031-05-02") or 0)) < 200


@pytest.mark.parametrize("value", ["", "soon", "2031-13-45", "P1W", "2031-Q2"])
def test_what_is_no_day_has_none(value: str) -> None:
    assert day_of(value) is None
