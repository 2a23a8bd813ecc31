"""The program as a process of its own: how soon it answers, what it loads, and what Ctrl-C leaves."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from reviewer.core import places
from reviewer.media.demo_footage import demo_steps
from tests.support.footage import Clip, make

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "av", "cv2", "mediapipe", "onnxruntime", "PySide6", "sqlite3")


@pytest.fixture(scope="module")
def long_recording(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """One that takes a second or two to render."""
    clip = Clip(size=(640, 360), frames=250, options={"preset": "ultrafast"})
    return make(tmp_path_factory.mktemp("long") / "a.mp4", clip).read_bytes()


def start(*words: object, module: str = "reviewer") -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
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
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "reviewer", "redact", "Zoë – Überwachung.mp4", "-o", "copy.mp4"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "is empty" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of interrupt")
@pytest.mark.parametrize(("number", "stage"), [(signal.SIGINT, "Rendering"), (signal.SIGTERM, "Reading")])
def test_a_stop_ends_every_process_and_leaves_nothing_partial(
    tmp_path: Path, long_recording: bytes, number: int, stage: str
) -> None:
    (tmp_path / "long.mp4").write_bytes(long_recording)
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
def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path, long_recording: bytes) -> None:
    (tmp_path / "long.mp4").write_bytes(long_recording)
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


def test_the_real_program_finds_covers_and_checks(tmp_path: Path) -> None:
    recording = tmp_path / "street.mp4"
    for _ in demo_steps(recording, places.portrait(), start=75, end=100):
        pass
    out, err = start("redact", recording, "-o", "copy.mp4", "--find", "face", "--json", tmp_path).communicate(
        timeout=200
    )
    value = json.loads(out.splitlines()[-1])
    assert value["tracks"]["face"] >= 1, err
    assert value["tracks"]["plate"] == 0
    assert value["frames"] == 25
    assert Path(value["copy"]).is_file()
    assert hashlib.sha256(Path(value["copy"]).read_bytes()).hexdigest() == value["sha256"]
    again = start("check", value["copy"], "--original", recording, tmp_path)
    said, err = again.communicate(timeout=200)
    assert again.returncode == (0 if value["check"]["verdict"] == "settled" else 4), said + err
    for point in ("ticks", "covered", "detectors", "contents"):
        assert f"] {point}: " in said
