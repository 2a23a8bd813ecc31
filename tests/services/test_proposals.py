"""Regions proposed from tracks hide at least what was found, in every frame, with few keyframes."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import Subject, Track, TrackId
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.region import Decision
from reviewer.core.timing import Tick
from reviewer.services.proposals import MARGINS, propose
from tests.support.values import a_footage

STEP = 3003
_short = a_footage("a")
_index = FrameIndex(np.arange(400, dtype=np.int64) * STEP, np.ones(400, np.bool_), Tick(400 * STEP))
LONG = replace(_short, recording=replace(_short.recording, index=_index))
"""Footage of 400 frames."""


def track(boxes: list[tuple[float, float, float, float]], *, first: int = 0, step: int = STEP) -> Track:
    count = len(boxes)
    return Track(
        TrackId("t"),
        Subject.FACE,
        np.arange(first, first + count, dtype=np.int64) * step,
        np.array(boxes, np.float32),
        np.zeros(count, np.uint8),
        np.ones(count, np.float32),
        Tick((first + count) * step),
    )


def holds(outer: Box, inner: Box) -> bool:
    more = 0.02
    return (
        outer.x <= inner.x + more
        and outer.y <= inner.y + more
        and outer.right >= inner.right - more
        and outer.bottom >= inner.bottom - more
    )


paths = st.lists(
    st.tuples(st.floats(-50, 1900), st.floats(-50, 1000), st.floats(8, 300), st.floats(8, 300)), min_size=1, max_size=60
)


@given(paths)
def test_in_every_frame_the_region_holds_the_face_with_its_hair_and_ears(
    boxes: list[tuple[float, float, float, float]],
) -> None:
    t = track(boxes)
    (region,) = propose([t], LONG)
    flank, above, below = MARGINS[Subject.FACE]
    for position, tick in enumerate(t.ticks):
        face = t.box(position)
        head = Box(
            face.x - flank * face.width,
            face.y - above * face.height,
            (1 + 2 * flank) * face.width,
            (1 + above + below) * face.height,
        )
        hidden = region.box_at(Tick(int(tick)))
        assert hidden is not None
        assert holds(hidden, head)


@given(paths)
def test_no_frame_s_region_is_smaller_than_its_neighbours_faces(
    boxes: list[tuple[float, float, float, float]],
) -> None:
    t = track(boxes)
    (region,) = propose([t], LONG)
    for position, tick in enumerate(t.ticks):
        hidden = region.box_at(Tick(int(tick)))
        assert hidden is not None
        for other in range(max(0, position - 2), min(len(boxes), position + 3)):
            assert holds(hidden, t.box(other))


def test_a_steady_walk_needs_few_keyframes() -> None:
    t = track([(100 + 4 * n, 200, 60, 80) for n in range(300)])
    (region,) = propose([t], LONG)
    assert len(region.keyframes) <= 4


def test_a_region_begins_before_its_track_and_ends_after_it_but_not_outside_the_footage() -> None:
    footage = LONG
    index = footage.recording.index
    t = track([(100, 100, 50, 60)] * len(index), step=int(index.ticks[1] - index.ticks[0]))
    (region,) = propose([t], footage)
    assert region.span.start >= index.tick(0)
    assert region.span.end <= index.end


def test_proposals_wait_for_a_decision_and_name_their_evidence() -> None:
    (region,) = propose([track([(0, 0, 10, 10)])], LONG)
    assert region.decision is Decision.PROPOSED
    assert region.track == TrackId("t")
    assert region.hides
