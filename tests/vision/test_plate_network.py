"""The plate network in the program: finds made plates with their corners, near looks, and inputs of every kind."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.detection import Detection, Subject
from reviewer.core.errors import ReviewerError
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick
from reviewer.vision.catalogue import PLATE_LOOKS, scanners
from reviewer.vision.plate_maps import MOST
from reviewer.vision.plate_network import PlateNetwork
from reviewer.vision.quads import overlap, widths
from reviewer.vision.weights import Weights
from tests.training.backgrounds import Backgrounds
from tests.training.sample import Sample, sample
from tests.vision.moving import frame_of, texture

SIZE = (640, 480)
PLATES = Search(find=frozenset({Subject.PLATE}))


@pytest.fixture(scope="module")
def network() -> PlateNetwork:
    return PlateNetwork(Weights(places.models()).path("plate-network"), area=SIZE[0] * SIZE[1])


@pytest.fixture(scope="module")
def made() -> list[tuple[Frame, Sample]]:
    """Made pictures that the network was not trained on, as frames."""
    shown = [sample(4_000_000, number, size=SIZE, backgrounds=Backgrounds(None)) for number in range(14)]
    return [(filmed(s.picture), s) for s in shown]


def filmed(picture: NDArray[np.uint8]) -> Frame:
    high, wide = picture.shape[:2]
    flat = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420), np.uint8)
    blue, red = flat[high:].reshape(2, high // 2, wide // 2)
    return Frame(Tick(0), flat[:high], blue, red)


def quad(find: Detection) -> NDArray[np.float32]:
    assert find.outline is not None
    return np.array(find.outline.corners, np.float32)


def test_most_plates_of_made_pictures_are_found_with_their_own_corners_in_order(
    network: PlateNetwork, made: list[tuple[Frame, Sample]]
) -> None:
    asked, near, aslant = 0, 0, []
    for frame, shown in made:
        finds = network.detect(frame, threshold=0.3)
        for corners in shown.corners[~shown.ignore & (widths(shown.corners) >= 40)]:
            best = max(finds, key=lambda f: overlap(quad(f), corners), default=None)
            asked += 1
            if best is not None and overlap(quad(best), corners) > 0.4:
                near += 1
                aslant.append(float(np.linalg.norm(quad(best) - corners, axis=1).max() / widths(corners[None])[0]))
    assert asked >= 8
    assert near >= 0.7 * asked
    assert float(np.median(aslant)) < 0.2  # corners in another order would lie a whole width away


def test_a_find_s_box_is_the_hull_of_its_corners(network: PlateNetwork, made: list[tuple[Frame, Sample]]) -> None:
    finds = [find for frame, _ in made for find in network.detect(frame, threshold=0.3)]
    assert finds
    for find in finds:
        assert find.outline is not None
        around = find.outline.box
        assert (find.box.x, find.box.y) == pytest.approx((around.x, around.y), abs=1e-3)
        assert (find.box.right, find.box.bottom) == pytest.approx((around.right, around.bottom), abs=1e-2)


def test_a_look_near_a_place_finds_the_plate_there_and_none_where_there_is_none(
    network: PlateNetwork, made: list[tuple[Frame, Sample]]
) -> None:
    found = [
        (frame, max(finds, key=lambda f: f.score))
        for frame, _ in made
        if (finds := [f for f in network.detect(frame, threshold=0.5) if 40 < f.box.width < 160])
    ]
    again = [network.detect_near(frame, find.box.moved(8, 3), threshold=0.2) for frame, find in found]
    hits = [near for near, (_, find) in zip(again, found, strict=True) if near and near.box.overlap(find.box) > 0.4]
    assert len(found) >= 3
    assert len(hits) >= 0.7 * len(found)
    assert all(near.outline is not None for near in hits)
    flat = frame_of(np.full((480, 640), 120, np.uint8))
    assert network.detect_near(flat, Box(300, 200, 60, 14), threshold=0.2) is None


@pytest.mark.parametrize(
    "place", [Box(-500, -500, 40, 10), Box(635, 475, 60, 14), Box(0, 0, 0, 0), Box(-900, 9, 4e3, 1)]
)
def test_a_place_outside_or_without_size_is_no_reason_to_fail(network: PlateNetwork, place: Box) -> None:
    find = network.detect_near(frame_of(texture(480, 640, seed=2)), place, threshold=0.3)
    assert find is None or find.score >= 0.3


def test_a_wall_of_signs_makes_a_bounded_number_of_finds(network: PlateNetwork) -> None:
    wall = np.full((1080, 1920, 3), 60, np.uint8)
    for row in range(40):
        for column in range(24):
            x, y = 8 + 79 * column, 4 + 27 * row
            cv2.rectangle(wall, (x, y), (x + 68, y + 17), (235, 235, 235), -1)
            cv2.putText(wall, f"AB{row:02}{column:02}", (x + 3, y + 14), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (10, 10, 10), 1)
    finds = network.another(1920 * 1080).detect(filmed(wall), threshold=0.05)
    assert len(finds) <= MOST
    assert [f.score for f in finds] == sorted((f.score for f in finds), reverse=True)


def test_a_plate_that_fills_the_frame_is_no_reason_to_fail(network: PlateNetwork) -> None:
    plate = np.full((120, 540, 3), 240, np.uint8)
    cv2.putText(plate, "AB12 CDE", (20, 95), cv2.FONT_HERSHEY_SIMPLEX, 3.6, (10, 10, 10), 14)
    for find in network.detect(filmed(plate), threshold=0.05):
        assert 0 <= find.score <= 1
        assert find.box.width > 0


@pytest.mark.parametrize("depth", Depth)
def test_plates_are_looked_for_at_every_size_of_their_depth_with_one_network(depth: Depth) -> None:
    (scanner,) = scanners(Search(find=PLATES.find, depth=depth), places.models())
    ways = len(PLATE_LOOKS[depth]) + (depth is Depth.THOROUGH)
    names = [scanner.looking(turn).name for turn in range(ways + 1)]
    assert len(set(names)) == ways
    assert names[0] == names[-1]
    assert ("text" in " ".join(names)) == (depth is Depth.THOROUGH)


@pytest.mark.parametrize(("spoil", "said"), [(False, "plate-network is missing"), (True, "digest differs")])
def test_without_the_very_model_that_was_shipped_nothing_is_looked_for(tmp_path: Path, spoil: bool, said: str) -> None:
    for path in places.models().iterdir():
        shutil.copy(path, tmp_path / path.name)
    model = tmp_path / "plate_network.onnx"
    data = model.read_bytes()
    model.unlink()
    if spoil:
        model.write_bytes(data[:-9] + b"\0" * 9)
    with pytest.raises(ReviewerError, match=said):
        scanners(PLATES, tmp_path)
