"""What to look for and how hard, and what each choice takes: a part of the dialogs that come before an analysis."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.cost import Cost, about
from reviewer.core.detection import Subject
from reviewer.core.settings import Depth, Search
from reviewer.ui.costs import Costs
from reviewer.ui.words import tip

FINDS = {Subject.FACE: "Faces", Subject.PLATE: "Number plates", Subject.TEXT: "Text"}

TEXT = (
    "Documents, screens, name badges, house numbers, shop signs and burned-in captions; lines that belong together are "
    "one region. It takes longer than looking for faces, and finds many signs that nobody minds."
)
"""What looking for text is; it is the one thing that is not looked for unless it is asked for."""

NAMES: Mapping[Depth, str] = {Depth.FAST: "Fa&st", Depth.BALANCED: "Ba&lanced", Depth.THOROUGH: "T&horough"}

TRADES: Mapping[Depth, str] = {
    Depth.FAST: "A first look: the smallest pictures, the longest gaps between two looks. Misses most: people who are "
    "small, far away, turned aside, or in view for a moment only.",
    Depth.BALANCED: "The usual choice: larger pictures, shorter gaps, every other look at the mirror image. Still "
    "misses some of what is small, dark or half hidden.",
    Depth.THOROUGH: "Where a miss weighs most: the largest pictures, the shortest gaps. Misses least, and more often "
    "takes something for a face or a plate that is not one.",
}
"""What is traded for what; the figures, which the program knows of itself, are put after it when they are known."""

WIDTH = 620
"""Pixels across that the trades have room in."""

LINES = 4
"""Lines that there is room for with each: two for the trade, and two for how it looks."""

MEASURING, UNKNOWN = "measuring…", "time not known"


class SearchChoice(QWidget):
    """Boxes for what to look for, and a button for each depth with its trade and its time."""

    changed = Signal()
    """Something else is to be looked for."""

    def __init__(self, search: Search) -> None:
        super().__init__()
        self._before = search
        self.finds = {subject: QCheckBox(text) for subject, text in FINDS.items()}
        self.depths = {depth: QRadioButton(text) for depth, text in NAMES.items()}
        self.times = {depth: QLabel() for depth in Depth}
        self._trades = {depth: QLabel(text) for depth, text in TRADES.items()}
        self._group = QButtonGroup(self)
        for subject, box in self.finds.items():
            box.setChecked(subject in search.find)
            box.toggled.connect(lambda _: self._turn())
        self.finds[Subject.TEXT].setToolTip(tip(TEXT))
        self.finds[Subject.TEXT].setAccessibleDescription(TEXT)
        for depth, button in self.depths.items():
            self._group.addButton(button)
            button.setChecked(depth is search.depth)
            self._describe(depth, "")
        self._lay_out()

    @property
    def answer(self) -> Search | None:
        """What to look for and how hard; None for nothing at all."""
        find = frozenset(s for s, box in self.finds.items() if box.isChecked())
        depth = next(d for d, button in self.depths.items() if button.isChecked())
        return Search(find, depth, self._before.packs, self._before.read) if find else None

    def expect(self) -> None:
        """Say that the times are being measured, and nothing of how something else was going to be looked for."""
        for depth in Depth:
            self._describe(depth, MEASURING if self.answer else "")
            self._trades[depth].setText(TRADES[depth])

    def show_cost(self, depth: Depth, cost: Cost) -> None:
        """Show what a depth takes, and how it looks."""
        self._describe(depth, UNKNOWN if cost.seconds is None else about(cost.seconds))
        if cost.looks:
            trade = self._trades[depth]
            trade.setText(f"{TRADES[depth]}\nLooks for {'; '.join(cost.looks)}.")
            trade.setMinimumHeight(max(trade.minimumHeight(), trade.heightForWidth(trade.width())))

    def _describe(self, depth: Depth, time: str) -> None:
        self.times[depth].setText(time)
        name = NAMES[depth].replace("&", "")
        self.depths[depth].setAccessibleName(f"{name}, {time}" if time else name)
        self.depths[depth].setAccessibleDescription(TRADES[depth])

    def _turn(self) -> None:
        for button in self.depths.values():
            button.setEnabled(self.answer is not None)
        self.changed.emit()

    def _lay_out(self) -> None:
        finds, grid, column = QHBoxLayout(), QGridLayout(), QVBoxLayout(self)
        for box in self.finds.values():
            finds.addWidget(box)
        finds.addStretch(1)
        for row, depth in enumerate(Depth):
            trade = self._trades[depth]
            trade.setWordWrap(True)
            trade.setObjectName("quiet")
            trade.setContentsMargins(22, 0, 0, 4)
            trade.setMinimumHeight(LINES * trade.fontMetrics().lineSpacing() + 4)  # nothing moves when the rest comes
            trade.setAlignment(Qt.AlignmentFlag.AlignTop)
            self.times[depth].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self.depths[depth], 2 * row, 0)
            grid.addWidget(self.times[depth], 2 * row, 1)
            grid.addWidget(trade, 2 * row + 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(2)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(QLabel("Look for:"))
        column.addLayout(finds)
        column.addLayout(grid)


def keep_measured(choice: SearchChoice, path: Path, *, costs: Costs | None, dialog: QDialog) -> None:
    """Have the times of `choice` measured on the recording at `path`, anew when it changes, until `dialog` closes."""
    if costs is None:
        return

    def measure() -> None:
        choice.expect()
        if choice.answer is None:
            costs.stop()
        else:
            costs.measure(path, choice.answer, show=choice.show_cost)

    choice.changed.connect(measure)
    dialog.finished.connect(lambda _: costs.stop())
    measure()


class SearchDialog(QDialog):
    """Asks what to look for in footage that is in the case already."""

    def __init__(
        self, footage: Path, search: Search, *, costs: Costs | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Find what needs covering")
        self.choice = SearchChoice(search)
        name = QLabel(footage.name)
        name.setObjectName("heading")
        name.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("&Find")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.choice.changed.connect(self._judge)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(name)
        column.addWidget(self.choice)
        column.addWidget(self.buttons)
        self.setMinimumWidth(WIDTH)
        self._judge()
        keep_measured(self.choice, footage, costs=costs, dialog=self)

    @property
    def answer(self) -> Search:
        """What was decided."""
        assert self.choice.answer is not None  # the dialog is not accepted without
        return self.choice.answer

    def _judge(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.choice.answer is not None)
