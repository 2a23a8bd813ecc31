"""A panel with its heading: the shape that everything beside the picture has."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)


class Section(QWidget):
    """A heading, room for a note beside it, and what the panel puts below."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading, self._note = QLabel(heading), QLabel()
        self._heading.setObjectName("heading")
        self._note.setObjectName("quiet")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # cut off before all else is
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = QHBoxLayout()
        top.setContentsMargins(2, 0, 2, 0)
        top.addWidget(self._heading)
        top.addWidget(self._note, 1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(10, 8, 10, 8)
        self.body.setSpacing(6)
        self.body.addLayout(top)

    def note(self, text: str) -> None:
        """Say something in a few words beside the heading."""
        self._note.setText(text)
        self._note.setVisible(bool(text) or not self._heading.isHidden())

    def untitled(self) -> None:
        """Leave the heading out, where a tab says the same."""
        self._heading.hide()
        self.note(self._note.text())

    def put_scrolling(self, inner: QWidget, *, least: int) -> None:
        """Put `inner` below, never less than `least` pixels high: on a small screen at 200 % it scrolls instead."""
        inner.setMinimumHeight(least)
        area = QScrollArea()
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(area, 1)


class ActionButton(QToolButton):
    """Shows its action's icon, and its words too where there is room for them."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self.setDefaultAction(action)
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the words, whether they are shown now or not."""
        return self._hint(words=True)

    def minimumSizeHint(self) -> QSize:
        """Room for the icon; where there is none, for the words."""
        return self._hint(words=self.icon().isNull())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the words, or leave them out."""
        super().resizeEvent(event)
        room = self.width() >= self.sizeHint().width() or self.icon().isNull()
        wanted = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if room else Qt.ToolButtonStyle.ToolButtonIconOnly
        if wanted is not self.toolButtonStyle():
            self.setToolButtonStyle(wanted)

    def _hint(self, *, words: bool) -> QSize:
        """As Qt reckons it for the style that is worn, which cannot be changed to ask: that would ask for a layout."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        size = QSize(0, 0) if self.icon().isNull() else QSize(option.iconSize)
        if words:
            text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
            beside = self.fontMetrics().horizontalAdvance(" ") * 2 + (0 if self.icon().isNull() else 4)
            size = QSize(size.width() + text.width() + beside, max(size.height(), text.height()))
        return self.style().sizeFromContents(QStyle.ContentsType.CT_ToolButton, option, size, self)


def action_button(action: QAction, *, text: bool = True) -> QToolButton:
    """A button that does what `action` does, for the keyboard and the screen reader too."""
    if text:
        button: QToolButton = ActionButton(action)
    else:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAutoRaise(True)
    button.setAccessibleName(action.text().replace("&", ""))
    button.setAccessibleDescription(action.statusTip())
    return button
