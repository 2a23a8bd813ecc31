"""What the network's maps ought to be for a picture: heat around each plate's middle, and corners near it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.vision.plate_maps import STRIDE
from reviewer.vision.quads import Quads, areas, within

SPREAD = 0.35
"""Standard deviation of the heat, in those of the plate's own area: a tenth of its width, a tenth of its height."""

LEAST_SPREAD = 0.45
"""The same in cells, added in squares: a plate of 3 x 1 cells still warms its neighbours a little."""

CORNERS_FROM = 0.3
"""Heat from which a cell learns the corners as well: a peak may come to lie beside the middle."""

KEEP = 0.2
"""Heat of a plate from which an ignored one beside it does not blot it out."""


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """The maps of one picture: `heat` (h, w), `counts` (h, w) of what is judged, and the cells that learn corners.

    `cells` (k, 2) are row and column, `weights` (k,) sum to one over each plate, and `quads` (k, 4, 2) are the
    corners in cells from the middle of the cell. `plates` is the number of plates to be found.
    """

    heat: NDArray[np.float32]
    counts: NDArray[np.bool_]
    cells: NDArray[np.int64]
    weights: NDArray[np.float32]
    quads: Quads
    plates: int


def targets(quads: Quads, ignore: NDArray[np.bool_], *, size: tuple[int, int]) -> Targets:
    """The targets of a picture of size (width, height), multiples of STRIDE, with its plates in pixels.

    Plates with `ignore` are blotted out: neither heat nor its absence counts there.
    """
    shape = (size[1] // STRIDE, size[0] // STRIDE)
    heat, counts = np.zeros(shape, np.float32), np.ones(shape, np.uint8)
    parts = []
    for quad in quads[~ignore] / STRIDE:
        warm = _heat(quad, shape)
        if warm is None:
            continue
        heat = np.maximum(heat, warm)
        rows, columns = np.nonzero(warm >= CORNERS_FROM)
        weight = warm[rows, columns]
        middles = np.stack([columns, rows], axis=1).astype(np.float32) + 0.5
        parts.append((np.stack([rows, columns], axis=1), weight / weight.sum(), quad[None] - middles[:, None]))
    for quad in quads[ignore] / STRIDE:
        _blot(counts, quad)
    cells = [np.concatenate(p) for p in zip(*parts, strict=True)] if parts else [np.zeros((0, s)) for s in (2, 1, 8)]
    return Targets(
        heat,
        (counts > 0) | (heat >= KEEP),
        cells[0].astype(np.int64),
        cells[1].astype(np.float32).reshape(-1),
        cells[2].astype(np.float32).reshape(-1, 4, 2),
        len(parts),
    )


def _heat(quad: Quads, shape: tuple[int, int]) -> NDArray[np.float32] | None:
    """A bell around the middle of what is seen of a quad (4, 2, in cells), shaped and turned as that part is."""
    part = within(quad, (shape[1], shape[0]))
    if len(part) < 3:
        return None
    moments = cv2.moments(part)
    if moments["m00"] <= 0:
        return None
    x, y = moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]
    middle = np.array([min(int(x), shape[1] - 1), min(int(y), shape[0] - 1)])
    shared = np.array([[moments["mu20"], moments["mu11"]], [moments["mu11"], moments["mu02"]]]) / moments["m00"]
    inverse = np.linalg.inv(shared * SPREAD**2 + np.eye(2) * LEAST_SPREAD**2)
    across, down = np.arange(shape[1]) - middle[0], np.arange(shape[0])[:, None] - middle[1]
    distance = inverse[0, 0] * across**2 + 2 * inverse[0, 1] * across * down + inverse[1, 1] * down**2
    return np.asarray(np.exp(-distance / 2), np.float32)


def _blot(counts: NDArray[np.uint8], quad: Quads) -> None:
    """Takes a quad, in cells, and a margin of a sixth and one cell out of what counts."""
    middle = quad.mean(axis=0)
    away = quad - middle
    length = np.maximum(np.hypot(away[:, :1], away[:, 1:]), 1e-3)
    wider = middle + away * (1 + 1 / 6 + 1 / length) if areas(quad[None])[0] > 0 else quad
    limit = 8.0 * max(counts.shape)
    points = np.clip(wider, -limit, limit)
    # Cells are judged by their middles, half a cell from where their numbers say.
    cv2.fillConvexPoly(counts, np.round((points - 0.5) * 16).astype(np.int32), 0, cv2.LINE_8, 4)
