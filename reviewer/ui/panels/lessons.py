"""What there is to do in the sample case, ticked off as it is done."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem

from reviewer.core.footage import Footage
from reviewer.core.lesson import Lesson
from reviewer.core.review import Review
from reviewer.ui.desk import Desk
from reviewer.ui.section import Section
from reviewer.ui.told import Told

WELCOME = (
    "This is practice: the footage is drawn, and its analysis has faults that were put in on purpose. Nothing that you "
    "do here can go wrong. Choose a line to read how; it is ticked when it is done."
)

LEFT = "In {left} of {frames} frames a copy would still show somebody, a plate or the address."
NOTHING_LEFT = (
    "A copy would show none of the faces, plates and addresses that were put in. Real footage tells you no such thing."
)


class LessonsPanel(Section):
    """A line for each lesson with a sign, the how of the chosen one below, and what could still be seen in a copy."""

    def __init__(self, desk: Desk, lessons: Sequence[Lesson], *, left: Callable[[Review, Footage], int]) -> None:
        super().__init__("Practice")
        self._desk, self._lessons, self._left = desk, lessons, left
        welcome = QLabel(WELCOME)
        welcome.setWordWrap(True)
        welcome.setObjectName("quiet")
        self.list = QListWidget()
        self.list.setAccessibleName("What there is to do")
        self.list.setWordWrap(True)
        self.how, self.score = Told("How it is done"), Told("What is left")
        self.how.setWordWrap(True)
        self.how.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.score.setWordWrap(True)
        for lesson in lessons:
            self.list.addItem(QListWidgetItem(lesson.title))
        for widget, share in ((welcome, 0), (self.list, 1), (self.how, 0), (self.score, 0)):
            self.body.addWidget(widget, share)
        self.list.currentRowChanged.connect(self._tell)
        desk.review_changed.connect(self.judge)
        self.list.setCurrentRow(0)
        self.judge()

    def judge(self) -> None:
        """See what is done by now."""
        footage, review = self._desk.footage, self._desk.review
        if footage is None or self.isHidden():
            return
        done = [lesson.done(review, footage) for lesson in self._lessons]
        for row, (lesson, is_done) in enumerate(zip(self._lessons, done, strict=True)):
            item = self.list.item(row)
            item.setText(f"{'✓' if is_done else '○'}  {lesson.title}")
            told = f"{lesson.title}, {'done' if is_done else 'still to do'}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
        self.note(f"{sum(done)} of {len(done)} done")
        left = self._left(review, footage)
        frames = len(footage.recording.index)
        self.score.setText(LEFT.format(left=left, frames=frames) if left else NOTHING_LEFT)

    def _tell(self, row: int) -> None:
        self.how.setText(self._lessons[row].how if row >= 0 else "")
