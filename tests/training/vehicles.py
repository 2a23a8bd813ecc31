"""Vehicles as flat pictures about the place of their number plate: the kinds, their shares, and light on paint."""

import cv2
import numpy as np

from tests.training.bodies import Body, Draw
from tests.training.pen import Pen, Point, rounded, shaded
from tests.training.vehicle_fronts import car_front, lorry_front
from tests.training.vehicle_parts import paint, plastic, recess
from tests.training.vehicle_rears import car_rear, van_rear
from tests.training.wear import cloud


def panel(pen: Pen, body: Body, *, rng: np.random.Generator) -> None:
    """Only what is close around the plate: painted or plastic surface with an edge or two, a step, a bar, a seam."""
    m, h = body.middle, body.half
    half = float(rng.uniform(0.35, 0.9)) * h
    top, low = -float(rng.uniform(150, 500)), float(rng.uniform(130, 420))
    colour = paint(rng) if rng.random() < 0.6 else plastic(rng)
    pen.shade(
        rounded((m * 0.3 - half, top), (m * 0.3 + half, low), round_by=50),
        shaded(colour, float(rng.uniform(0.8, 1.5))),
        bottom=shaded(colour, float(rng.uniform(0.5, 1.0))),
    )
    for _ in range(int(rng.integers(0, 4))):
        y = float(rng.uniform(top, low))
        pen.line(
            [(m - half, y), (m + half, y + float(rng.normal(0, 30)))],
            shaded(colour, float(rng.choice([0.4, 0.6, 1.5]))),
            wide=float(rng.uniform(5, 26)),
        )
    if rng.random() < 0.4:
        recess(pen, body.plate, paint_=body.paint, rng=rng)


def alone(pen: Pen, body: Body, *, rng: np.random.Generator) -> None:
    """Nothing, or a thin backing: a plate held, lying, leaning or screwed to something of the background."""
    if rng.random() < 0.5:
        edge = float(rng.uniform(3, 20))
        pen.box(
            (-body.plate[0] - edge, -body.plate[1] - edge),
            (body.plate[0] + edge, body.plate[1] + edge),
            colour=plastic(rng),
            round_by=8,
        )


KINDS: tuple[tuple[Draw, float, Point], ...] = (
    (car_front, 0.34, (-1150, -880)),
    (car_rear, 0.3, (-1100, -560)),
    (van_rear, 0.11, (-1700, -1200)),
    (lorry_front, 0.08, (-2300, -1500)),
    (panel, 0.1, (-900, -600)),
    (alone, 0.09, (-900, -600)),
)
"""The kinds for plates of cars, with their shares and how high above the plate's middle their roofs are."""


def draw_vehicle(draw: Draw, body: Body, *, window: tuple[Point, Point], scale: float, rng: np.random.Generator) -> Pen:
    """The vehicle, as far as it lies in the window (low and high corner in millimetres), with reflections on it."""
    pen = Pen(*window, scale=scale, base=body.paint)
    draw(pen, body, rng=rng)
    _reflect(pen, rng)
    return pen


def _reflect(pen: Pen, rng: np.random.Generator) -> None:
    """Soft light and dark places, as the surroundings are mirrored in paint, and a side that lies in the shade."""
    high, wide = pen.cover.shape
    coarse = (max(2, high // 6), max(2, wide // 6))
    light = 1 + cloud(coarse, rng, cells=4) * float(rng.uniform(0, 0.14))
    light = light * (1 + np.linspace(-1, 1, coarse[1], dtype=np.float32) * float(rng.normal(0, 0.15)))
    fine = cv2.resize(np.clip(light * 128, 0, 255).astype(np.uint8), (wide, high), interpolation=cv2.INTER_LINEAR)
    pen.picture[:] = cv2.multiply(pen.picture, cv2.merge((fine, fine, fine)), scale=1 / 128)
