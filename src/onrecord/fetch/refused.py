"""Why something was not fetched: raised inside this package, and given to callers as a value."""

from __future__ import annotations

from onrecord.model.words import RefusalKind


class NotFetched(Exception):
    """``refused``: we or the publisher forbid it. ``failed``: it could not be had, and may be had later.

    host: whose address or certificate it is about; None when it is about something else.
    retry_seconds: how long the publisher asks to be left alone; None when he does not say. again: trying again at once may help.
    """

    def __init__(
        self,
        why: str,
        *,
        kind: RefusalKind = "refused",
        host: str | None = None,
        retry_seconds: float | None = None,
        again: bool = False,
    ) -> None:
        super().__init__(why)
        self.why = why
        self.kind: RefusalKind = kind
        self.host = host
        self.retry_seconds = retry_seconds
        self.again = again
