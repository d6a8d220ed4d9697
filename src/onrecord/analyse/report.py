"""The analysis of one report, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.analyse.addressees import find_addressees
from onrecord.analyse.boundaries import close_sentences, fill_blocks, open_sentences, settle_quotations, tidy
from onrecord.analyse.calendar import days_of
from onrecord.analyse.cast import Cast
from onrecord.analyse.coreference import find_coreference
from onrecord.analyse.drafts import Draft
from onrecord.analyse.events import find_events
from onrecord.analyse.figures import find_figures
from onrecord.analyse.genders import tell_genders
from onrecord.analyse.headlines import find_headline, title_line
from onrecord.analyse.lookalikes import find_lookalikes
from onrecord.analyse.media import shown_media
from onrecord.analyse.moves import find_moves, find_narrated, find_told, is_sown, with_moves
from onrecord.analyse.names import gather_names
from onrecord.analyse.nesting import find_nested, unfold_relayed, without_own
from onrecord.analyse.page import Page, open_page
from onrecord.analyse.passives import is_no_saying, until_verb, with_subject
from onrecord.analyse.phrases import with_noun, without_tail
from onrecord.analyse.posts import with_posts
from onrecord.analyse.relays import find_relays, is_credit
from onrecord.analyse.roles import find_roles
from onrecord.analyse.rules import engine_of
from onrecord.analyse.speakers import resolve_speakers
from onrecord.analyse.statements import build_entities, build_statements
from onrecord.analyse.times import find_times
from onrecord.analyse.turns import find_turns
from onrecord.analyse.unclaimed import find_unclaimed
from onrecord.analyse.wrapping import unwrapped
from onrecord.engines.protocols import Tagged, TaggedAttribution, Tagger
from onrecord.lexicon import read_words
from onrecord.model import Analysis, Entity, Problem, Report, Span, Statement
from onrecord.quotations import MARKS
from onrecord.text import words

LANGUAGES = frozenset({"en"})
_BEGINNING = 4  # words of a sentence


def analyse_report(report: Report, *, tagger: Tagger) -> Analysis:
    """What the report says. Offsets are code points of ``report.text``.

    A text in a language that is not read yields no statements and a problem. Never raises on any report that was read.
    """
    if report.language is not None and report.language not in LANGUAGES:
        read = ", ".join(sorted(LANGUAGES))
        why = f"The language is {report.language}; statements are read in {read} only. The text is kept and can be searched."
        return replace(_empty(report, tagger), problems=(Problem(where=report.id, why=why),))
    report = replace(report, text=unwrapped(report.text))
    page = open_page(report)
    furniture = [f.span for f in report.furniture]
    tagged = tagger.tag(report.text, skip=furniture)
    acts = tagger.tag_acts(report.text, skip=furniture) if is_sown(report.text) else ()
    cast = _gather_cast(page, tagged)
    drafts = unfold_relayed(page, with_posts(page, _draft(page, tagged)), tagger, cast.media)
    drafts += find_headline(page, drafts, cast)
    drafts += find_turns(page, drafts, cast)
    drafts += find_unclaimed(page, drafts)
    drafts += find_narrated(page, drafts, cast)
    drafts += find_told(page, drafts, cast, acts)
    drafts += find_nested(page, drafts, tagger)
    for draft in drafts:
        draft.source = tuple(without_tail(page.text, s) for s in draft.source)
    tell_genders(page, cast)
    resolve_speakers(page, drafts, cast)
    drafts = without_own(page, drafts)
    find_addressees(page, drafts, cast)
    find_relays(page, drafts, cast)
    find_coreference(page, drafts, cast)
    times, unplaced = find_times(page)
    moves = find_moves(page, drafts, cast, times, acts)
    entities = build_entities(cast, drafts)
    statements = with_moves(page.text, build_statements(page, drafts, entities, times), moves, entities)
    events, figures = find_events(page, statements, entities, times, find_figures(page, statements, entities, times))
    return replace(
        _empty(report, tagger),
        statements=tuple(statements),
        entities=tuple(e for e in entities if e.mentions or _is_cited(e, statements)),
        events=tuple(events),
        figures=tuple(figures),
        times=tuple(times),
        problems=tuple(_problems(report, statements, unplaced)),
    )


def _empty(report: Report, tagger: Tagger) -> Analysis:
    return Analysis(report_id=report.id, text_sha256=report.text_sha256, engine=engine_of(tagger))


def _is_cited(entity: Entity, statements: Sequence[Statement]) -> bool:
    return any(r.entity == entity.id for s in statements for r in s.relay)


def _problems(report: Report, statements: Sequence[Statement], unplaced: int) -> Iterator[Problem]:
    if report.language is None:
        yield Problem(where=report.id, why="The language could not be told from so little text; it was read as English.")
    if not statements:
        yield Problem(where=report.id, why="No statement was found: as far as onrecord can tell, nobody is quoted or reported here.")
    if unplaced:
        undated = "the day of publication is not known. Give it with --published."
        why = "the text does not say on what they follow." if len(days_of(report.published)) == 1 else undated
        why = f"{unplaced} relative dates have no value, since {why}"
        yield Problem(where=report.id, why=why)
    yield from find_lookalikes(report.text)


def _gather_cast(page: Page, tagged: Tagged) -> Cast:
    entities = gather_names(page.text, tagged.names, skip=[f.span for f in page.report.furniture])
    for entity in entities:
        if entity.name in read_words("outlets"):
            entity.type = "organisation"
    return Cast(text=page.text, entities=entities, titles=find_roles(page.text, entities), media=shown_media(page.text))


def _draft(page: Page, tagged: Tagged) -> list[Draft]:
    """The tagger's attributions with their boundaries repaired."""
    title = title_line(page)
    drafts = []
    for a in (with_subject(page.text, a) for a in tagged.attributions):
        content = tidy(page, _beside_anchor(page, a, title))
        if content and not is_credit(page, a.cue, content) and not is_no_saying(page.text, a.source, a.cue, content):
            source = tuple(with_noun(page.text, s, a.cue[0].start if a.cue else 0) for s in a.source)
            drafts.append(Draft(source=source, cue=a.cue, content=content, score=a.score))
    sources = {d.source for d in drafts}
    settled = settle_quotations(page, [d for d in drafts if d.content not in sources])  # "Ruiz, Reuters reported, said": no content
    fill_blocks(page, settled)
    open_sentences(page, settled)
    close_sentences(page, settled)
    return settled


def _beside_anchor(page: Page, a: TaggedAttribution, title: Span | None) -> list[Span]:
    """The pieces of content, without what lies on the other side of the title's end, since no sentence runs from a headline on, and
    without what nobody quotes in another line than the cue's."""
    anchor = (a.cue or a.source or a.content)[0].start
    whole = (_within_sentence(page, p) for p in until_verb(page.text, a.content))
    pieces = [p for p in whole if title is None or (p.start < title.end) == (anchor < title.end)]
    line = page.line_at(anchor)
    beside = [p for p in pieces if page.line_at(p.start) == line or page.quoted(p.start) or page.text[p.start] in MARKS]
    return beside if any(page.line_at(p.start) == line for p in beside) else pieces


def _within_sentence(page: Page, piece: Span) -> Span:
    """The piece without the beginning of a sentence that it breaks off: "… at 34. The Courier" before "said"."""
    last = page.sentences[page.sentence_at(piece.end - 1)]
    begun = last.start > piece.start and piece.end < last.end - 1 and not page.quoted(piece.end - 1)
    if not begun or len(words(page.text, last.start, piece.end)) > _BEGINNING:
        return piece
    return Span(piece.start, page.sentences[page.sentence_at(last.start - 1)].end)
