"""What publishers ask for: robots.txt by RFC 9309, opt-outs in headers, pages and tdmrep.json."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from press import PAGE, Server, http

from onrecord.fetch import Fetcher, Missed, Page
from onrecord.fetch.optout import signals_of, tdm_of_site
from onrecord.fetch.robots import matches, parse_robots
from onrecord.fetch.wire import Answer

Make = Callable[..., Fetcher]


def allowed(robots: str, path: str) -> bool:
    rule = parse_robots(robots).rule_for(path)
    return rule is None or rule.allow


# The rules. Cases marked RFC are from RFC 9309 section 5 or 2.2, said in other names.
RULES = [
    ("", "/a", True),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("user-AGENT : ONRECORD\ndisallow : /a", "/a/b", False),
    ("User-agent: onrecord/2.0\nDisallow: /a", "/a", False),
    ("User-agent: onrecorder\nDisallow: /", "/a", True),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nDisallow: /x", "/a", True),  # our own group, and no other
    ("User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nAllow:", "/a", True),
    ("User-agent: onrecord\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: onrecord\nDisallow: /c", "/c", False),  # RFC 2.2.1
    ("User-agent: onrecord\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: onrecord\nDisallow: /c", "/b", True),
    ("User-agent: other\nUser-agent: onrecord\nDisallow: /a", "/a", False),
    ("User-agent: other\n\n# a comment\nUser-agent: onrecord\nSitemap: https://a.example/s\nDisallow: /a", "/a", False),
    ("Disallow: /\nUser-agent: other\nDisallow: /b", "/a", True),  # rules before any group
    ("User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/disallowed.gif", False),  # RFC 5.2
    ("User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/", True),
    ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),  # RFC 2.2.2: alike, so allowed
    ("User-agent: *\nDisallow: *.gif$", "/a/b.gif", False),  # RFC 5.1
    ("User-agent: *\nDisallow: *.gif$", "/a/b.gif?x", True),
    ("User-agent: *\nDisallow: /publications/\nAllow: /foo/bar/", "/publications/x", False),
    ("User-agent: *\nDisallow: /fish*.php", "/fishheads/catfish.php?parameters", False),
    ("User-agent: *\nDisallow: /fish*.php", "/Fish.PHP", True),
    ("User-agent: *\nDisallow: /*/private$", "/a/b/private", False),
    ("User-agent: *\nDisallow: /a$", "/a", False),
    ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /*?", "/a?b", False),
    ("User-agent: *\nDisallow: /*?", "/a", True),
    ("User-agent: *\nDisallow: /é", "/%C3%A9", False),
    ("User-agent: *\nDisallow: /%c3%a9", "/%C3%A9", False),
    ("User-agent: *\nDisallow: /%7Eana", "/~ana/a", False),
    ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),  # an encoded slash is no slash
    ("\ufeffUser-agent: *\nDisallow: /a".removeprefix("\ufeff"), "/a", False),
    ("User-agent: *\rDisallow: /a\rDisallow: /b", "/b", False),
    ("User-agent: *\r\nDisallow: /a # not this\r\n", "/a", False),
    ("User-agent: *\nDisallow: /a\nNonsense\n:\nDisallow /b", "/b", True),
    ("<html><body>User-agent: *<br>Disallow: /</body></html>", "/a", True),
    ("User-agent: *\nDisallow: /" + "x" * 5000, "/a", True),
]  # fmt: skip


@pytest.mark.parametrize(("robots", "path", "expected"), RULES)
def test_rules_are_read_as_the_standard_says(robots: str, path: str, expected: bool) -> None:
    assert allowed(robots, path) is expected


@given(st.text(alphabet="ab*/", max_size=8), st.booleans(), st.text(alphabet="ab/", max_size=10))
def test_patterns_match_as_a_slow_and_obvious_reading_does(pattern: str, anchored: bool, path: str) -> None:
    obvious = re.compile(re.escape(pattern).replace(r"\*", ".*") + ("$" if anchored else ""), re.S)
    assert matches(pattern + ("$" if anchored else ""), path) == (obvious.match(path) is not None)


@given(st.text(max_size=400))
def test_any_text_can_stand_in_a_robots_file(text: str) -> None:
    parse_robots(text).rule_for("/a")
    parse_robots("User-agent: *\nDisallow: " + text).rule_for("/a")


def test_hostile_rules_cost_little() -> None:
    robots = parse_robots("User-agent: *\n" + "\n".join(f"Disallow: /{'*a' * 900}b{n}" for n in range(250)))
    started = time.monotonic()
    assert robots.rule_for("/" + "a" * 4000) is None
    assert time.monotonic() - started < 2


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (http("User-agent: *\nDisallow: /a", type_="text/plain"), "robots.txt of courier.example forbids it to onrecord (Disallow: /a)"),
        (http("User-agent: *\nDisallow: /b", type_="text/plain"), None),
        (http("User-agent: *\nDisallow: /a", type_="text/html"), "forbids"),
        (http(b"\xef\xbb\xbfUser-agent: *\nDisallow: /a"), "forbids"),
        (http("", status="404 Not Found"), None),
        (http("User-agent: *\nDisallow: /", status="403 Forbidden"), None),  # RFC 9309 2.3.1.3: unavailable, so allowed
        (http("", status="410 Gone"), None),
        (http("", status="401 Unauthorized"), None),
        (http("", status="500 Oh"), "cannot be had (HTTP status 500)"),  # 2.3.1.4: out of reach, so forbidden
        (http("", status="503 Busy"), "cannot be had (HTTP status 503)"),
        (http("", status="429 Slow down"), "cannot be had (HTTP status 429)"),
        (http("", length=False, Content_Length="50"), "cannot be had (the answer is cut"),
        (b"\x00", "cannot be had"),
        (http("User-agent: *\nDisallow: /" + " #" * 400_000, type_="text/plain"), "forbids"),  # a comment of any length
        (http("#" + "x" * 600_000 + "\nUser-agent: *\nDisallow: /a", type_="text/plain"), None),  # behind the first 500 KB
        (http(status="302 Found", Location="/elsewhere.txt"), "forbids"),
        (http(status="302 Found", Location="http://10.0.0.1/robots.txt"), "cannot be had"),
        (http(status="302 Found", Location="/robots.txt"), None),
    ],
)  # fmt: skip
def test_what_an_answer_to_robots_means(server: Server, make_fetcher: Make, reply: bytes, outcome: str | None) -> None:
    server.replies |= {"/robots.txt": reply, "/a": http(PAGE), "/elsewhere.txt": http("User-agent: *\nDisallow: /a", type_="text/plain")}
    found = make_fetcher().fetch(server.url("/a"))
    if outcome is None:
        assert isinstance(found, Page) and found.robots.startswith("robots.txt: HTTP status")
    else:
        assert isinstance(found, Missed), found
        assert outcome in found.refusal.why and server.paths() in ([], ["/elsewhere.txt"])


def test_robots_is_asked_for_once_per_origin(server: Server, make_fetcher: Make) -> None:
    server.replies["/a"] = http(PAGE)
    fetcher = make_fetcher()
    for host in ("courier.example", "courier.example", "herald.example"):
        assert isinstance(fetcher.fetch(server.url("/a", host)), Page)
    assert server.paths(all_=True).count("/robots.txt") == 2


def test_a_permission_is_written_down_and_goes_before_the_rules(server: Server, make_fetcher: Make) -> None:
    server.replies |= {"/a": http(PAGE, X_Robots_Tag="noarchive"), "/robots.txt": http("User-agent: *\nDisallow: /", type_="text/plain")}
    page = make_fetcher(permitted=frozenset({"courier.example"})).fetch(server.url("/a"))
    assert isinstance(page, Page)
    assert page.robots.startswith("permitted by the publisher, though") and "Disallow: /" in page.facts()["robots"]
    assert page.facts()["signals"] == "x-robots-tag: noarchive (header)"


# Opt-outs


def head(content: str) -> str:
    return PAGE.replace("<title>", content + "<title>")


@pytest.mark.parametrize(
    ("reply", "obeyed", "recorded"),
    [
        (http(PAGE), None, ""),
        (http(PAGE, X_Robots_Tag="noarchive"), "x-robots-tag: noarchive (header)", ""),
        (http(PAGE, X_Robots_Tag="noindex, NoAI"), "x-robots-tag: noai (header)", ""),
        (http(PAGE, X_Robots_Tag="noindex, nofollow"), None, "x-robots-tag: noindex (header); x-robots-tag: nofollow (header)"),
        (http(PAGE, X_Robots_Tag="otherbot: noarchive, noai"), None, ""),
        (http(PAGE, X_Robots_Tag="onrecord: noarchive"), "x-robots-tag: noarchive (header)", ""),
        (http(PAGE, X_Robots_Tag="otherbot: noindex, onrecord: noai"), "x-robots-tag: noai (header)", ""),
        (http(PAGE, X_Robots_Tag="max-snippet: 20"), None, "x-robots-tag: max-snippet: 20 (header)"),
        (http(PAGE, TDM_Reservation="1"), "tdm-reservation: 1 (header)", ""),
        (http(PAGE, TDM_Reservation="0"), None, "tdm-reservation: 0 (header)"),
        (http(PAGE, Content_Usage="train-ai=n"), None, "content-usage: train-ai=n (header)"),
        (http(head("<meta name=robots content='noarchive'>")), "meta robots: noarchive (page)", ""),
        (http(head("<META CONTENT=\"index, noai\"\n NAME='Robots' />")), "meta robots: noai (page)", ""),
        (http(head('<meta name="onrecord" content="noarchive">')), "meta onrecord: noarchive (page)", ""),
        (http(head('<meta name="googlebot" content="noarchive">')), None, ""),
        (http(head('<meta name="robots" content="noindex">')), None, "meta robots: noindex (page)"),
        (http(head('<meta name="tdm-reservation" content="1">')), "tdm-reservation: 1 (page)", ""),
        (http(head("<!-- <meta name=robots content=noai> -->")), None, ""),
        (http(head("<meta name=robots content='no&#97;i'>")), "meta robots: noai (page)", ""),
        (http(("\ufeff" + head("<meta name=robots content=noai>")).encode("utf-16-le")), "meta robots: noai (page)", ""),
    ],
)  # fmt: skip
def test_opt_outs_are_obeyed_or_recorded(server: Server, make_fetcher: Make, reply: bytes, obeyed: str | None, recorded: str) -> None:
    server.replies["/a"] = reply
    found = make_fetcher().fetch(server.url("/a"))
    if obeyed:
        assert isinstance(found, Missed) and found.refusal.kind == "refused"
        assert f"asks that it not be kept ({obeyed})" in found.refusal.why
    else:
        assert isinstance(found, Page) and found.facts()["signals"] == recorded


@pytest.mark.parametrize(
    ("document", "reserved"),
    [
        ('[{"location": "/a", "tdm-reservation": 1}]', True),
        ('[{"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.example/p"}, {"location": "/a", "tdm-reservation": 0}]', False),
        ('[{"location": "/*", "tdm-reservation": 1}]', True),
        ('[{"location": "*.html$", "tdm-reservation": 1}]', False),
        ('[{"location": "/b", "tdm-reservation": 1}]', False),
        ("[", False),
        ('{"location": "/a", "tdm-reservation": 1}', False),
        ('[1, {"location": 5}, {"location": "/a", "tdm-reservation": "yes"}]', False),
        ("[" * 100_000, False),
    ],
)
def test_the_file_of_the_site_is_asked(server: Server, make_fetcher: Make, document: str, reserved: bool) -> None:
    server.replies |= {"/a": http(PAGE), "/.well-known/tdmrep.json": http(document, type_="application/json")}
    found = make_fetcher().fetch(server.url("/a"))
    assert isinstance(found, Missed) is reserved
    assert not isinstance(found, Missed) or "tdm-reservation: 1 (site)" in found.refusal.why


def test_what_a_site_says_of_pages_in_general_is_kept(server: Server, make_fetcher: Make) -> None:
    server.replies |= {
        "/a": http(PAGE),
        "/robots.txt": http("Content-Signal: search=yes, ai-train=no\nUser-agent: *\nAllow: /", type_="text/plain"),
    }
    found = make_fetcher().fetch(server.url("/a"))
    assert isinstance(found, Page) and found.facts()["robots-usage"] == "Content-Signal: search=yes, ai-train=no"


@pytest.mark.parametrize(
    "page", ["<meta " * 50_000, "<!--" * 70_000, "<meta name=" * 30_000, "<meta " + "a=" * 150_000 + ">", "<meta a='" * 30_000]
)
def test_hostile_pages_cost_little(page: str) -> None:
    started = time.monotonic()
    signals_of(Answer(status=200, header=(), body=b"", request=b"", response=b"", address=""), page.encode())
    assert time.monotonic() - started < 1


@given(st.binary(max_size=300))
def test_any_bytes_can_stand_in_a_site_file(document: bytes) -> None:
    tdm_of_site(document, "/a")
