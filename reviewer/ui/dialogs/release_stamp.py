"""What is written over every picture of a copy, with a picture of how it will look."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.core.stamp import Corner, Stamp
from reviewer.ui.told import Told

SIZES: Mapping[float, str] = {0.02: "Small", 0.03: "Medium", 0.045: "Large", 0.07: "Very large"}
"""Heights of the letters in parts of the picture's."""

LONGEST = 80
"""Characters of a text: more has no room in one line of a picture."""

WAIT = 200
"""Milliseconds after a key before the stamp is drawn anew: letters are made by a typesetter."""

WIDTH = 420
"""Pixels across of the picture of how it will look."""

GREY = 104
"""Luma of the ground that the stamp is shown on."""


class StampPage(QWidget):
    """Answers with a stamp, or with none."""

    def __init__(self, stamp: Stamp | None, recording: Recording) -> None:
        super().__init__()
        self._recording = recording
        before = stamp or Stamp()
        self.wanted = QCheckBox("&Stamp every picture of the copy")
        self.wanted.setChecked(stamp is not None)
        self.text, self.reference = QLineEdit(before.text), QLineEdit(before.reference)
        self.clock = QCheckBox("Time of the ori&ginal")
        self.clock.setChecked(before.clock)
        self.corner, self.letters = QComboBox(), QComboBox()
        for corner in Corner:
            self.corner.addItem(corner.value.capitalize(), corner)
        for size, name in sorted({before.size: "As before", **SIZES}.items()):
            self.letters.addItem(f"{name} ({100 * size:g} % of the height)", size)
        self.corner.setCurrentIndex(self.corner.findData(before.corner))
        self.letters.setCurrentIndex(self.letters.findData(before.size))
        self.picture = QLabel()
        self.missing = Told("Letters that cannot be drawn")
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.show_it)
        self._lay_out()
        self._listen()
        self._turn()

    @property
    def answer(self) -> Stamp | None:
        """The stamp, None for nothing."""
        return self._stamp() if self.wanted.isChecked() else None

    def show_it(self) -> None:
        """Draw the stamp as it is now; nothing while the page is not on show."""
        if not self.isVisible():
            return
        from reviewer.effects.lettering import missing

        stamp = self._stamp()
        self.picture.setPixmap(drawn(stamp, self._recording) if self.wanted.isChecked() else QPixmap())
        said = " ".join(part for part in (stamp.text, stamp.reference) if part)
        self.picture.setAccessibleName(f"How the stamp will look: {said}, {stamp.corner}")
        lost = missing(said) if self.wanted.isChecked() else ""
        shown = " ".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in lost)
        self.missing.setText(f"Cannot be drawn, and becomes an empty box: {shown}" if lost else "")
        self.missing.setVisible(bool(lost))

    def showEvent(self, event: object) -> None:
        """Draw it when the page comes up."""
        self._timer.start()

    def _stamp(self) -> Stamp:
        return Stamp(
            text=self.text.text().strip(),
            reference=self.reference.text().strip(),
            clock=self.clock.isChecked(),
            corner=Corner(self.corner.currentData()),
            size=float(self.letters.currentData()),
        )

    def _listen(self) -> None:
        for line in (self.text, self.reference):
            line.setMaxLength(LONGEST)
            line.textChanged.connect(lambda _: self._timer.start())
        for box in (self.corner, self.letters):
            box.currentIndexChanged.connect(lambda _: self._timer.start())
        self.clock.toggled.connect(lambda _: self._timer.start())
        self.wanted.toggled.connect(lambda _: self._turn())
        self.text.setAccessibleName("Text of the stamp")
        self.reference.setAccessibleName("Reference in the stamp")
        self.corner.setAccessibleName("Corner of the stamp")
        self.letters.setAccessibleName("Size of the stamp's letters")

    def _turn(self) -> None:
        for part in (self.text, self.reference, self.clock, self.corner, self.letters):
            part.setEnabled(self.wanted.isChecked())
        self._timer.start()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(8)
        form.addRow(self.wanted)
        form.addRow("Te&xt:", self.text)
        form.addRow("Re&ference:", self.reference)
        form.addRow("", self.clock)
        form.addRow("&Corner:", self.corner)
        form.addRow("Si&ze:", self.letters)
        self.missing.setWordWrap(True)
        self.missing.setTextFormat(Qt.TextFormat.PlainText)
        self.missing.hide()
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.missing)
        column.addWidget(self.picture)
        column.addStretch(1)


def drawn(stamp: Stamp, recording: Recording) -> QPixmap:
    """The stamp on a grey picture of the recording's size, made smaller."""
    from reviewer.effects.stamp import stamped

    video = recording.video
    half = ((video.height + 1) // 2, (video.width + 1) // 2)
    luma = np.full((video.height, video.width), GREY, np.uint8)
    chroma = np.full(half, 128, np.uint8)
    frame = Frame(recording.index.tick(0), luma, chroma, chroma.copy(), video.interlaced)
    pixels = np.ascontiguousarray(stamped(frame, stamp, video=video).luma)
    image = QImage(pixels.data, video.width, video.height, video.width, QImage.Format.Format_Grayscale8)
    smooth = Qt.TransformationMode.SmoothTransformation
    return QPixmap.fromImage(image.scaledToWidth(WIDTH, smooth) if video.width > WIDTH else image.copy())
