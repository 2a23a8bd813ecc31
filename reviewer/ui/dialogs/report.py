"""What the check of a copy looked at and found, what is open, where the copy lies, and the way to each place."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.copy import CheckReport, Copy, Hit, Point, Settlement, Verdict
from reviewer.core.timing import clock
from reviewer.services.estimate import estimate_said
from reviewer.ui.words import SUBJECTS, short

MOST_ROWS = 8
"""Places that are listed without scrolling."""

WANTED, ROOM, LEAST = QSize(640, 600), QSize(24, 60), QSize(420, 280)
"""The dialog in pixels, what the system draws around it, and the least it can be: it scrolls."""

POINTS: Mapping[Point, str] = {
    Point.TICKS: "the times of the pictures",
    Point.COVERED: "what is covered and what is not",
    Point.DETECTORS: "a second look by other detectors",
    Point.CONTENTS: "what else is in the file",
    Point.SOUND: "what is silenced",
    Point.SEAL: "the seal of the pack",
}
"""What each point is about."""

SETTLED: Mapping[Settlement, str] = {
    Settlement.COVER: "to be covered",
    Settlement.LAWFUL: "lawful to show",
    Settlement.NOT_ONE: "not one",
}


class ReportDialog(QDialog):
    """Stays open beside the window while its hits are looked at."""

    wanted = Signal(object)
    """A Hit to go to, or None for the first that is open."""

    def __init__(self, copy: Copy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check of the copy")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._folder = copy.path.parent
        heading, place = QLabel(verdict(copy.report)), QLabel(str(copy.path))
        heading.setObjectName("heading")
        place.setTextFormat(Qt.TextFormat.PlainText)
        by = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        place.setTextInteractionFlags(by)
        place.setObjectName("quiet")
        lines = [QLabel(text) for text in (*findings_said(copy.report), *map(estimate_said, copy.report.estimates))]
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(10)
        for label in (heading, place, *lines):
            label.setWordWrap(True)
            column.addWidget(label)
        self.hits = QListWidget()
        self.hits.setAccessibleName("Places to look at")
        self.hits.itemActivated.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        if copy.report.hits:
            self._list(copy.report, column)
        column.addStretch(1)
        self._lay_out(page)
        if copy.report.open_hits:
            self._lead_on()

    def _lead_on(self) -> None:
        """The way to the tab where hits are decided on is what Enter means while any is open."""
        self.decide.setVisible(True)
        self.decide.setDefault(True)
        self.decide.setFocus()

    def _lay_out(self, page: QWidget) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.open_folder = buttons.addButton("Open its &folder", QDialogButtonBox.ButtonRole.ActionRole)
        self.open_folder.clicked.connect(self._open_folder)
        self.decide = buttons.addButton("&Decide on them", QDialogButtonBox.ButtonRole.ActionRole)
        self.decide.setToolTip("Shows the tab Check with the first place that is open")
        self.decide.setVisible(False)
        self.decide.clicked.connect(lambda: self.wanted.emit(None))
        self.decide.clicked.connect(self.accept)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.addWidget(area, 1)
        column.addWidget(buttons)
        self.setMinimumSize(LEAST)
        self.resize(WANTED.boundedTo(self.screen().availableSize() - ROOM).expandedTo(LEAST))

    def _list(self, report: CheckReport, column: QVBoxLayout) -> None:
        hint = QLabel(
            "Go to a place with Enter. Under Check each is settled: to be covered, lawful to show, or none at all."
        )
        hint.setWordWrap(True)
        for hit in report.hits:
            item = QListWidgetItem(hit_said(hit, report))
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.hits.addItem(item)
        rows = min(max(len(report.hits), 3), MOST_ROWS)
        self.hits.setFixedHeight(rows * (self.hits.fontMetrics().height() + 8) + 6)
        column.addWidget(hint)
        column.addWidget(self.hits)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def findings_said(report: CheckReport) -> tuple[str, ...]:
    """A line for each point of the check, with a sign; a point that was not looked at says so."""
    said = {f.point: f"{'✓' if f.held else '✗'}  {f.sentence}" for f in report.findings}
    return tuple(said.get(point, f"–  Not looked at yet: {words}.") for point, words in POINTS.items())


def hit_said(hit: Hit, report: CheckReport) -> str:
    """A hit in a line: when, what, how sure, and what was decided on it."""
    found = f"{short(clock(hit.seconds))}   {SUBJECTS[hit.subject]}, score {hit.score:.2f}   frame {hit.frame + 1}"
    settled = report.settled.get(hit.id)
    return f"{found}   {SETTLED[settled.how] if settled else 'open'}"


def verdict(report: CheckReport) -> str:
    """The outcome in a sentence; it says what was looked at, and never promises that nothing is left."""
    if report.verdict is Verdict.SETTLED:
        return "The copy is ready: what the check looks at held. Watch it with its sound before it leaves you."
    failed = sum(not f.held for f in report.findings)
    counts = ((len(report.open_hits), "place", "to look at"), (len(report.to_cover), "place", "to cover"))
    parts = [f"{n} {one if n == 1 else one + 's'} {what}" for n, one, what in counts if n]
    if failed:
        parts.append(f"{failed} {'point' if failed == 1 else 'points'} that did not hold")
    return f"The check is open: {' and '.join(parts) or 'nothing could be looked at'}. The copy's name says so."
