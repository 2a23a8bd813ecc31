"""The sample case in the window: made on request, and its lessons shown beside it while it is open."""

from pathlib import Path

from PySide6.QtCore import QObject

from reviewer.ui.means import Means
from reviewer.ui.panels.lessons import LessonsPanel
from reviewer.ui.parts import Parts
from reviewer.ui.work import Work


class Practice(QObject):
    """Adds the tab with the lessons when a sample case is opened, and takes it away with the case."""

    def __init__(self, parts: Parts, work: Work, *, means: Means) -> None:
        super().__init__(parts.page)
        self._parts, self._work, self._means = parts, work, means
        self.panel: LessonsPanel | None = None
        parts.desk.case_changed.connect(self._follow)
        parts.actions.bind("sample_case", self.begin)

    def begin(self) -> None:
        """Make a sample case and open it."""
        if not any(e.title == TITLE and not e.over for e in self._work.entries):
            self._work.promptly(TITLE, self._means.practice(), done=self._open)

    def _open(self, folder: Path) -> None:
        self._parts.guarded(lambda: self._parts.operations.open_case(folder))

    def _follow(self) -> None:
        case = self._parts.desk.case
        practising = case is not None and case.desk.kept("practice") is True
        if practising and self.panel is None:
            from reviewer.services.lessons import left_to_see, lessons

            self.panel = LessonsPanel(self._parts.desk, lessons(), left=left_to_see)
            self._parts.page.add_tab("lessons", "Practice", panel=self.panel, first=True)
            self._parts.page.show_tab("lessons")
        elif not practising and self.panel is not None:
            panel, self.panel = self.panel, None
            self._parts.page.remove_tab("lessons")
            panel.deleteLater()


TITLE = "Making the sample case"
