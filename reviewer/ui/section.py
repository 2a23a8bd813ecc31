"""A panel with its heading: the shape that everything beside the picture has."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget


class Section(QWidget):
    """A heading, room for a note beside it, and what the panel puts below."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading, self._note = QLabel(heading), QLabel()
        self._heading.setObjectName("heading")
        self._note.setObjectName("quiet")
        top = QHBoxLayout()
        top.setContentsMargins(2, 0, 2, 0)
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self._note)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(10, 8, 10, 8)
        self.body.setSpacing(6)
        self.body.addLayout(top)

    def note(self, text: str) -> None:
        """Say something in a few words beside the heading."""
        self._note.setText(text)


def action_button(action: QAction, *, text: bool = True) -> QToolButton:
    """A button that does what `action` does, for the keyboard and the screen reader too."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(20, 20))
    style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
    button.setToolButtonStyle(style)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAutoRaise(True)
    button.setAccessibleName(action.text().replace("&", ""))
    button.setAccessibleDescription(action.statusTip())
    return button
