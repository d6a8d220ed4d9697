"""Which publisher an outlet belongs to: the list that ships with the package, and one that the user brings."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord.errors import InputError
from onrecord.lexicon import read_pairs, read_sections, read_words
from onrecord.settings import OUTLETS_VARIABLE
from onrecord.text import fold

_DOMAIN = re.compile(r"^(?:https?://)?(?:[^/@\s]*@)?((?:[\w-]+\.)+[\w-]{2,})(?::\d+)?(?:[/?#]|$)")
# Below a country's two letters the register has one more level of its own (Public Suffix List: co.uk, com.au, or.jp …).
_SECOND_LEVELS = frozenset({"ac", "co", "com", "edu", "gov", "gob", "ne", "net", "or", "org"})
_GENERIC_AGENCY = re.compile(r"\s(?:news|press|information|telegraph) agency$", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """An outlet and the house it belongs to. ``tier`` is the user's own word for it, None without one."""

    domain: str
    name: str
    publisher: str
    country: str | None = None
    tier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishers:
    """Outlets by domain and by folded name; a name that two houses use is not among them."""

    by_domain: Mapping[str, Publisher]
    by_name: Mapping[str, Publisher]


def read_publishers(path: Path | None = None) -> Publishers:
    """The list of the package; with ``path`` also that one, a CSV with the columns domain, name, publisher, country, tier, whose
    rows come before the package's. Only ``domain`` has to be filled; an empty publisher is the outlet itself.

    Raises InputError when the file cannot be read or has no column ``domain``.
    """
    own = list(_own_rows(path)) if path else []
    return _publishers([*own, *_shipped()])


def default_publishers() -> Publishers:
    """The list of the package, and before it the user's own, which the environment's ONRECORD_OUTLETS names. Raises InputError when
    that cannot be read."""
    path = os.environ.get(OUTLETS_VARIABLE)
    return _default(path, Path(path).stat().st_mtime_ns if path and Path(path).exists() else 0)


@cache
def _default(path: str | None, _changed: int) -> Publishers:
    return read_publishers(Path(path) if path else None)


def publisher_of(publishers: Publishers, *names: str | None) -> Publisher | None:
    """The first outlet that one of these stands for: an address, a domain, a name as printed. None: in no list.

    >>> publisher_of(read_publishers(), "https://www.nytimes.com/2026/03/11/world/narrows.html").publisher
    'The New York Times Company'
    >>> publisher_of(read_publishers(), None, "Ellingham Bell")
    """
    return next((found for name in names if name and (found := _find(publishers, name)) is not None), None)


def house_name(outlet: str) -> str:
    """What to call an outlet that is in no list: its registered domain when it is given as one, else its name.

    >>> house_name("europe.harbour.co.uk"), house_name("The Harbour Post")
    ('harbour.co.uk', 'The Harbour Post')
    """
    domain = domain_of(outlet)
    if domain is None:
        return outlet.strip()
    labels = domain.split(".")
    deep = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS
    return ".".join(labels[-3:] if deep else labels[-2:])


def agency_name(name: str | None) -> str | None:
    """The agency that goes by this name, under its usual one; None when it is no agency's, as far as the lexicon knows.

    >>> agency_name("AP"), agency_name("the Associated Press"), agency_name("Ellingham Bell")
    ('Associated Press', 'Associated Press', None)
    >>> agency_name("the Tolver News Agency"), agency_name("Xinhua News Agency")
    ('Tolver', 'Xinhua')
    """
    if not name:
        return None
    plain = _ARTICLE.sub("", name.strip())
    known = _agencies().get(fold(plain))
    own = _GENERIC_AGENCY.sub("", plain)
    if known or own == plain:
        return known
    return _agencies().get(fold(own), own if " " not in own else plain)


@cache
def _agencies() -> dict[str, str]:
    usual = {fold(form): name for form, name in read_pairs("agency-names").items()}
    return {fold(form): usual.get(fold(form), form) for form in read_sections("agencies")["names"]}


@cache
def _shipped() -> tuple[Publisher, ...]:
    rows = (line.split("\t") for line in sorted(read_words("publishers")))
    return tuple(Publisher(domain=row[0], name=row[1], publisher=row[2], country=row[3]) for row in rows)


def _own_rows(path: Path) -> Iterable[Publisher]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if "domain" not in (rows.fieldnames or ()):
                raise InputError(f"{path} has no column 'domain'. Its first line should be: domain,name,publisher,country,tier")
            for row in rows:
                cells = {k: (row.get(k) or "").strip() for k in ("domain", "name", "publisher", "country", "tier")}
                domain = domain_of(cells["domain"])
                if domain is not None:
                    name = cells["name"] or domain
                    house = cells["publisher"] or name
                    country, tier = cells["country"] or None, cells["tier"] or None
                    yield Publisher(domain=domain, name=name, publisher=house, country=country, tier=tier)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} cannot be read as a list of outlets: {error}. It should be a CSV file in UTF-8.") from error


def _publishers(rows: Iterable[Publisher]) -> Publishers:
    """Of two rows for one domain the earlier."""
    by_domain: dict[str, Publisher] = {}
    for row in rows:
        by_domain.setdefault(row.domain, row)
    by_name: dict[str, Publisher | None] = {}
    for row in by_domain.values():
        same = by_name.setdefault(fold(row.name), row)
        if same is not None and same.publisher != row.publisher:
            by_name[fold(row.name)] = None
    return Publishers(by_domain=by_domain, by_name={name: row for name, row in by_name.items() if row is not None})


def _find(publishers: Publishers, name: str) -> Publisher | None:
    domain = domain_of(name)
    if domain is None:
        return publishers.by_name.get(fold(name))
    labels = domain.split(".")
    tails = (".".join(labels[n:]) for n in range(len(labels) - 1))
    return next((publishers.by_domain[tail] for tail in tails if tail in publishers.by_domain), None)


def domain_of(name: str) -> str | None:
    """Lower case, without www; None when it is no address. A name with a space in it never is."""
    found = _DOMAIN.match(name.strip())
    return found[1].lower().removeprefix("www.") if found else None
