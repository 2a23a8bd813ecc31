"""Which bars can be seen, and where they lie: in columns, so that thousands are gone through at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.ui.timeline.scene import THIN, Scene

MERGED = 4.0
"""Pixels below which a bar is drawn together with those beside it: there is no room for anything of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The bars on show, in columns: their places in the lanes, left and right in pixels, and rows."""

    at: NDArray[np.intp]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    rows: NDArray[np.int64]

    def only(self, which: NDArray[np.bool_]) -> "Seen":
        """Some of them."""
        return Seen(self.at[which], self.left[which], self.right[which], self.rows[which])


def seen(scene: Scene) -> Seen:
    """The bars of which something can be seen."""
    lanes, scale = scene.lanes, scene.scale
    first, last = scene.rows()
    margin = THIN * scale.per_pixel
    at = lanes.within(scale.at(0) - margin, scale.at(scene.wide) + margin)
    at = at[(lanes.rows[at] >= first) & (lanes.rows[at] < last)]
    left, right = scale.xs_of(lanes.starts[at]), scale.xs_of(lanes.ends[at])
    # What lies far outside would be no different: painters count pixels in 24 bits.
    return Seen(
        at, np.maximum(left, -50.0), np.minimum(np.maximum(right, left + THIN), scene.wide + 50), lanes.rows[at]
    )
