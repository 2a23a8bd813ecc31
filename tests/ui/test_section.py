"""Panels and buttons keep to the room there is: words give way to icons, and rows of buttons go on below."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reviewer.ui.flow import Flow
from reviewer.ui.main_window import MainWindow
from reviewer.ui.section import Section, action_button

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")  # the offscreen screen has no window manager

SCALED = QSize(960, 540)
"""A screen of 1920x1080 pixels, scaled to 200 %."""


def test_everything_has_its_room_on_a_screen_that_is_scaled_to_200_percent(desk: MainWindow) -> None:
    for index in range(desk.page.tabs.count()):
        desk.page.tabs.setCurrentIndex(index)
        least = desk.minimumSizeHint()
        assert least.width() <= SCALED.width() - 4, index
        assert least.height() <= SCALED.height() - 34, index


def button_in_a_row(qtbot: QtBot, *, icon: bool) -> QWidget:
    """A row with one button of an action in it."""
    row = QWidget()
    qtbot.addWidget(row)
    action = QAction("&Release a copy…", row)
    if icon:
        drawn = QPixmap(20, 20)
        drawn.fill(Qt.GlobalColor.black)
        action.setIcon(QIcon(drawn))
    inside = QHBoxLayout(row)
    inside.addWidget(action_button(action))
    row.show()
    return row


def test_a_button_leaves_its_words_out_where_there_is_no_room_and_says_them_again_where_there_is(qtbot: QtBot) -> None:
    row = button_in_a_row(qtbot, icon=True)
    button = row.findChild(QWidget, "", Qt.FindChildOption.FindDirectChildrenOnly)
    assert button is not None
    row.resize(400, 60)
    qtbot.waitUntil(lambda: button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    assert button.width() == button.sizeHint().width()
    row.resize(70, 60)
    qtbot.waitUntil(lambda: button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly)
    assert button.accessibleName() == "Release a copy…"
    assert button.minimumSizeHint().width() < button.sizeHint().width() / 2
    row.resize(400, 60)
    qtbot.waitUntil(lambda: button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon)


def test_a_button_without_an_icon_keeps_its_words(qtbot: QtBot) -> None:
    row = button_in_a_row(qtbot, icon=False)
    button = row.findChild(QWidget, "", Qt.FindChildOption.FindDirectChildrenOnly)
    assert button is not None
    assert button.minimumSizeHint() == button.sizeHint()
    row.resize(30, 60)
    qtbot.wait(20)
    assert button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon


def test_a_row_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column, flow = QVBoxLayout(page), Flow()
    buttons = [QPushButton(f"Button {n}") for n in range(5)]
    hidden = QPushButton("Hidden")
    for button in [*buttons, hidden]:
        flow.addWidget(button)
    hidden.hide()
    column.addLayout(flow)
    column.addStretch(1)
    page.resize(900, 300)
    page.show()
    qtbot.waitUntil(lambda: len({b.y() for b in buttons}) == 1 and buttons[-1].x() > buttons[0].x())
    page.resize(buttons[0].sizeHint().width() * 2 + 40, 300)
    qtbot.waitUntil(lambda: len({b.y() for b in buttons}) == 3)
    assert all(b.geometry().right() <= page.width() for b in buttons)
    assert [b for one in buttons for b in buttons if b is not one and b.geometry().intersects(one.geometry())] == []
    assert flow.count() == 6
    assert flow.takeAt(5) is not None
    assert flow.takeAt(9) is None
    assert flow.itemAt(9) is None


def test_a_panel_under_a_tab_does_not_say_its_name_twice(qtbot: QtBot) -> None:
    panel, tabs = Section("Regions"), QTabWidget()
    qtbot.addWidget(tabs)
    panel.note("3 to decide")
    panel.untitled()
    tabs.addTab(panel, "Regions")
    tabs.show()
    shown = [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
    assert shown == ["3 to decide"]
    panel.note("")
    assert not [label for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
