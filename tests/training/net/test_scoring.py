"""What counts as covered, as false, and as neither."""

import numpy as np
import pytest

from reviewer.vision.plate_maps import Found
from tests.training.net.footage import Checked
from tests.training.net.scoring import MARGIN, Tally, recall


def picture(*boxes: tuple[float, float, float, float], ignore: int = 0, still: bool = False) -> Checked:
    """A picture whose last `ignore` boxes count neither way."""
    frame = (np.full((200, 300), 120, np.uint8), np.zeros((100, 150), np.uint8), np.zeros((100, 150), np.uint8))
    flags = np.arange(len(boxes)) >= len(boxes) - ignore
    return Checked("clip", "0", frame, np.array(boxes, np.float32).reshape(-1, 4), flags, still=still)


def finds(*parts: tuple[float, float, float, float, float]) -> Found:
    quads = [[[a, b], [c, b], [c, d], [a, d]] for a, b, c, d, _ in parts]
    return Found(np.array(quads, np.float32).reshape(-1, 4, 2), np.array([p[4] for p in parts], np.float32))


def counted(shown: Checked, result: Found) -> Tally:
    tally = Tally()
    tally.add(shown, result)
    return tally


def test_a_plate_is_covered_from_the_score_of_its_best_find_on() -> None:
    tally = counted(picture((10, 10, 60, 22)), finds((11, 10, 60, 22, 0.4), (10, 11, 59, 22, 0.7)))
    assert recall(tally.plates, 0.69) == 1
    assert recall(tally.plates, 0.71) == 0
    assert tally.false_each(0) == 0
    assert recall([], 0.5) is None


def test_a_find_must_cover_four_fifths_with_its_margin_by_itself() -> None:
    width = 100 * 0.8 / (1 + 2 * MARGIN)
    left = 100 + MARGIN * width
    enough = finds((left, 50, left + width + 0.5, 70, 0.9))
    too_little = finds((left, 50, left + width - 2, 70, 0.9))
    assert recall(counted(picture((100, 50, 200, 70)), enough).plates, 0.5) == 1
    assert recall(counted(picture((100, 50, 200, 70)), too_little).plates, 0.5) == 0
    halves = finds((100, 50, 150, 70, 0.9), (150, 50, 200, 70, 0.9))
    assert recall(counted(picture((100, 50, 200, 70)), halves).plates, 0.5) == 0


def test_a_find_elsewhere_is_false_and_one_in_an_ignored_area_is_neither() -> None:
    result = finds((100, 100, 140, 110, 0.6), (210, 100, 240, 108, 0.8))
    tally = counted(picture((200, 90, 290, 150), ignore=1), result)
    assert tally.plates == []
    assert tally.false == {"clip": [pytest.approx(0.6)]}
    assert tally.false_each(0.5) == 1
    assert tally.false_each(0.61) == 0


def test_a_huge_find_over_a_plate_is_false_though_it_covers_it() -> None:
    tally = counted(picture((100, 100, 140, 110)), finds((0, 0, 300, 200, 0.9)))
    assert recall(tally.plates, 0.5) == 1
    assert tally.false_each(0.5) == 1


def test_in_stills_only_misses_count() -> None:
    tally = counted(picture((100, 100, 140, 110), still=True), finds((0, 0, 30, 20, 0.9)))
    assert recall(tally.plates, 0.5) == 0
    assert tally.frames == {}
    assert tally.false_each(0.5) == 0


def test_the_width_and_the_light_of_a_plate_are_noted() -> None:
    shown = picture((10, 10, 60, 22))
    shown.frame[0][10:23, 10:61] = 40
    plate = counted(shown, finds()).plates[0]
    assert plate.width == 50
    assert plate.light == 40
    assert plate.score == 0
