"""A line around what is hidden."""

import numpy as np
import pytest

from reviewer.core.geometry import Box
from reviewer.core.region import Shape
from reviewer.effects.cells import GREY
from reviewer.effects.outline import LINE
from tests.effects.scenes import covered, picture, region

BOX = Box(20, 20, 96, 120)


@pytest.mark.parametrize("shape", list(Shape))
def test_there_are_two_tones_and_the_line_runs_along_the_edge_of_the_shape(shape: Shape) -> None:
    frame = picture(160, 160)
    result = covered(frame, region(BOX, shape=shape, effect="outline"))
    changed = result.luma != frame.luma
    assert {int(v) for v in np.unique(result.luma[changed])} <= {GREY, LINE}
    line, rows = result.luma == LINE, slice(60, 100)
    line &= changed
    assert line.any()
    for row in line[rows]:
        (at,) = np.nonzero(row)
        assert len(at) >= 4
        assert at.max() - at.min() > 40
    middle = result.luma[78:82, 66:70]
    assert (middle == GREY).all()


def test_the_line_is_thicker_on_a_larger_region() -> None:
    thick = []
    for side in (24, 192):
        row = covered(picture(240, 240), region(Box(20, 20, side, side), effect="outline")).luma[20 + side // 2]
        thick.append(int((row[20 : 20 + side // 2] == LINE).sum()))
    assert thick == [2, 8]


def test_corners_too_far_away_to_tell_draw_no_line_and_hide_all_the_same() -> None:
    far = region(Box(-30_000, -30_000, 60_000, 60_000), shape=Shape.POLYGON, effect="outline")
    one, other = (covered(picture(64, 48, seed=seed), far) for seed in (1, 2))
    hidden = one.luma == other.luma
    assert (one.luma[hidden] == GREY).mean() > 0.9
