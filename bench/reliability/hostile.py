"""R9 to R12 and R15: archives that are cut or lie, pages that want to hang, encodings, feeds, odd strings and dates through every field."""

from __future__ import annotations

import gzip
import html
import json
import random
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ground import Result, hash_of, ingest, open_record, quick_engines

from onrecord.errors import OnRecordError
from onrecord.export import dump, report_line, wire
from onrecord.model import Refusal, Report
from onrecord.read import ReadOptions, read_reports, sources
from onrecord.read.worker import PageWorker
from onrecord.settings import ReadLimits
from onrecord.store import Correction, Signature, StatementFilter

_WORDS = "The harbour master said that the ferry would sail again on Monday if the wind allowed it, and that nobody had been hurt. "


def _page(mark: str) -> bytes:
    """A page of which the report alone bears the mark, in every paragraph."""
    body = "".join(f"<p>{mark} {_WORDS * 2}</p>" for _ in range(4))
    return f"<html><head><title>Report {mark}</title></head><body><article><h1>Report {mark}</h1>{body}</article></body></html>".encode()


def _member(mark: str, *, length: int | None = None) -> bytes:
    body = _page(mark)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    lines = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://p.example/{mark}\r\nWARC-Date: 2026-03-01T00:00:00Z\r\n"
    lines += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block) if length is None else length}\r\n\r\n"
    return lines.encode() + block + b"\r\n\r\n"


def _mark(number: int) -> str:
    return f"QX{number:03}X"


class _Staying(PageWorker):
    """Outlives the reading of one input: to begin takes half a second."""

    def close(self) -> None:
        pass


@contextmanager
def one_child() -> Iterator[None]:
    """All that is read in the block is parsed by one process, as long as it lives."""
    before, worker = sources.PageWorker, _Staying(ReadLimits())
    sources.PageWorker = lambda limits: worker  # type: ignore[assignment, misc]
    try:
        yield
    finally:
        sources.PageWorker = before  # type: ignore[misc]
        PageWorker.close(worker)


def _read(path: Path, content: bytes) -> list[Report | Refusal]:
    path.write_bytes(content)
    return list(read_reports([str(path)]))


def _marks(report: Report) -> set[str]:
    return {word for word in report.text.replace(".", " ").split() if word.startswith("QX") and word.endswith("X")}


@one_child()
def archives(folder: Path, cuts: int = 200, records: int = 20, seed: int = 3) -> Result:
    """Truncated anywhere; bytes flipped; lengths that lie; as members and as one gzip stream, and plain."""
    began, chance = time.monotonic(), random.Random(seed)
    members = [gzip.compress(_member(_mark(n)), mtime=0) for n in range(records)]
    ends = [sum(map(len, members[: n + 1])) for n in range(records)]
    good = kept = merged = silent = 0
    for turn in range(cuts):
        cut = chance.randrange(1, ends[-1])
        found = _read(folder / "cut.warc.gz", b"".join(members)[:cut])
        whole = {_mark(n) for n in range(records) if ends[n] <= cut}
        good, kept, merged = _count(found, whole, (good, kept, merged))
        silent += cut not in ends and not any(isinstance(item, Refusal) for item in found)
        damaged = chance.randrange(records)
        page = bytearray(members[damaged])
        for _ in range(chance.choice((1, 5, 50))):
            page[chance.randrange(len(page))] ^= chance.randrange(1, 256)
        found = _read(folder / "flip.warc.gz", b"".join([*members[:damaged], bytes(page), *members[damaged + 1 :]]))
        good, kept, merged = _count(found, {_mark(n) for n in range(records) if n != damaged}, (good, kept, merged))
        lying = chance.randrange(records)
        length = chance.choice((-1, 0, 17, 5000, 50_000, 16 * 1024**3, 10**20))
        plain = [_member(_mark(n), length=length if n == lying else None) for n in range(records)]
        pack = gzip.compress(b"".join(plain), mtime=0) if turn % 2 else b"".join(plain)
        found = _read(folder / f"lie.warc{'.gz' if turn % 2 else ''}", pack)
        good, kept, merged = _count(found, {_mark(n) for n in range(records) if n != lying}, (good, kept, merged))
    injected = f"{cuts} cuts, {cuts} with flipped bytes, {cuts} with lengths that lie, of archives of {records} pages"
    measured = f"{kept} of {good} undamaged pages kept ({kept / good:.2%}), {merged} merged, {silent} cuts passed over in silence"
    return Result(
        "R9", "broken web archives", injected, measured, kept >= 0.99 * good and not merged and not silent, time.monotonic() - began
    )


def _count(found: Sequence[Report | Refusal], whole: set[str], sums: tuple[int, int, int]) -> tuple[int, int, int]:
    good, kept, merged = sums
    reports = [_marks(item) for item in found if isinstance(item, Report)]
    there = set().union(*reports) if reports else set()
    return good + len(whole), kept + len(whole & there), merged + sum(len(marks) > 1 for marks in reports)


@one_child()
def pages(folder: Path) -> Result:
    """Pages that are deep, wide, endless, or hide what they say."""
    began = time.monotonic()
    text = _WORDS * 6
    article = f"<article><h1>A title</h1><p>{text}</p><p>{text}</p></article>"
    made = {
        **{f"{n} nested": "<div>" * n + article for n in (200, 255, 1000, 10_000, 100_000)},
        "80,000 attributes": f"<p {' '.join(f'a{n}=1' for n in range(80_000))}>{text}</p>",
        "40,000 short attributes in 100 tags": "".join(f"<p {' '.join(f'a{n}' for n in range(400))}>x</p>" for _ in range(100)) + article,
        "nothing closed": "<table><tr><td><b><i><p>" * 3000 + text,
        "50,000 breaks": f"<p>{text}{'<br>' * 50_000}{text}</p>",
        "a line of 4 MB": f"<p>{text * 5000}"[: 4 * 1024**2],
        "NULs": f"<p>{chr(0).join(text)}</p>" + article,
        "100,000 paragraphs": article + "<p>x</p>" * 100_000,
        "soup of tables": "<table><td><table><tr>" * 800 + text,
        "frames": "<frameset><frame src=a.html></frameset>",
        "a comment that never ends": article + "<!--" + "x" * 500_000,
        "a script that never ends": article + "<script>" + "if(a<b){" * 60_000,
        "entities": article + "&amp;&#x41;&nosuch;" * 50_000,
        "surrogates": article + "&#xD800;&#x110000;" * 1000,
        "brackets": article + "<" * 1_000_000,
    }
    slowest, whats, lost = 0.0, Counter[str](), 0
    for name, body in made.items():
        path = folder / "page.html"
        path.write_bytes(f"<!doctype html><html><head><title>A title</title></head><body>{body}</body></html>".encode())
        started = time.monotonic()
        found = list(read_reports([str(path)]))
        slowest = max(slowest, time.monotonic() - started)
        whats["read" if any(isinstance(item, Report) for item in found) else "refused with a reason"] += 1
        lost += not found or not all(isinstance(item, Report) or item.why for item in found)
        lost += name in ("1000 nested", "255 nested") and not any(isinstance(item, Report) and text[:50] in item.text for item in found)
    measured = f"{', '.join(f'{n} {what}' for what, n in sorted(whats.items()))}; {lost} lost; at most {slowest:.1f} s a page"
    return Result("R10", "hostile pages", f"{len(made)} kinds", measured, not lost and slowest < 15, time.monotonic() - began)


@one_child()
def encodings(folder: Path, source: Path | None) -> Result:
    """The test set of chardet 5.2.0: a file of each encoding by language, in folders named by the encoding."""
    if source is None:
        return Result("R11", "encodings", "chardet's test set", "not run: no --sources", None)
    began = time.monotonic()
    files = sorted(file for file in source.glob("*/*") if file.is_file())
    crashed = lost = told = 0
    seen = Counter[bool]()
    slowest = 0.0
    for file in files:
        started = time.monotonic()
        try:
            found = _read(folder / f"page{'.html' if file.suffix in ('.html', '.xml') else '.txt'}", file.read_bytes())
        except Exception:
            crashed += 1
            continue
        slowest = max(slowest, time.monotonic() - started)
        lost += not found
        reports = [item for item in found if isinstance(item, Report)]
        told += not reports and any(isinstance(item, Refusal) and item.why for item in found)
        if reports and (truth := _truth(file)) is not None:
            seen[_alike(reports[0].text, truth)] += 1
    measured = (
        f"{crashed} raised, {lost} gave neither report nor reason, {told} refused with a reason; letters as their encoding says in"
        f" {seen[True]} of {seen.total()} that say theirs or are read ({seen[True] / max(1, seen.total()):.0%}); at most {slowest:.1f} s"
    )
    return Result(
        "R11",
        "encodings",
        f"{len(files)} files of chardet's test set",
        measured,
        not (crashed or lost) and slowest < 10,
        time.monotonic() - began,
    )


def _truth(file: Path) -> str | None:
    name = file.parent.name.split("-")
    for length in range(len(name), 0, -1):
        try:
            return file.read_bytes().decode("-".join(name[:length]))
        except (LookupError, UnicodeDecodeError):
            continue
    return None


def _alike(text: str, truth: str) -> bool:
    """Whether every letter of the report beyond ASCII stands in the file, read by its encoding, be it as a reference (``&eacute;``)."""
    truth = html.unescape(html.unescape(truth))  # feeds carry pages as text
    letters = {c for c in unicodedata.normalize("NFC", text) if ord(c) > 127 and c.isalpha()}
    return letters <= set(unicodedata.normalize("NFC", truth)) | set(truth)


@one_child()
def feeds(folder: Path, source: Path | None) -> Result:
    """Every file of feedparser's tests, the broken ones too."""
    if source is None:
        return Result("R12", "feeds", "feedparser's test files", "not run: no --sources", None)
    began = time.monotonic()
    files = sorted(file for file in source.rglob("*") if file.suffix in (".xml", ".html", ".json", ".rss", ".atom"))
    crashed = lost = reports = refused = 0
    slowest, slow = 0.0, ""
    for batch in (files[n : n + 50] for n in range(0, len(files), 50)):
        for number, file in enumerate(batch):
            (folder / f"{number:02}{'.xml' if file.suffix != '.json' else '.json'}").write_bytes(file.read_bytes())
        started = time.monotonic()
        try:
            found = list(read_reports([str(folder)], options=ReadOptions()))
        except Exception:
            crashed += len(batch)
            found = []
        each = (time.monotonic() - started) / len(batch)
        slowest, slow = max((slowest, slow), (each, str(batch[0].name)))
        reports += sum(isinstance(item, Report) for item in found)
        refused += sum(isinstance(item, Refusal) for item in found)
        lost += max(0, len(batch) - len(found)) if len(found) < len(batch) else 0
        for path in folder.iterdir():
            path.unlink()
    measured = (
        f"{crashed} raised, {lost} gave nothing; {reports} reports, {refused} refused with a reason;"
        f" {slowest * 1000:.0f} ms a file in the slowest fifty"
    )
    return Result("R12", "feeds", f"{len(files)} files of feedparser's tests", measured, not (crashed or lost), time.monotonic() - began)


_OWN_STRINGS = (
    "", " ", "\x00", "\ud800", "\ufeff", "\u202eevil", "\u2066a\u2069", "\U000e0041", "﷽", "á́́́́",
    "'; DROP TABLE report; --", '" OR 1=1', "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>", "%s%s%n", "{{7*7}}", "../../etc/passwd", "a" * 10_000,
    "\r\n\r\n", "NaN", "null", "-1e999", "１２３", "Ω≈ç√∫", "👩‍👩‍👧",
)  # fmt: skip


def strings(folder: Path, source: Path | None) -> Result:
    """Each string as text, title, outlet, address, id and date of a report; as author and reason; as a question."""
    began = time.monotonic()
    listed: list[str] = list(_OWN_STRINGS)
    if source is not None:
        listed += [value for value in json.loads(source.read_text(encoding="utf8")) if isinstance(value, str)]
    path, changed, raised = folder / "r.db", list[str](), list[str]()
    with quick_engines():
        lines = folder / "naughty.jsonl"
        with lines.open("w", encoding="utf8") as file:
            for number, value in enumerate(listed):
                text = f"“We will not sign {value},” said Ana Ruiz on Monday. {_WORDS} {value}"
                about = {
                    "id": f"n{number} {value}",
                    "text": text,
                    "title": value,
                    "outlet": value,
                    "url": f"https://x.example/{value}",
                    "published": value,
                }
                file.write(json.dumps({k: v for k, v in about.items() if v}) + "\n")
        summary = ingest(path, [lines])
        with open_record(path) as record:
            accounted = summary.inputs == len(listed)
            for report in record.reports():
                value = listed[int(report.id.split()[0][1:].split("~")[0])] if report.id[1:2].isdigit() else ""
                plain = value.replace("\x00", "").strip()
                if plain and plain.isprintable() and plain not in report.text:
                    changed.append(value)
                dump(report_line(report, record.analysis(report.id)))  # type: ignore[arg-type]
            for row in record.statements():
                dump(wire(row))
            statement = next(iter(record.statements())).statement.id
            for value in listed[:: max(1, len(listed) // 60)]:  # each decision lays all of them anew
                raised += _ask(record, statement, value)
    if hash_of(path).startswith("damaged"):
        raised.append("the record is not whole")
    measured = (
        f"{summary.stored} stored, {summary.refused + summary.failed} refused with a reason; {len(changed)} changed on the way,"
        f" {len(raised)} raised anything unclear"
    )
    measured += f"; first: {ascii((changed + raised)[0])[:90]}" if changed or raised else ""
    return Result(
        "R15",
        "odd strings and dates",
        f"{len(listed)} strings through every field",
        measured,
        accounted and not changed and not raised,
        time.monotonic() - began,
    )


def _ask(record: object, statement: str, value: str) -> Iterable[str]:
    """What raised something other than an error that says what to do."""
    asks = (
        lambda: record.search(value),  # type: ignore[attr-defined]
        lambda: list(record.statements(StatementFilter(speaker=value, outlet=value, text=value))),  # type: ignore[attr-defined]
        lambda: list(record.statements(StatementFilter(as_of=value))),  # type: ignore[attr-defined]
        lambda: record.judge(Correction(statement=statement, speaker=value), Signature(author=value, why=value)),  # type: ignore[attr-defined]
        lambda: record.judge(Correction(statement=statement, said=value), Signature(author="x", why="x")),  # type: ignore[attr-defined]
        lambda: record.suppress(value, why="x", author="x"),  # type: ignore[attr-defined]
        lambda: record.undo(value, why="x", author="x"),  # type: ignore[attr-defined]
    )
    for number, ask in enumerate(asks):
        try:
            ask()
        except OnRecordError:
            pass
        except Exception as error:
            yield f"{number}: {value!r}: {error!r}"
