"""What onrecord is made of: the inventory is that of the lock, every licence may be used, and nothing in it runs by being read."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "onrecord"
sys.path.insert(0, str(ROOT / "requirements"))  # for inventory

from inventory import INVENTORY, PAGE, inventory, texts  # noqa: E402

# May be used, changed and passed on beside Apache-2.0. MPL-1.1 is one of three that tld may be taken under.
USABLE = """0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause CC0-1.0 CNRI-Python ISC MIT MIT-0 MPL-1.1 MPL-2.0 OFL-1.1 PSF-2.0 Zlib"""
RUNS = re.compile(
    rb"\b(?:pickle|cPickle|dill|joblib|marshal|shelve)\.|\btorch\.load|\byaml\.(?:unsafe_)?load\b|\beval\(|\bexec\(|allow_pickle"
)
PICKLED = (".pkl", ".pickle", ".pt", ".pth", ".bin", ".joblib", ".npy", ".npz", ".ckpt", ".h5")


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    told: dict[str, object] = json.loads(INVENTORY.read_text(encoding="utf8"))
    return told


def test_the_inventory_and_the_page_are_those_of_the_lock() -> None:
    written = (INVENTORY.read_text(encoding="utf8"), PAGE.read_text(encoding="utf8"))
    assert written == texts(), "the lock, a model or a font is another: run bin/sbom"


def test_every_pin_of_the_lock_is_in_it_with_its_hashes(found: dict) -> None:  # type: ignore[type-arg]
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf8")
    packages = [c for c in found["components"] if c["purl" if "purl" in c else "type"].startswith("pkg:pypi/")]
    assert {f"{c['name']}=={c['version']}" for c in packages} == set(re.findall(r"^[a-z0-9-]+==[^\s;]+", lock, flags=re.MULTILINE))
    hashes = [h["content"] for c in packages for e in c["externalReferences"] for h in e["hashes"]]
    assert sorted(hashes) == sorted(re.findall(r"sha256:([0-9a-f]{64})", lock))
    refs = {c["bom-ref"] for c in found["components"]} | {found["metadata"]["component"]["bom-ref"]}
    assert {ref for d in found["dependencies"] for ref in (d["ref"], *d["dependsOn"])} <= refs


def test_every_licence_may_be_used(found: dict) -> None:  # type: ignore[type-arg]
    for component in found["components"]:
        (licence,) = component["licenses"]
        ways = [re.split(" (?:AND|WITH) ", way) for way in licence["expression"].split(" OR ")]
        assert any(set(way) <= set(USABLE.split()) for way in ways), f"{component['name']}: {licence['expression']}"


def test_a_package_whose_licence_nobody_knows_is_told() -> None:
    with pytest.raises(ValueError, match="nobodys-package says"):
        inventory(f"nobodys-package==1.0 \\\n    --hash=sha256:{'0' * 64}\n", {})


def test_nothing_that_ships_can_run_by_being_read() -> None:
    for path in sorted(SRC.rglob("*")):
        if path.suffix == ".py":
            assert not RUNS.search(path.read_bytes()), path
        elif path.is_file() and "__pycache__" not in path.parts:
            assert path.suffix not in PICKLED and not re.match(rb"\x80[\x02-\x05]", path.read_bytes()), path
            assert not zipfile.is_zipfile(path), path


def test_no_model_reads_another_file() -> None:
    """ONNX may keep weights in files that it names; a name may lead anywhere."""
    models = sorted(SRC.rglob("*.onnx"))
    assert models
    for path in models:
        assert b"\x0a\x08location" not in path.read_bytes(), path
