"""The gallery: what stands where, what is said of it, the keys and the pointer, and crops as they come."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QToolButton
from pytestqt.qtbot import QtBot

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.edits import Alter, Decide, Lock, RemoveRegions
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, PersonId, Region, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.services.crops import Crops
from reviewer.services.pictures import Failed
from reviewer.services.sights import Crop, CropEvent, Cropped, CropSource, Moment, Sight
from reviewer.ui.panels.crop_shelf import CropShelf
from reviewer.ui.panels.gallery import LOOKING, NARROWED, NO_FOOTAGE, NOTHING, SETTLE, GalleryPanel
from reviewer.ui.panels.gallery_delegate import places, tile_size
from reviewer.ui.panels.gallery_model import Order, Show, spoken
from tests.support.footage import Clip, make
from tests.support.laid import Laid, laid

LEFT = Qt.MouseButton.LeftButton
FRAMES = 48
BIG, LONG, EARLY, HAND = (RegionId(name) for name in ("big", "long", "early", "hand"))


class Source:
    """Fetches nothing by itself, and remembers what was wanted."""

    def __init__(self, listener: Callable[[CropEvent], None]) -> None:
        self.listener = listener
        self.wishes: list[list[list[Sight]]] = []
        self.closed = False

    def wanted(self, footage: Footage | None, sights: Sequence[Sequence[Sight]]) -> None:
        self.wishes.append([list(group) for group in sights])

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("gallery") / "a é.mp4", Clip(frames=FRAMES))


@pytest.fixture
def table(qtbot: QtBot, recording: Path, tmp_path: Path) -> Iterator[Laid]:
    with laid(recording, folder=tmp_path / "case") as table:
        yield table


@pytest.fixture
def panel(qtbot: QtBot, table: Laid) -> Iterator[GalleryPanel]:
    yield from shown(qtbot, table, make=Source)


def shown(
    qtbot: QtBot, table: Laid, *, make: Callable[[Callable[[CropEvent], None]], CropSource]
) -> Iterator[GalleryPanel]:
    panel = GalleryPanel(table.desk, table.projector, actions=table.actions, main=table.main, make=make)
    table.window.setCentralWidget(panel)
    table.window.resize(520, 700)
    table.window.show()
    qtbot.waitExposed(table.window)
    yield panel
    panel.close_down()


def ticks(table: Laid, first: int, last: int) -> Span:
    assert table.desk.footage is not None
    index = table.desk.footage.recording.index
    return Span(index.tick(first), index.after(last))


def track(table: Laid, name: str, frames: tuple[int, int], *, size: float = 40.0) -> Track:
    assert table.desk.footage is not None
    index = table.desk.footage.recording.index
    numbers = np.arange(frames[0], frames[1] + 1)
    boxes = np.tile(np.array([140, 100, size, size], np.float32), (len(numbers), 1))
    origins = np.full(len(numbers), Origin.DETECTED, np.uint8)
    scores = np.full(len(numbers), 0.9, np.float32)
    return Track(TrackId(name), Subject.FACE, index.ticks[numbers], boxes, origins, scores, index.after(frames[1]))


def of_track(evidence: Track, *, decision: Decision = Decision.PROPOSED) -> Region:
    return Region(
        id=RegionId(evidence.id),
        subject=evidence.subject,
        span=evidence.span,
        keyframes=(Keyframe(evidence.span.start, evidence.box(0)),),
        decision=decision,
        track=evidence.id,
    )


def some(table: Laid) -> None:
    """Four regions: one large, one long and doubtful, one early, and a plate drawn by hand and confirmed."""
    found = [track(table, "big", (20, 30), size=90), track(table, "long", (10, 47)), track(table, "early", (0, 5))]
    hand = Region(
        id=HAND,
        subject=Subject.PLATE,
        span=ticks(table, 30, 47),
        keyframes=(Keyframe(ticks(table, 30, 47).start, Box(10, 200, 30, 12)),),
        decision=Decision.CONFIRMED,
    )
    doubt = Doubt(DoubtKind.VANISHED, ticks(table, 40, 47), Tick(0), 0.3, Subject.FACE, None, TrackId("long"))
    weak = Doubt(DoubtKind.SMALL, ticks(table, 0, 2), Tick(0), 0.1, Subject.FACE, None, TrackId("early"))
    table.put([*(of_track(t) for t in found), hand], tracks=found, appraisal=Appraisal((doubt, weak)))


def order(panel: GalleryPanel) -> list[str]:
    return [tile.region.id for tile in panel.model.tiles]


def chosen(panel: GalleryPanel) -> set[str]:
    return {order(panel)[index.row()] for index in panel.list.selectionModel().selectedIndexes()}


def source(panel: GalleryPanel) -> Source:
    found = panel._source
    assert isinstance(found, Source), "no crops were wanted yet"
    return found


def asked(qtbot: QtBot, panel: GalleryPanel, *, after: int = 0) -> list[list[Sight]]:
    """The last wish, once there are more than `after`."""
    qtbot.waitUntil(lambda: panel._source is not None and len(source(panel).wishes) > after, timeout=5000)
    return source(panel).wishes[-1]


def click(panel: GalleryPanel, row: int, *, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    centre = panel.list.visualRect(panel.model.index(row)).center()
    QTest.mouseClick(panel.list.viewport(), LEFT, keys, centre)


def test_tiles_are_sorted_by_doubt_size_length_and_time(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    assert order(panel) == ["long", "early", "big", "hand"]
    expected = {
        Order.SIZE: ["big", "early", "long", "hand"],
        Order.LENGTH: ["long", "hand", "big", "early"],
        Order.TIME: ["early", "long", "big", "hand"],
        Order.DOUBT: ["long", "early", "big", "hand"],
    }
    for by, names in expected.items():
        panel.arrange(order=by)
        assert order(panel) == names


def test_tiles_can_be_narrowed_to_what_is_asked_for(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    table.desk.apply(Decide((EARLY,), Decision.REJECTED))
    expected = {
        Show.TO_DECIDE: {"big", "long"},
        Show.HIDDEN: {"big", "long", "hand"},
        Show.SHOWN: {"early"},
        Show.ALL: {"big", "long", "hand", "early"},
    }
    for show, names in expected.items():
        panel.arrange(show=show)
        assert set(order(panel)) == names
    panel._subject.setCurrentIndex(panel._subject.findData(Subject.PLATE))
    assert order(panel) == ["hand"]
    panel.arrange(show=Show.SHOWN)
    assert panel.hint == NARROWED


def test_those_in_this_frame_follow_the_picture(qtbot: QtBot, table: Laid, panel: GalleryPanel) -> None:
    some(table)
    panel.arrange(show=Show.HERE)
    assert panel.hint == NARROWED  # no picture is on show yet
    for number, names in ((2, {"early"}), (25, {"big", "long"}), (40, {"long", "hand"})):
        on_show(table, number)
        qtbot.waitUntil(lambda wanted=names: set(order(panel)) == wanted, timeout=5000)  # type: ignore[misc]


def on_show(table: Laid, number: int) -> None:
    from reviewer.services.pictures import Picture

    assert table.desk.footage is not None
    tick = table.desk.footage.recording.index.tick(number)
    table.projector.hear(table.desk.footage, Picture(number, tick, np.zeros((2, 2, 4), np.uint8), released=False))


def test_people_stand_together_where_the_first_of_them_would(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    table.desk.apply(Alter(regions=(LONG, HAND), title="Join", person=PersonId("Person 1")))
    assert order(panel) == ["long", "hand", "early", "big"]
    panel.arrange(order=Order.SIZE)
    assert order(panel) == ["big", "early", "long", "hand"]
    told = panel.model.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("Person 1: Face 2, ")


def test_every_tile_says_all_there_is_to_know(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    told = panel.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == (
        "Face 2, 0:00.33 to 0:01.60 (1.3 s), ? Proposed. A face vanishes inside the picture; it may still be there. "
        "Seen by a detector in 100 % of its frames, with a score of up to 0.90; followed in the rest."
    )
    assert panel.model.index(0).data(Qt.ItemDataRole.ToolTipRole).replace("\n", " ") == told
    assert panel.model.index(0).data() == "Face 2"
    assert "Drawn by hand." in panel.model.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert panel.list.accessibleName() == "Gallery"


def test_everything_that_can_be_done_to_a_tile_is_within_reach(table: Laid, panel: GalleryPanel) -> None:
    reach = {"confirm", "reject", "false_next", "remove", "join_person", "split_person"}
    buttons = {b.defaultAction().objectName() for b in panel.findChildren(QToolButton) if b.defaultAction()}
    assert buttons >= reach
    assert {action.objectName() for action in panel.list.actions()} >= {*reach, "select_person", "go_to"}
    assert panel.list.contextMenuPolicy() is Qt.ContextMenuPolicy.ActionsContextMenu
    assert all(box.accessibleName() for box in panel.findChildren(QComboBox))


def test_its_selection_and_the_desks_are_one(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    click(panel, 0)
    assert table.desk.selected == (LONG,)
    click(panel, 2, keys=Qt.KeyboardModifier.ControlModifier)
    assert set(table.desk.selected) == {LONG, BIG}
    assert table.desk.selected[-1] == BIG
    click(panel, 0, keys=Qt.KeyboardModifier.ShiftModifier)
    assert set(table.desk.selected) == {LONG, EARLY, BIG}
    table.desk.select(HAND)
    assert chosen(panel) == {"hand"}
    table.desk.select()
    assert chosen(panel) == set()


def test_one_decision_for_many_keeps_the_selection_and_the_place(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    table.desk.select(LONG, BIG)
    table.desk.apply(Decide(table.desk.selected, Decision.CONFIRMED))
    assert chosen(panel) == {"long", "big"}
    assert [t.region.decision for t in panel.model.tiles if t.region.id in ("long", "big")] == [Decision.CONFIRMED] * 2
    panel.arrange(show=Show.TO_DECIDE)
    assert order(panel) == ["early"]
    assert set(table.desk.selected) == {LONG, BIG}  # nothing was deselected by not being shown
    table.desk.apply(RemoveRegions((EARLY,)))
    assert panel.hint == NARROWED


def test_the_keys_move_select_and_go_there(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    panel.list.setFocus()
    click(panel, 0)
    for key, keys, selected in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, {EARLY}),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier, {HAND}),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, {LONG}),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, {LONG, EARLY}),
        (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, {LONG, EARLY, BIG, HAND}),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, {LONG}),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier, {LONG}),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier, {LONG, BIG}),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, {HAND}),
    ):
        QTest.keyClick(panel.list, key, keys)
        assert set(table.desk.selected) == selected
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert table.sought == 30
    assert table.desk.selected == (HAND,)


def test_to_look_at_one_of_many_does_not_let_the_others_go(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    table.desk.select(BIG, LONG, EARLY)
    panel.list.setCurrentIndex(panel.model.index(2))
    table.desk.select(BIG, LONG, EARLY)
    panel.list.selectionModel().setCurrentIndex(panel.model.index(2), QItemSelectionModel.SelectionFlag.NoUpdate)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert table.desk.selected == (LONG, EARLY, BIG)
    assert table.sought == 20


def test_what_is_special_about_a_region_is_said_in_its_tile(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    table.desk.apply(Alter(regions=(LONG,), title="Hide all but this", inverse=True))
    table.desk.apply(Lock((LONG,), locked=True))
    assert panel.model.brief(panel.model.tiles[0]) == "1.3 s · locked · all but this · vanishes"
    assert "Locked. All but this is hidden." in panel.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_nothing_of_footage_that_was_put_away_stays_behind(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    panel.hide()
    table.desk.clear()
    assert panel.model.total == 0
    assert order(panel) == []


def test_a_double_click_goes_to_the_look_that_it_hits(table: Laid, panel: GalleryPanel) -> None:
    some(table)
    rect = QRectF(panel.list.visualRect(panel.model.index(2)))
    tile = panel.model.tiles[2]
    numbers = {look.moment: look.number for look in tile.sights.looks}
    assert numbers[Moment.FIRST] == 20
    assert numbers[Moment.LAST] == 30
    for moment, place in places(rect).items():
        QTest.mouseDClick(panel.list.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, place.center().toPoint())
        assert table.sought == numbers[moment]
    below = QPoint(round(rect.left() + 10), round(rect.bottom() - 8))
    QTest.mouseDClick(panel.list.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, below)
    assert table.sought == 20
    assert table.desk.selected == (BIG,)


def test_what_is_pointed_at_is_told(qtbot: QtBot, table: Laid, panel: GalleryPanel) -> None:
    some(table)
    heard: list[object] = []
    panel.pointed.connect(heard.append)
    for row in (0, 1):
        QTest.mouseMove(panel.list.viewport(), panel.list.visualRect(panel.model.index(row)).center())
        qtbot.waitUntil(lambda: bool(heard), timeout=5000)
    panel.list.pointed.emit(None)
    panel.list.pointed.emit(99)
    assert heard[-2:] == [None, None]
    assert LONG in heard or EARLY in heard


def test_what_is_on_show_is_fetched_first_and_the_best_look_before_the_others(
    qtbot: QtBot, table: Laid, panel: GalleryPanel
) -> None:
    found = [track(table, f"t{at:03d}", (at % 20, at % 20 + 5)) for at in range(60)]
    table.put([of_track(t) for t in found], tracks=found)
    best, others, *rest = asked(qtbot, panel)
    visible = [order(panel)[row] for row in panel.list.rows_on_show()]
    assert 4 <= len(visible) < 20
    assert [s.region for s in best] == visible
    assert {s.moment for s in best} == {Moment.BEST}
    assert {s.moment for s in others} == {Moment.FIRST, Moment.LAST}
    assert sum(len(group) for group in rest) == 3 * (60 - len(visible))
    count = len(source(panel).wishes)
    panel.list.verticalScrollBar().setValue(panel.list.verticalScrollBar().maximum())
    assert order(panel)[-1] in {s.region for s in asked(qtbot, panel, after=count)[0]}


def test_what_has_come_or_cannot_come_is_not_asked_for_again(qtbot: QtBot, table: Laid, panel: GalleryPanel) -> None:
    some(table)
    every = [s for group in asked(qtbot, panel) for s in group]
    assert table.desk.footage is not None
    assert len(every) == 12
    crops = tuple(Crop(s, Tick(0), np.full((40, 40, 4), 99, np.uint8)) for s in every[1:])
    source(panel).listener(Cropped(table.desk.footage, crops, (every[0],)))
    source(panel).listener(Cropped(replace(table.desk.footage), crops))  # of footage that has gone
    qtbot.waitUntil(lambda: not panel._shelf.wants(every[-1]), timeout=5000)
    count = len(source(panel).wishes)
    table.desk.apply(Decide((BIG,), Decision.CONFIRMED))  # what a decision alters is not how it looks
    assert asked(qtbot, panel, after=count) == []


def test_nothing_is_done_for_a_gallery_that_nobody_sees(qtbot: QtBot, table: Laid, panel: GalleryPanel) -> None:
    panel.hide()
    some(table)
    table.desk.select(BIG)
    qtbot.wait(2 * SETTLE)
    assert order(panel) == []
    assert panel._source is None
    panel.show()
    assert len(order(panel)) == 4
    assert chosen(panel) == {"big"}
    assert asked(qtbot, panel)
    panel.hide()
    assert source(panel).wishes[-1] == []


def test_without_tiles_it_says_why(table: Laid, panel: GalleryPanel) -> None:
    assert panel.hint == NOTHING
    panel.expect(True)
    assert panel.hint == LOOKING
    panel.expect(False)
    some(table)
    assert panel.hint == ""
    table.desk.clear()
    assert panel.hint == NO_FOOTAGE


def test_pictures_that_cannot_be_had_are_said_and_the_tiles_stay(
    qtbot: QtBot, table: Laid, panel: GalleryPanel
) -> None:
    some(table)
    asked(qtbot, panel)
    source(panel).listener(Failed(FootageError("The file is gone.", "Look for it.")))
    qtbot.waitUntil(lambda: "no pictures" in panel._note.text(), timeout=5000)
    assert panel.toolTip() == "The file is gone."
    assert len(order(panel)) == 4


def test_closing_ends_the_source(qtbot: QtBot, table: Laid, panel: GalleryPanel) -> None:
    some(table)
    asked(qtbot, panel)
    panel.close_down()
    assert source(panel).closed


@pytest.mark.parametrize("size", [9, 18])
@pytest.mark.parametrize("dark", [False, True])
def test_tiles_are_painted_with_what_was_decided_in_every_theme(
    qtbot: QtBot, table: Laid, panel: GalleryPanel, size: int, dark: bool
) -> None:
    some(table)
    font, palette = panel.list.font(), QPalette()
    font.setPointSize(size)
    panel.list.setFont(font)
    palette.setColor(QPalette.ColorRole.AlternateBase, Qt.GlobalColor.black if dark else Qt.GlobalColor.white)
    palette.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.white if dark else Qt.GlobalColor.black)
    panel.list.setPalette(palette)
    assert panel.list.gridSize().height() == tile_size(QFontMetricsF(font)).height()
    before = panel.list.viewport().grab().toImage()
    table.desk.apply(Decide((LONG,), Decision.REJECTED))
    after = panel.list.viewport().grab().toImage()
    rect = panel.list.visualRect(panel.model.index(0))
    assert before.copy(rect) != after.copy(rect)
    other = panel.list.visualRect(panel.model.index(1))
    assert before.copy(other) == after.copy(other)


def test_a_crop_is_painted_in_its_place_when_it_comes(qtbot: QtBot, table: Laid, panel: GalleryPanel) -> None:
    some(table)
    look = panel.model.tiles[0].sights.looks[0]
    panel._shelf.add([Crop(look, Tick(0), np.full((40, 40, 4), (10, 200, 30, 255), np.uint8))])
    picture = panel.list.viewport().grab().toImage()
    centre = places(QRectF(panel.list.visualRect(panel.model.index(0))))[Moment.BEST].center()
    at = (centre * picture.devicePixelRatio()).toPoint()
    assert picture.pixelColor(at).getRgb()[:3] == (30, 200, 10)


def test_real_crops_fill_it(qtbot: QtBot, table: Laid) -> None:
    for panel in shown(qtbot, table, make=Crops):
        some(table)
        looks = [s for tile in panel.model.tiles for s in tile.sights.looks]
        qtbot.waitUntil(lambda made=panel, all_=looks: all(made._shelf.get(s) for s in all_), timeout=30_000)  # type: ignore[misc]


def test_the_shelf_is_bounded_and_keeps_what_was_looked_at(qtbot: QtBot) -> None:
    shelf = CropShelf(room=4 * 10 * 10 * 4)
    sights = [Sight(RegionId("r"), Moment.BEST, number, Box(0, 0, 10, 10)) for number in range(6)]
    shelf.add(Crop(s, Tick(0), np.zeros((10, 10, 4), np.uint8)) for s in sights[:4])
    assert shelf.get(sights[0]) is not None
    shelf.add(Crop(s, Tick(0), np.zeros((10, 10, 4), np.uint8)) for s in sights[4:])
    assert [shelf.wants(s) for s in sights] == [False, True, True, False, False, False]
    shelf.miss([sights[1]])
    assert not shelf.wants(sights[1])


def test_many_tiles_are_laid_out_in_as_many_columns_as_fit(qtbot: QtBot, table: Laid, panel: GalleryPanel) -> None:
    found = [track(table, f"t{at:04d}", (at % 40, at % 40 + 5)) for at in range(200)]
    table.put([of_track(t) for t in found], tracks=found)
    for width, columns in ((520, 2), (400, 1), (900, 4)):
        table.window.resize(width, 700)
        qtbot.waitUntil(lambda wanted=columns: across(panel) == wanted, timeout=5000)  # type: ignore[misc]
        assert panel.list.rows_on_show().start == 0
        last = panel.list.rows_on_show()[-1]
        assert panel.list.visualRect(panel.model.index(last)).top() < panel.list.viewport().height()
        assert panel.list.visualRect(panel.model.index(last + columns)).top() >= panel.list.viewport().height()


def across(panel: GalleryPanel) -> int:
    top = panel.list.visualRect(panel.model.index(0)).top()
    return sum(panel.list.visualRect(panel.model.index(row)).top() == top for row in range(10))


def test_lengths_are_spoken_as_people_do() -> None:
    assert [spoken(s) for s in (0.04, 2.44, 59.9, 59.97, 67.2, 3725.0)] == [
        "0.0 s",
        "2.4 s",
        "59.9 s",
        "1:00 min",
        "1:07 min",
        "1:02:05 h",
    ]


def test_points_outside_the_looks_are_none_of_them() -> None:
    from reviewer.ui.panels.gallery_delegate import moment_at

    rect = QRectF(0, 0, 198, 130)
    assert moment_at(rect, QPointF(2, 2)) is None
    assert moment_at(rect, QPointF(20, 20)) is Moment.BEST
    assert moment_at(rect, QPointF(190, 20)) is Moment.LAST
