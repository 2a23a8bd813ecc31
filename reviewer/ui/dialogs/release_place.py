"""Where the pack of a copy goes: a new folder, and why it cannot be the one that is named."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reviewer.ui.told import Told

REFUSED = '<>:"|?*'
"""Signs that Windows takes in no name, and with which a pack could not be copied there."""

LONGEST = 100
"""Characters of a pack's name: its files add to it, and whole paths are limited on Windows."""


class PlaceField(QWidget):
    """A line for the folder, a button to browse, and below what is wrong with it."""

    changed = Signal()
    """Another folder is named."""

    def __init__(self, target: Path) -> None:
        super().__init__()
        self.line = QLineEdit(str(target))
        self.line.setAccessibleName("Folder of the pack")
        self.line.textChanged.connect(self._judge)
        self._trouble = Told("What is wrong with the folder")
        self._trouble.setWordWrap(True)
        browse = QPushButton("&Browse…")
        browse.setAccessibleName("Browse for the place of the pack")
        browse.clicked.connect(self._browse)
        label = QLabel("Fol&der:")
        label.setBuddy(self.line)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.line, 1)
        row.addWidget(browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._trouble)
        self._judge()

    @property
    def answer(self) -> Path:
        """The folder that is named."""
        return Path(self.line.text().strip()).expanduser()

    @property
    def trouble(self) -> str:
        """Why no pack can be put there, empty when one can."""
        return wrong_with(self.line.text())

    def _browse(self) -> None:
        here = self.answer
        chosen = QFileDialog.getExistingDirectory(self, "Put the pack into", str(here.parent))
        if chosen:
            self.line.setText(str(Path(chosen) / here.name))

    def _judge(self) -> None:
        self._trouble.setText(f"! {self.trouble}" if self.trouble else "")
        self._trouble.setVisible(bool(self.trouble))
        self.changed.emit()


def wrong_with(name: str) -> str:
    """Why no pack can be made as the folder of this name, a sentence; empty when it can."""
    if not name.strip():
        return "Name the folder of the pack."
    target = Path(name.strip()).expanduser()
    try:
        return _wrong_name(target.name) or _taken(target)
    except (OSError, ValueError):
        return "This folder cannot be reached."


def _wrong_name(name: str) -> str:
    from reviewer.services.copy_places import OPEN

    if any(c in REFUSED or not c.isprintable() for c in name) or name.endswith((".", " ")):
        return f"The name of a pack has none of the signs {' '.join(REFUSED)} in it, and no point at its end."
    if not name or len(name) > LONGEST:
        return f"The name of a pack has 1 to {LONGEST} characters."
    if OPEN in name:
        return f"A name with {OPEN} in it is that of a copy whose check is open: choose another name."
    return ""


def _taken(target: Path) -> str:
    from reviewer.services.copy_places import OPEN
    from reviewer.services.pack_request import MANIFEST, SUMS, restricted_folder

    if not target.parent.is_dir():
        return "There is no such folder to put the pack into."
    if target.is_dir() and any((target / kept).exists() for kept in (MANIFEST, SUMS)):
        return "This folder holds a pack already. A pack is never written over: name a new folder."
    if target.exists() or target.is_symlink():
        return "There is something under this name already: name a new folder."
    if restricted_folder(target).exists():
        return "The restricted part of another pack of this name lies there already: choose another name."
    if any(entry.name.startswith(f"{target.name}{OPEN}") for entry in target.parent.iterdir()):
        return "A copy that would become a pack of this name lies there already, and is open: choose another name."
    return ""
