"""Accounts for people: quotation marks only around a report's own characters, nothing runs, and every line has its source."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from exporting import Export
from harbour import ANALYSES, REPORTS

from onrecord.export import Extract, Folder, Selection, account_of, export_record
from onrecord.export.formats.docx import docx_bytes
from onrecord.export.formats.endnotes import html_text, markdown_text
from onrecord.export.formats.mail import mail_text
from onrecord.export.formats.paper import Block, Note, Paper, Run, paper_of
from onrecord.ids import text_hash
from onrecord.model import Analysis, Entity, EntityRef, Mention, Report, Span, Statement, Story
from onrecord.pipeline import LiveRecord
from onrecord.store import Record, StatementFilter

_NASTY = '</p><script>alert(1)</script><img src=x onerror="alert(2)"> [x](javascript:alert(3)) \u202egpj.exe'
_MARKED = re.compile("“([^“”]+)”")


class _Page(HTMLParser):
    """The tags, attributes and words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page_of(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    return page


@pytest.fixture
def nasty(record: Record) -> Record:
    """A record in which every text is an attack."""
    text = f"“{_NASTY},” {_NASTY} said."
    report = Report(
        id=_NASTY, text=text, text_sha256=text_hash(text), url=f"javascript:alert(4)//{_NASTY}", outlet=_NASTY, title=_NASTY, agency=_NASTY
    )
    who = EntityRef(entity="e", name=_NASTY)
    at = Span(len(_NASTY) + 4, 2 * len(_NASTY) + 4)
    said = Statement(id="s", manner="direct", source=(at,), cue=(), content=(Span(1, len(_NASTY) + 1),), speaker=who, score=0.9)
    entity = Entity(id="e", name=_NASTY, type="person", mentions=(Mention(span=at, kind="name"),))
    analysis = Analysis(report_id=report.id, text_sha256=report.text_sha256, engine="t", statements=(said,), entities=(entity,))
    record.add_report(record.start_run("add", "t"), report, analysis)
    record.replace_stories([Story(id="story-x", title=_NASTY, reports=(report.id,))])
    return record


def test_what_a_report_says_stays_text_in_html(nasty: Record) -> None:
    extract = Extract(nasty, Selection())
    for text in (mail_text(extract), html_text(paper_of(extract))):
        page = page_of(text)
        assert "script" not in page.tags and "img" not in page.tags
        assert not [name for name, value in page.attributes if name.startswith("on") or "javascript:" in (value or "")]
        assert "<script>alert(1)</script>" in "".join(page.words)
        assert "\u202e" not in text and "⟨U+202E⟩" in text
        assert "default-src 'none'" in text
        assert not [value for name, value in page.attributes if name in ("src", "href") and not (value or "").startswith("#")]


def test_what_a_report_says_stays_text_in_markdown(nasty: Record) -> None:
    text = markdown_text(paper_of(Extract(nasty, Selection())))
    assert "\u202e" not in text
    assert not re.search(r"(?<!\\)<(?!https?://)", text) and "\\[x\\](javascript" in text


def test_feeds_and_word_files_hold_it_as_text_too(nasty: Record, tmp_path: Path) -> None:
    for name in ("atom", "endnotes-docx", "ftm", "jsonld", "annotation"):
        export_record(nasty, name, Folder(tmp_path / name))
    feed = ET.parse(tmp_path / "atom" / "feed.atom").getroot()
    assert "<script>" in "".join(feed.itertext())
    assert feed.findall(".//{http://www.w3.org/2005/Atom}link") == []
    assert "<script>" in "".join(p.text for p in docx.Document(str(tmp_path / "endnotes-docx" / "account.docx")).paragraphs)
    for path in (tmp_path / "ftm" / "entities.ftm.jsonl", tmp_path / "jsonld" / "record.jsonld"):
        assert '"javascript:' not in path.read_text(encoding="utf-8")


def test_quotation_marks_stand_only_around_what_a_report_has(sampled: LiveRecord) -> None:
    printed = " ".join(" ".join(r.text.split()) + " " + " ".join((r.title or "").split()) for r in sampled.reports())
    reasons = " ".join(f.why for f in sampled.findings())
    checked = 0
    for block in paper_of(Extract(sampled, Selection())).blocks:
        for run in block.runs:
            for quotation in _MARKED.findall(run.text):
                assert quotation in printed or quotation in reasons, quotation
                checked += 1
    assert checked > 100


def test_of_what_several_reports_tell_a_line_shows_the_quotation(sampled: LiveRecord) -> None:
    lines = [line for story in sampled.stories() for voice in account_of(sampled, story).voices for line in voice.lines]
    folded = [line for line in lines if {"direct", "indirect"} <= {row.statement.manner for row in (line.row, *line.also)}]
    quoted = [row for line in folded for row in line.also if row.statement.manner == "direct" and len(row.content_text.split()) > 10]
    assert len(folded) > 2 and quoted
    assert all(line.row.statement.manner == "direct" for line in folded if any(row in quoted for row in line.also))


def test_only_direct_statements_get_marks_of_ours(sampled: LiveRecord) -> None:
    """A paraphrase is never put between quotation marks that the report does not have."""
    words = {" ".join(piece.split()) for row in sampled.statements() if row.statement.manner == "indirect" for piece in row.content_pieces}
    direct = {" ".join(piece.split()) for row in sampled.statements() if row.statement.manner == "direct" for piece in row.content_pieces}
    text = mail_text(Extract(sampled, Selection()))
    page = "".join(page_of(text).words)
    paraphrases = [w for w in words - direct if len(w) > 20 and w[0] not in "“\"'„‘"]
    assert len(paraphrases) > 40
    assert [w for w in paraphrases if f"“{w}”" in page] == []


def test_every_line_has_a_note_that_says_where_it_stands(sampled: LiveRecord) -> None:
    paper = paper_of(Extract(sampled, Selection(statements=StatementFilter(story=next(sampled.stories()).id))))
    assert [note.number for note in paper.notes] == list(range(1, len(paper.notes) + 1))
    assert all(block.notes for block in paper.blocks if block.kind == "line")
    assert {n for block in paper.blocks for n in block.notes} == {note.number for note in paper.notes}
    texts = {report.id: report for report in sampled.reports()}
    for note in paper.notes:
        found = re.search(r", characters ([\d–, ]+) of text ([0-9a-f]{12})\.$", note.text)
        assert found is not None and found[1] == note.places
        report = texts[note.report]
        assert report.text_sha256.startswith(found[2])
        assert all(Span(*map(int, place.split("–"))).of(report.text) for place in note.places.split(", "))
    listed = [block.runs[0].text for block in paper.blocks if block.kind == "about" and "SHA-256" in block.runs[0].text]
    assert len(listed) == len({note.report for note in paper.notes})
    assert all(
        any(f"Report {note.report}, text with SHA-256 {texts[note.report].text_sha256}" in line for line in listed) for note in paper.notes
    )


def test_the_account_can_be_read_without_a_network_and_printed(exported: Export) -> None:
    folder, _ = exported("html")
    text = (folder / "account.html").read_text(encoding="utf-8")
    page = page_of(text)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
    assert "prefers-color-scheme: dark" in text and "@media print" in text and "url(" not in text
    ids = {value for name, value in page.attributes if name == "id"}
    links = [value or "" for name, value in page.attributes if name == "href"]
    assert {link[1:] for link in links if link.startswith("#")} <= ids
    assert all(link.startswith(("#", "https://", "http://")) for link in links)
    assert page.tags.count("h1") == 4 and page.tags.count("table") > 1


def test_markdown_has_each_note_once_and_escapes_what_would_be_markup() -> None:
    runs = (Run(text="1. *not* a [list](x) <b>", style="plain"), Run(text="who", style="strong"))
    notes = tuple(Note(number=n, text=f"at {n}", url=None, report="r", places="0–1") for n in (1, 2))
    paper = Paper(blocks=(Block(kind="line", runs=runs, notes=(1, 2)),), notes=notes)
    assert markdown_text(paper) == "- 1\\. \\*not\\* a \\[list\\](x) \\<b\\>**who**[^1][^2]\n\n[^1]: at 1\n\n[^2]: at 2\n"


def test_word_opens_the_file_and_finds_its_own_endnotes(sampled: LiveRecord) -> None:
    paper = paper_of(Extract(sampled, Selection()))
    content = docx_bytes(paper)
    assert content == docx_bytes(paper)
    opened = docx.Document(io.BytesIO(content))
    words = ["".join(run.text for run in block.runs) + "," * max(len(block.notes) - 1, 0) for block in paper.blocks]
    assert [paragraph.text for paragraph in opened.paragraphs] == words
    assert opened.paragraphs[0].style is not None and opened.paragraphs[0].style.name == "Title"
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        notes = ET.fromstring(archive.read("word/endnotes.xml"))
        body = ET.fromstring(archive.read("word/document.xml"))
    ids = [note.get(f"{space}id") for note in notes]
    marks = [mark.get(f"{space}id") for mark in body.iter(f"{space}endnoteReference")]
    assert ids == ["-1", "0", *marks] and len(marks) == sum(len(block.notes) for block in paper.blocks)


def test_characters_that_xml_cannot_hold_do_not_break_the_word_file() -> None:
    paper = Paper(blocks=(Block(kind="line", runs=(Run(text="a\x0bb\ufffe & <c>"),)),), notes=())
    assert docx.Document(io.BytesIO(docx_bytes(paper))).paragraphs[0].text == "a\ufffdb\ufffd & <c>"


def test_a_speaker_s_account_leaves_the_others_out(exported: Export) -> None:
    folder, _ = exported("endnotes-md", statements=StatementFilter(speaker="Maslen"))
    names = re.findall(r"^### (.+)$", (folder / "account.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(names) == {"Edric Maslen, Foreign Minister"}


def test_less_sure_statements_stay_out(record: Record) -> None:
    run = record.start_run("add", "t")
    for report, analysis in zip(REPORTS, ANALYSES, strict=True):
        record.add_report(run, report, replace(analysis))
    record.replace_stories([Story(id="story-q", title="Quay", reports=tuple(r.id for r in REPORTS))])
    whole, sure = (mail_text(Extract(record, Selection(statements=StatementFilter(min_score=s)))) for s in (None, 0.8))
    assert "the offer stood from 1 April" in whole and "the offer stood from 1 April" not in sure
    assert "min_score: 0.8" in sure


def test_csv_holds_a_formula_back_unless_it_is_wanted_raw(record: Record, tmp_path: Path) -> None:
    text = "“=1+1 is what I said,” said Ana Ruiz."
    said = Statement(id="s", manner="direct", source=(), cue=(), content=(Span(1, 20),), speaker=None, score=0.9)
    report = Report(id="r", text=text, text_sha256=text_hash(text), title="=HYPERLINK(1)")
    analysis = Analysis(report_id="r", text_sha256=report.text_sha256, engine="t", statements=(said,))
    record.add_report(record.start_run("add", "t"), report, analysis)
    for raw in (False, True):
        export_record(record, "csv", Folder(tmp_path / str(raw)), selection=Selection(raw_csv=raw, kinds=("statements",)))
    safe, plain = ((tmp_path / name / "statements.csv").read_text(encoding="utf-8") for name in ("False", "True"))
    assert "'=1+1 is what" in safe and "'=HYPERLINK(1)" in safe
    assert ",=1+1 is what" in plain and "'=" not in plain
