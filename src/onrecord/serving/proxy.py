"""What a proxy in front may say of a request: from where it came, by which scheme, and who asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import unquote

from starlette.datastructures import Headers

from onrecord.errors import InputError

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """``networks``: whose word counts; nobody's when it is empty. ``user_header``: the header that names the account; None: none does."""

    networks: tuple[Network, ...] = ()
    user_header: str | None = None

    def trusts(self, peer: str | None) -> bool:
        """Whether the other end of the connection is such a proxy. Whatever else a request says of itself does not count."""
        address = _address(peer)
        return address is not None and any(address in network for network in self.networks)

    def client(self, peer: str | None, headers: Headers) -> str:
        """From where the request came: the last address on its way that is no proxy of ours."""
        hops = [hop.strip() for line in headers.getlist("x-forwarded-for") for hop in line.split(",")] if self.trusts(peer) else []
        for hop in reversed(hops):
            if not self.trusts(hop):
                return hop[:60]
        return peer or "unknown"

    def is_encrypted(self, scheme: str, peer: str | None, headers: Headers) -> bool:
        """Whether the browser asked by https."""
        return scheme == "https" or (self.trusts(peer) and headers.get("x-forwarded-proto", "").strip().lower() == "https")

    def is_passed_by(self, scheme: str, peer: str | None) -> bool:
        """Whether somebody goes past the proxy, over a network, and not encrypted: passwords would go the same way."""
        return bool(self.networks) and scheme != "https" and not self.trusts(peer) and not _is_here(peer)

    def user(self, peer: str | None, headers: Headers) -> str | None:
        """The account that the proxy names; None when it names none, or two, or is not one whose word counts."""
        if self.user_header is None or not self.trusts(peer):
            return None
        named = headers.getlist(self.user_header)
        return unquote(named[0].encode("latin-1").decode("utf-8", "replace")).strip() or None if len(named) == 1 else None


def _address(peer: str | None) -> IPv4Address | IPv6Address | None:
    """None for what is no address; an IPv4 address that is written as an IPv6 one is itself."""
    try:
        address = ip_address((peer or "").partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_here(peer: str | None) -> bool:
    address = _address(peer)
    return address is not None and address.is_loopback


def proxy_of(addresses: Iterable[str], user_header: str | None) -> Proxy:
    """Raises InputError for what is no address and no network, for a network of everybody, and for a header that nobody is trusted with.

    >>> proxy_of(["10.1.2.3"], "X-Forwarded-User").trusts("10.1.2.3")
    True
    """
    networks = []
    for address in addresses:
        try:
            network = ip_network(address)
        except ValueError:
            raise InputError(f"{address[:60]!r} is no address and no network. Write --trust 10.0.0.5, or --trust 10.0.0.0/24.") from None
        if network.prefixlen == 0:
            raise InputError(f"--trust {address} would let anybody say who they are. Name the proxy.")
        networks.append(network)
    if user_header is not None and not networks:
        raise InputError("--user-header needs --trust ADDRESS: else anybody could write that header.")
    return Proxy(networks=tuple(networks), user_header=user_header)
