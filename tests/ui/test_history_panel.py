"""Everything that was changed can be read in order, and gone back to."""

from pytestqt.qtbot import QtBot

from reviewer.core.edits import Decide
from reviewer.core.region import Decision
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.history import BEGINNING, HistoryPanel


def rows(panel: HistoryPanel) -> list[str]:
    return [panel.list.item(row).text() for row in range(panel.list.count())]


def test_each_edit_is_a_row_and_a_click_goes_back_to_it(qtbot: QtBot, desk: MainWindow) -> None:
    panel = desk.findChild(HistoryPanel)
    assert isinstance(panel, HistoryPanel)
    before = desk.desk.review
    (first, *_) = desk.desk.review.regions
    desk.desk.apply(Decide((first,), Decision.CONFIRMED))
    desk.desk.apply(Decide((first,), Decision.REJECTED))
    assert rows(panel)[0].endswith(BEGINNING)
    assert [r.split("   ")[-1] for r in rows(panel)[-2:]] == ["Mark region confirmed", "Mark region rejected"]
    panel.list.itemActivated.emit(panel.list.item(len(rows(panel)) - 3))
    assert desk.desk.review == before
    assert rows(panel)[-1].startswith("↶")
    panel.list.itemActivated.emit(panel.list.item(len(rows(panel)) - 1))
    assert desk.desk.review.regions[first].decision is Decision.REJECTED
