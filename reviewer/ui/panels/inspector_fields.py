"""What the details are read and changed in: fields for one value of several things at once, which may differ."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QSizePolicy, QWidget

from reviewer.ui.flow import Flow

SEVERAL = "(several)"
"""Shown where what is selected has different values."""

NARROW = 12
"""Characters that a list of choices needs at least: texts are cut off rather than the panel widened."""

Offers = Sequence[tuple[Any, str]]
"""Values and what each is called."""


class Choice(QComboBox):
    """One of a few values."""

    chosen = Signal(object)
    """The value that a person chose."""

    def __init__(self, name: str) -> None:
        super().__init__()
        _made_small(self, name)
        self._offers: Offers = ()
        self.activated.connect(self._activated)

    def show_values(self, values: Collection[Any], offers: Offers) -> None:
        """Offer these, and show the one of `values`, or that there are several."""
        with QSignalBlocker(self):
            several = len(set(values)) > 1
            self.clear()
            self._offers = [(None, SEVERAL), *offers] if several else list(offers)
            for _, text in self._offers:
                self.addItem(text)
            held = None if several else next(iter(values), None)
            at = [value for value, _ in self._offers]
            self.setCurrentIndex(0 if several else at.index(held) if held in at else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel: it would change what is selected while one scrolls past."""
        event.ignore()

    def _activated(self, index: int) -> None:
        value, text = self._offers[index]
        if text != SEVERAL:
            self.chosen.emit(value)


class Typed(QLineEdit):
    """A line of text."""

    given = Signal(str)
    """The text that a person typed, once they are done."""

    def __init__(self, name: str, *, longest: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxLength(longest)
        self.editingFinished.connect(self.flush)

    def show_values(self, values: Collection[str], *, usual: str = "") -> None:
        """Show the one of `values`, or that there are several; `usual` is what holds where nothing is typed."""
        several = len(set(values)) > 1
        self.setText("" if several else next(iter(values), ""))
        self.setPlaceholderText(SEVERAL if several else usual)
        self.setModified(False)

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        if self.isModified():
            self.setModified(False)
            self.given.emit(self.text().strip())


class Suggested(QComboBox):
    """A text that is typed freely or taken from a list."""

    given = Signal(str)
    """The text that a person typed or chose."""

    def __init__(self, name: str, *, longest: int) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        _made_small(self, name)
        self._shown, self._line = "", Typed(name, longest=longest)
        self.setLineEdit(self._line)
        self.setCompleter(QCompleter())  # Qt's own would finish a text of one's own into one of the list
        self._line.given.connect(self.given)
        self.activated.connect(lambda index: self._take(self.itemText(index)))

    def offer(self, texts: Iterable[str]) -> None:
        """Have these in the list."""
        wanted = list(texts)
        if [self.itemText(n) for n in range(self.count())] == wanted:
            return
        with QSignalBlocker(self):
            self.clear()
            self.addItems(wanted)
            completer = QCompleter(wanted, self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated.connect(self._take)
            self.setCompleter(completer)

    def show_values(self, values: Collection[str], *, usual: str = "") -> None:
        """Show the one of `values`, or that there are several; `usual` says what holds where there is none."""
        with QSignalBlocker(self):
            self.setCurrentIndex(-1)
        self._line.show_values(values, usual=usual)
        self._line.setCursorPosition(0)
        self.setToolTip(self._line.text())

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        self._line.flush()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()

    def _take(self, text: str) -> None:
        self._line.setModified(False)
        self.given.emit(text)


class Mark(QCheckBox):
    """Yes, no, or some of them."""

    marked = Signal(bool)
    """What a person made it."""

    def __init__(self, text: str, tip: str) -> None:
        super().__init__(text)
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.clicked.connect(lambda: self._clicked())

    def show_values(self, values: Collection[bool]) -> None:
        """Show what they all are, or that they differ."""
        self.setTristate(len(set(values)) > 1)
        both = Qt.CheckState.PartiallyChecked
        one = Qt.CheckState.Checked if any(values) else Qt.CheckState.Unchecked
        self.setCheckState(both if self.isTristate() else one)

    def _clicked(self) -> None:
        some = self.isTristate()
        self.setTristate(False)
        self.marked.emit(True if some else self.isChecked())


class Parts(QWidget):
    """Which of a few parts are meant, one box each; all of them ticked stand for whatever parts there are."""

    chosen = Signal(object)
    """The frozenset of those that a person ticked, None for all; at least one is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._name, self._boxes = name, list[tuple[int, Mark]]()
        self._flow = Flow(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def boxes(self) -> list[QCheckBox]:
        """The boxes in their order."""
        return [box for _, box in self._boxes]

    def show_values(self, values: Sequence[frozenset[int] | None], offers: Sequence[tuple[int, str]]) -> None:
        """Offer these parts, and tick those that are meant by all of `values`."""
        if [(part, box.text()) for part, box in self._boxes] != list(offers):
            self._make(offers)
        for part, box in self._boxes:
            box.show_values([value is None or part in value for value in values])

    def _make(self, offers: Sequence[tuple[int, str]]) -> None:
        for _, box in self._boxes:
            self._flow.removeWidget(box)
            box.deleteLater()
        self._boxes = []
        for part, text in offers:
            box = Mark(text, f"{self._name}: {text}")
            box.marked.connect(lambda _: self._told())
            self._boxes.append((part, box))
            self._flow.addWidget(box)
            box.show()
        self.updateGeometry()

    def _told(self) -> None:
        ticked = frozenset(part for part, box in self._boxes if box.checkState() is Qt.CheckState.Checked)
        self.chosen.emit(None if len(ticked) == len(self._boxes) else ticked)


def _made_small(box: QComboBox, name: str) -> None:
    box.setAccessibleName(name)
    box.setMinimumContentsLength(NARROW)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
