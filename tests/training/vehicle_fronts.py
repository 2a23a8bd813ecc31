"""Vehicles from the front, in millimetres about the place of their number plate."""

import numpy as np

from tests.training.bodies import Body
from tests.training.forms import any_hand, word
from tests.training.pen import Pen, Point, rounded, shaded
from tests.training.vehicle_parts import (
    badge,
    grille,
    headlamp,
    lettering,
    mirrored,
    pane,
    plastic,
    wheels,
)


def car_front(pen: Pen, body: Body, *, rng: np.random.Generator) -> None:
    """A car from the front."""
    m, h = body.middle, body.half
    top, waist, sill = body.top, body.top * float(rng.uniform(0.5, 0.6)), body.ground - 170
    nose = float(rng.uniform(-330, -210))
    wheels(pen, middle=m, half=h, top=-60, ground=body.ground)
    shell: list[Point] = [
        (m - h * 0.62, top), (m + h * 0.62, top), (m + h * 0.8, waist), (m + h * 0.98, nose), (m + h, 40),
        (m + h * 0.93, sill), (m - h * 0.93, sill), (m - h, 40), (m - h * 0.98, nose), (m - h * 0.8, waist),
    ]  # fmt: skip
    pen.shade(np.array(shell), shaded(body.paint, 1.05), bottom=shaded(body.paint, 0.62))
    pane(
        pen, [(m - h * 0.58, top + 60), (m + h * 0.58, top + 60), (m + h * 0.76, waist), (m - h * 0.76, waist)], rng=rng
    )
    mirrored(
        pen,
        [(m - h * 0.95, waist - 90), (m - h * 1.12, waist - 110), (m - h * 1.12, waist), (m - h * 0.95, waist)],
        colour=shaded(body.paint, 0.8),
        middle=m,
    )
    bonnet: list[Point] = [(m - h * 0.78, waist), (m + h * 0.78, waist), (m + h * 0.9, nose), (m - h * 0.9, nose)]
    pen.shade(
        np.array(bonnet),
        shaded(body.paint, float(rng.uniform(1.0, 1.7))),
        bottom=shaded(body.paint, float(rng.uniform(0.8, 1.3))),
    )
    for k in (0.3, 0.55) if rng.random() < 0.6 else ():
        for side in (-1, 1):
            pen.line([(m + side * h * k, waist), (m + side * h * k * 0.8, nose)], shaded(body.paint, 0.7), wide=8)
    on, tall = rng.random() < 0.2, float(rng.uniform(110, 210))
    y = nose + float(rng.uniform(-20, 60))
    gw, gh = h * float(rng.uniform(0.35, 0.62)), float(rng.uniform(50, 120))
    grille(pen, (m - gw, y - gh * 0.5), high=(m + gw, y + gh * 0.8), rng=rng)
    for side in (-1, 1):
        headlamp(pen, (m + side * h * 0.95, y - 40), inner=(m + side * (gw + 50), y), tall=tall, on=on)
    badge(pen, (m, y), size=float(rng.uniform(40, 75)), rng=rng)
    _bumper(pen, body, rng=rng, band=(y + gh + 20, sill))


def _bumper(pen: Pen, body: Body, *, rng: np.random.Generator, band: Point) -> None:
    """The front bumper: its edge, an intake with slats around or under the plate, fog lamps."""
    m, h = body.middle, body.half
    low, high = band
    colour = body.paint if rng.random() < 0.75 else plastic(rng)
    pen.shade(
        rounded((m - h * 0.99, low), (m + h * 0.99, high), round_by=60),
        shaded(colour, float(rng.uniform(0.9, 1.3))),
        bottom=shaded(colour, 0.6),
    )
    pen.line([(m - h, low), (m + h, low)], shaded(colour, 0.35), wide=9)
    wide = h * float(rng.uniform(0.45, 0.85))
    kind = int(rng.integers(3))
    if kind == 0:
        grille(pen, (m - wide, low + 30), high=(m + wide, high - 40), rng=rng)
    elif kind == 1:
        grille(pen, (m - wide, body.plate[1] + 25), high=(m + wide, max(high - 20, body.plate[1] + 70)), rng=rng)
    for side in (-1, 1) if rng.random() < 0.6 else ():
        pen.oval((m + side * h * 0.8, (low + high) / 2 + 30), (70, 45), colour=(26, 26, 26))
        pen.oval(
            (m + side * h * 0.8, (low + high) / 2 + 30),
            (42, 38),
            colour=shaded((200, 200, 200), float(rng.uniform(0.5, 1.2))),
        )


def lorry_front(pen: Pen, body: Body, *, rng: np.random.Generator) -> None:
    """A lorry or a bus from the front: a wall with a large windscreen, a destination, lamps in the bumper."""
    m, h = body.middle, body.half * float(rng.uniform(1.1, 1.4))
    top, sill = body.top, body.ground - 200
    wheels(pen, middle=m, half=h, top=0, ground=body.ground)
    pen.shade(
        rounded((m - h, top), (m + h, sill), round_by=90), shaded(body.paint, 1.1), bottom=shaded(body.paint, 0.75)
    )
    glass = top + float(rng.uniform(750, 1000))
    pane(
        pen, [(m - h * 0.9, top + 250), (m + h * 0.9, top + 250), (m + h * 0.94, glass), (m - h * 0.94, glass)], rng=rng
    )
    pen.box((m - h * 0.6, top + 60), (m + h * 0.6, top + 220), colour=(16, 16, 16))
    pen.text(
        f"{int(rng.integers(1, 400))} {word(rng, 2)}",
        (m, top + 140),
        tall=110,
        colour=(60, 190, 250),
        lettering=any_hand(rng),
    )
    if rng.random() < 0.7:
        grille(pen, (m - h * 0.7, glass + 80), high=(m + h * 0.7, -body.plate[1] - 80), rng=rng)
    lettering(pen, (m, glass + 130), tall=float(rng.uniform(60, 130)), rng=rng)
    colour = plastic(rng) if rng.random() < 0.4 else body.paint
    pen.shade(
        rounded((m - h, -body.plate[1] - 60), (m + h, sill), round_by=40),
        shaded(colour, 1.2),
        bottom=shaded(colour, 0.75),
    )
    on = rng.random() < 0.2
    for side in (-1, 1):
        headlamp(
            pen, (m + side * h * 0.94, -10), inner=(m + side * h * 0.62, -10), tall=float(rng.uniform(140, 240)), on=on
        )
