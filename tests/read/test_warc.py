"""WARC files: every record is a report or a reason, damage stays where it is."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.inflate import Bounds
from onrecord.model import Refusal, Report
from onrecord.read import read_reports
from onrecord.read.warc import read_records

Page = Callable[..., bytes]


def record(kind: str, block: bytes, *, url: str = "", length: int | None = None, **header: str) -> bytes:
    lines = {"WARC-Type": kind, "WARC-Target-URI": url, "Content-Length": str(len(block) if length is None else length)}
    lines |= {name.replace("_", "-"): value for name, value in header.items()}
    return b"WARC/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in lines.items() if v).encode() + b"\r\n" + block + b"\r\n\r\n"


def http(body: bytes, *, type_: str = "text/html; charset=utf-8", status: str = "200 OK", **header: str) -> bytes:
    lines = {"Content-Type": type_, **{name.replace("_", "-"): value for name, value in header.items()}}
    return f"HTTP/1.1 {status}\r\n".encode() + "".join(f"{n}: {v}\r\n" for n, v in lines.items() if v).encode() + b"\r\n" + body


@pytest.fixture
def pages(page: Page) -> list[bytes]:
    """Five response records of different pages."""
    return [
        record(
            "response", http(page(before=f"<nav>Number {n}</nav>")), url=f"https://lisnowpost.example/{n}", WARC_Date="2026-03-10T00:00:00Z"
        )
        for n in range(5)
    ]


def read_warc(path: Path, content: bytes, *, name: str = "day.warc.gz") -> list[Report | Refusal]:
    (path / name).write_bytes(content)
    return list(read_reports([str(path / name)]))


def ids(outcomes: list[Report | Refusal]) -> list[str]:
    return [outcome.id[-1] for outcome in outcomes if isinstance(outcome, Report)]


def packed(records: list[bytes]) -> list[bytes]:
    return [gzip.compress(one) for one in records]


def test_plain_and_both_ways_of_gzip_give_the_same(tmp_path: Path, pages: list[bytes]) -> None:
    for name, content in (
        ("a.warc", b"".join(pages)),
        ("b.warc.gz", b"".join(packed(pages))),
        ("c.warc.gz", gzip.compress(b"".join(pages))),
    ):
        outcomes = read_warc(tmp_path, content, name=name)
        assert ids(outcomes) == list("01234") and len(outcomes) == 5
        assert all(isinstance(o, Report) and o.published is None for o in outcomes), "WARC-Date is not a publication date"
    [*reports] = read_reports(["-"], stdin=io.BytesIO(b"".join(packed(pages))))
    assert ids(reports) == list("01234")


def test_half_a_warc_gives_its_good_records_and_says_where_it_is_cut(tmp_path: Path, pages: list[bytes]) -> None:
    members = packed(pages)
    whole = sum(map(len, members[:3]))
    outcomes = read_warc(tmp_path, b"".join(members)[: whole + 100])
    assert ids(outcomes) == list("012")
    assert isinstance(outcomes[-1], Refusal) and outcomes[-1].kind == "failed"
    assert outcomes[-1].where.endswith(f"day.warc.gz@{whole}")
    for size in (1, 2, 3, 9):  # not even the beginning of a member is passed over in silence
        *_, last = read_warc(tmp_path, b"".join(members)[: whole + size])
        assert isinstance(last, Refusal) and last.why.startswith("the gzip member is cut")
    plain = read_warc(tmp_path, b"".join(pages)[:-200], name="plain.warc")
    assert ids(plain) == list("0123") and isinstance(plain[-1], Refusal) and "declares" in plain[-1].why


def test_a_wrong_length_swallows_nothing(tmp_path: Path, pages: list[bytes], page: Page) -> None:
    greedy = record("response", http(page()), url="https://lisnowpost.example/g", length=50_000_000)
    for name, content in (
        ("a.warc", b"".join([pages[0], greedy, *pages[1:]])),
        ("b.warc.gz", b"".join(packed([pages[0], greedy, *pages[1:]]))),
    ):
        outcomes = read_warc(tmp_path, content, name=name)
        assert ids(outcomes) == list("01234")
        [refusal] = [o for o in outcomes if isinstance(o, Refusal)]
        assert refusal.kind == "failed" and refusal.id.endswith("/g")


def test_damage_stays_where_it_is(tmp_path: Path, pages: list[bytes]) -> None:
    members = packed(pages)
    broken = bytearray(members[2])
    broken[60:90] = bytes(30)
    outcomes = read_warc(tmp_path, b"".join([*members[:2], bytes(broken), *members[3:]]))
    assert ids(outcomes) == list("0134")
    assert [o.kind for o in outcomes if isinstance(o, Refusal)] == ["failed"] * (len(outcomes) - 4)
    garbage = read_warc(tmp_path, pages[0] + b"these are no records\r\n" * 5 + pages[1], name="garbage.warc")
    assert ids(garbage) == list("01") and len(garbage) == 3


def test_what_is_no_page_is_named_and_what_is_no_answer_is_passed_over(tmp_path: Path, page: Page) -> None:
    records = [
        record("warcinfo", b"software: test"),
        record("request", b"GET / HTTP/1.1\r\n\r\n", url="https://a.example/"),
        record("response", b"1.2.3.4", url="dns:a.example"),
        record("revisit", http(b""), url="https://a.example/r"),
        record("response", http(b"\x89PNG", type_="image/png"), url="https://a.example/p.png"),
        record("response", http(page(), status="404 Not Found"), url="https://a.example/404"),
        record("resource", b"A plain text of the town.", url="https://a.example/t", Content_Type="text/plain"),
        record("response", http(b"not really", Content_Encoding="zstd"), url="https://a.example/z"),
    ]
    outcomes = read_warc(tmp_path, b"".join(records), name="a.warc")
    assert [(o.id.removeprefix("https://a.example/"), getattr(o, "why", "")[:35]) for o in outcomes] == [
        ("p.png", "content type image/png is not a rep"),
        ("404", "HTTP status 404 is not a report."),
        ("t", ""),
        ("z", "content encoding 'zstd' cannot be d"),
    ]


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("br", brotli.compress),
        ("gzip", bytes),  # the header of a body that the crawler decoded
    ],
)
def test_encoded_bodies_are_decoded_within_bounds(tmp_path: Path, page: Page, encoding: str, encode: Callable[[bytes], bytes]) -> None:
    content = record("response", http(encode(page()), Content_Encoding=encoding), url="https://a.example/1")
    [report] = read_warc(tmp_path, content, name="a.warc")
    assert isinstance(report, Report), report
    bomb = encode(bytes(30_000_000)) if encode is not bytes else gzip.compress(bytes(30_000_000))
    [refusal] = read_warc(tmp_path, record("response", http(bomb, Content_Encoding=encoding), url="https://a.example/1"), name="b.warc")
    assert isinstance(refusal, Refusal) and "more than" in refusal.why


def test_chunks_are_joined_and_digests_checked(tmp_path: Path, page: Page) -> None:
    body = page()
    chunked = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:300], body[300:])) + b"0\r\n\r\n"
    block = http(chunked, Transfer_Encoding="chunked")
    right = "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()
    wrong = "sha256:" + hashlib.sha256(b"something else").hexdigest()
    good = record("response", block, url="https://a.example/1", WARC_Payload_Digest=right)
    bad = record("response", block, url="https://a.example/2", WARC_Payload_Digest=right, WARC_Block_Digest=wrong)
    first, second = read_warc(tmp_path, good + bad, name="a.warc")
    assert isinstance(first, Report) and not any("digest" in p.why for p in first.problems)
    assert isinstance(second, Report) and any("block digest" in p.why for p in second.problems)
    assert first.text == second.text


def test_a_member_that_is_a_bomb_is_passed_over(tmp_path: Path, pages: list[bytes]) -> None:
    bomb = gzip.compress(record("response", bytes(30_000_000), url="https://a.example/b"))
    outcomes = read_warc(tmp_path, b"".join(packed(pages[:1])) + bomb + b"".join(packed(pages[1:])))
    assert ids(outcomes) == list("01234")
    assert any(isinstance(o, Refusal) and "bomb" in o.why for o in outcomes)


@settings(max_examples=60)
@given(st.data())
def test_no_cut_or_flip_raises_or_merges(data: st.DataObject) -> None:
    blocks = [f"block {n} ".encode() * 20 for n in range(4)]
    records = [record("resource", block, url=f"https://a.example/{n}") for n, block in enumerate(blocks)]
    content = bytearray(b"".join(packed(records) if data.draw(st.booleans()) else records))
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.integers(0, len(content)))])
    for found in read_records(io.BytesIO(cut), max_block_bytes=10_000, bounds=Bounds(10**9)):
        assert found.damage or len(found.block) <= 400
        assert b"WARC/1.1" not in found.block
