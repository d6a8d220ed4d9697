"""What the process that parses pages may no longer do: use the network, start processes, write or change files, take all memory.

On Linux (x86-64, arm64) the kernel sees to it, by a seccomp filter that needs no privileges and holds for libraries in C too. Elsewhere,
and where the kernel refuses the filter, an audit hook does, which stops code in Python only.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import platform
import resource
import struct
import sys
from dataclasses import dataclass
from typing import Literal

Confinement = Literal["kernel", "python"]

_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "shutil.")

# Instructions of the kernel's filter machine (linux/bpf_common.h), and where it finds what was called (struct seccomp_data).
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _MACHINE, _ARGUMENTS = 0, 4, 16
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_X32_CALLS = 0x40000000  # a second way to make each call on x86-64
_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_TMPFILE", 0) & ~getattr(os, "O_DIRECTORY", 0)
_NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 38, 1, 1

# Calls by their numbers: network, processes, tracing others, namespaces, mounts, and what creates, removes or changes files.
_CALLS_X86 = (
    *(41, 42, 43, 44, 46, 49, 50, 53, 288, 307),  # socket connect accept sendto sendmsg bind listen socketpair accept4 sendmmsg
    *(425, 426, 427),  # io_uring, which would do all of these in the kernel's own threads
    *(57, 58, 59, 322, 62, 101, 310, 311, 434, 438),  # fork vfork execve execveat kill ptrace process_vm_* pidfd_open pidfd_getfd
    *(165, 155, 161, 272, 308, 304, 437, 298, 321, 323, 248, 249, 250),  # mount pivot_root chroot unshare setns openat2 … bpf keys
    *(76, 82, 83, 84, 85, 86, 87, 88, 90, 91, 92, 93, 94, 133, 258, 259, 260, 263, 264, 265, 266, 268, 316),  # truncate rename mkdir …
)
_CALLS_ARM = (
    *(198, 199, 200, 201, 202, 203, 206, 211, 242, 269),
    *(425, 426, 427),
    *(221, 281, 129, 117, 270, 271, 434, 438),
    *(40, 41, 51, 97, 268, 265, 437, 241, 280, 282, 217, 218, 219),
    *(45, 33, 34, 35, 36, 37, 38, 52, 53, 54, 55, 276),
)


@dataclass(frozen=True, slots=True)
class _Machine:
    """A kind of processor: its mark, the numbers of calls; ``opening``: (call, which argument has the flags)."""

    mark: int
    seccomp: int
    clone: int
    opening: tuple[tuple[int, int], ...]
    forbidden: tuple[int, ...]
    clone3: int = 435


_MACHINES = {
    "x86_64": _Machine(0xC000003E, 317, 56, ((2, 1), (257, 2)), _CALLS_X86),
    "aarch64": _Machine(0xC00000B7, 277, 220, ((56, 2),), _CALLS_ARM),
}


def confine(memory_bytes: int) -> Confinement:
    """Bounds this process for good, and says who sees to it: the kernel, or Python's own hooks alone."""
    for limit, amount in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        with contextlib.suppress(ValueError, OSError):  # macOS does not know all of them
            resource.setrlimit(limit, (amount, amount))
    sys.addaudithook(_forbid)
    return "kernel" if _filter_calls() else "python"


def kernel_can_confine() -> bool:
    """Whether this system has the kernel's filter, and instructions for its processor are here."""
    return sys.platform == "linux" and platform.machine() in _MACHINES and os.path.exists("/proc/sys/kernel/seccomp")


def _forbid(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN_EVENTS):
        raise PermissionError(f"{event} is not allowed where pages are parsed")


def _filter_calls() -> bool:
    """Whether the kernel has taken the filter, for every thread of this process."""
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" and sys.maxsize > 2**32 else None
    if machine is None:
        return False
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in _program(machine))
    held = ctypes.create_string_buffer(code, len(code))  # alive until the kernel has copied it
    program = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(held))
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            return False
        return bool(library.syscall(machine.seccomp, _SET_FILTER, _ALL_THREADS, program) == 0)
    except (OSError, AttributeError):
        return False


def _program(machine: _Machine) -> list[tuple[int, int, int, int]]:
    """The filter: instruction, jumps when true and when false, operand. Whatever is not named is allowed."""
    refuse = (_RETURN, 0, 0, _ERROR | errno.EACCES)
    allow = (_RETURN, 0, 0, _ALLOW)
    program = [(_LOAD, 0, 0, _MACHINE), (_IF_EQUAL, 1, 0, machine.mark), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER)]
    if machine.mark == _MACHINES["x86_64"].mark:
        program += [(_IF_AT_LEAST, 0, 1, _X32_CALLS), refuse]
    for number in machine.forbidden:
        program += [(_IF_EQUAL, 0, 1, number), refuse]
    # glibc makes threads with clone3 and falls back on clone, whose flags can be looked at.
    program += [(_IF_EQUAL, 0, 1, machine.clone3), (_RETURN, 0, 0, _ERROR | errno.ENOSYS)]
    program += [(_IF_EQUAL, 0, 4, machine.clone), (_LOAD, 0, 0, _ARGUMENTS), (_IF_ANY_BIT, 1, 0, _CLONE_THREAD), refuse, allow]
    for number, argument in machine.opening:
        program += [(_IF_EQUAL, 0, 4, number), (_LOAD, 0, 0, _ARGUMENTS + 8 * argument), (_IF_ANY_BIT, 0, 1, _WRITING), refuse, allow]
    return [*program, allow]
