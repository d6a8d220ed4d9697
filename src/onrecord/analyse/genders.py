"""Which people, of whom the first name does not tell, are "he" and which "she": by the pronouns of sentences that name nobody else."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from onrecord.analyse.cast import Cast
from onrecord.analyse.page import Page
from onrecord.lexicon import read_pairs

_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
_OPENING = 12  # code points into a sentence: "He", "In her"
_LEAST = 2  # pronouns that agree; one may be somebody else's


def tell_genders(page: Page, cast: Cast) -> None:
    """Sets ``pronoun`` of the people of whom name and honorific tell no gender, where the pronouns around them all say the same.

    Counted are pronouns outside quotations in a sentence that names this one person and no other, and one that opens the next sentence
    where that names no person at all. Nobody who shares a surname: a bare one may be either's.
    """
    people = [e for e in cast.entities if e.type == "person"]
    bearers = Counter(e.surname for e in people)
    open_ = {k for k, e in enumerate(cast.entities) if e.type == "person" and e.gender is None and bearers[e.surname] == 1}
    if not open_:
        return
    named = _named_by_sentence(page, cast)
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for match in _PRONOUN.finditer(page.text):
        asked = read_pairs("pronouns").get(match.group().lower())
        if asked not in ("m", "f") or page.quoted(match.start()):
            continue
        number = page.sentence_at(match.start())
        here = named.get(number)
        if not here and match.start() - page.sentences[number].start <= _OPENING:
            here = named.get(number - 1)
        if here and len(here) == 1:
            votes[next(iter(here))][asked] += 1
    for person in open_ & votes.keys():
        ((gender, count),) = votes[person].most_common(1)
        if count >= _LEAST and count == votes[person].total():
            cast.entities[person].pronoun = gender


def _named_by_sentence(page: Page, cast: Cast) -> dict[int, set[int]]:
    """The people whom each sentence names, those inside its quotations too."""
    named: dict[int, set[int]] = defaultdict(set)
    for k, entity in enumerate(cast.entities):
        if entity.type == "person":
            for span in entity.spans:
                named[page.sentence_at(span.start)].add(k)
    return named
