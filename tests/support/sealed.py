"""Runs a command that the kernel kills, with all its children, the moment one of them makes an internet socket.

    python sealed.py COMMAND [ARGUMENT...]

A filter on system calls sees what native code does as well as Python, needs no rights and no tool, and passes to every
child (seccomp(2), Linux on x86-64 and arm64). A process that is killed by it ends with SIGSYS.
"""

import ctypes
import os
import platform
import struct
import sys

SIGSYS = 31

_AF_INET, _AF_INET6 = 2, 10
_IO_URING_SETUP = 425  # the same everywhere; a ring could make sockets without a system call of their own
_KILL, _ERROR_NOSYS, _ALLOW = 0x80000000, 0x00050000 | 38, 0x7FFF0000
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The audit number of each machine, and the number of its system call socket."""


def seal() -> None:
    """Put this process and all its children to come under the filter; raises OSError where that cannot be."""
    machine, socket = _MACHINES[platform.machine()]
    load, equal, give = 0x20, 0x15, 0x06
    program = [
        (load, 0, 0, _MACHINE),
        (equal, 0, 8, machine),
        (load, 0, 0, _NUMBER),
        (equal, 5, 0, _IO_URING_SETUP),
        (equal, 0, 3, socket),
        (load, 0, 0, _FIRST_ARGUMENT),
        (equal, 3, 0, _AF_INET),
        (equal, 2, 0, _AF_INET6),
        (give, 0, 0, _ALLOW),
        (give, 0, 0, _ERROR_NOSYS),
        (give, 0, 0, _KILL),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *line) for line in program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    libc = ctypes.CDLL(None, use_errno=True)
    for call in ((38, 1, 0), (22, 2, ctypes.addressof(header))):  # PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP
        if libc.prctl(call[0], call[1], ctypes.c_void_p(call[2]), 0, 0) != 0:
            number = ctypes.get_errno()
            raise OSError(number, f"the filter cannot be set: {os.strerror(number)}")


if __name__ == "__main__":
    seal()
    os.execvp(sys.argv[1], sys.argv[1:])
