"""One screen's worth of the record, as values: what a page shows, what its JSON says and what its CSV lists are the same.

Each view is a frozen value made by a function from a record and a question. ``wire`` is its JSON, ``sheet`` its table.
"""

from __future__ import annotations

from onrecord.views.sheet import At, Sheet, View

__all__ = ["At", "Sheet", "View"]
