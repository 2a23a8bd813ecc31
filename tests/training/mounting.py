"""Fixes plates to vehicles, and what hangs, sticks or stands in their place or before them."""

import numpy as np
from numpy.typing import NDArray

from tests.training import wear
from tests.training.forms import ODD, Colour, Form, word
from tests.training.pen import Pen, Point, rounded, shaded
from tests.training.plate import Plate, draw_plate
from tests.training.vehicle_parts import lettering, paint, plastic


def mount(pen: Pen, form: Form, *, mode: str, scale: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Draws a plate and fixes it; the 2 by 3 matrix from the plate's millimetres (from its middle) to the vehicle's.

    `scale` is pixels of the final picture to the millimetre, `mode` "day", "night" or "infrared", or "clear" when the
    writing must stay: without a vehicle about it, a blank plate is nothing but a rectangle.
    """
    plate = draw_plate(form, rng, scale=float(np.clip(2 * scale, 0.5, 2.0)))
    _light(plate, mode, rng=rng)
    turn = float(rng.normal(0, 0.008)) if rng.random() < 0.9 else float(rng.normal(0, 0.06))
    c, s = np.cos(turn), np.sin(turn)
    about = np.array([[c, -s, 0.0], [s, c, 0.0]])
    if rng.random() < 0.6:
        drop = float(rng.uniform(3, 14))
        edge = rounded(
            (-form.width / 2 - 3, -form.height / 2), (form.width / 2 + 3, form.height / 2 + drop), round_by=8
        )
        pen.area(edge @ about[:, :2].T, shaded((40, 40, 40), float(rng.uniform(0.2, 1.0))))
    if rng.random() < 0.28:
        holder, cover = wear.dealer(plate, rng)
        pen.set(holder, cover, about=from_pixels(holder.shape, plate.scale, about=about))
    pen.set(plate.picture, plate.outline, about=from_pixels(plate.picture.shape, plate.scale, about=about))
    return about


def from_pixels(shape: tuple[int, ...], scale: float, *, about: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 2 by 3 matrix from a picture's pixels to the vehicle, when its middle lies in the origin of `about`."""
    turn = about[:, :2] / scale
    return np.column_stack([turn, about[:, 2] - turn @ np.array([(shape[1] - 1) / 2, (shape[0] - 1) / 2])])


def _light(plate: Plate, mode: str, *, rng: np.random.Generator) -> None:
    """Ages the plate and lights it as the time of day does."""
    wear.age(plate, rng)
    if mode == "infrared":
        wear.infrared(plate, rng)
    if mode == "clear":
        return
    if rng.random() < (0.12 if mode == "day" else 0.3):
        wear.bleach(plate, rng, amount=float(rng.uniform(0.1, 1.0)))
    if rng.random() < 0.1:
        wear.glare(plate, rng)


def leave_bare(pen: Pen, plate: Point, *, rng: np.random.Generator) -> None:
    """A vehicle without a plate: nothing, a dark holder, or a model's name. `plate` is half a plate's sides."""
    w, h = plate
    draw = float(rng.random())
    if draw < 0.4:
        pen.box((-w, -h), (w, h), colour=plastic(rng), round_by=10)
        if rng.random() < 0.5:
            frame: list[Point] = [(12 - w, 12 - h), (w - 12, 12 - h), (w - 12, h - 12), (12 - w, h - 12)]
            pen.line(frame, (90, 90, 90), wide=5, closed=True)
    elif draw < 0.75:
        lettering(pen, (0, 0), tall=float(rng.uniform(40, 110)), rng=rng)


def details(pen: Pen, plate: Point, *, paint_: Colour, rng: np.random.Generator) -> None:
    """Seams, strips of chrome, sensors, reflectors and scratches around the plate, as every vehicle has them."""
    for _ in range(int(rng.integers(3, 16))):
        x, y = float(rng.uniform(-800, 800)), float(rng.uniform(-600, 350))
        tone = shaded(paint_, float(rng.choice([0.3, 0.5, 0.7, 1.4, 1.8])))
        if rng.random() < 0.4:
            tone = shaded((190, 190, 190), float(rng.choice([0.15, 0.4, 0.8, 1.2])))
        draw = float(rng.random())
        if draw < 0.4:
            end = (x + float(rng.normal(0, 400)), y + float(rng.normal(0, 15)))
            pen.streak([(x, y), end], tone, wide=float(rng.uniform(4, 18)))
        elif draw < 0.6:
            pen.streak([(x, y), (x + float(rng.normal(0, 40)), y + float(rng.uniform(60, 300)))], tone, wide=6)
        elif draw < 0.8 and (abs(y) > plate[1] + 30 or abs(x) > plate[0] + 30):
            pen.streak([(x, y), (x, y + 1)], tone, wide=float(rng.uniform(20, 50)))
        else:
            long, tall = float(rng.uniform(40, 260)), float(rng.uniform(8, 60))
            pen.streak([(x, y), (x + long, y)], (40, 40, 170) if rng.random() < 0.2 else tone, wide=tall)


def sticker(pen: Pen, plate: Point, *, rng: np.random.Generator) -> None:
    """A sticker with writing somewhere beside or above the plate; never over it."""
    w, h = float(rng.uniform(60, 260)), float(rng.uniform(25, 70))
    x = float(rng.uniform(-600, 600))
    y = -plate[1] - h - float(rng.uniform(60, 420))
    ground = (
        paint(rng) if rng.random() < 0.5 else ((30, 200, 240), (235, 235, 235), (200, 120, 20))[int(rng.integers(3))]
    )
    pen.box((x - w, y - h), (x + w, y + h), colour=ground, round_by=float(rng.uniform(0, h)))
    ink = (25, 25, 25) if sum(ground) > 330 else (235, 235, 235)
    text = " ".join(word(rng) for _ in range(int(rng.integers(1, 3))))
    pen.text(
        text, (x, y), tall=min(h * 1.2, 3.0 * w / len(text)), colour=ink, lettering=ODD[int(rng.integers(len(ODD)))]
    )


def hang(pen: Pen, plate: Point, *, rng: np.random.Generator) -> None:
    """What hangs before a plate: a tow bar's ball, a bicycle, a strap. `plate` is half a plate's sides."""
    draw = float(rng.random())
    if draw < 0.4:
        x, y = float(rng.normal(0, 60)), float(rng.uniform(-10, plate[1] + 40))
        pen.line([(x, y), (x, y + 200)], (50, 50, 50), wide=34)
        pen.oval((x, y), (30, 30), colour=shaded((150, 150, 150), float(rng.uniform(0.3, 1.2))))
    elif draw < 0.8:
        _bicycle(pen, rng)
    else:
        x = float(rng.uniform(-1, 1)) * plate[0]
        pen.line([(x, -400), (x + float(rng.normal(0, 120)), 300)], paint(rng), wide=float(rng.uniform(15, 60)))


def _bicycle(pen: Pen, rng: np.random.Generator) -> None:
    tone = shaded((60, 60, 60), float(rng.uniform(0.3, 2.5)))
    x, y = float(rng.normal(0, 250)), float(rng.uniform(-350, 0))
    t = np.linspace(0, 2 * np.pi, 30)
    for side in (-480, 480):
        ring = [(x + side + 330 * float(np.cos(a)), y + 330 * float(np.sin(a))) for a in t]
        pen.line(ring, (25, 25, 25), wide=35, closed=True)
    pen.line([(x - 480, y), (x - 150, y - 380), (x + 380, y - 380), (x, y), (x - 150, y - 380)], tone, wide=34)
    pen.line([(x + 480, y), (x + 380, y - 380), (x, y)], tone, wide=34)
