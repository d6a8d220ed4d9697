"""Posts that a page shows: "The bridge is open again. — Ana Ruiz (@anaruiz) May 2, 2031" is what Ana Ruiz wrote.

The signature is the form that networks hand out for other pages, so it settles whose words the line holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.analyse.drafts import Draft
from onrecord.analyse.page import Page
from onrecord.model import Span

_SCORE = 0.9
_LEAST = 3  # words of a post; what is less is a link or a picture
_SIGNATURE = re.compile(
    r"[^\S\n]?[–—-]{1,2}[^\S\n]?(?P<who>[^\n()–—]{2,60}) \(@\w{1,30}\),?[^\S\n]"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.?,? \d{4})[^\S\n]*$",
    re.MULTILINE,
)


def with_posts(page: Page, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts with one for each post of the running text, in place of those that give its words, whole or in part, to somebody
    outside of them."""
    posts = list(_posts(page))
    return [*(d for d in drafts if not any(_is_of(d, p.content[0]) for p in posts)), *posts]


def _is_of(draft: Draft, post: Span) -> bool:
    return all(post.contains(s) for s in draft.content) and not any(post.contains(s) for s in draft.source or draft.cue)


def _posts(page: Page) -> Iterator[Draft]:
    for match in _SIGNATURE.finditer(page.text) if "(@" in page.text else ():
        content = Span(page.lines[page.line_at(match.start())].start, match.start())
        if len(content.of(page.text).split()) >= _LEAST and not page.is_furniture(content):
            who = Span(*match.span("who"))
            yield Draft(source=(who,), cue=(), content=(content,), score=_SCORE, reasons=["the post is signed"])
