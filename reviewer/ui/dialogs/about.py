"""What the program is, under which terms, and every model that it looks with: its own, and those that were added."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer import __version__
from reviewer.ui.dialogs.offer import plain_label
from reviewer.ui.dialogs.record_table import record_table
from reviewer.vision.packs import Shelved
from reviewer.vision.weights import Model

PURPOSE = "Redacts police body-worn video for lawful release, and checks what the copy hides."
TERMS = "Free software under the GNU General Public License, version 3 or later."
SIZE = 880, 460
"""Pixels across and down, in which a whole SHA-256 can be read without scrolling."""

HEADINGS = ("Model", "Comes with", "Licence", "SHA-256")


class AboutDialog(QDialog):
    """The program's name and terms over a table of its models."""

    def __init__(self, shipped: Sequence[Model], packs: Sequence[Shelved], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Reviewer")
        title = QLabel(f"Reviewer {__version__}")
        title.setObjectName("title")
        purpose, terms, heading = (
            plain_label("What it is for"),
            plain_label("Its terms"),
            QLabel("Models it looks with"),
        )
        purpose.setText(PURPOSE)
        terms.setText(TERMS)
        heading.setObjectName("heading")
        self.table = _table([*(_own(model) for model in shipped), *(_added(pack) for pack in packs)])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(8)
        for widget in (title, purpose, terms):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(heading)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        self.resize(*SIZE)


def _own(model: Model) -> tuple[str, ...]:
    return model.name, "Reviewer", model.licence, model.sha256


def _added(pack: Shelved) -> tuple[str, ...]:
    state = "damaged" if pack.fault else "on" if pack.on else "off"
    licence, digest = (pack.manifest.licence, pack.manifest.sha256) if pack.manifest else ("?", "?")
    return pack.name, f"Model pack, {state}", licence, digest


def _table(rows: Sequence[tuple[str, ...]]) -> QTableWidget:
    table = record_table(HEADINGS, name="Models and their licences")
    table.setRowCount(len(rows))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.setItem(row, column, QTableWidgetItem(text))
    return table
