"""The attribution model behind the Tagger protocol: one small encoder in ONNX int8, one window at a time.

Dynamic int8 scales by tensor, so a batch-mate or padding would change an answer: every window runs alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from onrecord.engines.moves import OnnxActReader
from onrecord.engines.network import Network
from onrecord.engines.protocols import Tagged, TaggedAct
from onrecord.engines.windows import Window, WindowOptions, cut_windows
from onrecord.model import Span

if TYPE_CHECKING:
    from onrecord.engines.decode import WindowScores


SCORE_LIMITS = (0.01, 0.995)  # beyond them a raw score is no surer than at them


class OnnxTagger:
    """A Tagger on the weights in ``folder`` and those of ``act_reader``, the shipped ones by default; see Network."""

    def __init__(self, folder: Traversable | None = None, act_reader: OnnxActReader | None = None) -> None:
        self._network = Network("attribution", folder, "core", "context", "calibration", "least_score")
        self._act_reader = act_reader or OnnxActReader()
        manifest = self._network.manifest
        self._version = f"{self._network.version} {self._act_reader.version}"
        self._options = WindowOptions(core=manifest["core"], context=manifest["context"])
        self._calibration: tuple[float, float] = tuple(manifest["calibration"])
        self._least_score: float = manifest["least_score"]

    @property
    def version(self) -> str:
        return self._version

    def tag(self, text: str, *, skip: Sequence[Span] = ()) -> Tagged:
        """Everything outside ``skip``; see Tagger."""
        from onrecord.engines.decode import decode  # noqa: PLC0415  numpy loads with it, and only when a text is tagged

        reading = self._network.reader.read(text, skip)
        scores = [self._score(reading.ids, w) for w in cut_windows(text, reading.spans, self._options)]
        tagged = decode(text, reading.spans, scores)
        scored = (replace(a, score=self._calibrated(a.score)) for a in tagged.attributions if a.score >= self._least_score)
        return replace(tagged, attributions=tuple(scored))

    def tag_acts(self, text: str, *, skip: Sequence[Span] = ()) -> tuple[TaggedAct, ...]:
        """Everything outside ``skip``; see Tagger."""
        return self._act_reader.tag_acts(text, skip=skip)

    def _calibrated(self, score: float) -> float:
        """The raw score as the share of right statements among those with like scores, on development data (Platt 1999)."""
        slope, shift = self._calibration
        raw = min(max(score, SCORE_LIMITS[0]), SCORE_LIMITS[1])
        return 1 / (1 + math.exp(-(slope * math.log(raw / (1 - raw)) + shift)))

    def _score(self, ids: Sequence[int], window: Window) -> WindowScores:
        from onrecord.engines.decode import WindowScores, log_softmax  # noqa: PLC0415  numpy loads with it

        found = self._network.answers(ids[window.context_start : window.core_end], "roles", "cue", "source", "names")
        roles, cue, source, names = (x[0] for x in found)
        inner = slice(1, -1)
        return WindowScores(
            window=window,
            roles=log_softmax(roles[inner]),
            names=log_softmax(names[inner]),
            cue=cue[inner, :-1],
            source=source[inner, :-1],
        )


@cache
def load_tagger() -> OnnxTagger:
    """The tagger that ships with the package, loaded once in a process."""
    return OnnxTagger()
