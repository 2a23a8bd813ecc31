"""Model packs: what detectors were added to the program, adding one, switching one, taking one away."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.errors import ReviewerError
from reviewer.services.jobs import JobHandle, JobRunner, JobState, JobUpdate
from reviewer.services.models import Added, ModelPacks, Offered, offered_at
from reviewer.ui.bridge import MainThread
from reviewer.ui.dialogs.intake import FINDS
from reviewer.ui.dialogs.offer import DialogPackUser, PackUser, halved, plain_label
from reviewer.ui.dialogs.record_table import record_table
from reviewer.vision.packs import Shelved

MEANING = (
    "A model pack adds a detector to those of the program. It looks beside them, never instead of them, whenever what "
    "it is made for is searched for. A search takes longer then, and what the pack mistakes for a face or a plate is "
    "covered until someone rejects it. Nothing is promised of it: add only packs from people you trust."
)
HEADINGS = ("Name", "Looks for", "Licence", "For", "SHA-256", "State")
NONE = "No model pack has been added: the program looks with its own detectors alone."


class ModelsDialog(QDialog):
    """The list of packs with its buttons; `report` shows what went wrong, and `user` answers its questions."""

    def __init__(
        self,
        packs: ModelPacks,
        *,
        report: Callable[[BaseException], None],
        user: PackUser | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._packs, self._report = packs, report
        self._user: PackUser = user or DialogPackUser(self)
        self._main, self._runner = MainThread(self), JobRunner()
        self._handle: JobHandle | None = None
        self._leaving = False
        self._shown: tuple[Shelved, ...] = ()
        self.setWindowTitle("Models")
        self.table, self.details, self.said = _table(), plain_label("What is chosen"), plain_label("What was done")
        self.add_button, self.remove_button = QPushButton("&Add…"), QPushButton("&Remove…")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName("A model is being tried")
        self._lay_out()
        self.table.itemChanged.connect(self._switched)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.add_button.clicked.connect(self._add)
        self.remove_button.clicked.connect(self._remove)
        self._busy(False)
        self.refresh()

    def refresh(self) -> None:
        """Show the packs as they lie there now; the same one stays chosen."""
        chosen = self.chosen
        self._shown = self._packs.listed()
        self.table.blockSignals(True)  # what is ticked here was not ticked by anybody
        self.table.setRowCount(len(self._shown))
        for row, pack in enumerate(self._shown):
            for column, item in enumerate(_cells(pack)):
                self.table.setItem(row, column, item)
        self.table.blockSignals(False)
        names = [pack.name for pack in self._shown]
        if names:
            self.table.selectRow(names.index(chosen.name) if chosen and chosen.name in names else 0)
        self._chosen()

    @property
    def chosen(self) -> Shelved | None:
        """The pack that is chosen in the list."""
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def reject(self) -> None:
        """Close, once a model that is being tried has been let go of."""
        if self._handle is not None:
            self._leaving = True
            self._handle.cancel()
            self.said.setText("Stopping…")
            return
        self._runner.close()
        super().reject()

    def _lay_out(self) -> None:
        meaning = QLabel(MEANING)
        meaning.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for button in (self.add_button, self.remove_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(meaning)
        column.addWidget(self.table, 1)
        column.addWidget(self.details)
        column.addWidget(self.progress)
        column.addWidget(self.said)
        column.addWidget(buttons)
        self.resize(760, 480)

    def _busy(self, on: bool) -> None:
        self.progress.setVisible(on)
        self.add_button.setEnabled(not on)
        self.table.setEnabled(not on)
        self.remove_button.setEnabled(not on and self.chosen is not None)

    def _chosen(self) -> None:
        pack = self.chosen
        self.remove_button.setEnabled(pack is not None and self._handle is None)
        self.details.setText(NONE if pack is None else described(pack))

    def _switched(self, item: QTableWidgetItem) -> None:
        if item.column() == 0:
            pack, on = self._shown[item.row()], item.checkState() is Qt.CheckState.Checked
            self._guarded(lambda: self._packs.switch(pack.name, on=on))
            QTimer.singleShot(0, self, self.refresh)  # not now, when the list still works on this very entry

    def _add(self) -> None:
        path = self._user.pack_file()
        if path is None:
            return
        offered: list[Offered] = []
        self._guarded(lambda: offered.append(offered_at(path)))
        if not offered:
            return
        everyone = self._user.add(offered[0], for_everyone=self._packs.may_add_for_everyone())
        if everyone is None:
            return
        self.said.setText(f"Trying {offered[0].manifest.name} on a plain picture…")
        job = self._packs.add(offered[0], everyone=everyone)
        self._handle = self._runner.submit("Adding a model pack", job, listener=self._main.call(self._hear))
        self._busy(True)

    def _hear(self, update: JobUpdate) -> None:
        if update.state in (JobState.WAITING, JobState.RUNNING):
            return
        self._handle = None
        self._busy(False)
        self.said.setText("")
        if update.state is JobState.DONE:
            self.said.setText(added(update.result))
        self.refresh()
        if update.state is JobState.FAILED and update.error is not None:
            self._report(update.error)
        if self._leaving:
            self.reject()

    def _remove(self) -> None:
        pack = self.chosen
        if pack is not None and self._user.remove(pack.name):
            self._guarded(lambda: self._packs.remove(pack.name))
            self.said.setText("")
            self.refresh()

    def _guarded(self, function: Callable[[], object]) -> None:
        try:
            function()
        except ReviewerError as error:
            self._report(error)


def described(pack: Shelved) -> str:
    """Everything about a pack that the list has no room for."""
    lines = [pack.fault] if pack.fault else []
    if pack.manifest is not None:
        lines += [f"From: {pack.manifest.source}", f"SHA-256: {halved(pack.manifest.sha256)}"]
    lines.append(f"Kept in: {pack.folder}")
    return "\n".join(lines)


def added(result: Added) -> str:
    """What is said of a pack that has just been added."""
    told = f"{result.pack.name} has been added. It took {1000 * result.tried.seconds:.0f} ms for a plain picture."
    if result.tried.finds:
        told += (
            f" It found {result.tried.finds} there, where there is nothing: "
            "look at the input and the thresholds in its manifest."
        )
    return told


def _table() -> QTableWidget:
    table = record_table(HEADINGS, name="Model packs; the space bar switches one on or off")
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return table


def _cells(pack: Shelved) -> list[QTableWidgetItem]:
    manifest = pack.manifest
    looks = FINDS[manifest.subject] if manifest else "?"
    licence, digest = (manifest.licence, f"{manifest.sha256[:12]}…") if manifest else ("?", "?")
    state = "Damaged" if pack.fault else "On" if pack.on else "Off"
    texts = (pack.name, looks, licence, "Everyone" if pack.everyone else "You", digest, state)
    items = [QTableWidgetItem(text) for text in texts]
    items[0].setCheckState(Qt.CheckState.Checked if pack.on else Qt.CheckState.Unchecked)
    return items
