import json
from pathlib import Path

import numpy as np
import pytest

from tests.training.net.errors import TrainingError
from tests.training.net.footage import Checked, checked
from tests.training.net.made_footage import PLATE, made


def test_frames_and_stills_come_as_planes_with_the_boxes_of_their_plates(tmp_path: Path) -> None:
    pictures = list(checked(made(tmp_path)))
    assert [(p.source, p.name, p.still) for p in pictures] == [
        ("clip", "0", False),
        ("clip", "2", False),
        ("clip", "4", False),
        ("set", "a.png", True),
    ]
    third = pictures[2]
    assert [p.shape for p in third.frame] == [(96, 160), (48, 80), (48, 80)]
    assert third.boxes[0].tolist() == [PLATE[0] + 4, PLATE[1], PLATE[0] + 4 + PLATE[2], PLATE[1] + PLATE[3]]
    assert third.ignore.tolist() == [False, True]
    x, y, w, h = PLATE
    luma = third.frame[0].astype(int)
    assert luma[y + 2 : y + h - 2, x + 6 : x + 2 + w].min() > luma[:20].max() + 50
    assert pictures[3].frame[0].shape == (96, 160)


def test_a_sample_is_spread_evenly(tmp_path: Path) -> None:
    assert [p.name for p in checked(made(tmp_path), sample=2)] == ["0", "4", "a.png"]


def test_a_frame_in_which_nobody_looked_for_plates_says_nothing() -> None:
    frame = (np.zeros((96, 160), np.uint8), np.zeros((48, 80), np.uint8), np.zeros((48, 80), np.uint8))
    whole, part = np.array([[0, 0, 160, 96]], np.float32), np.array([[0, 0, 60, 96]], np.float32)
    ignored = np.array([True])
    assert not Checked("a", "0", frame, whole, ignored, still=False).serves
    assert Checked("a", "0", frame, part, ignored, still=False).serves
    assert Checked("a", "0", frame, part, ~ignored, still=True).serves
    assert not Checked("a", "0", frame, part[:0], ignored[:0], still=True).serves


def test_a_list_or_a_picture_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="list of checked"):
        list(checked(tmp_path))
    made(tmp_path)
    entry = {"image": "gone.png", "boxes": [{"class": "plate", "x": 1, "y": 1, "w": 1, "h": 1, "ignore": False}]}
    (tmp_path / "stills" / "set" / "boxes.jsonl").write_text(json.dumps(entry))
    with pytest.raises(TrainingError, match="cannot be read"):
        list(checked(tmp_path))
