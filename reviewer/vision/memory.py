"""What something looked like, as it was drawn and lately, and where in a picture it looks so again."""

from collections import deque
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.vision.motion import Grey, patch, similarity
from reviewer.vision.trail import Place

SIDE = 24
"""Pixels of the pictures that are compared, as `motion.patch` makes them."""

KEPT, EVERY = 4, 0.2
"""Pictures from lately that are kept, and the seconds between two of them: what is compared with the oldest is
compared with how it was more than half a second ago, so that what slides in front of it slowly shows."""

PLAIN, RIM, AROUND = 7.0, 3, (1.0, 1.35, 1.8)
"""Standard deviation of the luma, without a rim of so many pixels, under which a picture says nothing, and how many
times its box is then taken in: of a blank screen its edges tell where it is, and what lies around them."""

SIZES, BETTER = (0.88, 1.0, 1.14), 0.03
"""Sizes in which it is looked for, in those that it is expected in, and how much more alike it must be in another size
than in its own: of what has little detail the size would drift."""

APART, CLEARLY = 0.6, 0.06
"""How far from the best place, in sizes, another place must be to count as another thing; and how much less alike it
must be for the best to be the one."""


class Memory:
    """Pictures of one thing, 24 x 24; `box` is where it was drawn, in pixels of `luma`."""

    def __init__(self, luma: Grey, box: Place) -> None:
        looks = [patch(luma, _grown(box, around)) for around in AROUND]
        telling = [n for n, look in enumerate(looks) if look[RIM:-RIM, RIM:-RIM].std() >= PLAIN]
        chosen = telling[0] if telling else len(looks) - 1
        self._around, self._drawn = AROUND[chosen], looks[chosen]
        self._late: deque[Grey] = deque(maxlen=KEPT)
        self._due = 0.0

    def likeness(self, luma: Grey, box: Place) -> float:
        """How much what is in the box looks as it did when it was drawn or a while ago: -1 to 1."""
        seen = self._seen(luma, box)
        return max(similarity(look, seen) for look in self._looks())

    def lately(self, luma: Grey, box: Place) -> float:
        """The same, but for any picture that is kept, also the newest: what slides in front slowly does not show."""
        seen = self._seen(luma, box)
        return max(similarity(look, seen) for look in (self._drawn, *self._late))

    def keep(self, luma: Grey, box: Place, *, time: float) -> None:
        """Remember how it looks now, at `time` in seconds; it must be it for sure."""
        if time >= self._due:
            self._late.append(self._seen(luma, box))
            self._due = time + EVERY

    def place(self, luma: Grey, box: Place, *, reach: float) -> tuple[Place, float] | None:
        """Where near `box`, up to `reach` of its sizes away, it is most likely, and how alike it is there.

        None where two places apart look the same, and where there is nothing to look at.
        """
        found: list[tuple[float, Place]] = []
        for size in SIZES:
            scaled = _grown(box, size)
            looked = self._area(luma, scaled, reach=reach)
            step, start = scaled[2:] * self._around / SIDE, scaled[:2] - reach * scaled[2:]
            for look in self._looks():
                for (x, y), score in _peaks(looked, look):
                    worth = score if size == 1.0 else score - BETTER
                    found.append((worth, np.concatenate([start + (x, y) * step, scaled[2:]])))
        if not found:
            return None
        score, place = max(found, key=lambda f: f[0])
        apart = (np.abs(p[:2] + p[2:] / 2 - place[:2] - place[2:] / 2) > APART * place[2:] for _, p in found)
        if any(far.any() and other > score - CLEARLY for far, (other, _) in zip(apart, found, strict=True)):
            return None
        return place, score

    def _looks(self) -> list[Grey]:
        return [self._drawn, *list(self._late)[:1]]

    def _seen(self, luma: Grey, box: Place) -> Grey:
        return patch(luma, _grown(box, self._around))

    def _area(self, luma: Grey, box: Place, *, reach: float) -> Grey:
        """The picture around a box, scaled so that the box's own picture is SIDE wide and high."""
        whole = _grown(box, self._around)
        room = reach / self._around
        x, y = whole[:2] - room * whole[2:]
        step_x, step_y = whole[2] / SIDE, whole[3] / SIDE
        side = round(SIDE * (1 + 2 * room))
        matrix = np.array([[step_x, 0, x + step_x / 2 - 0.5], [0, step_y, y + step_y / 2 - 0.5]], np.float64)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        area = cv2.warpAffine(luma, matrix, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(area, np.uint8)


def _peaks(area: Grey, look: Grey) -> Iterator[tuple[NDArray[np.float64], float]]:
    """The place in an area, in its pixels from its first, that is most like a picture, and the best one apart."""
    if look.std() < 1.0 or area.shape[0] < SIDE:
        return
    alike = cv2.matchTemplate(area, look, cv2.TM_CCOEFF_NORMED)
    alike = np.where(np.isfinite(alike), alike, -1.0)
    far = round(APART * SIDE)
    for _ in range(2):
        y, x = np.unravel_index(int(alike.argmax()), alike.shape)
        yield np.array([x, y], np.float64), float(alike[y, x])
        alike[max(0, y - far) : y + far + 1, max(0, x - far) : x + far + 1] = -1.0


def _grown(box: Place, times: float) -> Place:
    return np.concatenate([box[:2] - box[2:] * (times - 1) / 2, box[2:] * times])
