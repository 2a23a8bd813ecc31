"""Boards with writing on them that are no plates: signs, shop fronts, posters.

Each is drawn about its middle, about 600 millimetres wide whatever it shows.
"""

from dataclasses import dataclass

import numpy as np

from tests.training.forms import Colour, any_hand, word
from tests.training.glyphs import Lettering
from tests.training.pen import Pen, Point, shaded
from tests.training.scripts import SCRIPTS, SIGNS, sign


@dataclass(frozen=True, slots=True)
class Ink:
    """How something is written: height in millimetres, colour and lettering."""

    tall: float
    colour: Colour
    lettering: Lettering


_STREETS = ("STREET", "ROAD", "LANE", "AVENUE", "CLOSE", "HILL", "WAY", "SQUARE")


_ORDERS = (
    "STOP",
    "GIVE WAY",
    "NO ENTRY",
    "ONE WAY",
    "BUS",
    "TAXI",
    "SLOW",
    "NO PARKING",
    "PUSH",
    "EXIT",
    "OPEN",
    "SALE",
)


def street_sign(pen: Pen, rng: np.random.Generator) -> None:
    """A street's name on a plate of metal."""
    ground: Colour = ((235, 235, 235), (110, 50, 20), (40, 90, 20), (30, 30, 30))[int(rng.integers(4))]
    tall = float(rng.uniform(45, 100))
    pen.box((-300, -tall), (300, tall), colour=ground, round_by=float(rng.uniform(0, 20)))
    ink = contrast(ground, rng)
    if rng.random() < 0.5:
        pen.line([(-292, 8 - tall), (292, 8 - tall), (292, tall - 8), (-292, tall - 8)], ink, wide=6, closed=True)
    text = f"{word(rng, 2)} {_STREETS[int(rng.integers(len(_STREETS)))]}"
    fitted(pen, text, centre=(0, 0), room=530, ink=Ink(tall * 0.9, ink, any_hand(rng)))


def road_sign(pen: Pen, rng: np.random.Generator) -> None:
    """A round, triangular or rectangular sign of the road."""
    kind = int(rng.integers(4))
    if kind == 0:
        pen.oval((0, 0), (290, 290), colour=(30, 30, 200))
        pen.oval((0, 0), (225, 225), colour=(240, 240, 240))
        pen.text(str(int(rng.integers(1, 13)) * 10), (0, 0), tall=210, colour=(20, 20, 20), lettering=any_hand(rng))
    elif kind == 1:
        pen.area([(0, -270), (300, 250), (-300, 250)], (30, 30, 200))
        pen.area([(0, -170), (215, 200), (-215, 200)], (240, 240, 240))
        pen.line([(0, -60), (0, 90)], (20, 20, 20), wide=50)
    elif kind == 2:
        ground: Colour = ((150, 70, 10), (60, 110, 10), (235, 235, 235), (30, 190, 240))[int(rng.integers(4))]
        pen.box((-300, -190), (300, 190), colour=ground, round_by=25)
        ink = contrast(ground, rng)
        pen.line([(-285, -175), (285, -175), (285, 175), (-285, 175)], ink, wide=8, closed=True)
        for y in np.linspace(-110, 110, int(rng.integers(1, 4))):
            fitted(
                pen,
                some_words(rng, int(rng.integers(1, 3))),
                centre=(0, float(y)),
                room=520,
                ink=Ink(75, ink, any_hand(rng)),
            )
    else:
        pen.oval((0, 0), (290, 290), colour=(150, 70, 10))
        pen.line([(-150, 60), (150, 60), (60, -40)], (240, 240, 240), wide=60)


def order_sign(pen: Pen, rng: np.random.Generator) -> None:
    """A small sign with a word or a telephone number: a taxi's roof, a door, a building site, a house number."""
    ground = ((30, 200, 240), (235, 235, 235), (30, 30, 190), (30, 30, 30), (150, 70, 10))[int(rng.integers(5))]
    tall = float(rng.uniform(60, 200))
    pen.box((-300, -tall), (300, tall), colour=ground, round_by=float(rng.uniform(0, tall)))
    text = _ORDERS[int(rng.integers(len(_ORDERS)))]
    if rng.random() < 0.3:
        text = "0" + "".join(str(v) for v in rng.integers(0, 10, 10))
    elif rng.random() < 0.15:
        text = str(int(rng.integers(1, 200)))
    fitted(pen, text, centre=(0, 0), room=520, ink=Ink(tall, contrast(ground, rng), any_hand(rng)))


def shop_front(pen: Pen, rng: np.random.Generator) -> None:
    """A shop's board with large letters above a window with posters."""
    ground = any_colour(rng)
    pen.box((-300, -150), (300, 170), colour=shaded(ground, 0.5))
    pen.box((-300, -150), (300, -70), colour=ground)
    fitted(
        pen,
        some_words(rng, int(rng.integers(1, 3))),
        centre=(0, -110),
        room=540,
        ink=Ink(float(rng.uniform(30, 60)), contrast(ground, rng), any_hand(rng)),
    )
    for x in np.arange(-285, 280, float(rng.uniform(90, 250))):
        pen.shade(np.array([(x, -55), (x + 80, -55), (x + 80, 160), (x, 160)]), (150, 140, 130), bottom=(50, 46, 44))
        if rng.random() < 0.5:
            paper = any_colour(rng)
            pen.box((float(x) + 10, -20), (float(x) + 70, 60), colour=paper)
            fitted(
                pen, word(rng), centre=(float(x) + 40, 10), room=52, ink=Ink(20, contrast(paper, rng), any_hand(rng))
            )


def poster(pen: Pen, rng: np.random.Generator) -> None:
    """An advertisement or a sheet of paper: blocks of colour and many lines of writing."""
    ground = any_colour(rng) if rng.random() < 0.6 else (238, 238, 238)
    tall = float(rng.uniform(150, 420))
    pen.box((-300, -tall), (300, tall), colour=ground)
    for _ in range(int(rng.integers(0, 4))):
        x, y = float(rng.uniform(-280, 100)), float(rng.uniform(-tall, tall * 0.6))
        pen.box(
            (x, y), (x + float(rng.uniform(40, 180)), y + float(rng.uniform(30, tall * 0.4))), colour=any_colour(rng)
        )
    y, ink = -tall + 30, contrast(ground, rng)
    while y < tall - 20:
        size = float(rng.choice([12, 18, 18, 40, 70]))
        fitted(
            pen,
            some_words(rng, int(rng.integers(1, 6))),
            centre=(0, y + size / 2),
            room=540,
            ink=Ink(size, ink, any_hand(rng)),
        )
        y += size * float(rng.uniform(1.5, 2.6))


def foreign(pen: Pen, rng: np.random.Generator) -> None:
    """A board with writing in another script, upright or across."""
    ground = any_colour(rng)
    script, count = SCRIPTS[int(rng.integers(len(SCRIPTS)))], int(rng.integers(2, 6))
    tall = 600 / count / 2
    pen.box((-300, -tall), (300, tall), colour=ground, round_by=6)
    ink = contrast(ground, rng)
    for i in range(count):
        mark = sign(script, int(rng.integers(SIGNS)))
        step = tall * 1.7 / mark.shape[0]
        about = np.array([[step, 0, -300 + tall * (2 * i + 0.15)], [0, step, -tall * 0.85]])
        solid = np.empty((*mark.shape, 3), np.uint8)
        solid[:] = ink
        pen.set(solid, mark, about=about)


def any_colour(rng: np.random.Generator) -> Colour:
    """Any colour at all."""
    b, g, r = (int(v) for v in np.clip(rng.uniform(10, 245) + rng.normal(0, 70, 3), 0, 255))
    return b, g, r


def contrast(ground: Colour, rng: np.random.Generator) -> Colour:
    """Black or white, whichever stands out from the ground."""
    v = int(rng.uniform(0, 50)) if sum(ground) > 380 else int(rng.uniform(200, 255))
    return v, v, v


def some_words(rng: np.random.Generator, count: int) -> str:
    """So many made-up words."""
    return " ".join(word(rng) for _ in range(count))


def fitted(pen: Pen, text: str, *, centre: Point, room: float, ink: Ink) -> None:
    """Text about a centre, smaller where it would be wider than `room` millimetres."""
    width = ink.tall * (ink.lettering.aspect + 0.16) * len(text)
    pen.text(text, centre, tall=ink.tall * min(1.0, room / width), colour=ink.colour, lettering=ink.lettering)
