"""Makes one track of two when a subject that was lost is found again: where position, time and appearance agree."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Origin
from reviewer.vision.motion import similarity
from reviewer.vision.scene import Scene
from reviewer.vision.trail import Tracklet, quads_of

LONGEST = 1.5
"""Seconds between the last find of one and the first of the other: in a longer gap nobody knows where it went, and
hiding a guess all the time would hide the picture."""

REACH, PER_SECOND = 0.6, 1.2
"""How far the two finds may lie apart, in sizes of the larger, at once and for each second in between; the camera's own
motion does not count."""

GROWTH = 1.6
"""How many times larger one may be than the other."""

ALIKE = 0.35
"""Correlation of the two pictures from which they may show the same thing; two faces of like light reach 0.2 to 0.3."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of the whole footage: how the picture moves, its width in pixels, and frames a second."""

    scene: Scene
    width: int
    rate: float

    def moved(self, a: int, b: int) -> NDArray[np.float64]:
        """How far the picture moved from frame `a` to frame `b`, in pixels right and down."""
        return np.asarray(self.scene.motion[a + 1 : b + 1].astype(np.float64).sum(axis=0) * self.width)

    def cut(self, a: int, b: int) -> bool:
        """Whether there is a cut after frame `a`, up to frame `b`."""
        return bool(self.scene.cuts[a + 1 : b + 1].any())


def rejoined(tracklets: Sequence[Tracklet], course: Course) -> list[Tracklet]:
    """The tracklets, those joined that are one subject; what lies between is bridged.

    Two are never joined that were found at the same time, nor over a cut, and each only to the one that fits best.
    """
    offers = sorted(_offers(tracklets, course), reverse=True)
    after: dict[int, int] = {}
    before: dict[int, int] = {}
    for _, i, j in offers:
        if i not in after and j not in before:
            after[i], before[j] = j, i
    joined = []
    for start in (i for i in range(len(tracklets)) if i not in before):
        whole, at = tracklets[start], start
        while at in after:
            at = after[at]
            whole = _bridged(whole, tracklets[at])
        joined.append(whole)
    return sorted(joined, key=lambda t: (t.first, -len(t.boxes)))


def _offers(tracklets: Sequence[Tracklet], course: Course) -> Iterator[tuple[float, int, int]]:
    """How well which two fit, of those whose times agree."""
    starts = sorted((tracklet.finds[0], number) for number, tracklet in enumerate(tracklets) if tracklet.finds)
    firsts = [first for first, _ in starts]
    for number, tracklet in enumerate(tracklets):
        if not tracklet.finds:
            continue
        end = tracklet.finds[-1]
        soon = slice(bisect_right(firsts, end), bisect_right(firsts, end + LONGEST * course.rate))
        for _, other in starts[soon]:
            if (fit := _fit(tracklet, tracklets[other], course=course)) > 0:
                yield fit, number, other


def _fit(a: Tracklet, b: Tracklet, *, course: Course) -> float:
    """How well `b` may be `a` found again, 0 where it cannot be."""
    if a is b or a.subject is not b.subject or not len(a.looks) or not len(b.looks):
        return 0.0
    end, start = a.finds[-1], b.finds[0]
    gap = (start - end) / course.rate
    if not 0 < gap <= LONGEST or course.cut(end, start):
        return 0.0
    box_a, box_b = a.boxes[end - a.first].astype(np.float64), b.boxes[start - b.first].astype(np.float64)
    size_a, size_b = (float(np.sqrt(max(box[2] * box[3], 1.0))) for box in (box_a, box_b))
    if not 1 / GROWTH <= size_a / size_b <= GROWTH:
        return 0.0
    step = box_b[:2] + box_b[2:] / 2 - box_a[:2] - box_a[2:] / 2 - course.moved(end, start)
    apart = float(np.hypot(*step)) / max(size_a, size_b) / (REACH + PER_SECOND * gap)
    alike = similarity(a.looks[1], b.looks[0])
    return alike * (1 - apart) if apart < 1 and alike >= ALIKE else 0.0


def _bridged(a: Tracklet, b: Tracklet) -> Tracklet:
    """`a`, then what lies between on a straight line, then `b` from its first find on."""
    start = b.finds[0]
    # Where both were followed into the same frames, `b` is nearer to a find from half way on.
    change = max(min(a.last + 1, (a.finds[-1] + start + 1) // 2), b.first)
    head, tail = min(change, a.last + 1) - a.first, change - b.first
    gap = max(0, b.first - a.last - 1)
    parts = (np.arange(1, gap + 1, dtype=np.float32) / (gap + 1))[:, None]
    between = a.boxes[-1] * (1 - parts) + b.boxes[0] * parts
    quads = None
    if a.quads is not None or b.quads is not None:
        first, second = quads_of(a), quads_of(b)
        turning = first[-1] * (1 - parts[:, None]) + second[0] * parts[:, None]
        quads = np.concatenate([first[:head], turning, second[tail:]])
    return Tracklet(
        a.subject,
        a.first,
        np.concatenate([a.boxes[:head], between, b.boxes[tail:]]),
        np.concatenate([a.origins[:head], np.full(gap, Origin.BRIDGED, np.uint8), b.origins[tail:]]),
        np.concatenate([a.scores[:head], np.zeros(gap, np.float32), b.scores[tail:]]),
        np.stack([a.looks[0], b.looks[1]]),
        quads,
    )
