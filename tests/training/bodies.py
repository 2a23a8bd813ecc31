"""What is known of a vehicle before it is drawn."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from tests.training.forms import Colour
from tests.training.pen import Pen, Point


@dataclass(frozen=True, slots=True)
class Body:
    """What the drawing of a vehicle needs: where its middle is from the plate, its half width, its paint, the plate.

    `plate` is half the plate's width and height; the ground and the roof lie at the heights `ground` and `top`.
    """

    middle: float
    half: float
    paint: Colour
    ground: float
    plate: Point
    top: float


class Draw(Protocol):
    """Draws a kind of vehicle about the place of its plate."""

    def __call__(self, pen: Pen, body: Body, *, rng: np.random.Generator) -> None:
        """Draws with the pen, in millimetres from the middle of the plate."""
