"""Before footage is taken in: which case it belongs to, what to look for in it at once, and how hard."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.settings import Search
from reviewer.ui.costs import Costs
from reviewer.ui.dialogs.search import FINDS, WIDTH, SearchChoice, keep_measured

__all__ = ["FINDS", "Intake", "IntakeDialog", "default_folder"]


@dataclass(frozen=True, slots=True)
class Intake:
    """Take `footage` into a new case in `folder`, or with None into the open one; look for `search`, or None."""

    footage: Path
    folder: Path | None
    search: Search | None


def default_folder(footage: Path) -> Path:
    """Where the case of a recording goes unless told otherwise: a new folder beside it that carries its name."""
    place = footage.with_name(f"{footage.stem} case")
    number = 2
    while place.exists() and not (place / "case.db").is_file():
        place = footage.with_name(f"{footage.stem} case {number}")
        number += 1
    return place


class IntakeDialog(QDialog):
    """Asks where the case goes; everything has an answer already."""

    def __init__(
        self, footage: Path, open_case: str, *, costs: Costs | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._footage = footage
        self.setWindowTitle("Take in footage")
        self.add = QRadioButton(f"&Add to the open case: {open_case}")
        self.new = QRadioButton("Keep it in a &case of its own:" if open_case else "Keep the work in the &case folder:")
        self.folder = QLineEdit(str(default_folder(footage)))
        self.folder.setAccessibleName("Case folder")
        self.folder.setMinimumWidth(420)
        browse = QPushButton("&Browse…")
        browse.setAccessibleName("Browse for a case folder")
        browse.clicked.connect(self._browse)
        self._group = QButtonGroup(self)
        self._group.addButton(self.add)
        self._group.addButton(self.new)
        (self.add if open_case else self.new).setChecked(True)
        self.add.setVisible(bool(open_case))
        self.choice = SearchChoice(Search())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("&Take in")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.new.toggled.connect(self.folder.setEnabled)
        self.folder.setEnabled(self.new.isChecked())
        self.folder.textChanged.connect(self._judge)
        self.new.toggled.connect(self._judge)
        self.setMinimumWidth(WIDTH)
        self._lay_out(browse)
        keep_measured(self.choice, footage, costs=costs, dialog=self)

    @property
    def answer(self) -> Intake:
        """What was decided."""
        folder = Path(self.folder.text()).expanduser() if self.new.isChecked() else None
        return Intake(self._footage, folder, self.choice.answer)

    def _lay_out(self, browse: QPushButton) -> None:
        name = QLabel(self._footage.name)
        name.setObjectName("heading")
        name.setWordWrap(True)
        promise = QLabel("The recording itself is only ever read, never altered or moved.")
        promise.setObjectName("quiet")
        place = QHBoxLayout()
        place.setContentsMargins(22, 0, 0, 0)
        place.addWidget(self.folder, 1)
        place.addWidget(browse)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(name)
        column.addWidget(promise)
        column.addSpacing(8)
        column.addWidget(self.add)
        column.addWidget(self.new)
        column.addLayout(place)
        column.addSpacing(8)
        column.addWidget(self.choice)
        column.addSpacing(10)
        column.addWidget(self.buttons)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Case folder", str(self._footage.parent))
        if chosen:
            self.new.setChecked(True)
            self.folder.setText(chosen)

    def _judge(self) -> None:
        fine = not self.new.isChecked() or bool(self.folder.text().strip())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(fine)
