"""Passages in another language inside an English report: found where there is enough to go by, and left out of the analysis."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import Furniture, Report, Span
from onrecord.read.language import detect_language, find_passages

ENGLISH = [
    "The harbour of Lisnow was closed on Monday after a crane fell into the water, the port office said.",
    "“Nobody was hurt, and nobody will sail before Wednesday,” said the harbour master, Edda Prill, on the quay.",
]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Der Hafen bleibt bis Mittwoch geschlossen, teilte die Behörde am Montag mit.", "de"),
        ("„Niemand wurde verletzt, und vor Mittwoch wird niemand auslaufen“, sagte Edda Prill.", "de"),
        ("Le port restera fermé jusqu'à mercredi, a déclaré la direction dans un communiqué.", "fr"),
        ("El puerto permanecerá cerrado hasta el miércoles, según informó la oficina del puerto.", "es"),
        ("Il porto resterà chiuso fino a mercoledì, ha detto lunedì il comandante del porto.", "it"),
        ("De haven blijft tot woensdag gesloten, zo liet het havenbedrijf maandag weten.", "nl"),
        ("Порт залишиться закритим до середи, повідомило управління порту в понеділок.", "uk"),
        ("Порт останется закрытым до среды, сообщили в понедельник в управлении порта.", "ru"),
        ("Το λιμάνι θα παραμείνει κλειστό μέχρι την Τετάρτη, ανακοίνωσε το λιμεναρχείο.", "el"),
        ("港口将关闭至星期三,港务局星期一表示。起重机坠入水中。", "zh"),
    ],
)
def test_a_line_in_another_language_is_found(line: str, code: str) -> None:
    text = "\n".join([ENGLISH[0], line, ENGLISH[1]])
    [(span, found)] = find_passages(text)
    assert (span.of(text), found) == (line, code)


@pytest.mark.parametrize(
    "line",
    [
        *("Foto: Jan Oss / MPA", "Jubel in Lisnow", "Deutsche Hafenbank AG", "Vive la Karthenia!", "Рада"),
        "Juan Carlos Velmorez, María del Mar Gómez, José Luis Fenn, Ana Belén Torres",
        "Real Lisnow 3-1 Borussia Velmora: Prill, Oss, Fenn; Dellan",
        "Bundeshafengericht, Bundesministerium der Häfen, Deutsche Hafen AG, Deutsche Werft",
        "Prill Wades In: Urges Karthenia to Remain In Merid Union. Port hopeful warns",
        "CRANE FALLS INTO WATER IN LISNOW HARBOUR, PORT CLOSED UNTIL WEDNESDAY MORNING",
        "She called it “das Ende der Geduld, wie wir sie bisher gekannt haben” and left the room.",
        "Kommersant, Novaya Gazeta, Izvestia, Vedomosti, Moskovsky Komsomolets, Trud",
    ],
)
def test_names_short_lines_and_english_are_left_alone(line: str) -> None:
    assert find_passages("\n".join([ENGLISH[0], line, ENGLISH[1]])) == []


def test_furniture_and_the_title_are_not_asked() -> None:
    line = "Der Hafen bleibt bis Mittwoch geschlossen, teilte die Behörde am Montag mit."
    text = f"{line}\n{ENGLISH[0]}"
    assert find_passages(text, [Furniture(span=Span(0, len(line)), kind="caption")]) == []
    assert find_passages(text, title=line) == []


def test_a_report_marks_its_passages_and_says_so(read_bytes: Callable[..., list[Report]]) -> None:
    line = "„Vor Mittwoch wird hier niemand auslaufen“, sagte der Hafenmeister Jan Oss der Zeitung am Montag."
    text = "\n\n".join([*ENGLISH, line, ENGLISH[0]])
    [report] = read_bytes(text.encode())
    assert report.language == "en"
    [passage] = [f for f in report.furniture if f.kind == "other language"]
    assert passage.span.of(report.text) == line
    assert [p.why for p in report.problems if "another language (de)" in p.why]


def test_the_language_is_told_from_more_than_the_headline() -> None:
    headline = "Prill Wades In: Urges Karthenia to Remain In Merid Union."
    assert detect_language("\n".join([headline, *ENGLISH])) == "en"


@given(st.text(max_size=200))
def test_any_text_gives_lines_of_it(text: str) -> None:
    spans = [span for span, _ in find_passages(text)]
    assert all(span.of(text).strip() for span in spans) and spans == sorted(spans)
