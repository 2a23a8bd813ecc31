"""A stand-in for the generator: light plates with dark bars on a grey ground, some of them spoilt on request."""

import os
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Drawn:
    picture: NDArray[np.uint8]
    corners: NDArray[np.float32]
    visible: NDArray[np.float32]
    ignore: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class StandIn:
    """`spoilt` are numbers that raise, `nowhere` those whose corners are not numbers."""

    side: int = 128
    spoilt: tuple[int, ...] = ()
    nowhere: tuple[int, ...] = ()

    def __call__(self, number: int) -> Drawn:
        if number in self.spoilt:
            raise ValueError("a picture that cannot be made")
        rng = np.random.default_rng(number)
        picture = rng.integers(60, 120, (self.side // 8, self.side // 8, 3)).astype(np.uint8)
        picture = np.asarray(cv2.resize(picture, (self.side, self.side)), np.uint8)
        quads = np.array([quad(rng, self.side) for _ in range(2)], np.float32)
        if np.hypot(*(quads[0].mean(0) - quads[1].mean(0))) < self.side / 2:
            quads = quads[:1]
        for q in quads:
            draw(picture, q)
        if number in self.nowhere:
            quads = quads * np.nan
        return Drawn(picture, quads, np.ones(len(quads), np.float32), np.zeros(len(quads), bool))


def quad(rng: np.random.Generator, side: int) -> NDArray[np.float32]:
    width = float(rng.uniform(0.15, 0.4)) * side
    height, angle = width / 4, float(rng.normal(0, 0.2))
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2, height / 2]
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (corners @ turn + rng.uniform(0.3, 0.7, 2) * side).astype(np.float32)


def draw(picture: NDArray[np.uint8], corners: NDArray[np.float32]) -> None:
    cv2.fillConvexPoly(picture, np.round((corners - 0.5) * 16).astype(np.int32), (235, 240, 240), cv2.LINE_AA, 4)
    left, right = corners[[0, 3]], corners[[1, 2]]
    for part in (0.2, 0.35, 0.5, 0.65, 0.8):
        top, low = left + (right - left) * part
        a, b = (tuple(int(v) for v in np.round(top + (low - top) * t)) for t in (0.25, 0.75))
        cv2.line(picture, a, b, (20, 20, 20), max(1, int(np.hypot(*(low - top)) / 6)))


@dataclass(frozen=True, slots=True)
class Dying:
    """Ends the process that asks for a picture, as the kernel does when memory runs out."""

    def __call__(self, number: int) -> Drawn:
        os._exit(9)
