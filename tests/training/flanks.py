"""The side of a vehicle that is seen beside its front or rear when it stands at an angle."""

import numpy as np

from tests.training.forms import Colour
from tests.training.pen import Pen, Point, shaded
from tests.training.placement import Placement, turned

LEAST_TURN = 0.14
"""Sine of the angle under which a vehicle's side is too narrow to be worth drawing."""


def flank_placement(front: Placement, half: float) -> tuple[Placement, int] | None:
    """Where the visible side lies that starts `half` millimetres from the front's anchor, and which one it is.

    Along the side x runs away from the front: to the right of it (1), or to the left (-1). None when neither side
    is seen.
    """
    towards = -float(front.rotation[2, 0])
    if abs(towards) < LEAST_TURN:
        return None
    # The front's x axis points towards the camera on the side that is seen.
    side = 1 if towards > 0 else -1
    if front.radius:
        half = min(half, front.radius * 0.9)
    edge = np.array([side * half, 0.0, 0.0])
    depth = front.distance + float(front.rotation[2] @ edge)
    if depth < front.distance * 0.2:
        return None
    x, y = front.forward(np.array([[side * half, 0.0]]))[0]
    rotation = front.rotation @ turned(-side * np.pi / 2, 0, roll=0)
    scale = front.scale * front.distance / depth
    return Placement(rotation, (float(x), float(y)), scale, depth), side


def draw_flank(
    pen: Pen, paint: Colour, *, shape: tuple[float, float, float], side: int, rng: np.random.Generator
) -> None:
    """The side: body, windows, wheels and their shadow. `shape` is the length, the roof's y and the ground's y."""
    long, roof, ground = shape

    def at(*points: Point) -> np.ndarray:
        return np.array([(side * x, y) for x, y in points])

    waist, sill = roof * 0.5, ground - 170
    box = roof < -1180
    pen.area(at((0, ground - 30), (long, ground - 30), (long, ground + 50), (0, ground + 50)), (22, 22, 22), solid=190)
    lean = 0.04 if box else float(rng.uniform(0.1, 0.28))
    body = at(
        (0, waist * 0.75),
        (long * lean, waist),
        (long * (lean + 0.1), roof),
        (long * 0.85, roof),
        (long, waist),
        (long, sill),
        (0, sill),
    )
    light = float(rng.uniform(0.5, 1.15))
    pen.shade(body, shaded(paint, light), bottom=shaded(paint, light * 0.55))
    glass = at(
        (long * (lean + 0.05), waist), (long * (lean + 0.13), roof + 60), (long * 0.8, roof + 60), (long * 0.9, waist)
    )
    pen.shade(glass, (120, 114, 108), bottom=(40, 38, 36))
    for x in (0.38, 0.62):
        pen.line([(side * long * x, roof), (side * long * x, sill)], shaded(paint, light * 0.4), wide=14)
    for x in (0.19, 0.8):
        centre = (side * long * x, ground - 290)
        pen.oval((centre[0], centre[1] - 20), (370, 370), colour=(14, 14, 14))
        pen.oval(centre, (310, 310), colour=(28, 28, 28))
        pen.oval(centre, (200, 200), colour=shaded((150, 150, 150), float(rng.uniform(0.3, 1.2))))
