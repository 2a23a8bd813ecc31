"""Makes a short recording to try the program on, with a real face, a number plate and sound in it."""

from collections.abc import Generator
from pathlib import Path

from reviewer.core import places
from reviewer.core.errors import DiskError
from reviewer.media.demo_footage import FRAMES, demo_steps
from reviewer.services.jobs import Progress

RECORDING = "street.mp4"
"""What the recording is called."""


def make_demo(folder: Path) -> Generator[Progress, None, Path]:
    """Make the recording in `folder`, which is made too where it is missing, and return its path.

    A recording left there by an earlier demo is replaced. Raises DiskError when it cannot be written, FootageError
    when the portrait is missing from the installation.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(
            f"The folder {folder} for the demo cannot be made ({error.strerror}).",
            "Choose a folder that can be written to; nothing was changed.",
        ) from error
    target = folder / RECORDING
    for done in demo_steps(target, places.portrait()):
        yield Progress(done, FRAMES, "making the recording")
    return target
