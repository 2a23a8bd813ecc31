"""What a copy's file holds beside its pictures and sound, told by two parsers that share nothing.

Runs in a child process.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.footage import Recording
from reviewer.media.boxes import foreign
from reviewer.media.fingerprint import fingerprint_steps
from reviewer.media.probe import probe
from reviewer.services.jobs import Progress


@dataclass(frozen=True, slots=True)
class ContentsRequest:
    """The copy to read, and how many sound streams it should have, None where nobody knows."""

    copy: Path
    sounds: int | None


@dataclass(frozen=True, slots=True)
class ContentsLook:
    """Sentences about all that a copy should not hold, how many sound streams it has, and the file's SHA-256."""

    faults: tuple[str, ...]
    sounds: int
    sha256: str


def look_at_contents(request: ContentsRequest) -> Generator[Progress, None, ContentsLook]:
    """Read the file with both parsers; raises FootageError when it cannot be opened."""
    copy, sounds = request.copy, request.sounds
    sha256 = yield from _fingerprint(copy)
    recording = probe(copy)
    faults = _first_parser(recording, sounds=sounds)
    yield Progress(1, 2, "check")
    faults += foreign(copy, sounds=sounds)
    return ContentsLook(tuple(faults), len(recording.sounds), sha256)


def _fingerprint(copy: Path) -> Generator[Progress, None, str]:
    steps = fingerprint_steps(copy)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            digest: str = stop.value
            return digest
        yield Progress(0, 2, "check")


def _first_parser(recording: Recording, *, sounds: int | None) -> list[str]:
    faults = [f"The file holds a {o.kind} stream ({o.codec or 'unknown'})." for o in recording.others]
    faults += [f"The file tells {i.name} ({i.where}): {i.value[:60]}." for i in recording.identifiers]
    if sounds is not None and len(recording.sounds) != sounds:
        faults.append(f"The file holds {len(recording.sounds)} sound streams; this copy should have {sounds}.")
    if recording.truncated:
        faults.append("The file stops before its own end.")
    return faults
