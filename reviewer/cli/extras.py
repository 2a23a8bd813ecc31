"""`reviewer`, `reviewer demo` and `reviewer selftest`."""

import os
import platform
from argparse import Namespace
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from reviewer.cli import console
from reviewer.cli.conduct import Stop, drive
from reviewer.cli.defects import DEFECT
from reviewer.core.errors import CheckError, UsageError


def window(given: Namespace) -> int:
    """Open the window, on a case where one is named; raises UsageError where there is no screen."""
    if given.case is not None and not given.case.exists():
        raise UsageError(f"There is no case {given.case}, and no command of that name.", "See: reviewer --help")
    if not _has_screen():
        raise UsageError(
            "There is no screen to open a window on.", "Use a command such as redact instead: reviewer --help"
        )
    try:
        from reviewer.app import run
    except ImportError as error:
        raise UsageError(
            f"The window cannot be opened, since a library of the system is missing ({error}).",
            "Start it with start.py, which installs what is missing. The commands need none: reviewer --help",
        ) from error

    return run(given.case)


def _has_screen() -> bool:
    if platform.system() in ("Windows", "Darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def demo(_given: Namespace) -> int:
    """Make a recording in a new folder below demo/, redact it, and say where to look."""
    from reviewer.cli.redact import redact_and_tell
    from reviewer.services.demo import make_demo
    from reviewer.services.pipeline import RedactRequest

    folder = _fresh(Path("demo").absolute())
    with Stop() as stop:
        recording = drive(make_demo(folder), stop)
        request = RedactRequest(video=recording, target=folder / "redacted.mp4", case=folder / "case")
        status, _ = redact_and_tell(request, stop)
    if status in (0, CheckError.status):
        console.say(f"The recording: {console.shortened(recording)}")
        console.say(f"Look at both, side by side; to go on by hand: reviewer {console.shortened(folder / 'case')}")
    return status


def selftest(_given: Namespace) -> int:
    """Try every part of the program, the window first; a line each, and exit status 1 where one does not work."""
    from reviewer.app import window_check
    from reviewer.services.selftest import selftest as parts

    every = True
    for name, works, sentence in chain(_window(window_check), parts()):
        console.say(f"{'ok    ' if works else 'FAILED'} {name}: {sentence}")
        every = every and works
    return 0 if every else DEFECT


def _window(attempt: Callable[[], None]) -> Iterator[tuple[str, bool, str]]:
    try:
        attempt()
    except Exception as error:  # whatever is wrong with the installation shows itself here
        yield "window", False, f"{type(error).__name__}: {error}"
    else:
        yield "window", True, "opened, painted and closed"


def _fresh(parent: Path) -> Path:
    """The first folder below `parent`, by number, that is not there yet; earlier demos are left alone."""
    number = 1
    while (parent / str(number)).exists():
        number += 1
    return parent / str(number)
