"""What native code writes to standard error stays off a terminal for a while, and nothing else changes."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.vision.unheard import natives_unheard
from tests.support.processes import ROOT


def greet(word: str) -> None:
    """Write as native code does."""
    os.write(2, word.encode())


def test_what_is_written_meanwhile_is_not_heard_and_afterwards_it_is(capfd: pytest.CaptureFixture[str]) -> None:
    greet("before ")
    with natives_unheard():
        greet("meanwhile ")
    greet("after")
    assert capfd.readouterr().err == "before after"


def test_an_error_comes_through_and_standard_error_is_back(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError), natives_unheard():
        raise ZeroDivisionError
    greet("heard")
    assert capfd.readouterr().err == "heard"


def test_no_descriptor_is_left_open() -> None:
    spare = os.dup(0)
    os.close(spare)
    for _ in range(3):
        with natives_unheard():
            pass
    again = os.dup(0)
    os.close(again)
    assert again == spare


@pytest.mark.parametrize("stream", [None, io.StringIO()])
def test_a_stream_of_no_descriptor_in_its_place_changes_nothing(
    stream: io.StringIO | None, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with natives_unheard():
        greet("meanwhile ")
    greet("after")
    assert capfd.readouterr().err == "after"


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed by the shell")
def test_without_standard_error_whoever_has_its_number_is_left_alone(tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from reviewer.vision.unheard import natives_unheard\n"
        "file = os.open('evidence', os.O_WRONLY | os.O_CREAT)\n"
        "with natives_unheard():\n"
        "    os.write(file, b'whole')\n"
        "sys.exit(0 if file == 2 and sys.stderr is None else 9)\n"
    )
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -c "$1" 2>&-', sys.executable, program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0
    assert (tmp_path / "evidence").read_bytes() == b"whole"
