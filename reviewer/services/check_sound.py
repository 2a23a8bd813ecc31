"""What is heard of a copy where it should be silent, or something else be heard: in every channel of every stream.

Runs in a child process.
"""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from reviewer.media.probe import probe
from reviewer.media.unsilenced import Asked, listened
from reviewer.services.jobs import Progress


@dataclass(frozen=True, slots=True)
class SoundRequest:
    """The copy to listen to, and what should be hidden of its sound, None where nobody knows."""

    copy: Path
    asked: Asked | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundLook:
    """How many streams and channels a copy has, and what listening to them found, in sentences.

    `stretches` counts what was listened to, each once a channel, `untold` those of which the file did not tell whether
    they are hidden, `cards` the cards under which it has to be silent.
    """

    streams: int
    channels: int
    stretches: int = 0
    untold: int = 0
    cards: int = 0
    faults: tuple[str, ...] = ()


def look_at_sound(request: SoundRequest) -> Generator[Progress, None, SoundLook]:
    """Listen to the copy where something is hidden; raises FootageError when it cannot be opened."""
    yield Progress(0, 1, "check")
    sounds, asked = probe(request.copy).sounds, request.asked
    channels = sum(s.channels for s in sounds)
    if asked is None or not sounds:
        return SoundLook(streams=len(sounds), channels=channels)
    found = listened(request.copy, asked)
    return SoundLook(
        streams=len(sounds),
        channels=channels,
        stretches=found.stretches,
        untold=found.untold,
        cards=len(asked.assembly.cards) if asked.assembly is not None else 0,
        faults=tuple(leak.sentence for leak in found.leaks),
    )
