"""Sentences made from phrases: every phrase that tells an act, in the frames that the press puts it in, with invented fillers.

``moves/phrases-*.txt`` hold a section for each act and lines of phrases between semicolons: ``n`` a predicate in the past, ``o`` a
noun phrase with "its", ``s`` what somebody is reported to have said ("it" being the speaker), ``q`` what somebody says (between a
quotation mark and "_"). ``_T`` is somebody, ``_A`` an action or offer, ``_C`` a claim, ``_V`` an infinitive, ``_G`` a gerund, ``_S`` a
clause, ``_P`` a participle, ``_D`` a date or stretch of time, ``_M`` a sum. The words before the first letter, or between it and the
next, carry the act.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from moves_data import Marked, Passage
from onrecord.analyse.moves.frames import forms_of
from onrecord.lexicon import read_sections

FOLDER = Path(__file__).parent / "moves"
_SLOT = re.compile(r"_([TACVGSPDM])\b")
_ADVERBS = ("", "", "", "", "flatly ", "again ", "formally ", "quietly ", "publicly ", "immediately ", "angrily ", "unanimously ")
_ONLY_EXPECTED = (
    "is expected to {}",
    "may yet {}",
    "has still to decide whether to {}",
    "is thought likely to {}",
    "has been asked whether it would {}",
    "would lose its seat if it were to {}",
)
_PARTICLES = frozenset(("out", "down", "up", "off", "aside", "forward", "back", "over", "to", "for", "through", "upon", "away"))


@dataclass(frozen=True, slots=True)
class Phrase:
    act: str
    kind: str
    words: str


@cache
def sections(name: str) -> dict[str, list[str]]:
    """The entries of a file by section; entries stand between semicolons, or, without any, between full stops."""
    found: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in (FOLDER / name).read_text(encoding="utf8").splitlines():
        if line.startswith("["):
            entries = found.setdefault(line[1:-1], [])
        elif line.strip() and not line.startswith("#"):
            entries += [e.strip() for e in (line.split(";") if ";" in line else line.split(". "))]
    return found


@cache
def phrases() -> tuple[Phrase, ...]:
    found = []
    for path in sorted(FOLDER.glob("phrases-*.txt")):
        act = ""
        for line in path.read_text(encoding="utf8").splitlines():
            if line.startswith("["):
                act = line[1:-1]
            elif line.strip() and not line.startswith("#"):
                kind, _, rest = line.partition(" ")
                found += [
                    Phrase(act, kind, words.strip().removeprefix('"').removesuffix("_")) for words in rest.split(";") if words.strip()
                ]
    return tuple(found)


@cache
def _by_past() -> dict[str, dict[str, str]]:
    """The other forms of a verb by its past: "s", "part", "ing", "base"."""
    lemmas = {
        e.split()[1]
        for lines in read_sections("move-frames").values()
        for e in (line.partition(":")[0] for line in lines)
        if e.startswith("v ")
    }
    lemmas |= {line.split()[0] for line in read_sections("move-words")["irregular"]}
    table = {}
    for lemma in lemmas:
        forms = {name: form for form, name in forms_of(lemma)}
        if "past" in forms:
            table.setdefault(forms["past"], forms)
    return table


class _Line:
    """A sentence under construction, that knows where the words that carry the act stand."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.text, self.trigger, self.clause = rng, "", None, 0

    def plain(self, words: str) -> _Line:
        self.text += words
        return self

    def phrase(self, words: str, *, marked: bool = True) -> _Line:
        """The phrase with its slots filled; the first words that stand outside a slot are the trigger, up to the next such words where
        they are one alone: "told … to watch out for"."""
        past = 0
        for slot in _SLOT.finditer(words):
            self._bare(words[past : slot.start()], marked=marked)
            self.text += self.rng.choice(sections("fillers.txt")[slot.group(1)])
            past = slot.end()
        self._bare(words[past:], marked=marked)
        return self

    def _bare(self, words: str, *, marked: bool) -> None:
        told = words.strip(" ,.:?!")
        if marked and told:
            start = len(self.text) + words.index(told)
            if self.trigger is None:
                self.trigger = (start, start + len(told))
            elif " " not in self.text[slice(*self.trigger)] and len(told) > 3:
                self.trigger = (self.trigger[0], start + len(told))
        self.text += words

    def passage(self, phrase: Phrase, *, negated: bool = False) -> Passage:
        moves = ()
        if self.trigger is not None:
            moves = (Marked(act=phrase.act, clause=(0, len(self.text)), trigger=self.trigger, negated=negated),)
        return Passage(key="made", kind="made", text=self.text, moves=moves, lookalikes=())


def _pick(rng: random.Random, name: str) -> str:
    return rng.choice(sections("fillers.txt")[name])


def _tail(rng: random.Random) -> str:
    return " " + _pick(rng, "tail").strip() if rng.random() < 0.4 else ""


def _narrated(phrase: Phrase, rng: random.Random) -> Passage:
    subject = _pick(rng, "subject")
    has = "have" if re.search(r"s$|Police$", subject) else "has"
    first, _, rest = phrase.words.partition(" ")
    forms, line = _by_past().get(first), _Line(rng)
    turn = rng.random() if forms else 0.0
    if turn < 0.4 or forms is None:
        line.plain(f"{subject} {rng.choice(_ADVERBS)}").phrase(phrase.words).plain(_tail(rng) + ".")
    elif turn < 0.52:
        line.plain(f"{subject} {rng.choice((has, has, 'had', has + ' now'))} ").phrase(f"{forms['part']} {rest}").plain(_tail(rng) + ".")
    elif turn < 0.66:
        bare = subject.removeprefix("The ").removeprefix("A ")
        line.plain(f"{bare[0].upper()}{bare[1:]} ").phrase(f"{forms['s']} {rest}")
    elif turn < 0.74:
        return (
            _Line(rng)
            .plain(f"{subject} ")
            .plain(rng.choice(_ONLY_EXPECTED).format(""))
            .phrase(f"{forms['base']} {rest}", marked=False)
            .plain(".")
            .passage(phrase)
        )
    elif turn < 0.80:
        line.plain(f"{subject} {rng.choice((has + ' not', 'did not', has + ' yet to'))} ")
        base = "part" if line.text.endswith(("has not ", "have not ")) else "base"
        return line.phrase(f"{forms[base]} {rest}").plain(_tail(rng) + ".").passage(phrase, negated=True)
    elif turn < 0.9 and re.fullmatch(r"[a-z]+ ([a-z]+ )?_A", phrase.words) and (rest == "_A" or rest.split()[0] in _PARTICLES):
        what = _pick(rng, "A")
        particle = rest.removesuffix("_A").strip()
        line.plain(f"{what[0].upper()}{what[1:]} was ").phrase(f"{forms['part']} {particle}".strip())
        line.plain(f" by {_pick(rng, 'T')}" if rng.random() < 0.6 else "").plain(_tail(rng) + ".")
    else:
        line.plain(f"{subject} left the hall, ").phrase(f"{forms['ing']} {rest}").plain(".")
    return line.passage(phrase)


def _said(phrase: Phrase, rng: random.Random) -> Passage:
    subject = _pick(rng, "subject")
    pronoun = (
        "they"
        if re.search(r"s$|[Pp]olice", subject.split()[-1])
        else rng.choice(("he", "she"))
        if re.search(r"Minister|President|Mayor|Coach|Sen\.|Gen\.|leader|judge|singer|governor|archbishop|king|envoy|spokesman", subject)
        else "it"
    )
    words = re.sub(r"\bit\b", pronoun, re.sub(r"\bits\b", {"they": "their", "he": "his", "she": "her"}.get(pronoun, "its"), phrase.words))
    words = words.replace("they was", "they were")
    line = _Line(rng)
    if rng.random() < 0.12:
        return line.plain(f"According to {_lower(subject)}, ").phrase(words).plain(".").passage(phrase)
    return line.plain(f"{subject} {_pick(rng, 'say verb')} ").phrase(words).plain(_tail(rng) + ".").passage(phrase)


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:] if subject.startswith(("The ", "A ")) else subject


def _quoted(phrase: Phrase, rng: random.Random) -> Passage:
    subject, verb = _pick(rng, "subject"), _pick(rng, "quote verb")
    left, right = rng.choice((("“", "”"), ('"', '"'), ("'", "'")))
    line, turn = _Line(rng), rng.random()
    words = phrase.words[0].upper() + phrase.words[1:] if not phrase.words.startswith("_") else phrase.words
    asks = words.endswith("?")
    if turn < 0.5:
        by = f"{_lower(subject)} {verb}" if rng.random() < 0.6 else f"said {_lower(subject)}"
        line.plain(left).phrase(words).plain(f"{'' if asks else ','}{right} {by}.")
    elif turn < 0.7:
        line.plain(f"{subject} {verb}: {left}").phrase(words).plain(f"{'' if asks else '.'}{right}")
    elif turn < 0.85:
        line.plain(f"{left}{_pick(rng, 'neutral quote')},{right} {_lower(subject)} {verb}. {left}").phrase(words).plain(
            f"{'' if asks else '.'}{right}"
        )
    else:
        line.plain(left).phrase(words).plain(
            f"{'' if asks else ','}{right} {rng.choice(('he', 'she'))} said. {left}{_pick(rng, 'neutral quote')}.{right}"
        )
    return line.passage(phrase)


def _owned(phrase: Phrase, rng: random.Random) -> Passage:
    subject = _pick(rng, "subject")
    owner = subject + ("'" if subject.endswith("s") else "'s")
    line = _Line(rng)
    words = phrase.words
    if words.startswith("its "):
        line.plain(owner + " ")
        words = words[4:]
        line.phrase(words).plain(
            rng.choice((" surprised nobody", " came on Tuesday", " was read out in the hall", " made the front pages"))
        ).plain(".")
    else:
        line.plain(f"{subject} {rng.choice(('issued', 'repeated', 'made', 'sent', 'gave', 'opened with'))} ").phrase(words).plain(
            _tail(rng) + "."
        )
    return line.passage(phrase)


_MAKERS: dict[str, Callable[[Phrase, random.Random], Passage]] = {"n": _narrated, "s": _said, "q": _quoted, "o": _owned}


def make_passages(rng: random.Random, share: float = 1.0) -> Iterator[Passage]:
    """One passage for each phrase, in random order, or for a share of them; between them the sentences without a move."""
    chosen = list(phrases())
    rng.shuffle(chosen)
    for phrase in chosen[: int(len(chosen) * share)]:
        yield _MAKERS[phrase.kind](phrase, rng)
    for sentence in (FOLDER / "none.txt").read_text(encoding="utf8").splitlines():
        if sentence.strip() and not sentence.startswith("#"):
            yield Passage(key="none", kind="none", text=sentence, moves=(), lookalikes=())
