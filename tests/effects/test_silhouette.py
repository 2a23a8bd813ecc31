"""The whole person is hidden with the face."""

from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, Shape
from reviewer.core.review import of
from reviewer.core.timing import Tick
from reviewer.effects.body import SHOULDERS, STATURE, TIGHT, body
from reviewer.effects.cover import grid_of, patches
from reviewer.effects.silhouette import FIGURE
from tests.effects.scenes import covered, picture, region, same

FACE = Box(150, 40, 20, 26)


@pytest.mark.parametrize("shown", [TIGHT, 0.8, 1.0, 1.4])
def test_a_body_is_hidden_from_hair_to_soles_however_much_of_the_head_the_box_shows(shown: float) -> None:
    head = 100.0
    face = Box(1000, 1000, 0.7 * shown * head, shown * head)
    chin = face.bottom if shown <= 1 else face.bottom - (shown - 1) * head / 2
    reached = body(face)
    assert reached.y <= chin - 1.2 * head
    assert reached.bottom >= chin + (STATURE - 1) * head
    assert reached.width >= SHOULDERS * head
    assert reached.centre[0] == pytest.approx(face.centre[0])


def test_a_face_that_the_edge_of_the_picture_cuts_keeps_its_body() -> None:
    whole, cut = body(Box(-20, 100, 50, 60)), body(Box(0, 100, 30, 60))
    assert cut.width == whole.width
    assert cut.bottom == whole.bottom


def test_a_box_that_is_turned_inside_out_hides_as_much_as_it_does_the_right_way_round() -> None:
    assert body(Box(60, 80, -40, -50)) == body(Box(20, 30, 40, 50))


def test_nothing_of_the_person_is_left_in_any_plane() -> None:
    hidden = region(FACE, effect="silhouette")
    one, other = (covered(picture(320, 360, seed=seed), hidden) for seed in (1, 2))
    reached = body(FACE).clipped(320, 360)
    for step, plane, beside in zip((1, 2, 2), one.planes, other.planes, strict=True):
        rows = slice(int(reached.y) // step, int(np.ceil(reached.bottom)) // step)
        columns = slice(int(reached.x) // step, int(np.ceil(reached.right)) // step)
        assert np.array_equal(plane[rows, columns], beside[rows, columns])
    assert not same(one, other)


def test_what_is_covered_and_what_the_check_takes_for_covered_are_one() -> None:
    frame, hidden = picture(320, 360), region(FACE)
    for usual in ("silhouette", "solid"):
        ((_, box, place),) = patches(of([hidden]), frame.tick, grid=grid_of(frame), usual=usual)
        after = covered(frame, hidden, effect=usual)
        changed = np.zeros(frame.luma.shape, bool)
        changed[place.luma] = True
        assert np.array_equal(frame.luma[~changed], after.luma[~changed])
        assert (frame.luma[place.luma] != after.luma[place.luma]).mean() > 0.9
        assert (box == body(FACE)) is (usual == "silhouette")


@pytest.mark.parametrize("subject", [Subject.PLATE, Subject.TEXT])
def test_plates_and_text_have_no_body(subject: Subject) -> None:
    frame = picture(320, 360)
    asked = covered(frame, region(FACE, subject=subject, effect="silhouette"))
    assert same(asked, covered(frame, region(FACE, subject=subject)))


@pytest.mark.parametrize("shape", list(Shape))
def test_a_body_is_hidden_whatever_shape_the_face_was_drawn_in(shape: Shape) -> None:
    frame = picture(320, 360)
    plain = covered(frame, region(FACE, effect="silhouette"))
    assert same(plain, covered(frame, region(FACE, shape=shape, effect="silhouette")))


def test_the_figure_stands_where_the_face_was_and_moves_with_it() -> None:
    hidden = replace(
        region(FACE, effect="silhouette"),
        keyframes=(Keyframe(Tick(0), FACE), Keyframe(Tick(10), FACE.moved(40, 20))),
    )
    first, last = (covered(replace(picture(320, 360), tick=Tick(t)), hidden) for t in (0, 10))
    x, y = (int(v) for v in FACE.centre)
    assert first.luma[y, x] == last.luma[y + 20, x + 40] == FIGURE
    assert np.array_equal(first.luma[20:300, 120:200], last.luma[40:320, 160:240])
    assert {int(v) for v in np.unique(first.luma[20:300, 120:200])} == {FIGURE, 112}


def test_everyone_is_the_same_figure() -> None:
    one = covered(picture(320, 360), region(FACE, name="a", effect="silhouette"))
    other = covered(picture(320, 360), region(FACE, name="b", effect="silhouette"))
    assert same(one, other)
