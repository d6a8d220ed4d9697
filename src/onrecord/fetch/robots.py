"""robots.txt as RFC 9309 reads it: which group is ours, which rule is the longest, and what an answer that is none means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

PRODUCT = "onrecord"  # the name that a publisher's rules may address
_LINE = re.compile(r"\s*([A-Za-z-]{2,40})\s*:\s*([^#]*)")
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")
_MAX_LINE_CHARS = 2048  # more than the RFC asks a parser to take
_MAX_RULES = 20_000


@dataclass(frozen=True, slots=True)
class Rule:
    """``pattern`` with ``*`` for anything and ``$`` for the end, percent-encoded as addresses are."""

    allow: bool
    pattern: str

    def __str__(self) -> str:
        return f"{'Allow' if self.allow else 'Disallow'}: {self.pattern}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """The rules for us. ``crawl_delay``: seconds between requests; None when nothing is asked. ``usage``: lines on what pages may be
    used for (Content-Signal, Content-Usage), as they stand."""

    rules: tuple[Rule, ...] = ()
    crawl_delay: float | None = None
    usage: tuple[str, ...] = ()

    def rule_for(self, path: str) -> Rule | None:
        """The rule that decides on a path with its query: the longest that matches, of two alike the one that allows; None: allowed.

        >>> parse_robots("User-agent: *\\nDisallow: /a\\nAllow: /a/b").rule_for("/a/b/c").allow
        True
        """
        if path == "/robots.txt":
            return None
        plain = _normal(path)
        found = [rule for rule in self.rules if matches(rule.pattern, plain)]
        return max(found, key=lambda rule: (len(rule.pattern), rule.allow), default=None)


def parse_robots(text: str) -> Robots:
    """The groups for ``onrecord`` put together, else those for ``*``. Never raises; what cannot be read is passed over, as the RFC says."""
    groups: dict[str, list[tuple[str, str]]] = {}
    usage: list[str] = []
    agents: list[str] = []
    in_rules = True
    for line in re.split(r"\r\n|\r|\n", text):
        read = _LINE.match(line[:_MAX_LINE_CHARS])
        if read is None:
            continue
        key, value = read[1].lower(), read[2].strip()
        if key == "user-agent":
            token = _TOKEN.match(value)
            agents = ([] if in_rules else agents) + ([token[0].lower()] if token else [])
            in_rules = False
            for agent in agents:
                groups.setdefault(agent, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            in_rules = True
            for agent in agents:
                groups[agent].append((key, value))
        elif key in ("content-signal", "content-usage"):
            usage.append(f"{read[1]}: {value}"[:300])
    ours = groups.get(PRODUCT, groups.get("*", []))
    return _robots_of(ours[:_MAX_RULES], tuple(usage[:20]))


def _robots_of(lines: list[tuple[str, str]], usage: tuple[str, ...]) -> Robots:
    rules = tuple(Rule(key == "allow", _normal(value)) for key, value in lines if key != "crawl-delay" and value)
    delays = [float(value) for key, value in lines if key == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value)]
    return Robots(rules=rules, crawl_delay=max(delays, default=None), usage=usage)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern matches from the beginning of a path; in time that grows with their lengths, whatever the stars.

    >>> matches("/*/private$", "/a/b/private"), matches("/*.php", "/index.php?id=1"), matches("/fish*.php", "/Fish.php")
    (True, True, False)
    """
    anchored = pattern.endswith("$")
    first, *pieces = (pattern[:-1] if anchored else pattern).split("*")
    if not path.startswith(first):
        return False
    if not pieces:
        return not anchored or path == first
    position = len(first)
    for piece in pieces[:-1]:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    if anchored:
        return len(path) - len(pieces[-1]) >= position and path.endswith(pieces[-1])
    return path.find(pieces[-1], position) >= 0


def _normal(path: str) -> str:
    """Percent-encoded in one way, so that ``/%7Eana``, ``/~ana`` and ``/é``, ``/%C3%A9`` compare equal."""
    encoded = quote(path, safe="/:@!$&'()*+,;=-._~%?[]|^`{}\"<>#")
    return re.sub(r"%([0-9A-Fa-f]{2})", _unreserved, encoded)


def _unreserved(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if re.fullmatch(r"[A-Za-z0-9._~-]", character) else match[0].upper()
