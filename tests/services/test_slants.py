"""Outlines proposed from corners hold at least what was found, in every frame, aslant and with few keyframes."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Region, Shape
from reviewer.core.timing import Tick
from reviewer.services.proposals import MARGINS, UPRIGHT, propose
from tests.services.test_proposals import LONG, STEP

Quads = NDArray[np.float64]
PLATE = np.array([(-52, -11), (52, -11), (52, 11), (-52, 11)], np.float64)
"""A plate seen from the front, half a metre at a pixel to 5 mm."""


def track(quads: Quads, *, subject: Subject = Subject.PLATE) -> Track:
    low, high = quads.min(axis=1), quads.max(axis=1)
    count = len(quads)
    return Track(
        TrackId("t"),
        subject,
        np.arange(count, dtype=np.int64) * STEP,
        np.concatenate([low, high - low], axis=1).astype(np.float32),
        np.zeros(count, np.uint8),
        np.ones(count, np.float32),
        Tick(count * STEP),
        quads=quads.astype(np.float32),
    )


def plate(x: float, y: float, *, size: float = 1.0, turn: float = 0.0, lean: float = 0.0, depth: float = 0.0) -> Quads:
    """A plate with its middle at `x`, `y`: turned by an angle, sheared, and one end nearer than the other."""
    corners = PLATE * size
    corners = corners * (1 + depth * corners[:, :1] / (52 * size))
    corners = corners + np.stack([np.zeros(4), lean * corners[:, 0]], axis=1)
    cos, sin = np.cos(turn), np.sin(turn)
    return corners @ np.array([(cos, sin), (-sin, cos)]) + (x, y)


plates = st.builds(
    plate,
    st.floats(-50, 1900),
    st.floats(-50, 1000),
    size=st.floats(0.1, 4),
    turn=st.floats(-3.2, 3.2),
    lean=st.floats(-0.8, 0.8),
    depth=st.floats(-0.6, 0.6),
)


@st.composite
def rides(draw: st.DrawFn) -> Quads:
    """Plates that go from one pose to the next in a few frames each, with a tremble."""
    poses = draw(st.lists(plates, min_size=1, max_size=5))
    frames = [poses[0]]
    for a, b in pairwise(poses):
        steps = draw(st.integers(1, 15))
        frames += [a + (b - a) * (i / steps) for i in range(1, steps + 1)]
    tremble = np.random.default_rng(draw(st.integers(0, 99))).normal(0, draw(st.sampled_from([0, 0.3, 2])), (4, 2))
    return np.stack(frames) + tremble


wild = st.lists(
    st.lists(st.tuples(st.floats(-500, 2500), st.floats(-500, 1500)), min_size=4, max_size=4), min_size=1, max_size=30
).map(lambda frames: np.array(frames, np.float64))


def grown(corners: Quads, by: float) -> Quads:
    """The corners moved away from their middle by a part of their distance from it."""
    middle = corners.mean(axis=0)
    return np.asarray(middle + (corners - middle) * (1 + by), np.float64)


def holds(region: Region, tick: int, points: Quads) -> bool:
    """Whether what the region hides at the tick holds all these points, and the lines between them."""
    around = np.concatenate([points, *((points + (np.roll(points, -i, axis=0) - points) * 0.5) for i in (1, 2))])
    around = around + (around.mean(axis=0) - around) * 1e-7
    box, outline = region.box_at(Tick(tick)), region.outline_at(Tick(tick))
    assert box is not None
    place = Outline.of(box.padded(0.02)) if outline is None else outline
    return bool(place.inside(around[:, 0], around[:, 1]).all())


@settings(max_examples=300)
@given(rides())
def test_in_every_frame_the_region_holds_the_plate_and_a_little_more(quads: Quads) -> None:
    t = track(quads)
    (region,) = propose([t], LONG)
    for position, tick in enumerate(t.ticks.tolist()):
        own = t.quads[position].astype(np.float64) if t.quads is not None else quads[position]
        assert holds(region, tick, grown(own, 0.04)), position


@given(rides())
def test_no_frame_s_region_leaves_out_a_neighbour_s_corners(quads: Quads) -> None:
    t = track(quads)
    (region,) = propose([t], LONG)
    for position, tick in enumerate(t.ticks.tolist()):
        for other in range(max(0, position - 2), min(len(quads), position + 3)):
            assert holds(region, tick, quads[other].astype(np.float32).astype(np.float64)), (position, other)


@given(wild)
def test_whatever_corners_there_are_the_region_holds_them(quads: Quads) -> None:
    t = track(quads)
    (region,) = propose([t], LONG)
    for position, tick in enumerate(t.ticks.tolist()):
        assert holds(region, tick, quads[position].astype(np.float32).astype(np.float64)), position


@given(rides(), st.data())
def test_frames_without_corners_that_are_places_are_held_by_their_boxes(quads: Quads, data: st.DataObject) -> None:
    t = track(quads)
    assert t.quads is not None
    broken = t.quads.copy()
    lost = data.draw(st.sets(st.integers(0, len(quads) - 1), min_size=1))
    broken[sorted(lost), data.draw(st.integers(0, 3)), 0] = data.draw(st.sampled_from([np.nan, np.inf, -np.inf]))
    (region,) = propose([replace(t, quads=broken)], LONG)
    for position, tick in enumerate(t.ticks.tolist()):
        box = t.box(position)
        corners = np.array(Outline.of(box).corners) if position in lost else t.quads[position].astype(np.float64)
        assert holds(region, tick, corners), position


@given(rides())
def test_most_of_the_upright_box_is_hidden_however_the_plate_lies(quads: Quads) -> None:
    t = track(quads)
    (region,) = propose([t], LONG)
    parts = (np.arange(40) + 0.5) / 40
    for position, tick in enumerate(t.ticks.tolist()):
        box, outline = t.box(position), region.outline_at(Tick(tick))
        if outline is not None:
            x, y = np.meshgrid(box.x + parts * box.width, box.y + parts * box.height)
            assert outline.inside(x, y).mean() >= UPRIGHT - 0.02, position


def test_margins_lie_along_the_plates_own_edges() -> None:
    turn = 0.1
    (region,) = propose([track(np.stack([plate(500, 400, turn=turn)] * 10))], LONG)
    outline = region.outline_at(Tick(0))
    assert region.shape is Shape.POLYGON
    assert outline is not None
    flank, above, below = MARGINS[Subject.PLATE]
    across, down = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    for along, aside, expected in (
        (across, 104 * (0.5 + flank), True),
        (-across, 104 * (0.5 + flank), True),
        (-down, 22 * (0.5 + above), True),
        (down, 22 * (0.5 + below), True),
        (across, 104 * (0.5 + flank) + 4, False),
        (-down, 22 * (0.5 + above) + 4, False),
        (down, 22 * (0.5 + below) + 4, False),
    ):
        x, y = np.array([500, 400]) + along * aside
        assert outline.contains(float(x), float(y)) is expected


def test_a_plate_aslant_hides_far_less_than_its_box() -> None:
    quads = np.stack([plate(500 + 2 * i, 400, turn=0.6) for i in range(30)])
    t = track(quads)
    (aslant,), (upright,) = propose([t], LONG), propose([replace(t, quads=None)], LONG)
    outline, box = aslant.outline_at(Tick(0)), upright.box_at(Tick(0))
    assert outline is not None
    assert box is not None
    x, y = np.meshgrid(np.arange(300, 800), np.arange(200, 700))
    assert outline.inside(x + 0.5, y + 0.5).sum() < 0.7 * box.area


def test_a_steady_ride_needs_few_keyframes() -> None:
    quads = np.stack([plate(100 + 4 * i, 200 + i, size=1 + i / 200, turn=0.3 + i / 900) for i in range(300)])
    (region,) = propose([track(quads)], LONG)
    assert region.shape is Shape.POLYGON
    assert len(region.keyframes) <= 8


@pytest.mark.parametrize(
    "quad",
    [
        plate(500, 400, size=0.1),
        plate(500, 400)[::-1],
        plate(500, 400)[[0, 2, 1, 3]],
        np.array([(500, 400), (600, 480), (604, 486), (504, 406)], np.float64),
        np.full((4, 2), 300.0),
    ],
    ids=["tiny", "mirrored", "folded", "sharply aslant", "a point"],
)
def test_a_track_with_no_corners_to_be_used_keeps_its_boxes(quad: Quads) -> None:
    t = track(np.stack([quad] * 5))
    (region,), (upright,) = propose([t], LONG), propose([replace(t, quads=None)], LONG)
    assert region == upright
    assert region.shape is Shape.RECTANGLE


def test_corners_that_are_not_those_of_the_box_are_held_with_the_box() -> None:
    quads = np.stack([plate(500, 400)] * 5)
    quads[2] = plate(200, 100)
    t = track(quads)
    boxes = t.boxes.copy()
    boxes[2] = (700, 600, 50, 20)
    (region,) = propose([replace(t, boxes=boxes)], LONG)
    assert holds(region, 2 * STEP, quads[2])
    assert holds(region, 2 * STEP, np.array(Outline.of(Box(700, 600, 50, 20)).corners))


def test_a_bridged_frame_gets_more_room() -> None:
    t = track(np.stack([plate(500, 400, turn=0.1)] * 9))
    bridged = replace(t, origins=np.full(9, Origin.BRIDGED, np.uint8))
    (close,), (wide,) = propose([t], LONG), propose([bridged], LONG)
    inner, outer = close.outline_at(Tick(0)), wide.outline_at(Tick(0))
    assert inner is not None
    assert outer is not None
    assert all(outer.contains(x, y) for x, y in inner.corners)


def test_a_face_is_hidden_by_its_box_whatever_corners_it_has() -> None:
    t = track(np.stack([plate(500, 400, turn=0.4)] * 3), subject=Subject.FACE)
    assert propose([t], LONG) == propose([replace(t, quads=None)], LONG)


@given(rides())
@example(np.stack([plate(500, 400, turn=0.4)]))
def test_keyframes_of_outlines_are_sound(quads: Quads) -> None:
    (region,) = propose([track(quads)], LONG)
    for keyframe in region.keyframes:
        assert (keyframe.outline is not None) == (region.shape is Shape.POLYGON)
        assert keyframe.outline is None or keyframe.outline.unfolded() == keyframe.outline
