"""Made-up footage on a timeline: regions by their frames, and a scene to look at without a window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject, TrackId
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, KeyframeSource, PersonId, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick
from reviewer.ui.timeline.bands import Wants, banded
from reviewer.ui.timeline.lanes import laid
from reviewer.ui.timeline.scale import Scale
from reviewer.ui.timeline.scene import Scene
from tests.support.values import a_footage

FRAMES = 300
"""Frames of the footage here: ten seconds whose first tick is not nought."""

FOOTAGE = a_footage(frames=FRAMES)
INDEX = FOOTAGE.recording.index


def tick(frame: int) -> Tick:
    """When a frame begins; one frame further than the last is when the footage ends."""
    return INDEX.tick(frame) if frame < FRAMES else INDEX.end


def frames(first: int, after: int) -> Span:
    """From one frame up to but not including another."""
    return Span(tick(first), tick(after))


def bar(name: str, over: tuple[int, int], *, at: Sequence[int] = (), person: str | None = None) -> Region:
    """A face over these frames, from a track of its own, with keyframes in some of them."""
    path = tuple(Keyframe(tick(f), Box(0, 0, 5, 5), source=KeyframeSource.HAND) for f in at or over[:1])
    return Region(
        id=RegionId(name),
        subject=Subject.FACE,
        span=frames(*over),
        keyframes=path,
        track=TrackId(f"t-{name}"),
        person=None if person is None else PersonId(person),
    )


def quiet(name: str, over: tuple[int, int], *, streams: frozenset[int] | None = None) -> Silence:
    """A silence over these frames."""
    return Silence(id=SilenceId(name), span=frames(*over), streams=streams)


def with_sounds(count: int) -> Footage:
    """The footage with so many sound streams."""
    sounds = tuple(replace(FOOTAGE.recording.sounds[0], index=number) for number in range(count))
    return replace(FOOTAGE, recording=replace(FOOTAGE.recording, sounds=sounds))


def a_scene(regions: Iterable[Region] = (), *, review: Review | None = None, width: float = 620.0) -> Scene:
    """A scene of the footage, 200 pixels high, with two pixels to a frame at that width, and no names at its left."""
    review = (review or Review()).adding(regions)
    streams = tuple(s.index for s in FOOTAGE.recording.sounds)
    bands = banded(200, Wants(sounds=streams))
    lanes = laid(review.regions)
    return Scene(FOOTAGE, Scale.of(INDEX, width), bands=bands, lanes=lanes, review=review, editable=True)


def reviewed(*regions: Region) -> Review:
    """A review of these regions."""
    return of(regions)


@dataclass(frozen=True, slots=True)
class Thumb:
    """A small picture of one colour."""

    tick: Tick
    pixels: NDArray[np.uint8]


class FakeFilm:
    """Has the pictures that it is given, and remembers what was wanted of it."""

    def __init__(self, *at: int) -> None:
        self.wishes: list[tuple[Span, int]] = []
        self.thumbs = [Thumb(tick(f), np.full((54, 96, 4), 10 + f % 200, np.uint8)) for f in at]

    def wanted(self, span: Span, count: int) -> None:
        """Remember the wish."""
        self.wishes.append((span, count))

    def between(self, span: Span) -> list[Thumb]:
        """Those in the span."""
        return [t for t in self.thumbs if t.tick in span]

    def near(self, tick: Tick) -> Thumb | None:
        """The nearest one."""
        return min(self.thumbs, key=lambda t: abs(t.tick - tick), default=None)
