"""What the list of tracks says of each box; the file around it is tested with the command that writes it."""

from dataclasses import replace

import numpy as np

from reviewer.core.reading import Reading
from reviewer.services.track_list import entries
from tests.support.values import a_footage, a_track

KEYS = ["track", "subject", "x", "y", "w", "h", "origin", "score"]


def test_a_track_of_boxes_has_no_corners() -> None:
    boxes = [box for entry in entries(a_footage(), [a_track("t")]) for box in entry["boxes"]]
    assert [list(box) for box in boxes] == [KEYS] * 3


def test_corners_come_after_the_score_and_before_what_was_read() -> None:
    quads = np.array([[(n, 4), (30.126, 2), (n + 30.5, 9), (1, 12.25)] for n in range(3)], np.float32)
    quads[2, 0, 0] = np.nan
    track = replace(a_track("t"), quads=quads, reading=Reading("AB12CDE", "uk-current", 0.5))
    first, _, last = (entry["boxes"][0] for entry in entries(a_footage(), [track]))
    assert list(first) == [*KEYS, "quad", "reading"]
    assert first["quad"] == [[0.0, 4.0], [30.13, 2.0], [30.5, 9.0], [1.0, 12.25]]
    assert list(last) == [*KEYS, "reading"]
