"""Reading one line of text."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.errors import ReviewerError
from reviewer.vision.text_reader import TextReader


@pytest.fixture(scope="module")
def reader() -> TextReader:
    return TextReader(places.models() / "ppocr_v4_rec.onnx")


def line(text: str, *, height: int = 60) -> NDArray[np.uint8]:
    """Dark on white, as wide as it has to be."""
    width = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 1.3, 2)[0][0] + 20
    picture = np.full((60, width, 3), 250, np.uint8)
    cv2.putText(picture, text, (10, 44), cv2.FONT_HERSHEY_DUPLEX, 1.3, (10, 10, 10), 2, cv2.LINE_AA)
    return np.asarray(cv2.resize(picture, (round(width * height / 60), height)), np.uint8)


@pytest.mark.parametrize("height", [24, 60, 200])
def test_a_line_of_any_size_is_read_in_capitals_without_blanks_and_signs(reader: TextReader, height: int) -> None:
    spelling = reader.spell(line("Abc-123 xyz.", height=height))
    assert spelling.text == "ABC123XYZ"
    assert len(spelling.scores) == 9
    assert spelling.score > 0.7


def test_the_same_character_twice_is_read_twice(reader: TextReader) -> None:
    assert reader.spell(line("AA 1122 BB")).text == "AA1122BB"


def test_a_line_that_is_too_long_to_be_one_is_pressed_into_what_fits(reader: TextReader) -> None:
    spelling = reader.spell(np.full((4, 4000, 3), 200, np.uint8))
    assert spelling.text == ""
    assert spelling.score == 0.0


def test_a_model_without_its_characters_is_refused() -> None:
    with pytest.raises(ReviewerError, match="does not say which characters"):
        TextReader(places.models() / "ppocr_v4_det.onnx")
