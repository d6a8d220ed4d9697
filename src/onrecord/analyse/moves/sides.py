"""For whom somebody speaks, by the title the report gives: "Velmora's spokesman", "the union's president"."""

from __future__ import annotations

from functools import cache

from onrecord.analyse.cast import Cast, titles_of
from onrecord.analyse.moves.frames import word_list
from onrecord.analyse.roles import shares_country
from onrecord.lexicon import read_pairs
from onrecord.lexicon.titles import shares_stem
from onrecord.model import Span
from onrecord.text import fold

_SHORTEST_ADJECTIVE = 5
_ADJECTIVE_ENDINGS = ("an", "ese", "ish", "ite", "ic")
_BEHIND = (" of ", " for ", " to ", " at ")


class Sides:
    """Asks about the cast of one report; answers are kept."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._found: dict[int, int | None] = {}

    def of(self, entity: int) -> int | None:
        """The state or body for which the person speaks by a title; None where no title of theirs names one."""
        if entity not in self._found:
            self._found[entity] = self._read(entity)
        return self._found[entity]

    def same(self, speaker: int, other: int) -> bool:
        """Whether the other is the speaker's own side, or holds an office of the same country or body."""
        side = self.of(speaker)
        if side is None or speaker == other:
            return False
        if self._state(side) == self._state(other):
            return True
        if self._cast.entities[other].type == "office" and self._cast.entities[other].name.split():
            return shares_stem(self._state(side), fold(self._cast.entities[other].name).split()[0])
        theirs = self.of(other)
        if theirs is not None and self._state(theirs) == self._state(side):
            return True
        return any(shares_country(a, b) for a in titles_of(self._cast, speaker) for b in titles_of(self._cast, other))

    def owns(self, one: int, other: int) -> bool:
        """Whether one is a state or body and the other is called after it: "Velmora" and "Velmora's government", "the Velmoran army"."""
        for whole, part in ((one, other), (other, one)):
            words = fold(self._cast.entities[part].name).split()
            owner = fold(self._cast.entities[whole].name)
            called = len(words) > 1 and words[0].removesuffix("'s").removesuffix("’s")
            if called and self._cast.entities[whole].type != "person" and (called == owner or shares_stem(self._state(whole), words[0])):
                return True
        return False

    def _read(self, entity: int) -> int | None:
        text = self._cast.text
        for title in titles_of(self._cast, entity):
            if title.head not in word_list("speaks for"):
                continue
            named = self._cast.named_in(title.span.start, title.span.end)
            named = named or self._owner_before(title.span.start)
            behind = next((len(b) for b in _BEHIND if text.startswith(b, title.span.end)), 0)
            if not named and behind:
                named = [
                    (k, s) for k, s in self._cast.named_in(title.span.end, title.span.end + 60) if s.start <= title.span.end + behind + 4
                ]
            found = next((k for k, _ in named if k != entity and (self._cast.entities[k].type != "person" or self._is_seat(k))), None)
            if found is None and title.proper:
                found = self._state_of_adjective(title.proper)
            if found is not None:
                return found
        return None

    def _owner_before(self, start: int) -> list[tuple[int, Span]]:
        """ "Velmora's spokesman": whose title it is."""
        if not self._cast.text.endswith(("'s ", "’s "), max(0, start - 3), start):
            return []
        return [(k, s) for k, s in self._cast.named_in(max(0, start - 60), start - 3) if s.end == start - 3]

    def _state_of_adjective(self, proper: frozenset[str]) -> int | None:
        for k, e in enumerate(self._cast.entities):
            if e.type in ("state", "place", "organisation") and any(shares_stem(fold(e.name), p) for p in proper):
                return k
        return None

    def named_by(self, word: str) -> int | None:
        """The state, place or body whose adjective the word is ("menekian"); None where it is none of the report's."""
        if len(word) < _SHORTEST_ADJECTIVE or not word.endswith(_ADJECTIVE_ENDINGS):
            return None
        return self._state_of_adjective(frozenset((word,)))

    def _is_seat(self, entity: int) -> bool:
        return fold(self._cast.entities[entity].name) in seats()

    def _state(self, entity: int) -> str:
        name = fold(self._cast.entities[entity].name)
        return seats().get(name, name)


@cache
def seats() -> dict[str, str]:
    """Folded names that stand for a state without being its own, with the state."""
    named = ((fold(form), fold(state)) for form, state in read_pairs("states").items())
    return {form: state for form, state in named if form != state}
