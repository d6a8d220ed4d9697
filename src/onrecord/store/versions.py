"""The versions of a page: reports of one address, each after the one that it followed; and when the record learnt of a report."""

from __future__ import annotations

from onrecord.store.database import Database
from onrecord.store.when import first_moment

_CHAINS = """
WITH RECURSIVE chain (first, key, id, depth) AS (
  SELECT key, key, id, 0 FROM report WHERE version_of IS NULL AND key IN (SELECT version_of FROM report)
  UNION ALL
  SELECT c.first, r.key, r.id, c.depth + 1 FROM report r JOIN chain c ON r.version_of = c.key
)
SELECT first, id FROM chain ORDER BY (SELECT row FROM report WHERE key = first), depth
"""


def version_chains(database: Database, wanted: str | None) -> list[tuple[str, ...]]:
    """Report ids of every page that has had several versions, oldest first; with ``wanted`` (an id of a report, or an address) of the
    one that it belongs to, which may have a single version; [] when the record has neither such a report nor such an address."""
    if wanted is not None:
        url = database.value("SELECT url FROM report WHERE id = ?", (wanted,)) or wanted
        found = tuple(row[0] for row in database.rows("SELECT id FROM report WHERE url = ? ORDER BY row", (url,)))
        alone = tuple(row[0] for row in database.rows("SELECT id FROM report WHERE id = ?", (wanted,)))
        return [chain for chain in (found or alone,) if chain]
    chains: dict[str, list[str]] = {}
    for first, report in database.rows(_CHAINS):
        chains.setdefault(first, []).append(report)
    return [tuple(chain) for chain in chains.values()]


def recorded_since(database: Database, moment: str) -> dict[str, str]:
    """When each report was recorded, by id, of those recorded then or later, in order. Raises InputError when it is no date."""
    rows = database.rows("SELECT id, recorded_at FROM report WHERE recorded_at >= ? ORDER BY recorded_at, row", (first_moment(moment),))
    return dict(rows)
