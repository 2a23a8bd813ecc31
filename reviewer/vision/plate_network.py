"""Finds number plates with the network that was made for them, at any size, with their four corners."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.vision.plate_maps import Found, decoded, merged
from reviewer.vision.plate_planes import fitted, levels, packed, scaled
from reviewer.vision.quads import boxes
from reviewer.vision.runtime import Network

SMALL = 640 * 360
"""Pixels of a second, small look that goes with every larger one. Of plates 450 pixels across, as who stands behind a
car films them, a look at 1280 x 720 finds two in five and this one nearly all (tests/bench/large_plates.py)."""

LARGER = 4.0
"""A frame is never enlarged to more than so many times its own area: beyond that there is nothing more to see."""

CROP = 192
"""Side of the picture of a closer look; what is expected there is a third of it wide."""

ROOM = 3.0
"""Sides of the square that a closer look takes in, in widths of what is expected there."""

NEAR, LIKE = 0.6, 2.0
"""How far from the middle of the place, in its sizes, a find may be, and how many times larger or smaller."""

PLAIN, SURER = 100.0, 1.25
"""Width in pixels of the frame from which a plate is plain, so that a find must score so many times what others must: a
tunnel's mouth, taken for a plate of 230 pixels at 0.45, hid a twelfth of the picture."""

SMALLEST = 8.0
"""Width in pixels of the frame under which a find is nothing that anyone could read; what was found larger is followed
to where it is that small."""


class PlateNetwork:
    """Plates from a fully convolutional network, whatever their number; its cost is that of `area` input pixels."""

    subject = Subject.PLATE
    check_threshold = 0.45

    def __init__(self, model: Path, *, area: int, alone: bool = False, network: Network | None = None) -> None:
        """`alone` is without the small look beside it; `network` is that of the model where it is loaded already."""
        self.name = f"plate network at {area / 1e6:.2f} megapixels"
        self._model = model
        self._areas = (area, SMALL) if area > 2 * SMALL and not alone else (area,)
        self._network = network or Network(model.read_bytes())

    def another(self, area: int, *, alone: bool = False) -> "PlateNetwork":
        """The same network for a look at another size; it is loaded once."""
        return PlateNetwork(self._model, area=area, alone=alone, network=self._network)

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All plates of at least `threshold`, best first."""
        most = int(LARGER * frame.width * frame.height)
        sizes = dict.fromkeys(fitted((frame.width, frame.height), min(area, most)) for area in self._areas)
        looks = [self._look(frame, size, threshold=threshold) for size in sizes]
        return self._finds(merged(looks), threshold=threshold)

    def detect_near(
        self, frame: Frame, place: Box, *, threshold: float, side: int = CROP, reach: float = NEAR
    ) -> Detection | None:
        """The best plate of at least `threshold` in and around `place`, in a crop `side` pixels wide and high.

        `reach` is how far from the middle of the place it may be, in sizes of the place.
        """
        crop = _around(place, frame)
        if crop is None:
            return None
        part = frame.part(crop)
        scale = side / max(part.width, part.height)
        size = (max(2, round(part.width * scale / 2) * 2), max(2, round(part.height * scale / 2) * 2))
        finds = [
            replace(find, detector=f"{self.name}, closer")
            for find in self._finds(
                self._look(part, size, threshold=threshold).moved(crop[0], crop[1]), threshold=threshold
            )
        ]
        return max((f for f in finds if _like(f.box, place, reach=reach)), key=lambda f: f.score, default=None)

    def close(self) -> None:
        """Nothing to let go of: the network goes with its memory."""

    def _look(self, frame: Frame, size: tuple[int, int], *, threshold: float) -> Found:
        """The plates of a frame seen at `size`, in pixels of the frame."""
        whole = (frame.width, frame.height)
        seen = frame.planes if size == whole else scaled(frame.planes, size)
        heat, geometry = self._network.run(levels(packed(seen)))
        found = decoded(heat[0, 0], geometry[0], threshold=threshold)
        return found.scaled(whole[0] / size[0], whole[1] / size[1])

    def _finds(self, found: Found, *, threshold: float) -> list[Detection]:
        around = boxes(found.quads)
        wide = around[:, 2] - around[:, 0]
        least = np.where(wide > PLAIN, SURER * threshold, threshold)
        kept = np.flatnonzero((wide >= SMALLEST) & (found.scores >= least))
        return [self._find(found.quads[i], around[i], score=float(found.scores[i])) for i in kept.tolist()]

    def _find(self, corners: NDArray[np.float32], edges: NDArray[np.float32], *, score: float) -> Detection:
        left, top, right, bottom = (float(v) for v in edges)
        outline = Outline(tuple((float(x), float(y)) for x, y in corners))
        return Detection(self.subject, Box(left, top, right - left, bottom - top), min(score, 1.0), self.name, outline)


def _around(place: Box, frame: Frame) -> tuple[int, int, int, int] | None:
    """The square around a place that a closer look takes in, in whole even pixels of the frame: x, y, width, height."""
    half = ROOM * max(place.width, place.height) / 2
    (x, y), whole = place.centre, (frame.width, frame.height)
    left, top = (max(0, int(v - half) // 2 * 2) for v in (x, y))
    right, bottom = (min(most, int(v + half)) for v, most in zip((x, y), whole, strict=True))
    width, height = (far - near for near, far in ((left, right), (top, bottom)))
    return (left, top, width, height) if width >= 8 and height >= 8 else None


def _like(found: Box, place: Box, *, reach: float) -> bool:
    """Whether a find in a crop may be what was expected at the place: near its middle, and of like size."""
    apart = max(abs(a - b) / max(place.width, 1.0) for a, b in zip(found.centre, place.centre, strict=True))
    size = (found.area / max(place.area, 1.0)) ** 0.5
    return apart <= reach and 1 / LIKE <= size <= LIKE
