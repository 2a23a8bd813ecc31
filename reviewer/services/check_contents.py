"""What a copy's file holds beside its pictures and sound, told by two parsers that share nothing.

Runs in a child process.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

from reviewer.core.footage import Recording
from reviewer.core.timing import clock
from reviewer.media.boxes import foreign
from reviewer.media.fingerprint import fingerprint
from reviewer.media.probe import probe
from reviewer.media.silencing import Quiet, Stretch
from reviewer.media.unsilenced import heard
from reviewer.services.jobs import Progress

ALTERED = "The file is not the one that its manifest was made for."


@dataclass(frozen=True, slots=True)
class ContentsRequest:
    """The copy to read; `sounds` and `sha256` are what it should have, None where nobody knows.

    `quiet` is what should be silent of each of its sound streams, by their positions.
    """

    copy: Path
    sounds: int | None
    sha256: str | None
    quiet: Quiet = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContentsLook:
    """Sentences about all that a copy should not hold, and how many sound streams it has."""

    faults: tuple[str, ...]
    sounds: int


def look_at_contents(request: ContentsRequest) -> Generator[Progress, None, ContentsLook]:
    """Read the file with both parsers; raises FootageError when it cannot be opened."""
    copy, sounds = request.copy, request.sounds
    yield Progress(0, 3, "check")
    faults = [] if request.sha256 in (None, fingerprint(copy)) else [ALTERED]
    yield Progress(1, 3, "check")
    recording = probe(copy)
    faults += _first_parser(recording, sounds=sounds)
    yield Progress(2, 3, "check")
    faults += foreign(copy, sounds=sounds)
    if recording.sounds:
        faults += [_heard(place, stretch) for place, stretch in heard(copy, request.quiet)]
    return ContentsLook(tuple(faults), len(recording.sounds))


def _heard(place: int, stretch: Stretch) -> str:
    start, end = (clock(float(s)) for s in stretch)
    return f"Sound stream {place + 1} should be silent from {start} to {end}, and something is heard there."


def _first_parser(recording: Recording, *, sounds: int | None) -> list[str]:
    faults = [f"The file holds a {o.kind} stream ({o.codec or 'unknown'})." for o in recording.others]
    faults += [f"The file tells {i.name} ({i.where}): {i.value[:60]}." for i in recording.identifiers]
    if sounds is not None and len(recording.sounds) != sounds:
        faults.append(f"The file holds {len(recording.sounds)} sound streams; this copy should have {sounds}.")
    if recording.truncated:
        faults.append("The file stops before its own end.")
    return faults
