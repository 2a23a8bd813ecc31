"""Following what a person drew: what is asked for, and what came of it, with why it ended at either end."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.core.detection import TrackId
from reviewer.core.region import Keyframe, KeyframeSource, Region, RegionId
from reviewer.core.timing import Span, Tick


class Ending(StrEnum):
    """Why something is followed no further."""

    FOOTAGE = "footage"
    LEFT = "left"
    CUT = "cut"
    SMALL = "small"
    LOST = "lost"


SURE = frozenset({Ending.FOOTAGE, Ending.LEFT, Ending.CUT})
"""Endings after which nothing of it is there to be covered; after the others it may be, somewhere."""


@dataclass(frozen=True, slots=True)
class End:
    """Why and where following ended: `tick` is that of the last frame in which it was seen for sure."""

    why: Ending
    tick: Tick


@dataclass(frozen=True, slots=True)
class Pursuit:
    """Follow what `region` covers in the frame at `tick`, `onward` and `back` in time.

    Where a person has set keyframes these say what it covers, and not the frame at `tick`.
    """

    region: Region
    tick: Tick
    onward: bool = True
    back: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """The path of a region that was followed during `span`; an end is None where it was not followed that way.

    `basis` are the keyframes of a person that it goes by; `track` is the evidence that it was found again in, if any.
    """

    region: RegionId
    keyframes: tuple[Keyframe, ...]
    span: Span
    basis: tuple[Keyframe, ...]
    start: End | None = None
    end: End | None = None
    track: TrackId | None = None


def own_keyframes(region: Region) -> tuple[Keyframe, ...]:
    """The keyframes that a person has set."""
    return tuple(k for k in region.keyframes if k.source is KeyframeSource.HAND)
