"""A line that says how much may be uncovered, as far as the sample of the footage on show can tell."""

from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import Qt, QTimer

from reviewer.core.estimate import Estimate
from reviewer.core.sample import Sample
from reviewer.services.estimate import Estimator, estimate_said
from reviewer.ui.desk import Desk
from reviewer.ui.told import Told
from reviewer.ui.words import tip

SETTLES = 250
"""Milliseconds without a further change after which the estimate is made anew; it takes a moment for long footage."""

SLICE = 0.015
"""Seconds that the window may be held up at a time while the estimate is made."""

MEANING = (
    "A face-frame is one face in one frame, a plate-frame one plate in one frame. The truth lies between the numbers "
    "in brackets about 19 times in 20."
)


class EstimateLine(Told):
    """Follows the review of the footage on show; empty where no sample was taken.

    The Tab key reaches it, so that what its tip says can be heard without a mouse.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__("What may be uncovered")
        self._desk = desk
        self._sample: Sample | None = None
        self._estimator: Estimator | None = None
        self.setObjectName("quiet")
        self.setWordWrap(True)
        by = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(by)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # after the flags, which make it one that only a click reaches
        self.hide()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLES)
        self._settled.timeout.connect(self._begin)
        self._steps: Generator[None, None, tuple[Estimate, ...]] | None = None
        self._idle = QTimer(self)  # comes again whenever there is nothing else to do
        self._idle.timeout.connect(self._go_on)
        desk.review_changed.connect(self._settled.start)
        desk.footage_changed.connect(self._change)

    def _change(self) -> None:
        """Say nothing of the footage before while the one on show is worked out."""
        self._say(())
        self._begin()

    def _begin(self) -> None:
        place = self._desk.place
        sample = place.appraisal.sample if place is not None else None
        if sample is not self._sample:
            self._sample, self._estimator = sample, None
        if place is not None and sample is not None and len(sample.ticks) and self._estimator is None:
            self._estimator = Estimator(sample, frames=len(place.footage.recording.index))
        if self._estimator is None:
            self._idle.stop()
            self._say(())
            return
        self._steps = self._estimator.estimating(self._desk.review)
        self._idle.start(0)

    def _go_on(self) -> None:
        """Work on the estimate for a moment; say it when it is there."""
        until = perf_counter() + SLICE
        try:
            while self._steps is not None and perf_counter() < until:
                next(self._steps)
        except StopIteration as stop:
            self._idle.stop()
            self._say(stop.value)

    def _say(self, found: tuple[Estimate, ...]) -> None:
        self.setText(estimates_brief(found))
        whole = "\n\n".join((*(estimate_said(e) for e in found), MEANING)) if found else ""
        self.setToolTip(tip(whole))
        self.setAccessibleDescription(whole)
        self.setVisible(bool(found))


def estimates_brief(found: tuple[Estimate, ...]) -> str:
    """All estimates in one sentence that promises nothing; empty where there are none."""
    parts = [f"{e.uncovered:,} ({e.low:,} to {e.high:,}) {e.subject}-frames" for e in found]
    return f"Estimate: about {' and '.join(parts)} may be uncovered." if parts else ""
