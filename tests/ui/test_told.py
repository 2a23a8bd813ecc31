"""Labels are read aloud with what they say."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reviewer.ui.main_window import MainWindow
from reviewer.ui.told import Told


def spoken(label: QLabel) -> str:
    return QAccessible.queryAccessibleInterface(label).text(QAccessible.Text.Name)


def test_a_screen_reader_says_what_it_is_about_and_the_text(qtbot: QtBot) -> None:
    label = Told("What was done", "first")
    qtbot.addWidget(label)
    assert spoken(label) == "What was done: first"
    label.setText("second")
    assert (label.text(), spoken(label)) == ("second", "What was done: second")
    label.setText("")
    assert spoken(label) == "What was done"


def test_no_name_hides_the_text_of_a_label_in_the_window(desk: MainWindow) -> None:
    labels = [label for label in desk.findChildren(QLabel) if label.text() and label.isVisible()]
    assert labels
    assert [label.text() for label in labels if label.text() not in spoken(label)] == []


@pytest.mark.parametrize("released", [False, True])
def test_the_banner_is_heard_as_it_is_read(desk: MainWindow, released: bool) -> None:
    desk.page.say(released=released, how="solid, black")
    assert spoken(desk.page.banner).endswith(desk.page.banner.text())
