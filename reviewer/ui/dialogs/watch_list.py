"""Asks what must not be heard anywhere in the case: names, addresses, numbers."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.watched import Kind, Term
from reviewer.ui.dialogs.record_table import record_table
from reviewer.ui.transcript_words import KINDS

EXPLAINED = (
    "What is like a line of this list is proposed in every transcript of the case, also where it is spelled out, "
    "misheard or said in part. Several lines can be pasted at once. The log notes how many lines there are, not which."
)
LISTED = (Kind.NAME, Kind.ADDRESS, Kind.BIRTH, Kind.PHONE, Kind.POSTCODE, Kind.PLATE, Kind.OTHER)
SIZE = (560, 460)
"""Pixels across and down that the list has room in."""


class WatchListDialog(QDialog):
    """A list of terms with the kind of each; what is typed below it is added to it."""

    def __init__(self, terms: tuple[Term, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Watch-list of the case")
        self.resize(*SIZE)
        self.table = record_table(("What", "Words"), name="Watch-list")
        self.kind, self.words = QComboBox(), QLineEdit()
        self.kind.setAccessibleName("What it is")
        self.words.setAccessibleName("Words to add to the watch-list")
        self.words.setPlaceholderText("A name, an address, a number…")
        for kind in LISTED:
            self.kind.addItem(KINDS[kind], kind.value)
        self.add_button, self.remove_button = QPushButton("&Add"), QPushButton("Re&move")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._finish)
        self.buttons.rejected.connect(self.reject)
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.words.textChanged.connect(self._judge)
        self.table.itemSelectionChanged.connect(self._judge)
        self._terms: list[Term] = []
        for term in terms:
            self._put(term)
        self._lay_out()
        self._judge()
        self.words.setFocus()

    @property
    def answer(self) -> tuple[Term, ...]:
        """The list as it stands."""
        return tuple(self._terms)

    def add(self) -> None:
        """Put what is typed on the list, each line of it; what has no letters or figures is left out."""
        kind = Kind(self.kind.currentData())
        # A field of one line shows the ends of pasted lines as signs of their own.
        lines = self.words.text().replace("\u2028", "\n").replace("\u2029", "\n").splitlines()
        for line in (text.strip() for text in lines):
            if any(c.isalnum() for c in line) and Term(kind, line) not in self._terms:
                self._put(Term(kind, line))
        self.words.clear()
        self.words.setFocus()
        self._judge()

    def remove(self) -> None:
        """Take the chosen lines off the list."""
        for row in sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True):
            del self._terms[row]
            self.table.removeRow(row)
        self._judge()

    def _finish(self) -> None:
        if self.words.text().strip():
            self.add()  # what was typed and not added was meant to be on the list
        self.accept()

    def _put(self, term: Term) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self.table.setItem(row, 0, QTableWidgetItem(KINDS[term.kind]))
        self.table.setItem(row, 1, QTableWidgetItem(term.text))
        self._terms.append(term)

    def _judge(self) -> None:
        self.add_button.setEnabled(any(c.isalnum() for c in self.words.text()))
        self.remove_button.setEnabled(bool(self.table.selectedIndexes()))
        # Enter adds while something is typed, and closes the list when nothing is.
        self.add_button.setDefault(self.add_button.isEnabled())
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setDefault(not self.add_button.isEnabled())

    def _lay_out(self) -> None:
        told = QLabel(EXPLAINED)
        told.setObjectName("quiet")
        told.setWordWrap(True)
        told.setAlignment(Qt.AlignmentFlag.AlignTop)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        for widget, share in ((self.kind, 0), (self.words, 1), (self.add_button, 0), (self.remove_button, 0)):
            row.addWidget(widget, share)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(told)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addWidget(self.buttons)
