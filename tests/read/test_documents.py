"""PDF and Word files: their words in the order of reading, and a clear reason for each that cannot be read."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import column, make_docx, make_pdf, paragraph
from pypdf import PdfWriter

from onrecord.model import Refusal, Report
from onrecord.read import ReadOptions, read_reports
from onrecord.read.docx import read_docx
from onrecord.read.draft import Unreadable
from onrecord.read.pdf import read_pdf
from onrecord.read.printed import PrintedLine, lay_out
from onrecord.settings import ReadLimits

Read = Callable[..., list[Report | Refusal]]
LIMITS = ReadLimits()
HEAD, FOOT = (50, 570, 8, "Lisnow Post"), (50, 20, 8, "page 1")
STORY = column([
    "“The crane fell into the water at noon, and no-",
    "body was hurt,” the harbour master said on",
    "Monday. Nobody had expected the old crane to",
    "fall.",
    "",
    "It had been due for repair in the spring, said",
    "its owner, a north-",
])  # fmt: skip
REST = column(["west port company, on the quay of the town."])
PAPER = make_pdf([[HEAD, (50, 545, 20, "Crane falls"), *STORY, FOOT], [HEAD, *REST, (50, 20, 8, "page 2")]])


def test_a_pdf_is_its_paragraphs_and_what_every_page_repeats_is_furniture() -> None:
    draft = read_pdf(PAPER, LIMITS)
    assert draft.text.split("\n\n") == [
        "Crane falls",
        "“The crane fell into the water at noon, and nobody was hurt,” the harbour master said on Monday. Nobody had expected the old crane"
        " to fall.",
        "It had been due for repair in the spring, said its owner, a north-west port company, on the quay of the town.",
        *("Lisnow Post", "page 1", "Lisnow Post", "page 2"),
    ]
    assert draft.title == "Crane falls"
    assert [f.span.of(draft.text) for f in draft.furniture or ()] == ["Lisnow Post", "page 1", "Lisnow Post", "page 2"]
    assert [re.match(r"1 word\(s\) divided at line ends (were put together|keep the hyphen)", p) is not None for p in draft.problems] == [
        True,
        True,
    ]


def test_columns_are_read_one_after_the_other() -> None:
    words = ["The harbour was", "closed all day, the", "port said. “We will", "open it on Friday", "if the wind falls.”"]
    left = column(words[:3], y=300)
    draft = read_pdf(make_pdf([[*column(["A line over both columns of the page, as wide as it is."], y=330), *left]
                               + column(words[3:], x=220, y=300)]), LIMITS)  # fmt: skip
    assert draft.text.split("\n\n")[1:] == [" ".join(words)]


def encrypted(content: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    assert read_pdf(encrypted(PAPER, ""), LIMITS).text == read_pdf(PAPER, LIMITS).text


PICTURE = [b"q 400 0 0 500 0 0 cm Q"]


@pytest.mark.parametrize(
    ("content", "limits", "why"),
    [
        (encrypted(PAPER, "secret"), LIMITS, "opens with a password only"),
        (make_pdf(PICTURE * 3), LIMITS, r"none of its 3 page\(s\) has text"),
        (PAPER, ReadLimits(max_document_pages=1), r"2 pages, more than 1 \(read.max_document_pages\)"),
        (make_pdf([b"%" * 6_000_000]), LIMITS, r"of drawing, more than \d+ \(read.max_page_bytes\)"),
        (PAPER[:300], LIMITS, "the PDF is damaged"),
        (b"%PDF-1.4\n" + b"\x00garbage" * 200, LIMITS, "the PDF is damaged"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(content: bytes, limits: ReadLimits, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_pdf(content, limits)


def test_pages_without_text_are_told() -> None:
    draft = read_pdf(make_pdf([column(["A page of words that are read."]), *PICTURE]), LIMITS)
    assert draft.problems == ("1 page(s) have no text, only pictures or nothing: 2.",)


WORDS = st.text(alphabet="abc DEF.,“”-\u00ad", min_size=1, max_size=12).filter(lambda t: t.strip())
LINES = st.builds(
    PrintedLine, text=WORDS.map(lambda t: " ".join(t.split())), x=st.floats(0, 300), y=st.floats(0, 600), end=st.floats(0, 600),
    size=st.sampled_from([8.0, 11.0, 20.0]),
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.lists(LINES, max_size=8), max_size=4))
def test_no_letter_is_lost_wherever_lines_stand(pages: list[list[PrintedLine]]) -> None:
    found = lay_out(pages)

    def letters(texts: list[str]) -> Counter[str]:
        return Counter(c for text in texts for c in text if c not in " \n-\u00ad")

    assert letters([found.text]) == letters([line.text for page in pages for line in page])
    assert all(found.text[span.start : span.end].strip() for span in found.running)


CHANGED = (
    paragraph("Crane falls", "Title") + '<w:p><w:r><w:t xml:space="preserve">“Nobody was hurt,” </w:t></w:r>'
    '<w:del w:id="1" w:author="x"><w:r><w:delText>one Edda Prill</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="x"><w:r><w:t>the harbour master said on Monday.</w:t></w:r></w:ins></w:p>'
    "<w:tbl><w:tr><w:tc>" + paragraph("Ships in port") + "</w:tc><w:tc>" + paragraph("41") + "</w:tc></w:tr></w:tbl>"
)


def test_a_word_file_has_what_was_inserted_and_not_what_was_deleted() -> None:
    draft = read_docx(make_docx(CHANGED), LIMITS)
    assert "“Nobody was hurt,” the harbour master said on Monday." in draft.text
    assert "Prill" not in draft.text
    assert "Ships in port" in draft.text and "41" in draft.text


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "a password, or of before 2007"),
        (zipped("photos/a.txt", b"x"), "an archive .zip., and no Word file"),
        (make_docx(CHANGED)[:400], "damaged"),
        (zipped("word/document.xml", b"<not"), "damaged"),
        (make_docx("", **{"word/media.xml": " " * 60_000_000}), r"when decompressed, more than \d+ \(read.max_document_bytes\)"),
        (make_docx("<w:p/>"), "has no text"),
    ],
)
def test_a_word_file_that_cannot_be_read_says_why(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_docx(content, LIMITS)


def test_files_are_known_by_name_and_by_content_and_each_costs_itself_only(tmp_path: Path, read_bytes: Read) -> None:
    bomb = zipped("word/document.xml", b" " * 60_000_000)
    laughs = (
        '<!DOCTYPE d [<!ENTITY a "ha">'
        + "".join(f'<!ENTITY {y} "{f"&{x};" * 12}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True))
        + "]>"
    )
    files = {
        "a.pdf": PAPER,
        "b.docx": make_docx(CHANGED),
        "c.pdf": b"%PDF-1.7 cut",
        "d.docx": bomb,
        "e.pdf": b"",
        "f.pdf": PAPER.replace(b"startxref\n", b"startxref\n9"),
    }
    files["g.docx"] = zipped("word/document.xml", (laughs + "<d>&i;</d>").encode())
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    found = {
        Path(o.where if isinstance(o, Refusal) else f"{o.id}.ok").name: o for o in read_reports([str(tmp_path)], options=ReadOptions())
    }
    assert [name for name in sorted(found) if name.endswith(".ok")] == ["a.ok", "b.ok", "f.ok"]  # the lost table of places is made anew
    assert {name for name, outcome in found.items() if isinstance(outcome, Refusal)} == {"c.pdf", "d.docx", "e.pdf", "g.docx"}
    [report] = read_bytes(PAPER)
    assert isinstance(report, Report) and report.title == "Crane falls"
