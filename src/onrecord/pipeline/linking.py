"""Who is who across reports: names are linked where something changed, and only there."""

from __future__ import annotations

from collections.abc import Collection

from onrecord.link import LocalEntity, block_keys, fitting, link_story, settle_names, spelled
from onrecord.model import Name
from onrecord.store import Record

_AT_ONCE = 64  # stories


def link_names(record: Record) -> None:
    """Links the names of the stories in which a report, or what a name stands for, is another than when they were linked. What comes out
    is what linking all stories at once would give. Every step is durable, so a run that was stopped goes on when it is called again."""
    while _link_some(record):
        pass


def _link_some(record: Record) -> bool:
    """Whether there was something to link."""
    with record.transaction():
        borne, gone = record.take_unlinked_names()
        stories = record.take_unlinked(_AT_ONCE)
        if not (borne or gone or stories):
            return False
        local: dict[str, list[LocalEntity]] = {}
        for key, story, entity in record.named_in_stories(stories):
            local.setdefault(story, []).append(LocalEntity(report_key=key, entity=entity))
        here = spelled(x for held in local.values() for x in held)
        known = record.known_names({*borne, *here})
        fresh = [name for name in here if name.name < known.get(name, name.name + " ")]
        fresh += [name for name in sorted(borne - {*fresh}) if name in known and known[name] != name.name]
        standings = settle_names(_take_in(record, fresh, gone), record)
        before = record.standings([name for name in here if name not in standings])
        links = [link for held in local.values() for link in link_story(held, before | standings)]
        record.replace_entity_links(links, standings)
    return True


def _take_in(record: Record, fresh: Collection[Name], gone: Collection[Name]) -> set[Name]:
    """The names that are new, or fit others than before."""
    touched, anew = record.keep_names({name: block_keys(name.name, name.type) for name in fresh}, gone)
    for name in sorted({*fresh, *anew}):
        touched |= {name, *record.replace_fits(name, fitting(name, record.worth_comparing(name)))}
    return touched
