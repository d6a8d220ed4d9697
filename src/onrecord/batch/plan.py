"""What an archive run is to do, fixed when it begins, so that whoever takes it up does the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError
from onrecord.plain import pack, unpack
from onrecord.read import ReadOptions, list_files

FORMAT = "onrecord-batch/1"
_PLAN = "plan.json"
_SHARD_FILES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How the work is shared out. shard_bytes: files of less are read together, larger ones in stripes. chunk_pieces: as many make a
    chunk, which is lost when a machine dies while it is at it; chunk_bytes: of pages, so that a chunk can be held in memory."""

    shard_bytes: int = 256 * 1024 * 1024
    chunk_pieces: int = 256
    chunk_bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFile:
    """A file to read, as it was named. ``named``: by itself, so that its content may say what its ending does not."""

    path: str
    named: bool
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Files that are read one after the other; each of the ``stripes`` reads every so manieth chunk of them."""

    number: int
    files: tuple[BatchFile, ...]
    stripes: int

    def chunk(self, number: int) -> str:
        """The name of a chunk; in the order of the names the reports are in the order of the inputs."""
        return f"{self.number:06}-{number:06}"

    def marker(self, stripe: int) -> str:
        """The name of the file that says that a stripe is read."""
        return f"{self.number:06}-{stripe:03}.done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    format: str
    engine: str
    options: ReadOptions
    sizes: Sizes
    shards: tuple[Shard, ...]


def begin(folder: Path, inputs: Sequence[str], engine: str, *, options: ReadOptions, sizes: Sizes) -> Plan:
    """The plan of the run in this folder: a new one, or that of the run to take up.

    Raises InputError where an input does not exist, or where the folder holds a run of other inputs, options or models, or anything else.
    """
    shards = _shards(list_files(inputs, options=options), sizes.shard_bytes)
    plan = Plan(format=FORMAT, engine=engine, options=options, sizes=sizes, shards=tuple(shards))
    if (folder / _PLAN).exists():
        if load_plan(folder) != plan:
            why = "other inputs, inputs that have changed since, other options or other models"
            raise InputError(f"{folder} holds a run of {why}. Name another folder with --out, or remove this one.")
        return plan
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InputError(f"The folder {folder} is not empty and holds no run. Name another one with --out.")
    write_whole(folder / _PLAN, pack(plan))
    return plan


def load_plan(folder: Path) -> Plan:
    """The plan of the run in this folder. Raises InputError when there is none that this version can read."""
    try:
        return unpack(Plan, (folder / _PLAN).read_bytes())
    except FileNotFoundError:
        raise InputError(
            f"{folder} holds no archive run: there is no {_PLAN} in it. It is made by: onrecord batch IN... --out DIR"
        ) from None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"The plan in {folder} cannot be read ({error}): it is damaged, or of another version of onrecord.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class StripeDone:
    """What a marker says: how many chunks the shard has, over all its stripes."""

    chunks: int


def chunks_of(folder: Path, plan: Plan) -> list[str]:
    """The chunks in the order of the inputs. Raises InputError while something is still to be read."""
    found: list[str] = []
    for shard in plan.shards:
        markers = [folder / "reports" / shard.marker(stripe) for stripe in range(shard.stripes)]
        if not all(marker.exists() for marker in markers):
            raise InputError(f"The run in {folder} is not finished: not everything is read. Run the same onrecord batch again.")
        found += map(shard.chunk, range(unpack(StripeDone, markers[0].read_bytes()).chunks))
    return found


def write_whole(path: Path, content: bytes) -> None:
    """The file is there whole or not at all, also when two write it at the same time."""
    part = path.with_name(f"{path.name}.{os.uname().nodename}.{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _shards(files: Sequence[tuple[str, bool]], most_bytes: int) -> list[Shard]:
    shards: list[Shard] = []
    together: list[BatchFile] = []

    def close() -> None:
        size = sum(file.size for file in together)
        if together:
            shards.append(Shard(number=len(shards), files=tuple(together), stripes=1 + size // most_bytes))
        together.clear()

    for path, named in files:
        file = BatchFile(path=path, named=named, size=_size(path))
        if len(together) >= _SHARD_FILES or sum(f.size for f in together) + file.size > most_bytes:
            close()
        together.append(file)
    close()
    return shards


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:  # it is refused where it is read
        return 0
