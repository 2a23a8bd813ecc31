"""The program as a process of its own: how soon it answers, what it loads, and what Ctrl-C leaves."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.support.footage import Clip, make

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "av", "cv2", "mediapipe", "onnxruntime", "PySide6", "sqlite3")


def start(*words: object, module: str = "reviewer") -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("SHIM", "")]),
        "TMPDIR": str(words[-1]),
    }
    return subprocess.Popen(
        [sys.executable, "-m", module, *(str(word) for word in words[:-1])],
        cwd=words[-1],  # type: ignore[arg-type]
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom reviewer.cli import main\n"
        "try:\n    main(['redact', '--help'])\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded: []"


def test_a_bad_command_of_the_real_program_has_its_status(tmp_path: Path) -> None:
    process = start("redact", "missing.mp4", "-o", "copy.mp4", tmp_path)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 3
    assert "There is no file" in err
    assert out == ""


def test_names_that_the_terminal_cannot_show_do_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "Zoë – Überwachung.mp4").touch()
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "ascii",
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("SHIM", "")]),
    }
    command = [sys.executable, "-m", "reviewer", "redact", "Zoë – Überwachung.mp4", "-o", "copy.mp4"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "is empty" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of interrupt")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("stage", ["Reading", "Rendering"])
def test_ctrl_c_ends_every_process_and_leaves_nothing_partial(tmp_path: Path, number: int, stage: str) -> None:
    make(tmp_path / "long.mp4", Clip(size=(640, 360), frames=300, options={"preset": "ultrafast"}))
    process = start("redact", "long.mp4", "-o", "copy.mp4", tmp_path, module="tests.support.stand_ins")
    assert process.stderr is not None
    told = []
    for line in process.stderr:
        told.append(line)
        if line.startswith(stage):
            break
    time.sleep(0.3)  # into the work itself; the outcome is the same at any moment
    children = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, "".join(told) + err
    assert "Stopped before the work was done." in err
    assert "Traceback" not in err
    assert out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["long.mp4"]
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive


@pytest.mark.skipif(sys.platform == "win32", reason="there is no way to kill a process and not its children")
def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path) -> None:
    make(tmp_path / "long.mp4", Clip(size=(640, 360), frames=300, options={"preset": "ultrafast"}))
    words = ("redact", "long.mp4", "-o", "copy.mp4", "--case", "case", tmp_path)
    process = start(*words, module="tests.support.stand_ins")
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("Rendering"):
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert not (tmp_path / "copy.mp4").exists()
    again = start(*words, module="tests.support.stand_ins")
    _, err = again.communicate(timeout=120)
    assert again.returncode == 0, err
    assert "Looking for" not in err, "what was found before the kill was kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "case",
        "copy.mp4",
        "copy.mp4.manifest.json",
        "long.mp4",
    ]
