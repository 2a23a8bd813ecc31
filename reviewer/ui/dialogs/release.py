"""Before a copy is released: where it goes, what it shows and hides, for whom it is, and what it leaves out."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from reviewer.core.disclosure import Disclosure
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.services.jobs import Progress
from reviewer.ui.dialogs.release_look import LookPage
from reviewer.ui.dialogs.release_overview import OverviewPage
from reviewer.ui.dialogs.release_recipient import RecipientPage
from reviewer.ui.dialogs.release_removed import RemovedPage
from reviewer.ui.dialogs.release_stamp import StampPage
from reviewer.ui.dialogs.release_words import ReleaseQuestion
from reviewer.ui.removals import RemovalLists, Told

WANTED, ROOM = QSize(760, 600), QSize(24, 60)
"""The dialog in pixels, and what the system draws around it: a small screen at 200 % has room for less, and scrolls."""

LEAST = QSize(480, 280)


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """How to make the copy, the folder to put its pack into, to whom it goes, and whether only in to out is shown."""

    profile: Profile
    target: Path
    disclosure: Disclosure = field(default_factory=Disclosure)
    only_in_out: bool = False


class ReleaseDialog(QDialog):
    """Pages under tabs; nothing on them prevents a release but a folder that cannot be."""

    def __init__(
        self, question: ReleaseQuestion, *, lists: RemovalLists | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Release a copy")
        recording = question.footage.recording
        self.overview = OverviewPage(question)
        self.look = LookPage(question.profile)
        self.look.sound.setEnabled(bool(recording.sounds))
        self.stamp = StampPage(question.profile.stamp, recording)
        self.recipient = RecipientPage(question.disclosure)
        self.removed = RemovedPage()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("&Release and check")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.overview.place.changed.connect(self._judge)
        self.look.sound.currentIndexChanged.connect(self._hear)
        self._lay_out()
        self._judge()
        if lists is not None:
            lists.list(question.footage, told=self._listed)
            self.finished.connect(lambda _: lists.stop())
            self.destroyed.connect(lists.stop)

    @property
    def answer(self) -> ReleaseChoice:
        """What was decided."""
        return ReleaseChoice(
            self.look.answer(self.stamp.answer),
            self.overview.place.answer,
            self.recipient.answer,
            self.overview.only_in_out,
        )

    def _lay_out(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName("What the copy is to be")
        pages = {
            "&Overview": self.overview,
            "&Picture and sound": self.look,
            "S&tamp": self.stamp,
            "For &whom": self.recipient,
            "Left o&ut": self.removed,
        }
        for title, page in pages.items():
            self.tabs.addTab(_scrolling(page, name=title.replace("&", "")), title)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.buttons)
        self.setMinimumSize(LEAST)
        self.resize(WANTED.boundedTo(self.screen().availableSize() - ROOM).expandedTo(LEAST))

    def _judge(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not self.overview.place.trouble)

    def _hear(self) -> None:
        self.overview.hear(SoundPolicy(self.look.sound.currentData()))

    def _listed(self, told: Told) -> None:
        if isinstance(told, Progress):
            self.removed.progress(told)
        elif isinstance(told, Exception):
            self.removed.show_failure(str(told))
        else:
            self.removed.show_rows(told)


def _scrolling(page: QWidget, *, name: str) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setWidget(page)
    return area
