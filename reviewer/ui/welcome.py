"""What the window shows before anything is open: what to do first, and what to go on with."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from reviewer.services.recent import Recent
from reviewer.ui.actions import Actions
from reviewer.ui.words import tip

PROMISE = "Recordings are only ever read. Everything you do is saved as you do it."
STARTS = ("open_footage", "open_case", "sample_case")
"""What can be done first; what the window has no action for is left out."""

COLUMNS = 2
ROW = 430
"""Pixels of a recent case across: two of them stand beside each other in the smallest window."""


class Welcome(QScrollArea):
    """Large buttons with their keys, the cases that were open lately, and a place to drop a recording on."""

    dropped = Signal(str)
    """The path of a file that was dropped here."""
    wanted = Signal(object)
    """The folder of the recent case to open, a Path."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the focus; the keys of the page scroll
        self._starts = QHBoxLayout()
        self._starts.setSpacing(12)
        self._starts.addStretch(1)
        for name in STARTS:
            if name in actions.names():
                self._starts.addWidget(_button(actions, name))
        self._starts.addStretch(1)
        self._heading = QLabel("Go on with")
        self._heading.setObjectName("heading")
        self._heading.hide()
        self._recent = QGridLayout()
        self._recent.setSpacing(6)
        self.setWidget(self._laid_out())

    @property
    def recent(self) -> list[QPushButton]:
        """The buttons of the recent cases, the last one first."""
        items = (self._recent.itemAt(i) for i in range(self._recent.count()))
        return [w for i in items if i is not None and isinstance(w := i.widget(), QPushButton)]

    def show_recent(self, cases: Sequence[Recent]) -> None:
        """Offer these cases, each with a digit as its key; those that are gone are grey and say why."""
        for button in self.recent:
            self._recent.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._heading.setVisible(bool(cases))
        for number, case in enumerate(cases):
            button = _case_button(number + 1, case)
            button.clicked.connect(partial(self._want, case.folder))
            self._recent.addWidget(button, number // COLUMNS, number % COLUMNS)
        self._elide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.dropped.emit(event.mimeData().urls()[0].toLocalFile())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the names of cases to the room there is."""
        super().resizeEvent(event)
        self._elide()

    def _want(self, folder: Path) -> None:
        self.wanted.emit(folder)

    def _elide(self) -> None:
        room = min(ROW, (self.viewport().width() - 60) // COLUMNS)
        for button in self.recent:
            button.setFixedWidth(max(room, 120))
            whole = str(button.property("whole"))
            elided = button.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideMiddle, max(room, 120) - 28)
            button.setText(elided.replace("&", "&&"))

    def _laid_out(self) -> QWidget:
        page = QWidget()
        title, told, promise = QLabel("Reviewer"), QLabel("Redact a recording for release."), QLabel(PROMISE)
        title.setObjectName("title")
        promise.setObjectName("quiet")
        promise.setWordWrap(True)
        cases = QHBoxLayout()
        cases.addStretch(1)
        cases.addLayout(self._recent)
        cases.addStretch(1)
        column = QVBoxLayout(page)
        column.setSpacing(10)
        column.addStretch(3)
        for label in (title, told):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(12)
        column.addLayout(self._starts)
        column.addSpacing(12)
        for label in (self._heading, promise):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._heading)
        column.addLayout(cases)
        column.addSpacing(8)
        column.addWidget(promise)
        column.addStretch(4)
        return page


def _button(actions: Actions, name: str) -> QPushButton:
    action = actions[name]
    button = QPushButton()
    button.setObjectName("main" if name == STARTS[0] else "other")
    button.setAccessibleDescription(action.statusTip())
    button.clicked.connect(action.trigger)

    def follow(action: QAction) -> None:
        text = action.text().replace("&", "")
        button.setText(f"{text}   {actions.keys(name).split(' or ')[0]}".strip())
        button.setAccessibleName(text.rstrip("…"))
        button.setEnabled(action.isEnabled())

    action.changed.connect(partial(follow, action))
    follow(action)
    return button


def _case_button(key: int, case: Recent) -> QPushButton:
    folder = case.folder
    what = f"{folder.name}  –  {case.missing or folder.parent}"
    button = QPushButton()
    button.setObjectName("recent")
    button.setProperty("whole", f"{key}   {what}")
    QShortcut(QKeySequence(str(key)), button, button.click)  # while the button is on show
    button.setEnabled(not case.missing)
    button.setToolTip(tip(f"{folder}\n{case.missing}".strip()))
    button.setAccessibleName(f"Case {folder.name}" + (f", cannot be opened: {case.missing}" if case.missing else ""))
    button.setAccessibleDescription(f"{folder}. Key {key}.")
    return button
