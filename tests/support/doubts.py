"""Doubts about the footage that a window has open."""

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.timing import Span
from reviewer.ui.desk import Desk

PLACE = Box(50, 40, 30, 40)
"""Where doubts are about something in footage of 320x240 that the made-up detectors find nothing in."""


def a_doubt(
    index: FrameIndex, first: int, *, weight: float = 0.5, box: Box | None = PLACE, kind: DoubtKind = DoubtKind.WEAK
) -> Doubt:
    """A doubt from the frame `first` to ten frames later, to be looked at half-way."""
    last = min(first + 10, len(index)) - 1
    span = Span(index.tick(first), index.after(last))
    return Doubt(kind, span, index.tick((first + last + 1) // 2), weight, Subject.FACE, box)


def appraise(desk: Desk, *doubts: Doubt) -> None:
    """Have the analysis of the footage on show doubt these and nothing else."""
    place = desk.place
    assert place is not None
    place.appraisal = Appraisal(doubts, risk_of(doubts, place.footage.recording.index.ticks))
    desk.review_changed.emit()
