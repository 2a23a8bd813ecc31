"""The tab with the transcript: what was said, where something is said, and what is proposed to be silenced."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.timing import Tick
from reviewer.core.transcript import Hearing
from reviewer.core.watched import Match
from reviewer.ui.actions import Actions
from reviewer.ui.desk import Desk
from reviewer.ui.flow import Flow
from reviewer.ui.panels.proposal_rows import AT, WHAT, WORDS, ProposalRows
from reviewer.ui.panels.transcript_text import TranscriptText
from reviewer.ui.section import Section, action_button
from reviewer.ui.told import Told
from reviewer.ui.transcript_desk import TranscriptDesk
from reviewer.ui.transcript_words import KINDS, NO_FOOTAGE, NONE_YET, counted, proposals_said
from reviewer.ui.words import from_start, short

FOR_WORDS = ("silence_words", "hear_words", "silence_found")
FOR_PROPOSALS = ("accept_words", "skip_words", "accept_all_words", "watch_list")
BESIDE = 16
"""Pixels beside the text of a cell, on both sides together."""

SHARES = (300, 160)
"""Pixels for the words and for the proposals at first."""

LEAST = 300
"""Pixels in height for words, proposals and every button."""


class TranscriptPanel(Section):
    """Shows the transcript of the footage on show; what is done with it is wired elsewhere."""

    asked = Signal(str)
    """Other words are looked for."""
    chosen = Signal(object)
    """The Match to look at."""

    def __init__(self, desk: Desk, spoken: TranscriptDesk, *, actions: Actions) -> None:
        super().__init__("Transcript")
        self._desk, self._spoken = desk, spoken
        self._filling = False
        self.text = TranscriptText(time=self.time)
        self.rows = ProposalRows(spoken, time=self.time)
        self.list = self._make_list()
        self.query = QLineEdit()
        self.query.setPlaceholderText("Find words")
        self.query.setAccessibleName("Find words in the transcript")
        self.query.setClearButtonEnabled(True)
        self.query.textChanged.connect(self.asked)
        self.found = Told("What was found")
        self.found.setObjectName("quiet")
        self.notes = Told("What is unusual in the transcript")
        self.notes.setObjectName("quiet")
        self.notes.setWordWrap(True)
        self.proposed = Told("Proposals")
        self.proposed.setObjectName("quiet")
        self.proposed.setWordWrap(True)
        self._hint = QLabel()
        self._hint.setObjectName("quiet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._empty(actions))
        self._pages.addWidget(self._full(actions))
        self.put_scrolling(self._pages, least=LEAST)
        self.setFocusProxy(self.text)
        spoken.changed.connect(self._fill)
        spoken.heard_changed.connect(self._mark)
        spoken.proposed.connect(self._propose)
        desk.footage_changed.connect(self._fill_hint)
        self._fill()

    @property
    def hint(self) -> str:
        """What is said instead of the words while there are none; nothing while there are."""
        return self._hint.text() if self._pages.currentIndex() == 0 else ""

    @property
    def match(self) -> Match | None:
        """The proposal that is chosen, or else the first."""
        row = max(0, self.list.currentIndex().row())
        return self.rows.matches[row] if row < len(self.rows.matches) else None

    def time(self, tick: int) -> str:
        """When a tick is, as it is written before a line."""
        footage = self._desk.footage
        if footage is None:
            return ""
        recording = footage.recording
        return short(from_start(Tick(tick), recording.index, time_base=recording.video.time_base)).split(".")[0]

    def tell_found(self, count: int, *, at: int | None) -> None:
        """Say how many places were found, and which of them is on show, counted from 0."""
        if not self.query.text().strip():
            self.found.setText("")
        else:
            self.found.setText(f"{at + 1} of {count:,}" if at is not None and count else f"{count:,} found")

    def _make_list(self) -> QTreeView:
        made = QTreeView()
        made.setModel(self.rows)
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAllColumnsShowFocus(True)
        made.setAlternatingRowColors(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setAccessibleName("Words that are proposed to be silenced")
        made.setAccessibleDescription("Up and Down move, and each is shown in the transcript")
        header = made.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        header.setSectionsMovable(False)
        for column, longest in ((WHAT, max(KINDS.values(), key=len)), (AT, "0:00:00")):
            header.resizeSection(column, made.fontMetrics().horizontalAdvance(longest) + BESIDE)
        made.selectionModel().currentRowChanged.connect(self._choose)
        return made

    def _empty(self, actions: Actions) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(self._hint)
        button = action_button(actions["import_transcript"])
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def _full(self, actions: Actions) -> QWidget:
        top, buttons, below = QHBoxLayout(), Flow(), Flow()
        top.addWidget(self.query, 1)
        top.addWidget(self.found)
        for name in FOR_WORDS:
            buttons.addWidget(action_button(actions[name]))
        for name in FOR_PROPOSALS:
            below.addWidget(action_button(actions[name]))
        upper, lower, parts = QWidget(), QWidget(), QSplitter(Qt.Orientation.Vertical)
        above, under = QVBoxLayout(upper), QVBoxLayout(lower)
        for column in (above, under):
            column.setContentsMargins(0, 0, 0, 0)
        above.addLayout(top)
        above.addWidget(self.notes)
        above.addWidget(self.text, 1)
        above.addLayout(buttons)
        under.addWidget(self.proposed)
        under.addWidget(self.list, 1)
        under.addLayout(below)
        parts.addWidget(upper)
        parts.addWidget(lower)
        parts.setChildrenCollapsible(False)
        parts.setSizes(list(SHARES))
        return parts

    def _fill(self) -> None:
        transcript = self._spoken.transcript
        self.text.fill(transcript, self._spoken.heard)
        self._pages.setCurrentIndex(0 if transcript is None else 1)
        self.notes.setText(" ".join(transcript.notes) if transcript is not None else "")
        self.notes.setVisible(bool(self.notes.text()))
        self.asked.emit(self.query.text())
        self._fill_hint()
        self._count()

    def _fill_hint(self) -> None:
        self._hint.setText(NONE_YET if self._desk.footage is not None else NO_FOOTAGE)

    def _mark(self) -> None:
        self.text.mark(self._spoken.heard)
        self._propose()
        self._count()

    def _count(self) -> None:
        transcript = self._spoken.transcript
        silenced = int((self._spoken.heard == Hearing.SILENCED).sum())
        self.note(f"{counted(len(transcript), 'word')}, {silenced:,} silenced" if transcript is not None else "")

    def _propose(self) -> None:
        row = self.list.currentIndex().row()
        self.rows.fill()
        left = len(self.rows.matches)
        self.proposed.setText(proposals_said(left, looking=self._spoken.looking))
        if row >= 0 and left:
            self._filling = True  # the picture stays where it is: nobody has chosen anything
            self.list.setCurrentIndex(self.rows.index(min(row, left - 1), 0))
            self._filling = False

    def _choose(self, index: QModelIndex) -> None:
        if not self._filling and index.isValid() and index.row() < len(self.rows.matches):
            self.chosen.emit(self.rows.matches[index.row()])
