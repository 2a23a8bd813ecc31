"""Giving a region another shape or path as a whole."""

from dataclasses import replace

import pytest

from reviewer.core.errors import LockedError
from reviewer.core.review import of
from reviewer.core.shape_edits import Redraw
from tests.support.values import a_region

REGION, OTHER = a_region("r"), a_region("other")


def test_the_region_is_put_in_place_of_the_one_with_its_id_and_counts_as_touched() -> None:
    redrawn = a_region("r", ticks=(0, 10, 20))
    after = Redraw(redrawn).apply(of([REGION, OTHER]))
    assert after.regions == {"r": replace(redrawn, touched=True), "other": OTHER}
    assert list(after.regions) == ["r", "other"]


def test_a_locked_region_and_one_that_is_gone_are_not_redrawn() -> None:
    with pytest.raises(LockedError):
        Redraw(REGION).apply(of([replace(REGION, locked=True)]))
    with pytest.raises(KeyError):
        Redraw(REGION).apply(of([OTHER]))


def test_the_log_keeps_what_is_asked_for_later() -> None:
    detail = Redraw(REGION, "Turn region").detail()
    assert detail == {"region": "r", "shape": "rectangle", "span": [0, 100], "keyframes": 2}
