"""The lexicon of frames, read once: which forms of which words open which act, with which arguments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, get_args

from onrecord.lexicon import read_sections, section_words
from onrecord.model import Act

Kind = Literal["v", "n", "a", "t", "w", "s", "will", "wont", "fate"]
Form = Literal["base", "s", "past", "part", "ing", "word"]
Element = str | frozenset[str]  # one of the letters T A C B W V G S N, or words of which one must stand there
Pattern = tuple[Element, ...]

_LETTERS = frozenset("TACBWVGSN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One line of the lexicon. ``rest`` are the words that must follow the first one of the lemma; ``bare``: the frame may stand
    without an argument beside what was said; ``subjects``: nouns of which the subject must be one, empty where any will do."""

    act: Act
    kind: Kind
    lemma: str
    rest: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    bare: bool
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    frame: Frame
    form: Form


@dataclass(frozen=True, slots=True)
class Entries:
    """The frames that one form opens, by what has to be looked for around it, each in the order of the lexicon."""

    verbs: tuple[Entry, ...]
    nouns: tuple[Entry, ...]
    predicates: tuple[Entry, ...]
    announced: tuple[Entry, ...]


@cache
def frames() -> dict[str, Entries]:
    """Every form in lower case with its frames. Raises ValueError on a line that cannot be read."""
    return {
        form: Entries(
            verbs=tuple(e for e in entries if e.frame.kind == "v"),
            nouns=tuple(e for e in entries if e.frame.kind == "n"),
            predicates=tuple(e for e in entries if e.frame.kind in ("a", "t", "w", "s")),
            announced=tuple(e for e in entries if e.frame.kind in ("will", "wont", "fate")),
        )
        for form, entries in _by_form().items()
    }


def _by_form() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for act, lines in read_sections("move-frames").items():
        if act not in get_args(Act):
            raise ValueError(f"lexicon/data/move-frames.txt: no act is called {act!r}")
        for line in lines:
            for form, entry in _read_line(act, line):
                found[form].append(entry)
    return found


@cache
def word_list(name: str) -> frozenset[str]:
    """The entries of a section of ``move-words``."""
    return section_words("move-words", name)


@lru_cache(maxsize=1 << 14)
def is_listed(noun: str, name: str) -> bool:
    """Whether the noun, or its singular, is in a section of ``move-words``.

    >>> is_listed("truces", "offers"), is_listed("ministries", "actors"), is_listed("sky", "offers")
    (True, True, False)
    """
    listed = word_list(name)
    return noun in listed or any(single in listed for single in singulars(noun))


def singulars(noun: str) -> Iterator[str]:
    """What the noun may be the plural of."""
    if noun.endswith("ies"):
        yield noun[:-3] + "y"
    if noun.endswith("es"):
        yield noun[:-2]
    if noun.endswith("s"):
        yield noun[:-1]
    if noun.endswith("men"):
        yield noun[:-3] + "man"


@cache
def forms_of(lemma: str) -> tuple[tuple[str, Form], ...]:
    """The inflected forms of a verb; "+" behind the lemma doubles its last letter.

    >>> [form for form, _ in forms_of("admit+")]
    ['admit', 'admits', 'admitted', 'admitted', 'admitting']
    """
    bare = lemma.rstrip("+")
    given = _irregular().get(bare)
    return given or _regular(bare, bare + bare[-1] if lemma.endswith("+") else bare)


def _regular(base: str, stem: str) -> tuple[tuple[str, Form], ...]:
    if base.endswith("e"):
        third, past, ing = base + "s", base + "d", base if base.endswith("ee") else base[:-1]
    elif base.endswith("y") and base[-2] not in "aeiou":
        third, past, ing = base[:-1] + "ies", base[:-1] + "ied", base
    else:
        third, past, ing = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"), stem + "ed", stem
    return ((base, "base"), (third, "s"), (past, "past"), (past, "part"), (ing + "ing", "ing"))


@cache
def _irregular() -> dict[str, tuple[tuple[str, Form], ...]]:
    table: dict[str, tuple[tuple[str, Form], ...]] = {}
    for line in read_sections("move-words")["irregular"]:
        base, third, past, part, ing = line.split()
        table[base] = ((base, "base"), (third, "s"), (past, "past"), (part, "part"), (ing, "ing"))
    return table


def _read_line(act: str, line: str) -> Iterator[tuple[str, Entry]]:
    head, colon, patterns = line.partition(":")
    kind, _, lemma = head.strip().partition(" ")
    if not colon or kind not in get_args(Kind):
        raise ValueError(f"lexicon/data/move-frames.txt: cannot read {line!r}")
    lemma, _, subjects = lemma.rstrip(">").partition("<")
    first, *rest = lemma.split("-") if kind not in ("v", "s") else [lemma]
    split = [p.split() for p in patterns.split(";")]
    frame = Frame(
        act=act,  # type: ignore[arg-type]  # checked against Act by the caller
        kind=kind,  # type: ignore[arg-type]
        lemma=lemma,
        rest=tuple(rest),
        patterns=tuple(_pattern(p) for p in split if p != ["q"]),
        bare=["q"] in split,
        subjects=frozenset(filter(None, subjects.split("/"))),
    )
    seen = set()
    for form, name in sorted(_forms(kind, first), key=lambda f: f[1] != "past"):  # "hit", "quit": told as past
        if (form, name == "ing") not in seen:  # past and participle of one shape are one entry
            seen.add((form, name == "ing"))
            yield form, Entry(frame, name)


def _forms(kind: str, first: str) -> Iterator[tuple[str, Form]]:
    if kind in ("v", "s"):
        yield from forms_of(first)
    elif kind in ("will", "wont", "fate"):
        yield from ((form, name) for form, name in forms_of(first) if name in ("base", "ing"))  # "will be looking"
    else:
        yield first.lower(), "word"
        if kind == "n" and not first.endswith("s"):
            yield (first[:-1] + "ies" if first.endswith("y") else first + "s"), "word"


def _pattern(words: list[str]) -> Pattern:
    return tuple(w if w in _LETTERS else frozenset(w.lower().split("/")) for w in words if w != "-")
