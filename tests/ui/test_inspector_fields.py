"""Fields for one value of several things."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui.panels.inspector_fields import SEVERAL, Choice, Mark, Parts, Suggested, Typed

OFFERS = [("", "As the profile says"), ("solid", "Solid"), ("blur", "Blur")]


def heard(signal: Any) -> list[Any]:
    told: list[Any] = []
    signal.connect(told.append)
    return told


def scrolled(widget: Choice | Suggested) -> None:
    at, down, none = QPointF(5, 5), QPoint(0, -120), QPoint(0, 0)
    phase, buttons, keys = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(widget, QWheelEvent(at, at, none, down, buttons, keys, phase, False))


def written(field: Suggested, text: str) -> None:
    """As if it were typed, but for the list that comes up: without a screen Qt cannot show it."""
    field.lineEdit().setText(text)
    field.lineEdit().setModified(True)


@pytest.fixture
def choice(qtbot: QtBot) -> Choice:
    made = Choice("Effect")
    qtbot.addWidget(made)
    return made


def test_one_value_is_shown_and_nothing_is_told_by_showing_it(choice: Choice) -> None:
    told = heard(choice.chosen)
    choice.show_values({"blur"}, OFFERS)
    assert choice.currentText() == "Blur"
    choice.show_values({""}, OFFERS)
    assert choice.currentText() == "As the profile says"
    assert told == []
    assert choice.accessibleName() == "Effect"


def test_several_values_show_as_such_and_choosing_one_tells_it(choice: Choice) -> None:
    told = heard(choice.chosen)
    choice.show_values({"blur", ""}, OFFERS)
    assert choice.currentText() == SEVERAL
    choice.activated.emit(0)
    assert told == []
    choice.activated.emit(2)
    assert told == ["solid"]


def test_a_value_that_is_not_offered_shows_as_none(choice: Choice) -> None:
    choice.show_values({"sparkle"}, OFFERS)
    assert choice.currentIndex() == -1


def test_the_wheel_changes_nothing(choice: Choice, qtbot: QtBot) -> None:
    suggested = Suggested("Reason", longest=20)
    qtbot.addWidget(suggested)
    suggested.offer(["a", "b"])
    told = [*heard(choice.chosen), *heard(suggested.given)]
    choice.show_values({""}, OFFERS)
    suggested.show_values({"a"})
    scrolled(choice)
    scrolled(suggested)
    assert (choice.currentText(), suggested.currentText(), told) == ("As the profile says", "a", [])


def test_what_is_typed_is_told_once_and_what_is_not_changed_is_not(qtbot: QtBot) -> None:
    typed = Typed("Words", longest=12)
    qtbot.addWidget(typed)
    told = heard(typed.given)
    typed.show_values({"", "a"})
    assert (typed.text(), typed.placeholderText()) == ("", SEVERAL)
    QTest.keyClick(typed, Qt.Key.Key_Return)
    assert told == []
    QTest.keyClicks(typed, "  WITNESS and a half ")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    typed.flush()
    assert told == ["WITNESS an"]


def test_a_suggestion_is_taken_and_words_of_ones_own_are_left_as_they_are(qtbot: QtBot) -> None:
    suggested = Suggested("Reason", longest=60)
    qtbot.addWidget(suggested)
    suggested.offer(["Child: someone under 18", "DG6: not relevant to the case"])
    told = heard(suggested.given)
    suggested.show_values({""}, usual="Why")
    assert suggested.currentText() == ""
    written(suggested, "chi")
    suggested.flush()
    suggested.activated.emit(1)
    suggested.flush()
    assert told == ["chi", "DG6: not relevant to the case"]


def test_marks_that_differ_are_half_set_and_a_click_sets_all(qtbot: QtBot) -> None:
    mark = Mark("Locked", "Keeps them")
    qtbot.addWidget(mark)
    told = heard(mark.marked)
    mark.show_values([True, False])
    assert mark.checkState() is Qt.CheckState.PartiallyChecked
    mark.click()
    mark.show_values([True, True])
    mark.click()
    assert told == [True, False]


def test_parts_that_are_all_ticked_stand_for_whatever_there_is(qtbot: QtBot) -> None:
    parts = Parts("Channels")
    qtbot.addWidget(parts)
    told = heard(parts.chosen)
    parts.show_values([None], [(0, "Left"), (1, "Right")])
    assert [box.isChecked() for box in parts.boxes] == [True, True]
    left, right = parts.boxes
    left.click()
    right.click()
    left.click()
    assert told == [frozenset({1}), frozenset(), frozenset({0})]
    right.click()
    assert told[-1] is None


def test_parts_that_some_mean_and_others_do_not_are_half_ticked(qtbot: QtBot) -> None:
    parts = Parts("Channels")
    qtbot.addWidget(parts)
    parts.show_values([frozenset({0}), None], [(0, "Left"), (1, "Right")])
    states = [box.checkState() for box in parts.boxes]
    assert states == [Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked]
    parts.show_values([None], [(0, "1"), (1, "2"), (2, "3")])
    assert [box.text() for box in parts.boxes] == ["1", "2", "3"]
