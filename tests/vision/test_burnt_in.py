"""What a camera wrote into its pictures is found where the scene goes by, and nothing of the scene is taken for it."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.geometry import Box
from reviewer.vision.burnt_in import LEAST, BurntIn, Written
from tests.vision.moving import frame_of

MODEL = places.models() / "ppocr_v4_det.onnx"
WIDTH, HEIGHT = 864, 480
PICTURES = 8
SERIAL, CLOCK, LOGO, SIGN = (560, 40), (30, 450), (800, 430), (300, 240)
"""Where the camera writes its serial number and the time, its logo's middle, and a sign in the scene."""

Picture = NDArray[np.uint8]


def world(*, seed: int = 3) -> Picture:
    """A street of boxes in all shades, wider than the picture, with a sign on a wall."""
    rng = np.random.default_rng(seed)
    made = np.full((HEIGHT, 3 * WIDTH), 110, np.uint8)
    for x, y, wide, tall, shade in rng.integers(0, (3 * WIDTH, HEIGHT, 160, 120, 256), (260, 5)).tolist():
        cv2.rectangle(made, (x, y), (x + wide, y + tall), shade, -1)
    return cv2.GaussianBlur(made, (3, 3), 0).astype(np.uint8)


def write(picture: Picture, words: str, at: tuple[int, int], *, scale: float = 0.8) -> None:
    """White letters with a dark rim, as cameras write."""
    for shade, wide in ((10, 5), (245, 2)):
        cv2.putText(picture, words, at, cv2.FONT_HERSHEY_DUPLEX, scale, shade, wide, cv2.LINE_AA)


def pictures(*, step: int = 60, overlay: bool = True, logo: bool = False, sign: bool = False) -> list[Picture]:
    """What a camera sees that moves by `step` pixels from picture to picture, and what it writes over it."""
    street, made = world(), []
    if sign:
        cv2.rectangle(street, (SIGN[0] - 20, SIGN[1] - 50), (SIGN[0] + 330, SIGN[1] + 30), 240, -1)
        cv2.putText(street, "PARKING HERE", SIGN, cv2.FONT_HERSHEY_DUPLEX, 1.3, 15, 3, cv2.LINE_AA)
    for number in range(PICTURES):
        picture = street[:, number * step : number * step + WIDTH].copy()
        if overlay:
            write(picture, "BODY X81234567", SERIAL)
            write(picture, f"2026-03-14 09:2{number}:{17 + 5 * number:02d}", CLOCK)
        if logo:
            cv2.drawMarker(picture, LOGO, 10, cv2.MARKER_DIAMOND, 44, 12)
            cv2.drawMarker(picture, LOGO, 250, cv2.MARKER_DIAMOND, 44, 5)
        made.append(picture)
    return made


def seen(made: Sequence[Picture]) -> BurntIn:
    finder = BurntIn(MODEL)
    for number, picture in enumerate(made):
        finder.see(frame_of(picture), text=number % 2 == 0)
    return finder


def around(found: Sequence[Written], box: Box) -> list[Written]:
    return [w for w in found if w.box.shared(box) >= 0.98 * box.area]


SERIAL_BOX, CLOCK_BOX = Box(562, 18, 220, 24), Box(32, 428, 300, 24)
LOGO_BOX = Box(LOGO[0] - 22, LOGO[1] - 22, 44, 44)


def test_a_serial_number_and_a_running_time_are_found_while_the_scene_moves() -> None:
    finder = seen(pictures())
    found = finder.found()
    assert not finder.still
    assert len(found) == 2
    for box in (SERIAL_BOX, CLOCK_BOX):
        (there,) = around(found, box)
        assert there.text
        assert there.box.area < 3 * box.area


def test_a_sign_in_the_scene_that_goes_by_is_none() -> None:
    found = seen(pictures(overlay=False, sign=True, step=25)).found()
    assert found == ()


def test_a_logo_without_letters_is_found_while_the_scene_moves() -> None:
    found = seen(pictures(overlay=False, logo=True)).found()
    (logo,) = around(found, LOGO_BOX)
    assert not logo.text
    assert len(found) == 1


@pytest.mark.parametrize("text", [True, False])
def test_where_the_camera_stands_still_it_says_so_and_only_text_at_the_rim_is_found(text: bool) -> None:
    finder = seen(pictures(step=0, overlay=text, logo=True, sign=True))
    found = finder.found()
    assert finder.still
    assert not around(found, Box(SIGN[0], SIGN[1] - 35, 300, 35))
    assert not around(found, LOGO_BOX)
    assert len(found) == (2 if text else 0)


def test_what_is_written_in_a_part_of_the_pictures_alone_is_not_found() -> None:
    made = [*pictures()[:3], *pictures(overlay=False)[3:]]
    assert seen(made).found() == ()


def test_too_few_pictures_say_nothing() -> None:
    finder = seen(pictures()[: LEAST - 1])
    assert finder.found() == ()
    assert not finder.still
    assert finder.frames == LEAST - 1
    assert BurntIn(MODEL).found() == ()


@pytest.mark.parametrize("shade", [0, 120, 255])
def test_flat_pictures_hold_nothing(shade: int) -> None:
    finder = seen([np.full((96, 160), shade, np.uint8)] * 5)
    assert finder.found() == ()
    assert not finder.still


def test_a_picture_of_another_size_is_brought_to_that_of_the_first() -> None:
    made = pictures()
    made[4] = np.asarray(cv2.resize(made[4], (WIDTH // 2, HEIGHT // 2)), np.uint8)
    finder = BurntIn(MODEL)
    for number, picture in enumerate(made):
        finder.see(frame_of(picture), text=number in (0, 4))
    assert finder.frames == PICTURES


def test_a_found_place_lies_in_the_picture() -> None:
    for each in seen(pictures(logo=True)).found():
        assert each.box.x >= 0
        assert each.box.y >= 0
        assert each.box.right <= WIDTH
        assert each.box.bottom <= HEIGHT
