"""Opening model files: hash-checked, one thread, no network."""

from __future__ import annotations

import hashlib
import json
import os
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from onrecord.errors import EngineError

MODELS = files("onrecord.engines") / "models"


def open_session(model: bytes) -> Any:
    # Since 1.29 the official builds send what is run, and an id of the machine, to their maker. Read once, when the library is loaded.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415  loading it takes longer than importing onrecord may

    onnxruntime.disable_telemetry_events()  # as far as it helps when somebody else in this process had loaded it before
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two processes beat two threads, measured
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    slow = ["SkipLayerNormFusion"]  # adds and normalises in one step, which takes eight times as long as two (bench/NOTES.md)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"], disabled_optimizers=slow)


def open_tokenizer(description: bytes) -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_str(description.decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def read_manifest(folder: Traversable, *settings: str) -> dict[str, Any]:
    """What belongs to a model: the hashes of its files, and the named settings. Raises EngineError when any of it is missing."""
    try:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf8"))
        whole = {"files", *settings} <= manifest.keys() and {"model.onnx", "tokenizer.json"} <= manifest["files"].keys()
    except (OSError, ValueError, AttributeError) as error:
        raise EngineError(f"No model manifest in {folder}: {error}. Install onrecord again.") from error
    if not whole:
        raise EngineError(f"The model manifest in {folder} is not whole. Install onrecord again.")
    return manifest


def version_of(kind: str, manifest: dict[str, Any]) -> str:
    """The kind and twelve digits that change with any file or setting of the model: all that its answers depend on."""
    return f"{kind}-{hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()[:12]}"


def read_checked(folder: Traversable, name: str, manifest: dict[str, Any]) -> bytes:
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise EngineError(f"The model file {folder / name} cannot be read: {error}. Install onrecord again.") from error
    if hashlib.sha256(content).hexdigest() != manifest["files"][name]:
        raise EngineError(f"{folder / name} is not the file that this version was built with. Install onrecord again.")
    return content
