"""Two opinions on plates: each may propose, and neither alone decides on what the other doubts."""

from typing import cast

import pytest

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.agreed_plates import MOST, AgreedPlates
from reviewer.vision.plate_network import PlateNetwork
from reviewer.vision.plates import TextPlates
from tests.vision.moving import frame_of, texture

HERE, THERE = Box(100, 100, 60, 14), Box(400, 200, 80, 18)
FRAME = frame_of(texture(360, 640, seed=1))


class Stub:
    """Finds in whole frames and near places what was written down."""

    def __init__(self, finds: list[tuple[Box, float]], near: dict[Box, float] | None = None) -> None:
        self.name, self.asked = "stub", list[Box]()
        self._finds, self._near = finds, near or {}

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        return [Detection(Subject.PLATE, b, s, self.name) for b, s in self._finds if s >= threshold]

    def detect_near(self, frame: Frame, place: Box, *, threshold: float) -> Detection | None:
        self.asked.append(place)
        score = self._near.get(place, 0.0)
        return Detection(Subject.PLATE, place, score, self.name) if score >= threshold else None


def agreed(network: Stub, text: Stub) -> list[Detection]:
    return AgreedPlates(cast(PlateNetwork, network), cast(TextPlates, text), area=230_400).detect(FRAME, threshold=0.3)


def test_what_is_written_is_a_plate_where_the_network_confirms_it_nearer_to() -> None:
    network = Stub([], near={HERE: 0.7, THERE: 0.2})
    (find,) = agreed(network, Stub([(HERE, 0.8), (THERE, 0.9)]))
    assert (find.box, find.score) == (HERE, 0.7)
    assert network.asked == [HERE, THERE]


def test_a_doubtful_find_with_text_in_it_counts_for_more_and_one_without_as_it_was() -> None:
    scores = {f.box: f.score for f in agreed(Stub([(HERE, 0.4), (THERE, 0.4)]), Stub([(HERE.grown(-0.2), 0.8)]))}
    assert scores[HERE] == pytest.approx(1 - 0.6 * 0.6)
    assert scores[THERE] == 0.4


def test_a_sure_find_needs_nobody_and_nothing_is_looked_at_twice() -> None:
    network = Stub([(HERE, 0.8)])
    (find,) = agreed(network, Stub([(HERE, 0.9)]))
    assert find.score == 0.8
    assert network.asked == []


def test_a_wall_of_signs_is_looked_at_in_part() -> None:
    network = Stub([])
    assert agreed(network, Stub([(Box(10.0 * n, 5, 9, 3), 0.9) for n in range(4 * MOST)])) == []
    assert len(network.asked) == MOST


def test_finds_come_best_first_under_one_name() -> None:
    finds = agreed(Stub([(THERE, 0.5)], near={HERE: 0.9}), Stub([(HERE, 0.9)]))
    assert [f.score for f in finds] == [0.9, 0.5]
    assert {f.detector for f in finds} == {"plate network with PP-OCRv4 text at 0.23 megapixels"}
