"""One strict reading of an address, from which everything else is made: whom to resolve, what to ask for, what to call it.

Programs that read an address twice in two ways have been led to other hosts than they had checked, so what could be read in two ways
is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, urljoin

import idna

from onrecord.fetch.refused import NotFetched

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_URL_CHARS = 4096

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0\\\ud800-\udfff\u2028\u2029]")
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?([^/?#]*)([^#]*)")
_BRACKETED = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::([0-9]{0,5}))?")
_NAMED = re.compile(r"([^:\[\]@]+)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Names that only a machine's own network answers to. Whatever they resolve to is checked as well.
_LOCAL_ENDINGS = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private", "onion", "home.arpa")
_PATH_SAFE = "/:@!$&'()*+,;=-._~%"
_QUERY_SAFE = _PATH_SAFE + '?[]|^`{}"<>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address in one spelling: host in lower-case ASCII without brackets, path with its query, percent-encoded."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as in a Host header: with brackets, and with the port when it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        return self.origin + self.path


def parse_target(url: str, *, ports: frozenset[int] = frozenset(DEFAULT_PORTS.values())) -> Target:
    """The address, read strictly; a fragment is dropped. Raises NotFetched with what is wrong with it, and nothing else on any text.

    >>> parse_target("HTTP://Courier.Example:80/a/../b c".replace(" ", "%20")).url
    'http://courier.example/b%20c'
    """
    if len(url) > MAX_URL_CHARS:
        raise NotFetched(f"the address has more than {MAX_URL_CHARS} characters.")
    if odd := _UNSAFE.search(url):
        raise NotFetched(f"the address has the character U+{ord(odd[0]):04X}, which programs read in different ways. Write it as %XX.")
    parts = _PARTS.match(url)
    scheme = parts[1].lower() if parts else ""
    if scheme not in DEFAULT_PORTS:
        raise NotFetched(
            f"only http and https are fetched, not {scheme[:20]!r}." if scheme else "it is no whole address: http://… or https://…"
        )
    if parts is None or not parts[2]:
        raise NotFetched("the address lacks the two slashes after its scheme.")
    host, port = _split_authority(parts[3])
    port = port or DEFAULT_PORTS[scheme]
    if port not in ports:
        allowed = ", ".join(map(str, sorted(ports)))
        raise NotFetched(f"port {port} is not fetched from; allowed: {allowed}. Allow it with --port {port} if it is a publisher's.")
    return Target(scheme=scheme, host=host, port=port, path=_clean_path(parts[4]))


def join_target(base: Target, location: str, *, ports: frozenset[int]) -> Target:
    """Where a redirect leads. Raises NotFetched."""
    if _UNSAFE.search(location):
        raise NotFetched("the redirect's address has characters that programs read in different ways.")
    try:
        joined = urljoin(base.url, location)
    except ValueError as error:
        raise NotFetched(f"the redirect's address cannot be read ({error}).") from None
    return parse_target(joined, ports=ports)


def _split_authority(authority: str) -> tuple[str, int | None]:
    if "@" in authority:
        raise NotFetched("the address has a user name before its host, which hides where it leads. Remove it.")
    if "%" in authority:
        raise NotFetched("the host of the address has a percent sign: an encoded name, or the zone of a local network.")
    bracketed = _BRACKETED.fullmatch(authority)
    if bracketed:
        try:
            return str(IPv6Address(bracketed[1])), _port_of(bracketed[2])
        except AddressValueError:
            raise NotFetched("the address in brackets is no IPv6 address.") from None
    named = _NAMED.fullmatch(authority)
    if named is None:
        raise NotFetched("the address names no host." if not authority else "the host of the address cannot be read in only one way.")
    return _clean_host(named[1]), _port_of(named[2])


def _port_of(written: str | None) -> int | None:
    if not written:
        return None
    port = int(written)
    if not 0 < port < 65536:
        raise NotFetched(f"there is no port {written}.")
    return port


def _clean_host(written: str) -> str:
    host = _ascii_host(written)
    host = host[:-1] if host.endswith(".") else host
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise NotFetched("the host of the address is no name that the internet knows.")
    if _NUMBER.fullmatch(labels[-1]):
        return _plain_ipv4(host, written)
    if len(labels) == 1 or any(host == ending or host.endswith("." + ending) for ending in _LOCAL_ENDINGS):
        raise NotFetched(f"{host!r} is a name of the local network.")
    return host


def _ascii_host(written: str) -> str:
    lowered = written.lower()
    try:
        if not written.isascii():
            return idna.encode(written, uts46=True, std3_rules=True).decode("ascii").lower()
        if "xn--" in lowered:
            idna.decode(lowered)
    except (idna.IDNAError, UnicodeError):
        raise NotFetched("the host of the address is no name that can be written in the letters of the internet.") from None
    return lowered


def _plain_ipv4(host: str, written: str) -> str:
    """A host that ends in a number is an address in four decimal numbers, or an attempt to hide one: 0x7f.1, 2130706433, ①②⑦.⓪.⓪.①."""
    try:
        address = IPv4Address(host)
    except AddressValueError:
        raise NotFetched(f"{written[:60]!r} is an unusual spelling of a numeric address.") from None
    if str(address) != written:
        raise NotFetched(f"{written[:60]!r} is an unusual spelling of a numeric address.")
    return host


def _clean_path(written: str) -> str:
    path, question, query = written.partition("?")
    return _without_dots(quote(path, safe=_PATH_SAFE) or "/") + question + quote(query, safe=_QUERY_SAFE)


def _without_dots(path: str) -> str:
    """Without ``.`` and ``..``, also when they are encoded, so that rules about paths are asked of the path that is fetched."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments):
        plain = re.sub("%2e", ".", segment, flags=re.I)
        if plain == "..":
            kept = kept[:-1]
        elif plain != ".":
            kept.append(segment)
        if plain in (".", "..") and place == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)
