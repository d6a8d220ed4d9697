"""The closed lists of words. They are the enums of ``export/onrecord-1.schema.json``; a test holds them equal."""

from __future__ import annotations

from typing import Literal

Manner = Literal["direct", "indirect", "mixed"]
EntityType = Literal["person", "office", "organisation", "state", "place", "group", "document", "anonymous"]
MentionKind = Literal["name", "title", "pronoun"]
FindingType = Literal["repeats", "corroborates", "differs", "disputes", "denies", "answers", "changes", "updates", "unconfirmed"]
PublishedBasis = Literal["given", "page", "url", "inferred"]
ChangeKind = Literal["begun", "grown", "joined", "parted", "gone"]
Precision = Literal["second", "minute", "day", "week", "weekend", "month", "quarter", "year", "interval", "duration", "set"]
Act = Literal[
    "invite",
    "propose",
    "request",
    "demand",
    "urge",
    "order",
    "recommend",
    "accept",
    "refuse",
    "promise",
    "guarantee",
    "threaten",
    "warn",
    "accuse",
    "condemn",
    "deny",
    "confirm",
    "decline to comment",
    "condition",
    "withdraw",
    "apologise",
    "thank",
    "concede",
]
TermKey = Literal[
    "place",
    "not_place",
    "time",
    "from",
    "until",
    "duration",
    "participants",
    "format",
    "level",
    "amount",
    "conditions",
    "guarantee",
    "purpose",
    "reason",
    "only",
    "proposer",
]
Stance = Literal["proposes", "requests", "accepts", "accepts if", "only", "refuses", "open", "silent", "contradictory"]
Measure = Literal[
    "killed",
    "injured",
    "missing",
    "arrested",
    "evacuated",
    "displaced",
    "launched",
    "downed",
    "hit",
    "price",
    "share",
    "amount",
    "count",
    "speed",
    "distance",
    "other",
]
FurnitureKind = Literal[
    "navigation",
    "counter",
    "photo credit",
    "caption",
    "repeated title",
    "subhead",
    "tags",
    "read also",
    "hidden",
    "comment",
    "byline",
    "dateline",
    "other language",
    "other",
]
RefusalKind = Literal["refused", "failed"]
