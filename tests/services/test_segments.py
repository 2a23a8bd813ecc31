"""The plan of segments: every frame in one, and no more of them at once than memory has room for."""

import itertools
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.detection import Origin, Subject
from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Tick
from reviewer.services.segments import FASTEST, LAP, LONGEST, rate_of, segments_of
from reviewer.vision.link import link
from reviewer.vision.scan import Segment
from reviewer.vision.trail import Tracklet
from tests.support.values import a_recording


@pytest.mark.parametrize("frames", [1, 2, 49, 50, 140, 141, 1000])
def test_every_frame_is_in_a_segment_and_neighbours_share_one(frames: int) -> None:
    segments = segments_of(a_recording(frames=frames))
    assert (segments[0].first, segments[-1].last) == (0, frames - 1)
    assert all(a.last == b.first for a, b in itertools.pairwise(segments))
    assert all(s.last - s.first <= LONGEST for s in segments)


def test_short_footage_is_spread_over_two_and_shorter_footage_is_not() -> None:
    assert len(segments_of(a_recording(frames=50))) == 2
    assert len(segments_of(a_recording(frames=49))) == 1


def test_a_lap_reaches_into_the_neighbours_and_not_beyond_the_footage() -> None:
    lap = round(LAP * 30)
    segments = segments_of(a_recording(frames=300))
    assert [(s.before, s.after) for s in segments] == [(0, lap), (lap, lap), (lap, 0)]


def test_time_stamps_that_run_together_do_not_make_every_segment_the_whole_footage() -> None:
    recording = a_recording(frames=3000)
    hasty = replace(recording, index=FrameIndex(np.arange(3000), np.ones(3000, np.bool_), Tick(3000)))
    assert rate_of(hasty) == FASTEST
    assert max(s.before + s.after for s in segments_of(hasty)) <= 2 * round(LAP * FASTEST)


def test_three_hours_are_planned_as_segments_of_bounded_length() -> None:
    recording = a_recording(frames=3 * 3600 * 30)
    segments = segments_of(recording)
    assert max(s.last - s.first for s in segments) <= LONGEST
    assert min(s.last - s.first for s in segments) >= LONGEST - 2
    assert segments[-1].last == len(recording.index) - 1


def test_what_comes_of_three_hours_is_linked_with_memory_in_bounds() -> None:
    """Somebody who stands there all the time is one track, and each who passes by is one."""
    recording = a_recording(frames=3 * 3600 * 30)
    segments = segments_of(recording)
    found = [[standing(segment), passing(segment, number)] for number, segment in enumerate(segments)]
    tracemalloc.start()
    tracks = link(found, borders=[s.last for s in segments[:-1]]).tracks
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sorted(len(t.boxes) for t in tracks) == [20] * len(segments) + [len(recording.index)]
    assert peak < 64 * 1024 * 1024


def tracklet(first: int, count: int, *, x: float) -> Tracklet:
    boxes = np.tile(np.array([x, 20, 30, 40], np.float32), (count, 1))
    origins = np.where(np.arange(count) % 6 == 0, Origin.DETECTED, Origin.FOLLOWED).astype(np.uint8)
    return Tracklet(Subject.FACE, first, boxes, origins, np.full(count, 0.5, np.float32))


def standing(segment: Segment) -> Tracklet:
    first = segment.first - segment.before
    return tracklet(first, segment.last + segment.after + 1 - first, x=100)


def passing(segment: Segment, number: int) -> Tracklet:
    return tracklet(segment.first + 40, 20, x=200 + number % 1000)
