"""A plain figure instead of a whole person: hair, clothes, build and gait are gone with the face.

The region reaches as far as a body does: see reviewer.effects.body. All of that is made flat, and then a figure that
is the same for everyone is drawn, standing still where the region is.
"""

import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Plane
from reviewer.effects.body import ABOVE, ACROSS, BELOW
from reviewer.effects.cells import GREY, NEUTRAL
from reviewer.effects.effect import Area, flat
from reviewer.effects.grade import Grade, Letter
from reviewer.effects.measured import MEASURED

FIGURE = 74
"""Luma of the figure: darker than the ground around it by what is seen at a glance."""

SIDES = ABOVE + 1 + BELOW
"""Sides of a face's box in the height of the box around its body."""

HEAD, HEAD_HIGH, HEAD_WIDE = (ABOVE + 0.45) / SIDES, 0.8 / SIDES, 0.62 / ACROSS
"""The middle of the figure's head, half its height and half its width, as parts of the body's box."""

NECK, NECK_WIDE = HEAD + 0.8 * HEAD_HIGH, 0.26 / ACROSS
SHOULDER, ROUND = (ABOVE + 1.5) / SIDES, 0.6 / SIDES
"""Where the neck begins and how wide it is to either side; where the shoulders do, and how far they are rounded."""

WIDE, NARROW = 1.5 / ACROSS, 1.1 / ACROSS
"""How far the figure reaches to either side of its middle, at the shoulders and at its foot."""

FOOT = 0.98
"""Where the figure ends."""


class Silhouette:
    """Draws the figure on flat grey."""

    name = "silhouette"
    grade = Grade(
        Letter.A,
        "The whole person is replaced by one flat tone and a figure that is the same for everyone; nothing of the "
        "interior is used.",
        "By construction. With only the head hidden, people are known again by the rest of them: Oh, Benenson, Fritz "
        "and Schiele, Faceless Person Recognition, 2016. How far a body reaches: Gordon and others, ANSUR II, 2014.",
        "Where someone is and how they move through the picture stay to be seen; so does who lies or bends far out of "
        "an upright figure.",
        MEASURED["silhouette"],
    )

    def tones(self, area: Area) -> tuple[Plane, Plane, Plane]:
        """The figure, in the middle of the area's box."""
        half, aside = _half_width(area.down(1)), np.abs(area.across(1) - 0.5)
        figure = aside.astype(np.float32)[None, :] <= half.astype(np.float32)[:, None]
        luma = np.multiply(figure, np.uint8(GREY - FIGURE), dtype=np.uint8)
        np.subtract(np.uint8(GREY), luma, out=luma)
        return luma, flat(NEUTRAL), flat(NEUTRAL)


def _half_width(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far to either side the figure reaches in a row, as a part of the box's width; below 0 where there is none."""
    head = HEAD_WIDE * _arc((rows - HEAD) / HEAD_HIGH)
    neck = np.where((rows >= NECK) & (rows <= SHOULDER + ROUND), NECK_WIDE, -1.0)
    down = np.clip((rows - SHOULDER) / (FOOT - SHOULDER), 0, 1)
    trunk = WIDE + (NARROW - WIDE) * down
    rounded = trunk * np.maximum(_arc(np.clip((SHOULDER + ROUND - rows) / ROUND, 0, 2)), 0.0)
    body = np.where((rows >= SHOULDER) & (rows <= FOOT), rounded, -1.0)
    return np.asarray(np.maximum(np.maximum(head, neck), body), np.float64)


def _arc(parts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half the width of a circle at each part of its radius from its middle; below 0 outside it."""
    return np.asarray(np.where(np.abs(parts) <= 1, np.sqrt(np.maximum(0.0, 1 - parts**2)), -1.0), np.float64)
