"""No command of the program makes an internet socket: the kernel kills the process that does.

Python, native libraries and child processes are all seen; see support/sealed.py. Where there is no such filter
(Windows) only the sockets of Python are watched, by conftest.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.core import places
from reviewer.media.demo_footage import demo_steps
from tests.support import sealed

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's filter is that of Linux")


def run_sealed(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, sealed.__file__, sys.executable, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def reviewer(*words: str, folder: Path, status: int = 0) -> str:
    """Runs a command of the program under the filter; what it prints."""
    done = run_sealed("-m", "reviewer", *words, folder=folder)
    assert done.returncode == status, f"{words} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6"])
def test_the_filter_kills_a_process_that_makes_an_internet_socket(family: str, tmp_path: Path) -> None:
    done = run_sealed("-c", f"import socket; socket.socket(socket.{family})", folder=tmp_path)
    assert done.returncode == -sealed.SIGSYS


def test_the_filter_holds_for_native_code_in_a_child_that_asks_for_an_address(tmp_path: Path) -> None:
    ask = "import ctypes; ctypes.CDLL(None).getaddrinfo(b'example.org', b'80', None, ctypes.byref(ctypes.c_void_p()))"
    code = f"import subprocess, sys; print(subprocess.run([sys.executable, '-c', {ask!r}]).returncode)"
    assert run_sealed("-c", code, folder=tmp_path).stdout == f"{-sealed.SIGSYS}\n"


def test_the_filter_leaves_pipes_and_local_sockets_alone(tmp_path: Path) -> None:
    code = "import socket, multiprocessing; socket.socketpair(); multiprocessing.Pipe(); print('fine')"
    assert run_sealed("-c", code, folder=tmp_path).stdout == "fine\n"


def test_the_whole_job_and_every_command_on_its_case_reach_no_address(tmp_path: Path) -> None:
    for _ in demo_steps(tmp_path / "street.mp4", places.portrait(), start=70, end=95):
        pass
    told = reviewer("redact", "street.mp4", "-o", "copy.mp4", "--case", "case", "--json", folder=tmp_path)
    assert json.loads(told.splitlines()[-1])["frames"] == 25
    reviewer("tracks", "case", "-o", "tracks.jsonl", folder=tmp_path)
    reviewer("check", "copy.mp4", "--original", "street.mp4", folder=tmp_path)
    reviewer("audit", "case", folder=tmp_path)


def test_the_demo_ends_in_a_settled_copy_and_reaches_no_address(tmp_path: Path) -> None:
    told = reviewer("demo", folder=tmp_path)
    assert "Check settled" in told
    assert (tmp_path / "demo" / "1" / "redacted.mp4").is_file()


def test_the_self_test_passes_and_reaches_no_address(tmp_path: Path) -> None:
    lines = reviewer("selftest", folder=tmp_path).splitlines()
    assert len(lines) >= 8
