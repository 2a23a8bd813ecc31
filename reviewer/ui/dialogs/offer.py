"""Before a model pack is added: which file, what it says of itself, and for whom."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from reviewer.services.models import Offered
from reviewer.ui.dialogs.intake import FINDS
from reviewer.ui.told import Told

FILES = "Model packs (*.toml *.onnx);;All files (*)"


class PackUser(Protocol):
    """Who answers the dialog's questions; None means that they would rather not."""

    def pack_file(self) -> Path | None:
        """The manifest or the model of a pack to add."""

    def add(self, offered: Offered, *, for_everyone: bool) -> bool | None:
        """Whether to add the pack for everyone (True) or for oneself; `for_everyone` says that one may."""

    def remove(self, name: str) -> bool:
        """Whether to take the pack away."""


class DialogPackUser:
    """Asks by dialogs over the list."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def pack_file(self) -> Path | None:
        """The manifest or the model of a pack to add."""
        chosen, _ = QFileDialog.getOpenFileName(self._parent, "Add a model pack", "", FILES)
        return Path(chosen) if chosen else None

    def add(self, offered: Offered, *, for_everyone: bool) -> bool | None:
        """Whether to add the pack, and for whom."""
        dialog = OfferDialog(offered, for_everyone=for_everyone, parent=self._parent)
        return dialog.everyone.isChecked() if dialog.exec() == QDialog.DialogCode.Accepted else None

    def remove(self, name: str) -> bool:
        """Whether to take the pack away."""
        answer = QMessageBox.question(
            self._parent,
            "Remove a model pack",
            f"Remove the model pack {name}?\n\nIts files are deleted. Cases and copies stay as they are.",
            QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No,
            QMessageBox.StandardButton.No,
        )
        return answer == QMessageBox.StandardButton.Yes


class OfferDialog(QDialog):
    """Shows what a pack says of itself before it is added, and asks for whom."""

    def __init__(self, offered: Offered, *, for_everyone: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        manifest = offered.manifest
        self.setWindowTitle("Add a model pack")
        why = "" if for_everyone else " (an administrator can do that)"
        self.everyone = QCheckBox(f"For &everyone on this computer{why}")
        self.everyone.setEnabled(for_everyone)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("&Try and add")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        meaning = QLabel("This is what the pack says of itself. The model is tried on a plain picture first.")
        meaning.setWordWrap(True)
        form = QFormLayout()
        rows = {
            "Name": manifest.name,
            "Looks for": FINDS[manifest.subject],
            "Licence": manifest.licence,
            "From": manifest.source,
            "SHA-256": halved(manifest.sha256),
        }
        for title, text in rows.items():
            value = plain_label(title)
            value.setText(text)
            form.addRow(f"{title}:", value)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(meaning)
        column.addLayout(form)
        column.addWidget(self.everyone)
        column.addWidget(self.buttons)
        self.setMinimumWidth(460)


def plain_label(name: str) -> QLabel:
    """Room for plain text from outside, which can be selected and copied, with the keyboard too."""
    label = Told(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    by = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    label.setTextInteractionFlags(by)
    return label


def halved(digest: str) -> str:
    """A digest in two halves, which a narrow window can put under one another."""
    return f"{digest[:32]} {digest[32:]}"
