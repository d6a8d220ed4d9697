"""An invented web archive as a crawler of news leaves it: pages of all sizes and charsets under boilerplate, copies, other languages,
versions, redirects, pictures, and damage. Says what a reader must make of it.

  python bench/crawl.py OUT.warc.gz --pages 2000 [--damage]
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import random
import zlib
from base64 import b32encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

_SYLLABLES = [a + b for a in "bdfghjklmnprstvw" for b in "aeiou"]
_ROLES = ("minister", "mayor", "spokesman", "president", "ambassador", "harbour master", "general secretary", "chief of police")
_VERBS = ("said", "told reporters", "added", "insisted", "warned", "wrote in a letter")
_CLAUSES = (
    "we will not sign anything before {day}",
    "the talks on the {thing} have not failed",
    "{number} people were hurt when the {thing} gave way",
    "nobody asked us about the {thing}, and nobody will",
    "the offer of {number} million crowns stays on the table until {day}",
    "if the {thing} is closed, the road to {place} will be closed too",
    "{person} knows very well what was promised in {place}",
)
_TELLING = (
    "The {thing} in {place} was closed on {day} after a dispute that has lasted {number} weeks.",
    "{person} rejected a proposal to reopen the {thing}, and offered to meet in {place} on {day}.",
    "At least {number} people have been killed since the beginning of the month, according to the {place} police.",
    "The government of {place} demanded that the {thing} be handed over by {day}.",
    "Both sides had agreed in {place} to keep the {thing} open for {number} days.",
)
_OTHER = {  # enough of each for a detector to be sure
    "de": "Die Behörden der Stadt teilten am Montag mit, dass der Hafen bis zum Ende der Woche geschlossen bleibt, auch für Fischer.",
    "fr": "Les autorités de la ville ont annoncé lundi que le port restera fermé jusqu’à la fin de la semaine, même aux pêcheurs.",
    "es": "Las autoridades de la ciudad anunciaron el lunes que el puerto permanecerá cerrado hasta el final de la semana.",
}
_THINGS = ("bridge", "harbour", "pipeline", "border crossing", "hospital", "railway", "dam", "market")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_CHARSETS = ("utf-8",) * 7 + ("windows-1252", "iso-8859-1", "utf-16")


@dataclass(slots=True)
class Expected:
    """What a reader must make of the archive, input by input; ``languages`` of its reports."""

    reports: int = 0
    refused: int = 0
    failed: int = 0
    languages: Counter[str] = field(default_factory=Counter)


class Crawl:
    """Records of a crawl from one random stream; ``expected`` grows with them."""

    def __init__(self, seed: int, *, median_chars: int = 3000, sites: int = 40) -> None:
        self._rng = random.Random(seed)
        self._median_chars = median_chars
        self._names = ["".join(self._rng.choices(_SYLLABLES, k=self._rng.randint(2, 3))).title() for _ in range(400)]
        self._sites = [f"www.{self._name().lower()}{n}.example" for n in range(sites)]
        self._moment = datetime(2026, 3, 1, tzinfo=UTC)
        self._number = 0
        self.expected = Expected()

    def records(self, pages: int) -> Iterator[bytes]:
        """So many pages, each a gzip member, among what else a crawler keeps. One in ten is printed by a second site too, one in
        twenty-five was captured twice, one in twenty-five changed between two captures, three in ten are not in English."""
        yield self._member("warcinfo", b"software: invented\r\n", {"Content-Type": "application/warc-fields"})
        while self.expected.reports < pages:
            site, text = self._rng.choice(self._sites), self._text()
            url = self._url(site)
            page = self._page(site, text)
            yield self._report(url, page, text[0])
            chance = self._rng.random()
            if chance < 0.1:
                other = self._rng.choice(self._sites)
                yield self._report(self._url(other), self._page(other, text), text[0])
            elif chance < 0.14:
                yield self._report(url, page, text[0])
            elif chance < 0.18:
                yield self._report(url, self._page(site, (text[0], text[1], text[2][:-1] + self._text("en")[2][:1])), text[0])
            elif chance < 0.3:
                yield self._no_page(url)

    def damage(self) -> Iterator[bytes]:
        """A record of each kind of damage, and after each a whole one. A length that is no number fails twice: its bytes are no record."""
        page = self._page(self._sites[0], self._text("en"))
        whole = self._record("response", self._http(page, "text/html", {}), {"WARC-Target-URI": self._url(self._sites[0])})
        for broken in (
            gzip.compress(whole)[:-40],  # a member that was cut
            gzip.compress(whole.replace(b"Content-Length: ", b"Content-Length: 9", 1)),  # a length that swallows what follows
            gzip.compress(whole.replace(b"Content-Length: ", b"Content-Length: x", 1)),
        ):
            self.expected.failed += 1
            yield broken
            yield self._report(self._url(self._sites[1]), self._page(self._sites[1], self._text("en")), "en")
        self.expected.failed += 1

    def short(self) -> tuple[str, str]:
        """Title and text of a short report in English."""
        _, title, paragraphs = self._text("en")
        return title, "\n\n".join(paragraphs[:2])

    def _name(self) -> str:
        return self._rng.choice(self._names)

    def _url(self, site: str) -> str:
        self._number += 1
        return f"https://{site}/{self._moment:%Y/%m/%d}/{self._name().lower()}-{self._number}.html"

    def _filled(self, pattern: str) -> str:
        rng = self._rng
        values = {"day": rng.choice(_DAYS), "thing": rng.choice(_THINGS), "number": str(rng.randint(2, 90))}
        return pattern.format(**values, place=self._name(), person=f"{self._name()} {self._name()}")

    def _text(self, language: str | None = None) -> tuple[str, str, list[str]]:
        """Language, title and paragraphs; sizes spread as those of news are, a few very long."""
        rng = self._rng
        language = language or rng.choices(("en", "de", "fr", "es"), (7, 1, 1, 1))[0]
        title = self._filled("{person} speaks on the {thing} in {place}")
        size = min(40_000, max(300, int(self._median_chars * rng.lognormvariate(0, 0.6))))
        paragraphs: list[str] = []
        while sum(map(len, paragraphs)) < size:
            paragraphs.append(f"{self._name()}. {_OTHER[language]}" if language != "en" else self._paragraph())
        return language, title, paragraphs

    def _paragraph(self) -> str:
        rng = self._rng
        if rng.random() < 0.4:
            return " ".join(self._filled(rng.choice(_TELLING)) for _ in range(rng.randint(1, 3)))
        clause, who = self._filled(rng.choice(_CLAUSES)), self._filled(f"{{place}}’s {rng.choice(_ROLES)}, {{person}},")
        open_, close = rng.choice((("“", "”"), ('"', '"')))
        said = f"{open_}{clause[0].upper()}{clause[1:]},{close} {who.rstrip(',')} {rng.choice(_VERBS)} on {rng.choice(_DAYS)}."
        return said + " " + self._filled(rng.choice(_TELLING))

    def _page(self, site: str, text: tuple[str, str, list[str]]) -> bytes:
        language, title, paragraphs = text
        rng, charset = self._rng, self._rng.choice(_CHARSETS)
        links = "".join(f"<li><a href='/{self._name().lower()}'>{self._name()} {self._name()}</a></li>" for _ in range(rng.randint(5, 120)))
        script = "var config=" + "".join(rng.choices("abcdef0123456789,;:{}", k=rng.randint(200, 30_000))) + ";"
        declared = f"<meta charset='{charset}'>" if charset != "utf-16" else ""
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        html = (
            f"<!doctype html><html lang='{language}'><head>{declared}<title>{title} - {site}</title><script>{script}</script>"
            f"<meta property='article:published_time' content='{self._moment:%Y-%m-%dT%H:%M:%SZ}'></head>"
            f"<body><div id='consent'>We use cookies. <button>OK</button></div><nav><ul>{links}</ul></nav>"
            f"<article><h1>{title}</h1><div class='share'>Share Tweet Mail</div>{body}</article>"
            f"<aside><h3>Most read</h3><ul>{links}</ul></aside><footer>© 2026 {site}. All rights reserved.</footer></body></html>"
        )
        return html.encode(charset, "xmlcharrefreplace")

    def _report(self, url: str, page: bytes, language: str) -> bytes:
        self.expected.reports += 1
        self.expected.languages[language] += 1
        headers = {}
        chance = self._rng.random()
        if chance < 0.3:
            page, headers = gzip.compress(page, 1), {"Content-Encoding": "gzip"}
        elif chance < 0.4:
            page, headers = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page), {"Transfer-Encoding": "chunked"}
        return self._member("response", self._http(page, "text/html", headers), {"WARC-Target-URI": url})

    def _no_page(self, url: str) -> bytes:
        """What is refused, each with its reason, and a redirect, which is no input at all."""
        kind = self._rng.randrange(3)
        if kind == 0:
            block = b"HTTP/1.1 301 Moved Permanently\r\nLocation: /elsewhere\r\n\r\n"
        else:
            self.expected.refused += 1
            block = (
                b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>gone"
                if kind == 1
                else self._http(b"\x89PNG", "image/png", {})
            )
        return self._member("response", block, {"WARC-Target-URI": url})

    def _http(self, body: bytes, kind: str, headers: dict[str, str]) -> bytes:
        lines = {"Date": f"{self._moment:%a, %d %b %Y %H:%M:%S GMT}", "Content-Type": kind, **headers}
        return b"HTTP/1.1 200 OK\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items()).encode() + b"\r\n" + body

    def _member(self, kind: str, block: bytes, headers: dict[str, str]) -> bytes:
        return gzip.compress(self._record(kind, block, headers), 4)

    def _record(self, kind: str, block: bytes, headers: dict[str, str]) -> bytes:
        self._moment += timedelta(seconds=self._rng.randint(1, 600))
        digest = b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
        about = {"WARC-Type": kind, "WARC-Date": f"{self._moment:%Y-%m-%dT%H:%M:%SZ}", "WARC-Record-ID": f"<urn:crc:{zlib.crc32(block)}>"}
        about |= {"Content-Type": "application/http; msgtype=response", **headers, "WARC-Block-Digest": f"sha1:{digest}"}
        lines = "".join(f"{k}: {v}\r\n" for k, v in about.items())
        return f"WARC/1.1\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def write_crawl(path: Path, pages: int, *, damaged: bool = False, median_chars: int = 3000, seed: int = 8) -> Expected:
    """Writes the archive; what a reader must make of it."""
    crawl = Crawl(seed, median_chars=median_chars)
    with path.open("wb") as file:
        file.writelines(crawl.records(pages))
        if damaged:
            file.writelines(crawl.damage())
    return crawl.expected


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--damage", action="store_true")
    arguments = parser.parse_args()
    print(write_crawl(arguments.out, arguments.pages, damaged=arguments.damage))
