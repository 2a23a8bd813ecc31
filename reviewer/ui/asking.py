"""The user, as the window asks them: files, folders, choices, and messages to read."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from reviewer.core.settings import Search
from reviewer.core.watched import Term
from reviewer.ui.costs import Costs
from reviewer.ui.dialogs.intake import Intake, IntakeDialog
from reviewer.ui.dialogs.problem import Problem, problem_box
from reviewer.ui.dialogs.release import ReleaseChoice, ReleaseDialog
from reviewer.ui.dialogs.release_words import ReleaseQuestion
from reviewer.ui.dialogs.search import SearchDialog
from reviewer.ui.dialogs.watch_list import WatchListDialog
from reviewer.ui.removals import RemovalLists

VIDEOS = "Video (*.mp4 *.mov *.m4v *.mkv *.avi *.ts *.mts *.m2ts *.mpg *.mpeg *.wmv *.webm *.3gp);;All files (*)"

TRANSCRIPTS = "Transcripts (*.srt *.vtt *.json *.ass *.ssa *.txt);;All files (*)"


class User(Protocol):
    """Who answers the window's questions; None means that they would rather not."""

    def footage_files(self) -> tuple[Path, ...]:
        """Recordings to open; none when they would rather not."""

    def found_footage(self, path: Path) -> Path | None:
        """Where the recording lies now that was at `path`."""

    def case_folder(self) -> Path | None:
        """The folder of a case to open."""

    def intake(self, footage: Path, open_case: str) -> Intake | None:
        """Which case a recording belongs to; `open_case` is the title of the open one, or empty."""

    def look_for(self, footage: Path, search: Search) -> Search | None:
        """What to look for in footage that is in the case; `search` was the last."""

    def release(self, question: ReleaseQuestion) -> ReleaseChoice | None:
        """How to make a copy, where, and for whom."""

    def person_name(self, before: str, known: tuple[str, ...]) -> str | None:
        """What someone in the case is called; `before` is what they were called, `known` is everyone's name."""

    def marker_note(self, text: str) -> str | None:
        """What is noted at a marker; `text` is what was noted before."""

    def transcript_file(self) -> Path | None:
        """A transcript to import."""

    def watch_list(self, terms: tuple[Term, ...]) -> tuple[Term, ...] | None:
        """What must not be heard anywhere in the case; `terms` is what was said before."""

    def stop_work(self) -> bool:
        """Whether to stop the jobs that are under way."""

    def told(self, problem: Problem) -> None:
        """Something went wrong."""


class DialogUser:
    """Asks by dialogs over the window.

    `costs` measures what the choices take, where there is a choice; `removals` lists what a copy leaves out.
    """

    def __init__(self, window: QWidget, *, costs: Costs | None = None, removals: RemovalLists | None = None) -> None:
        self._window, self._costs, self._removals = window, costs, removals
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MoviesLocation)

    def footage_files(self) -> tuple[Path, ...]:
        """Recordings to open; none when they would rather not."""
        chosen, _ = QFileDialog.getOpenFileNames(self._window, "Open footage", self._folder, VIDEOS)
        found = (self._remembered(c) for c in chosen)
        return tuple(path for path in found if path is not None)

    def found_footage(self, path: Path) -> Path | None:
        """Where the recording lies now that was at `path`."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, f"Where is {path.name} now?", self._folder, VIDEOS)
        return self._remembered(chosen)

    def case_folder(self) -> Path | None:
        """The folder of a case to open."""
        return self._remembered(QFileDialog.getExistingDirectory(self._window, "Open case", self._folder))

    def intake(self, footage: Path, open_case: str) -> Intake | None:
        """Which case a recording belongs to."""
        dialog = IntakeDialog(footage, open_case, costs=self._costs, parent=self._window)
        return dialog.answer if dialog.exec() == QDialog.DialogCode.Accepted else None

    def look_for(self, footage: Path, search: Search) -> Search | None:
        """What to look for in footage that is in the case."""
        dialog = SearchDialog(footage, search, costs=self._costs, parent=self._window)
        return dialog.answer if dialog.exec() == QDialog.DialogCode.Accepted else None

    def release(self, question: ReleaseQuestion) -> ReleaseChoice | None:
        """How to make a copy, where, and for whom."""
        dialog = ReleaseDialog(question, lists=self._removals, parent=self._window)
        return dialog.answer if dialog.exec() == QDialog.DialogCode.Accepted else None

    def person_name(self, before: str, known: tuple[str, ...]) -> str | None:
        """What someone in the case is called: a name of their own, or that of someone who is known already."""
        names = [before, *(name for name in known if name != before)]
        given, agreed = QInputDialog.getItem(
            self._window, "Name the person", "Name, as it is to stand in the case:", names, 0, True
        )
        return given if agreed else None

    def marker_note(self, text: str) -> str | None:
        """What is noted at a marker."""
        given, agreed = QInputDialog.getText(self._window, "Marker", "Note:", QLineEdit.EchoMode.Normal, text)
        return given.strip() if agreed else None

    def transcript_file(self) -> Path | None:
        """A transcript to import."""
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Import a transcript", self._folder, TRANSCRIPTS)
        return self._remembered(chosen)

    def watch_list(self, terms: tuple[Term, ...]) -> tuple[Term, ...] | None:
        """What must not be heard anywhere in the case."""
        dialog = WatchListDialog(terms, self._window)
        return dialog.answer if dialog.exec() == QDialog.DialogCode.Accepted else None

    def stop_work(self) -> bool:
        """Whether to stop the jobs that are under way."""
        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No
        answer = QMessageBox.question(
            self._window,
            "Reviewer",
            "Work is under way. Stop it?\n\nNo unfinished copy is left behind, and every edit is saved already. "
            "A search that is stopped goes on from what is finished when it is started again.",
            buttons,
            QMessageBox.StandardButton.No,
        )
        return answer == QMessageBox.StandardButton.Yes

    def told(self, problem: Problem) -> None:
        """Something went wrong."""
        problem_box(problem, self._window).exec()

    def _remembered(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        self._folder = str(Path(chosen).parent)
        return Path(chosen)
