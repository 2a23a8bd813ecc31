"""The work that is under way: how far it is, how long it will take, and a way to stop it."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from reviewer.services.jobs import JobState
from reviewer.ui.section import Section
from reviewer.ui.work import Entry, Work

STAYS = 8000
"""Milliseconds for which a job that is over stays on the list."""

STATES = {
    JobState.WAITING: "Waiting for its turn",
    JobState.RUNNING: "Starting",
    JobState.DONE: "✓ Done",
    JobState.CANCELLED: "Stopped; nothing unfinished is left behind",
    JobState.FAILED: "✗ Failed",
}

RESUMES = "Stopped; the same search goes on from what is finished"
"""What is said instead of a stopped job that goes on when it is started again."""


def told(entry: Entry) -> str:
    """How a job stands, in a few words."""
    if entry.over:
        state = RESUMES if entry.resumes and entry.state is JobState.CANCELLED else STATES[entry.state]
        return f"{state}: {entry.why}" if entry.why else state
    if entry.handle is not None and entry.handle.cancelling:
        return "Stopping…"
    if entry.progress is None:
        return STATES[entry.state]
    note = entry.progress.note[:1].upper() + entry.progress.note[1:]
    if entry.left is None:
        return note or STATES[entry.state]
    return f"{note}: {time_left(entry.left)}" if note else time_left(entry.left)


def time_left(seconds: float) -> str:
    """Seconds as a person would say them, rounded up so that nothing ends later than told."""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 60:
        return f"{-int(-seconds // 5) * 5} s left"
    minutes = -int(-seconds // 60)
    return f"{minutes} min left" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min left"


class JobsPanel(Section):
    """A row for each job; those that are over leave by themselves."""

    def __init__(self, work: Work) -> None:
        super().__init__("Work")
        self._work = work
        self._rows: dict[int, JobRow] = {}
        self._idle = QLabel("Nothing is running.")
        self._idle.setObjectName("quiet")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.body.addWidget(self._idle)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        work.changed.connect(self._show)

    def rows(self) -> "list[JobRow]":
        """The rows on show, the oldest first."""
        return list(self._rows.values())

    def _show(self, entry: Entry) -> None:
        row = self._rows.get(id(entry))
        if entry not in self._work.entries:
            if row is not None:
                self._take_off(entry, row)
        elif row is None:
            row = self._rows[id(entry)] = JobRow(entry, self._work)
            self._list.addWidget(row)
        else:
            row.tell()
            if entry.over and entry.state is not JobState.FAILED:
                QTimer.singleShot(STAYS, self, lambda: self._work.forget(entry))
        self._idle.setVisible(not self._rows)

    def _take_off(self, entry: Entry, row: "JobRow") -> None:
        del self._rows[id(entry)]
        self._list.removeWidget(row)
        row.deleteLater()


class JobRow(QWidget):
    """One job: its title, a bar, a sentence, a button."""

    def __init__(self, entry: Entry, work: Work) -> None:
        super().__init__()
        self._entry, self._work = entry, work
        self._told, self.bar, self.button = QLabel(), QProgressBar(), QPushButton("Cancel")
        title = QLabel(entry.title)
        self._told.setObjectName("quiet")
        for label in (title, self._told):
            label.setWordWrap(True)
            label.setMinimumWidth(80)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.bar.setAccessibleName(f"Progress of: {entry.title}")
        self.button.clicked.connect(self._press)
        grid = QGridLayout(self)
        grid.setContentsMargins(2, 0, 2, 0)
        grid.setVerticalSpacing(3)
        grid.addWidget(title, 0, 0)
        grid.addWidget(self.button, 0, 1, 3, 1)
        grid.addWidget(self.bar, 1, 0)
        grid.addWidget(self._told, 2, 0)
        grid.setColumnStretch(0, 1)
        self.tell()

    def tell(self) -> None:
        """Show how the job stands now."""
        entry, progress = self._entry, self._entry.progress
        self._told.setText(told(entry))
        self.bar.setVisible(not entry.over)
        if progress is not None and progress.total:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * min(1.0, progress.done / progress.total)))
        else:
            self.bar.setRange(0, 1 if entry.state is JobState.WAITING else 0)
        self.button.setText("Clear" if entry.over else "Cancel")
        self.button.setAccessibleName(f"{self.button.text()}: {entry.title}")
        self.button.setEnabled(entry.over or not (entry.handle is not None and entry.handle.cancelling))

    def _press(self) -> None:
        if self._entry.over:
            self._work.forget(self._entry)
        else:
            self._work.cancel(self._entry)
