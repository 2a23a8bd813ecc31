"""Before a copy is released: how regions are covered, what is heard, and where the copy goes."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.region import Decision
from reviewer.core.review import Review

EFFECTS = {
    "solid": "Solid colour (cannot be reversed)",
    "mosaic": "Mosaic over destroyed detail",
    "blur": "Blur over destroyed detail",
}
SOUNDS = {
    SoundPolicy.KEEP: "Keep the sound",
    SoundPolicy.SILENT: "Silence throughout",
    SoundPolicy.NONE: "No sound track at all",
}


@dataclass(frozen=True, slots=True)
class ReleaseChoice:
    """How to make the copy, and where to put it."""

    profile: Profile
    target: Path


class ReleaseDialog(QDialog):
    """Asks how and where; says what will be covered and what will not."""

    def __init__(self, review: Review, *, profile: Profile, target: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Release a copy")
        self.effect, self.sound, self.fill = QComboBox(), QComboBox(), QPushButton()
        for name, text in EFFECTS.items():
            self.effect.addItem(text, name)
        for policy, text in SOUNDS.items():
            self.sound.addItem(text, policy)
        self.effect.setCurrentIndex(self.effect.findData(profile.effect))
        self.sound.setCurrentIndex(self.sound.findData(profile.sound))
        self.effect.setAccessibleName("How regions are covered")
        self.sound.setAccessibleName("Sound of the copy")
        self.target = QLineEdit(str(target))
        self.target.setMinimumWidth(440)
        self.target.setAccessibleName("File of the copy")
        self._fill = profile.fill
        self.fill.clicked.connect(self._choose_fill)
        self._show_fill()
        self._trouble = QLabel()
        self._trouble.setWordWrap(True)
        self._trouble.setAccessibleName("What is wrong with the file name")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("&Release and check")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.target.textChanged.connect(self._judge)
        self._lay_out(review)
        self._judge()

    @property
    def answer(self) -> ReleaseChoice:
        """What was decided."""
        profile = Profile(self.effect.currentData(), self._fill, SoundPolicy(self.sound.currentData()))
        return ReleaseChoice(profile, Path(self.target.text()).expanduser())

    def _lay_out(self, review: Review) -> None:
        told = QLabel(covered(review))
        told.setWordWrap(True)
        place = QHBoxLayout()
        browse = QPushButton("&Browse…")
        browse.setAccessibleName("Browse for the file of the copy")
        browse.clicked.connect(self._browse)
        place.addWidget(self.target, 1)
        place.addWidget(browse)
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("&Cover:", self.effect)
        form.addRow("Co&lour:", self.fill)
        form.addRow("&Sound:", self.sound)
        file = QLabel("&File:")
        file.setBuddy(self.target)
        form.addRow(file, place)
        form.addRow("", self._trouble)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(told)
        column.addLayout(form)
        column.addWidget(self.buttons)

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, "Copy", self.target.text(), "MP4 video (*.mp4)")
        if chosen:
            self.target.setText(chosen if chosen.lower().endswith(".mp4") else f"{chosen}.mp4")

    def _choose_fill(self) -> None:
        colour = QColorDialog.getColor(QColor(*self._fill), self, "Colour of what is covered")
        if colour.isValid():
            self._fill = (colour.red(), colour.green(), colour.blue())
            self._show_fill()

    def _show_fill(self) -> None:
        patch = QPixmap(16, 16)
        patch.fill(QColor(*self._fill))
        self.fill.setIcon(QIcon(patch))
        name = QColor(*self._fill).name()
        self.fill.setText({"#000000": "Black", "#ffffff": "White"}.get(name, name))
        self.fill.setAccessibleName(f"Colour of what is covered: {self.fill.text()}")

    def _judge(self) -> None:
        trouble = wrong_with(self.target.text())
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not trouble)


def wrong_with(name: str) -> str:
    """Why no copy can be put under this name, a sentence; empty when it can."""
    target = Path(name.strip()).expanduser()
    if not name.strip():
        return "Name the file of the copy."
    if target.suffix.lower() != ".mp4":
        return "A copy is an MP4 file: its name ends in .mp4."
    if target.exists():
        return "There is something under this name already; choose another."
    if not target.parent.is_dir():
        return "There is no such folder."
    return ""


def covered(review: Review) -> str:
    """What a copy of this review will cover, in a sentence or two."""
    counts = Counter(r.decision for r in review.regions.values())
    hidden = counts[Decision.PROPOSED] + counts[Decision.CONFIRMED]
    if not hidden:
        return "No region will be covered: the copy will show everything that the recording shows."
    told = f"{hidden} {'region' if hidden == 1 else 'regions'} will be covered"
    if counts[Decision.PROPOSED]:
        told += f", {counts[Decision.PROPOSED]} of them proposed and not yet decided"
    if counts[Decision.REJECTED]:
        told += f"; {counts[Decision.REJECTED]} rejected will be shown"
    return f"{told}. The copy is checked before it gets its name."
