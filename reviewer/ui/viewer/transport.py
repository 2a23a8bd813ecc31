"""The row of buttons under the picture, and where in the footage it is: clock, frame and tick."""

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QHBoxLayout, QWidget

from reviewer.core.footage import Footage
from reviewer.ui.actions import Actions
from reviewer.ui.section import action_button
from reviewer.ui.told import Told
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.words import from_start

MOVES = ("first", "step_back", "play", "step_forward", "last")
SIGHTS = ("original", "released")


class Transport(QWidget):
    """Buttons for the actions that move through the footage, and its clock."""

    def __init__(self, actions: Actions, projector: Projector) -> None:
        super().__init__()
        self._projector = projector
        self._footage: Footage | None = None
        self._clock, self._place = Told("Time since the start, and length"), Told("Where it is")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(2)
        for name in MOVES:
            row.addWidget(action_button(actions[name], text=False))
        row.addSpacing(8)
        row.addWidget(self._clock)
        row.addSpacing(10)
        row.addWidget(self._place)
        row.addSpacing(12)
        row.addStretch(1)
        for name in SIGHTS:
            row.addWidget(action_button(actions[name]))
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._clock.setFont(fixed)
        self._place.setObjectName("quiet")
        projector.moved.connect(self._tell)
        projector.speed_changed.connect(self._tell)

    def load(self, footage: Footage | None) -> None:
        """Count in another footage."""
        self._footage = footage
        self._tell()

    def _tell(self) -> None:
        if self._footage is None:
            self._clock.setText("")
            self._place.setText("")
            return
        index, base = self._footage.recording.index, self._footage.recording.video.time_base
        tick = index.tick(min(self._projector.number, len(index) - 1))
        self._clock.setText(
            f"{from_start(tick, index, time_base=base)} / {from_start(index.end, index, time_base=base)}"
        )
        speed = self._projector.speed
        told = f"   {speed:g}×" if speed not in (0.0, 1.0) else ""
        self._place.setText(f"Frame {self._projector.number + 1} / {len(index)}   Tick {tick}{told}")
