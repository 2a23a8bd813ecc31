"""The help pages of the installation, to read and to search; nothing outside their folder is ever opened."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.places import resources
from reviewer.ui.layout import sized

FIRST = "desk"
"""The page that is shown first, where there is one."""

LAST = "model-"
"""What the names of those pages begin with that come after all others: one for each model."""

SIZE = QSize(940, 640)
_PLAIN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML

NARROW = 250
"""Pixels of the list of pages at first."""


def folder() -> Path:
    """Where the pages lie."""
    return resources() / "help"


def pages(where: Path) -> Mapping[str, str]:
    """The text of every page by its name without .md, in the order of the list; raises OSError."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in where.glob("*.md")}
    return {n: found[n] for n in sorted(found, key=lambda n: (n != FIRST, n.startswith(LAST), title(found[n])))}


def title(text: str) -> str:
    """The first heading of a page."""
    heading = next((line for line in text.splitlines() if line.startswith("#")), "")
    return heading.lstrip("#").strip() or "Untitled"


class HelpDialog(QDialog):
    """A list of pages that typing narrows to those in which the words stand, and the page beside it."""

    def __init__(self, texts: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = dict(texts)
        self.setWindowTitle("Help")
        sized(self, SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search all pages")
        self.search.setAccessibleName("Search the help")
        self.search.setClearButtonEnabled(True)
        self.list, self.page = QListWidget(), Page(self._texts)
        self.list.setAccessibleName("Pages of the help")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setAccessibleName("The page of the help")
        for name, text in self._texts.items():
            item = QListWidgetItem(title(text))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.list.addItem(item)
        self.next_button = QPushButton("Find &next")
        self.next_button.setAutoDefault(False)
        self.next_button.setEnabled(False)
        self._lay_out()
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._find)
        self.next_button.clicked.connect(self._find)
        self.list.currentItemChanged.connect(self._open)
        self.page.wanted.connect(self.show_page)
        self.list.setCurrentRow(0)

    def show_page(self, name: str) -> None:
        """Show the page of this name, if there is one."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) == name:
                item.setHidden(False)
                self.list.setCurrentItem(item)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.next_button)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.addWidget(self.list)
        across.addWidget(self.page)
        across.setStretchFactor(1, 1)
        across.setSizes([NARROW, SIZE.width() - NARROW])
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)  # Enter in the search finds
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(across, 1)
        column.addWidget(buttons)

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.page.read(item.data(Qt.ItemDataRole.UserRole))
            self._find()

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        self.next_button.setEnabled(bool(words))
        shown = []
        for row in range(self.list.count()):
            item = self.list.item(row)
            told = self._texts[item.data(Qt.ItemDataRole.UserRole)].casefold()
            item.setHidden(not all(word in told for word in words))
            shown += [] if item.isHidden() else [item]
        current = self.list.currentItem()
        if shown and (current is None or current.isHidden()):
            self.list.setCurrentItem(shown[0])
        elif current is not None:
            self._open(current)

    def _find(self) -> None:
        words = self.search.text().split()
        if words:
            self.page.find_on(self.search.text().strip()) or self.page.find_on(words[0])


class Page(QTextBrowser):
    """One page; its links lead to other pages, and nowhere else."""

    wanted = Signal(str)
    """The name of the page that a link leads to."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(self._follow)

    def read(self, name: str) -> None:
        """Show the page from its beginning."""
        self.document().setMarkdown(self._texts[name], _PLAIN)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def find_on(self, text: str) -> bool:
        """Select where `text` stands next, from the beginning again after the end; says whether it does."""
        if self.find(text):
            return True
        before = self.textCursor()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        if self.find(text):
            return True
        self.setTextCursor(before)
        return False

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Nothing: a page holds no pictures, and what it names elsewhere is left alone."""
        return None

    def _follow(self, link: QUrl) -> None:
        name = Path(link.path()).stem
        if not link.scheme() and not link.host() and link.path() == f"{name}.md" and name in self._texts:
            self.wanted.emit(name)
        elif not link.path() and link.hasFragment():
            self.scrollToAnchor(link.fragment())
