"""Where a record is kept: in a file, or in a database of a PostgreSQL server."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

_SCHEMES = ("postgresql://", "postgres://")
_DATABASE = "postgres"  # what an address without a name leads to


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a PostgreSQL server, by an address as libpq understands it. Printed without its password."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        parts = urlsplit(self.url)
        user, at, host = parts.netloc.rpartition("@")
        query = "&".join(part for part in parts.query.split("&") if not part.startswith("password="))
        return parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}", query=query).geturl()

    @property
    def name(self) -> str:
        """Of the database."""
        parts = urlsplit(self.url)
        named = dict(parse_qsl(parts.query)).get("dbname") or unquote(parts.path.strip("/")) or _DATABASE
        return named.replace("/", "_")

    stem = name

    def with_name(self, name: str) -> Path:
        """What lies beside the record: a server keeps no files for us, so it is in the folder where the program runs."""
        return Path(name)


Place = Path | Server


def may_write(place: Place) -> bool:
    """Whether there is nothing to be said against trying."""
    return isinstance(place, Server) or not place.exists() or os.access(place, os.W_OK)


def place_of(given: str | Place) -> Place:
    """What somebody means by the path or the address of a record.

    >>> place_of("story.db")
    PosixPath('story.db')
    >>> str(place_of("postgresql://desk:secret@press.example/harbour")), place_of("postgres:///harbour").name
    ('postgresql://desk@press.example/harbour', 'harbour')
    """
    if isinstance(given, str):
        return Server(given) if given.startswith(_SCHEMES) else Path(given)
    return given
