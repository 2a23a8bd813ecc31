"""The contract of a detector, and that it finds what it is for."""

import cv2
import numpy as np
import pytest

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.vision.plate_cascade import PlateCascade
from reviewer.vision.weights import Weights
from tests.vision.moving import frame_of, texture


@pytest.fixture(scope="module")
def cascade() -> PlateCascade:
    return PlateCascade(Weights(places.models()).path("plate-cascade"), area=854 * 480)


@pytest.mark.parametrize("size", [(1, 1), (1, 400), (400, 1), (31, 17), (853, 479)])
@pytest.mark.parametrize("kind", ["black", "white", "noise"])
def test_odd_pictures_do_not_choke_it(cascade: PlateCascade, size: tuple[int, int], kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, size[::-1], np.uint8)
    luma = {"black": np.zeros_like(noise), "white": np.full_like(noise, 255), "noise": noise}[kind]
    for find in cascade.detect(frame_of(luma), threshold=0.0):
        assert find.box.width > 0
        assert find.box.height > 0
        assert 0 <= find.score <= 1


def scene() -> np.ndarray:
    picture = (texture(480, 854, seed=3) // 4 + 60).astype(np.uint8)
    cv2.rectangle(picture, (280, 280), (450, 330), 60, -1)
    cv2.rectangle(picture, (300, 300), (430, 324), 240, -1)
    cv2.rectangle(picture, (300, 300), (430, 324), 20, 1)
    cv2.putText(picture, "AB12 CDE", (318, 318), cv2.FONT_HERSHEY_SIMPLEX, 0.55, 15, 2)
    return picture


def test_a_plate_is_found_where_it_is(cascade: PlateCascade) -> None:
    finds = cascade.detect(frame_of(scene()), threshold=0.0)
    assert any(find.box.contains(365, 312) and find.box.width < 260 for find in finds)
    assert all(find.subject is Subject.PLATE and find.detector == cascade.name for find in finds)


def test_finds_come_best_first_and_over_the_threshold(cascade: PlateCascade) -> None:
    everything = cascade.detect(frame_of(scene()), threshold=0.0)
    scores = [find.score for find in everything]
    assert scores == sorted(scores, reverse=True)
    assert scores
    over = cascade.detect(frame_of(scene()), threshold=scores[0] + 1e-9)
    assert over == []
    cascade.close()
