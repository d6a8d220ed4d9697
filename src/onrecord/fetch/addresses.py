"""Which addresses of the internet may be connected to: public ones only, and none that wraps another address."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address

# The IANA registries of special-purpose addresses, and what they leave out. Python's is_global passes several of these (multicast,
# NAT64, 6to4, site-local, 192.88.99.0/24: measured on 3.11), so they are listed; is_global only catches what is added later.
_SPECIAL = tuple(
    (ip_network(network), what)
    for network, what in (
        ("169.254.169.254/32", "the address where a cloud keeps its machines' secrets"),
        ("169.254.170.2/32", "the address where a cloud keeps its machines' secrets"),
        ("100.100.100.200/32", "the address where a cloud keeps its machines' secrets"),
        ("168.63.129.16/32", "the address where a cloud keeps its machines' secrets"),  # looks public
        ("192.0.0.192/32", "the address where a cloud keeps its machines' secrets"),
        ("fd00:ec2::/32", "the address where a cloud keeps its machines' secrets"),
        ("0.0.0.0/8", "an address of this machine"),
        ("127.0.0.0/8", "an address of this machine"),
        ("10.0.0.0/8", "a private address"),
        ("172.16.0.0/12", "a private address"),
        ("192.168.0.0/16", "a private address"),
        ("100.64.0.0/10", "an address inside a provider's network"),
        ("169.254.0.0/16", "a link-local address"),
        ("192.0.0.0/24", "an address reserved for protocols"),
        ("192.0.2.0/24", "an address for documentation"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a relay for wrapped addresses"),
        ("192.31.196.0/24", "an address reserved for protocols"),
        ("192.52.193.0/24", "an address reserved for protocols"),
        ("192.175.48.0/24", "an address reserved for protocols"),
        ("198.18.0.0/15", "an address for tests of networks"),
        ("224.0.0.0/4", "an address of many machines"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an address of this machine"),
        ("::1/128", "an address of this machine"),
        ("::ffff:0:0/96", "an address that wraps another"),
        ("::ffff:0:0:0/96", "an address that wraps another"),
        ("::/96", "an address that wraps another"),
        ("64:ff9b::/96", "an address that wraps another"),
        ("64:ff9b:1::/48", "an address that wraps another"),
        ("2001::/32", "an address that wraps another"),
        ("2002::/16", "an address that wraps another"),
        ("100::/64", "an address that leads nowhere"),
        ("100:0:0:1::/64", "an address that leads nowhere"),
        ("2001::/23", "an address reserved for protocols"),
        ("2001:db8::/32", "an address for documentation"),
        ("3fff::/20", "an address for documentation"),
        ("2620:4f:8000::/48", "an address reserved for protocols"),
        ("5f00::/16", "an address reserved for protocols"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "an address of many machines"),
    )
)
_UNICAST = IPv6Network("2000::/3")  # all of IPv6 that is given out; the rest is reserved
_ISATAP = (0x00005EFE, 0x02005EFE)  # the third quarter of an address that carries an IPv4 address in its last


def why_forbidden(address: Address) -> str | None:
    """What makes the address one that nobody may be made to fetch from; None for a public one.

    >>> why_forbidden(IPv4Address("10.0.0.1")), why_forbidden(IPv6Address("2606:4700::1111"))
    ('a private address', None)
    """
    for network, what in _SPECIAL:
        if address.version == network.version and address in network:
            return what
    if isinstance(address, IPv6Address) and (int(address) >> 32) & 0xFFFFFFFF in _ISATAP:
        return "an address that wraps another"
    if getattr(address, "scope_id", None) is not None:
        return "an address of one network only"
    given_out = address.is_global and (address.version == 4 or address in _UNICAST)
    return None if given_out else "no public address"
