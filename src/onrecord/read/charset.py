"""Bytes to text: as a browser does it for pages (byte order mark, header, meta, detector), strictly for plain files."""

from __future__ import annotations

import re

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

from onrecord.read.draft import Unreadable

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# In windows code pages: quotation marks, dashes, dots, spaces, signs.
_PUNCTUATION = frozenset([*range(0x82, 0x9C), 0xA0, 0xA3, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB7, 0xBB])
_META = re.compile(rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.\-]{2,40})", re.I)
_XML = re.compile(rb"^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_:.\-]{2,40})", re.I)
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\x0c\x1b")
_HEAD = 4096  # the standard prescans 1024; real pages put the declaration later
_BINARY_SHARE = 0.02


def decode_plain(content: bytes) -> tuple[str, list[str]]:
    """The text of a plain file and sentences on how it was decoded (none when it is UTF-8). Line ends stay, a leading BOM goes.

    Raises Unreadable when the bytes are not text.

    >>> decode_plain("Öl\\r\\n".encode())
    ('Öl\\r\\n', [])
    """
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], charset)
    _refuse_binary(content)
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError as error:
        charset = detect_charset(content)
        text = content.decode(charset, errors="replace")
        guessed = f"not UTF-8 (byte {error.start}); decoded as {charset}, which was guessed from the bytes."
        return text, [f"{guessed} Save the file as UTF-8 to be sure."]


def _decode_marked(content: bytes, charset: str) -> tuple[str, list[str]]:
    notes = [] if charset == "utf-8" else [f"decoded as {charset} by its byte order mark."]
    try:
        return content.decode(charset), notes
    except UnicodeDecodeError:
        misfit = f"its byte order mark says {charset}, but some bytes are not; they are shown as U+FFFD."
        return content.decode(charset, errors="replace"), [misfit]


def _refuse_binary(content: bytes) -> None:
    sample = content[:65536]
    if b"\x00" in content:
        raise Unreadable("has NUL bytes: not a text, or UTF-16 without a byte order mark. Save it as UTF-8.")
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls > _BINARY_SHARE * len(sample):
        raise Unreadable(f"{controls} of the first {len(sample)} bytes are control characters: not a text.")


def detect_charset(content: bytes) -> str:
    """A Python codec name guessed from bytes that are not UTF-8; never raises.

    Where all high bytes are punctuation the guess is windows-1252: every windows code page agrees on them, and detectors
    take English with curly quotes for Central European.

    >>> detect_charset("“Never”".encode("cp1252"))
    'cp1252'
    """
    high = set(content.translate(None, bytes(range(128))))
    if high <= _PUNCTUATION:
        return "cp1252"
    guess = detect_encoding(content) or "cp1252"
    return "cp1252" if guess.lower().replace("-", "") in ("utf8", "ascii") or _codec(guess) is None else guess


def declared_charset(content: bytes, http_charset: str | None) -> tuple[str, str] | None:
    """(codec, who says so) of a page, by the order of the HTML standard; None when nothing is declared or the label is unknown."""
    head = content[:_HEAD]
    declared: list[tuple[str | None, str]] = [(http_charset, "the HTTP header")]
    for pattern, source in ((_META, "the meta tag"), (_XML, "the XML declaration")):
        found = pattern.search(head)
        label = found.group(1).decode("ascii") if found else None
        # A meta tag that could be read as ASCII cannot be UTF-16: the standard reads it as UTF-8.
        declared.append(("utf-8" if label and label.lower().startswith("utf-16") else label, source))
    for label, source in declared:
        codec = _codec(label) if label else None
        if codec:
            return codec, source
    return None


def _codec(label: str) -> str | None:
    mapped = map_encoding_to_html5(label.strip().lower(), fallback_utf8=False)
    try:
        b"".decode(mapped or "no-such-codec")
    except LookupError:
        return None
    return mapped


def decode_page(content: bytes, http_charset: str | None = None) -> tuple[str, list[str]]:
    """The characters of a page and sentences on what went wrong; never raises.

    A declared charset that does not fit gives way to UTF-8, then to the detector.

    >>> decode_page(b'<meta charset="iso-8859-1"><p>\\x93Never\\x94')[0][-7:]
    '“Never”'
    """
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], charset)[0], []
    declared = declared_charset(content, http_charset)
    candidates = [declared[0]] if declared else []
    for charset in dict.fromkeys([*candidates, "utf-8"]):
        try:
            text = content.decode(charset)
        except (UnicodeDecodeError, ValueError):
            continue
        if declared is None or charset == declared[0]:
            return text, []
        return text, [f"{declared[1]} says {declared[0]}, which does not fit; decoded as {charset}."]
    return _decode_misfit(content, declared)


def _decode_misfit(content: bytes, declared: tuple[str, str] | None) -> tuple[str, list[str]]:
    """A few bad bytes in a page that is otherwise what it says are shown as U+FFFD; a page of them is of another charset."""
    if declared:
        text = content.decode(declared[0], errors="replace")
        if text.count("\ufffd") * 200 <= len(text) and text.count("\ufffd") * 20 <= sum(ord(c) > 127 for c in text):
            return text, []
    guess = detect_charset(content)
    said = f"{declared[1]} says {declared[0]}, which does not fit" if declared else "no charset is declared and it is not UTF-8"
    return content.decode(guess, errors="replace"), [f"{said}; decoded as {guess}, which was guessed from the bytes."]
