"""The picture with what belongs to it: banner, transport and timeline, and the panels beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from reviewer.ui.actions import Actions
from reviewer.ui.desk import Desk
from reviewer.ui.panels.cases import CasePanel
from reviewer.ui.panels.jobs import JobsPanel
from reviewer.ui.panels.regions import RegionsPanel
from reviewer.ui.section import Section
from reviewer.ui.timeline.view import Timeline
from reviewer.ui.told import Told
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.viewer.transport import Transport
from reviewer.ui.viewer.view import PictureView
from reviewer.ui.work import Work

PANELS = 544
"""Pixels for the panels beside the picture at first: the names of eight tabs are read at once."""

STRIP = 220
"""Pixels for the timeline at first."""


class DeskPage(QWidget):
    """Lays the views out; what they do is wired elsewhere."""

    looking = Signal(bool)
    """Whether the footage on show is being searched."""

    def __init__(self, desk: Desk, projector: Projector, *, work: Work, actions: Actions) -> None:
        super().__init__()
        self._desk, self._work = desk, work
        self.banner = Told("The picture")
        self.notice, self._trouble = Told("What can be done with the case"), Told("Trouble with the picture")
        self.original = Told("The original")
        self.view, self.timeline = PictureView(), Timeline()
        self.transport = Transport(actions, projector)
        # Made in the order in which they stand, which is the order of the Tab key.
        self.cases, self.tabs = CasePanel(desk), QTabWidget()
        self.regions, self.jobs = RegionsPanel(desk, actions), JobsPanel(work)
        self._named: dict[str, QWidget] = {}
        self.banner.setObjectName("banner")
        self.banner.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.banner.hide()
        for label in (self.notice, self.original, self._trouble):
            label.setObjectName("notice")
            label.setWordWrap(True)
            label.hide()
        self.across, self.down, self.side = (
            QSplitter(Qt.Orientation.Horizontal),
            QSplitter(Qt.Orientation.Vertical),
            QSplitter(Qt.Orientation.Vertical),
        )
        self._lay_out_across()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.original)
        column.addWidget(self._trouble)
        column.addWidget(self.across, 1)
        work.changed.connect(self._expect)
        desk.footage_changed.connect(self._expect)

    def add_tab(self, name: str, title: str, *, panel: QWidget, first: bool = False) -> None:
        """Put a panel beside the list of regions, under a tab of its own, and behind `name` for `show_tab`."""
        self._named[name] = panel
        if isinstance(panel, Section):
            panel.untitled()
        self.tabs.insertTab(0 if first else self.tabs.count(), panel, title)

    def remove_tab(self, name: str) -> None:
        """Take the panel that was added as `name` away again."""
        self.tabs.removeTab(self.tabs.indexOf(self._named.pop(name)))

    def show_tab(self, name: str) -> None:
        """Bring the panel that was added as `name` to the front, and the keys to it."""
        self.tabs.setCurrentWidget(self._named[name])
        self._named[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put_over_timeline(self, line: QWidget) -> None:
        """Have a line of text stand over the timeline, whatever tab is shown."""
        self._below.insertWidget(0, line)

    def shapes(self) -> None:
        """Give every part the room that it has at first."""
        self.across.setSizes([max(1, self.width() - PANELS), PANELS])
        self.down.setSizes([max(1, self.height() - STRIP), STRIP])
        self.side.setSizes([96, 2000, 92])
        self.tabs.setCurrentIndex(0)

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

    def doubt_original(self, text: str) -> None:
        """Say that the recording on show is not where it was, or not what it was; nothing when all is well."""
        self.original.setText(text)
        self.original.setVisible(bool(text))

    def _expect(self) -> None:
        here = self._desk.footage
        searches = (e for e in self._work.entries if e.resumes and not e.over)
        looking = here is not None and any(e.about == here.id for e in searches)
        self.regions.expect(looking)
        self.looking.emit(looking)

    def _lay_out_across(self) -> None:
        self.across.addWidget(self._left())
        self.across.addWidget(self._right())
        self.across.setStretchFactor(0, 1)
        self.across.setStretchFactor(1, 0)
        self.across.setCollapsible(0, False)
        for splitter, name in ((self.across, "across"), (self.down, "down"), (self.side, "side")):
            splitter.setObjectName(name)
        self.shapes()

    def _left(self) -> QWidget:
        above, below = QWidget(), QWidget()
        column, self._below = QVBoxLayout(above), QVBoxLayout(below)
        for layout in (column, self._below):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(self.transport)
        self._below.addWidget(self.timeline, 1)
        for part, share in ((above, 1), (below, 0)):
            self.down.addWidget(part)
            self.down.setStretchFactor(self.down.count() - 1, share)
        self.down.setChildrenCollapsible(False)
        return self.down

    def _right(self) -> QWidget:
        below = QScrollArea()
        below.setWidget(self.jobs)
        below.setWidgetResizable(True)
        below.setFrameShape(QFrame.Shape.NoFrame)
        below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        below.setMinimumHeight(48)
        self.tabs.setAccessibleName("Panels")
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(True)
        self.add_tab("regions", "Regions", panel=self.regions)
        self.side.setChildrenCollapsible(False)
        for part, share in ((self.cases, 0), (self.tabs, 1), (below, 0)):
            self.side.addWidget(part)
            self.side.setStretchFactor(self.side.count() - 1, share)
        return self.side
