from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.core.analysis import Appraisal
from reviewer.core.doubt import DoubtKind, Verdict
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.mark_edits import Settle
from reviewer.ui.docket_words import NO_DOUBTS, NOT_SEARCHED
from reviewer.ui.main_window import MainWindow
from tests.support.doubts import a_doubt, appraise
from tests.support.window import FakeUser, open_footage

FAR = Box(200, 160, 30, 40)
ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def index(desk: MainWindow) -> FrameIndex:
    assert desk.desk.footage is not None
    return desk.desk.footage.recording.index


def rows(window: MainWindow) -> list[list[str]]:
    model = window.fittings.doubts.panel.list.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def headings(window: MainWindow) -> Iterator[str]:
    model = window.fittings.doubts.panel.list.model()
    return (model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount()))


def test_a_row_says_what_is_doubtful_when_how_much_it_stands_for_and_where_it_stands(
    desk: MainWindow, index: FrameIndex
) -> None:
    appraise(
        desk.desk,
        a_doubt(index, 2, weight=0.8),
        a_doubt(index, 4, weight=0.1, kind=DoubtKind.DISAGREEMENT),
        a_doubt(index, 30, weight=0.2, box=FAR),
    )
    assert list(headings(desk)) == ["Doubt", "At", "Risk", "State"]
    (first, second) = rows(desk)
    assert first == ["Face: weak find, second look", "0:00.23", "81 %", "○ Open"]
    assert second == ["Face: weak find", "0:01.16", "19 %", "○ Open"]


def test_what_is_settled_and_what_is_left_is_said_by_signs_and_always_on_show(
    desk: MainWindow, index: FrameIndex
) -> None:
    doubts = (a_doubt(index, 2, weight=0.8), a_doubt(index, 30, weight=0.2, box=FAR))
    appraise(desk.desk, *doubts)
    assert desk.fittings.doubts.progress.text == "Settled 0 % of the estimated risk; 2 doubts left, about 15 seconds."
    desk.desk.apply(Settle((doubts[0].id,), Verdict.RIGHT))
    assert [row[3] for row in rows(desk)] == ["✓ Right", "○ Open"]
    assert desk.fittings.doubts.progress.text.startswith("Settled 80 % of the estimated risk")
    desk.page.tabs.setCurrentWidget(desk.page.regions)
    assert desk.fittings.doubts.progress.isVisible()


def test_the_number_beside_the_heading_counts_what_is_open_and_what_is_faint(
    desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 2), a_doubt(index, 34, weight=0.001, box=FAR))
    assert desk.fittings.doubts.panel._note.text() == "2: 1 open, 1 faint"


def test_a_screen_reader_hears_the_row_at_length(desk: MainWindow, index: FrameIndex) -> None:
    appraise(desk.desk, a_doubt(index, 2))
    model = desk.fittings.doubts.panel.list.model()
    assert model.index(0, 0).data(ACCESSIBLE) == (
        "Something like a face was seen too weakly to be covered. It stands for 100 % of the estimated risk. "
        "Still open. Enter shows it."
    )
    assert model.index(0, 3).data(ACCESSIBLE) == "State: ○ Open"


def test_the_row_of_the_doubt_that_is_looked_at_is_the_current_one(desk: MainWindow, index: FrameIndex) -> None:
    appraise(desk.desk, a_doubt(index, 2, weight=0.9), a_doubt(index, 30, box=FAR))
    desk.commands["previous_doubt"].trigger()
    assert desk.fittings.doubts.panel.list.currentIndex().row() == 1


def test_before_a_search_and_after_one_without_doubts_nothing_is_said_to_be_clean(
    qtbot: QtBot, window: MainWindow, user: FakeUser
) -> None:
    user.search = None
    open_footage(qtbot, window)
    assert window.fittings.doubts.panel.hint == window.fittings.doubts.progress.text == NOT_SEARCHED
    place = window.desk.place
    assert place is not None
    place.appraisal = Appraisal((), np.zeros(len(place.footage.recording.index), np.float32))
    window.desk.review_changed.emit()
    assert window.fittings.doubts.panel.hint == window.fittings.doubts.progress.text == NO_DOUBTS
    assert "does not mean" in NO_DOUBTS


def test_without_footage_there_is_no_line_of_progress(window: MainWindow) -> None:
    assert not window.fittings.doubts.progress.isVisibleTo(window)


def test_the_bar_of_the_risk_is_painted_for_the_riskiest_as_wide_as_its_cell(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 2, weight=0.8), a_doubt(index, 30, weight=0.2, box=FAR))
    table = desk.fittings.doubts.panel.list
    desk.page.tabs.setCurrentWidget(desk.fittings.doubts.panel)
    cells = [table.visualRect(table.model().index(row, 2)) for row in (0, 1)]
    assert all(cell.width() > 20 for cell in cells)
    image = table.viewport().grab().toImage()
    accent = table.palette().accent().color()
    widths = [
        max(
            sum(image.pixelColor(x, y) == accent for x in range(cell.left(), cell.right() + 1))
            for y in range(cell.top(), cell.bottom() + 1)
        )
        for cell in cells
    ]
    assert widths[0] > cells[0].width() - 12
    assert 0.15 < widths[1] / widths[0] < 0.35
