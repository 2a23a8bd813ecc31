"""The lens and the shutter: one map of the whole picture that is known in both directions.

Fisheye: the equidistant projection, r' = k f atan(r / f), with `f` the focal length in pixels and `k` just so large
that the farthest corner of the picture keeps its place: then every point of the picture lies in the scene. Rolling
shutter: each row is shifted sideways in proportion to its time of exposure, with a shake.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.training.glyphs import Picture

Points = NDArray[np.float64]

_STEP = 8
_NO_MAP = np.empty(0, np.float32)
"""Stands for the second map of OpenCV's remap when the first holds both coordinates."""


@dataclass(frozen=True, slots=True)
class Lens:
    """A fisheye of focal length `focal` pixels (0 for none), enlarged by `zoom`, and a rolling shutter.

    `skew` is pixels of shift to the row, `shake` the amplitude in pixels of a wave of `period` rows.
    """

    centre: tuple[float, float]
    focal: float = 0.0
    zoom: float = 1.0
    skew: float = 0.0
    shake: float = 0.0
    period: float = 200.0

    @property
    def plain(self) -> bool:
        """Whether it changes nothing."""
        return not (self.focal or self.skew or self.shake)

    def forward(self, points: Points) -> Points:
        """Where points (n, 2) of the scene appear in the picture."""
        middle = np.array(self.centre)
        bent = points - middle
        if self.focal:
            r = np.hypot(bent[:, 0], bent[:, 1])[:, None] / self.focal
            bent = bent * self.zoom * np.where(r > 1e-6, np.arctan(r) / np.maximum(r, 1e-9), 1.0)
        bent = bent + middle
        bent[:, 0] += self._shift(bent[:, 1])
        return np.asarray(bent)

    def inverse(self, points: Points) -> Points:
        """The points of the scene that appear at points (n, 2) of the picture."""
        middle = np.array(self.centre)
        straight = points.copy()
        straight[:, 0] -= self._shift(points[:, 1])
        straight = straight - middle
        if self.focal:
            straight = straight / self.zoom
            r = np.hypot(straight[:, 0], straight[:, 1])[:, None] / self.focal
            straight = straight * np.where(r > 1e-6, np.tan(np.minimum(r, 1.5)) / np.maximum(r, 1e-9), 1.0)
        return np.asarray(straight + middle)

    def _shift(self, rows: Points) -> Points:
        return np.asarray(self.skew * (rows - self.centre[1]) + self.shake * np.sin(rows * (2 * np.pi / self.period)))

    def apply(self, scene: Picture) -> Picture:
        """The picture of a scene; what a shifted row leaves free repeats its edge."""
        high, wide = scene.shape[:2]
        across, down = wide // _STEP + 2, high // _STEP + 2
        xs, ys = np.meshgrid(np.arange(across) * float(_STEP), np.arange(down) * float(_STEP))
        coarse = self.inverse(np.stack([xs.ravel(), ys.ravel()], 1)).reshape(down, across, 2).astype(np.float32)
        grow = np.array([[_STEP, 0, 0], [0, _STEP, 0]], np.float64)
        fine = cv2.warpAffine(coarse, grow, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cv2.remap(scene, fine, _NO_MAP, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def choose_lens(size: tuple[int, int], rng: np.random.Generator) -> Lens:
    """A lens for a picture of size (width, height): often none, sometimes a fisheye, a rolling shutter, or both."""
    wide, high = size
    centre = (wide * float(rng.uniform(0, 1)), high * float(rng.uniform(0, 1)))
    focal = skew = shake = 0.0
    zoom = 1.0
    draw = float(rng.random())
    if draw < 0.28:
        focal = max(size) * float(np.exp(rng.uniform(np.log(0.75), np.log(3.0))))
        far = float(np.hypot(max(centre[0], wide - centre[0]), max(centre[1], high - centre[1]))) / focal
        zoom = far / float(np.arctan(far))
    if draw > 0.2 and rng.random() < 0.22:
        skew = float(rng.normal(0, 0.06))
        shake = float(rng.exponential(0.6)) if rng.random() < 0.4 else 0.0
    return Lens(centre, focal, zoom, skew, min(shake, 2.5), float(rng.uniform(80, 400)))
