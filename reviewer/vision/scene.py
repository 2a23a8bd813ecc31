"""What each frame is like to look at: how the camera moves, how light and how sharp it is, and where shots change."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

WIDTH, HEIGHT = 240, 240
"""Width and height at most of the picture in which the camera's motion is measured: it moves far more than single
subjects do."""

CUT_DIFFERENCE = 12.0
"""Mean change of grey levels from which two frames may belong to different shots; a walking camera reaches 23, and
cuts in dark footage no more, so this alone decides nothing."""

CUT_FOLLOWED = 0.2
"""Share of followed points up to which such frames do: at most 0.04 at real cuts, at least 0.4 in shaken footage."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One entry a frame, in order.

    `motion` is float32 (n, 2): how far the picture moved since the frame before, right and down, in parts of its
    width; `light` is the mean luma from 0 to 255, and `detail` the mean difference of neighbouring luma, both float32;
    `cuts` is true where a frame seems to belong to another shot than the one before.
    """

    motion: NDArray[np.float32]
    light: NDArray[np.float32]
    detail: NDArray[np.float32]
    cuts: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.light)

    @classmethod
    def joined(cls, parts: "Sequence[Scene]") -> Self:
        """The scenes of consecutive segments, of which each starts with the frame that the last one ended with."""
        if not parts:
            nothing = np.zeros(0, np.float32)
            return cls(np.zeros((0, 2), np.float32), nothing, nothing, np.zeros(0, np.bool_))
        rest = [slice(0, None), *[slice(1, None)] * (len(parts) - 1)]
        return cls(
            np.concatenate([p.motion[r] for p, r in zip(parts, rest, strict=True)]),
            np.concatenate([p.light[r] for p, r in zip(parts, rest, strict=True)]),
            np.concatenate([p.detail[r] for p, r in zip(parts, rest, strict=True)]),
            np.concatenate([p.cuts[r] for p, r in zip(parts, rest, strict=True)]),
        )


class Sight:
    """Watches frames go by and notes what each is like; its memory of pictures is the last one, small."""

    def __init__(self) -> None:
        self._last: Grey | None = None
        self.motion: list[NDArray[np.float64]] = []
        self.light: list[float] = []
        self.detail: list[float] = []
        self.cuts: list[bool] = []

    def see(self, grey: Grey) -> None:
        """Note the next frame, given its luma at any size of the same proportions."""
        height, width = grey.shape
        scale = min(WIDTH / width, HEIGHT / height)
        size = (max(2, round(width * scale)), max(2, round(height * scale)))
        small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
        motion, followed, changed = (np.zeros(2), 1.0, 0.0) if self._last is None else _change(self._last, small)
        self.motion.append(motion * (width / size[0], height / size[1]) / width)
        self.cuts.append(changed > CUT_DIFFERENCE and followed <= CUT_FOLLOWED)
        self.light.append(float(small.mean()))
        self.detail.append(_detail(small))
        self._last = small

    def scene(self, part: slice) -> Scene:
        """What was noted of some of the frames."""
        return Scene(
            np.array(self.motion[part], np.float32).reshape(-1, 2),
            np.array(self.light[part], np.float32),
            np.array(self.detail[part], np.float32),
            np.array(self.cuts[part], np.bool_),
        )


def _change(before: Grey, after: Grey) -> tuple[NDArray[np.float64], float, float]:
    """The camera's motion, the share of points followed, and the mean change of grey levels.

    A flash or another exposure, which makes all of a picture lighter by as much, is no change.
    """
    alike = relit(after, like=before)
    motion, followed = _camera(before, alike)
    return motion, followed, float(cv2.absdiff(before, alike).mean())


def relit(picture: Grey, *, like: Grey) -> Grey:
    """The picture made as light on average as another."""
    difference = round(float(like.mean()) - float(picture.mean()))
    if difference == 0:
        return picture
    shift = (float(difference),)
    return np.asarray(cv2.add(picture, shift), np.uint8)  # type: ignore[call-overload]


def _camera(before: Grey, after: Grey) -> tuple[NDArray[np.float64], float]:
    """The median motion of points all over the picture, in its pixels, and the share of them that was followed."""
    height, width = before.shape
    x, y = np.meshgrid((np.arange(9) + 0.5) * width / 9, (np.arange(5) + 0.5) * height / 5)
    starts = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
    options = {"winSize": (15, 15), "maxLevel": 2, "criteria": (3, 8, 0.05)}
    ends, found, _ = cv2.calcOpticalFlowPyrLK(before, after, starts, None, **options)  # type: ignore[call-overload]
    back, returned, _ = cv2.calcOpticalFlowPyrLK(after, before, ends, None, **options)  # type: ignore[call-overload]
    good = (found.ravel() == 1) & (returned.ravel() == 1) & (np.linalg.norm(back - starts, axis=1) <= 1.0)
    moved = (ends - starts)[good]
    motion = np.median(moved, axis=0).astype(np.float64) if len(moved) >= 4 else np.zeros(2)
    return motion, float(good.mean())


def _detail(small: Grey) -> float:
    across = cv2.absdiff(small[:, 1:], small[:, :-1]).mean()
    down = cv2.absdiff(small[1:], small[:-1]).mean()
    return float(across + down) / 2
