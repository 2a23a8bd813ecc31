"""Text found in pictures, as blocks."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.settings import Depth, Search
from reviewer.services.check_explained import EXPLAINED
from reviewer.vision import text
from reviewer.vision.catalogue import AREAS, CADENCE, checkers, scanners
from reviewer.vision.scan import Scanner, Segment, look
from reviewer.vision.text import LOOKS, SMALLEST, TextBlocks
from reviewer.vision.text_blocks import DENSE, Line
from tests.vision.moving import frame_of

MODEL = places.models() / "ppocr_v4_det.onnx"
SIZE = (864, 480)
LETTER = (
    "Dear Mr Example",
    "we refer to your letter of",
    "the third of March about",
    "the property named above",
    "Yours",
)


@pytest.fixture(scope="module")
def detector() -> TextBlocks:
    return TextBlocks(MODEL, area=SIZE[0] * SIZE[1])


def scene(grey: int = 110) -> NDArray[np.uint8]:
    return np.full((SIZE[1], SIZE[0]), grey, np.uint8)


def write(picture: NDArray[np.uint8], words: str, at: tuple[int, int], *, scale: float = 0.8, grey: int = 15) -> None:
    cv2.putText(picture, words, at, cv2.FONT_HERSHEY_DUPLEX, scale, grey, max(1, round(2 * scale)), cv2.LINE_AA)


def letter(picture: NDArray[np.uint8], x: int = 100, y: int = 80, *, but: int = -1) -> Box:
    """A page with a letter on it, `but` for one of its lines; where it is written."""
    cv2.rectangle(picture, (x - 30, y - 50), (x + 420, y + 210), 240, -1)
    for row, words in enumerate(LETTER):
        if row != but:
            write(picture, words, (x, y + 40 * row))
    return Box(x, y - 22, 380, 190)


def found(detector: TextBlocks, picture: NDArray[np.uint8]) -> list[Detection]:
    return detector.detect(frame_of(picture), threshold=0.3)


def test_a_letter_is_one_find_whichever_of_its_lines_is_missing(detector: TextBlocks) -> None:
    for but in (-1, 0, 1, 2, 3, 4):
        picture = scene()
        where = letter(picture, but=but)
        (find,) = found(detector, picture)
        assert find.subject is Subject.TEXT
        assert find.score > 0.7
        assert find.box.shared(where) > 0.6 * where.area


def test_a_letter_and_a_sign_far_from_it_are_two_finds(detector: TextBlocks) -> None:
    picture = scene()
    letter(picture)
    write(picture, "NO ENTRY", (600, 430), grey=250)
    assert len(found(detector, picture)) == 2


@pytest.mark.parametrize("scale", [1.0, 2.5, 5.0])
def test_large_words_stand_their_second_look(detector: TextBlocks, scale: float) -> None:
    picture = scene(230)
    write(picture, "42B", (200, 300), scale=scale)
    (find,) = found(detector, picture)
    assert find.box.contains(200 + 25 * scale, 300 - 10 * scale)


class Once(TextBlocks):
    """Takes a large thing for a line, and sees nothing in it when it looks again; counts its second looks."""

    def __init__(self, lines: list[Line], *, size: tuple[int, int] = SIZE) -> None:
        super().__init__(MODEL, area=size[0] * size[1])
        self._lines, self.again = lines, 0
        self._text = self  # type: ignore[assignment]

    def sloping(self, picture: NDArray[np.uint8]) -> list[Line]:
        return self._lines

    def ink(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.again += 1
        return np.zeros(picture.shape[:2], np.float32)


def thing(x: float, y: float, *, height: float = 100, score: float = 0.98, length: float = 140) -> Line:
    return Line(x, y, length, height, 0.0, score)


def test_a_large_thing_that_is_no_text_in_a_second_look_is_left_out() -> None:
    detector = Once([thing(300, 200), thing(700, 400, height=20)])
    (find,) = found(detector, scene())
    assert find.box.contains(700, 400)
    assert detector.again == 1


def test_a_doubtful_line_is_looked_at_again_from_a_smaller_size_on() -> None:
    assert len(found(Once([thing(300, 200, height=30, score=0.98)]), scene())) == 1
    assert found(Once([thing(300, 200, height=30, score=0.8)]), scene()) == []
    assert len(found(Once([thing(300, 200, height=20, score=0.8)]), scene())) == 1


def test_small_text_beside_a_large_thing_that_is_none_is_kept_without_it() -> None:
    mug, label = thing(300, 200, height=41, length=60), thing(350, 200, height=30, length=40)
    (find,) = found(Once([mug, label]), scene())
    assert find.box.overlap(Box(330, 185, 40, 30)) > 0.98


def test_a_wall_of_large_signs_is_hidden_whole_without_looking_at_each_again() -> None:
    signs = [thing(100 + 400 * (n % 8), 60 + 310 * (n // 8)) for n in range(40)]
    detector = Once(signs, size=(3200, 1440))
    assert len(found(detector, np.full((1440, 3200), 110, np.uint8))) == len(signs) - LOOKS
    assert detector.again == LOOKS


def test_grain_is_no_text() -> None:
    assert found(Once([thing(300, 200, height=SMALLEST - 0.1)]), scene()) == []
    assert found(Once([thing(300, 200, height=20, score=0.29)]), scene()) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (33, 31)])
def test_a_frame_smaller_than_what_the_network_divides_by_is_looked_at(
    detector: TextBlocks, size: tuple[int, int]
) -> None:
    assert detector.detect(frame_of(np.full(size[::-1], 90, np.uint8)), threshold=0.3) == []


def test_words_that_fill_the_frame_are_found(detector: TextBlocks) -> None:
    picture = np.full((240, 320), 235, np.uint8)
    write(picture, "STOP", (6, 160), scale=4.4)
    assert found(detector, picture)


def test_text_is_looked_for_only_when_it_is_asked_for() -> None:
    assert Subject.TEXT not in Search().find
    assert not [s for s in scanners(Search(), places.models()) if s.detector.subject is Subject.TEXT]
    assert not [d for d in checkers(Search(), places.models()) if d.subject is Subject.TEXT]


@pytest.mark.parametrize("depth", Depth)
def test_every_depth_looks_for_text_at_its_size_and_pace_and_the_check_at_another(depth: Depth) -> None:
    search = Search(frozenset({Subject.TEXT}), depth)
    (scanner,) = scanners(search, places.models())
    assert scanner.detector.name == f"PP-OCRv4 text at {AREAS[Subject.TEXT][depth] / 1e6:.2f} megapixels"
    assert scanner.every == CADENCE[Subject.TEXT][depth]
    (checker,) = checkers(search, places.models())
    assert isinstance(checker, TextBlocks)
    assert (checker.name == scanner.detector.name) == (depth is Depth.FAST)
    assert checker._filled == DENSE


def test_most_of_a_find_of_a_check_is_text_so_that_what_is_covered_between_rows_explains_none() -> None:
    rows = [thing(300, 60 + 56 * n, height=20, length=300) for n in range(6)]
    analysis, check = Once(rows), Once(rows)
    check._filled = DENSE
    assert len(found(analysis, scene())) == 1
    finds = found(check, scene())
    assert len(finds) > 1
    for find in finds:
        covered = find.box.area - sum(find.box.shared(row.box) for row in rows)
        assert covered < EXPLAINED * find.box.area


def test_the_frame_s_own_pixels_are_told_whatever_the_size_that_is_looked_at() -> None:
    picture = scene()
    where = letter(picture)
    large = np.asarray(cv2.resize(picture, None, fx=2, fy=2), np.uint8)
    half = np.full((SIZE[1], SIZE[0]), 128, np.uint8)
    frame = Frame(frame_of(picture).tick, large, half, half)
    (find,) = TextBlocks(MODEL, area=SIZE[0] * SIZE[1]).detect(frame, threshold=0.3)
    twice = Box(2 * where.x, 2 * where.y, 2 * where.width, 2 * where.height)
    assert find.box.shared(twice) > 0.6 * twice.area


def test_what_is_kept_of_the_limits_is_sensible() -> None:
    assert SMALLEST < text.DOUBTFUL < text.LARGE
    assert text.SECOND_LOOK >= text.DOUBTFUL


def test_a_letter_that_moves_through_the_picture_is_one_track(detector: TextBlocks) -> None:
    frames = []
    for number in range(24):
        picture = scene()
        letter(picture, 60 + 8 * number, 80 + 3 * number, but=(0, 3, 4, 1)[number // 6])
        frames.append(frame_of(picture, number))
    steps = look(frames, Segment(0, 23, 30.0), scanners=[Scanner(detector, 0.2)])
    try:
        while True:
            next(steps)
    except StopIteration as end:
        (track,) = (t for t in end.value.tracklets if t.convincing)
    assert (track.first, track.last) == (0, 23)
    x, _, width, _ = track.boxes[-1]
    assert x + width / 2 == pytest.approx(60 + 8 * 23 + 190, abs=40)
