"""Other people's names in the training articles: the gold is one country's politics of two years, the world is not.

Names come from Faker's lists (MIT), romanised with anyascii (ISC). Every gold offset moves with the text.
"""

from __future__ import annotations

import random
import re
from functools import cache
from importlib import import_module

from anyascii import anyascii

LOCALES = (
    "ru_RU uk_UA bg_BG pl_PL cs_CZ hu_HU ro_RO tr_TR fa_IR ar_AA he_IL hi_IN id_ID ja_JP ko_KR zh_CN el_GR hr_HR ka_GE it_IT es_ES fr_FR"
    " de_DE sv_SE fi_FI nl_NL pt_BR vi_VN th_TH en_GB"
)
WORD = re.compile(r"[A-Z][\w'’-]+")


@cache
def name_lists() -> list[tuple[list[str], list[str]]]:
    """Per locale: (first names, last names), romanised, in a fixed order."""
    out = []
    for locale in LOCALES.split():
        provider = import_module(f"faker.providers.person.{locale}").Provider
        first = _romanised(getattr(provider, "first_names", None) or getattr(provider, "first_names_male", ()))
        last = _romanised(getattr(provider, "last_names", None) or getattr(provider, "last_names_male", ()))
        if len(first) > 20 and len(last) > 20:
            out.append((first, last))
    return out


def _romanised(names: object) -> list[str]:
    out = set()
    for name in names if not isinstance(names, dict) else list(names):  # type: ignore[attr-defined]
        plain = anyascii(name[0] if isinstance(name, tuple) else name).strip().strip("'")
        if re.fullmatch(r"[A-Za-z'-]{3,14}", plain):
            out.add(plain[:1].upper() + plain[1:])
    return sorted(out)


def swap_names(row: dict, names: list[list], rng: random.Random) -> dict:
    """The row with its people renamed, and its attributions and ``names`` at their new places."""
    text, mapping, edits = row["text"], {}, []
    first, last = rng.choice(name_lists())
    for start, end, kind in names:
        if kind != "person":
            continue
        words = list(WORD.finditer(text, start, end))
        for k, m in enumerate(words):
            word = m.group().removesuffix("'s").removesuffix("’s")
            if word not in mapping:
                mapping[word] = rng.choice(first if len(words) > 1 and k == 0 else last)
            edits.append((m.start(), m.start() + len(word), mapping[word]))
    edits = sorted(set(edits))
    new, at, shifts = [], 0, []  # shifts: (old end, growth so far)
    grown = 0
    for start, end, word in edits:
        if start < at:
            continue
        new += [text[at:start], word]
        at, grown = end, grown + len(word) - (end - start)
        shifts.append((start, end, grown))
    new.append(text[at:])
    move = _Mover(shifts)
    return {
        **row,
        "text": "".join(new),
        "attributions": [
            {r: [[move.start(s), move.end(e)] for s, e in a[r]] for r in ("source", "cue", "content")} for a in row["attributions"]
        ],
        "names": [[move.start(s), move.end(e), k] for s, e, k in names],
    }


class _Mover:
    def __init__(self, shifts: list[tuple[int, int, int]]) -> None:
        self.shifts = shifts

    def _grown_before(self, at: int, *, inclusive: bool) -> int:
        grown = 0
        for _, end, total in self.shifts:
            if end < at or (end == at and inclusive):
                grown = total
            else:
                break
        return grown

    def start(self, at: int) -> int:
        return at + self._grown_before(at, inclusive=True)

    def end(self, at: int) -> int:
        return at + self._grown_before(at, inclusive=True)
