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
_AS_BROWSERS = {  # what browsers read under the older names, which Python takes at their word
    "shift_jis": "cp932", "euc_kr": "cp949", "gbk": "gb18030", "big5": "big5hkscs", "iso8859-11": "cp874",
}  # fmt: skip
_HIGH = re.compile(rb"[\x80-\xff]+")
_WORDS = re.compile(rb"[\x80-\xff]{3,}")  # of another script; in a Latin one two letters that are not ASCII seldom meet
_CONTROL = bytes(b for b in range(32) if b not in b"\t\n\r\x0c\x1b")
_HEAD = 4096  # the standard prescans 1024; real pages put the declaration later
_BINARY_SHARE = 0.02
_NUL_SHARE = 0.1  # of the bytes in a place that is empty but in letters of other scripts
_WIDE = (  # which of four bytes are NUL in Latin letters and signs, and which in none
    ("utf-32-be", (0, 1), (3,)),
    ("utf-32-le", (2, 3), (0,)),
    ("utf-16-be", (0, 2), (1, 3)),
    ("utf-16-le", (1, 3), (0, 2)),
)


def decode_plain(content: bytes) -> tuple[str, list[str]]:
    """The text of a plain file and sentences on how it was decoded (none when it is UTF-8). Line ends stay, a leading BOM goes.

    Raises Unreadable when the bytes are not text.

    >>> decode_plain("Öl\\r\\n".encode())
    ('Öl\\r\\n', [])
    """
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], charset)
    if wide := _decode_wide(content):
        return wide
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


def _decode_wide(content: bytes) -> tuple[str, list[str]] | None:
    """UTF-16 or UTF-32 without a mark, which shows in where the NULs of its spaces, digits and tags stand; None: it is neither."""
    sample = content[: _HEAD - _HEAD % 4]
    if b"\x00" not in sample:
        return None
    nuls = [sample[n::4].count(0) / max(1, len(sample) // 4) for n in range(4)]
    for charset, empty, filled in _WIDE:
        if all(nuls[n] > _NUL_SHARE for n in empty) and not any(nuls[n] for n in filled):
            try:
                text = content.decode(charset)
            except UnicodeDecodeError:
                return None
            if "\x00" in text or _is_binary(text[:_HEAD].encode()):  # numbers in a row have their NULs there, too
                return None
            return text, [f"decoded as {charset}, which was guessed from where its NUL bytes stand."]
    return None


def _refuse_binary(content: bytes) -> None:
    sample = content[:65536]
    if b"\x00" in content:
        raise Unreadable("has NUL bytes: not a text, or UTF-16 without a byte order mark. Save it as UTF-8.")
    if controls := _is_binary(sample):
        raise Unreadable(f"{controls} of the first {len(sample)} bytes are control characters: not a text.")


def _is_binary(sample: bytes) -> int:
    """How many control characters it has, where these are too many for a text; else 0."""
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    return controls if controls > _BINARY_SHARE * len(sample) else 0


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
    guess = detect_encoding(content, html5_compatible=False) or "ascii"
    if guess.lower().replace("-", "") not in ("utf8", "ascii"):
        if known := _codec(guess):
            return known
        in_words = sum(map(len, _WORDS.findall(content)))
        if _is_codec(guess) and in_words * 2 > sum(map(len, _HIGH.findall(content))):
            return guess  # no browser knows it, so it is believed for whole words, and not for a few odd letters
    return "cp1252"


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
    """What browsers read under this name, as a codec of Python; None: they do not know it."""
    mapped = map_encoding_to_html5(label.strip().lower(), fallback_utf8=False)
    return _AS_BROWSERS.get(mapped, mapped) if mapped and _is_codec(mapped) else None


def _is_codec(name: str) -> bool:
    try:
        b"".decode(name)
    except LookupError:
        return False
    return True


def decode_page(content: bytes, http_charset: str | None = None) -> tuple[str, list[str]]:
    """The characters of a page and sentences on what went wrong; never raises.

    A declared charset that does not fit gives way to UTF-8, then to the detector.

    >>> decode_page(b'<meta charset="iso-8859-1"><p>\\x93Never\\x94')[0][-7:]
    '“Never”'
    """
    for mark, charset in _BOMS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], charset)[0], []
    if wide := _decode_wide(content):
        return wide
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
