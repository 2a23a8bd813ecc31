"""A scene that is put together from the back to the front, and knows what is left to be seen of each plate."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.training.glyphs import Picture
from tests.training.pen import Pen, mix
from tests.training.placement import Placement, Points, Window, warp

GRID = (16, 6)
"""Points across and down a plate at which it is looked up whether something lies in front of it."""


@dataclass(slots=True)
class Placed:
    """A plate in the scene: corners and grid points in pixels of the scene, how much of each point is hidden."""

    corners: Points
    points: Points
    hidden: NDArray[np.float64]
    form: str


@dataclass(slots=True)
class Scene:
    """The picture so far, and its plates."""

    picture: Picture
    plates: list[Placed] = field(default_factory=list)

    def lay(self, pen: Pen, placement: Placement) -> None:
        """Lays what the pen drew over the scene; plates that are already there are hidden where it is solid."""
        high, wide = self.picture.shape[:2]
        outline = placement.forward(_border(pen))
        low = np.maximum(np.floor(outline.min(0)).astype(int) - 2, 0)
        far = np.minimum(np.ceil(outline.max(0)).astype(int) + 3, [wide, high])
        if (far <= low).any():
            return
        layers, matrix = _shrunk(pen, placement)
        # What is drawn with fewer pixels than the picture has gains nothing from points between them.
        parts = 2 if pen.scale > 1.3 * placement.scale else 1
        size = (int(far[0] - low[0]), int(far[1] - low[1]))
        window = Window((float(low[0] * parts), float(low[1] * parts)), (size[0] * parts, size[1] * parts), parts)
        seen = warp(layers, matrix, placement=placement, window=window)
        small, mask = (
            np.asarray(cv2.resize(a, size, interpolation=cv2.INTER_AREA), np.uint8) if parts > 1 else a for a in seen
        )
        mix(self.picture[low[1] : far[1], low[0] : far[0]], small, mask=mask)
        for plate in self.plates:
            at = np.round(plate.points - low).astype(int)
            inside = ((at >= 0) & (at < np.array(size))).all(1)
            plate.hidden[inside] = np.maximum(plate.hidden[inside], mask[at[inside, 1], at[inside, 0]] / 255)

    def add(self, size: tuple[float, float], about: NDArray[np.float64], *, placement: Placement, form: str) -> None:
        """Notes a plate of size (width, height) millimetres; `about` is the 2 by 3 matrix from it to the surface.

        The plate's own millimetres have their origin in its middle.
        """
        w, h = size[0] / 2, size[1] / 2
        x, y = np.meshgrid((np.arange(GRID[0]) + 0.5) / GRID[0] * 2 - 1, (np.arange(GRID[1]) + 0.5) / GRID[1] * 2 - 1)
        corners = np.array([[-w, -h], [w, -h], [w, h], [-w, h]])
        points = np.stack([x.ravel() * w, y.ravel() * h], 1)

        def seen(at: Points) -> Points:
            return placement.forward(at @ about[:, :2].T + about[:, 2])

        self.plates.append(Placed(seen(corners), seen(points), np.zeros(len(points)), form))


def _border(pen: Pen) -> Points:
    """Points along the edge of what the pen can draw on, in millimetres."""
    high, wide = pen.cover.shape
    low, far = np.array(pen.low), np.array(pen.low) + np.array([wide, high]) / pen.scale
    t = np.linspace(0, 1, 9)[:, None]
    a, b, c, d = low, np.array([far[0], low[1]]), far, np.array([low[0], far[1]])
    return np.concatenate([a + (b - a) * t, b + (c - b) * t, c + (d - c) * t, d + (a - d) * t])


def _shrunk(pen: Pen, placement: Placement) -> tuple[list[Picture], Points]:
    """Picture and coverage with the pixels that the view leaves them, so that a steep view does not alias."""
    across = float(np.hypot(placement.rotation[0, 0], placement.rotation[1, 0]))
    down = float(np.hypot(placement.rotation[0, 1], placement.rotation[1, 1]))
    step = 2 * placement.scale / pen.scale
    fx, fy = min(1.0, across * step), min(1.0, down * step)
    if fx > 0.8 and fy > 0.8:
        return [pen.picture, pen.cover], pen.matrix
    high, wide = pen.cover.shape
    size = (max(2, round(wide * fx)), max(2, round(high * fy)))
    fx, fy = size[0] / wide, size[1] / high
    shrink = np.array([[fx, 0, fx / 2 - 0.5], [0, fy, fy / 2 - 0.5], [0, 0, 1.0]])
    layers = [np.asarray(cv2.resize(a, size, interpolation=cv2.INTER_AREA), np.uint8) for a in (pen.picture, pen.cover)]
    return layers, shrink @ pen.matrix
