"""The process in which pages and feeds are parsed: bounded in memory and time, without network, killed when it hangs.

Run by ``worker`` as ``python -m onrecord.read.child``; reads requests from standard input and answers on standard output.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Any

from onrecord.collector import look_seldom
from onrecord.plain import to_plain
from onrecord.read.confine import confine
from onrecord.read.draft import Unreadable
from onrecord.read.entries import read_entries
from onrecord.read.frames import pack_frame, read_frame
from onrecord.read.page import read_page, require_text
from onrecord.settings import ReadLimits


def _answer_page(message: dict[str, Any], body: bytes) -> object:
    return require_text(read_page(body, charset=message.get("charset"), url=message.get("url"), fragment=bool(message.get("fragment"))))


def _answer_feed(message: dict[str, Any], body: bytes) -> object:
    entries, problems, outlet = read_entries(body)
    return {"entries": entries, "problems": problems, "outlet": outlet}


def _answer_pdf(message: dict[str, Any], body: bytes) -> object:
    from onrecord.read.pdf import read_pdf  # noqa: PLC0415  # loading it takes a third of what the child takes, and few inputs are one

    return require_text(read_pdf(body, ReadLimits(**message["limits"])))


def _answer_docx(message: dict[str, Any], body: bytes) -> object:
    from onrecord.read.docx import read_docx  # noqa: PLC0415

    return require_text(read_docx(body, ReadLimits(**message["limits"])))


_ANSWERS: dict[str, Callable[[dict[str, Any], bytes], object]] = {
    **{"page": _answer_page, "feed": _answer_feed, "pdf": _answer_pdf, "docx": _answer_docx}
}


def answer(message: dict[str, Any], body: bytes) -> dict[str, object]:
    """The answer to one request: ``{"done": ...}``, or ``{"kind", "why"}`` when there is no report. Never raises but on lack of memory."""
    try:
        return {"done": to_plain(_ANSWERS[str(message["task"])](message, body))}
    except Unreadable as error:
        return {"kind": error.kind, "why": error.why}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # an unknown page must cost one page, not the run
        return {"kind": "failed", "why": f"the page could not be parsed ({type(error).__name__}: {str(error)[:200]})."}


def _allow_seconds(seconds: float) -> None:
    """This much more processor time, and twice as much by the clock, in case the parent is gone and nobody kills us."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used.ru_utime + used.ru_stime + seconds) + 1, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_REAL, 2 * seconds + 1)


def main() -> None:
    """Serves requests until standard input ends."""
    look_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's interrupt is the parent's business
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # nothing that a library prints may enter the answers
    output.write(pack_frame({"ready": True, "confined_by": confine(int(sys.argv[1]))}))
    output.flush()
    while (request := read_frame(sys.stdin.buffer)) is not None:
        message, body = request
        _allow_seconds(float(message["seconds"]))  # type: ignore[arg-type]
        output.write(pack_frame(answer(message, body)))
        output.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
