"""Reading plates in pictures of plates that were drawn for it."""

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.errors import ReviewerError
from reviewer.core.geometry import Box
from reviewer.core.reading import Spelling, resolved
from reviewer.vision.plate_reader import PlateReader, around, sharpness
from reviewer.vision.weights import Weights
from tests.vision.moving import frame_of, texture

PLATE = Box(200, 150, 180, 44)


@pytest.fixture(scope="module")
def reader() -> PlateReader:
    return PlateReader(Weights(places.models()))


def street(*rows: str, tilt: float = 0.0) -> NDArray[np.uint8]:
    """A white plate at PLATE with these rows in it, turned by `tilt` degrees about its middle."""
    picture = np.dstack([texture(360, 640, seed=s) // 3 for s in (1, 2, 3)])
    x, y, height = int(PLATE.x), int(PLATE.y), int(PLATE.height / len(rows))
    cv2.rectangle(picture, (x, y), (int(PLATE.right), int(PLATE.bottom)), (245, 245, 245), -1)
    for number, row in enumerate(rows):
        size = min(height / 34, 0.9 * PLATE.width / cv2.getTextSize(row, cv2.FONT_HERSHEY_DUPLEX, 1.0, 2)[0][0])
        (width, _), _ = cv2.getTextSize(row, cv2.FONT_HERSHEY_DUPLEX, size, 2)
        place = (round(PLATE.centre[0] - width / 2), y + round(height * (number + 0.78)))
        cv2.putText(picture, row, place, cv2.FONT_HERSHEY_DUPLEX, size, (15, 15, 15), 2, cv2.LINE_AA)
    turn = cv2.getRotationMatrix2D(PLATE.centre, tilt, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (640, 360)), np.uint8)


def text_of(spelling: Spelling) -> str:
    reading = resolved(spelling)
    return reading.text if reading else ""


@pytest.mark.parametrize("text", ["AB12 CDE", "KLM-4567", "3TY 9876"])
def test_what_is_drawn_is_read_with_a_score_a_character(reader: PlateReader, text: str) -> None:
    spelling = reader.spell(street(text), PLATE)
    assert text_of(spelling) == "".join(c for c in text if c.isalnum())
    assert len(spelling.scores) == len(spelling.text)
    assert all(0 <= score <= 1 for score in spelling.scores)
    assert spelling.score > 0.7


def test_a_plate_in_two_rows_is_read_from_the_top(reader: PlateReader) -> None:
    assert text_of(reader.spell(street("AB12", "CDE"), PLATE)) == "AB12CDE"


@pytest.mark.parametrize("tilt", [-12, 12])
def test_a_plate_that_leans_is_read(reader: PlateReader, tilt: float) -> None:
    box = PLATE.grown(0.0, 0.8)
    assert text_of(reader.spell(street("AB12 CDE", tilt=tilt), box)) == "AB12CDE"


def test_a_larger_plate_weighs_more_up_to_where_it_is_plain(reader: PlateReader) -> None:
    weights = [reader.spell(street("AB12 CDE"), Box(200, 150, 180, h)).weight for h in (6, 12, 44, 60)]
    assert weights[0] < weights[1] < weights[2] == weights[3] == 1.0


@pytest.mark.parametrize("fill", [0, 128, 255])
def test_nothing_is_read_where_nothing_is_written(reader: PlateReader, fill: int) -> None:
    assert reader.spell(np.full((200, 300, 3), fill, np.uint8), Box(40, 60, 120, 40)).text == ""


@pytest.mark.parametrize("size", [(1, 1), (1, 200), (200, 1), (31, 17)])
@pytest.mark.parametrize("box", [Box(0, 0, 1, 1), Box(-20, -20, 400, 400), Box(500, 500, 10, 10), Box(3, 3, 0.2, 90)])
def test_odd_pictures_and_boxes_choke_nothing(reader: PlateReader, size: tuple[int, int], box: Box) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (size[1], size[0], 3), np.uint8)
    spelling = reader.spell(noise, box)
    assert len(spelling.scores) == len(spelling.text)


@pytest.mark.parametrize(
    "box", [Box(0, 0, 5, 5), Box(101.5, 51.2, 40.7, 13.3), Box(630, 350, 9, 8), Box(0, 0, 639, 357)]
)
def test_the_part_that_is_cut_out_of_a_frame_holds_the_box_in_its_place(box: Box) -> None:
    luma = texture(357, 639, seed=4)
    picture, place = around(frame_of(luma), box)
    x, y = round(box.x - place.x), round(box.y - place.y)
    assert x >= 0
    assert y >= 0
    assert place.right <= picture.shape[1] + 1
    assert place.bottom <= picture.shape[0] + 1
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(int)
    part = luma[y : y + grey.shape[0], x : x + grey.shape[1]].astype(int)
    # Limited range is widened on the way to BGR, so the two are alike only in proportion.
    assert grey.size < 9 or np.corrcoef(grey.ravel(), part.ravel())[0, 1] > 0.95


def test_a_blurred_picture_is_less_sharp() -> None:
    picture = street("AB12 CDE")
    assert sharpness(picture) > 2 * sharpness(np.asarray(cv2.GaussianBlur(picture, (0, 0), 2), np.uint8))


def test_an_altered_model_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    for name in ("manifest.toml", "ppocr_v4_det.onnx"):
        shutil.copy(places.models() / name, tmp_path / name)
    (tmp_path / "ppocr_v4_rec.onnx").write_bytes(b"something else")
    with pytest.raises(ReviewerError, match="ppocr-v4-text-recognition is not the one that was shipped"):
        PlateReader(Weights(tmp_path))
