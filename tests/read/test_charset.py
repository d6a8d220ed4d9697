"""Bytes to letters where nobody, or a name with two meanings, says how."""

from __future__ import annotations

import pytest

from onrecord.read import charset as charsets
from onrecord.read.charset import decode_page, decode_plain, detect_charset
from onrecord.read.draft import Unreadable

_RUSSIAN = "Министр сказал в понедельник, что паром не выйдет в море, пока не стихнет ветер. Никто не пострадал. " * 4
_KOREAN = "장관은 월요일에 바람이 잦아들 때까지 여객선이 출항하지 않을 것이라고 말했다. 다친 사람은 없다. " * 4


@pytest.mark.parametrize(
    ("label", "codec", "word"),
    [("shift_jis", "cp932", "①髙﨑"), ("euc-kr", "cp949", "똠방"), ("gb2312", "gb18030", "朱镕基"), ("tis-620", "cp874", "“กา”")],
)
def test_an_older_name_means_what_browsers_read_under_it(label: str, codec: str, word: str) -> None:
    text, notes = decode_page(f"<meta charset={label}><p>{word}</p>".encode(codec))
    assert word in text
    assert notes == []


@pytest.mark.parametrize(("codec", "text"), [("cp855", _RUSSIAN), ("mac_cyrillic", _RUSSIAN), ("cp949", _KOREAN), ("koi8-r", _RUSSIAN)])
def test_a_script_is_known_without_a_name(codec: str, text: str) -> None:
    found, notes = decode_plain(text.encode(codec))
    assert found == text
    assert "guessed" in notes[0]


@pytest.mark.parametrize(("content", "guess"), [("José", "cp1252"), (_RUSSIAN, "cp855")])
def test_a_charset_off_the_web_is_believed_for_whole_words(content: str, guess: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charsets, "detect_encoding", lambda content, **_: "cp855")
    assert detect_charset(content.encode("cp1252" if content == "José" else "cp855")) == guess


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("decode", [decode_plain, decode_page])
def test_wide_letters_need_no_mark(codec: str, decode: object) -> None:
    text = f"<p>The ferry of Łódź will not sail. {_RUSSIAN}</p>"
    found, notes = decode(text.encode(codec))  # type: ignore[operator]
    assert found == text
    assert codec in notes[0]


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 99, b"a\x00b" * 99, b"\x01\x00\x02\x00" * 99, b"\x00" * 400])
def test_other_nuls_are_no_letters(content: bytes) -> None:
    with pytest.raises(Unreadable, match="NUL|control"):
        decode_plain(content)
