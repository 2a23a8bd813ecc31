"""The contract of every detector in the catalogue, and that each finds what it is for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick
from reviewer.vision.blazeface import BlazeFace
from reviewer.vision.catalogue import LOOKS, checkers, scanners
from reviewer.vision.centerface import CenterFace
from reviewer.vision.detector import Detector
from reviewer.vision.plates import TextPlates
from reviewer.vision.text import TextBlocks
from reviewer.vision.weights import Weights
from tests.vision.moving import frame_of, texture

AREA = 640 * 352

MAKERS: dict[str, Callable[[Weights], Detector]] = {
    "centerface": lambda weights: CenterFace(weights.path("centerface"), area=AREA),
    "centerface mirrored": lambda weights: CenterFace(weights.path("centerface"), area=AREA, mirrored=True),
    "blazeface": lambda weights: BlazeFace(weights.path("blazeface-full-range"), area=AREA),
    "plates": lambda weights: TextPlates(weights.path("ppocr-v4-text-detection"), area=AREA),
    "text": lambda weights: TextBlocks(weights.path("ppocr-v4-text-detection"), area=AREA),
}


@pytest.fixture(scope="module", params=MAKERS)
def detector(request: pytest.FixtureRequest) -> Iterator[Detector]:
    made = MAKERS[request.param](Weights(places.models()))
    yield made
    made.close()


def coloured(rgb: NDArray[np.uint8]) -> Frame:
    planes = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24").reformat(format="yuv420p").planes
    y, u, v = (np.frombuffer(p, np.uint8).reshape(-1, p.line_size)[: p.height, : p.width].copy() for p in planes)
    return Frame(Tick(0), y, u, v)


def portrait() -> NDArray[np.uint8]:
    with av.open(str(places.resources() / "demo" / "astronaut.png")) as container:
        picture: NDArray[np.uint8] = next(container.decode(video=0)).to_ndarray(format="rgb24")
    return picture


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (31, 17), (853, 479)])
@pytest.mark.parametrize("kind", ["black", "white", "noise"])
def test_odd_pictures_choke_no_detector(detector: Detector, size: tuple[int, int], kind: str) -> None:
    width, height = size
    noise = np.random.default_rng(0).integers(0, 255, (height, width), np.uint8)
    luma = {"black": np.zeros_like(noise), "white": np.full_like(noise, 255), "noise": noise}[kind]
    for find in detector.detect(frame_of(luma), threshold=0.1):
        assert find.box.width > 0
        assert find.box.height > 0
        assert 0 <= find.score <= 1


def test_finds_are_of_the_detector_s_subject_best_first_and_over_the_threshold(detector: Detector) -> None:
    scene = np.dstack([texture(360, 640, seed=s) for s in (1, 2, 3)])
    scene[40:300, 100:360] = cv2.resize(portrait()[0:260, 100:360], (260, 260))
    finds = detector.detect(coloured(scene), threshold=0.3)
    scores = [f.score for f in finds]
    assert scores == sorted(scores, reverse=True)
    assert all(s >= 0.3 for s in scores)
    assert all(f.subject is detector.subject and f.detector == detector.name for f in finds)


@pytest.mark.parametrize("side", [200, 300, 400])
def test_every_face_detector_finds_a_real_face_near_and_far(detector: Detector, side: int) -> None:
    if detector.subject is not Subject.FACE:
        pytest.skip("finds other things")
    scene = np.full((480, 854, 3), 110, np.uint8)
    scene[60 : 60 + side, 300 : 300 + side] = cv2.resize(portrait(), (side, side), interpolation=cv2.INTER_AREA)
    best = detector.detect(coloured(scene), threshold=0.3)[0]
    # The astronaut's face lies at 0.35-0.55 across and 0.12-0.40 down of the portrait.
    x, y = best.box.centre
    assert 300 + 0.3 * side < x < 300 + 0.6 * side
    assert 60 + 0.1 * side < y < 60 + 0.45 * side


def test_a_plate_is_found_and_a_page_of_text_is_not_taken_for_plates() -> None:
    model = Weights(places.models()).path("ppocr-v4-text-detection")
    detector = TextPlates(model, area=854 * 480)
    scene = np.full((480, 854, 3), 90, np.uint8)
    cv2.rectangle(scene, (300, 300), (440, 332), (250, 250, 250), -1)
    cv2.putText(scene, "AB12 CDE", (306, 325), cv2.FONT_HERSHEY_SIMPLEX, 0.85, (10, 10, 10), 2)
    (find,) = detector.detect(coloured(scene), threshold=0.3)
    assert find.box.contains(370, 316)
    for row in range(6):
        cv2.putText(scene, "many words", (100, 40 + 26 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (240, 240, 240), 2)
    assert len(detector.detect(coloured(scene), threshold=0.3)) == 1
    page_and_plate = TextBlocks(model, area=854 * 480)
    assert len(page_and_plate.detect(coloured(scene), threshold=0.3)) == 2


def test_a_search_gets_detectors_for_what_it_is_for_and_no_others() -> None:
    only_plates = Search(find=frozenset({Subject.PLATE}), depth=Depth.THOROUGH)
    assert {s.detector.subject for s in scanners(only_plates, places.models())} == {Subject.PLATE}
    found = {s.detector.subject for s in scanners(Search(), places.models())}
    assert found == {Subject.FACE, Subject.PLATE}


@pytest.mark.parametrize("depth", Depth)
def test_faces_are_looked_for_in_every_way_of_their_depth_with_one_network(depth: Depth) -> None:
    (scanner,) = scanners(Search(find=frozenset({Subject.FACE}), depth=depth), places.models())
    names = [scanner.looking(turn).name for turn in range(len(LOOKS[depth]) + 1)]
    assert len(set(names)) == len(LOOKS[depth])
    assert names[0] == names[-1]


def test_the_check_looks_at_another_size_than_the_analysis() -> None:
    analysis = {s.detector.name for s in scanners(Search(), places.models())}
    check = {d.name for d in checkers(Search(), places.models())}
    assert analysis.isdisjoint(check)


def test_a_mirrored_look_finds_the_same_face_in_the_same_place() -> None:
    scene = np.full((480, 854, 3), 110, np.uint8)
    scene[60:360, 500:800] = cv2.resize(portrait(), (300, 300))
    model = places.models() / "centerface.onnx"
    plain, mirrored = (
        CenterFace(model, area=854 * 480, mirrored=m).detect(coloured(scene), threshold=0.5)[0] for m in (False, True)
    )
    assert plain.box.overlap(mirrored.box) > 0.8


def test_a_closer_look_finds_a_face_near_where_it_is_expected_and_only_there() -> None:
    scene = np.full((480, 854, 3), 110, np.uint8)
    scene[60:260, 500:700] = cv2.resize(portrait(), (200, 200), interpolation=cv2.INTER_AREA)
    frame = coloured(scene)
    detector = CenterFace(places.models() / "centerface.onnx", area=854 * 480)
    (face,) = detector.detect(frame, threshold=0.5)
    expected = face.box.moved(face.box.width * 0.3, -face.box.height * 0.2)
    closer = detector.detect_near(frame, expected, threshold=0.15)
    assert closer is not None
    assert closer.box.overlap(face.box) > 0.6
    assert detector.detect_near(frame, face.box.moved(-300, 100), threshold=0.15) is None
    assert detector.detect_near(frame, face.box.moved(face.box.width, 0), threshold=0.15) is None


@pytest.mark.parametrize(
    "place", [(-50, -50, 20, 30), (853, 479, 1, 1), (0, 0, 0, 0), (-500, 100, 3000, 20), (1e6, 0, 5, 5)]
)
def test_a_closer_look_at_the_edge_of_the_picture_or_beyond_it_finds_nothing_and_breaks_nothing(
    place: tuple[float, float, float, float],
) -> None:
    detector = CenterFace(places.models() / "centerface.onnx", area=AREA)
    frame = coloured(np.full((480, 854, 3), 110, np.uint8))
    assert detector.detect_near(frame, Box(*place), threshold=0.3) is None


def test_the_portrait_comes_from_the_manifest() -> None:
    assert (places.resources() / "demo" / "astronaut.png").is_file()
    assert isinstance(places.models(), Path)
