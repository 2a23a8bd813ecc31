"""Where the window was and what was watched come back, and never weigh on what is hidden."""

import numpy as np
import pytest

from reviewer.core.errors import CaseError
from reviewer.core.footage import FootageId
from reviewer.store.cases import Case


def test_a_value_is_kept_under_its_name_and_replaced_by_the_next(case: Case) -> None:
    assert case.desk.kept("place") is None
    case.desk.keep("place", {"tick": 4})
    case.desk.keep("place", {"tick": 5, "zoom": [1.5, "é"]})
    assert case.desk.kept("place") == {"tick": 5, "zoom": [1.5, "é"]}


def test_what_was_watched_comes_back_and_can_be_added_to(case: Case, footage: FootageId) -> None:
    frames = np.array([0, 1, 3, 2], np.uint8)
    case.desk.keep_watched(footage, frames, seconds=61.5)
    found, seconds = case.desk.watched(footage, frames=4)
    assert (found.tolist(), seconds) == ([0, 1, 3, 2], 61.5)
    found[0] = 1


def test_of_footage_with_another_number_of_frames_nothing_was_watched(case: Case, footage: FootageId) -> None:
    case.desk.keep_watched(footage, np.ones(4, np.uint8), seconds=5)
    found, seconds = case.desk.watched(footage, frames=6)
    assert (found.tolist(), seconds) == ([0] * 6, 5.0)


def test_it_is_not_logged_and_a_read_only_case_refuses_it(case: Case, footage: FootageId) -> None:
    before = sum(1 for _ in case.log.events())
    case.desk.keep("place", 1)
    case.desk.keep_watched(footage, np.ones(4, np.uint8), seconds=5)
    assert sum(1 for _ in case.log.events()) == before
    with Case.open(case.folder, actor="other", read_only=True) as reader, pytest.raises(CaseError):
        reader.desk.keep("place", 2)
