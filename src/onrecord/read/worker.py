"""The parent's side of the child: starts it when first needed, kills it when a page takes too long, starts another for the next."""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from onrecord.read.draft import Draft, Unreadable, draft_from_plain
from onrecord.read.frames import frame_size, pack_frame, unpack_frame
from onrecord.settings import ReadLimits

_START_SECONDS = 60.0  # imports on a loaded machine; a page's own time starts after them
_PAGES_PER_CHILD = 2000  # parsers leak; a fresh child costs half a second
_PACKAGE_ROOT = str(Path(__file__).resolve().parents[2])


class PageWorker:
    """Parses pages, feeds and documents in a child process, one at a time. ``command`` replaces the child in tests of what fails."""

    def __init__(self, limits: ReadLimits, command: list[str] | None = None) -> None:
        self._limits = limits
        # -P: nothing in the working directory may stand in for a module of ours.
        self._command = command or [sys.executable, "-P", "-m", "onrecord.read.child", str(limits.page_memory_bytes)]
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def parse_page(self, content: bytes, *, charset: str | None = None, url: str | None = None, fragment: bool = False) -> Draft:
        """The draft of a page. Raises Unreadable: no report, or the child had to be killed."""
        message: dict[str, object] = {"task": "page", "charset": charset, "url": url, "fragment": fragment}
        return self._draft(message, content, self._limits.page_seconds)

    def parse_document(self, content: bytes, format_: Literal["pdf", "docx"]) -> Draft:
        """The draft of a PDF or Word file. Raises Unreadable as ``parse_page`` does."""
        return self._draft({"task": format_, "limits": asdict(self._limits)}, content, self._limits.document_seconds)

    def _draft(self, message: dict[str, object], content: bytes, seconds: float) -> Draft:
        done = self._request(message, content, seconds)
        try:
            return draft_from_plain(done)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            self.close()
            raise Unreadable(f"the page parser answered with something else than a page ({error}).", kind="failed") from None

    def parse_feed(self, content: bytes) -> dict[str, Any]:
        """``entries``, ``problems`` and ``outlet`` of a feed, as ``entries.read_entries`` gives them. Raises Unreadable."""
        # A feed is many pages: it gets more time in proportion to what a page may have in bytes.
        pages = max(1.0, len(content) / self._limits.max_page_bytes)
        return self._request({"task": "feed"}, content, self._limits.page_seconds * pages)

    def _request(self, message: dict[str, object], body: bytes, seconds: float) -> dict[str, Any]:
        if self._process is None or self._process.poll() is not None or self._served >= _PAGES_PER_CHILD:
            self._start()
        self._served += 1
        answer = self._exchange(pack_frame({**message, "seconds": seconds}, body), seconds)
        done = answer.get("done")
        if isinstance(done, dict):
            return done
        raise Unreadable(str(answer.get("why")), kind="refused" if answer.get("kind") == "refused" else "failed")

    def _start(self) -> None:
        self.close()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [_PACKAGE_ROOT, os.environ.get("PYTHONPATH")]))}
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, bufsize=0
        )
        self._served = 0
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                os.set_blocking(pipe.fileno(), False)
        self._exchange(b"", _START_SECONDS)

    def _exchange(self, request: bytes, seconds: float) -> dict[str, Any]:
        """Writes the request while reading the answer, so that neither side waits for the other with a full pipe."""
        try:
            answer, _ = unpack_frame(self._transfer(request, time.monotonic() + seconds))
        except TimeoutError:
            self.close()
            raise Unreadable(
                f"parsing took more than {seconds:g} s and was stopped (read.page_seconds, read.document_seconds).", kind="failed"
            ) from None
        except (EOFError, OSError, ValueError) as error:
            code = self._exit_code()
            self.close()
            raise Unreadable(f"the page parser ended without an answer ({_describe(code, error)}).", kind="failed") from None
        except BaseException:
            self.close()
            raise
        return answer

    def _transfer(self, request: bytes, deadline: float) -> bytearray:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise EOFError("no child")
        waiting, received = memoryview(request), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            if waiting:
                selector.register(process.stdin, selectors.EVENT_WRITE)
            while (size := frame_size(received)) is None or len(received) < size:
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if not ready and time.monotonic() >= deadline:
                    raise TimeoutError
                for key, _ in ready:
                    if key.fileobj is process.stdin:
                        waiting = waiting[os.write(process.stdin.fileno(), waiting[:65536]) :]
                        if not waiting:
                            selector.unregister(process.stdin)
                    else:
                        chunk = os.read(process.stdout.fileno(), 1 << 20)
                        if not chunk:
                            raise EOFError("end of output")
                        received += chunk
                        self._check_size(frame_size(received))
        return received

    def _check_size(self, size: int | None) -> None:
        if size is not None and size > self._limits.max_answer_bytes:
            raise ValueError(f"the answer has {size} bytes, more than {self._limits.max_answer_bytes}: read.max_answer_bytes")

    def _exit_code(self) -> int | None:
        if self._process is None:
            return None
        try:
            return self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return None

    def close(self) -> None:
        """Ends the child, if there is one; another is started when it is needed."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()


def _describe(code: int | None, error: Exception) -> str:
    if code is None or isinstance(error, ValueError):
        return str(error) or type(error).__name__
    if code < 0:
        return f"killed by signal {-code}: it used too much memory or time, or crashed"
    return f"exit code {code}: probably out of memory (read.page_memory_bytes)"
