"""The window: puts its parts together, opens and closes cases, and shows what went wrong."""

import logging
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolBar,
    QWidget,
)

from reviewer.core.copy import Copy, Hit
from reviewer.core.errors import ReviewerError
from reviewer.services.jobs import JobRunner
from reviewer.ui.actions import Actions
from reviewer.ui.asking import DialogUser, User
from reviewer.ui.bridge import MainThread
from reviewer.ui.costs import Costs
from reviewer.ui.desk import Desk
from reviewer.ui.desk_page import DeskPage
from reviewer.ui.dialogs.models import ModelsDialog
from reviewer.ui.dialogs.problem import problem_of
from reviewer.ui.dialogs.report import ReportDialog
from reviewer.ui.fittings import Fittings
from reviewer.ui.means import Means
from reviewer.ui.operations import Operations
from reviewer.ui.parts import Parts
from reviewer.ui.play_commands import PlayCommands
from reviewer.ui.practice import Practice
from reviewer.ui.removals import RemovalLists
from reviewer.ui.section import action_button
from reviewer.ui.shell_commands import Shell
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.welcome import Welcome
from reviewer.ui.work import Work

log = logging.getLogger(__name__)

BAR = ("open_footage", "", "analyse", "draw", "", "undo", "redo", "", "release", "|", "fit", "actual")
"""Actions in the tool bar; an empty name is a gap, a stroke puts what follows at the right."""

LEAST, USUAL, FRAME = QSize(800, 460), QSize(1280, 760), QSize(4, 34)
"""The window in pixels at least and at first, and what the system draws around it: at 200 % a screen is soon full."""

SAYS = 20_000
"""Milliseconds for which the status bar says something: time to look at the picture first and then read why."""


class MainWindow(QMainWindow):
    """One window with one desk; `user` answers its questions, by dialogs unless told otherwise."""

    def __init__(self, means: Means, runner: JobRunner, *, user: User | None = None) -> None:
        super().__init__()
        self.setMinimumSize(LEAST)
        self.resize(USUAL.boundedTo(self.screen().availableSize() - FRAME).expandedTo(LEAST))
        self._packs = means.packs
        self.main = MainThread(self)
        self.costs = Costs(means.costs, self.main, parent=self)
        self.removals = RemovalLists(means.removals, self.main, parent=self)
        self.user: User = user or DialogUser(self, costs=self.costs, removals=self.removals)
        self.desk = Desk(self)
        self.work = Work(runner, self.main, parent=self)
        self.projector = Projector(self.main, means.player, parent=self)
        self.operations = Operations(self.desk, self.work, means=means, user=self.user)
        self.commands = Actions(self, self.menuBar())
        self.page = DeskPage(self.desk, self.projector, work=self.work, actions=self.commands)
        self.welcome = Welcome(self.commands)
        self.report_dialog: ReportDialog | None = None
        self._lay_out()
        parts = Parts(
            desk=self.desk,
            projector=self.projector,
            operations=self.operations,
            actions=self.commands,
            page=self.page,
            user=self.user,
            report=self.report,
            say=self.say,
        )
        self.fittings = Fittings(parts, self.work, means=means, main=self.main)
        self.shell = Shell(parts, window=self, welcome=self.welcome, means=means)
        self.playing = PlayCommands(parts, self.shell.remembered)
        self._listen(parts)
        QTimer.singleShot(0, self, means.warm_up)

    @property
    def practice(self) -> Practice:
        """The sample case and its lessons."""
        return self.fittings.practice

    def start(self, given: Path | None) -> None:
        """Once the window is there: open what the user has named, or come back to where a crash ended it."""
        self.shell.start(given)
        if given is not None:
            self.open(given)

    def open(self, path: Path) -> None:
        """Open the case in a folder, or take a recording in; what goes wrong is shown."""
        try:
            if path.is_file():
                self.operations.take_in(path)
            else:
                self.operations.open_case(path)
        except ReviewerError as error:
            self.report(error)

    def say(self, text: str) -> None:
        """Say something that needs no answer, in the status bar and to a screen reader; keys as they are set now."""
        text = self.shell.shortcuts.retold(text) if hasattr(self, "shell") else text
        self.statusBar().showMessage(text, SAYS)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.statusBar(), text))

    def report(self, error: BaseException) -> None:
        """Show what went wrong: a sentence with advice, or for a defect where its report lies."""
        if not isinstance(error, ReviewerError):
            log.error("a defect was shown", exc_info=error)
        case, footage = self.desk.case, self.desk.footage
        private = [str(case.folder), case.title] if case else []
        self.user.told(problem_of(error, [*private, str(footage.path)] if footage else private))

    def event(self, event: QEvent) -> bool:
        """Let a focused button or list of choices have the space bar, which otherwise plays."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and isinstance(self.focusWidget(), QAbstractButton | QComboBox)
        ):
            event.accept()
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again when the system turns light or dark."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "commands"):
            self.commands.dress(self.palette())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what runs, if the user agrees, and put everything away."""
        if self.work.busy and not self.user.stop_work():
            event.ignore()
            return
        self.shell.close()
        self.hide()
        self.fittings.close()
        self.costs.close()
        self.removals.close()
        self.work.close()
        self.projector.close()
        self.desk.clear()
        event.accept()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.page)
        self.setCentralWidget(self.pages)
        self.statusBar().setSizeGripEnabled(False)
        bar = QToolBar("Tools")
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setIconSize(QSize(20, 20))
        for name in BAR:
            if name == "|":
                spacer = QWidget()
                spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
                bar.addWidget(spacer)
            elif name:
                bar.addWidget(action_button(self.commands[name]))
            else:
                bar.addSeparator()
        self.addToolBar(bar)

    def _listen(self, parts: Parts) -> None:
        self.work.failed.connect(self.report)
        self.operations.said.connect(self.say)
        self.operations.released.connect(self._show_report)
        self.desk.case_changed.connect(self._case_changed)
        self.desk.footage_changed.connect(self._case_changed)
        self.work.changed.connect(self._case_changed)
        self.projector.speed_changed.connect(self._played)
        self.welcome.dropped.connect(lambda path: parts.guarded(lambda: self.operations.take_in(Path(path))))
        self.commands.bind("quit", self.close)
        self.commands.bind("models", lambda: parts.guarded(self._models))
        self._case_changed()

    def _case_changed(self) -> None:
        case, footage = self.desk.case, self.desk.footage
        names = [footage.path.name] if footage else []
        self.setWindowTitle("  –  ".join([*names, *([case.title] if case else []), "Reviewer"]))
        self.page.notice.setText(f"Read-only: {case.read_only}" if case and case.read_only else "")
        self.page.notice.setVisible(bool(case and case.read_only))
        self.pages.setCurrentWidget(self.page if case or self.work.busy else self.welcome)

    def _models(self) -> None:
        ModelsDialog(self._packs, report=self.report, parent=self).exec()

    def _played(self) -> None:
        self.commands.show_playing(self.projector.speed != 0, self.palette())

    def _show_report(self, copy: Copy) -> None:
        if self.report_dialog is not None:
            self.report_dialog.close()
        dialog = ReportDialog(copy, self)
        dialog.wanted.connect(lambda hit: self._go_to_hit(copy, hit))
        dialog.destroyed.connect(self._report_gone)
        self.report_dialog = dialog
        dialog.show()

    def _report_gone(self) -> None:
        self.report_dialog = None

    def _go_to_hit(self, copy: Copy, hit: Hit | None) -> None:
        self.fittings.hits.lead(copy, hit)
        self.activateWindow()
