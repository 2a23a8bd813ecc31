"""The built program does the job from its own folder, with nothing of this repository.

Run by hand, since a build takes minutes: see CONTRIBUTING.md. Set REVIEWER_BUILT to a folder that was built already to
try that one instead.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.core import places
from reviewer.media.demo_footage import demo_steps

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.timeout(1800)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The console program, moved away from where it was built."""
    given = os.environ.get("REVIEWER_BUILT")
    folder = tmp_path_factory.mktemp("built") / "moved program"
    if given:
        shutil.copytree(given, folder, symlinks=True)
    else:
        work = tmp_path_factory.mktemp("work")
        command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--distpath", str(work / "dist")]
        subprocess.run([*command, "--workpath", str(work / "build"), str(ROOT / "build.spec")], check=True, cwd=ROOT)
        shutil.move(work / "dist" / "reviewer", folder)
    yield folder / ("reviewer.exe" if os.name == "nt" else "reviewer")
    shutil.rmtree(folder, ignore_errors=True)


def call(program: Path, *words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the program without any of the variables that this Python was started with."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "QT_"))}
    environment = {**kept, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [str(program), *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_self_test_passes_from_the_built_folder(program: Path, tmp_path: Path) -> None:
    done = call(program, "selftest", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(done.stdout.splitlines()) >= 8


def test_a_recording_is_redacted_and_its_copy_checked(program: Path, tmp_path: Path) -> None:
    for _ in demo_steps(tmp_path / "street.mp4", places.portrait(), start=70, end=95):
        pass
    done = call(program, "redact", "street.mp4", "-o", "copy.mp4", "--json", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["frames"], told["check"]["verdict"]) == (25, "settled")
    assert min(told["tracks"].values()) >= 1
    assert call(program, "check", "copy.mp4", "--original", "street.mp4", folder=tmp_path).returncode == 0


def test_a_wrong_command_ends_as_the_contract_says(program: Path, tmp_path: Path) -> None:
    done = call(program, "redact", "none.mp4", "-o", "copy.mp4", "--find", "car", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_the_folder_holds_the_licence_the_help_and_every_model(program: Path) -> None:
    inside = program.parent / "_internal"
    assert (inside / "LICENSE").is_file()
    assert (inside / "resources" / "help" / "checked-copy.md").is_file()
    shipped = {path.name for path in places.models().iterdir()}
    assert shipped == {path.name for path in (inside / "resources" / "models").iterdir()}
