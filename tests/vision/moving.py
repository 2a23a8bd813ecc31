"""Made-up pictures in motion for following, and a detector whose finds are written down beforehand."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick

SIZE = (640, 360)


def texture(height: int, width: int, *, seed: int) -> NDArray[np.uint8]:
    """Smooth random blotches, which flow can follow."""
    noise = np.random.default_rng(seed).integers(0, 255, (height, width), np.uint8)
    smooth = cv2.GaussianBlur(noise, (0, 0), 3)
    return np.asarray(cv2.normalize(smooth, None, 20, 235, cv2.NORM_MINMAX), np.uint8)  # type: ignore[call-overload]


def frame_of(luma: NDArray[np.uint8], tick: int = 0) -> Frame:
    """A grey frame."""
    half = np.full(((luma.shape[0] + 1) // 2, (luma.shape[1] + 1) // 2), 128, np.uint8)
    return Frame(Tick(tick), luma, half, half)


class Street:
    """A textured patch that moves over a textured ground; the camera may drift, and a cut may come."""

    def __init__(self, *, frames: int = 40, speed: tuple[float, float] = (4, 1), cut_at: int | None = None) -> None:
        self.frames, self.speed, self.cut_at = frames, speed, cut_at
        self._ground = texture(SIZE[1], SIZE[0], seed=1)
        self._after = 255 - texture(SIZE[1], SIZE[0], seed=9)
        self._patch = texture(60, 48, seed=2)

    def box(self, number: int) -> Box:
        """Where the patch is in that frame."""
        return Box(100 + self.speed[0] * number, 120 + self.speed[1] * number, 48, 60)

    def lumas(self) -> Iterator[NDArray[np.uint8]]:
        """The frames' luma in order."""
        for number in range(self.frames):
            picture = self._ground.copy()
            if self.cut_at is not None and number >= self.cut_at:
                yield np.where(self._after > 120, 250, 5).astype(np.uint8)
                continue
            box = self.box(number)
            x, y = round(box.x), round(box.y)
            left = max(0, -x)
            picture[y : y + 60, max(0, x) : max(0, x + 48)] = self._patch[:, min(left, 48) :]
            yield picture

    def stream(self) -> Iterator[Frame]:
        """The frames in order."""
        for number, luma in enumerate(self.lumas()):
            yield frame_of(luma, number)


class Written:
    """A detector that finds what was written down for each frame it is asked about; ticks are frame numbers."""

    name = "written"
    check_threshold = 0.1

    def __init__(self, finds: dict[int, list[tuple[Box, float]]], subject: Subject = Subject.FACE) -> None:
        self.subject = subject
        self._finds = finds
        self.asked: list[int] = []

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """The finds of that frame from `threshold` on."""
        self.asked.append(frame.tick)
        return [Detection(self.subject, b, s, self.name) for b, s in self._finds.get(frame.tick, []) if s >= threshold]

    def close(self) -> None:
        """Nothing to let go of."""
