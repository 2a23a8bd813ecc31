"""What the copy leaves out, on the timeline: hatched, told, and its edges dragged."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from reviewer.core.cut_edits import Keep, LeaveOut
from reviewer.core.review import Review
from reviewer.core.timing import Tick
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.gestures import PullKept
from reviewer.ui.timeline.hits import Spot, What, spot
from reviewer.ui.timeline.look import Look, contrasting
from reviewer.ui.timeline.paint_cuts import paint_kept, paint_left_out
from reviewer.ui.timeline.paint_over import paint_preview
from reviewer.ui.timeline.pointer import Pointer
from reviewer.ui.timeline.scale import Snaps
from reviewer.ui.timeline.scene import Scene
from reviewer.ui.timeline.taking import snaps, taken
from reviewer.ui.timeline.telling import description, is_left_out, tip
from tests.support.timelines import FRAMES, INDEX, a_scene, frames, tick

pytestmark = pytest.mark.usefixtures("qapp")  # without it no letters can be measured

NOWHERE = Snaps.of(INDEX, ())


def scene(*kept: tuple[int, int], editable: bool = True) -> Scene:
    review = Review(kept=tuple(frames(*k) for k in kept))
    return replace(a_scene(review=review), editable=editable)


def handle(shown: Scene) -> float:
    """The height at which the edges are taken."""
    ruler = shown.band(Kind.RULER)
    assert ruler is not None
    return ruler.bottom - 3


def pulled(kept: tuple[int, int], to: float, *, start: bool) -> object:
    gesture = PullKept(frames(*kept), start=start, snaps=NOWHERE)
    gesture.move(INDEX.tick(0) + to * 3003, within=0)
    return gesture.edit()


def test_an_edge_that_is_pulled_outwards_keeps_more_and_inwards_leaves_out_more() -> None:
    assert pulled((100, 200), 220, start=False) == Keep(frames(200, 220))
    assert pulled((100, 200), 180, start=False) == LeaveOut(frames(180, 200), INDEX.span)
    assert pulled((100, 200), 80, start=True) == Keep(frames(80, 100))
    assert pulled((100, 200), 120, start=True) == LeaveOut(frames(100, 120), INDEX.span)
    assert pulled((100, 200), 100.2, start=True) is None


@given(st.floats(-(10**3), 10**3), st.booleans())
def test_wherever_an_edge_is_pulled_the_copy_shows_what_was_previewed(to: float, start: bool) -> None:
    before = Review(kept=(frames(100, 200),))
    gesture = PullKept(frames(100, 200), start=start, snaps=NOWHERE)
    gesture.move(INDEX.tick(0) + to * 3003, within=0)
    edit = gesture.edit()
    after = edit.apply(before) if edit is not None else before
    span = gesture.preview.span
    assert span is not None
    assert after.kept == ((span,) if span != INDEX.span else after.kept)
    assert span.start < span.end


def test_an_edge_is_taken_at_the_bottom_of_the_ruler_where_the_case_can_be_changed() -> None:
    shown = scene((100, 200), (250, 300))
    y = handle(shown)
    for number, what, frame in ((0, What.KEPT_START, 100), (0, What.KEPT_END, 200), (1, What.KEPT_START, 250)):
        x = shown.scale.x_of(tick(frame))
        assert spot(shown, x + 2, y=y) == Spot(what, kept=number)
    assert spot(shown, shown.scale.x_of(tick(150)), y=y).what is What.TIME
    ruler = shown.band(Kind.RULER)
    assert ruler is not None
    assert spot(shown, shown.scale.x_of(tick(100)), y=ruler.top + 2).what is What.TIME
    assert spot(scene((100, 200), editable=False), shown.scale.x_of(tick(100)), y=y).what is What.TIME


def test_taking_an_edge_begins_to_pull_it_and_cuts_draw_what_is_dragged() -> None:
    shown = scene((100, 200))
    places = snaps(shown, Tick(INDEX.tick(0)))
    gesture = taken(shown, Spot(What.KEPT_END, kept=0), places=places)
    assert isinstance(gesture, PullKept)
    gesture.move(INDEX.tick(0) + 210 * 3003, within=0)
    assert gesture.edit() == Keep(frames(200, 210))
    assert {int(tick(100)), int(tick(200))} <= set(places.places.tolist())


def test_what_is_left_out_is_told_to_a_screen_reader_and_in_a_tip() -> None:
    shown = scene((100, 200))
    told = description(shown, tick(50), names={})
    assert "shows 1 stretch of" in told
    assert "Left out of the copy here." in told
    assert "Left out" not in description(shown, tick(150), names={})
    assert "copy" not in description(scene(), tick(50), names={})
    assert [is_left_out(shown, tick(f)) for f in (50, 100, 199, 200, 299)] == [True, False, False, True, True]
    assert not is_left_out(shown, INDEX.end)
    assert not is_left_out(scene(), tick(50))
    said = tip(shown, Spot(What.KEPT_START, kept=0), y=handle(shown), names={})
    assert said.startswith("The copy shows ")


def test_a_drag_of_an_edge_ends_in_one_edit_and_is_let_go_of_when_the_cuts_are_others() -> None:
    shown, owner, made = scene((100, 200)), QObject(), []
    pointer = Pointer(lambda: shown, lambda: tick(33), parent=owner)
    pointer.made.connect(made.append)
    y, none = handle(shown), Qt.KeyboardModifier.NoModifier

    def hold(to: int) -> None:
        pointer.press(QPointF(shown.scale.x_of(tick(200)), y), none)
        pointer.move(QPointF(shown.scale.x_of(tick(to)), y), none)

    hold(240)
    pointer.release(none)
    assert made == [Keep(frames(200, 240))]
    hold(250)
    pointer.heed(shown.review, editable=True)
    assert pointer.dragging
    pointer.heed(Review(kept=(frames(0, 5),)), editable=True)
    assert not pointer.dragging


def painted(shown: Scene, *, look: Look) -> QImage:
    image = QImage(640, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#204060"))
    painter = QPainter(image)
    paint_left_out(painter, shown, look=look)
    painter.end()
    return image


def colours(image: QImage, xs: range, ys: range) -> set[str]:
    return {image.pixelColor(x, y).name() for x in xs for y in ys}


@pytest.mark.parametrize("look", [Look(), contrasting()], ids=["usual", "contrast"])
def test_what_is_left_out_is_hatched_in_words_and_what_is_kept_stays_as_it_was(look: Look) -> None:
    shown = scene((100, 200))
    image = painted(shown, look=look)
    ruler = shown.band(Kind.RULER)
    assert ruler is not None
    below = range(round(ruler.bottom) + 2, 190)
    left, right = (round(shown.scale.x_of(tick(f))) for f in (100, 200))
    assert colours(image, range(left + 8, right - 8), below) == {"#204060"}
    gone = colours(image, range(round(shown.scale.gutter) + 4, left - 4), below)
    assert len(gone) >= 3  # veil, hatching, letters
    assert look.cut.name() in colours(image, range(left, left + 7), range(round(ruler.bottom) - 8, round(ruler.bottom)))


def test_without_cuts_nothing_is_painted_and_far_outside_nothing_breaks() -> None:
    assert colours(painted(scene(), look=Look()), range(0, 640, 3), range(0, 200, 3)) == {"#204060"}
    shown = scene((0, 1), (FRAMES - 1, FRAMES))
    painted(replace(shown, scale=replace(shown.scale, start=float(INDEX.tick(0)), length=3003.0)), look=Look())


def test_what_is_dragged_is_framed_through_all_bands() -> None:
    shown = scene((100, 200))
    image = QImage(640, 200, QImage.Format.Format_RGB32)
    for paint in (
        lambda p: paint_kept(p, shown, span=frames(100, 200), look=Look()),
        lambda p: paint_preview(
            p, shown, preview=PullKept(frames(100, 200), start=True, snaps=NOWHERE).preview, look=Look()
        ),
    ):
        image.fill(QColor("#204060"))
        painter = QPainter(image)
        paint(painter)
        painter.end()
        x = round(shown.scale.x_of(tick(100)))
        assert Look().cut.name() in colours(image, range(x - 2, x + 3), range(100, 101))
