"""From addresses and feeds to archive and record: rounds, memory between them, and what a stopped one leaves."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from press import PAGE, Server, http
from warcio.archiveiterator import WARCIterator

import onrecord
from onrecord.cli import main
from onrecord.errors import InputError, OnRecordError
from onrecord.fetch import ArchiveWriter, Fetcher, FetchOptions, Journal, Missed, Page, Turns
from onrecord.model import Refusal, Report
from onrecord.pipeline import fetching
from onrecord.pipeline.fetching import FetchPlan, fetch_archive, fetch_reports, watch
from onrecord.read import read_reports

Make = Callable[..., Fetcher]
SOURCE = str(Path(onrecord.__file__).parents[1])


def story(name: str, words: str = "") -> str:
    """A page of a few sentences."""
    return (
        f"<!doctype html><html lang=en><head><title>{name}</title></head><body><article><h1>{name}</h1>"
        f"<p>The narrows of {name} were closed to all ships on Monday after a crane fell into the water, the port office said. {words}</p>"
        '<p>"Nobody was hurt, and nobody will sail before Wednesday," said the harbour master, Edda Prill.</p></article></body></html>'
    )


def feed(*urls: str) -> bytes:
    items = "".join(f"<item><title>{n}</title><link>{url}</link><description>Short.</description></item>" for n, url in enumerate(urls))
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Courier</title>{items}</channel></rss>".encode()


def rss(*urls: str, **header: str) -> bytes:
    return http(feed(*urls), type_="application/rss+xml", **header)


@pytest.fixture
def plan(make_fetcher: Make) -> FetchPlan:
    return FetchPlan(options=make_fetcher().options)


def records_of(archive: Path) -> list[tuple[str, str, bool | None]]:
    """Type, address and digests of each record, as warcio sees them."""
    found = []
    with archive.open("rb") as file:
        for record in WARCIterator(file, check_digests=True):
            record.content_stream().read()
            found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI") or "", record.digest_checker.passed))
    return found


# The archive


def test_an_archive_is_read_by_others_and_by_us(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:

    page = story("Lisnow")
    chunked = http(length=False, Transfer_Encoding="chunked") + b"%x\r\n" % len(page.encode()) + page.encode() + b"\r\n0\r\n\r\n"
    server.replies |= {
        "/old": http(status="301 Moved", Location="/plain"),
        "/plain": http(page),
        "/packed": http(gzip.compress(story("Orvik").encode()), Content_Encoding="gzip", X_Robots_Tag="noindex"),
        "/chunks": chunked,
        "/latin": http(story("Ærø").encode("latin-1"), type_="text/html; charset=iso-8859-1"),
        "/text": http("The ferry sailed at six, the captain said.", type_="text/plain"),
    }
    archive = tmp_path / "a.warc.gz"
    urls = [server.url(path) for path in ("/old", "/packed", "/chunks", "/latin", "/text")]
    summary = fetch_archive(urls, replace(plan, archive=archive), fetcher=make_fetcher())
    assert (summary.pages, summary.missed, summary.archive) == (5, (), archive)
    found = records_of(archive)
    assert [kind for kind, _, _ in found] == ["warcinfo", "request", "response", *(["request", "response", "metadata"] * 5)]
    assert all(passed is True for _, _, passed in found)
    reports = list(read_reports([str(archive)]))
    assert all(isinstance(report, Report) for report in reports), reports
    assert [report.url for report in reports] == [server.url(path) for path in ("/plain", "/packed", "/chunks", "/latin", "/text")]  # type: ignore[union-attr]
    assert "narrows of Ærø" in reports[3].text  # type: ignore[union-attr]
    assert not any("digest" in problem.why for report in reports for problem in report.problems)  # type: ignore[union-attr]
    text = b"".join(gzip.decompress(member) for member in [archive.read_bytes()])
    assert b"signals: x-robots-tag: noindex (header)" in text and b"asked: " + server.url("/old").encode() in text


def test_an_archive_is_added_to_unless_it_is_cut(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:
    server.replies |= {"/a": http(story("Lisnow")), "/b": http(story("Orvik")), "/c": http(story("Tarn"))}
    archive = tmp_path / "a.warc.gz"
    for path in ("/a", "/b"):
        fetch_archive([server.url(path)], replace(plan, archive=archive), fetcher=make_fetcher())
    assert [kind for kind, _, _ in records_of(archive)].count("warcinfo") == 1
    whole = archive.read_bytes()
    for torn in (whole[:-200], whole[:-1], whole + b"\x1f\x8b", whole + b"more", b"WARC/1.1\r\n"):  # killed while writing, and worse
        archive.write_bytes(torn)
        with pytest.raises(InputError, match="last record is cut"):
            fetch_archive([server.url("/c")], replace(plan, archive=archive), fetcher=make_fetcher())
        assert archive.read_bytes() == torn
    archive.write_bytes(b"")
    fetch_archive([server.url("/c")], replace(plan, archive=archive), fetcher=make_fetcher())
    assert [kind for kind, _, _ in records_of(archive)] == ["warcinfo", "request", "response", "metadata"]


def test_the_same_answers_make_the_same_records(server: Server, make_fetcher: Make, tmp_path: Path) -> None:
    server.replies["/a"] = http(story("Lisnow"))
    page = make_fetcher().fetch(server.url("/a"))
    assert isinstance(page, Page)
    for name in ("a", "b"):
        with ArchiveWriter(tmp_path / name, software="onrecord", user_agent="onrecord") as archive:
            archive._about = {}
            archive.add(page)
    behind_first = []  # the first member says when the archive was begun
    for name in ("a", "b"):
        first = zlib.decompressobj(wbits=31)
        first.decompress((tmp_path / name).read_bytes())
        behind_first.append(first.unused_data)
    assert behind_first[0] == behind_first[1] != b""


def test_nothing_is_written_where_nothing_was_fetched(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:
    archive = tmp_path / "a.warc.gz"
    summary = fetch_archive([server.url("/gone"), "http://127.0.0.1/"], replace(plan, archive=archive), fetcher=make_fetcher())
    assert (summary.pages, summary.archive, summary.failed, summary.refused, archive.exists()) == (0, None, 1, 1, False)
    with pytest.raises(InputError, match="--warc"):
        fetch_archive([server.url("/gone")], plan)
    server.replies["/a"] = http(PAGE)
    with pytest.raises(InputError, match="cannot be written"):
        fetch_archive([server.url("/a")], replace(plan, archive=tmp_path / "no" / "a.warc.gz"), fetcher=make_fetcher())


# Into the record


def test_a_feed_goes_into_the_record_and_only_news_after_that(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:
    paths = ["/a", "/b", "/private"]
    server.replies |= {path: http(story(path.strip("/"))) for path in paths}
    server.replies["/robots.txt"] = http("User-agent: *\nDisallow: /private", type_="text/plain")
    server.replies["/feed"] = rss(*map(server.url, paths), ETag='"1"')
    record = tmp_path / "r.db"
    first = fetch_reports(record, [server.url("/feed")], plan, fetcher=make_fetcher())
    assert (first.pages, first.feeds, first.refused, first.failed) == (2, 1, 1, 0) and first.is_partial
    assert [(added.stored, added.refused, added.failed) for added in first.added] == [(2, 0, 0)]
    with onrecord.open_record(record) as opened:
        assert sorted(report.url or "" for report in opened.reports()) == [server.url("/a"), server.url("/b")]
        [problem] = [problem for problem in opened.problems() if problem.report is None]
        assert problem.where == f"{server.url('/private')} (from {server.url('/feed')})" and "robots.txt" in problem.why
        assert [run.command for run in opened.runs()] == ["fetch", "add"]
    server.requests.clear()
    server.replies["/c"] = http(story("c"))
    server.replies["/feed"] = rss(server.url("/c"), *map(server.url, paths))
    second = fetch_reports(record, [server.url("/feed")], plan, fetcher=make_fetcher())
    assert server.paths() == ["/feed", "/c"]
    assert (second.pages, [added.stored for added in second.added]) == (1, [1])
    server.requests.clear()
    server.replies["/feed"] = http(status="304 Not Modified", length=False, type_=None)
    third = fetch_reports(record, [server.url("/feed")], plan, fetcher=make_fetcher())
    assert (third.pages, third.unchanged, third.is_partial, server.paths()) == (0, 1, False, ["/feed"])
    sums = [(s.inputs, s.stored, s.duplicate, s.refused, s.failed) for s in (first.as_added(), second.as_added(), third.as_added())]
    assert sums == [(3, 2, 0, 1, 0), (1, 1, 0, 0, 0), (1, 0, 1, 0, 0)]
    assert [refusal.where for refusal in first.as_added().refusals] == [problem.where]


def test_a_page_that_was_edited_becomes_a_version(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:
    server.replies["/a"] = http(story("Lisnow"))
    record = tmp_path / "r.db"
    for words in ("", "", "A second crane was shut down."):
        server.replies["/a"] = http(story("Lisnow", words))
        fetch_reports(record, [server.url("/a")], plan, fetcher=make_fetcher())
    with onrecord.open_record(record) as opened:
        assert len(list(opened.reports())) == 2 and len(opened.version_chains(server.url("/a"))[0]) == 2


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (http("<note>x</note>", type_="application/xml"), "no RSS or Atom feed"),
        (rss(), "no entry with an address|no entries"),
        (http("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'><channel/></rss>", type_="application/rss+xml"), "DOCTYPE"),
        (rss("file:///etc/passwd"), "no entry with an address"),
        (rss("http://10.0.0.1/a"), "port 80 is not"),
        (rss("http://courier.example:22/"), "port 22"),
    ],
)
def test_what_is_wrong_with_a_feed_is_said(
    server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path, reply: bytes, reason: str
) -> None:

    server.replies["/feed"] = reply
    summary = fetch_archive([server.url("/feed")], replace(plan, archive=tmp_path / "a.warc.gz"), fetcher=make_fetcher())
    assert summary.pages == 0 and [bool(re.search(reason, missed.why)) for missed in summary.missed] == [True], summary


def test_feeds_are_not_followed_without_end(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:
    server.replies |= {f"/{n}": http(story(str(n))) for n in range(5)} | {"/inner": rss(server.url("/1"))}
    server.replies["/feed"] = rss(server.url("/inner"), *(server.url(f"/{n}") for n in range(5)))
    fetcher = make_fetcher(limits={"max_feed_links": 3})
    summary = fetch_archive([server.url("/feed"), server.url("/feed")], replace(plan, archive=tmp_path / "a.warc.gz"), fetcher=fetcher)
    assert (summary.pages, summary.feeds) == (2, 1)
    assert "a feed, named by a feed" in summary.missed[0].why and "names 6 pages" in summary.problems[0]


def test_hosts_take_turns(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:
    server.replies |= {f"/{n}": http(story(str(n))) for n in range(6)}
    urls = [server.url(f"/{n}", "slow.example") for n in range(3)] + [server.url(f"/{n}", "quick.example") for n in range(3, 6)]
    now = [0.0]
    fetcher = make_fetcher()
    fetcher.turns = Turns(10, 60, clock=lambda: now[0], sleep=lambda seconds: now.append(now.pop() + seconds))
    fetch_archive(urls, replace(plan, archive=tmp_path / "a.warc.gz"), fetcher=fetcher)
    assert now[0] == 20  # host by host it would be 40
    assert [path[1] in "012" for path in server.paths()] == [True, False] * 3


def test_a_host_that_wants_rest_gets_it_from_later_runs_too(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:
    server.replies["/feed"] = http(status="503 Busy", Retry_After="7200")
    first = fetch_reports(tmp_path / "r.db", [server.url("/feed")], plan, fetcher=make_fetcher())
    server.replies["/feed"] = rss(server.url("/a"))
    second = fetch_reports(tmp_path / "r.db", [server.url("/feed")], plan, fetcher=make_fetcher())
    assert (first.failed, second.failed, server.paths()) == (1, 1, ["/feed"])
    assert "asked an earlier run to be left alone" in second.missed[0].why


# Stopped and taken up again


def test_what_a_stopped_run_fetched_is_taken_up(
    server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.replies |= {path: http(story(path.strip("/"))) for path in ("/a", "/b")}
    server.replies["/feed"] = rss(server.url("/a"), server.url("/b"))
    record = tmp_path / "r.db"
    real = Fetcher.fetch

    def stopped(self: Fetcher, url: str, **more: object) -> object:
        if url.endswith("/b"):
            raise KeyboardInterrupt
        return real(self, url, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Fetcher, "fetch", stopped)
        with pytest.raises(KeyboardInterrupt):
            fetch_reports(record, [server.url("/feed")], plan, fetcher=make_fetcher())
    server.requests.clear()
    summary = fetch_reports(record, [server.url("/feed")], plan, fetcher=make_fetcher())
    assert server.paths() == ["/feed", "/b"]
    assert [added.stored for added in summary.added] == [1, 1]
    assert fetch_reports(record, [server.url("/feed")], plan, fetcher=make_fetcher()).added == ()


def test_a_new_record_forgets_what_an_old_one_knew(server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path) -> None:
    server.replies["/a"] = http(story("Lisnow"), ETag='"1"')
    record = tmp_path / "r.db"
    fetch_reports(record, [server.url("/a")], plan, fetcher=make_fetcher())
    for path in tmp_path.glob("r.db*"):
        if path.is_file():
            path.unlink()
    summary = fetch_reports(record, [server.url("/a")], plan, fetcher=make_fetcher())
    assert b"If-None-Match" not in server.requests[-1]
    assert sum(added.stored for added in summary.added) == 1


def test_two_at_once_are_told(tmp_path: Path) -> None:
    with Journal(tmp_path / "j"), pytest.raises(InputError, match="Another fetch or watch"):
        Journal(tmp_path / "j")
    Journal(tmp_path / "j").close()


def test_the_journal_survives_a_torn_line_and_stays_short(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    missed = Missed(refusal=Refusal(id="u", kind="failed", where="u", why="x"), retry_seconds=86_400)
    with Journal(tmp_path / "j") as journal:
        for _ in range(1500):
            journal._write({"visit": {"asked": "old"}})
        visit = journal.note("http://courier.example/", missed, now)
        journal.note_added(tmp_path / "x.warc.gz")
    assert visit.due == (now + timedelta(days=1)).isoformat() and not visit.is_due(now) and visit.is_due(now + timedelta(days=1))
    path = tmp_path / "j" / "journal.jsonl"
    path.write_bytes(path.read_bytes() + b'{"visit": {"asked": "torn')
    for _ in range(2):
        with Journal(tmp_path / "j") as journal:
            assert [found.asked for found in journal] == ["http://courier.example/"]
            journal.note_added(tmp_path / "y.warc.gz")
    assert len(path.read_bytes().splitlines()) < 10
    (tmp_path / "j" / "z.warc.gz").touch()
    (tmp_path / "j" / "y.warc.gz").touch()
    with Journal(tmp_path / "j") as journal:
        assert [waiting.name for waiting in journal.waiting()] == ["z.warc.gz"]


def test_quiet_pages_are_asked_for_less_and_less(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    missed = Missed(refusal=Refusal(id="u", kind="refused", where="u", why="x"))
    with Journal(tmp_path / "j") as journal:
        hours = [(datetime.fromisoformat(journal.note("u", missed, now).due) - now) / timedelta(hours=1) for _ in range(14)]
    assert hours[:3] == [2, 4, 8] and hours[-1] == 720


# Watching


def test_watching_goes_round_and_on_after_an_error(
    server: Server, make_fetcher: Make, plan: FetchPlan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.replies |= {"/a": http(story("a")), "/b": http(story("b")), "/feed": rss(server.url("/a"))}
    pauses: list[float] = []
    rounds = watch(tmp_path / "r.db", [server.url("/feed")], plan, every_seconds=100, fetcher=make_fetcher(), sleep=pauses.append)
    first = next(rounds)
    assert not isinstance(first, OnRecordError) and first.pages == 1
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "add_inputs", lambda *a, **k: (_ for _ in ()).throw(onrecord.StoreError("the disk is full.")))
        server.replies["/feed"] = rss(server.url("/a"), server.url("/b"))
        assert isinstance(next(rounds), onrecord.StoreError)
    third = next(rounds)
    assert not isinstance(third, OnRecordError) and [added.stored for added in third.added] == [1]
    assert len(pauses) == 2 and all(90 <= pause <= 110 for pause in pauses) and pauses[0] != pauses[1]
    rounds.close()  # type: ignore[attr-defined]
    Journal(tmp_path / "r.db.fetched").close()  # nothing holds it any more


# On the command line


@pytest.fixture
def cli(server: Server, make_fetcher: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., object]]:
    """``onrecord`` with a fetcher that reaches the server."""
    seen: list[FetchOptions] = []

    def made(options: FetchOptions) -> Fetcher:
        seen.append(options)
        return make_fetcher()

    monkeypatch.setattr(fetching, "Fetcher", made)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_RECORD", raising=False)

    def run(*arguments: str, env: dict[str, str] | None = None) -> object:
        result = CliRunner().invoke(main, arguments, env={"ONRECORD_CONTACT": "desk@paper.example", **(env or {})}, catch_exceptions=False)
        result.options = seen[-1] if seen else None  # type: ignore[attr-defined]
        return result

    yield run


def test_fetch_adds_and_says_what_it_did(server: Server, cli: Callable[..., object], tmp_path: Path) -> None:
    server.replies |= {"/a": http(story("a")), "/feed": rss(server.url("/a"), server.url("/gone"))}
    (tmp_path / "urls.txt").write_text(f"# ours\n\n{server.url('/feed')}\n")
    result = cli("fetch", "urls.txt", "--port", "8080", "--permitted", "Courier.Example.", "--set", "fetch.tries=2")
    assert result.exit_code == 3, result.output  # type: ignore[attr-defined]
    assert "Fetched 1 page, 1 failed from 1 feed" in result.stdout and "1 stored" in result.stdout  # type: ignore[attr-defined]
    assert "failed: " + server.url("/gone") in result.stderr and "no such page" in result.stderr  # type: ignore[attr-defined]
    options = result.options  # type: ignore[attr-defined]
    assert (options.ports, options.permitted, options.limits.tries) == (frozenset({80, 443, 8080}), frozenset({"courier.example"}), 2)
    assert (tmp_path / "record.db").exists() and len(list((tmp_path / "record.db.fetched").glob("*.warc.gz"))) == 1
    result = cli("fetch", server.url("/a"), "--format", "json", "--record", "r.db", "--warc", "a.warc.gz")
    told = json.loads(result.stdout)  # type: ignore[attr-defined]
    assert (result.exit_code, told["pages"], told["stored"], told["archive"]) == (0, 1, 1, "a.warc.gz")  # type: ignore[attr-defined]


def test_fetch_with_an_archive_alone_makes_no_record(server: Server, cli: Callable[..., object], tmp_path: Path) -> None:
    server.replies["/a"] = http(story("a"))
    assert cli("fetch", server.url("/a"), "--warc", "a.warc.gz").exit_code == 0  # type: ignore[attr-defined]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.warc.gz"]


def test_watch_once(server: Server, cli: Callable[..., object]) -> None:
    server.replies |= {"/a": http(story("a")), "/feed": rss(server.url("/a"))}
    result = cli("watch", server.url("/feed"), "--once", "--record", "r.db")
    assert result.exit_code == 0 and "Fetched 1 page from 1 feed" in result.stdout  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "env", "code", "words"),
    [
        (("fetch", "http://courier.example/"), {"ONRECORD_CONTACT": ""}, 1, "able to reach whoever"),
        (("fetch", "http://courier.example/", "--set", "fetch.no=1"), {}, 2, "There is no limit 'fetch.no'"),
        (("fetch", "http://courier.example/"), {"ONRECORD_LIMITS": "fetch.tries=x"}, 2, "a whole number above 0"),
        (("fetch",), {}, 2, "Missing argument"),
        (("fetch", "http://127.0.0.1/"), {}, 3, "only 80 and 443|port 80"),
        (("watch", "http://courier.example/", "--every", "0"), {}, 2, "range"),
    ],
)
def test_wrong_use_is_told(cli: Callable[..., object], arguments: tuple[str, ...], env: dict[str, str], code: int, words: str) -> None:

    result = cli(*arguments, env=env)
    assert result.exit_code == code and re.search(words, result.output), result.output  # type: ignore[attr-defined]


def test_a_private_address_is_refused_by_the_program_itself(tmp_path: Path, server: Server) -> None:
    """The real program, with everything that an environment could say against it."""
    server.replies["/"] = http(PAGE)
    proxy = f"http://127.0.0.1:{server.port}"
    environment = {**os.environ, "PYTHONPATH": SOURCE, "ONRECORD_CONTACT": "desk@paper.example", "ONRECORD_RECORD": str(tmp_path / "r.db")}
    environment |= {"http_proxy": proxy, "ALL_PROXY": proxy, "ONRECORD_ALLOW_PRIVATE": "1", "ONRECORD_LIMITS": "fetch.tries=1"}
    urls = [f"http://127.0.0.1:{server.port}/", f"http://localhost:{server.port}/", f"http://[::ffff:127.0.0.1]:{server.port}/"]
    program = "from onrecord.cli import main; main()"
    command = [sys.executable, "-c", program, "fetch", *urls, "--port", str(server.port)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert result.returncode == 3, result.stderr
    assert result.stderr.count("refused: ") == 3 and server.requests == []


def test_watch_ends_cleanly_when_it_is_told_to(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": SOURCE, "ONRECORD_CONTACT": "desk@paper.example"}
    command = [sys.executable, "-c", "from onrecord.cli import main; main()", "watch", "http://10.0.0.1/", "--record", "r.db"]
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
        assert process.stdout is not None
        assert "Fetched 0 pages, 1 refused" in process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
        assert process.returncode == 130 and "run the same command again to go on" in errors and "Traceback" not in errors
