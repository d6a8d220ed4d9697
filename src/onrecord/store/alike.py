"""Statements that may render given words, and what a name may stand for: found by index, at a cost that the size of the record does not
drive.

A word of more statements than ``_MANY`` is not read to its end, and tells nothing by itself. Where too few rarer words are left, common
ones count together: three in a row, or one beside the speaker's name. A clock bounds the whole.
"""

from __future__ import annotations

import json
import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.lexicon import read_words
from onrecord.model import EntityType
from onrecord.store.clocks import all_of, clock_conditions
from onrecord.store.database import Database, Phrase, Row
from onrecord.store.values import Like
from onrecord.text import fold, words

_MANY = 300
_FEW = 3  # rarer words: with fewer, common ones are tried together
_IN_A_ROW = 3
_MOST_WORDS = 60  # of one statement: a longer one shares enough of its first
_DEADLINE_SECONDS = 1.0


def statements_like(database: Database, wanted: Like) -> tuple[list[str], bool]:
    """Ids of the statements that share the most of the rarest words, best first, and whether the search came to its end."""
    stop = time.monotonic() + _DEADLINE_SECONDS
    printed = [fold(span.of(wanted.text)) for span in words(wanted.text)][:_MOST_WORDS]
    content = list(dict.fromkeys(word for word in printed if word not in read_words("closed-classes")))
    shared: dict[int, float] = defaultdict(float)
    count: Counter[int] = Counter()
    common: list[str] = []
    complete = True
    for word in content:
        rows, whole = _matching(database, stop, (_said(word),), _MANY + 1)
        complete = complete and whole
        if len(rows) > _MANY:
            common.append(word)
            continue
        for (row,) in rows:
            shared[row] += 1 / math.log(2 + len(rows))
            count[row] += 1
    if len(content) - len(common) < _FEW:
        for phrases in _together(printed, common, wanted.speaker):
            rows, whole = _matching(database, stop, phrases, _MANY)
            complete = complete and whole
            for (row,) in rows:
                shared[row] += 1 / math.log(2 + _MANY)
                count[row] += 2
    least = min(2, len(content))
    return _best(database, wanted, shared, {row for row in shared if count[row] >= least}), complete


def _matching(database: Database, stop: float, phrases: Sequence[Phrase], most: int) -> tuple[list[Row], bool]:
    """Rows of statements, the latest first."""
    sql = f"SELECT m.row FROM ({database.matches('statement')}) m ORDER BY m.row DESC LIMIT ?"
    return database.rows_until(stop, sql, (database.expression(phrases), most))


def _together(printed: Sequence[str], common: Sequence[str], speaker: str | None) -> Iterator[tuple[Phrase, ...]]:
    """Common words in company."""
    for n in range(len(printed) - _IN_A_ROW + 1):
        yield (_said(" ".join(printed[n : n + _IN_A_ROW])),)
    for name in _names(speaker)[-1:]:
        for word in common:
            yield Phrase(words=name, column="speaker_name"), _said(word)


def _names(speaker: str | None) -> list[str]:
    """The words of a name."""
    found = [fold(span.of(speaker)) for span in words(speaker)] if speaker else []
    return [name for name in found if name not in read_words("closed-classes")]


def _said(found: str) -> Phrase:
    return Phrase(words=found, column="content_text")


def _best(database: Database, wanted: Like, shared: dict[int, float], enough: set[int]) -> list[str]:
    """One rare word is enough where somebody of the same name says it."""
    names = set(_names(wanted.speaker))
    where, bindings = all_of(clock_conditions(wanted.as_of, wanted.known_at))
    if wanted.story is not None:
        where, bindings = f"{where} AND sr.story = ?", [*bindings, wanted.story]
    rows = database.rows(
        "SELECT s.row, s.id, s.speaker_name FROM statement s JOIN report r ON r.key = s.report_key"
        " LEFT JOIN story_report sr ON sr.report_key = s.report_key"
        f" WHERE s.hidden = 0 AND s.row IN (SELECT CAST(value AS BIGINT) FROM json_each(?)) AND {where}",
        [json.dumps(list(shared)), *bindings],
    )
    chosen = ((row, statement) for row, statement, name in rows if row in enough or not names.isdisjoint(_names(name)))
    ranked = sorted((-round(shared[row], 9), statement) for row, statement in chosen)
    return [statement for _, statement in ranked[: wanted.limit]]


def entities_named(database: Database, name: str) -> frozenset[str]:
    """Ids of the entities that some report calls exactly so, but for case and accents; of a very frequent name, those of 300 reports."""
    rows = database.rows(
        "SELECT DISTINCT coalesce(k.entity, e.id) FROM (SELECT report_key, id FROM entity WHERE folded = ? LIMIT ?) e"
        " LEFT JOIN entity_link k ON k.report_key = e.report_key AND k.local = e.id",
        (fold(name), _MANY),
    )
    return frozenset(row[0] for row in rows)


def entity_types(database: Database, entities: Iterable[str]) -> dict[str, EntityType]:
    """Type by id, of the record's entities and of those that nothing links yet."""
    wanted = json.dumps(sorted(set(entities)))
    chosen = "WHERE id IN (SELECT value FROM json_each(?))"
    found: dict[str, EntityType] = dict(database.all(f"SELECT id, type FROM entity {chosen}", (wanted,)))
    return found | dict(database.all(f"SELECT id, type FROM linked_entity {chosen}", (wanted,)))


def stories_naming(database: Database, names: Iterable[str], *, as_of: str | None, known_at: str | None) -> list[str]:
    """The stories with reports that use at least two of these names, those of most names first. A name of more than 300 reports counts
    for none."""
    where, bindings = all_of(clock_conditions(as_of, known_at))
    found: Counter[str] = Counter()
    for name in sorted({fold(name) for name in names}):
        rows = database.all("SELECT report_key FROM entity WHERE folded = ? LIMIT ?", (name, _MANY + 1))
        if len(rows) <= _MANY:
            stories = database.rows(
                "SELECT DISTINCT sr.story FROM story_report sr JOIN report r ON r.key = sr.report_key"
                f" WHERE r.key IN (SELECT value FROM json_each(?)) AND {where}",
                [json.dumps([row[0] for row in rows]), *bindings],
            )
            found.update(row[0] for row in stories)
    return [story for story, count in sorted(found.items(), key=lambda item: (-item[1], item[0])) if count > 1]
