"""The timeline under the mouse: one drag, one edit, and nothing where it is called off."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.core.analysis import Appraisal
from reviewer.core.doubt import Doubt, DoubtKind, Verdict, risk_of
from reviewer.core.edits import Edit, Respan
from reviewer.core.footage import Footage
from reviewer.core.loudness import SoundPeaks, Waveform
from reviewer.core.mark_edits import PutMarker, SetInOut
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.path_edits import MoveKeyframe
from reviewer.core.region import Decision, RegionId
from reviewer.core.review import Review
from reviewer.core.silence import SilenceId
from reviewer.core.sound_edits import AddSilences, RespanSilence
from reviewer.core.timing import Tick
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.hits import spot
from reviewer.ui.timeline.look import Look, contrasting
from reviewer.ui.timeline.telling import tip
from reviewer.ui.timeline.view import Timeline, literal
from tests.support.timelines import FOOTAGE, FRAMES, INDEX, FakeFilm, bar, frames, quiet, reviewed, tick, with_sounds

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
R, S = RegionId("r"), RegionId("s")


@dataclass
class Heard:
    """What the timeline said."""

    sought: list[int] = field(default_factory=list)
    picked: list[tuple[RegionId, ...]] = field(default_factory=list)
    silences: list[tuple[SilenceId, ...]] = field(default_factory=list)
    made: list[Edit] = field(default_factory=list)
    noted: list[MarkerId] = field(default_factory=list)


class Board:
    """A timeline on the screen, and what it said."""

    def __init__(self, qtbot: QtBot, *, footage: Footage = FOOTAGE) -> None:
        self.timeline = Timeline()
        qtbot.addWidget(self.timeline)
        self.timeline.resize(700, 260)
        self.heard = Heard()
        self.timeline.sought.connect(self.heard.sought.append)
        self.timeline.picked.connect(self.heard.picked.append)
        self.timeline.silences_picked.connect(self.heard.silences.append)
        self.timeline.made.connect(self.heard.made.append)
        self.timeline.noted.connect(self.heard.noted.append)
        self.timeline.load(footage)
        self.timeline.show()
        qtbot.waitExposed(self.timeline)

    def lay(self, review: Review, *, editable: bool = True) -> None:
        names = {region: f"Face {region}" for region in review.regions}
        self.timeline.lay(review, names=names, editable=editable)

    def x(self, frame: float) -> int:
        return round(self.timeline.x_of(INDEX.tick(0) + round(frame * 3003)))

    def in_band(self, kind: Kind, *, last: bool = False) -> int:
        assert self.timeline.scene is not None
        found = [b for b in self.timeline.scene.bands if b.kind is kind][-1 if last else 0]
        return round(found.top + found.height / 2)

    def on(self, region: RegionId) -> int:
        found = self.timeline.bar(region)
        assert found is not None
        return round(found.top + found.height / 2)

    def drag(self, start: tuple[int, int], *to: tuple[int, int], keys: Qt.KeyboardModifier = NONE) -> None:
        self.hold(start, *to, keys=keys)
        QTest.mouseRelease(self.timeline, LEFT, keys, QPoint(*to[-1]))

    def hold(self, start: tuple[int, int], *to: tuple[int, int], keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.mousePress(self.timeline, LEFT, keys, QPoint(*start))
        for x, y in to:
            at = QPointF(x, y)
            event = _moved(at, self.timeline.mapToGlobal(at), keys=keys)
            QApplication.sendEvent(self.timeline, event)

    def click(self, x: int, y: int, *, keys: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.timeline, LEFT, keys, QPoint(x, y))

    def wheel(self, x: int, notches: float, *, keys: Qt.KeyboardModifier = NONE, across: float = 0) -> None:
        at = QPointF(x, 200)
        turned = QPoint(round(across * 120), round(notches * 120))
        event = QWheelEvent(
            at, self.timeline.mapToGlobal(at), QPoint(), turned, Qt.MouseButton.NoButton, keys, _NO_PHASE, False
        )
        QApplication.sendEvent(self.timeline, event)


_NO_PHASE = Qt.ScrollPhase.NoScrollPhase


def _moved(at: QPointF, globally: QPointF, *, keys: Qt.KeyboardModifier) -> QEvent:
    return QMouseEvent(QEvent.Type.MouseMove, at, globally, LEFT, LEFT, keys)


@pytest.fixture
def board(qtbot: QtBot) -> Iterator[Board]:
    board = Board(qtbot)
    board.lay(reviewed(bar("r", (100, 200), at=(120, 160)), bar("s", (0, 50))))
    yield board
    board.timeline.close()


def test_a_press_anywhere_above_goes_to_its_time_and_a_drag_scrubs(board: Board) -> None:
    for kind in (Kind.RULER, Kind.SOUND):
        board.heard.sought.clear()
        y = board.in_band(kind)
        board.drag((board.x(30.5), y), (board.x(40.5), y), (board.x(20.5), y))
        assert [INDEX.number(Tick(t)) for t in board.heard.sought] == [30, 40, 20]
    assert not board.heard.made


def test_a_click_on_a_bar_selects_its_region_and_goes_there(board: Board) -> None:
    board.click(board.x(140.5), board.on(R))
    assert board.heard.picked == [(R,)]
    assert [INDEX.number(Tick(t)) for t in board.heard.sought] == [140]


def test_with_shift_or_ctrl_a_click_adds_a_region_or_takes_it_out_and_goes_nowhere(board: Board) -> None:
    board.timeline.select([R])
    board.click(board.x(20), board.on(S), keys=SHIFT)
    assert board.heard.picked[-1] == (R, S)
    board.timeline.select([R, S])
    board.click(board.x(140.5), board.on(R), keys=CTRL)
    assert board.heard.picked[-1] == (S,)
    assert not board.heard.sought


def test_with_ctrl_a_click_on_the_end_of_a_bar_counts_once(board: Board) -> None:
    board.timeline.picked.connect(board.timeline.select)
    board.click(board.x(200), board.on(R), keys=CTRL)
    assert board.heard.picked == [(R,)]
    board.click(board.x(200), board.on(R), keys=CTRL)
    assert board.heard.picked == [(R,), ()]


def test_a_click_on_a_name_selects_all_of_the_person(board: Board) -> None:
    board.lay(reviewed(bar("r", (100, 200), person="Anna"), bar("s", (0, 50)), bar("t", (210, 220), person="Anna")))
    board.click(8, board.on(R))
    assert set(board.heard.picked[-1]) == {R, RegionId("t")}


def test_pulling_an_end_of_a_bar_makes_one_edit(board: Board) -> None:
    y = board.on(R)
    board.drag((board.x(200), y), (board.x(210), y), (board.x(230), y), keys=NONE)
    assert board.heard.made == [Respan(R, frames(100, 230))]
    assert board.heard.picked == [(R,)]
    assert not board.heard.sought


def test_what_is_taken_hold_of_beside_its_place_does_not_jump(board: Board) -> None:
    y = board.on(R)
    board.drag((board.x(200) + 4, y), (board.x(230) + 4, y))
    assert board.heard.made == [Respan(R, frames(100, 230))]


def test_a_hand_that_trembles_pulls_nothing(board: Board) -> None:
    y = board.on(R)
    board.drag((board.x(200), y), (board.x(200) + 2, y))
    assert not board.heard.made
    assert board.heard.picked == [(R,)]


def test_a_keyframe_is_dragged_and_a_click_on_one_goes_to_its_frame(board: Board) -> None:
    y = board.on(R)
    board.drag((board.x(160), y), (board.x(180), y))
    assert board.heard.made == [MoveKeyframe(R, tick(160), tick(180))]
    board.click(board.x(120), y)
    assert board.heard.sought == [tick(120)]


def test_what_is_dragged_is_drawn_to_the_playhead_unless_alt_is_held(board: Board) -> None:
    board.timeline.go(tick(232))
    y = board.on(R)
    board.drag((board.x(200), y), (board.x(230), y))
    board.drag((board.x(200), y), (board.x(230), y), keys=ALT)
    assert board.heard.made == [Respan(R, frames(100, 232)), Respan(R, frames(100, 230))]


def test_a_marker_is_dragged_and_clicked_and_clicked_twice(board: Board) -> None:
    board.lay(Review().marking(Marker(MarkerId("m"), tick(50), "leaves")))
    y, x = board.in_band(Kind.MARKS), board.x(50) + 3
    board.drag((x, y), (x + board.x(80) - board.x(50), y))
    assert board.heard.made == [PutMarker(Marker(MarkerId("m"), tick(80), "leaves"))]
    board.click(x, y)
    assert board.heard.sought == [tick(50)]
    QTest.mouseDClick(board.timeline, LEFT, NONE, QPoint(x, y))
    assert board.heard.noted == [MarkerId("m")]


def test_in_and_out_are_dragged(board: Board) -> None:
    board.lay(replace(reviewed(), in_out=frames(50, 200)))
    y = board.in_band(Kind.MARKS)
    board.drag((board.x(200), y), (board.x(250), y))
    board.drag((board.x(50), y), (board.x(20), y))
    assert board.heard.made == [SetInOut(frames(50, 250)), SetInOut(frames(20, 200))]


def silence_of(edit: Edit) -> tuple[tuple[int, int], frozenset[int] | None]:
    assert isinstance(edit, AddSilences)
    (silence,) = edit.silences
    return (INDEX.number(silence.span.start), INDEX.number(silence.span.end)), silence.streams


def test_a_drag_over_the_sound_with_alt_silences_it(board: Board) -> None:
    y = board.in_band(Kind.SOUND)
    board.drag((board.x(70), y), (board.x(60), y), (board.x(90), y), keys=ALT)
    assert [silence_of(e) for e in board.heard.made] == [((70, 90), None)]
    assert not board.heard.sought


def test_an_armed_silence_is_drawn_once_without_alt(board: Board) -> None:
    board.timeline.arm_silence(on=True)
    y = board.in_band(Kind.SOUND)
    board.drag((board.x(70), y), (board.x(90), y))
    assert [silence_of(e) for e in board.heard.made] == [((70, 90), None)]
    assert not board.timeline.armed
    board.drag((board.x(170), y), (board.x(190), y))
    assert len(board.heard.made) == 1


def test_with_several_streams_a_silence_is_about_the_one_under_it_and_with_shift_about_all(qtbot: QtBot) -> None:
    board = Board(qtbot, footage=with_sounds(2))
    board.lay(Review())
    y = board.in_band(Kind.SOUND, last=True)
    board.drag((board.x(70), y), (board.x(90), y), keys=ALT)
    board.drag((board.x(70), y), (board.x(90), y), keys=ALT | SHIFT)
    assert [silence_of(e)[1] for e in board.heard.made] == [frozenset({1}), None]


def test_a_silence_is_selected_by_a_click_and_its_ends_are_pulled(board: Board) -> None:
    board.lay(Review().silencing([quiet("q", (50, 100))]))
    y = board.in_band(Kind.SOUND)
    board.click(board.x(75), y)
    assert board.heard.silences == [(SilenceId("q"),)]
    board.drag((board.x(100), y), (board.x(140), y))
    assert board.heard.made == [RespanSilence(SilenceId("q"), frames(50, 140))]


@pytest.mark.parametrize("how", ["escape", "focus", "other button", "closed"])
def test_a_drag_that_is_called_off_commits_nothing(board: Board, how: str) -> None:
    y = board.on(R)
    board.hold((board.x(200), y), (board.x(250), y))
    assert board.timeline.busy
    if how == "escape":
        QTest.keyClick(board.timeline, Qt.Key.Key_Escape)
    elif how == "focus":
        QApplication.sendEvent(
            board.timeline, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
        )
    elif how == "other button":
        QTest.mousePress(board.timeline, Qt.MouseButton.RightButton, NONE, QPoint(board.x(250), y))
    else:
        board.timeline.load(None)
    assert not board.timeline.busy
    QTest.mouseRelease(board.timeline, LEFT, NONE, QPoint(board.x(250), y))
    assert not board.heard.made


def test_escape_comes_to_the_timeline_before_the_window_only_while_something_is_held(board: Board) -> None:
    def asked() -> bool:
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, NONE)
        event.ignore()
        QApplication.sendEvent(board.timeline, event)
        return event.isAccepted()

    assert not asked()
    board.timeline.arm_silence(on=True)
    assert asked()
    QTest.keyClick(board.timeline, Qt.Key.Key_Escape)
    assert not board.timeline.armed
    assert not asked()


@pytest.mark.parametrize(("reason", "waits"), [("TabFocusReason", False), ("MenuBarFocusReason", True)])
def test_a_silence_waits_to_be_drawn_only_while_the_keys_are_here_or_lent(
    board: Board, reason: str, waits: bool
) -> None:
    board.timeline.arm_silence(on=True)
    QApplication.sendEvent(board.timeline, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason[reason]))
    assert board.timeline.armed is waits


def test_in_a_case_that_is_only_read_a_drag_scrubs(board: Board) -> None:
    board.lay(reviewed(bar("r", (100, 200))), editable=False)
    y = board.on(R)
    board.drag((board.x(199), y), (board.x(250.5), y))
    assert not board.heard.made
    assert INDEX.number(Tick(board.heard.sought[-1])) == 250


def test_a_drag_goes_on_when_something_else_changes_and_ends_when_its_own_region_does(board: Board) -> None:
    """A job's result may arrive at any time."""
    y, held = board.on(R), bar("r", (100, 200), at=(120, 160))
    board.hold((board.x(200), y), (board.x(250), y))
    board.lay(reviewed(held, bar("new", (0, 50))))
    assert board.timeline.busy
    QTest.mouseRelease(board.timeline, LEFT, NONE, QPoint(board.x(250), y))
    assert board.heard.made == [Respan(R, frames(100, 250))]
    for after in (reviewed(replace(held, locked=True)), reviewed(bar("new", (0, 50)))):
        board.lay(reviewed(held))
        y = board.on(R)
        board.hold((board.x(200), y), (board.x(250), y))
        board.lay(after)
        board.timeline.grab()
        QTest.mouseRelease(board.timeline, LEFT, NONE, QPoint(board.x(250), y))
    assert len(board.heard.made) == 1


def test_the_wheel_looks_closer_at_what_is_under_it(board: Board) -> None:
    before = board.timeline.tick_at(300)
    board.wheel(300, 3, keys=CTRL)
    assert board.timeline.x_of(INDEX.end) > 700
    assert board.timeline.tick_at(300) == pytest.approx(before, abs=2)
    board.wheel(300, -30, keys=CTRL)
    assert board.timeline.x_of(INDEX.end) == pytest.approx(690)


def test_the_wheel_moves_along_with_shift_or_sideways(board: Board) -> None:
    board.timeline.zoom(4)
    start = board.timeline.x_of(tick(50))
    board.wheel(300, -1, keys=SHIFT)
    assert board.timeline.x_of(tick(50)) < start
    board.wheel(300, 0, across=1)
    assert board.timeline.x_of(tick(50)) == pytest.approx(start)


def test_the_wheel_scrolls_lanes_that_do_not_fit(board: Board) -> None:
    board.lay(reviewed(*(bar(f"r{n}", (0, 100)) for n in range(40))))
    top = board.on(RegionId("r0"))
    board.wheel(300, -1)
    assert board.on(RegionId("r0")) == top - 36
    board.wheel(300, -1000)
    scene = board.timeline.scene
    assert scene is not None
    assert board.on(RegionId("r39")) < scene.lane_band.bottom
    board.wheel(300, 1000)
    assert board.on(RegionId("r0")) == top


def test_a_region_that_is_selected_elsewhere_is_brought_into_sight(board: Board) -> None:
    board.lay(reviewed(*(bar(f"r{n}", (0, 100)) for n in range(40))))
    scene = board.timeline.scene
    assert scene is not None
    assert board.on(RegionId("r39")) > scene.lane_band.bottom
    board.timeline.select([RegionId("r39")])
    assert scene.lane_band.top < board.on(RegionId("r39")) < scene.lane_band.bottom
    board.wheel(300, 1000)
    board.timeline.select([RegionId("r39")])  # told again of the same selection, as with every edit
    assert board.on(RegionId("r39")) > scene.lane_band.bottom


def test_the_middle_button_drags_the_timeline(board: Board) -> None:
    board.timeline.zoom(4)
    board.timeline.pan(1000)
    start = board.timeline.x_of(tick(150))
    QTest.mousePress(board.timeline, MIDDLE, NONE, QPoint(300, 100))
    QTest.mouseMove(board.timeline, QPoint(340, 100))
    QTest.mouseRelease(board.timeline, MIDDLE, NONE, QPoint(340, 100))
    assert board.timeline.x_of(tick(150)) == pytest.approx(start + 40)
    assert not board.heard.sought


def test_the_page_turns_when_the_playhead_leaves_it_but_not_under_a_held_button(board: Board) -> None:
    board.timeline.zoom(6)
    assert board.x(200) > 700
    board.timeline.go(tick(200))
    assert 0 < board.x(200) < 300
    board.hold((board.x(200), 5), (board.x(205), 5))
    board.timeline.go(tick(0))
    assert board.x(0) < 0


def test_footage_that_plays_on_out_of_sight_is_left_there(board: Board) -> None:
    board.timeline.zoom(6)
    board.timeline.go(tick(10))
    board.timeline.pan(2000)
    there = board.x(200)
    board.timeline.go(tick(11))
    assert board.x(200) == there
    board.timeline.go(tick(80))
    assert 0 < board.x(80) < 700


def test_where_it_was_looked_at_is_kept_and_nonsense_is_passed_over(board: Board) -> None:
    board.timeline.zoom(5)
    board.timeline.pan(300)
    state, there = board.timeline.state(), board.timeline.x_of(tick(100))
    board.timeline.fit()
    for nonsense in (None, {}, [], "x", {"start": "a", "length": 1, "scroll": 0}, {**state, "length": float("nan")}):
        board.timeline.restore(nonsense)
    board.timeline.restore({"start": 1e300, "length": -5, "scroll": 0})
    assert board.timeline.x_of(INDEX.end) == pytest.approx(690)
    board.timeline.restore(state)
    assert board.timeline.x_of(tick(100)) == pytest.approx(there)
    board.timeline.load(None)
    assert board.timeline.state() == {}
    board.timeline.restore(state)


def test_it_tells_a_screen_reader_where_it_is(qtbot: QtBot, board: Board) -> None:
    board.timeline.go(tick(120))
    board.timeline.select([R])
    qtbot.waitUntil(lambda: "Selected: Face r." in board.timeline.accessibleDescription(), timeout=5000)
    assert "1 region here, 2 in all." in board.timeline.accessibleDescription()
    assert board.timeline.accessibleName() == "Timeline"
    assert board.timeline.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_pictures_are_asked_for_of_what_is_on_show(qtbot: QtBot, board: Board) -> None:
    film = FakeFilm(0, 100, 200)
    board.timeline.show_film(film)
    qtbot.waitUntil(lambda: bool(film.wishes), timeout=5000)
    span, count = film.wishes[-1]
    assert (span.start, span.end) == (INDEX.tick(0), INDEX.end)
    assert 2 <= count <= 40
    board.timeline.zoom(6)
    qtbot.waitUntil(lambda: len(film.wishes) > 1, timeout=5000)
    assert film.wishes[-1][0].end < INDEX.end


def colours(image: QImage, *, left: int, right: int, top: int, bottom: int) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(left, right) for y in range(top, bottom)}


def test_decisions_are_told_by_pattern_as_well_as_by_colour(board: Board) -> None:
    """A row of pixels through a bar: of one colour when confirmed, of two when proposed, empty when rejected."""
    shown = {}
    for decision in Decision:
        region = replace(bar("r", (100, 200), at=(0,)), decision=decision)
        board.timeline.lay(reviewed(region), names={}, editable=True)
        y = board.on(R)
        image = board.timeline.grab().toImage()
        shown[decision] = colours(image, left=board.x(120), right=board.x(150), top=y, bottom=y + 1)
    assert len(shown[Decision.CONFIRMED]) == 1
    assert len(shown[Decision.PROPOSED]) >= 2
    assert shown[Decision.REJECTED] == {Look().ground.name()}


def test_every_band_is_painted(board: Board) -> None:
    doubt = Doubt(DoubtKind.WEAK, frames(20, 40), tick(30), 0.5)
    peaks = np.full((1, 1000), 100, np.int8)
    board.timeline.appraise(Appraisal((doubt,), risk_of([doubt], INDEX.ticks)))
    board.timeline.watched(np.ones(FRAMES, np.uint8))
    board.timeline.show_film(FakeFilm(*range(0, FRAMES, 10)))
    board.timeline.hear(Waveform((SoundPeaks(FOOTAGE.recording.sounds[0].index, -0.1, -peaks, peaks),)))
    board.timeline.lay(replace(reviewed(), in_out=frames(50, 250)), names={}, editable=True)
    image = board.timeline.grab().toImage()
    look, scene = Look(), board.timeline.scene
    assert scene is not None
    for kind, colour in ((Kind.SOUND, look.wave), (Kind.SEEN, look.watched[0]), (Kind.MARKS, look.stretch)):
        band = scene.band(kind)
        assert band is not None
        found = colours(image, left=board.x(100), right=board.x(110), top=round(band.top), bottom=round(band.bottom))
        assert colour.name() in found
    risk = scene.band(Kind.RISK)
    assert risk is not None
    inside = colours(image, left=board.x(55), right=board.x(56), top=round(risk.top), bottom=round(risk.bottom))
    assert len(inside) < len(
        colours(image, left=board.x(22), right=board.x(38), top=round(risk.top), bottom=round(risk.bottom))
    )


def test_a_doubt_that_is_settled_is_marked_otherwise(board: Board) -> None:
    doubt = Doubt(DoubtKind.WEAK, frames(20, 40), tick(30), 0.01)
    board.timeline.appraise(Appraisal((doubt,), np.zeros(FRAMES, np.float32)))
    scene = board.timeline.scene
    assert scene is not None
    band = scene.band(Kind.RISK)
    assert band is not None
    shown = []
    for review in (reviewed(), reviewed().settling({doubt.id: Verdict.RIGHT}), reviewed()):
        board.lay(review)
        area = QRect(board.x(30) - 6, round(band.top), 13, round(band.height))
        shown.append(board.timeline.grab(area).toImage())
    assert shown[0] != shown[1]
    assert shown[0] == shown[2]


def test_a_click_on_the_mark_of_a_doubt_goes_to_its_frame(board: Board) -> None:
    doubt = Doubt(DoubtKind.CUT, frames(20, 40), tick(30), 0.3)
    board.timeline.appraise(Appraisal((doubt,), np.zeros(FRAMES, np.float32)))
    y = board.in_band(Kind.RISK)
    board.click(board.x(30) + 3, y)
    assert board.heard.sought == [tick(30)]
    board.click(board.x(30.5) + 8, y)
    assert INDEX.number(Tick(board.heard.sought[-1])) > 30
    scene = board.timeline.scene
    assert scene is not None
    told = tip(scene, spot(scene, board.x(30), y=y), y=y, names={})
    assert told == "The picture changes at once. This doubt is open. Click to go to it."


def test_a_low_timeline_keeps_its_ruler_and_lanes_and_can_be_painted(board: Board) -> None:
    for height in (72, 90, 130, 500):
        board.timeline.resize(300, height)
        assert board.timeline.grab().height() == height
        assert board.timeline.scene is not None
        assert board.timeline.scene.lane_band.bottom == height


def test_high_contrast_is_brighter(board: Board) -> None:
    palette = QPalette()
    for role, colour in ((QPalette.ColorRole.Window, "#000000"), (QPalette.ColorRole.WindowText, "#ffffff")):
        palette.setColor(role, QColor(colour))
    board.timeline.setPalette(palette)
    image = board.timeline.grab().toImage()
    assert image.pixelColor(image.width() - 3, image.height() - 3) == contrasting().ground


def test_a_note_that_looks_like_html_is_shown_letter_by_letter(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr("reviewer.ui.timeline.view.QToolTip.showText", lambda _, text, __: shown.append(text))
    board.lay(Review().marking(Marker(MarkerId("m"), tick(50), "<img src='x'> <b>he</b> leaves " + "word " * 500)))
    at = QPoint(board.x(50) + 3, board.in_band(Kind.MARKS))
    QApplication.sendEvent(board.timeline, QHelpEvent(QEvent.Type.ToolTip, at, board.timeline.mapToGlobal(at)))
    (text,) = shown
    assert "&lt;img src=" in text
    assert len(text) < 700
    assert literal("leaves") == "leaves"


def test_without_footage_there_is_nothing_to_point_at(board: Board) -> None:
    board.timeline.load(None)
    board.click(300, 5)
    board.wheel(300, 1, keys=CTRL)
    board.timeline.go(tick(3))
    assert board.timeline.grab().height() == 260
    assert board.timeline.cancel() is False
    assert board.heard == Heard()


def test_it_can_be_painted_however_it_is_looked_at(board: Board) -> None:
    """Any size, any closeness, anywhere, with everything on it: what a painter cannot do would fail the test."""
    random = np.random.default_rng(5)
    doubts = tuple(Doubt(DoubtKind.WEAK, frames(f, f + 9), tick(f + 3), 0.2) for f in range(0, 280, 20))
    regions = [
        replace(
            bar(f"r{n}", (n * 7, n * 7 + 1 + n), at=tuple(range(n * 7, n * 7 + 1 + n, 3)), person=("P", None)[n % 2]),
            decision=list(Decision)[n % 3],
            locked=n % 4 == 0,
            inverse=n % 5 == 0,
            gaps=(frames(n * 7 + 2, n * 7 + 4),) if n > 6 else (),
        )
        for n in range(30)
    ]
    review = reviewed(*regions).silencing([quiet("q", (3, 80)), quiet("p", (100, 101), streams=frozenset({0}))])
    review = review.marking(Marker(MarkerId("m"), tick(5), "a note\nof two lines")).settling(
        {doubts[0].id: Verdict.RIGHT}
    )
    board.timeline.appraise(Appraisal(doubts, risk_of(doubts, INDEX.ticks)))
    board.timeline.watched(random.integers(0, 4, FRAMES).astype(np.uint8))
    board.timeline.show_film(FakeFilm(*range(0, FRAMES, 7)))
    board.lay(replace(review, in_out=frames(9, 222)))
    board.timeline.select([RegionId(f"r{n}") for n in range(20)], [SilenceId("q")])
    for _ in range(60):
        board.timeline.resize(int(random.integers(200, 1200)), int(random.integers(72, 500)))
        board.timeline.zoom(float(random.integers(-4, 8)), x=float(random.integers(0, 900)))
        board.timeline.pan(float(random.integers(-900, 900)))
        board.timeline.scroll_to(float(random.integers(0, 400)))
        board.timeline.go(tick(int(random.integers(0, FRAMES))))
        image = board.timeline.grab().toImage()
        assert len(colours(image, left=0, right=image.width(), top=5, bottom=image.height())) > 3


def test_what_is_dragged_out_at_a_side_brings_more_into_sight(
    qtbot: QtBot, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.timeline.zoom(6, x=board.x(200))
    y, before = board.on(R), board.x(300)
    at = board.timeline.mapToGlobal(QPoint(760, y))
    monkeypatch.setattr("reviewer.ui.timeline.view.QCursor.pos", lambda: at)
    board.hold((board.x(200), y), (760, y))
    qtbot.waitUntil(lambda: board.x(300) < before - 100, timeout=5000)
    QTest.mouseRelease(board.timeline, LEFT, NONE, QPoint(760, y))
    (edit,) = board.heard.made
    assert isinstance(edit, Respan)
    assert edit.span.end > tick(215)
