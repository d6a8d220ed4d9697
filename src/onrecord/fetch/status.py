"""What an answer's status means for us, and for how long a busy host is left alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from onrecord.fetch.refused import NotFetched
from onrecord.fetch.wire import Answer

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_FORBIDDEN = {401: "asks for a password", 402: "asks to be paid", 403: "does not let us", 451: "may not show it by law"}
_MAX_RETRY_SECONDS = 30 * 86_400.0


def require_page(answer: Answer) -> None:
    """Nothing for status 200. Raises NotFetched for every other that is no redirect and not 304."""
    status = answer.status
    if status == 200:
        return
    if status in _FORBIDDEN:
        raise NotFetched(f"the publisher {_FORBIDDEN[status]} (HTTP status {status}).")
    if status in (404, 410):
        raise NotFetched(f"there is no such page (HTTP status {status}). Check the address.", kind="failed")
    if status in _BUSY:
        raise NotFetched(f"the host is busy (HTTP status {status}).", kind="failed", retry_seconds=retry_after(answer), again=True)
    raise NotFetched(f"HTTP status {status} is no page.", kind="failed", again=status >= 500)


def retry_after(answer: Answer, now: datetime | None = None) -> float | None:
    """The seconds of a Retry-After header, at most thirty days; None when there is none that can be read."""
    written = answer.value("retry-after").strip()
    if re.fullmatch(r"[0-9]{1,10}", written):
        return min(float(written), _MAX_RETRY_SECONDS)
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (moment - (now or datetime.now(UTC))).total_seconds()), _MAX_RETRY_SECONDS)
