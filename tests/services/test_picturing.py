"""Pictures for the screen: of drafts too in the footage's size and colours, covered by the same call."""

import dataclasses
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.assembly import assembled
from reviewer.core.colour import to_yuv
from reviewer.core.detection import Subject
from reviewer.core.footage import Colour, FrameIndex, VideoStream
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.core.stamp import Stamp
from reviewer.core.timing import Span, Tick
from reviewer.effects.card import card_frame
from reviewer.effects.stamp import stamped
from reviewer.media.colour import bgra
from reviewer.media.probe import probe
from reviewer.services import picturing as module
from reviewer.services.pictures import View
from reviewer.services.picturing import Had, Picturing
from tests.support.footage import Clip, make

SIZE = 1280, 720


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> VideoStream:
    path: Path = make(tmp_path_factory.mktemp("footage") / "a.mp4", Clip(frames=1))
    return dataclasses.replace(probe(path).video, width=SIZE[0], height=SIZE[1], colour=Colour())


INDEX = FrameIndex(np.arange(100, dtype=np.int64), np.arange(100) == 0, Tick(100))


def flat(size: tuple[int, int], rgb: tuple[int, int, int]) -> Frame:
    """A frame of one colour in the luma and chroma of untagged high definition."""
    width, height = size
    luma, blue, red = to_yuv(rgb, Colour(), height=SIZE[1])
    half = (height + 1) // 2, (width + 1) // 2
    return Frame(
        Tick(7), np.full((height, width), luma, np.uint8), np.full(half, blue, np.uint8), np.full(half, red, np.uint8)
    )


def review() -> Review:
    return of(
        [
            Region(
                id=RegionId("r"),
                subject=Subject.FACE,
                span=Span(Tick(0), Tick(100)),
                keyframes=(Keyframe(Tick(0), Box(640, 360, 64, 36)),),
                decision=Decision.CONFIRMED,
            )
        ]
    )


@pytest.mark.parametrize("size", [None, (640, 360), (853, 480)])
@pytest.mark.parametrize("released", [False, True])
def test_a_draft_has_the_size_and_the_colours_of_the_frame(
    video: VideoStream, size: tuple[int, int] | None, released: bool
) -> None:
    picturing, view = Picturing(video, INDEX), View(released=released, size=size)
    small = picturing.picture(Had(3, flat((640, 360), (200, 40, 60)), draft=True), view)
    full = picturing.picture(Had(3, flat(SIZE, (200, 40, 60))), view)
    assert (small.draft, small.released, small.number, small.tick) == (True, released, 3, Tick(7))
    assert (full.draft, full.released) == (False, released)
    assert small.pixels.shape == full.pixels.shape
    assert np.abs(small.pixels[..., :3].astype(int) - (60, 40, 200)).max() <= 3
    assert np.abs(small.pixels.astype(int) - full.pixels).max() <= 3  # the scaler dithers


def test_a_draft_is_brought_to_its_size_before_it_is_covered(
    video: VideoStream, monkeypatch: pytest.MonkeyPatch
) -> None:
    covered: list[tuple[int, int]] = []
    finished = module.finished

    def noted(frame: Frame, *given: object, **named: object) -> Frame:
        covered.append((frame.width, frame.height))
        return finished(frame, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "finished", noted)
    view = View(released=True, review=review(), profile=Profile(fill=(255, 0, 255)))
    draft = Picturing(video, INDEX).picture(Had(3, flat((640, 360), (10, 200, 90)), draft=True), view)
    frame = Picturing(video, INDEX).picture(Had(3, flat(SIZE, (10, 200, 90))), view)
    assert covered == [SIZE, SIZE]
    for picture in (draft, frame):
        purple = np.abs(picture.pixels[..., :3].astype(int) - (255, 0, 255)).max(axis=2) < 40
        rows, columns = np.nonzero(purple)
        assert (rows.min(), rows.max(), columns.min(), columns.max()) == (360, 395, 640, 703)


def test_the_original_comes_along_where_both_are_asked_for(video: VideoStream) -> None:
    picturing = Picturing(video, INDEX)
    view = View(released=True, review=review(), both=True)
    picture = picturing.picture(Had(3, flat(SIZE, (10, 200, 90))), view)
    assert picture.original is not None
    assert np.array_equal(picture.original, bgra(flat(SIZE, (10, 200, 90)), video.colour))
    assert not np.array_equal(picture.original, picture.pixels)
    nothing = picturing.picture(Had(3, flat(SIZE, (10, 200, 90))), dataclasses.replace(view, review=Review()))
    assert nothing.original is not None
    assert np.array_equal(nothing.original, nothing.pixels)
    assert picturing.picture(Had(3, flat(SIZE, (10, 200, 90))), View()).original is None


def test_a_released_picture_carries_the_stamp_of_the_copy_and_the_original_beside_it_does_not(
    video: VideoStream,
) -> None:
    picturing = Picturing(video, INDEX)
    view = View(released=True, profile=Profile(stamp=Stamp()), both=True)
    picture = picturing.picture(Had(3, flat(SIZE, (10, 200, 90))), view)
    assert np.array_equal(picture.pixels, bgra(stamped(flat(SIZE, (10, 200, 90)), Stamp(), video=video), video.colour))
    assert picture.original is not None
    assert np.array_equal(picture.original, bgra(flat(SIZE, (10, 200, 90)), video.colour))


def test_of_a_frame_that_the_copy_leaves_out_the_released_view_shows_the_card_and_nothing_of_the_footage(
    video: VideoStream,
) -> None:
    picturing, cut = Picturing(video, INDEX), replace(Review(), kept=(Span(Tick(20), Tick(30)),))
    one, other = (
        picturing.picture(Had(7, flat(SIZE, rgb)), View(released=True, review=cut))
        for rgb in ((10, 200, 90), (90, 10, 10))
    )
    card = assembled(INDEX, cut.kept, time_base=video.time_base).cards[0]
    assert np.array_equal(one.pixels, bgra(card_frame(card, video=video, at=Tick(7)), video.colour))
    assert np.array_equal(one.pixels, other.pixels)
    shown = picturing.picture(Had(7, flat(SIZE, (10, 200, 90))), View(released=True))
    assert not np.array_equal(one.pixels, shown.pixels)
    kept = picturing.picture(
        Had(25, replace(flat(SIZE, (10, 200, 90)), tick=Tick(25))), View(released=True, review=cut)
    )
    assert np.array_equal(kept.pixels, shown.pixels)


def test_pictures_do_not_share_their_memory(video: VideoStream) -> None:
    picturing = Picturing(video, INDEX)
    one = picturing.picture(Had(3, flat(SIZE, (10, 200, 90))), View())
    before = one.pixels.copy()
    for shade in range(5):
        picturing.picture(Had(4, flat(SIZE, (shade * 40, 20, 90))), View())
    assert np.array_equal(one.pixels, before)
