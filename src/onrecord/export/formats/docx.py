"""A paper as a DOCX file with endnotes that are Word's own, so that they move and renumber with the text.

Office Open XML (ECMA-376, part 1), written by hand: no library that is kept up writes endnotes, and the parts needed are few. The
file holds no date, so the same paper is the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from onrecord.export.atom import xml_text
from onrecord.export.formats.paper import Block, Note, Paper, Run

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
_PARTS = ("document", "styles", "endnotes", "settings")
_STYLES = {"title": "Title", "heading": "Heading1", "name": "Heading2", "about": "Normal", "line": "Normal"}
_RUNS = {"plain": "", "strong": "<w:rPr><w:b/></w:rPr>", "dim": '<w:rPr><w:color w:val="595959"/></w:rPr>'}
_NOTES = '<w:endnotePr><w:numFmt w:val="decimal"/><w:endnote w:id="-1"/><w:endnote w:id="0"/></w:endnotePr>'
# Word wants these two before the first real note.
_SEPARATORS = (
    '<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
    '<w:endnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:endnote>'
)


def docx_bytes(paper: Paper) -> bytes:
    """The file. A note that several lines point at stands once for each: Word knows no note with two places."""
    notes = {note.number: note for note in paper.notes}
    body = _Body(notes)
    paragraphs = "".join(map(body.paragraph, paper.blocks))
    parts = {
        "document": f'<w:document xmlns:w="{_W}"><w:body>{paragraphs}<w:sectPr/></w:body></w:document>',
        "styles": _styles(),
        "endnotes": f'<w:endnotes xmlns:w="{_W}">{_SEPARATORS}{"".join(body.endnotes)}</w:endnotes>',
        "settings": f'<w:settings xmlns:w="{_W}">{_NOTES}</w:settings>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*_package(), *((f"word/{name}.xml", parts[name]) for name in _PARTS)]:
            info = zipfile.ZipInfo(name, date_time=_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, (_HEAD + content).encode("utf-8"))
    return packed.getvalue()


class _Body:
    def __init__(self, notes: dict[int, Note]) -> None:
        self._notes = notes
        self.endnotes: list[str] = []

    def paragraph(self, block: Block) -> str:
        style = f'<w:pPr><w:pStyle w:val="{_STYLES[block.kind]}"/></w:pPr>'
        return f"<w:p>{style}{''.join(map(_run, block.runs))}{''.join(self._marks(block))}</w:p>"

    def _marks(self, block: Block) -> Iterator[str]:
        for at, number in enumerate(block.notes):
            note = self._notes[number]
            key = len(self.endnotes) + 1
            text = f"{note.text} {note.url}" if note.url else note.text
            mark = '<w:r><w:rPr><w:rStyle w:val="EndnoteReference"/></w:rPr><w:endnoteRef/></w:r>'
            style = '<w:pPr><w:pStyle w:val="EndnoteText"/></w:pPr>'
            self.endnotes.append(f'<w:endnote w:id="{key}"><w:p>{style}{mark}{_run(Run(text=f" {text}"))}</w:p></w:endnote>')
            if at:
                yield '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>,</w:t></w:r>'
            yield f'<w:r><w:rPr><w:rStyle w:val="EndnoteReference"/></w:rPr><w:endnoteReference w:id="{key}"/></w:r>'


def _run(run: Run) -> str:
    text = escape(xml_text(run.text))
    return f'<w:r>{_RUNS[run.style]}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _package() -> list[tuple[str, str]]:
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_OFFICE}.{"document.main" if name == "document" else name}+xml"/>'
        for name in _PARTS
    )
    relations = "".join(f'<Relationship Id="r{name}" Type="{_R}/{name}" Target="{name}.xml"/>' for name in _PARTS[1:])
    space = "http://schemas.openxmlformats.org/package/2006"
    return [
        (
            "[Content_Types].xml",
            f'<Types xmlns="{space}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            f'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        ),
        (
            "_rels/.rels",
            f'<Relationships xmlns="{space}/relationships"><Relationship Id="rdocument" Type="{_R}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        ),
        ("word/_rels/document.xml.rels", f'<Relationships xmlns="{space}/relationships">{relations}</Relationships>'),
    ]


def _styles() -> str:
    def style(name: str, shown: str, properties: str, based: bool = True) -> str:
        parent = '<w:basedOn w:val="Normal"/>' if based else ""
        default = "" if based else ' w:default="1"'
        return f'<w:style w:type="paragraph"{default} w:styleId="{name}"><w:name w:val="{shown}"/>{parent}{properties}</w:style>'

    def head(size: int, level: int, before: int) -> str:
        space = f'<w:pPr><w:keepNext/><w:spacing w:before="{before}" w:after="80"/><w:outlineLvl w:val="{level}"/></w:pPr>'
        return f'{space}<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr>'

    styles = [
        style(
            "Normal",
            "Normal",
            '<w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr>',
            False,
        ),
        style("Title", "Title", '<w:pPr><w:spacing w:after="120"/></w:pPr><w:rPr><w:b/><w:sz w:val="40"/></w:rPr>'),
        style("Heading1", "heading 1", head(28, 0, 360)),
        style("Heading2", "heading 2", head(24, 1, 240)),
        style("EndnoteText", "endnote text", '<w:rPr><w:sz w:val="18"/></w:rPr>'),
        '<w:style w:type="character" w:styleId="EndnoteReference"><w:name w:val="endnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
    ]
    return f'<w:styles xmlns:w="{_W}">{"".join(styles)}</w:styles>'
