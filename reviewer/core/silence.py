"""A stretch of sound that must not be heard: the same for sound as a region is for the picture."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from reviewer.core.region import Decision, PersonId
from reviewer.core.timing import Span

SilenceId = NewType("SilenceId", str)


class Treatment(StrEnum):
    """What is heard instead."""

    MUTE = "mute"
    BLEEP = "bleep"
    NOISE = "noise"
    DISGUISE = "disguise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The sound during `span` (ticks of the footage's picture) is hidden in a copy.

    `streams` are the indexes of the sound streams in the footage that it is about, None for all there are; `channels`
    those of their channels, counted from 0, None for all; a stream of fewer channels is hidden whole where none of
    them is one of its own. `person` is whose voice it is, if that was said. Raises ValueError for an empty span, no
    stream and no channel.
    """

    id: SilenceId
    span: Span
    streams: frozenset[int] | None = None
    treatment: Treatment = Treatment.MUTE
    decision: Decision = Decision.CONFIRMED
    reason: str = ""
    person: PersonId | None = None
    channels: frozenset[int] | None = None

    def __post_init__(self) -> None:
        if self.span.start >= self.span.end:
            raise ValueError("a silence lasts at least one tick")
        if self.streams is not None and not self.streams:
            raise ValueError("a silence is about at least one stream")
        if self.channels is not None and not self.channels:
            raise ValueError("a silence is about at least one channel")

    @property
    def hides(self) -> bool:
        """Whether its sound is hidden in a copy."""
        return self.decision is not Decision.REJECTED
