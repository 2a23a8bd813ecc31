"""Vehicles from behind, in millimetres about the place of their number plate."""

import numpy as np

from tests.training.bodies import Body
from tests.training.forms import any_hand
from tests.training.pen import Pen, Point, rounded, shaded
from tests.training.vehicle_parts import (
    badge,
    lettering,
    paint,
    pane,
    plastic,
    recess,
    taillamp,
    wheels,
)


def car_rear(pen: Pen, body: Body, *, rng: np.random.Generator) -> None:
    """A car from behind: the plate in the boot lid or in the bumper."""
    m, h = body.middle, body.half
    in_boot = body.top > -840
    waist, top, sill = body.top + float(rng.uniform(330, 460)), body.top, body.ground - 190
    bumper = float(rng.uniform(80, 180)) + body.plate[1] if in_boot else -body.plate[1] - float(rng.uniform(30, 120))
    wheels(pen, middle=m, half=h, top=60, ground=body.ground)
    shell: list[Point] = [
        (m - h * 0.66, top), (m + h * 0.66, top), (m + h * 0.92, waist), (m + h, waist + 150), (m + h * 0.98, sill),
        (m - h * 0.98, sill), (m - h, waist + 150), (m - h * 0.92, waist),
    ]  # fmt: skip
    pen.shade(np.array(shell), shaded(body.paint, float(rng.uniform(0.95, 1.25))), bottom=shaded(body.paint, 0.66))
    pane(
        pen,
        [(m - h * 0.58, top + 50), (m + h * 0.58, top + 50), (m + h * 0.74, waist - 20), (m - h * 0.74, waist - 20)],
        rng=rng,
    )
    lamp, tall = h * float(rng.uniform(0.16, 0.34)), float(rng.uniform(110, 320))
    y = waist + float(rng.uniform(10, 90))
    for a, b in ((m - h * 0.97, m - h * 0.97 + lamp), (m + h * 0.97 - lamp, m + h * 0.97)):
        taillamp(pen, (a, y), high=(b, y + tall), rng=rng)
    pen.line(
        [(m - h * 0.72, y), (m - h * 0.7, bumper), (m + h * 0.7, bumper), (m + h * 0.72, y)],
        shaded(body.paint, 0.45),
        wide=7,
    )
    _rear_bumper(pen, body, band=(bumper, sill), rng=rng)
    if rng.random() < 0.6:
        recess(pen, body.plate, paint_=body.paint, rng=rng)
    _rear_trim(pen, body, band=(y, bumper), rng=rng)
    if rng.random() < 0.5:
        pipe = m + (-1 if rng.random() < 0.5 else 1) * h * 0.6
        pen.oval((pipe, sill), (48, 30), colour=(150, 150, 150))
        pen.oval((pipe, sill), (38, 22), colour=(10, 10, 10))


def _rear_bumper(pen: Pen, body: Body, *, band: Point, rng: np.random.Generator) -> None:
    """The bumper between two heights, painted or of plastic."""
    m, h = body.middle, body.half
    bumper, sill = band
    colour = body.paint if rng.random() < 0.65 else plastic(rng)
    pen.shade(
        rounded((m - h, bumper), (m + h, sill + 20), round_by=70),
        shaded(colour, float(rng.uniform(0.95, 1.35))),
        bottom=shaded(colour, 0.55),
    )


def _rear_trim(pen: Pen, body: Body, *, band: Point, rng: np.random.Generator) -> None:
    """Badge and names between two heights of the boot lid."""
    m, h = body.middle, body.half
    y, bumper = band
    badge(pen, (m, min(y + 60, -body.plate[1] - 90)), size=float(rng.uniform(35, 60)), rng=rng)
    for side in (-1, 1):
        if rng.random() < 0.5:
            lettering(
                pen,
                (m + side * h * 0.5, float(rng.uniform(y + 20, max(y + 40, bumper - 40)))),
                tall=float(rng.uniform(25, 50)),
                rng=rng,
            )


def van_rear(pen: Pen, body: Body, *, rng: np.random.Generator) -> None:
    """A van or an estate from behind: tall doors, upright lamps, writing on it."""
    m, h = body.middle, body.half * 1.05
    top, sill = body.top, body.ground - 230
    wheels(pen, middle=m, half=h, top=60, ground=body.ground)
    pen.shade(
        rounded((m - h, top), (m + h, sill), round_by=110),
        shaded(body.paint, float(rng.uniform(0.95, 1.2))),
        bottom=shaded(body.paint, 0.7),
    )
    if rng.random() < 0.7:
        for side in (-1, 1):
            a, b = sorted((m + side * h * 0.08, m + side * h * 0.8))
            pane(pen, [(a, top + 160), (b, top + 160), (b, top + 640), (a, top + 640)], rng=rng)
    else:
        words = " ".join(
            ["NORTH", "CITY", "GAS", "PLUMBING", "TAXI", "BAKERY", "24", "HOUR"][int(k)] for k in rng.integers(0, 8, 2)
        )
        pen.text(words, (m, top + 420), tall=float(rng.uniform(90, 200)), colour=paint(rng), lettering=any_hand(rng))
    pen.line([(m, top + 60), (m, sill)], shaded(body.paint, 0.5), wide=10)
    tall = float(rng.uniform(250, 520))
    y = float(rng.uniform(-500, -150))
    for a, b in ((m - h * 0.98, m - h * 0.86), (m + h * 0.86, m + h * 0.98)):
        taillamp(pen, (a, y), high=(b, y + tall), rng=rng)
    colour = plastic(rng) if rng.random() < 0.7 else body.paint
    pen.shade(
        rounded((m - h, max(body.plate[1] + 40, 140)), (m + h, sill + 30), round_by=30),
        shaded(colour, 1.2),
        bottom=shaded(colour, 0.7),
    )
    if rng.random() < 0.5:
        recess(pen, body.plate, paint_=body.paint, rng=rng)


def motorcycle_rear(pen: Pen, body: Body, *, rng: np.random.Generator) -> None:
    """A motorcycle from behind: mudguard, tyre, lamp, indicators, and much air."""
    pen.area(
        [(-240, body.ground - 30), (240, body.ground - 30), (280, body.ground + 40), (-280, body.ground + 40)],
        (24, 24, 24),
        solid=170,
    )
    width = float(rng.uniform(60, 100))
    pen.box((-width, -120), (width, body.ground), colour=(24, 24, 24), round_by=60)
    pen.area([(-130, -420), (130, -420), (160, -150), (100, 60), (-100, 60), (-160, -150)], shaded(body.paint, 0.9))
    if rng.random() < 0.6:
        pen.shade(
            np.array([(-200, -900), (200, -900), (230, -380), (-230, -380)]),
            shaded(paint(rng), 0.8),
            bottom=(30, 30, 34),
        )
    y = -body.plate[1] - float(rng.uniform(70, 130))
    taillamp(pen, (-70, y - 45), high=(70, y + 45), rng=rng)
    for side in (-1, 1):
        pen.line([(0, y), (side * 220, y)], (30, 30, 30), wide=14)
        pen.oval((side * 240, y), (45, 30), colour=(30, 130, 235))
        pen.line([(side * 90, -60), (side * 230, body.ground - 160)], (160, 160, 165), wide=60)
    pen.box(
        (-body.plate[0] - 12, -body.plate[1] - 10),
        (body.plate[0] + 12, body.plate[1] + 16),
        colour=(24, 24, 24),
        round_by=10,
    )
