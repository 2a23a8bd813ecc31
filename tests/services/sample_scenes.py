"""Samples that are made up, and footage for them to be of."""

from collections.abc import Mapping, Sequence

import numpy as np

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.core.sample import Look, Sample
from reviewer.core.timing import Span, Tick

STEP = 4000
"""Ticks between two frames of a sample."""

Finds = Mapping[int, Sequence[tuple[int, tuple[float, float, float, float], float]]]
"""By position of the frame: the look, the box and the score of each find."""


def sample(finds: Finds, *, frames: int = 10, subjects: Sequence[Subject] = (Subject.FACE, Subject.FACE)) -> Sample:
    """A sample of so many frames with these finds; two looks for faces unless told otherwise."""
    rows = [(frame, look, box, score) for frame in sorted(finds) for look, box, score in finds[frame]]
    at, found_by, boxes, scores = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Sample(
        looks=tuple(Look(subject, f"look {number}") for number, subject in enumerate(subjects)),
        ticks=np.arange(frames, dtype=np.int64) * STEP,
        frames=np.array(at, np.int32),
        found_by=np.array(found_by, np.uint8),
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        scores=np.array(scores, np.float32),
    )


def covering(
    *boxes: tuple[float, float, float, float],
    subject: Subject = Subject.FACE,
    decision: Decision = Decision.PROPOSED,
    span: tuple[int, int] = (0, 10**9),
) -> Review:
    """A review with a region that stands still over each box."""
    return of(
        Region(
            id=RegionId(f"{decision} {number}"),
            subject=subject,
            span=Span(Tick(span[0]), Tick(span[1])),
            keyframes=(Keyframe(Tick(0), Box(*box)),),
            decision=decision,
        )
        for number, box in enumerate(boxes)
    )
