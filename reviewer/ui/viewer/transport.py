"""The row of buttons under the picture, and where in the footage it is: time, frame and tick."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from reviewer.core.footage import Footage
from reviewer.ui.actions import Actions
from reviewer.ui.section import action_button
from reviewer.ui.told import Told
from reviewer.ui.typed_time import NoTimeError, frame_meant
from reviewer.ui.viewer.projector import SPEEDS, Projector
from reviewer.ui.viewer.time_box import TimeBox
from reviewer.ui.words import from_start

MOVES = ("first", "step_back", "play", "step_forward", "last")
SIGHTS = ("original", "released")


class Transport(QWidget):
    """Buttons for the actions that move through the footage, and its clock, which also takes a time to go to."""

    def __init__(self, actions: Actions, projector: Projector) -> None:
        super().__init__()
        self._projector = projector
        self._footage: Footage | None = None
        self.time, self.speed, self._place = TimeBox(), SpeedButton(projector), PlaceLine()
        # What makes room for the words when a time is refused.
        self._yields = [self.speed, *(action_button(actions[n], text=n != "hear") for n in ("hear", *SIGHTS))]
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(0)
        for name in MOVES:
            row.addWidget(action_button(actions[name], text=False))
        row.addWidget(self.time)
        row.addWidget(self._place, 1)
        for button in self._yields:
            row.addWidget(button)
        self.time.typed.connect(self._go)
        self.time.textEdited.connect(self._accept)
        self.time.left.connect(self._accept)
        projector.moved.connect(self._tell)
        projector.speed_changed.connect(self._tell)
        projector.tuned.connect(self._tell)
        self._tell()

    def load(self, footage: Footage | None) -> None:
        """Count in another footage."""
        self._footage = footage
        self._tell()

    @property
    def place(self) -> str:
        """What is said of where it is, or why a time that was typed is refused."""
        return self._place.whole

    def _go(self, text: str) -> None:
        if self._footage is None:
            self.time.done()
            return
        recording = self._footage.recording
        try:
            number = frame_meant(text, recording.index, time_base=recording.video.time_base)
        except NoTimeError as refusal:
            self._refuse(str(refusal))
            return
        self._accept()
        self._projector.seek(number)
        self._tell()
        self.time.done()

    def _refuse(self, why: str) -> None:
        for button in self._yields:
            button.hide()
        self._place.tell(why)
        self.time.selectAll()

    def _accept(self) -> None:
        """Whatever was refused is being mended, or was given up."""
        if any(button.isHidden() for button in self._yields):
            for button in self._yields:
                button.show()
            self._tell()

    def _tell(self) -> None:
        self.speed.tell()
        self.time.setEnabled(self._footage is not None)
        if self._footage is None:
            self.time.show_time("")
            self._place.tell()
            return
        index, base = self._footage.recording.index, self._footage.recording.video.time_base
        tick = index.tick(min(self._projector.number, len(index) - 1))
        self.time.show_time(from_start(tick, index, time_base=base))
        if any(button.isHidden() for button in self._yields):
            return  # a time that was refused is being told of
        whole = f"of {from_start(index.end, index, time_base=base)}"
        self._place.tell(*self._state(), f"Frame {self._projector.number + 1} / {len(index)}", whole, f"Tick {tick}")

    def _state(self) -> list[str]:
        """What is out of the ordinary while it plays."""
        projector = self._projector
        if not projector.speed:
            return []
        backwards = [f"{projector.speed:g}×"] if projector.speed < 0 else []
        silent = [projector.silent_because] if projector.has_sound and projector.silent_because else []
        return [*backwards, *silent, *(["looped"] if projector.loop and projector.speed > 0 else [])]


class PlaceLine(Told):
    """Says several things beside one another: on the screen as many as there is room for, the first ones first."""

    def __init__(self) -> None:
        super().__init__("Where it is")
        self._parts: tuple[str, ...] = ()
        self.setObjectName("quiet")
        self.setContentsMargins(8, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def whole(self) -> str:
        """All that is said, which is also what is read aloud."""
        return "   ".join(self._parts)

    def tell(self, *parts: str) -> None:
        """Say these things."""
        self._parts = parts
        self.setToolTip("\n".join(parts))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for now."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.contentsRect().width()
        counts = range(len(self._parts), 0, -1)
        texts = ("   ".join(self._parts[:count]) for count in counts)
        fitting = next((t for t in texts if self.fontMetrics().horizontalAdvance(t) <= room), None)
        first = self._parts[0] if self._parts else ""
        self.setText(fitting or self.fontMetrics().elidedText(first, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(f"Where it is: {self.whole}" if self._parts else "Where it is")


class SpeedButton(QToolButton):
    """Says how fast it plays, or will; pressed, it offers all speeds."""

    def __init__(self, projector: Projector) -> None:
        super().__init__()
        self._projector = projector
        self._group = QActionGroup(self)
        menu = QMenu(self)
        for speed in SPEEDS:
            action = QAction(f"{speed:g}×", self._group)
            action.setCheckable(True)
            action.setData(speed)
            menu.addAction(action)
        self._group.triggered.connect(lambda action: projector.set_speed(action.data()))
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(True)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        self.setToolTip("How fast it plays: - for slower, = for faster")
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0.25×") + 18)
        self.tell()

    def tell(self) -> None:
        """Say the speed."""
        speed = abs(self._projector.speed) or self._projector.tempo
        self.setText(f"{speed:g}×")
        self.setAccessibleName(f"Speed: {speed:g} times")
        self.setAccessibleDescription(self._projector.silent_because)
        for action in self._group.actions():
            action.setChecked(action.data() == speed)
