"""Coreference of names and pronouns, and what names name, on news reports with gold coreference (GUM's CoNLL-U).

  python eval/coreference.py --gold FOLDER --write REPORTS.jsonl          the reports as input for ``onrecord analyse``
  python eval/coreference.py --gold FOLDER --pred ANALYSES.jsonl [--errors]

Compared are names and pronouns of people, organisations and places. A gold mention is a name when its syntactic head is a
proper noun, or has one put to it ("captain Ana Ruiz", flat or appos); of "Velm, Karthenia" as a place the head is Velm; of a
flat name ("Professor Ana Ruiz") the first and the last word both are. It is a pronoun when its head is a personal or
possessive one of any person. Its type is GUM's person, organization or place. Nested mentions count, coordinations of several
names ("Ruiz and Bell") do not. A predicted mention is a mention of kind "name" or "pronoun" in ``entities``, whatever the
entity's type; pronouns of other kinds ("who", "nobody") are left out on both sides.

A predicted mention is the gold mention whose head it holds (the one that fits its ends best, if several); of two for one gold
mention the shorter is it; with none it stays as one too many. ``exact`` asks for the very span but for articles and possessive
endings. As in OntoNotes, ``conll`` is measured without entities of one mention (taken out on each side); ``with singles``
keeps them. Ratios are summed over the reports.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clusters import MEASURES, Cluster, Ratio, conll

TYPES = {"person": "person", "organization": "organisation", "place": "place"}
OURS = {"person": "person", "organisation": "organisation", "place": "place", "state": "place"}
_MARK = re.compile(r"\((?P<id>\d+)-(?P<type>[a-z]+)-[^()|]*(?P<end>\)?)|(?P<close>\d+)\)")
_PERSONAL = re.compile(
    r"(?:i|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|yourself|yourselves|he|him|his|himself|she|her|hers|herself"
    r"|it|its|itself|they|them|their|theirs|themselves)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_ENDING = re.compile(r"['’]s?$")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place in the text, the entity it stands for, and what that is; ``heads``: one of these words must be held."""

    span: Place
    heads: tuple[Place, ...]
    entity: str
    pronoun: bool
    type: str


@dataclass(slots=True, kw_only=True)
class Gold:
    id: str
    text: str = ""
    published: str | None = None
    title: str | None = None
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    span: Place
    head: int
    relation: str
    mark: str
    proper: bool
    personal: bool


def read_gold(path: Path) -> Gold:
    """One report: sentences joined by a space, paragraphs by an empty line. Raises ValueError where a word is not in its sentence."""
    gold = Gold(id=path.stem)
    rows: list[list[str]] = []
    start, paragraph = 0, False
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        key, _, value = line.partition(" = ")
        if key == "# meta::dateCreated":
            gold.published = value
        elif key == "# meta::title":
            gold.title = value
        elif key == "# newpar":
            paragraph = True
        elif key == "# text":
            gold.text += "\n\n" if gold.text and paragraph else " " if gold.text else ""
            start, paragraph = len(gold.text), False
            gold.text += value
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            tokens = _place(gold, rows, start)
            gold.mentions += (m for ends, entity, kind in _entities(rows) if (m := _mention(tokens, ends, entity, kind)))
            rows = []
    return gold


def _place(gold: Gold, rows: Sequence[Sequence[str]], at: int) -> dict[int, Token]:
    tokens = {}
    for row in rows:
        if row[0].isdigit():
            found = gold.text.find(row[1], at)
            if found < 0:
                raise ValueError(f"{gold.id}: no {row[1]!r} in {gold.text[at : at + 40]!r}")
            at = found + len(row[1])
            personal = row[3] == "PRON" and bool(_PERSONAL.fullmatch(row[1]))
            tokens[int(row[0])] = Token(
                span=(found, at), head=int(row[6]), relation=row[7], mark=row[1], proper=row[3] == "PROPN", personal=personal
            )
    return tokens


def _entities(rows: Sequence[Sequence[str]]) -> Iterator[tuple[Place, str, str]]:
    """First and last token, entity and type of the mentions in a sentence."""
    opened: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        marks = next((x for x in row[9].split("|") if x.startswith("Entity=")), "")
        for m in _MARK.finditer(marks):
            if m["id"]:
                opened[m["id"]].append((int(row[0]), m["type"]))
            if m["close"] or m["end"]:
                name = m["close"] or m["id"]
                first, kind = opened[name].pop()
                yield (first, int(row[0])), name, kind


def _mention(tokens: Mapping[int, Token], ends: Place, entity: str, kind: str) -> Mention | None:
    """None for what is not compared."""
    inside = range(ends[0], ends[1] + 1)
    top = next((k for k in inside if tokens[k].head not in inside), ends[1])
    below = [k for k in inside if tokens[k].head == top]
    if any(tokens[k].relation == "conj" for k in below) or kind not in TYPES:
        return None
    named = [k for k in below if tokens[k].proper and tokens[k].relation in ("flat", "appos")]
    head = top if tokens[top].proper or tokens[top].personal or not named else named[0]
    if not (tokens[head].proper or tokens[head].personal):
        return None
    comma = next((k for k in inside if k < head and tokens[k].mark == ","), None)
    if comma is not None and kind == "place" and tokens[comma - 1].proper and tokens[comma - 1].head == head:  # "Velm, Karthenia"
        head = comma - 1
    last = head
    while flat := [k for k in inside if k > last and tokens[k].head == last and tokens[k].relation == "flat"]:
        last = flat[-1]
    span = (tokens[ends[0]].span[0], tokens[ends[1]].span[1])
    heads = tokens[head].span, tokens[last].span
    return Mention(span=span, heads=heads, entity=entity, pronoun=tokens[head].personal, type=TYPES[kind])


def read_predicted(analysis: Mapping[str, Any]) -> list[Mention]:
    """The names and personal pronouns of a report in wire format, in text order."""
    found = []
    for entity in analysis["entities"]:
        for m in entity["mentions"]:
            start, end = m["span"]
            pronoun = m["kind"] == "pronoun"
            if m["kind"] == "name" or (pronoun and _PERSONAL.fullmatch(analysis["text"][start:end])):
                kind = OURS.get(entity["type"], entity["type"])
                found.append(Mention(span=(start, end), heads=((start, end),), entity=entity["id"], pronoun=pronoun, type=kind))
    return sorted(found, key=lambda m: m.span)


def align(gold: Gold, predicted: Sequence[Mention], *, exact: bool) -> dict[int, int]:
    """The gold mention, by index, that each predicted mention is, by index; each gold mention is at most one."""
    taken: dict[int, int] = {}
    for k in sorted(range(len(predicted)), key=lambda k: (predicted[k].span[1] - predicted[k].span[0], k)):
        mine = predicted[k]
        fitting = [
            g for g, m in enumerate(gold.mentions) if m.pronoun == mine.pronoun and g not in taken and _is(gold.text, m, mine, exact)
        ]
        if fitting:
            taken[min(fitting, key=lambda g: _apart(gold.mentions[g], mine))] = k
    return {k: g for g, k in taken.items()}


def _is(text: str, gold: Mention, mine: Mention, exact: bool) -> bool:
    if exact:
        return _bare(text, gold.span) == _bare(text, mine.span)
    return any(mine.span[0] <= start and end <= mine.span[1] for start, end in gold.heads)


def _apart(gold: Mention, mine: Mention) -> tuple[int, int]:
    """First what the predicted mention sticks out by, then what it lacks."""
    out = max(0, gold.span[0] - mine.span[0]) + max(0, mine.span[1] - gold.span[1])
    return out, gold.span[1] - gold.span[0]


def _bare(text: str, span: Place) -> Place:
    start, end = span
    article = _ARTICLE.match(text, start, end)
    ending = _ENDING.search(text, start, end)
    return article.end() if article else start, ending.start() if ending else end


def clusters(mentions: Mapping[Hashable, str], *, singles: bool) -> list[Cluster]:
    """Mentions gathered by their entity."""
    held: dict[str, set[Hashable]] = defaultdict(set)
    for mention, entity in mentions.items():
        held[entity].add(mention)
    return [frozenset(c) for c in held.values() if singles or len(c) > 1]


def ratios(gold: Gold, predicted: Sequence[Mention], *, exact: bool, singles: bool) -> dict[str, Ratio]:
    aligned = align(gold, predicted, exact=exact)
    key: dict[Hashable, str] = {g: m.entity for g, m in enumerate(gold.mentions)}
    response: dict[Hashable, str] = {aligned.get(k, ("extra", k)): m.entity for k, m in enumerate(predicted)}
    sides = clusters(key, singles=singles), clusters(response, singles=singles)
    return {name: measure(*sides) for name, measure in MEASURES.items()}


def verdicts(gold: Gold, predicted: Sequence[Mention]) -> Iterator[tuple[str, Mention, Mention | None]]:
    """What became of each gold mention: of names whether the type is right, of pronouns whether a gold mention of the same
    entity is right before in the predicted one: ``right``, ``wrong``, ``none`` (not resolved) or ``open`` (nothing before
    it in the gold, so nothing to be right about)."""
    aligned = align(gold, predicted, exact=False)
    mine = {g: predicted[k] for k, g in aligned.items()}
    for g, m in enumerate(gold.mentions):
        p = mine.get(g)
        if not m.pronoun:
            yield f"name {m.type} " + ("none" if p is None else "right" if p.type == m.type else "wrong"), m, p
            continue
        others = [h for h, o in enumerate(gold.mentions) if o.entity == m.entity and h != g and not o.pronoun]
        if p is None:
            yield "pronoun none" if others else "pronoun open none", m, p
        elif others:
            right = any(h in mine and mine[h].entity == p.entity for h in others)
            yield "pronoun " + ("right" if right else "wrong"), m, p
        else:
            yield "pronoun open wrong", m, p


def figures(pairs: Sequence[tuple[Gold, Sequence[Mention]]]) -> dict[str, float]:
    """All figures, in per cent."""
    out = {}
    for name, exact, singles in (("conll", False, False), ("conll with singles", False, True), ("conll exact", True, False)):
        totals = dict.fromkeys(MEASURES, Ratio())
        for gold, predicted in pairs:
            totals = {k: totals[k] + r for k, r in ratios(gold, predicted, exact=exact, singles=singles).items()}
        out[name] = 100 * conll(list(totals.values()))
        out |= {f"{name} {k}": 100 * r.f1 for k, r in totals.items()}
    counts = Counter(v for gold, predicted in pairs for v, _, _ in verdicts(gold, predicted))
    named = {t: [counts[f"name {t} {v}"] for v in ("right", "wrong")] for t in TYPES.values()}
    right, wrong = (sum(v[k] for v in named.values()) for k in (0, 1))
    out["types right"] = 100 * right / max(1, right + wrong)
    answered = counts["pronoun right"] + counts["pronoun wrong"] + counts["pronoun open wrong"]
    out["pronouns precision"] = 100 * counts["pronoun right"] / max(1, answered)
    out["pronouns recall"] = 100 * counts["pronoun right"] / max(1, sum(counts[f"pronoun {v}"] for v in ("right", "wrong", "none")))
    return out


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--pred", type=Path)
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args(arguments)
    golds = {path.stem: read_gold(path) for path in sorted(asked.gold.glob("*.conllu"))}
    if asked.write:
        lines = ({"id": g.id, "text": g.text, "title": g.title, "published": g.published} for g in golds.values())
        asked.write.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf8")
        return 0
    analyses = [json.loads(line) for line in asked.pred.read_text(encoding="utf8").splitlines()]
    pairs = [(golds[a["id"]], read_predicted(a)) for a in analyses]
    if asked.errors:
        show(pairs)
    print(json.dumps(figures(pairs), indent=1))
    return 0


def show(pairs: Sequence[tuple[Gold, Sequence[Mention]]]) -> None:
    """Every gold mention that is not right, and the counts."""
    counts: Counter[str] = Counter()
    for gold, predicted in pairs:
        first = {p.entity: gold.text[slice(*p.span)] for p in reversed(predicted)}
        for verdict, m, p in verdicts(gold, predicted):
            counts[verdict] += 1
            if not verdict.endswith("right"):
                start, end = m.span
                around = gold.text[max(0, start - 60) : start] + "[" + gold.text[start:end] + "]" + gold.text[end : end + 40]
                print(f"{gold.id}  {verdict}  {p and (p.type, first[p.entity])}  {around!r}")
    print(json.dumps(dict(sorted(counts.items())), indent=1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
