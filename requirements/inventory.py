"""What onrecord is made of besides its own code: requirements/sbom.cdx.json (CycloneDX 1.6) and docs/licences.md, made from the lock.

Run by bin/sbom in an environment with the locked packages: what licence a package has, and what it needs, is read from its metadata. A
package that is for another system or Python than this one keeps what the present inventory says of it.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "run.txt"
INVENTORY = ROOT / "requirements" / "sbom.cdx.json"
PAGE = ROOT / "docs" / "licences.md"
FONTS = ROOT / "src" / "onrecord" / "web" / "static" / "fonts.json"
MODELS = ROOT / "src" / "onrecord" / "engines" / "models"

# What packages say that is no SPDX expression. Where a classifier leaves it open, the licence that its sources state was read.
_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT, BSD": "MIT AND BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The BSD 2-Clause License": "BSD-2-Clause",
    "any-OSI": "Zlib",
}
_READ = {
    "cobble": "BSD-2-Clause",
    "colorama": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
    "fasttext-predict-v2": "MIT",
}
_WORD = re.compile(r"^[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*$")

Json = dict[str, Any]


def inventory(lock: str, before: Json) -> Json:
    """The whole of it. ``before`` is an earlier one, or empty. Raises ValueError for a package whose licence nobody knows."""
    earlier = {c["name"]: c for c in before.get("components", [])}
    edges = {d["ref"]: d.get("dependsOn", []) for d in before.get("dependencies", [])}
    pins = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock, flags=re.MULTILINE))
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    root = f"pkg:pypi/onrecord@{about['version']}"
    components, dependencies = [], [{"ref": root, "dependsOn": sorted(_needed(about["dependencies"], pins))}]
    for entry in re.split(r"\n(?=[a-z0-9])", lock):
        match = re.match(r"([a-z0-9-]+)==([^\s;]+)(?: ; (.+?))?(?: \\)?$", entry.split("\n", 1)[0])
        if match is None:
            continue
        name, version, marker = match.groups()
        found = _installed(name, version)
        ref = f"pkg:pypi/{name}@{version}"
        hashes = re.findall(r"--hash=sha256:([0-9a-f]{64})", entry)
        components.append(_package(ref, marker, hashes) | {"licenses": [{"expression": _licence(name, found, earlier.get(name))}]})
        needed = sorted(_needed(found.requires or [], pins)) if found else edges.get(ref, [])
        dependencies.append({"ref": ref, "dependsOn": needed})
    own = {"type": "application", "bom-ref": root, "name": "onrecord", "version": about["version"], "purl": root}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": own | {"licenses": [{"expression": about["license"]}]}},
        "components": components + _fonts() + _models(),
        "dependencies": dependencies,
    }


def _package(ref: str, marker: str | None, hashes: list[str]) -> Json:
    name, _, version = ref.removeprefix("pkg:pypi/").partition("@")
    found: Json = {"type": "library", "bom-ref": ref, "name": name, "version": version, "purl": ref}
    if marker:
        found |= {"scope": "optional", "properties": [{"name": "onrecord:only where", "value": marker}]}
    files = [{"type": "distribution", "url": ref, "hashes": [{"alg": "SHA-256", "content": digest}]} for digest in hashes]
    return found | {"externalReferences": files}


def _fonts() -> list[Json]:
    told = json.loads(FONTS.read_text(encoding="utf8"))
    found = []
    for font in told["fonts"]:
        ref = f"pkg:npm/{font['package'].replace('@', '%40')}@{font['version']}"
        start = font["package"].split("source-")[1].split("-")[0]  # the files of Source Serif 4 begin with serif
        files = [
            {"type": "file", "name": f"src/onrecord/web/static/{name}", "hashes": [{"alg": "SHA-256", "content": digest}]}
            for name, digest in sorted(told["sha256"].items())
            if name.startswith(start)
        ]
        about: Json = {"type": "library", "bom-ref": ref, "name": font["package"], "version": font["version"], "purl": ref}
        found.append(about | {"licenses": [{"expression": font["licence"]}], "components": files})
    return found


def _models() -> list[Json]:
    found = []
    for manifest in sorted(MODELS.glob("*/manifest.json")):
        name = manifest.parent.name
        files = [
            {"type": "file", "name": f"src/onrecord/engines/models/{name}/{file}", "hashes": [{"alg": "SHA-256", "content": digest}]}
            for file, digest in sorted(json.loads(manifest.read_text(encoding="utf8"))["files"].items())
        ]
        about: Json = {"type": "machine-learning-model", "bom-ref": f"onrecord-model-{name}", "name": f"onrecord model: {name}"}
        found.append(about | {"licenses": [{"expression": "Apache-2.0"}], "components": files})
    return found


def _installed(name: str, version: str) -> Distribution | None:
    """The package when it is here in that version."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    return found if found.version == version else None


def _licence(name: str, found: Distribution | None, before: Json | None) -> str:
    if name in _READ:
        return _READ[name]
    if found is None and before is not None:
        expression: str = before["licenses"][0]["expression"]
        return expression
    told: list[str] = []
    if found is not None:
        about = found.metadata
        classified = [c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
        told = [about.get("License-Expression") or "", (about.get("License") or "").strip(), *classified]
    for words in told:
        known = _SPDX.get(words, words)
        if known and _WORD.match(known):
            return known
    raise ValueError(f"{name} says {told} of its licence. Read its licence file, and add it to requirements/inventory.py.")


def _needed(requirements: list[str], pins: dict[str, str]) -> set[str]:
    """Those that are in the lock; what an extra asks for is none of ours."""
    names = {re.split(r"[^\w.-]", r)[0].lower().replace("_", "-").replace(".", "-") for r in requirements if "extra ==" not in r}
    return {f"pkg:pypi/{name}@{pins[name]}" for name in names if name in pins}


def page(found: Json) -> str:
    """The licences for people, in Markdown."""
    rows = []
    for component in found["components"]:
        where = next((p["value"] for p in component.get("properties", [])), "")
        rows.append(f"| {component['name']} | {component.get('version', '')} | {component['licenses'][0]['expression']} | {where} |")
    return _PAGE + "\n".join(rows) + "\n"


_PAGE = """\
# Licences of what onrecord is made of

Made by `bin/sbom` from the lock and what each package says of itself; a test holds it current. The same with hashes, for programs:
[sbom.cdx.json](../requirements/sbom.cdx.json) (CycloneDX 1.6). Onrecord itself: Apache-2.0. Lists of words and places that are
part of it, with their sources: [NOTICE](../NOTICE). What the models were trained on: [attribution](models/attribution.md),
[moves](models/moves.md).

| what | version | licence (SPDX) | only where |
|---|---|---|---|
"""


def texts() -> tuple[str, str]:
    """What both files should hold."""
    before = json.loads(INVENTORY.read_text(encoding="utf8")) if INVENTORY.exists() else {}
    found = inventory(LOCK.read_text(encoding="utf8"), before)
    return json.dumps(found, indent=1, ensure_ascii=False) + "\n", page(found)


if __name__ == "__main__":
    for path, text in zip((INVENTORY, PAGE), texts(), strict=True):
        path.write_text(text, encoding="utf8")
        print(f"{path.relative_to(ROOT)}: {len(text):,} characters", file=sys.stderr)
