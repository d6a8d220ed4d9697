"""Nothing connects but the verbs that say so: the program runs under a filter of the kernel that kills whoever opens a connection."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Kills the process at connect, sendto, sendmsg and sendmmsg, in C as in Python and in every thread. Sockets between processes of one
# machine are refused, so that the system's libraries, which look users up through one, do without. Making a socket of another kind is
# allowed: urllib3, which trafilatura imports, tries whether the machine has IPv6 by making one, and connects it nowhere.
FILTER = """
import ctypes, os, struct
def forbid_internet():
    is_x86 = os.uname().machine == "x86_64"
    mark, install, socket = (0xC000003E, 317, 41) if is_x86 else (0xC00000B7, 277, 198)
    kill, refuse, allow = (0x06, 0, 0, 0x80000000), (0x06, 0, 0, 0x0005000D), (0x06, 0, 0, 0x7FFF0000)
    program = [(0x20, 0, 0, 4), (0x15, 1, 0, mark), allow, (0x20, 0, 0, 0)]
    for number in (42, 44, 46, 307) if is_x86 else (203, 206, 211, 269):
        program += [(0x15, 0, 1, number), kill]
    program += [(0x15, 0, 3, socket), (0x20, 0, 0, 16), (0x15, 0, 1, 1), refuse, allow]
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in program)
    held = ctypes.create_string_buffer(code, len(code))
    library = ctypes.CDLL(None, use_errno=True)
    assert library.prctl(38, 1, 0, 0, 0) == 0
    return library.syscall(install, 1, 1, struct.pack("HxxxxxxQ", len(program), ctypes.addressof(held))) == 0
if not forbid_internet():
    print("NO FILTER")
    raise SystemExit
"""
RUN = """
import sys
from click.testing import CliRunner
from onrecord.cli import main
for line in sys.stdin.read().splitlines():
    result = CliRunner().invoke(main, line.split("\\t"))
    print(line.split("\\t")[0], result.exit_code)
print("onrecord.fetch" in sys.modules)
"""
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine not in ("x86_64", "aarch64"), reason="the filter is for Linux on two processors"
)


def run(program: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "ONRECORD_CONTACT": "desk@paper.example"}
    done = subprocess.run(
        [sys.executable, "-c", FILTER + program], env=environment, input=stdin, capture_output=True, text=True, check=False
    )
    if "NO FILTER" in done.stdout:
        pytest.skip("the kernel takes no filter here")
    return done


def test_no_other_verb_opens_a_connection(tmp_path: Path) -> None:
    record, page = str(tmp_path / "r.db"), ROOT / "samples" / "html"
    lines = [
        ("add", str(page), str(ROOT / "samples" / "archive.warc.gz"), str(ROOT / "samples" / "feed.atom"), "--record", record),
        ("analyse", str(next(page.glob("*.html"))), "--format", "jsonl"),
        ("screen", str(next(page.glob("*.html"))), "--record", record),
        ("stories", "--record", record),
        ("account", "--record", record),
        ("search", "talks", "--record", record),
    ]
    done = run(RUN, "\n".join("\t".join(line) for line in lines))
    assert done.returncode == 0, done.stderr[-2000:]
    *verbs, fetched = done.stdout.splitlines()
    assert [verb.split()[0] for verb in verbs] == [line[0] for line in lines]
    assert {verb.split()[1] for verb in verbs} <= {"0", "3"} and fetched == "False"


def test_fetching_does_and_is_killed_for_it() -> None:
    """So the filter works, and what the test above shows is not for want of one. Nothing is sent: the first call is the last."""
    done = run(
        "from onrecord.fetch import Fetcher, FetchOptions\n"
        "print(Fetcher(FetchOptions(contact='desk@paper.example', version='0')).fetch('http://1.1.1.1/'))"
    )
    assert done.returncode == -31 and done.stdout == ""
