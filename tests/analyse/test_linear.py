"""Ten times the text is ten times the work: counted in calls of functions, which no other load on the machine changes."""

from __future__ import annotations

import cProfile
import re
from collections.abc import Callable, Sequence

import pytest
from pages import a_report

from onrecord.analyse import analyse_report
from onrecord.engines.protocols import NameType, Tagged, TaggedAct, TaggedAttribution, TaggedName
from onrecord.model import Span

TIMES = 4  # as long
MOST_RATIO = 1.4
_SAID = re.compile(
    r"(?P<content>“[^”]*”) (?P<source>(?:Minister )?[A-Z]\w+ \w+|[Hh]e|[Ss]he|the \w+|a spokesman|the \d+-year-old) (?P<cue>said|told)"
)
_NAME = re.compile(r"(?P<person>(?:Ana|Bo|Teo) [A-Z]\w+)|(?P<organisation>[A-Z]\w+ (?:Ministry|Company))|(?P<place>Port [A-Z]\w+)")


class FormTagger:
    """Finds quotations with "said" behind them, and names by their form."""

    version = "form"

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        def group(m: re.Match[str], name: str) -> tuple[Span, ...]:
            return (Span(*m.span(name)),)

        said = [TaggedAttribution(**{k: group(m, k) for k in ("source", "cue", "content")}, score=0.9) for m in _SAID.finditer(text)]
        kinds: list[NameType] = ["person", "organisation", "place"]
        names = [TaggedName(span=Span(m.start(), m.end()), type=k, score=0.9) for m in _NAME.finditer(text) for k in kinds if m[k]]
        return Tagged(attributions=tuple(said), names=tuple(names))

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        return ()


def name(number: int) -> str:
    letters = "".join("bdfgklmn"[number // 8**k % 8] + "aeio"[number // 8**k % 4] for k in range(5))
    return letters.capitalize()


def story(k: int) -> str:
    """A paragraph of one person of office, one body, and what is said with and without a name."""
    who = name(k)
    return (
        f"“We sail at dawn,” Minister Ana {who} said on Monday. She told Teo {name(k + 1)} that it was late. “Not ever,” she said. "
        f"The {who} Company sent a letter to the mayor, and 12 boats with {k % 90 + 3} people left Port {name(k % 7)}. “It is ours,” "
        f"the company said. “He knows,” a spokesman said, “and they wait”, the {k % 60 + 20}-year-old said.\n"
    )


LONG: dict[str, Callable[[int], str]] = {
    "reports": story,
    "one line": lambda k: re.sub(r"[.\n]", "", story(k)) + " ",
    "names": lambda k: f"Ana {name(k)} met Bo {name(k + 1)}, he said, and Teo {name(k // 2)} left her. ",
    "numbers": lambda k: f"{k % 90 + 3} boats, ",
    "ones": lambda k: "1 ",
    "quotation marks": lambda k: f"“We sail ‘at {k % 9}’,” he said then. ",
    "open marks": lambda k: "“We ",
}


def calls(text: str) -> int:
    """How many functions are called, in Python or C, while the text is analysed."""
    report, profile = a_report(text), cProfile.Profile()
    profile.runcall(analyse_report, report, tagger=FormTagger())
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("kind", LONG)
def test_the_work_grows_with_the_text_and_no_faster(kind: str) -> None:
    piece = LONG[kind]
    number = 8_000 // len(piece(1))
    calls(piece(1) * 3)  # loads the lexicons
    short, long = (calls("".join(piece(k) for k in range(n))) for n in (number, TIMES * number))
    assert long <= MOST_RATIO * TIMES * short
