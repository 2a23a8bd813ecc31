"""What a copy leaves behind of an original, as a job: told before a release and printed in its schedules."""

from collections.abc import Generator
from pathlib import Path

from reviewer.core.footage import Footage, Recording
from reviewer.core.profile import SoundPolicy
from reviewer.core.removal import Removed
from reviewer.media.inventory import inventory
from reviewer.services.fetcher import step_back
from reviewer.services.jobs import Progress
from reviewer.services.workers import in_child


def removals(footage: Footage) -> Generator[Progress, None, tuple[Removed, ...]]:
    """What `footage` holds that no copy of it does; one unit of progress is a second of the recording.

    Reads the file through, in a child process. Raises FootageError when it is gone or the child died.
    """
    return (yield from in_child(_work, footage.path, footage.recording, name=footage.path.name))


def kept_line(recording: Recording, policy: SoundPolicy) -> str:
    """What a copy takes over of a recording, in a line."""
    count = 0 if policy is SoundPolicy.NONE else len(recording.sounds)
    sound = {0: "no sound", 1: "one sound stream"}.get(count, f"{count} sound streams")
    made = "encoded anew" if count == 0 else "both encoded anew"
    return f"A copy holds the picture and {sound}, {made}, and nothing else of the original."


def _work(path: Path, recording: Recording) -> Generator[Progress, None, tuple[Removed, ...]]:
    """What the child does."""
    step_back()
    steps = inventory(path, recording)
    total = max(1, round(recording.duration))
    while True:
        try:
            done = next(steps)
        except StopIteration as stop:
            found: tuple[Removed, ...] = stop.value
            return found
        yield Progress(min(total, max(0, int(done))), total, "listing what a copy leaves out")
