"""Reports made by hand for the tests of the steps of the analysis, and a tagger that finds what it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.analyse.cast import Cast
from onrecord.analyse.drafts import Draft
from onrecord.analyse.names import gather_names
from onrecord.analyse.page import Page, open_page
from onrecord.analyse.roles import find_roles
from onrecord.engines.protocols import NameType, Tagged, TaggedAct, TaggedAttribution, TaggedName
from onrecord.ids import text_hash
from onrecord.model import Furniture, Published, Report, Span


def a_report(
    text: str,
    *,
    published: str | None = "2031-05-28",
    title: str | None = None,
    furniture: Sequence[Span] = (),
    language: str | None = "en",
) -> Report:
    """28 May 2031 is a Wednesday."""
    return Report(
        id="quay",
        text=text,
        text_sha256=text_hash(text),
        title=title,
        language=language,
        published=Published(value=published, precision="day", basis="given") if published else None,
        furniture=tuple(Furniture(span=s, kind="other") for s in furniture),
    )


def a_page(text: str, *, published: str | None = "2031-05-28", title: str | None = None) -> Page:
    return open_page(a_report(text, published=published, title=title))


def find(text: str, words: str, nth: int = 0) -> Span:
    """The words' place in the text, the ``nth`` time that they stand there."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def names(text: str, **kinds: str) -> list[TaggedName]:
    """All places of the words given for each kind, comma-separated: ``person="Olmo,Edda Prill"``."""
    found = []
    for kind, listed in kinds.items():
        for name in listed.split(","):
            found += [tag(find(text, name, n), kind) for n in range(text.count(name))]
    return sorted(found, key=lambda t: t.span)


def tag(span: Span, kind: str) -> TaggedName:
    known: dict[str, NameType] = {"person": "person", "organisation": "organisation", "place": "place", "group": "group"}
    return TaggedName(span=span, type=known[kind], score=0.9)


def a_cast(text: str, tagged: Sequence[TaggedName]) -> Cast:
    entities = gather_names(text, tagged)
    return Cast(text=text, entities=entities, titles=find_roles(text, entities))


def a_draft(text: str, *, content: str, source: str = "", cue: str = "") -> Draft:
    source_spans, cue_spans = ((find(text, words),) if words else () for words in (source, cue))
    return Draft(source=source_spans, cue=cue_spans, content=(find(text, content),), score=1.0)


@dataclass
class ToldTagger:
    """Answers every text with ``answer``, as far as it lies in the text and outside what is skipped."""

    answer: Tagged
    version: str = "told"
    asked: list[str] = field(default_factory=list)
    acts: tuple[TaggedAct, ...] = ()

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        self.asked.append(text)

        def outside(span: Span) -> bool:
            return span.end <= len(text) and not any(span.overlaps(s) for s in skip)

        attributions = []
        for a in self.answer.attributions:
            source, cue, content = (tuple(s for s in spans if outside(s)) for spans in (a.source, a.cue, a.content))
            if content:
                attributions.append(TaggedAttribution(source=source, cue=cue, content=content, score=a.score))
        names = [n for n in self.answer.names if outside(n.span) and any(c.isupper() for c in n.span.of(text))]
        return Tagged(
            attributions=tuple(sorted(attributions, key=lambda a: a.content[0])), names=tuple(sorted(names, key=lambda n: n.span))
        )

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        return tuple(a for a in self.acts if not any(a.span.overlaps(s) for s in skip))
