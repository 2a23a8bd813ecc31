"""What the window shows before anything is open: what to do first, and how."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reviewer.ui.actions import Actions

PROMISE = "Recordings are only ever read. Everything you do is saved as you do it."


class Welcome(QWidget):
    """Two large buttons with their keys, and a place to drop a recording on."""

    dropped = Signal(str)
    """The path of a file that was dropped here."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        title, told, promise = QLabel("Reviewer"), QLabel("Redact a recording for release."), QLabel(PROMISE)
        title.setObjectName("title")
        promise.setObjectName("quiet")
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch(3)
        for label in (title, told):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(18)
        column.addLayout(_row(_button(actions, "open_footage", main=True), _button(actions, "open_case", main=False)))
        column.addSpacing(18)
        promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        promise.setWordWrap(True)
        column.addWidget(promise)
        column.addStretch(4)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.dropped.emit(event.mimeData().urls()[0].toLocalFile())


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _button(actions: Actions, name: str, *, main: bool) -> QPushButton:
    action = actions[name]
    text = action.text().replace("&", "")
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    button = QPushButton(f"{text}   {keys}")
    button.setObjectName("main" if main else "other")
    button.setAccessibleName(text.rstrip("…"))
    button.setAccessibleDescription(action.statusTip())
    button.clicked.connect(action.trigger)
    return button
