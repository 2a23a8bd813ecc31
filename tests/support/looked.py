"""Footage with a real face in motion, and jobs driven to their end, for tests of what looks at footage."""

import itertools
from collections.abc import Generator
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.detection import Origin, Subject, Track
from reviewer.core.footage import Footage, FootageId
from reviewer.media.fingerprint import fingerprint
from reviewer.media.probe import probe
from reviewer.services.jobs import Progress
from reviewer.vision.scan import Looked, Segment
from reviewer.vision.scene import Scene
from reviewer.vision.trail import Tracklet
from tests.support.footage import Clip, make

SIDE = 170
"""Pixels of a side of the portrait."""

TOP = 185
"""Its first row: low enough for the face to be clear of the cells that the frame's number is drawn in."""


def result_of(job: Generator[Progress, None, Any]) -> Any:
    """The job's result; its progress never goes back."""
    seen: list[Progress] = []
    while True:
        try:
            seen.append(next(job))
        except StopIteration as stop:
            assert all(a.done <= b.done for a, b in itertools.pairwise(seen))
            return stop.value


def footage_of(path: Path) -> Footage:
    """The recording at `path` as it would be taken in."""
    return Footage(
        id=FootageId("f"), path=path, size=path.stat().st_size, sha256=fingerprint(path), recording=probe(path)
    )


def portrait(side: int) -> NDArray[np.uint8]:
    """A picture of a real face, of shape (side, side, 3)."""
    with av.open(str(places.portrait())) as container:
        frame = next(container.decode(video=0)).reformat(width=side, height=side, format="rgb24")
    picture: NDArray[np.uint8] = frame.to_ndarray()
    return picture


def place(number: int) -> int:
    """The first column of the portrait in that frame."""
    return 340 + 2 * number


def passing_face(path: Path, *, frames: int = 60) -> Footage:
    """A real face that moves across 640x360 pixels, two pixels a frame."""
    face = portrait(SIDE)

    def paint(number: int, rgb: NDArray[np.uint8]) -> None:
        rgb[:] = 120
        shown = rgb[TOP : TOP + SIDE, place(number) : place(number) + SIDE]
        shown[:] = face[:, : shown.shape[1]]

    return footage_of(make(path, Clip(size=(640, 360), frames=frames, paint=paint)))


def numbers_of(tracks: tuple[Track, ...]) -> list[tuple[Any, ...]]:
    """Everything that tracks say but their names, which differ from run to run."""
    return [
        (
            t.subject,
            t.ticks.tolist(),
            t.boxes.tolist(),
            t.origins.tolist(),
            t.scores.tolist(),
            t.end,
            _corners(t.quads),
        )
        for t in tracks
    ]


def a_looked(segment: Segment, *, tracklets: int = 1) -> Looked:
    """What may come of a segment: subjects that stand still from its first frame to its last."""
    count = segment.last - segment.first + 1
    boxes = np.tile(np.array([10, 20, 30, 40], np.float32), (count, 1))
    origins = np.where(np.arange(count) % 5 == 0, Origin.DETECTED, Origin.FOLLOWED).astype(np.uint8)
    scores = np.full(count, 0.75, np.float32)
    found = [Tracklet(Subject.FACE, segment.first, boxes + 50 * n, origins, scores) for n in range(tracklets)]
    flat = np.ones(count, np.float32)
    return Looked(found, Scene(np.zeros((count, 2), np.float32), flat, flat, np.zeros(count, np.bool_)))


def numbers_in(looked: Looked) -> list[Any]:
    """Everything that came of a segment, to compare."""
    scene = looked.scene
    return [
        [
            (t.subject, t.first, t.boxes.tolist(), t.origins.tolist(), t.scores.tolist(), _corners(t.quads))
            for t in looked.tracklets
        ],
        [part.tolist() for part in (scene.motion, scene.light, scene.detail, scene.cuts)],
    ]


def _corners(quads: NDArray[np.float32] | None) -> Any:
    return None if quads is None else quads.tolist()
