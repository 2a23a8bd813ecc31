"""What is drawn once is followed to where it enters and leaves, and never on to something else."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.errors import UsageError
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.path_edits import Follow
from reviewer.core.pursuit import Ending, Followed, Pursuit
from reviewer.core.region import Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.review import of
from reviewer.core.timing import Span
from reviewer.services import pursuit
from reviewer.services.jobs import finished
from reviewer.services.proposals import MARGINS
from reviewer.services.pursuit import follow_region
from tests.support.footage import Clip, corrupt, make
from tests.support.looked import footage_of, passing_face, place
from tests.support.processes import children
from tests.vision.moving import texture

SIZE = (480, 320)
WIDE, HIGH = 48, 40
GROUND, OTHER = (texture(SIZE[1], SIZE[0], seed=s) for s in (1, 9))
THING, STRANGER = (texture(HIGH, WIDE, seed=s) for s in (2, 5))
HAND = KeyframeSource.HAND

IN_A_CHILD = ("stopped", "one_direction")
"""What the tests are called whose work is done in another process, as all of it is in the program."""


@pytest.fixture(autouse=True)
def _at_hand(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do the same work in this process: to begin another one takes longer than all of it."""
    if not any(word in request.node.name for word in IN_A_CHILD):
        monkeypatch.setattr(pursuit, "in_child", lambda work, *args, name: work(*args))


Place = Callable[[int], tuple[float, float] | None]
"""Where the top left corner of something is in a frame; None where it is not to be seen."""


def along(number: int) -> tuple[float, float]:
    """Three pixels to the right in each frame, below what the frame's number is drawn in."""
    return 20 + 3 * number, 200


def put(picture: NDArray[np.uint8], thing: NDArray[np.uint8], at: tuple[float, float] | None) -> None:
    """Lay a thing over a picture, as far as it lies in it."""
    if at is not None:
        x, y = (round(v) for v in at)
        left, top = max(0, x), max(0, y)
        part = picture[top : max(top, y + thing.shape[0]), left : max(left, x + thing.shape[1])]
        part[:] = thing[top - y :, left - x :][: part.shape[0], : part.shape[1], None]


def filmed(
    path: Path, *, where: Place = along, frames: int = 60, cut: int | None = None, stranger: Place = lambda n: None
) -> Footage:
    """A textured thing on a textured ground; from the frame `cut` on another scene."""

    def paint(number: int, rgb: NDArray[np.uint8]) -> None:
        rgb[:] = (GROUND if cut is None or number < cut else OTHER)[..., None]
        if cut is not None and number >= cut:
            rgb[:] = np.where(rgb > 120, 250, 5)
        else:
            put(rgb, THING, where(number))
        put(rgb, STRANGER, stranger(number))

    return footage_of(make(path, Clip(size=SIZE, frames=frames, paint=paint)))


def box_at(where: Place, number: int) -> Box:
    at = where(number)
    assert at is not None
    return Box(at[0], at[1], WIDE, HIGH)


def drawn(footage: Footage, *numbers: int, where: Place = along, subject: Subject = Subject.TEXT) -> Region:
    """A region as a person draws it around the thing in each of these frames, a little too large."""
    index = footage.recording.index
    path = tuple(Keyframe(index.tick(n), box_at(where, n).padded(4), source=HAND) for n in numbers)
    return Region(id=RegionId("r"), subject=subject, span=Span(path[0].tick, index.after(numbers[-1])), keyframes=path)


def pursued(region: Region, footage: Footage, *, tracks: tuple[Track, ...] = (), **ways: bool) -> Followed:
    tick = region.keyframes[0].tick
    return finished(follow_region(footage, Pursuit(region, tick, **ways), tracks=tracks))


def covered(region: Region, followed: Followed, footage: Footage) -> dict[int, Box]:
    """Where the region lies in each frame once the edit is made."""
    after = Follow(region.id, followed.keyframes, followed.span).apply(of([region])).regions[region.id]
    boxes = {n: after.box_at(tick) for n, tick in enumerate(footage.recording.index.ticks.tolist())}
    return {n: box for n, box in boxes.items() if box is not None}


def share(box: Box, thing: Box) -> float:
    """The part of the thing that is in the box, of what of it is in the picture."""
    shown = thing.clipped(*SIZE)
    return box.shared(shown) / shown.area


def test_what_is_drawn_in_one_frame_is_covered_in_all_in_both_directions(tmp_path: Path) -> None:
    footage = filmed(tmp_path / "a.mp4")
    region = drawn(footage, 30)
    followed = pursued(region, footage)
    boxes = covered(region, followed, footage)
    assert sorted(boxes) == list(range(60))
    assert all(share(box, box_at(along, n)) > 0.99 for n, box in boxes.items())
    assert all(box.area < 3 * WIDE * HIGH for box in boxes.values())
    assert [e.why for e in (followed.start, followed.end) if e] == [Ending.FOOTAGE, Ending.FOOTAGE]
    assert followed.basis == region.keyframes
    assert followed.track is None


def test_one_direction_leaves_the_other_alone(tmp_path: Path) -> None:
    footage = filmed(tmp_path / "a.mp4", frames=30)
    region = drawn(footage, 10)
    onward, back = pursued(region, footage, back=False), pursued(region, footage, onward=False)
    assert sorted(covered(region, onward, footage)) == list(range(10, 30))
    assert sorted(covered(region, back, footage)) == list(range(11))
    assert onward.start is None
    assert back.end is None


def test_it_ends_where_the_thing_leaves_the_picture(tmp_path: Path) -> None:
    def out(number: int) -> tuple[float, float]:
        return 240 + 8 * number, 200  # the last of it is gone after the thirtieth frame

    footage = filmed(tmp_path / "a.mp4", where=out)
    region = drawn(footage, 5, where=out)
    followed = pursued(region, footage)
    boxes = covered(region, followed, footage)
    assert followed.end is not None
    assert followed.end.why is Ending.LEFT
    assert 25 <= footage.recording.index.number(followed.end.tick) <= 30
    assert all(share(boxes[n], box_at(out, n)) > 0.95 for n in range(28))
    assert max(boxes) < 50


def test_what_is_hidden_for_a_second_stays_covered_and_is_found_again(tmp_path: Path) -> None:
    def blinking(number: int) -> tuple[float, float] | None:
        return None if 20 <= number < 46 else (60 + 1.5 * number, 200)

    footage = filmed(tmp_path / "a.mp4", where=blinking, frames=70)
    region = drawn(footage, 10, where=blinking)
    followed = pursued(region, footage)
    boxes = covered(region, followed, footage)
    assert sorted(boxes) == list(range(70))
    assert all(share(boxes[n], box_at(lambda m: (60 + 1.5 * m, 200), n)) > 0.9 for n in range(70))
    assert followed.end is not None
    assert followed.end.why is Ending.FOOTAGE


def test_what_does_not_come_back_is_lost_where_it_was_seen_last_and_covered_a_little_longer(tmp_path: Path) -> None:
    def gone(number: int) -> tuple[float, float] | None:
        return None if number >= 20 else along(number)

    footage = filmed(tmp_path / "a.mp4", where=gone, frames=120)
    region = drawn(footage, 10, where=gone)
    followed = pursued(region, footage)
    boxes = covered(region, followed, footage)
    assert followed.end is not None
    assert followed.end.why is Ending.LOST
    assert footage.recording.index.number(followed.end.tick) in (18, 19, 20)
    assert 45 <= max(boxes) <= 60
    assert boxes[30].area > boxes[12].area > 1.5 * boxes[5].area


def test_it_ends_at_a_cut_and_not_a_frame_later(tmp_path: Path) -> None:
    footage = filmed(tmp_path / "a.mp4", cut=25)
    region = drawn(footage, 10)
    followed = pursued(region, footage)
    assert followed.end is not None
    assert followed.end.why is Ending.CUT
    assert sorted(covered(region, followed, footage)) == list(range(25))


def test_something_that_passes_in_front_is_not_followed_instead(tmp_path: Path) -> None:
    def still(number: int) -> tuple[float, float]:
        return 220, 200

    def passing(number: int) -> tuple[float, float]:
        return -60 + 8 * number, 196

    footage = filmed(tmp_path / "a.mp4", where=still, stranger=passing, frames=75)
    region = drawn(footage, 3, where=still)
    boxes = covered(region, pursued(region, footage), footage)
    assert all(share(box, box_at(still, n)) > 0.9 for n, box in boxes.items())


def test_between_two_frames_that_a_person_drew_the_way_agrees_with_both(tmp_path: Path) -> None:
    def hidden(number: int) -> tuple[float, float] | None:
        return None if 20 <= number < 26 else along(number)

    footage = filmed(tmp_path / "a.mp4", where=hidden)
    region = drawn(footage, 8, 40, where=hidden)
    followed = pursued(region, footage)
    boxes = covered(region, followed, footage)
    assert sorted(boxes) == list(range(60))
    assert all(share(box, box_at(along, n)) > 0.9 for n, box in boxes.items())
    index = footage.recording.index
    assert [boxes[n] for n in (8, 40)] == [k.box for k in region.keyframes]
    assert not {index.tick(8), index.tick(40)} & {k.tick for k in followed.keyframes}


def test_onwards_goes_on_from_the_last_frame_that_was_drawn_before_this_one(tmp_path: Path) -> None:
    footage = filmed(tmp_path / "a.mp4", frames=50)
    region = drawn(footage, 5, 20, 40)
    tick = footage.recording.index.tick(30)
    onward = finished(follow_region(footage, Pursuit(region, tick, back=False), tracks=()))
    back = finished(follow_region(footage, Pursuit(region, tick, onward=False), tracks=()))
    index = footage.recording.index
    assert index.number(onward.span.start) == 20
    assert index.number(back.keyframes[-1].tick) == 39


def test_between_keyframes_that_a_person_painted_every_few_frames_it_goes_straight(tmp_path: Path) -> None:
    footage = filmed(tmp_path / "a.mp4", frames=50)
    region = drawn(footage, *range(10, 31, 2))
    followed = pursued(region, footage)
    index = footage.recording.index
    assert not [k for k in followed.keyframes if index.tick(10) <= k.tick <= index.tick(30)]
    boxes = covered(region, followed, footage)
    assert all(share(box, box_at(along, n)) > 0.9 for n, box in boxes.items())
    assert sorted(boxes) == list(range(50))


def test_an_outline_is_carried_and_turns_with_the_thing(tmp_path: Path) -> None:
    def paint(number: int, rgb: NDArray[np.uint8]) -> None:
        rgb[:] = GROUND[..., None]
        matrix = cv2.getRotationMatrix2D((24, 20), -2.0 * number, 1.0)
        matrix[:, 2] += (200 + number, 190)
        inside = cv2.warpAffine(np.full_like(THING, 255), matrix, SIZE) > 127
        rgb[inside] = cv2.warpAffine(THING, matrix, SIZE)[inside][:, None]

    footage = footage_of(make(tmp_path / "a.mp4", Clip(size=SIZE, frames=20, paint=paint)))
    index = footage.recording.index
    outline = Outline.of(Box(200, 190, WIDE, HIGH))
    path = (Keyframe.around(index.tick(0), outline, source=HAND),)
    region = Region(id=RegionId("r"), subject=Subject.TEXT, span=index.span, keyframes=path, shape=Shape.POLYGON)
    followed = pursued(region, footage)
    last = max(followed.keyframes, key=lambda k: k.tick).outline
    assert last is not None
    (x0, y0), (x1, y1) = last.corners[:2]
    assert 30 < np.degrees(np.arctan2(y1 - y0, x1 - x0)) < 46  # 38 degrees after nineteen frames
    assert last.box.centre == pytest.approx((200 + 19 + 24, 190 + 20), abs=5)


def test_a_face_is_found_again_by_its_detector_in_every_frame(tmp_path: Path) -> None:
    footage = passing_face(tmp_path / "face.mp4")
    index = footage.recording.index

    def face(number: int) -> Box:
        return Box(place(number) + 59, 206, 31, 37)  # as detectors have it in every frame

    flank, above, below = MARGINS[Subject.FACE]
    bare = face(30)
    wide = Box(
        bare.x - flank * bare.width,
        bare.y - above * bare.height,
        (1 + 2 * flank) * bare.width,
        (1 + above + below) * bare.height,
    )
    path = (Keyframe(index.tick(30), wide, source=HAND),)
    span = Span(index.tick(30), index.after(30))
    region = Region(id=RegionId("r"), subject=Subject.FACE, span=span, keyframes=path)
    boxes = covered(region, pursued(region, footage), footage)
    assert sorted(boxes) == list(range(60))
    assert all(box.shared(face(n)) > 0.98 * bare.area for n, box in boxes.items())
    assert all(box.area < 2.5 * wide.area for box in boxes.values())


def track_along(footage: Footage, *, first: int, last: int, name: str = "t") -> Track:
    index = footage.recording.index
    numbers = range(first, last + 1)
    boxes = np.array([(*along(n), WIDE, HIGH) for n in numbers], np.float32)
    origins = np.full(len(boxes), Origin.DETECTED, np.uint8)
    ticks = np.array([index.tick(n) for n in numbers], np.int64)
    return Track(TrackId(name), Subject.TEXT, ticks, boxes, origins, np.ones(len(boxes), np.float32), index.after(last))


def test_what_the_search_found_of_it_serves_as_evidence_and_is_told(tmp_path: Path) -> None:
    def faint(number: int) -> tuple[float, float] | None:
        return None if 20 <= number < 26 else along(number)

    footage = filmed(tmp_path / "a.mp4", where=faint)
    elsewhere = replace(track_along(footage, first=0, last=50), id=TrackId("elsewhere"))
    elsewhere.boxes[:, 1] -= 100
    of_it = track_along(footage, first=0, last=50)
    region = drawn(footage, 10, where=faint)
    followed = pursued(region, footage, tracks=(elsewhere, of_it))
    assert followed.track == "t"
    assert all(share(b, box_at(along, n)) > 0.9 for n, b in covered(region, followed, footage).items())
    other_kind = replace(of_it, subject=Subject.FACE)
    assert pursued(region, footage, tracks=(elsewhere, other_kind), back=False).track is None


def test_a_proposed_region_is_followed_from_how_it_lies_in_the_frame_on_show(tmp_path: Path) -> None:
    footage = filmed(tmp_path / "a.mp4", frames=40)
    path = tuple(replace(k, source=KeyframeSource.PROPOSED) for k in drawn(footage, 10).keyframes)
    region = replace(drawn(footage, 10), keyframes=path)
    followed = pursued(region, footage)
    assert followed.basis == ()
    assert sorted(covered(region, followed, footage)) == list(range(40))
    tick = footage.recording.index.tick(30)
    with pytest.raises(UsageError, match="not in this frame"):
        finished(follow_region(footage, Pursuit(region, tick), tracks=()))


def test_damaged_pictures_are_passed_over(tmp_path: Path) -> None:
    footage = filmed(tmp_path / "a.mp4", frames=40)
    corrupt(footage.path, {18, 19})
    region = drawn(footage, 5)
    followed = pursued(region, footage)
    assert followed.keyframes
    assert covered(region, followed, footage)[5] == region.keyframes[0].box


def test_a_pursuit_that_is_stopped_leaves_no_child_behind(tmp_path: Path) -> None:
    footage = filmed(tmp_path / "a.mp4", frames=40)
    region = drawn(footage, 5)
    with closing(follow_region(footage, Pursuit(region, region.span.start), tracks=())) as steps:
        next(steps)
        assert children()
    assert not children()


@pytest.mark.parametrize(
    "box", [Box(0, 0, 480, 320), Box(500, 400, 40, 40), Box(100, 100, 0.5, 0.5), Box(9, 9, 1, 300)]
)
def test_a_region_that_shows_nothing_that_can_be_followed_just_ends(tmp_path: Path, box: Box) -> None:
    footage = filmed(tmp_path / "a.mp4", frames=12)
    index = footage.recording.index
    path = (Keyframe(index.tick(4), box, source=HAND),)
    region = Region(id=RegionId("r"), subject=Subject.TEXT, span=Span(index.tick(4), index.after(4)), keyframes=path)
    followed = pursued(region, footage)
    assert followed.end is not None
    boxes = covered(region, followed, footage) if followed.keyframes else {4: box}
    assert boxes[4] == box
