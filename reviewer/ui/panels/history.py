"""What was changed in the footage on show since its case was opened, to go back to any of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem

from reviewer.ui.actions import Actions
from reviewer.ui.desk import Desk, Guarded
from reviewer.ui.section import Section, action_button

BEGINNING = "As it was when the case was opened"


class HistoryPanel(Section):
    """A row for each edit, the last one below; the one that stands is current, those after it were taken back."""

    def __init__(self, desk: Desk, actions: Actions, *, guarded: Guarded) -> None:
        super().__init__("History")
        self._desk, self._guarded = desk, guarded
        self.list = QListWidget()
        self.list.setAccessibleName("What was changed")
        self.list.setAccessibleDescription("Enter goes back to how it was after that change")
        self.list.setAlternatingRowColors(True)
        buttons = QHBoxLayout()
        for name in ("undo", "redo"):
            buttons.addWidget(action_button(actions[name]))
        buttons.addStretch(1)
        self.body.addWidget(self.list, 1)
        self.body.addLayout(buttons)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        desk.history_changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        place = self._desk.place
        self.list.clear()
        if place is None:
            self.note("")
            return
        steps, now = place.history.steps, place.history.stack.index()
        self._add(0, BEGINNING, now=now)
        for number, (text, at) in enumerate(steps, 1):
            self._add(number, f"{at:%H:%M:%S}   {text}", now=now)
        self.list.setCurrentRow(now)
        self.note("nothing yet" if not steps else f"{now} of {len(steps)}")

    def _add(self, number: int, text: str, *, now: int) -> None:
        undone = number > now
        item = QListWidgetItem(f"{'↶' if undone else '●' if number == now else '✓'}  {text}")
        item.setData(Qt.ItemDataRole.UserRole, number)
        told = "taken back" if undone else "as it stands" if number == now else "done"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, {told}")
        if undone:
            font = item.font()
            font.setItalic(True)
            item.setFont(font)
        self.list.addItem(item)

    def _go(self, item: QListWidgetItem) -> None:
        number = int(item.data(Qt.ItemDataRole.UserRole))
        self._guarded(lambda: self._desk.go_to_step(number))
