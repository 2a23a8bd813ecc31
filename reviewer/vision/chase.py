"""Follows one thing that a person drew, frame by frame in one direction of time, and stops when in doubt.

Flow carries it; what it looked like, and a detector where there is one for its kind, say whether it is still the same
thing and pull it back into place. Where it is lost or hidden, its place is held for a while and looked around; what
is found again must look like it. To go on with something else would leave it uncovered and nobody would know.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from reviewer.core.detection import Detection, Origin
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.pursuit import Ending
from reviewer.vision.memory import Memory
from reviewer.vision.motion import Grey, Step, carry
from reviewer.vision.scene import Sight
from reviewer.vision.trail import FOLLOWED, Place, overlap

Look = Callable[[Frame, Box], Detection | None]
"""Looks for the kind of thing that is followed in and around a place; both in pixels of the frame."""

AGREES = 0.45
"""Intersection over union from which a find and what flow says are the same place."""

LIKE, UNLIKE = 0.55, 0.3
"""Correlation with how it looked, from which on it is still the same thing, and under which it is not."""

AGAIN, ALONE = 0.6, 0.8
"""Correlation from which something is it that was lost: where a detector found such a thing, and where only its look
says so. Looked for in many places, something else is soon as alike as 0.7: the back of somebody behind was."""

DOUBT = 0.5
"""Seconds for which it may look neither alike nor unlike; it then was lost when that began."""

HELD = 1.5
"""Seconds for which it is held and looked for after it was lost or hidden."""

KEPT = 1.0
"""Seconds for which its place stays covered after it was seen last."""

SLOWER = 0.85
"""Part of its own motion that it keeps in each frame in which it is not seen."""

STEADY = 0.5
"""Part that the newest step has in how it moves by itself."""

VISIBLE, CUT_OFF = 0.25, 0.97
"""Share of it in the picture under which it has left, and under which it is on its way out."""

SMALLEST = 5.0
"""Pixels of the shorter side under which nothing can be followed, and nothing is to be seen of it."""

REACH, FARTHER = 0.7, 1.2
"""How far from where it is expected it is looked for, in its sizes, at first, and how much farther a second later."""

CLOSE = 0.3
"""How far from where it was expected it is looked for that flow cannot follow, in its sizes."""

NEAR = 0.7
"""How far from where it is expected a find may be that flow does not confirm, in its sizes."""

ROOM, WIDER = 0.15, 0.2
"""Part of its size by which it is wider on every side where it is not sure, and by how much more after a second."""

TURNS = 0.3
"""Radians that it turns in one frame at most."""

MISS, LOOSE, ENOUGH = 1.5, 0.02, 8
"""Pixels, and part of its size, that a point may lie beside where moving, turning and growing put it, and the points
that there must be at least."""


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """Where it is in a frame: its box in pixels of the frame, how far it has turned clockwise, in radians.

    `room` is by how much of its size it may be farther out on every side.
    """

    box: Place
    turned: float = 0.0
    origin: Origin = Origin.FOLLOWED
    room: float = 0.0


class Chase:
    """One thing on its way through frames that come one after the other, in either direction of time."""

    def __init__(self, frame: Frame, box: Place, *, rate: float, look: Look | None = None) -> None:
        """`box` is where it is in the first frame; `rate` is frames a second."""
        self._luma, self._look, self._rate = frame.luma, look, rate
        self._memory, self._sight = Memory(frame.luma, box), Sight()
        self._sight.see(frame.luma)
        self._drift: Place = np.zeros(2)
        self._doubtful = self._lost = 0
        self.path = [Spot(np.asarray(box, np.float64), origin=Origin.DETECTED)]
        """Where it is, from the first frame on; what comes after `sure` is only held."""
        self.sure = 0
        """The position in the path at which it was seen last."""
        self.ended: Ending | None = None

    def go_on(self, frame: Frame, *, known: Box | None = None) -> bool:
        """Follow it into the next frame; `known` is where other evidence has it. False when it is followed no further.

        In a frame that ends it nothing is added to the path.
        """
        self._sight.see(frame.luma)
        if self._sight.cuts[-1] and self._lost:
            return self._end(Ending.CUT)
        camera = np.asarray(self._sight.motion[-1] * frame.width, np.float64)
        find = None if known is None else _place(known)
        going = self._sought(frame, camera, find=find) if self._lost else self._carried(frame, camera, find=find)
        self._luma = frame.luma
        return going

    def finish(self) -> None:
        """There are no further frames."""
        if self.ended is None:
            self._end(Ending.LOST if self._lost else Ending.FOOTAGE)

    def _carried(self, frame: Frame, camera: Place, *, find: Place | None) -> bool:
        before, expected = self.path[-1], camera + self._drift
        step = carry(self._luma, frame.luma, boxes=before.box[None], expected=expected[None].astype(np.float64))
        together, turn = _together(step)
        place, flown = step.boxes[0], together >= FOLLOWED
        if find is None and self._look is not None:
            find = _find(self._look(frame, _box(place)))
        spot = self._judged(frame.luma, place, flown=flown, find=find)
        # What goes on as it was has seen no cut, whatever flickers around it.
        if self._sight.cuts[-1] and (spot is None or self._memory.lately(frame.luma, spot.box) < LIKE):
            return self._end(Ending.CUT)
        if spot is None and flown and self._in_doubt(frame.luma, place):
            return self._add(frame, Spot(place, before.turned + turn, room=ROOM))
        if spot is None:
            return self._lose(frame, camera)
        own = _middle(spot.box) - _middle(before.box) - camera
        self._drift = self._drift * (1 - STEADY) + own * STEADY
        self._doubtful = 0
        return self._seen(frame, replace(spot, turned=before.turned + turn))

    def _judged(self, luma: Grey, place: Place, *, flown: bool, find: Place | None) -> Spot | None:
        """Where it is for sure, if `place` is where flow has it, or where it was expected unless it was `flown`."""
        memory = self._memory
        if find is not None and flown and overlap(find, place) >= AGREES and memory.lately(luma, place) >= UNLIKE:
            return Spot((place + find) / 2, origin=Origin.DETECTED)
        if flown and memory.likeness(luma, place) >= LIKE:
            return Spot(self._straightened(luma, place))
        if find is not None and _near(find, place) and memory.likeness(luma, find) >= LIKE:
            return Spot(find, origin=Origin.DETECTED)
        if not flown:  # of what is blank flow sees nothing, but its edges are seen
            seen = memory.place(luma, place, reach=CLOSE)
            if seen is not None and seen[1] >= ALONE:
                return Spot(seen[0])
        return None

    def _in_doubt(self, luma: Grey, place: Place) -> bool:
        """Whether it may still be it, and has not been in doubt for too long."""
        self._doubtful += 1
        return self._doubtful <= DOUBT * self._rate and self._memory.likeness(luma, place) >= UNLIKE

    def _seen(self, frame: Frame, spot: Spot) -> bool:
        """It is there for sure."""
        if not self._add(frame, spot):
            return False
        self.sure = len(self.path) - 1
        self._memory.keep(frame.luma, spot.box, time=self.sure / self._rate)
        return True

    def _add(self, frame: Frame, spot: Spot) -> bool:
        if min(spot.box[2:]) < SMALLEST:
            return self._end(Ending.SMALL)
        if _shown(spot.box, frame) < VISIBLE:
            return self._end(Ending.LEFT)
        self.path.append(spot)
        return True

    def _straightened(self, luma: Grey, place: Place) -> Place:
        """Half way from where flow has it to where it looks most as it was drawn, close by."""
        found = self._memory.place(luma, place, reach=0.15)
        if found is None or found[1] < max(LIKE, self._memory.likeness(luma, place)):
            return place
        return (place + found[0]) / 2

    def _lose(self, frame: Frame, camera: Place) -> bool:
        """It was lost in this frame, or where the doubt began: from there on its place is held."""
        self._lost = len(self.path) - 1 - self.sure
        self._doubtful = 0
        for number in range(self.sure + 1, len(self.path)):
            self.path[number] = replace(self.path[number], origin=Origin.BRIDGED, room=self._room(number))
        return self._sought(frame, camera, find=None)

    def _sought(self, frame: Frame, camera: Place, *, find: Place | None) -> bool:
        """Hold its place, and look around it."""
        self._lost += 1
        self._drift = self._drift * SLOWER
        before = self.path[-1]
        place = before.box + np.concatenate([camera + self._drift, np.zeros(2)])
        again = self._again(frame, place, find=find)
        if again is not None:
            return self._found(frame, again, turned=before.turned)
        out = _shown(place, frame) < VISIBLE or self._leaving(frame)
        if out and self._lost > DOUBT * self._rate:
            return self._end(Ending.LEFT)
        if self._lost > HELD * self._rate:
            return self._end(Ending.LOST)
        number = len(self.path)
        self.path.append(Spot(place, before.turned, Origin.BRIDGED, self._room(number)))
        return True

    def _again(self, frame: Frame, place: Place, *, find: Place | None) -> Place | None:
        """Where it is seen again, if it is: alike, and nothing else beside it as alike."""
        reach = REACH + FARTHER * self._lost / self._rate
        if find is None and self._look is not None:
            find = _find(self._look(frame, _box(place)))
        if find is not None and _near(find, place, reach=reach) and self._memory.lately(frame.luma, find) >= AGAIN:
            return find
        found = self._memory.place(frame.luma, place, reach=reach)
        if found is None or found[1] < ALONE or _shown(found[0], frame) < CUT_OFF:
            return None
        return found[0]

    def _found(self, frame: Frame, place: Place, *, turned: float) -> bool:
        """It was hidden, and is there again: in between it went straight."""
        start, count = self.path[self.sure], len(self.path) - self.sure
        for number in range(self.sure + 1, len(self.path)):
            part = (number - self.sure) / count
            box = start.box + (place - start.box) * part
            self.path[number] = Spot(box, turned, Origin.BRIDGED, self._room(number))
        self._drift = np.zeros(2)
        self._lost = 0
        return self._seen(frame, Spot(place, turned, Origin.DETECTED))

    def _room(self, number: int) -> float:
        return ROOM + WIDER * min(1.0, (number - self.sure) / self._rate)

    def _leaving(self, frame: Frame) -> bool:
        """Whether it was cut off by the edge of the picture when it was seen last."""
        return _shown(self.path[self.sure].box, frame) < CUT_OFF

    def _end(self, why: Ending) -> bool:
        """Nothing more is added; after a loss the place stays covered for KEPT, and what came before it is widened."""
        self.ended = why
        kept = round(KEPT * self._rate)
        if why is Ending.LEFT and not self._lost:
            self.sure = len(self.path) - 1
        del self.path[self.sure + 1 + kept :]
        if why is Ending.LOST:
            for number in range(max(1, self.sure + 1 - kept), self.sure + 1):
                spot = self.path[number]
                self.path[number] = replace(spot, room=max(spot.room, ROOM))
        return False


def _together(step: Step) -> tuple[float, float]:
    """The share of the points that came back to their start and move as one thing does, and how far that turned.

    Where one thing slides in front of another, each takes its own points along.
    """
    starts, ends = step.points(0)
    if len(starts) < ENOUGH:
        return 0.0, 0.0
    spread = float(np.ptp(starts, axis=0).max())
    miss = max(MISS, LOOSE * spread)
    similar, held = cv2.estimateAffinePartial2D(starts, ends, method=cv2.RANSAC, ransacReprojThreshold=miss)
    if similar is None or held is None or not held.any():
        return 0.0, 0.0
    angle = math.atan2(similar[1, 0], similar[0, 0])
    return float(held.sum()) / step.good.shape[1], angle if abs(angle) <= TURNS else 0.0


def _shown(place: Place, frame: Frame) -> float:
    """The share of it that lies in the picture."""
    across = min(place[0] + place[2], frame.width) - max(place[0], 0.0)
    down = min(place[1] + place[3], frame.height) - max(place[1], 0.0)
    return float(max(0.0, across) * max(0.0, down) / max(place[2] * place[3], 1e-6))


def _near(find: Place, place: Place, *, reach: float = NEAR) -> bool:
    return bool((np.abs(_middle(find) - _middle(place)) <= reach * np.maximum(place[2:], 1.0)).all())


def _middle(place: Place) -> Place:
    return np.asarray(place[:2] + place[2:] / 2)


def _box(place: Place) -> Box:
    return Box(*(float(v) for v in place))


def _place(box: Box) -> Place:
    return np.array([box.x, box.y, box.width, box.height])


def _find(found: Detection | None) -> Place | None:
    return None if found is None else _place(found.box)
