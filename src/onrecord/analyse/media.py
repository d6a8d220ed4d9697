"""Which names in a report are news organisations: by a list, by a word such names carry, or by what the report does with them."""

from __future__ import annotations

import re

from onrecord.lexicon import read_sections, read_words
from onrecord.text import fold

_PLATFORMS = frozenset(["Facebook", "Instagram", "LinkedIn", "Snapchat", "Telegram", "TikTok", "Twitter", "WhatsApp", "X", "YouTube"])
_THE = re.compile(r"^the\s+", re.IGNORECASE)
_WORDS = (
    "agency|news|tv|television|radio|times|post|herald|tribune|courier|gazette|daily|journal|press|wire|channel|broadcaster|newspaper|ledger"
    "|chronicle|telegraph|observer|guardian|media|today|magazine|weekly|echo|examiner|inquirer|broadcasting|advertiser"
)
_WORD = re.compile(rf"\b(?:{_WORDS})\b", re.IGNORECASE)
_PAPER = re.compile(
    r"\b(?:standard|star|sun|mail|express|mirror|independent|record|world|globe|sentinel|argus|republic|monitor|register|dispatch|bulletin"
    r"|enquirer|citizen|mercury|evening|info|sport|online|republican|democrat|banner|beacon|leader)$",
    re.IGNORECASE,
)
_NAME = r"(?:[Tt]he\s+)?(?P<name>[A-Z][\w.&’'-]*(?:\s+(?:[A-Z][\w.&’'-]*|of|and)){0,4})"
_KINDS = (
    r"newspaper|(?:news\s)?paper|magazine|tabloid|daily|weekly|broadsheet|broadcaster|(?:news\s)?agency"
    r"|news\s(?:site|outlet|website|channel)"
)
_KIND_WORDS = ("paper", "magazine", "tabloid", "daily", "weekly", "broadsheet", "broadcaster", "agency", "news")
_SHOWN = (  # each with words of which a match has one
    (
        re.compile(r"\b(?i:told|tells|interview with|according to)\s+The\s+(?P<name>[A-Z][\w&’'-]+(?:\s+[A-Z][\w&’'-]+){0,3})"),
        ("told", "tells", "interview", "according"),
    ),
    (re.compile(rf",[”\"']?\s+{_NAME}\s+(?:(?:has|had)\s+)?(?:reported|reports)\b"), ("report",)),
    (re.compile(rf"\b{_NAME},\s+(?:an?\s|the\s)?(?:[\w’'-]+\s){{0,5}}?(?:{_KINDS})\b"), _KIND_WORDS),
    (re.compile(rf"\b(?:{_KINDS})\s+{_NAME}"), _KIND_WORDS),
)


def is_news_body(name: str) -> bool:
    """Whether the words name an agency or an outlet: on the lists of them, or by a word such names carry."""
    plain = _THE.sub("", name).strip()
    if plain in _PLATFORMS:
        return False
    listed = read_sections("agencies")
    known = plain in listed["names"] or plain in listed["broadcasters"] or plain in read_words("outlets")
    return known or bool(_WORD.search(plain))


def is_paper(name: str) -> bool:
    """Whether a paper could bear the name: enough for what somebody told something to."""
    return bool(_PAPER.search(name))


def is_medium(name: str, shown: frozenset[str]) -> bool:
    """Whether the words name a news organisation by themselves or by what the report shows."""
    plain = _THE.sub("", name).strip()
    return is_news_body(name) or (fold(plain) in shown and plain not in _PLATFORMS)


def shown_media(text: str) -> frozenset[str]:
    """Folded names that the report itself treats as news organisations: "told The Crier", "…, the Crier reported", "the Crier, a
    local newspaper"."""
    low = text.lower()
    shown = (pattern for pattern, words in _SHOWN if any(word in low for word in words))
    return frozenset(fold(_THE.sub("", m["name"])) for pattern in shown for m in pattern.finditer(text))
