"""A plate keeps its own corners while the camera rolls: from one find, forward and backward in time."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.vision.follow import follow
from reviewer.vision.link import link
from reviewer.vision.material import Material
from reviewer.vision.planar import hull_of
from reviewer.vision.trail import Tracklet, packed
from tests.vision.moving import SIZE, texture

FRAMES = 24
LONG, HIGH = 120, 30
CAR = (240, 120)


def corners(number: int, size: tuple[int, int] = (LONG, HIGH)) -> NDArray[np.float64]:
    """Where the corners of the plate, or of the car around it, are: it rolls by 1.5 degrees a frame and drifts."""
    angle = np.radians(1.5 * (number - FRAMES / 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * size / 2
    return np.asarray(flat @ turn.T + (260 + 3 * number, 180), np.float64)


def lumas() -> list[NDArray[np.uint8]]:
    ground, car = texture(SIZE[1], SIZE[0], seed=1), texture(CAR[1], CAR[0], seed=2)
    wide, high = CAR
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    made = []
    for number in range(FRAMES):
        matrix = cv2.getPerspectiveTransform(source, corners(number, CAR).astype(np.float32))
        picture = cv2.warpPerspective(car, matrix, SIZE, dst=ground.copy(), borderMode=cv2.BORDER_TRANSPARENT)
        made.append(np.asarray(picture, np.uint8))
    return made


def find(number: int) -> Detection:
    around = Box(*(float(v) for v in hull_of(corners(number))))
    return Detection(Subject.PLATE, around, 0.9, "test", Outline(tuple((x, y) for x, y in corners(number).tolist())))


def followed(found: int) -> Tracklet:
    material = Material(0, (0, FRAMES - 1), 25.0, finds={found: [find(found)]})
    for luma in lumas():
        material.add(luma)
    (trail,) = follow(material)
    return packed(trail)


@pytest.mark.parametrize("found", [0, 11, FRAMES - 1])
def test_a_plate_found_once_keeps_its_corners_while_the_camera_rolls(found: int) -> None:
    tracklet = followed(found)
    assert (tracklet.first, tracklet.last) == (0, FRAMES - 1)
    assert tracklet.quads is not None
    missed = [np.linalg.norm(tracklet.quads[n] - corners(n), axis=1).max() for n in range(FRAMES)]
    assert max(missed) < 0.1 * LONG
    hulls = np.stack([hull_of(quad) for quad in tracklet.quads.astype(np.float64)])
    assert hulls == pytest.approx(tracklet.boxes, abs=0.6)


def test_what_was_only_boxed_has_no_corners() -> None:
    plain = Detection(Subject.PLATE, Box(200, 160, 120, 40), 0.9, "test")
    material = Material(0, (0, FRAMES - 1), 25.0, finds={0: [plain]})
    for luma in lumas():
        material.add(luma)
    (trail,) = follow(material)
    assert packed(trail).quads is None


def test_across_a_border_corners_are_those_of_each_side_and_of_the_box_where_none_are_known() -> None:
    whole = followed(0)
    assert whole.quads is not None
    first = Tracklet(
        whole.subject, 0, whole.boxes[:13], whole.origins[:13], whole.scores[:13], whole.looks, whole.quads[:13]
    )
    second = Tracklet(whole.subject, 12, whole.boxes[12:], whole.origins[12:], whole.scores[12:], whole.looks)
    (joined,) = link([[first], [second]], borders=[12]).tracks
    assert joined.quads is not None
    assert joined.quads[:12] == pytest.approx(whole.quads[:12])
    x, y, width, height = joined.boxes[20]
    assert joined.quads[20] == pytest.approx(
        np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]])
    )
