"""Write down what a developer needs after a defect, without a word about the footage."""

import importlib.metadata
import os
import platform
import re
import sys
import sysconfig
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from reviewer import __version__
from reviewer.core import places
from reviewer.core.errors import ReviewerError
from reviewer.vision.packs import shelved

PACKAGES = (
    "av",
    "mediapipe",
    "numpy",
    "onnxruntime",
    "opencv-contrib-python-headless",
    "PySide6-Essentials",
)
"""What the report gives the version of."""

_PLACE = re.compile(
    r"""(?P<quote>['"])(?P<quoted>[^'"\n]*[\\/][^'"\n]*)(?P=quote)"""
    r"""|(?:[A-Za-z]:)?[\\/](?:[^\s"'<>|:;,()]+[\\/])+[^\s"'<>|:;,()]*"""
    r"""|[A-Za-z]:\\[^\s"'<>|:;,()]+"""
)
"""Anything that reads like a path, on Linux or on Windows, or is quoted and has a slash in it."""

HIDDEN = "[path]"


def product() -> str:
    """The program's name and version, as manifests and reports give it."""
    return f"reviewer {__version__}"


def problem_report(error: BaseException, *, command: str, private: Iterable[str] = (), log: Iterable[str] = ()) -> str:
    """What went wrong, where in the program, under which versions, and the last lines of the log.

    `private` are words that must not appear, such as the paths that were given; they, their last parts and
    everything else that reads like a path are left out. Nothing of the footage's contents is in it.
    """
    words = _words(private)
    lines = [
        "Reviewer problem report",
        f"when: {datetime.now(UTC).isoformat(timespec='seconds')}",
        f"program: {product()}",
        f"command: {command}",
        f"system: {platform.system()} {platform.release()} {platform.machine()}, {os.cpu_count()} processors",
        f"Python: {platform.python_version()}{' (built program)' if getattr(sys, 'frozen', False) else ''}",
        *(f"{name}: {_version(name)}" for name in PACKAGES),
        f"model packs: {_packs()}",
        "",
        *_trace(error, words=words),
        *(_scrubbed(line, words) for line in log),
    ]
    return "\n".join(lines) + "\n"


def keep_report(report: str) -> Path | None:
    """Put the report where this user's programs keep their logs, or with temporary files; None where neither can."""
    name = f"problem-{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    for folder in (platformdirs.user_log_path("Reviewer", appauthor=False), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            target = folder / name
            target.write_text(report, encoding="utf-8")
        except OSError:
            continue
        return target
    return None


def _packs() -> str:
    """The model packs that were added, by name and model; a damaged one may be called anything, so it is not named."""
    try:
        found = [shelf.manifest for shelf in shelved(places.pack_folders())]
    except ReviewerError:
        return "cannot be read"
    return ", ".join(f"{m.name} {m.sha256[:12]}" if m else "a damaged one" for m in found) or "none"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "unknown"


def _trace(error: BaseException, *, words: list[str]) -> Iterator[str]:
    """The chain of errors, each with the places in code; without local values, which could hold footage."""
    for cause in _chain(error):
        for step in traceback.extract_tb(cause.__traceback__):
            yield f"  {_code_place(step.filename)}:{step.lineno} in {step.name}"
        told = _scrubbed(str(cause), words)
        yield f"{type(cause).__name__}: {told}" if told else type(cause).__name__
        yield from (_scrubbed(line, words) for note in getattr(cause, "__notes__", ()) for line in note.splitlines())
        yield ""


def _chain(error: BaseException) -> list[BaseException]:
    """The errors from the first cause to the last consequence."""
    chain = [error]
    while (cause := chain[0].__cause__ or chain[0].__context__) is not None and cause not in chain:
        chain.insert(0, cause)
    return chain


def _code_place(filename: str) -> str:
    return _code(filename) or Path(filename).name


def _code(filename: str) -> str | None:
    """Where a module lies under the program or an installed package; None for any other file."""
    path = Path(filename)
    roots = (Path(__file__).resolve().parents[2], *(Path(p) for p in sysconfig.get_paths().values()))
    if path.suffix == ".py":
        for root in roots:
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
    return None


def _words(private: Iterable[str]) -> list[str]:
    """The private words and the parts of them that identify, the longest first so that none survives in another."""
    words: set[str] = set()
    for word in private:
        path = Path(word)
        words |= {word, str(path.absolute()), path.name, path.stem, path.parent.name}
    return sorted((w for w in words if len(w) > 2), key=len, reverse=True)


def _scrubbed(text: str, words: list[str]) -> str:
    for word in words:
        text = re.sub(re.escape(word), lambda _: HIDDEN, text, flags=re.IGNORECASE)
    return _PLACE.sub(lambda found: _code(found["quoted"] or found.group()) or HIDDEN, text)
