"""Which lines of a plain text are furniture, and above all which are not."""

from __future__ import annotations

import pytest

from onrecord.read.furniture import mark_furniture
from onrecord.read.lines import kind_of_line

BODY = "The harbour of Lisnow was closed on Monday after a crane fell into the water."
MORE = "The owners said that it had been due for repair in the spring, and that nobody was hurt when it fell."


def marks(text: str, title: str | None = None) -> dict[str, str]:
    return {piece.span.of(text): piece.kind for piece in mark_furniture(text, title=title).furniture}


def test_a_page_saved_as_text() -> None:
    text = "\n\n".join(
        [
            "Switch to the mobile edition",
            "128",
            "Crane falls into the harbour",
            "Nobody was hurt, says the master, and nobody will sail",
            "Фото: Лисновска поща",
            "By Edda Prill and Jan Oss",
            "12 March 2026, 10:15",
            BODY,
            "Due for repair",
            MORE,
            "'Nobody will sail'",
            MORE,
            "Read also: Who pays for the crane?",
            BODY,
            "Crane falls into the harbour",
            "Tags",
            "harbour",
            "cranes",
        ]
    )
    marked = mark_furniture(text)
    assert marked.title == "Crane falls into the harbour"
    assert marked.byline == "Edda Prill and Jan Oss"
    assert marked.published and (marked.published.value, marked.published.basis) == ("2026-03-12", "page")
    assert [(piece.span.of(text), piece.kind) for piece in marked.furniture] == [
        ("Switch to the mobile edition", "navigation"),
        ("128", "counter"),
        ("Фото: Лисновска поща", "photo credit"),
        ("By Edda Prill and Jan Oss", "byline"),
        ("12 March 2026, 10:15", "dateline"),
        ("Due for repair", "subhead"),
        ("'Nobody will sail'", "subhead"),
        ("Read also: Who pays for the crane?", "read also"),
        ("Crane falls into the harbour", "repeated title"),
        ("Tags", "tags"),
        ("harbour", "tags"),
        ("cranes", "tags"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        MORE,
        '"Nobody will sail," she said.',
        '"Never."',
        "Back to school for thousands",
        "By Monday the road will be open",
        "Photo shows the crane in the water",
        "Related to the mayor, he stepped down",
        "Reuters/Ipsos poll: most voters want the crane rebuilt",
        "AP says the crane fell at noon",
        "Share prices fall on news of the crane",
        "View from the bridge",
        "55 people hurt",
    ],
)
def test_a_line_of_the_report_is_not_furniture(line: str) -> None:
    assert kind_of_line(line) is None
    assert marks(f"Crane falls\n\n{BODY}\n\n{line}\n\n{BODY}").get(line) in (None, "subhead")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("AFP/Edda Prill", "photo credit"),
        ("Edda Prill / Getty Images", "photo credit"),
        ("Foto: Edda Prill", "photo credit"),
        ("(Photo: Lisnow Post / E. Prill)", "photo credit"),
        ("The crane in the water on Monday. Photo: E. Prill", "caption"),
        ("#harbour #crane", "tags"),
        ("Keywords: harbour, crane", "tags"),
        ("12 comments", "counter"),
        ("Comments (12)", "counter"),
        ("Print this page | Send to a friend | 12 comments", "navigation"),
        ("Sign in", "navigation"),
        ("See also: The last crane", "read also"),
    ],
)
def test_a_line_that_gives_itself_away(line: str, kind: str) -> None:
    assert kind_of_line(line) == kind


def test_what_could_be_a_subhead_is_not_one_at_the_edges_or_as_speech() -> None:
    standfirst = "Nobody was hurt, says the master"
    text = f"Crane falls\n\n{standfirst}\n\n{BODY}\n\n“Nobody was hurt.”\n\n- the crane\n\n{MORE}\n\nThe end of it"
    assert marks(text) == {}


def test_a_short_text_does_not_vanish() -> None:
    for text in ("Crane falls", "Crane falls\n\nNobody hurt", "12\n\nTags", "Share", "Photo: E. Prill"):
        marked = mark_furniture(text)
        assert sum(piece.span.end - piece.span.start for piece in marked.furniture) < len(text)


def test_a_text_without_blank_lines_has_subheads_too() -> None:
    assert marks(f"Crane falls\n{BODY}\nDue for repair\n{MORE}") == {"Due for repair": "subhead"}


def test_a_wrapped_paragraph_is_no_list_of_subheads() -> None:
    wrapped = "The owners, who live abroad\nand had not been told, said\nthat it was due for repair in the spring of this year."
    text = f"Crane falls\n\n{BODY}\n\n{wrapped}\n\n{MORE}"
    assert marks(text) == {}


def test_the_title_that_is_given_is_found_where_it_is_printed() -> None:
    assert marks(f"News\nCrane falls\n\n{BODY}\n\nCrane falls!", title="Crane Falls") == {"Crane falls!": "repeated title"}
