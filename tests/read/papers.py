"""PDF and Word files as small as they can be, made from lines and paragraphs."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

Placed = tuple[float, float, float, str]  # from the left, from below, size of type, text


def make_pdf(pages: Sequence[Sequence[Placed] | bytes]) -> bytes:
    """Each page's lines in Helvetica; bytes are a page's drawing, compressed."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        if isinstance(page, bytes):
            packed = zlib.compress(page)
            stream = b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(packed), packed)
        else:
            shown = b" ".join(_shown(line) for line in page)
            stream = b"<< /Length %d >> stream\n%s\nendstream" % (len(shown), shown)
        objects.append(stream)
        about = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents %d 0 R /Resources << /Font << /F 3 0 R >> >> >>"
        objects.append(about % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects)


def _shown(line: Placed) -> bytes:
    x, y, size, text = line
    words = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F %g Tf %g %g Td (%s) Tj ET" % (size, x, y, words)


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


def column(lines: Sequence[str], *, x: float = 50, y: float = 520, size: float = 11) -> list[Placed]:
    """Lines below one another; an empty one is a gap."""
    return [(x, y - 13 * number, size, text) for number, text in enumerate(lines) if text]


_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="word/document.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def make_docx(body: str, **more: str) -> bytes:
    """A Word file of this WordprocessingML; ``more``: other parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATED)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
        for name, content in more.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str, style: str = "") -> str:
    about = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{about}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
