"""``onrecord offers``: what is on the table, and every move on it."""

from __future__ import annotations

from onrecord.cli.screen import Screen
from onrecord.cli.storied import StoryVerb, story_verb, term_words
from onrecord.export import offers_in
from onrecord.export.tables import Cell
from onrecord.model import Offer, OfferMove


def _cells(offer: Offer) -> tuple[Cell, ...]:
    return (offer.issue, offer.option, term_words(offer.terms), "; ".join(dict.fromkeys(map(_move, offer.moves))))


def _draw(screen: Screen, offer: Offer) -> None:
    terms = term_words(offer.terms)
    screen.line((offer.option or "without an option of its own", "" if offer.option else "dim"), indent=2)
    if terms:
        screen.line(terms, indent=4)
    screen.line(("; ".join(dict.fromkeys(map(_move, offer.moves))), "dim"), indent=4)


def _move(move: OfferMove) -> str:
    actor = move.actor.name if move.actor else "somebody"
    other = move.told_by is not None and move.actor is not None and move.told_by.entity != move.actor.entity
    return f"{actor}: {move.act}" + (f" (says {move.told_by.name})" if other and move.told_by else "")


command = story_verb(
    StoryVerb(
        name="offers",
        examples="""\
  onrecord offers
  onrecord offers story-1f0c… --format jsonl | jq '.moves[].act'""",
        text="""Issue by issue, with the terms. A move that another reports ("she said that he had agreed") names who says so.""",
        entries=offers_in,
        columns=("issue", "option", "terms", "moves"),
        cells=_cells,
        draw=_draw,
        heading=lambda offer: offer.issue,
        empty="Nothing is offered or asked for here, as far as onrecord can tell.",
    )
)
