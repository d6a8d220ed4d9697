"""Whether a statement answers an offer that it names: "it would review the proposal"."""

from __future__ import annotations

from onrecord.compare.renderings import Rendering
from onrecord.compare.stems import stem, stems
from onrecord.text import fold

_OPENING = 10  # words from the beginning of the content that may say that it answers: "it had received the offer and would review it"
_WISHES = frozenset({"agree", "accept"})  # "we want to agree on a meeting" answers nothing; who has agreed does


def answering_word(r: Rendering) -> str | None:
    """The word with which it answers an offer; None: it answers none, or names none."""
    if not offers_named(r):
        return None
    told = [*fold(r.said.cue).split(), *(w.form for w in r.words[:_OPENING])]
    return next((w for w in told if stem(w.strip(".,:;")) in stems("answering") and w not in _WISHES), None)


def offers_named(r: Rendering) -> frozenset[str]:
    """The nouns for an offer ("bid", "proposal"), as stems."""
    return stems("offered").intersection(r.keys)
