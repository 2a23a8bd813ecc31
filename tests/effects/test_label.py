"""Words in place of what is hidden."""

from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.detection import Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.region import PersonId
from reviewer.effects.label import LONGEST, words_for
from tests.effects.scenes import covered, picture, region, same

WIDE = Box(20, 20, 160, 60)


def lettered(frame: Frame, box: Box = WIDE) -> np.ndarray:
    """Which pixels in the box are not the fill."""
    return np.asarray(frame.luma[int(box.y) : int(box.bottom), int(box.x) : int(box.right)] != 16)


@pytest.mark.parametrize("subject", Subject)
def test_what_kind_of_thing_it_is_is_written_where_nobody_typed_anything(subject: Subject) -> None:
    hidden = region(WIDE, subject=subject, effect="label")
    assert words_for(hidden) == subject.upper()
    drawn = covered(picture(200, 100), hidden)
    assert lettered(drawn).any()
    assert same(drawn, covered(picture(200, 100), replace(hidden, label=subject.upper())))


def test_a_persons_name_is_never_written_by_itself() -> None:
    hidden = region(WIDE, effect="label")
    named = replace(hidden, person=PersonId("Jane Doe"), reason="Child: someone under 18")
    assert same(covered(picture(200, 100), hidden), covered(picture(200, 100), named))


def test_the_words_lie_over_the_solid_effect_and_nowhere_else() -> None:
    frame = picture(200, 100)
    solid, labelled = covered(frame, region(WIDE)), covered(frame, region(WIDE, effect="label"))
    changed = solid.luma != labelled.luma
    assert 0.01 < lettered(labelled).mean() < 0.5
    changed[20:80, 20:180] = False
    assert not changed.any()
    rows, columns = np.nonzero(lettered(labelled))
    assert rows.min() + rows.max() == pytest.approx(60, abs=8)
    assert columns.min() + columns.max() == pytest.approx(160, abs=6)


def test_words_are_read_on_a_bright_fill_too() -> None:
    labelled = covered(picture(200, 100), region(WIDE, effect="label"), fill=(255, 255, 255))
    inside = labelled.luma[20:80, 20:180]
    assert inside.max() == 235
    assert inside.min() < 60


def test_words_grow_with_the_region_and_are_left_out_where_nobody_could_read_them() -> None:
    large, small, tiny = (Box(0, 0, 40 * n, 20 * n) for n in (8, 4, 0.5))
    heights = []
    for box in (large, small, tiny):
        drawn = lettered(covered(picture(400, 200), region(box, effect="label")), box)
        heights.append(int(drawn.any(axis=1).sum()))
    assert heights[0] == pytest.approx(2 * heights[1], abs=3)
    assert heights[2] == 0


@pytest.mark.parametrize(
    "text",
    ["\u202egnitset", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ☃", "a\nb\tc", "#set page(fill: red)", "\x00\x07", "x" * 5000, "שלום", "   ", "\ud800"],
)
def test_any_text_at_all_covers(text: str) -> None:
    hidden = replace(region(WIDE, effect="label"), label=text)
    one, other = (covered(picture(200, 100, seed=seed), hidden) for seed in (1, 2))
    assert np.array_equal(one.luma[20:80, 20:180], other.luma[20:80, 20:180])
    assert len(words_for(hidden)) <= LONGEST
    assert words_for(hidden).strip()
