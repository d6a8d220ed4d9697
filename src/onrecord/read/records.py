"""JSONL lines and JSON objects: their text is kept as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from onrecord.read.draft import Draft, Given, Unreadable
from onrecord.read.finish import check_text
from onrecord.read.sidecar import given_of
from onrecord.settings import ReadLimits

_CHUNK = 1 << 20


def read_lines(source: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank with their numbers from 1; None for one longer than ``limit``, which is never held whole."""
    number = 0
    while line := source.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := source.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line


def parse_line(line: bytes) -> object:
    """The JSON value of a line. Raises Unreadable, kind failed, with the place of the error."""
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 (byte {error.start} of the line). Save the file as UTF-8.", kind="failed") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON ({str(error)[:200]}).", kind="failed") from None


def draft_of_object(fields: object, limits: ReadLimits) -> tuple[Draft, Given]:
    """The draft of a JSON object with ``text`` and what its other keys say. Raises Unreadable on a wrong type or a bad text.

    >>> draft, given = draft_of_object({"id": "a1", "text": "Fog."}, ReadLimits())
    >>> draft.text, given.id
    ('Fog.', 'a1')
    """
    if not isinstance(fields, dict):
        raise Unreadable(f'not a JSON object but a {type(fields).__name__}; a report is {{"text": "..."}}.')
    text = fields.get("text")
    if not isinstance(text, str):
        raise Unreadable("it has no 'text'." if text is None else "its 'text' is not a string.")
    check_text(text, max_chars=limits.max_text_chars)
    given = given_of(fields, source="the line")
    if given.problems:
        raise Unreadable(re.sub(r"; it was ignored\.$", ".", given.problems[0]) + " Give a string or leave it out.")
    return Draft(text=text), given


def objects_of_file(content: bytes) -> list[object]:
    """The objects of a .json file: one, or those of an array. Raises Unreadable."""
    value = parse_line(content)
    return value if isinstance(value, list) else [value]
