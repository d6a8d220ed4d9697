"""Numbers that bound what onrecord does to one input. Each says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

WIRE_FORMAT = "onrecord/1"
LIMITS_VARIABLE = "ONRECORD_LIMITS"  # of the environment: limits set otherwise, as in docs/limits.md
CONTACT_VARIABLE = "ONRECORD_CONTACT"  # of the environment: whom a publisher can write to about our fetching
ACCOUNTS_VARIABLE = "ONRECORD_ACCOUNTS"  # of the environment: the file of accounts and log, when it does not lie beside the record
OUTLETS_VARIABLE = "ONRECORD_OUTLETS"  # of the environment: names the user's list of outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLimits:
    """How much of one input is read before it is refused.

    max_page_bytes: decoded HTML of one page; extraction time grows faster than size (7 MB took 16 s, measured).
    max_tag_bytes: one start tag; many attributes are quadratic in every HTML parser (80,000 took over 30 s, measured).
    max_text_chars: one plain or JSONL text; a book is 500,000 characters.
    max_line_bytes, max_feed_bytes: one line of JSON lines; one feed or JSON file.
    max_document_bytes: one PDF or Word file, and the words of a Word file when decompressed. max_document_pages: pages of a PDF.
    max_inflated_bytes: what one compressed file may become; the largest web archives that are published have 5 GB in them.
    max_inflate_ratio: decompressed to compressed bytes, after the first mebibyte; real pages stay under 20, 1 GiB of zeros is 1,000.
    max_answer_bytes: what the child that parses pages may answer about one of them.
    page_seconds, page_memory_bytes: what a child may spend on one page before it is killed. document_seconds: on one PDF or Word file.
    """

    max_page_bytes: int = 5 * 1024 * 1024
    max_tag_bytes: int = 64 * 1024
    max_text_chars: int = 2_000_000
    max_line_bytes: int = 16 * 1024 * 1024
    max_feed_bytes: int = 20 * 1024 * 1024
    max_document_bytes: int = 50 * 1024 * 1024
    max_document_pages: int = 500
    max_inflated_bytes: int = 64 * 1024**3
    max_inflate_ratio: int = 200
    max_answer_bytes: int = 256 * 1024 * 1024
    page_seconds: float = 10.0
    document_seconds: float = 60.0
    page_memory_bytes: int = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much of a publisher's time and bytes one address may take, and how much of ours.

    connect_seconds: resolving, connecting and the encrypted greeting, each. header_seconds: until the whole header has come.
    idle_seconds: between two pieces of a body. total_seconds: all of it over all redirects, politeness not counted.
    max_header_bytes: the header of one answer. max_wire_bytes, max_decoded_bytes: the body as it comes, and decompressed.
    max_inflate_ratio: as when reading. max_redirects: hops after the first address.
    delay_seconds: between two requests to one host; max_delay_seconds: the longest pause that is waited out when a host asks for it.
    tries: requests for one address when the host is busy or out of reach.
    max_feed_links: pages of one feed, its first ones. max_robots_bytes: of a robots.txt, as RFC 9309 asks for at least.
    robots_seconds: how long a robots.txt is believed; the RFC allows a day.
    """

    connect_seconds: float = 10.0
    header_seconds: float = 20.0
    idle_seconds: float = 10.0
    total_seconds: float = 60.0
    max_header_bytes: int = 64 * 1024
    max_wire_bytes: int = 10 * 1024 * 1024
    max_decoded_bytes: int = 20 * 1024 * 1024
    max_inflate_ratio: int = 200
    max_redirects: int = 5
    delay_seconds: float = 2.0
    max_delay_seconds: float = 120.0
    tries: int = 3
    max_feed_links: int = 200
    max_robots_bytes: int = 512_000
    robots_seconds: float = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeLimits:
    """What those who ask ``onrecord serve`` may ask of it.

    max_body_bytes: one request. max_requests: answered at a time; more are told to come again.
    question_seconds: of SQLite, for all that one page asks. The rest hold where there are accounts:
    session_seconds: since signing in; session_idle_seconds: since the last request. max_sessions: of one account in browsers, and as
    many for programs. sign_ins: tries for one account from one address in sign_in_seconds; five times as many for all from one address.
    writes: requests of one account in a minute that change something.
    """

    max_body_bytes: int = 100 * 1024 * 1024
    max_requests: int = 250
    question_seconds: float = 30.0
    session_seconds: float = 604_800.0
    session_idle_seconds: float = 43_200.0
    max_sessions: int = 10
    sign_ins: int = 10
    sign_in_seconds: float = 900.0
    writes: int = 60
