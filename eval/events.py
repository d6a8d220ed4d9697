"""Events against three sets on none of which anything was trained: a careful reading of two reports, CASE 2021 (30 types of conflict
events, English snippets) and PLOVER's own coded sentences. ``gate.py events`` runs them all.

**Seeds**: an event of the reading is found when one of the report's is of its family, in its place (the place told, or the target; where
the reading has none, any), has its figures that the reading gives, and is set apart ("earlier") where the reading says so; an event of
ours answers for one. **CASE**: a snippet has one type: that of its most special trigger, and the table says what it is in theirs.
**PLOVER**: whether a trigger of the coded category stands in the sentence, and whether an event's parties share a word with the coded
ones. Most coded sentences tell of acts with words, plans and refusals, which are moves and no events here, so that most of the coded
parties cannot be met.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onrecord.analyse.events.triggers import event_types, find_triggers

Analyse = Callable[[list[str]], dict[str, dict[str, Any]]]

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


def measure_seeds(gold: Path, reports: dict[str, dict[str, Any]]) -> float:
    """The share of the reading's events that are found, in per cent. ``reports``: the wire format by report."""
    events = json.loads(gold.read_text(encoding="utf8"))["events"]
    open_ = {id_: list(r["events"]) for id_, r in reports.items()}
    found = 0
    for wanted in sorted(events, key=lambda e: -len(e.get("figures", ()))):
        report = reports[wanted["report"]]
        answer = next((e for e in open_[wanted["report"]] if _is_it(wanted, e, report)), None)
        if answer is not None:
            open_[wanted["report"]].remove(answer)
            found += 1
    return 100 * found / len(events)


def _is_it(wanted: dict[str, Any], event: dict[str, Any], report: dict[str, Any]) -> bool:
    types = event_types()
    same_family = types[wanted["type"]].family == types[event["type"]].family
    sides = " ".join((event[k] or {}).get("name", "") for k in ("place", "target")).strip()
    wave = not sides and wanted.get("actor") == (event["actor"] or {}).get("name")  # told of the whole, without a place's name
    in_place = "place" not in wanted or wave or bool(words(wanted["place"]) - {"near"} & words(sides))
    ids = {f["id"]: (f["low"], f["measure"]) for f in report["figures"]}
    told = Counter(ids[f] for f in event["figures"])
    return same_family and in_place and Counter((f["low"], f["measure"]) for f in wanted.get("figures", ())) <= told


def measure_case(path: Path) -> dict[str, float]:
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


def measure_plover(path: Path, inputs: Path, analyse: Analyse) -> dict[str, float]:
    """``inputs``: a file to write the sentences to; ``analyse`` reads it and gives the wire format by id."""
    items = [i for i in json.loads(path.read_text(encoding="utf8")) if "text" in i]
    told = sum(any(t.type.plover == TO_PLOVER.get(i["event"], i["event"]) for t in find_triggers(i["text"])) for i in items)
    figures = {"PLOVER category told": 100 * told / len(items)}
    inputs.write_text("".join(json.dumps({"id": str(k), "text": i["text"]}) + "\n" for k, i in enumerate(items)), encoding="utf8")
    reports = analyse([str(inputs)])
    for side, role in (("source", "actor"), ("target", "target")):
        coded = [(str(k), party_words(i[side])) for k, i in enumerate(items) if i.get(side)]
        met = sum(any(e[role] and words(e[role]["name"]) & names for e in reports[id_]["events"]) for id_, names in coded)
        figures[f"PLOVER {side}"] = 100 * met / len(coded)
    return figures


def party_words(parties: object) -> set[str]:
    """The words of the coded parties, which stand as one object, as several, or as bare text."""
    listed = parties if isinstance(parties, list) else [parties]
    return words(" ".join(p.get("actorText", "") if isinstance(p, dict) else str(p) for p in listed))


def words(name: str) -> set[str]:
    return {w.casefold() for w in re.findall(r"[^\W\d_]{3,}", name)} - {"the", "and"}
