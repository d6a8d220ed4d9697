"""The analysis keeps its promises on any report: real tagger, told tagger, any text, any furniture."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pages import ToldTagger, a_report, find, tag

from onrecord.analyse import analyse_report
from onrecord.engines.attribution import load_tagger
from onrecord.engines.protocols import NameType, Tagged, TaggedAttribution, TaggedName
from onrecord.model import Analysis, Report, Span
from onrecord.text import trim

PHRASES = [
    "“We sail at dawn,” ",
    "Harbour Minister Ana Olmo ",
    "said on Monday. ",
    "She told reporters that ",
    "the port office, ",
    "according to Merid, ",
    "“He said ‘not ever’ to Prill,” ",
    "“And the ",
    "added Prill.”",
    "Olmo to Prill: ",
    "Olmo: ",
    "\n",
    "last week ",
    '"',
    "’",
    "two officials ",
    "the Merid agency reported. ",
    "“",
    "»",
    "🛶 ",
    "שלום ",
    "e\u0301 ",
    "\u200b",
    "citing the Lisnow Herald",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PHRASES), st.text(st.characters(exclude_categories=["Cs"]), max_size=6)), max_size=25).map(
    "".join
)
STRETCHES = st.lists(st.tuples(st.floats(0, 1), st.integers(1, 60)), max_size=4)
KINDS: list[NameType] = ["person", "organisation", "place", "group"]


def stretches(text: str, wanted: list[tuple[float, int]]) -> list[Span]:
    """Disjoint stretches of the text, in order, as reading gives furniture."""
    found: list[Span] = []
    for share, length in sorted(wanted):
        start = max(int(share * len(text)), found[-1].end if found else 0)
        end = min(start + length, len(text))
        if start < end:
            found.append(Span(start, end))
    return found


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(TEXTS)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    title = draw(st.sampled_from([None, *lines]))
    published = draw(st.sampled_from([None, "2031-05-28", "0001-01-01", "9999-12-31", "2031-W22", "2031"]))
    return a_report(text, published=published, title=title, furniture=stretches(text, draw(STRETCHES)))


@st.composite
def tagged(draw: st.DrawFn, text: str) -> Tagged:
    """Anything that keeps the promises of a Tagger: disjoint spans, no content empty."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=24)))
    free = [s for a, b in zip(cuts, cuts[1:], strict=False) if (s := trim(text, a, b))]
    attributions: dict[int, dict[str, list[Span]]] = {}
    names = []
    for span in free:
        role = draw(st.sampled_from(["source", "cue", "content", "content", "none"]))
        attributions.setdefault(draw(st.integers(0, 3)), {"source": [], "cue": [], "content": []}).setdefault(role, []).append(span)
        if draw(st.booleans()):
            names.append(TaggedName(span=span, type=draw(st.sampled_from(KINDS)), score=0.7))
    found = [
        TaggedAttribution(source=tuple(a["source"][:1]), cue=tuple(a["cue"][:1]), content=tuple(a["content"]), score=0.5)
        for a in attributions.values()
        if a["content"]
    ]
    return Tagged(attributions=tuple(found), names=tuple(names))


def check(report: Report, analysis: Analysis) -> None:
    text = report.text
    assert (analysis.report_id, analysis.text_sha256) == (report.id, report.text_sha256)
    ids = [s.id for s in analysis.statements]
    entities = {e.id: e for e in analysis.entities}
    assert len(set(ids)) == len(ids)
    assert len(entities) == len(analysis.entities)
    furniture = [f.span for f in report.furniture]
    for statement in analysis.statements:
        assert statement.content
        for span in (*statement.source, *statement.cue, *statement.content, *(r.span for r in statement.relay)):
            assert span.of(text)
        assert not any(c.overlaps(f) for c in statement.content for f in furniture)
        assert not any(a.overlaps(b) for n, a in enumerate(statement.content) for b in statement.content[n + 1 :])
        assert statement.content == tuple(sorted(statement.content))
        assert statement.parent is None or statement.parent in ids
        assert statement.parent != statement.id
        assert 0 <= statement.score <= 1
        assert statement.reasons
        cited = [statement.speaker, statement.addressee, *statement.relay]
        assert all(who.entity in entities for who in cited if who)
        assert all(entities[who.entity].name == who.name for who in cited if who)
        assert statement.said is None or statement.said.span is None or statement.said.span.of(text)
    parents = {s.id: s.parent for s in analysis.statements}
    for outermost in ids:
        for _ in ids:
            outermost = parents[outermost] or outermost
        assert parents[outermost] is None, "nobody quotes himself by way of others"
    for entity in analysis.entities:
        assert entity.name.strip()
        assert [m.span for m in entity.mentions] == sorted({m.span for m in entity.mentions})
        assert all(m.span.of(text) for m in entity.mentions)
        assert all(r.span.of(text) == r.title for r in entity.roles)
    assert all(t.span is not None and t.span.of(text) for t in analysis.times)
    assert not any(t.span.overlaps(f) for t in analysis.times if t.span for f in furniture)


@given(reports())
@settings(max_examples=60, deadline=None)
def test_any_report_is_analysed(report: Report) -> None:
    analysis = analyse_report(report, tagger=load_tagger())
    check(report, analysis)
    assert analyse_report(report, tagger=load_tagger()) == analysis


@given(st.data(), reports())
@settings(max_examples=200, deadline=None)
def test_whatever_the_tagger_finds(data: st.DataObject, report: Report) -> None:
    check(report, analyse_report(report, tagger=ToldTagger(data.draw(tagged(report.text)))))


@pytest.mark.parametrize("text", [".", "\n", "“”", "…", "“", "a", "\u200b", " \n“ ”\n", "Olmo:", ": Olmo", "“…”"])
def test_a_text_of_almost_nothing(text: str) -> None:
    report = a_report(text, title=text.strip() or None)
    analysis = analyse_report(report, tagger=load_tagger())
    check(report, analysis)
    assert bool(analysis.statements) != bool(analysis.problems), "that nothing was found is said"


def test_another_language_is_kept_and_said_to_be_unread() -> None:
    report = a_report("„Wir segeln nicht“, sagte Ana Olmo.", language="de")
    analysis = analyse_report(report, tagger=load_tagger())
    assert (analysis.statements, analysis.entities, analysis.times) == ((), (), ())
    (problem,) = analysis.problems
    assert problem.where == report.id
    assert "de" in problem.why and "en" in problem.why


def test_an_unknown_language_is_read() -> None:
    text = "“We sail at dawn and nobody will stop us,” Harbour Minister Ana Olmo said on Monday."
    assert analyse_report(a_report(text, language=None), tagger=load_tagger()).statements


def test_dates_that_cannot_be_placed_are_counted_in_a_problem() -> None:
    report = a_report("They met last week and meet again on Friday.", published=None)
    problems = analyse_report(report, tagger=load_tagger()).problems
    assert [p.where for p in problems if p.why.startswith("2 relative dates")] == [report.id]


def test_an_id_depends_on_the_report_and_where_it_stands() -> None:
    text = "“We sail at dawn and nobody will stop us,” Harbour Minister Ana Olmo said on Monday."
    report = a_report(text)
    other = replace(report, id="pier")
    ids = [{s.id for s in analyse_report(r, tagger=load_tagger()).statements} for r in (report, replace(report, title="Dawn"), other)]
    assert ids[0] == ids[1] != ids[2]
    assert not ids[0] & ids[2]


def test_furniture_inside_a_quotation_is_no_content() -> None:
    text = "“We sail at dawn [picture: an eel] and nobody will stop us,” said Ana Olmo."
    answer = Tagged(
        attributions=(
            TaggedAttribution(
                source=(find(text, "Ana Olmo"),),
                cue=(find(text, "said"),),
                content=(find(text, "We sail at dawn"), find(text, "and nobody will stop us")),
                score=0.9,
            ),
        ),
        names=(tag(find(text, "Ana Olmo"), "person"),),
    )
    report = a_report(text, furniture=[find(text, "[picture: an eel]")])
    (statement,) = analyse_report(report, tagger=ToldTagger(answer)).statements
    assert [c.of(text) for c in statement.content] == ["“We sail at dawn", "and nobody will stop us,”"]
    assert statement.manner == "direct"


ODD = [
    "“",
    "“ a ",
    ". ",
    "Olmo ",
    "“Olmo said: ‘",
    "1 May ",
    "Mr. ",
    '"a" ',
    "a\n",
    "said ",
    "\u0301",
    "Olmo, ",
    "the minister Olmo said. ",
]


@pytest.mark.parametrize("piece", ODD)
def test_the_time_grows_with_the_text_not_faster(piece: str) -> None:
    """The steps around the tagger, on a line that no paper prints."""
    report = a_report((piece * 60_000)[:60_000])
    names = tuple(TaggedName(span=Span(k, k + 4), type="person", score=0.9) for k in range(0, 400, 20))
    tagger = ToldTagger(Tagged(attributions=(), names=tuple(n for n in names if n.span.of(report.text).strip())))
    started = time.process_time()
    analyse_report(report, tagger=tagger)
    assert time.process_time() - started < 2


@example("“We sail,” said Olmo.")
@given(TEXTS)
@settings(max_examples=20, deadline=None)
def test_all_of_it_may_be_furniture(text: str) -> None:
    report = a_report(text, furniture=[Span(0, len(text))] if text else [])
    analysis = analyse_report(report, tagger=load_tagger())
    check(report, analysis)
    assert analysis.statements == ()
