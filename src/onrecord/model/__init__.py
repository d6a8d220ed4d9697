"""The values that pass between the stages. Frozen, plain, without behaviour beyond what a span needs."""

from __future__ import annotations

from onrecord.model.analysis import Analysis, Entity, EntityRef, Event, Figure, Mention, Move, Relay, Role, Statement, Term, Time
from onrecord.model.record import EntityLink, Finding, Offer, OfferMove, Position, Profile, Spoken, Story, ToldTerm
from onrecord.model.report import Furniture, Problem, Published, Refusal, Report, Span
from onrecord.model.words import (
    Act,
    EntityType,
    FindingType,
    FurnitureKind,
    Manner,
    Measure,
    MentionKind,
    Precision,
    PublishedBasis,
    RefusalKind,
    Stance,
    TermKey,
)

__all__ = [
    "Act",
    "Analysis",
    "Entity",
    "EntityLink",
    "EntityRef",
    "EntityType",
    "Event",
    "Figure",
    "Finding",
    "FindingType",
    "Furniture",
    "FurnitureKind",
    "Manner",
    "Measure",
    "Mention",
    "MentionKind",
    "Move",
    "Offer",
    "OfferMove",
    "Position",
    "Precision",
    "Problem",
    "Profile",
    "Published",
    "PublishedBasis",
    "Refusal",
    "RefusalKind",
    "Relay",
    "Report",
    "Role",
    "Span",
    "Spoken",
    "Stance",
    "Statement",
    "Story",
    "Term",
    "TermKey",
    "Time",
    "ToldTerm",
]
