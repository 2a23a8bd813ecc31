"""Every view shows its plates where it says they are."""

import cv2
import numpy as np
import pytest

from reviewer.vision.quads import areas, widths
from tests.training.net.stand_in import Drawn, quad
from tests.training.net.variation import LEAST_WIDTH, mirrored, view


def white_on_black(side: int, quads: np.ndarray, *, visible: float = 1.0) -> Drawn:
    picture = np.zeros((side, side, 3), np.uint8)
    for corners in quads:
        cv2.fillConvexPoly(picture, np.round((corners - 0.5) * 16).astype(np.int32), (255, 255, 255), cv2.LINE_AA, 4)
    return Drawn(picture, quads, np.full(len(quads), visible, np.float32), np.zeros(len(quads), bool))


@pytest.mark.parametrize("seed", range(20))
def test_the_corners_follow_the_picture(seed: int) -> None:
    rng = np.random.default_rng(seed)
    source = white_on_black(320, quad(rng, 320)[None])
    shown = view(source, 256, rng=rng)
    canvas = np.zeros((256, 256), np.uint8)
    for corners in shown.quads:
        cv2.fillConvexPoly(canvas, np.round((corners - 0.5) * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    # Grey beyond the picture's edges is no plate either.
    seen = (shown.picture[..., 0] > 160).astype(np.uint8)
    drawn = (canvas > 160).astype(np.uint8)
    assert (seen & drawn).sum() >= 0.9 * (seen | drawn).sum()
    if drawn.any():
        there, here = cv2.moments(seen, binaryImage=True), cv2.moments(drawn, binaryImage=True)
        for axis in ("m10", "m01"):
            assert there[axis] / there["m00"] == pytest.approx(here[axis] / here["m00"], abs=0.4)


def test_a_mirrored_plate_still_starts_top_left_and_runs_clockwise() -> None:
    quads = np.array([[[10, 10], [50, 12], [50, 22], [10, 20]]], np.float32)
    other = mirrored(quads, 100)
    assert other[0].tolist() == [[50, 12], [90, 10], [90, 20], [50, 22]]
    assert (mirrored(other, 100) == quads).all()


def test_plates_that_a_view_cuts_or_makes_tiny_are_ignored_and_those_outside_left_out() -> None:
    rng = np.random.default_rng(3)
    quads = np.stack([quad(rng, 400) * 0.9 for _ in range(3)] + [np.array([[9, 9], [18, 9], [18, 12], [9, 12]])])
    source = white_on_black(400, quads.astype(np.float32))
    for seed in range(40):
        shown = view(source, 128, rng=np.random.default_rng(seed))
        assert len(shown.quads) == len(shown.ignore)
        small = widths(shown.quads) < LEAST_WIDTH
        assert shown.ignore[small].all()
        for corners, ignored in zip(shown.quads, shown.ignore, strict=True):
            kept = np.clip(corners, 0, 128)
            if areas(kept[None])[0] < 0.25 * areas(corners[None])[0]:
                assert ignored


def test_a_plate_that_was_mostly_hidden_stays_ignored() -> None:
    rng = np.random.default_rng(5)
    source = white_on_black(128, quad(rng, 128)[None], visible=0.3)
    assert view(source, 128, rng=rng).ignore.all()


def test_the_same_numbers_make_the_same_view() -> None:
    source = white_on_black(160, quad(np.random.default_rng(1), 160)[None])
    first, second, other = (view(source, 128, rng=np.random.default_rng(s)) for s in (7, 7, 8))
    assert (first.picture == second.picture).all()
    assert (first.quads == second.quads).all()
    assert (first.picture != other.picture).any()
