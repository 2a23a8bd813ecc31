"""Colours on screen are those of the footage, and what covers a region is the colour that was asked for."""

from pathlib import Path

import numpy as np
import pytest

from reviewer.core.colour import to_yuv
from reviewer.core.footage import Colour
from reviewer.core.frame import Frame
from reviewer.core.timing import Tick
from reviewer.media.colour import bgr, bgra
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from tests.support.footage import Clip, make

COLOURS = [(255, 0, 255), (0, 0, 0), (255, 255, 255), (200, 30, 60), (10, 200, 90)]


def _flat(fill: tuple[int, int, int], colour: Colour, *, width: int, height: int) -> Frame:
    y, blue, red = to_yuv(fill, colour, height=height)
    half = (height + 1) // 2, (width + 1) // 2
    full = np.full((height, width), y, np.uint8)
    return Frame(Tick(0), full, np.full(half, blue, np.uint8), np.full(half, red, np.uint8))


@pytest.mark.parametrize("fill", COLOURS)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("matrix", [1, 2, 5, 6, 7, 9])
def test_a_fill_is_shown_in_the_colour_asked_for(fill: tuple[int, int, int], full: bool, matrix: int) -> None:
    for width, height in ((64, 48), (33, 721)):
        colour = Colour(matrix=matrix, full=full)
        frame = _flat(fill, colour, width=width, height=height)
        shown = bgr(frame, colour)
        assert shown.shape == (height, width, 3)
        assert np.abs(shown.astype(int) - np.array(fill[::-1])).max() <= 3


def test_untagged_pictures_are_read_by_their_size() -> None:
    red = (232, 16, 16)
    assert to_yuv(red, Colour(), height=1080) == to_yuv(red, Colour(matrix=1), height=1080)
    assert to_yuv(red, Colour(), height=480) == to_yuv(red, Colour(matrix=6), height=480)
    assert to_yuv(red, Colour(matrix=1), height=480) != to_yuv(red, Colour(), height=480)


def test_black_and_white_are_the_ends_of_the_range() -> None:
    assert to_yuv((0, 0, 0), Colour(), height=1080) == (16, 128, 128)
    assert to_yuv((255, 255, 255), Colour(), height=1080) == (235, 128, 128)
    assert to_yuv((255, 255, 255), Colour(full=True), height=1080) == (255, 128, 128)


def test_a_picture_for_the_screen_has_an_opaque_fourth_channel_and_the_size_asked_for() -> None:
    frame = _flat((200, 30, 60), Colour(), width=64, height=48)
    shown = bgra(frame, Colour(), size=(31, 17))
    assert shown.shape == (17, 31, 4)
    assert shown.flags.c_contiguous
    assert (shown[..., 3] == 255).all()


@pytest.mark.parametrize("codec", ["libx264", "libx264rgb"])
def test_footage_is_shown_in_the_colours_it_was_made_with(tmp_path: Path, codec: str) -> None:
    def paint(_number: int, rgb: np.ndarray) -> None:
        rgb[:] = (200, 30, 60)

    form = "yuv420p" if codec == "libx264" else "rgb24"
    clip = Clip(codec=codec, pixel_format=form, colour=(2, 2, 2), frames=2, paint=paint)
    path = make(tmp_path / "a.mkv", clip)
    recording = probe(path)
    with FrameReader(path, recording) as reader:
        shown = bgr(reader.read(0), recording.video.colour)
    assert np.abs(shown[200, 250].astype(int) - (60, 30, 200)).max() <= 4


@pytest.mark.parametrize("width", [16, 18, 20, 22, 50, 66, 850, 854])
def test_every_column_of_a_picture_for_the_screen_is_written(width: int) -> None:
    grey = [np.full(shape, 128, np.uint8) for shape in ((40, width), (20, width // 2), (20, width // 2))]
    frame = Frame(Tick(0), *grey)
    for size in (None, (width, 40), (width + 2, 40)):
        shown = bgra(frame, Colour(), size=size)
        assert (shown[..., 3] == 255).all()
        assert np.abs(shown[..., :3].astype(int) - 130).max() <= 2
