"""What is made of a map of ink."""

import math

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.vision.text_map import TextMap, lines, sloping


def ink(*strokes: tuple[tuple[float, float], tuple[float, float], float]) -> NDArray[np.float32]:
    """A map with filled rectangles: their middle, their sides, and their slope in degrees."""
    drawn = np.zeros((400, 640), np.float32)
    for stroke in strokes:
        cv2.fillConvexPoly(drawn, np.round(cv2.boxPoints(stroke)).astype(np.int32), (0.9,))
    return drawn


def test_a_level_line_is_the_same_as_a_box_and_as_a_rectangle() -> None:
    drawn = ink(((200, 100), (120, 12), 0))
    ((box, score),) = lines(drawn)
    (line,) = sloping(drawn)
    assert score == line.score == pytest.approx(0.9)
    assert line.slope == pytest.approx(0, abs=0.01)
    assert line.box.overlap(box) > 0.95


@pytest.mark.parametrize("degrees", [-70, -30, -8, 15, 45, 88])
def test_a_line_follows_its_slope_and_is_as_wide_as_its_shrunk_ink_says(degrees: float) -> None:
    (line,) = sloping(ink(((320, 200), (160, 16), degrees)))
    assert math.degrees(line.slope) == pytest.approx(degrees, abs=2)
    assert line.x == pytest.approx(320.5, abs=1)
    assert line.y == pytest.approx(200.5, abs=1)
    # The offset of the model's makers: area * 1.5 / perimeter on each side. What is drawn is two pixels larger.
    assert line.height == pytest.approx(18 + 2 * (1.5 * 162 * 18 / (2 * 180) + 1), abs=4)
    assert line.length - line.height == pytest.approx(144, abs=4)


def test_what_is_about_as_high_as_long_lies_level() -> None:
    (line,) = sloping(ink(((320, 200), (20, 18), 40)))
    assert line.slope == 0


def test_specks_are_no_lines_and_two_lines_are_two() -> None:
    drawn = ink(((100, 50), (80, 10), 0), ((100, 90), (80, 10), 0))
    drawn[300, 300] = 0.9
    assert len(sloping(drawn)) == len(lines(drawn)) == 2
    assert sloping(np.zeros((32, 32), np.float32)) == []


def test_the_map_finds_what_is_written_aslant() -> None:
    picture = np.full((384, 640, 3), 200, np.uint8)
    cv2.putText(picture, "Some words here", (150, 200), cv2.FONT_HERSHEY_DUPLEX, 1.0, (20, 20, 20), 2, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D((320, 192), -12, 1)
    aslant = np.asarray(cv2.warpAffine(picture, turn, (640, 384), borderValue=(200, 200, 200)), np.uint8)
    found = TextMap(places.models() / "ppocr_v4_det.onnx").sloping(aslant)
    assert max(found, key=lambda line: line.area).slope == pytest.approx(math.radians(12), abs=0.06)
