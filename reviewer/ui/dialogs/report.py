"""What the check of a copy looked at and found, with the way to each place that it suspects."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from reviewer.core.copy import CheckReport, Copy, Hit, Verdict
from reviewer.core.timing import clock
from reviewer.services.estimate import estimate_said
from reviewer.ui.words import SUBJECTS, short

MOST_ROWS = 8
"""Places that are listed without scrolling."""


class ReportDialog(QDialog):
    """Stays open beside the window while its hits are looked at."""

    wanted = Signal(object)
    """A Hit to go to."""

    def __init__(self, copy: Copy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Check of the copy")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading, place = QLabel(verdict(copy.report)), QLabel(str(copy.path))
        heading.setObjectName("heading")
        heading.setWordWrap(True)
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place.setObjectName("quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(place)
        for finding in copy.report.findings:
            label = QLabel(f"{'✓' if finding.held else '✗'}  {finding.sentence}")
            label.setWordWrap(True)
            column.addWidget(label)
        for estimate in copy.report.estimates:
            label = QLabel(estimate_said(estimate))
            label.setWordWrap(True)
            column.addWidget(label)
        self.hits = QListWidget()
        self.hits.setAccessibleName("Places to look at")
        self.hits.itemActivated.connect(lambda item: self.wanted.emit(item.data(Qt.ItemDataRole.UserRole)))
        if copy.report.hits:
            self._list(copy.report.hits, column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setMinimumWidth(560)

    def _list(self, hits: tuple[Hit, ...], column: QVBoxLayout) -> None:
        hint = QLabel("Go to a place with Enter, cover it if need be, and release again:")
        hint.setWordWrap(True)
        for hit in hits:
            item = QListWidgetItem(
                f"{short(clock(hit.seconds))}   {SUBJECTS[hit.subject]}, score {hit.score:.2f}   frame {hit.frame + 1}"
            )
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self.hits.addItem(item)
        rows = min(max(len(hits), 3), MOST_ROWS)
        self.hits.setFixedHeight(rows * (self.hits.fontMetrics().height() + 8) + 6)
        column.addWidget(hint)
        column.addWidget(self.hits, 1)


def verdict(report: CheckReport) -> str:
    """The outcome in a sentence; it says what was looked at, and never promises that nothing is left."""
    if report.verdict is Verdict.SETTLED:
        return "The copy is ready: what the check looks at held. Watch it with its sound before it leaves you."
    failed = sum(not f.held for f in report.findings)
    parts = []
    if report.hits:
        parts.append(f"{len(report.hits)} {'place' if len(report.hits) == 1 else 'places'} to look at")
    if failed:
        parts.append(f"{failed} {'point' if failed == 1 else 'points'} that did not hold")
    return f"The check is open: {' and '.join(parts) or 'nothing could be looked at'}. The copy's name says so."
