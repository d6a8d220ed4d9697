"""What a report takes on disk: bytes by table and index of a record, a report's share of each.

  python bench/storage.py RECORD

RECORD is a SQLite file. Compact it first, or the empty room in it counts too (onrecord compact).
"""

from __future__ import annotations

import sys
from collections import Counter

import apsw

KINDS = {"report": "texts", "report_fts": "search index of texts", "statement_fts": "search index of statements"}


def main() -> None:
    database = apsw.Connection(sys.argv[1], flags=apsw.SQLITE_OPEN_READONLY)
    reports, chars, statements = database.execute(
        "SELECT count(*), avg(length(text)), (SELECT count(*) FROM statement) FROM report"
    ).fetchall()[0]
    tables, indexes = Counter[str](), Counter[str]()
    for name, table, size in database.execute(
        "SELECT d.name, coalesce(s.tbl_name, d.name), d.pgsize FROM dbstat d LEFT JOIN sqlite_schema s ON s.name = d.name"
        " WHERE d.aggregate = TRUE"
    ):
        table = table.partition("_fts_")[0] + "_fts" if "_fts_" in table else table
        (tables if name == table or "_fts" in table else indexes)[table] += size
    whole = sum(tables.values()) + sum(indexes.values())
    each = f"{chars:,.0f} characters, {statements / reports:.1f} statements, {whole / reports:,.0f} bytes"
    print(f"{reports:,} reports, each of {each}\n")
    print("| table | bytes a report | its indexes | share |\n|---|---|---|---|")
    most = sorted(tables | indexes, key=lambda t: -(tables[t] + indexes[t]))
    for table in most[:14]:
        size = tables[table] + indexes[table]
        print(f"| {KINDS.get(table, table)} | {tables[table] / reports:,.0f} | {indexes[table] / reports:,.0f} | {size / whole:.0%} |")
    rest = sum(tables[t] + indexes[t] for t in most[14:])
    print(f"| all others | {rest / reports:,.0f} | | {rest / whole:.0%} |")


if __name__ == "__main__":
    main()
