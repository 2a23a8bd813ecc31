"""Proposes to hide what a camera wrote into its pictures, from a few pictures of the whole footage; in a child."""

from collections.abc import Generator, Iterator
from uuid import uuid4

import numpy as np

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.footage import Footage, Recording
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.overlay import Overlays
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.media.keyframes import KeyPictures
from reviewer.media.reader import FrameReader
from reviewer.services.fetcher import frame_of
from reviewer.services.jobs import Progress
from reviewer.services.looking import Source
from reviewer.services.workers import in_child
from reviewer.vision.burnt_in import BurntIn, Written
from reviewer.vision.runtime import one_core
from reviewer.vision.weights import Weights

PICTURES = 24
"""Pictures that are looked at, spread over the footage: enough that a scene which moves at all is another in each."""

READ = 2
"""Every so many of them are searched for text as well, which takes most of the time."""

KEYS = 2
"""Keyframes for each picture from which on keyframes are taken, which are decoded alone."""


def find_overlays(footage: Footage) -> Generator[Progress, None, Overlays]:
    """A region over all of the footage for each place; a unit of progress is a picture.

    What is written for only part of the footage is not found. Raises FootageError when the footage cannot be read.
    """
    source = Source(footage.path, footage.recording)
    written, frames, still = yield from in_child(_look, source, name=footage.path.name)
    return Overlays(tuple(_region(w.box, footage.recording) for w in written), frames, still)


def numbers_of(recording: Recording) -> tuple[int, ...]:
    """Which frames are looked at: from the first to the last, keyframes where there are plenty."""
    keys = np.flatnonzero(recording.index.keyframes)
    pool = keys if len(keys) >= KEYS * PICTURES else np.arange(len(recording.index))
    at = np.unique(np.linspace(0, len(pool) - 1, min(PICTURES, len(pool))).round().astype(int))
    return tuple(int(n) for n in pool[at])


def _region(box: Box, recording: Recording) -> Region:
    index = recording.index
    return Region(
        id=RegionId(f"overlay-{uuid4().hex}"),
        subject=Subject.TEXT,
        span=index.span,
        keyframes=(Keyframe(index.tick(0), Box(*(round(v, 2) for v in (box.x, box.y, box.width, box.height)))),),
    )


# What follows runs in the child.


def _look(source: Source) -> Generator[Progress, None, tuple[tuple[Written, ...], int, bool]]:
    one_core()
    finder = BurntIn(Weights(places.models()).path("ppocr-v4-text-detection"))
    numbers = numbers_of(source.recording)
    for done, frame in enumerate(_frames(source, numbers)):
        yield Progress(done, len(numbers), "burnt-in text")
        if frame is not None:
            finder.see(frame, text=done % READ == 0)
    yield Progress(len(numbers), len(numbers), "burnt-in text")
    return finder.found(), finder.frames, finder.still


def _frames(source: Source, numbers: tuple[int, ...]) -> Iterator[Frame | None]:
    """The frames in their order; None for one that cannot be decoded."""
    with (
        KeyPictures(source.path, source.recording) as keys,
        FrameReader(source.path, source.recording, threads=2) as reader,
    ):
        for number in numbers:
            yield keys.read(number) or frame_of(reader, number)
