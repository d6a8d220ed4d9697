"""Taking a person's decision down: what it is about is looked up, what it asks for is checked, and then it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from onrecord.errors import InputError, MissingError, StaleError
from onrecord.ids import make_id
from onrecord.model import Span
from onrecord.store import fields, withheld
from onrecord.store.database import Database
from onrecord.store.dismissed import draft_of
from onrecord.store.judgements import Draft, Entry, append, entries, judgements, undone
from onrecord.store.overlay import apply_judgements, drop_unused, judged_links
from onrecord.store.regroup import held_by, ids_of, titles
from onrecord.store.relate import stories_of
from onrecord.store.rulings import (
    Correction,
    Judged,
    JudgementKind,
    Merge,
    MergeStories,
    NotAConflict,
    Ruling,
    Signature,
    Split,
    SplitStory,
    Suppress,
    Undo,
)
from onrecord.store.statements import statement_rows_by_id
from onrecord.store.when import precision_of
from onrecord.store.who import Who, choose, choose_one
from onrecord.text import fold


def judge(database: Database, ruling: Ruling, by: Signature) -> Judged:
    """The ruling as one or more judgements, in force when this returns.

    Raises InputError when author or reason is missing, when the ruling names what the record does not hold, when it would change
    nothing that it is about, or when ``by.based_on`` is not the present version of the statement.
    """
    if not by.author.strip() or not by.why.strip():
        raise InputError("A judgement needs an author and a reason. Give both, with --author and --why.")
    with database.write():
        before = judged_links(database)
        drafts = _DRAFTERS[type(ruling)](database, ruling, by)
        made = append(database, drafts, by)
        touched, parted = withheld.settle(database)
        apply_judgements(database)
        _check_in_force(database, made)
        ids = {entry.id for entry in made}
        after = judged_links(database)
        drop_unused(database, None if touched or parted else {*before.values(), *after.values()})
        reports = {key for (key, _), _ in before.items() ^ after.items()} | _reports(database, made)
        judged = tuple(j for j in judgements(database) if j.id in ids)
        regrouped = _regrouped(database, made) | set(ids_of(database, touched).values())
        return Judged(judgements=judged, stories=stories_of(database, reports) | parted, regrouped=regrouped)


def _check_in_force(database: Database, made: Sequence[Entry]) -> None:
    for entry in made:
        why = database.value("SELECT why FROM waiting WHERE judgement = ?", (entry.id,))
        if why is not None:
            raise InputError(f"Nothing was changed: {why}.")


def _reports(database: Database, made: Sequence[Entry]) -> set[str]:
    """Keys of the reports with statements that the judgements are about, or that what they undo is about."""
    known = {entry.id: entry for entry in entries(database)}
    found = set()
    for entry in made:
        while entry.draft.kind == "undo":
            entry = known[entry.draft.target["judgement"]]
        if entry.report_key is not None:
            found.add(entry.report_key)
    return found


def _regrouped(database: Database, made: Sequence[Entry]) -> frozenset[str]:
    """Ids of the reports whose stories the judgements, or those that they undo, are about."""
    known = {entry.id: entry for entry in entries(database)}
    keys: set[str] = set()
    for entry in made:
        while entry.draft.kind == "undo":
            entry = known[entry.draft.target["judgement"]]
        keys.update(entry.draft.target.get("reports", ()), entry.draft.target.get("others", ()))
    return frozenset(ids_of(database, sorted(keys)).values())


def _merge_stories(database: Database, ruling: MergeStories, _: Signature) -> list[Draft]:
    chosen = {story: reports for story, reports in (held_by(database, name) for name in ruling.stories)}
    if len(chosen) < 2:
        raise InputError(f"It takes two stories to merge: {', '.join(ruling.stories)} is one. List them with: onrecord stories")
    reports = [key for held in chosen.values() for key in held]
    return [Draft(kind="merge", target={"reports": reports, "stories": list(chosen), "titles": titles(database, chosen)})]


def _split_story(database: Database, ruling: SplitStory, _: Signature) -> list[Draft]:
    story, held = held_by(database, ruling.story)
    known = {report: key for key, report in ids_of(database, held).items()}
    strange = [report for report in ruling.reports if report not in known]
    if strange or not ruling.reports:
        raise InputError(f"{story} does not hold {', '.join(strange) or 'nothing'}. It holds: {', '.join(sorted(known)[:5])}")
    apart = [known[report] for report in dict.fromkeys(ruling.reports)]
    others = [key for key in held if key not in apart]
    if not others:
        raise InputError(f"These are all the reports of {story}: nothing would be left of it. Name those that are of another affair.")
    target = {"reports": apart, "others": others, "stories": [story], "titles": titles(database, [story])}
    return [Draft(kind="split", target=target, value={"name": f"{len(apart)} of its {len(held)} reports"})]


def _merge(database: Database, ruling: Merge, _: Signature) -> list[Draft]:
    members = list({who.entity: who for who in (choose_one(database, name) for name in ruling.entities)}.values())
    if len(members) < 2:
        raise InputError(f"It takes two entities to merge: {', '.join(ruling.entities)} is one. List them with: onrecord entities")
    return [Draft(kind="merge", target={"entities": [who.wire() for who in members]})]


def _split(database: Database, ruling: Split, _: Signature) -> list[Draft]:
    who = choose_one(database, ruling.entity)
    if (ruling.report is None) == (ruling.name is None):
        raise InputError("Say what does not belong to the entity: either a report or a spelling. Give --report or --name.")
    target: dict[str, Any] = {"entities": [who.wire()]}
    spellings = database.all(
        "SELECT e.folded, r.id FROM bearer b JOIN entity e ON e.report_key = b.report_key AND e.id = b.local"
        " JOIN report r ON r.key = b.report_key WHERE b.entity = ?",
        (who.entity,),
    )
    wanted = ruling.report if ruling.name is None else fold(ruling.name)
    place = 1 if ruling.name is None else 0
    if wanted not in {row[place] for row in spellings}:
        known = ", ".join(sorted({row[place] for row in spellings})[:5])
        raise InputError(f"{who.name} ({who.entity}) has nothing there: {wanted!r}. It has: {known}")
    if all(row[place] == wanted for row in spellings):
        raise InputError(f"All of {who.name} ({who.entity}) is there: nothing would be left of it. Was another entity meant?")
    if ruling.name is not None:
        return [Draft(kind="split", target=target, value={"name": " ".join(ruling.name.split())})]
    target["in"] = database.value("SELECT key FROM report WHERE id = ?", (ruling.report,))
    return [Draft(kind="split", target=target, value={})]


def _undo(database: Database, ruling: Undo, _: Signature) -> list[Draft]:
    found = entries(database)
    fitting = [e for e in found if e.id == ruling.judgement] or [e for e in found if e.id.startswith(ruling.judgement)]
    if len(fitting) != 1:
        how_many = f"{len(fitting)} judgements begin with" if fitting else "The record has no judgement"
        raise MissingError(f"{how_many} {ruling.judgement!r}. List them with: onrecord judgements")
    entry, gone = fitting[0], undone(found)
    if entry.id in gone:
        raise InputError(f"{entry.id} was undone already, by {gone[entry.id]}.")
    return [Draft(kind="undo", target={"judgement": entry.id})]


def _dismiss(database: Database, ruling: NotAConflict, _: Signature) -> list[Draft]:
    return [draft_of(database, ruling.finding)]


def _correct(database: Database, ruling: Correction, by: Signature) -> list[Draft]:
    statement = _statement_id(database, ruling.statement)
    row = statement_rows_by_id(database, [statement], hidden=True)[statement]
    if by.based_on is not None and by.based_on != row.version:
        seen = "; ".join(f"{c.field} by {c.author} on {c.at[:10]}" for c in row.corrected) or "an undo or a new analysis"
        raise StaleError(f"{statement} is not any more what the correction is based on ({seen}). Look at it again, then correct it.")
    key, text = database.all("SELECT key, text FROM report WHERE id = ?", (row.report,))[0]
    target = {"report": key, "statement": statement, **{role: fields.machine_spans(database, statement, role) for role in fields.SPANS}}
    was = {role: [[s.start, s.end] for s in getattr(row.statement, role)] for role in fields.SPANS}
    given: tuple[tuple[JudgementKind, tuple[Span, ...] | None], ...]
    given = (("content", ruling.content), ("source", ruling.source), ("cue", ruling.cue))
    drafts = [
        Draft(kind=field, target=target, value=_checked(field, spans, text), was=was[field]) for field, spans in given if spans is not None
    ]
    if ruling.speaker is not None or ruling.unknown_speaker:
        before = {"entity": row.speaker.entity, "name": row.speaker.name} if row.speaker else None
        drafts.append(Draft(kind="speaker", target=target, value=_speaker(database, ruling), was=before))
    if ruling.said is not None:
        said = {"name": ruling.said, "precision": precision_of(ruling.said)}
        drafts.append(Draft(kind="said", target=target, value=said, was=row.statement.said.value if row.statement.said else None))
    if ruling.not_a_statement:
        drafts.append(Draft(kind="not a statement", target=target))
    if not drafts:
        raise InputError(
            f"Nothing is said about what is wrong with {statement}. Give a speaker, spans, a date, or that it is no statement."
        )
    return drafts


def _statement_id(database: Database, wanted: str) -> str:
    if database.value("SELECT 1 FROM statement WHERE id = ?", (wanted,)):
        return wanted
    found = [row[0] for row in database.rows("SELECT id FROM statement WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id", (wanted,))]
    if len(found) == 1 and wanted:
        return str(found[0])
    how_many = f"{len(found)} statements begin with" if found and wanted else "The record has no statement"
    raise MissingError(f"{how_many} {wanted!r}. List them, with their ids, with: onrecord statements --format csv")


def _checked(field: str, spans: Sequence[Span], text: str) -> list[list[int]]:
    """Raises InputError for no content, for pieces that overlap or stand in another order than in the text, and for one that
    ends after it."""
    if not spans and field == "content":
        raise InputError("The content of a statement is never empty. If it is no statement, say so: --not-a-statement.")
    for before, after in zip(spans, spans[1:], strict=False):
        if after.start < before.end:
            raise InputError(f"[{before.start}:{before.end}] and [{after.start}:{after.end}] overlap or stand in the wrong order.")
    if spans and spans[-1].end > len(text):
        raise InputError(f"[{spans[-1].start}:{spans[-1].end}] ends after the text, which has {len(text)} code points.")
    return [[span.start, span.end] for span in spans]


def _speaker(database: Database, ruling: Correction) -> dict[str, str] | None:
    if ruling.speaker is None:
        return None
    if ruling.unknown_speaker:
        raise InputError("A speaker is named and said to be unknown. Give one of the two.")
    name = " ".join(ruling.speaker.split())
    if not name:
        raise InputError("The name of the speaker is empty. If nobody can be named, say so: --unknown-speaker.")
    found = choose_one(database, name) if name.startswith("entity-") else choose(database, name)
    if found is None:
        kind = ruling.speaker_type
        found = Who(entity=make_id("entity", kind, fold(name)), name=name, type=kind)
    return found.wire()


_DRAFTERS: dict[type, Callable[[Database, Any, Signature], list[Draft]]] = {
    Merge: _merge,
    Split: _split,
    MergeStories: _merge_stories,
    SplitStory: _split_story,
    Undo: _undo,
    Correction: _correct,
    NotAConflict: _dismiss,
    Suppress: lambda database, ruling, _: [withheld.draft_of(database, ruling.report)],
}
