"""The picture with what belongs to it: banner, transport and timeline, and the panels beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from reviewer.ui.actions import Actions
from reviewer.ui.desk import Desk
from reviewer.ui.panels.cases import CasePanel
from reviewer.ui.panels.jobs import JobsPanel
from reviewer.ui.panels.regions import RegionsPanel
from reviewer.ui.timeline.view import Timeline
from reviewer.ui.told import Told
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.viewer.transport import Transport
from reviewer.ui.viewer.view import PictureView
from reviewer.ui.work import Work

PANELS = 452
"""Pixels for the panels beside the picture at first."""


class DeskPage(QWidget):
    """Lays the views out; what they do is wired elsewhere."""

    def __init__(self, desk: Desk, projector: Projector, *, work: Work, actions: Actions) -> None:
        super().__init__()
        self._desk, self._work = desk, work
        self.banner = Told("The picture")
        self.notice, self._trouble = Told("What can be done with the case"), Told("Trouble with the picture")
        self.view, self.timeline = PictureView(), Timeline()
        self.transport = Transport(actions, projector)
        # Made in the order in which they stand, which is the order of the Tab key.
        self.cases, self.regions, self.jobs = CasePanel(desk), RegionsPanel(desk, actions), JobsPanel(work)
        self.banner.setObjectName("banner")
        self.banner.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.banner.hide()
        for label in (self.notice, self._trouble):
            label.setObjectName("notice")
            label.setWordWrap(True)
            label.hide()
        self._across = QSplitter(Qt.Orientation.Horizontal)
        self._across.addWidget(self._left())
        self._across.addWidget(self._right())
        self._across.setStretchFactor(0, 1)
        self._across.setStretchFactor(1, 0)
        self._across.setCollapsible(0, False)
        self._across.setSizes([1280 - PANELS, PANELS])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._trouble)
        column.addWidget(self._across, 1)
        work.changed.connect(self._expect)
        desk.footage_changed.connect(self._expect)

    def say(self, *, released: bool, how: str) -> None:
        """Say above the picture whether it is the original or as it will be released."""
        self.banner.setText(f"As it will be released: {how}" if released else "ORIGINAL  ·  NOT FOR RELEASE")
        self.banner.setProperty("released", "true" if released else "false")
        self.banner.style().unpolish(self.banner)
        self.banner.style().polish(self.banner)

    def trouble(self, text: str) -> None:
        """Say why there is no picture; nothing when all is well again."""
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))

    def _expect(self) -> None:
        here = self._desk.footage
        searches = (e for e in self._work.entries if e.resumes and not e.over)
        self.regions.expect(here is not None and any(e.about == here.id for e in searches))

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(self.transport)
        column.addWidget(self.timeline)
        return left

    def _right(self) -> QWidget:
        below = QScrollArea()
        below.setWidget(self.jobs)
        below.setWidgetResizable(True)
        below.setFrameShape(QFrame.Shape.NoFrame)
        below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        below.setMinimumHeight(76)
        down = QSplitter(Qt.Orientation.Vertical)
        down.setChildrenCollapsible(False)
        for part, share in ((self.cases, 0), (self.regions, 1), (below, 0)):
            down.addWidget(part)
            down.setStretchFactor(down.count() - 1, share)
        down.setSizes([120, 380, 150])
        return down
