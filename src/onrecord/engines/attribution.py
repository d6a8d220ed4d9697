"""The attribution model behind the Tagger protocol: one small encoder in ONNX int8, one window at a time.

Dynamic int8 scales by tensor, so a batch-mate or padding would change an answer: every window runs alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from onrecord.engines.protocols import Tagged
from onrecord.engines.weights import MODELS, open_session, open_tokenizer, read_checked, read_manifest
from onrecord.engines.windows import Window, WindowOptions, cut_windows
from onrecord.model import Span

if TYPE_CHECKING:
    from onrecord.engines.decode import WindowScores


class OnnxTagger:
    """A Tagger on the weights in ``folder``. Raises EngineError where a file is missing or not the one that was built."""

    def __init__(self, folder: Traversable | None = None) -> None:
        folder = folder if folder is not None else MODELS / "attribution"
        manifest = read_manifest(folder)
        self._version = f"attribution-{manifest['files']['model.onnx'][:12]}"
        self._options = WindowOptions(core=manifest["core"], context=manifest["context"])
        self._session = open_session(read_checked(folder, "model.onnx", manifest))
        self._tokenizer = open_tokenizer(read_checked(folder, "tokenizer.json", manifest))
        self._first, self._last = (self._tokenizer.token_to_id(t) for t in ("[CLS]", "[SEP]"))

    @property
    def version(self) -> str:
        return self._version

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        """Everything outside ``skip``; see Tagger."""
        from onrecord.engines.decode import decode  # noqa: PLC0415  numpy loads with it, and only when a text is tagged

        ids, spans, breaks = self._tokens(text, skip)
        scores = [self._score(ids, w) for w in cut_windows(text, spans, self._options)]
        return decode(text, spans, scores, breaks=breaks)

    def _tokens(self, text: str, skip: Sequence[Span]) -> tuple[list[int], list[tuple[int, int]], frozenset[int]]:
        """Ids and spans of the tokens outside ``skip``, and the indexes of those before which something is left out."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        blocked = sorted(skip)
        ids, spans, breaks, k = [], [], [], 0
        for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            while k < len(blocked) and blocked[k].end <= start:
                k += 1
                breaks.append(len(ids))
            if start < end and not (k < len(blocked) and blocked[k].start < end):
                ids.append(token)
                spans.append((start, end))
        return ids, spans, frozenset(breaks)

    def _score(self, ids: Sequence[int], window: Window) -> WindowScores:
        import numpy as np  # noqa: PLC0415

        from onrecord.engines.decode import WindowScores  # noqa: PLC0415

        row = [self._first, *ids[window.context_start : window.core_end], self._last]
        feed = {"ids": np.array([row], dtype=np.int64), "mask": np.ones((1, len(row)), dtype=np.int64)}
        roles, cue, source, names = (x[0] for x in self._session.run(["roles", "cue", "source", "names"], feed))
        inner = slice(1, -1)
        return WindowScores(
            window=window,
            roles=_log_softmax(roles[inner]),
            names=_log_softmax(names[inner]),
            cue=_log_softmax(cue[inner, :-1]),
            source=_log_softmax(source[inner, :-1]),
        )


@cache
def load_tagger() -> OnnxTagger:
    """The tagger that ships with the package, loaded once in a process."""
    return OnnxTagger()


def _log_softmax(x: Any) -> Any:
    import numpy as np  # noqa: PLC0415

    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
