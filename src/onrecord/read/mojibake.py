"""Letters that were spoilt before they were published: "â€œNeverâ€" or "&amp;ldquo;Never" where the paper had “Never”."""

from __future__ import annotations

import re

from ftfy import fix_encoding

# What the first byte of two or three in UTF-8 looks like as a Western letter, and a second that can follow one.
_SIGN = re.compile("[ÂÃâÐÑðÅÄ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_TWICE = re.compile(r"&amp;(?=(?:[lr][sd]quo|quot|apos|[mn]dash|hellip|nbsp|#(?:8\d{3}|39|34|160)|#x(?:20[12][0-9a-fA-F]|27|22|a0));)")


def restored(text: str) -> tuple[str, list[str]]:
    """The text with such letters as they were, and a sentence that says so; the text itself, and none, where there are none.

    >>> restored("â€œNeverâ€\\x9d, said Zoë")[0]
    '“Never”, said Zoë'
    """
    fixed = fix_encoding(text) if _SIGN.search(text) else text
    if fixed == text:
        return text, []
    return fixed, ["published with letters that had been decoded wrongly (such as “â€œ” for “); they are kept as they were meant."]


def unescaped(page: str) -> tuple[str, list[str]]:
    """The page with marks and dashes that were escaped twice escaped once, and a sentence that says so.

    >>> unescaped("<p>&amp;ldquo;Never&amp;#8221; &amp;amp; so on")[0]
    '<p>&ldquo;Never&#8221; &amp;amp; so on'
    """
    fixed, times = _TWICE.subn("&", page)
    return fixed, [f"{times} marks or dashes of the page were escaped twice; they are kept as they were meant."] if times else []
