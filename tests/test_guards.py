"""The guards of conftest notice what they are there for."""

import subprocess
import sys
from pathlib import Path

import pytest

CASES = {
    "log": ("import logging\ndef test_it(): logging.getLogger('part').warning('careful')", "careful"),
    "silence": ("import pytest\n@pytest.mark.logs('careful')\ndef test_it(): pass", "never came"),
    "thread": (
        "import threading, time\ndef test_it(): threading.Thread(target=time.sleep, args=(2,)).start()",
        "thread",
    ),
    "process": (
        "import subprocess, sys\n"
        "def test_it():\n"
        "    child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(30)'])\n"
        "    child.returncode = 0  # forgotten, and without a warning of its own",
        "left running: process",
    ),
    "address": ("import socket\ndef test_it():\n    with socket.socket() as s: s.connect(('192.0.2.1', 9))", "reach"),
    "name": ("import socket\ndef test_it(): socket.getaddrinfo('example.org', 80)", "example.org"),
    "warning": ("import warnings\ndef test_it(): warnings.warn('odd')", "odd"),
}


def run_alone(code: str, folder: Path) -> str:
    """Runs one test under the guards in a process of its own; what pytest says."""
    guards = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    (folder / "conftest.py").write_text(guards.replace("GRACE = 5.0", "GRACE = 0.3"), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    (folder / "test_alone.py").write_text(code)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("name", CASES)
def test_a_test_that_does_what_it_should_not_is_failed(name: str, tmp_path: Path) -> None:
    code, word = CASES[name]
    told = run_alone(code, tmp_path)
    assert "1 failed" in told or "1 error" in told, told
    assert word in told


def test_a_test_that_behaves_passes(tmp_path: Path) -> None:
    code = (
        "import logging, pytest, subprocess, sys, threading\n"
        "@pytest.mark.logs('careful', 'again')\n"
        "def test_it():\n"
        "    for word in ('careful', 'again'): logging.getLogger('part').error(word)\n"
        "    logging.getLogger('part').info('more')\n"
        "    subprocess.run([sys.executable, '-c', ''], check=True)\n"
        "    threading.Thread(target=print).start()\n"
    )
    assert "1 passed" in run_alone(code, tmp_path)
