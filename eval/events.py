"""Measures event types and parties: CASE 2021 (30 types of conflict events, English snippets) and PLOVER's own coded sentences.

  python eval/events.py

Nothing was trained on either set; both are held against the words of ``lexicon/data/event-types.txt``. A snippet has one type: that of its
most special trigger. The tables say what a type of ours is in theirs.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections import Counter
from pathlib import Path

from measures import DATA, Figures

import onrecord
from onrecord.analyse.events.triggers import find_triggers

TO_CASE = {
    "chemical weapon": "CHEM_WEAP",
    "suicide bomb": "SUIC_BOMB",
    "grenade": "GRENADE",
    "air or drone strike": "AIR_STRIKE",
    "shelling or missile attack": "ART_MISS_ATTACK",
    "remote explosive": "REM_EXPLOS",
    "sexual violence": "SEX_VIOL",
    "abduction": "ABDUCT_DISSAP",
    "excessive force against protesters": "FORCE_AGAINST_PROTEST",
    "protest with intervention": "PROTEST_WITH_INTER",
    "violent demonstration": "VIOL_DEMONSTR",
    "mob violence": "MOB_VIOL",
    "peaceful protest": "PEACE_PROTEST",
    "government regains territory": "GOV_REGAINS_TERIT",
    "non-state actor overtakes territory": "NON_STATE_ACTOR_OVERTAKES_TER",
    "non-violent transfer of territory": "NON_VIOL_TERRIT_TRANSFER",
    "disrupted weapons use": "DISR_WEAP",
    "arrest": "ARREST",
    "arrest warrant": "ARREST",
    "court ruling": "ARREST",
    "armed clash": "ARMED_CLASH",
    "attack": "ATTACK",
    "natural disaster": "NATURAL_DISASTER",
    "accident": "MAN_MADE_DISASTER",
    "looting or property destruction": "PROPERTY_DISTRUCT",
    "organised crime": "ORG_CRIME",
    "headquarters or base established": "HQ_ESTABLISHED",
    "change to group or activity": "CHANGE_TO_GROUP_ACT",
    "agreement": "AGREEMENT",
    "accusation": "ATTRIB",
    "consultation": "DIPLO",
    "sanction": "DIPLO",
    "support": "DIPLO",
    "cooperation": "DIPLO",
    "request": "DIPLO",
    "rejection": "DIPLO",
    "threat": "DIPLO",
    "concession": "AGREEMENT",
    "retreat": "NON_VIOL_TERRIT_TRANSFER",
    "damage": "PROPERTY_DISTRUCT",
}
# Older names of the coded sentences; FIGHT and ASSAULT are one category since 2021, as are CONCEDE and YIELD.
TO_PLOVER = {"FIGHT": "ASSAULT", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "CONCEDE": "YIELD", "INVESTIGATE": "ACCUSE"}


def type_of(text: str) -> str | None:
    """The most special type told of in the text; None when nothing is."""
    told = min((t.type for t in find_triggers(text) if not t.is_again), key=lambda t: t.rank, default=None)
    return told.name if told else None


def measure_case() -> Figures | None:
    path = DATA / "gold/events/case2021-types-dev.tsv"
    if not path.exists():
        return None
    right: Counter[str] = Counter()
    given: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    with path.open(encoding="utf8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            label = TO_CASE.get(type_of(row["EventSnippet"]) or "", "OTHER")
            wanted[row["SubType"]] += 1
            given[label] += 1
            right[label] += label == row["SubType"]
    f1 = [2 * right[k] / (given[k] + wanted[k]) for k in wanted]
    return {"CASE types macro F1": 100 * sum(f1) / len(f1), "CASE types accuracy": 100 * right.total() / wanted.total()}


def measure_plover() -> Figures | None:
    """Whether a trigger of the coded category stands in the sentence, and whether an event's parties share a word with the
    coded ones. A nationality ("Hungarian officials") names no entity here, so that most coded parties cannot be met."""
    path = DATA / "gold/events/plover-gsr.json"
    if not path.exists():
        return None
    items = [i for i in json.loads(path.read_text(encoding="utf8")) if "text" in i]
    told = sum(any(t.type.plover == TO_PLOVER.get(i["event"], i["event"]) for t in find_triggers(i["text"])) for i in items)
    figures = {"PLOVER category told": 100 * told / len(items)}
    with tempfile.TemporaryDirectory() as folder:
        inputs = Path(folder) / "plover.jsonl"
        inputs.write_text("".join(json.dumps({"id": i["id"], "text": i["text"]}) + "\n" for i in items), encoding="utf8")
        events = {r[0].id: r[1].events for r in onrecord.analyse_inputs([str(inputs)]) if not isinstance(r, onrecord.Refusal)}
    for side, role in (("source", "actor"), ("target", "target")):
        coded = [(i["id"], party_words(i[side])) for i in items if i.get(side)]
        met = sum(any(words(ref.name) & names for e in events.get(id_, ()) if (ref := getattr(e, role))) for id_, names in coded)
        figures[f"PLOVER {side}"] = 100 * met / len(coded)
    return figures


def party_words(parties: object) -> set[str]:
    """The words of the coded parties, which stand as one object, as several, or as bare text."""
    listed = parties if isinstance(parties, list) else [parties]
    return words(" ".join(p.get("actorText", "") if isinstance(p, dict) else str(p) for p in listed))


def words(name: str) -> set[str]:
    return {w.casefold() for w in re.findall(r"[^\W\d_]{3,}", name)} - {"the", "and"}


if __name__ == "__main__":
    for figures in (measure_case(), measure_plover()):
        for name, value in (figures or {}).items():
            print(f"{name:24} {value:6.1f}")
