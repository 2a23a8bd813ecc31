"""How a copy looks and sounds: what covers regions, how well it holds, the encoder, the sound."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.stamp import Stamp
from reviewer.ui.told import Told

EFFECTS: Mapping[str, str] = {
    "solid": "Solid colour",
    "mosaic": "Mosaic over destroyed detail",
    "blur": "Blur over destroyed detail",
    "silhouette": "Silhouette of the whole person",
    "outline": "Outline only",
    "label": "Label with words",
}
SOUNDS: Mapping[SoundPolicy, str] = {
    SoundPolicy.KEEP: "Keep the sound, without what is silenced",
    SoundPolicy.SILENT: "Silence throughout",
    SoundPolicy.NONE: "No sound track at all",
}
QUALITIES: Mapping[Quality, str] = {
    Quality.SMALLEST: "Smallest",
    Quality.BALANCED: "Balanced",
    Quality.ARCHIVE: "Archive",
}
COSTS: Mapping[Quality, str] = {
    Quality.SMALLEST: "The smallest file, and a little less fine detail. It takes longer than the balanced one.",
    Quality.BALANCED: "The quickest to make. Good for looking at on any screen; the usual choice.",
    Quality.ARCHIVE: "Nearest to the original. The file is several times as large, and it takes longer.",
}
"""What each quality is traded for."""

ALWAYS_SOLID = "Plates and text are always covered with a solid colour, whatever is chosen here."

HARDWARE = (
    "Often quicker. The picture may be a little worse for the same size. Where this computer has no such encoder, or "
    "it fails, the program's own does the work; the copy is checked in the same way."
)


class LookPage(QWidget):
    """Answers with a profile, but for its stamp."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.effect, self.sound, self.quality = QComboBox(), QComboBox(), QComboBox()
        self.fill = QPushButton()
        self.hardware = QCheckBox("Use the &hardware encoder of this computer")
        self._grade, self._cost = Told("How well it holds"), Told("What the quality costs")
        for name in _effects():
            self.effect.addItem(EFFECTS.get(name, name.capitalize()), name)
        _fill(self.quality, QUALITIES, chosen=profile.quality)
        _fill(self.sound, SOUNDS, chosen=profile.sound)
        self.effect.setCurrentIndex(max(0, self.effect.findData(profile.effect)))
        self.hardware.setChecked(profile.hardware)
        self._colour = profile.fill
        self.effect.setAccessibleName("How regions are covered")
        self.sound.setAccessibleName("Sound of the copy")
        self.quality.setAccessibleName("Quality of the picture")
        self.hardware.setAccessibleDescription(HARDWARE)
        self.effect.currentIndexChanged.connect(self._say)
        self.quality.currentIndexChanged.connect(self._say)
        self.fill.clicked.connect(self._choose_fill)
        self._lay_out()
        self._show_fill()
        self._say()

    def answer(self, stamp: Stamp | None) -> Profile:
        """The profile with that stamp."""
        return Profile(
            self.effect.currentData(),
            self._colour,
            SoundPolicy(self.sound.currentData()),
            Quality(self.quality.currentData()),
            self.hardware.isChecked(),
            stamp,
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow("Cov&er:", self.effect)
        form.addRow("", self._grade)
        form.addRow("Co&lour:", self.fill)
        form.addRow("&Quality:", self.quality)
        form.addRow("", self._cost)
        form.addRow("", self.hardware)
        told = QLabel(HARDWARE)
        form.addRow("", told)
        form.addRow("&Sound:", self.sound)
        for label in (self._grade, self._cost, told):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setObjectName("quiet")
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addStretch(1)

    def _say(self) -> None:
        self._grade.setText(graded(self.effect.currentData()))
        self._cost.setText(COSTS[Quality(self.quality.currentData())])

    def _choose_fill(self) -> None:
        colour = QColorDialog.getColor(QColor(*self._colour), self, "Colour of what is covered")
        if colour.isValid():
            self._colour = (colour.red(), colour.green(), colour.blue())
            self._show_fill()

    def _show_fill(self) -> None:
        patch = QPixmap(16, 16)
        patch.fill(QColor(*self._colour))
        self.fill.setIcon(QIcon(patch))
        name = QColor(*self._colour).name()
        self.fill.setText({"#000000": "Black", "#ffffff": "White"}.get(name, name))
        self.fill.setAccessibleName(f"Colour of what is covered: {self.fill.text()}")


def graded(effect: str) -> str:
    """How well an effect holds, in a few sentences."""
    from reviewer.effects.catalogue import EFFECTS as CATALOGUE  # a large library stands behind it
    from reviewer.effects.catalogue import SOLID

    grade = CATALOGUE.get(effect, SOLID).grade
    return f"{grade.short}. {grade.sentence} {ALWAYS_SOLID}"


def _effects() -> tuple[str, ...]:
    from reviewer.effects.catalogue import names

    return names()


def _fill(box: QComboBox, words: Mapping[Quality, str] | Mapping[SoundPolicy, str], *, chosen: str) -> None:
    for value, text in words.items():
        box.addItem(text, value)
    box.setCurrentIndex(box.findData(chosen))
