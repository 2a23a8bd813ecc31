"""Things that are no plates but have something of them: writing, frames, rectangles, stripes. Never labelled.

Each is drawn about its middle, about 600 millimetres wide whatever it shows, and put into the picture at any size.
"""

import string
from collections.abc import Callable

import numpy as np

from tests.training.forms import PLAIN, THIN, any_hand, word
from tests.training.pen import Pen, Point, shaded
from tests.training.signs import (
    Ink,
    any_colour,
    contrast,
    fitted,
    foreign,
    order_sign,
    poster,
    road_sign,
    shop_front,
    some_words,
    street_sign,
)

Draw = Callable[[Pen, np.random.Generator], None]


def clothing(pen: Pen, rng: np.random.Generator) -> None:
    """A person's upper body in a coloured shirt or a reflecting vest, with writing across it."""
    cloth = (
        any_colour(rng) if rng.random() < 0.6 else ((30, 230, 200), (20, 110, 240), (60, 40, 30))[int(rng.integers(3))]
    )
    skin = shaded((150, 175, 215), float(rng.uniform(0.3, 1.1)))
    pen.oval((0, -330), (85, 115), colour=skin)
    pen.oval((0, -400), (95, 80), colour=shaded((40, 50, 60), float(rng.uniform(0.3, 2))))
    body: list[Point] = [
        (-120, -240),
        (120, -240),
        (260, -170),
        (290, 200),
        (200, 220),
        (190, 420),
        (-190, 420),
        (-200, 220),
        (-290, 200),
        (-260, -170),
    ]
    pen.shade(np.array(body), cloth, bottom=shaded(cloth, 0.65))
    if rng.random() < 0.5:
        for y in (float(rng.uniform(0, 60)), float(rng.uniform(180, 260))):
            pen.box((-192, y), (192, y + 45), colour=(225, 228, 225))
    text = rng.choice(["POLICE", "SECURITY", word(rng, 2), "STAFF", str(int(rng.integers(1, 99)))])
    place: Point = (0, float(rng.uniform(-120, -40)))
    fitted(
        pen,
        str(text),
        centre=place,
        room=float(rng.uniform(120, 330)),
        ink=Ink(float(rng.uniform(40, 130)), contrast(cloth, rng), any_hand(rng)),
    )


def screen(pen: Pen, rng: np.random.Generator) -> None:
    """A telephone, a tablet or a monitor that is alight."""
    tall = float(rng.uniform(160, 600))
    pen.box((-300, -tall), (300, tall), colour=(20, 20, 20), round_by=40)
    ground = any_colour(rng) if rng.random() < 0.5 else (245, 240, 235)
    pen.box((-275, 30 - tall), (275, tall - 30), colour=ground, round_by=15)
    for y in np.arange(70 - tall, tall - 80, float(rng.uniform(50, 120))):
        if rng.random() < 0.5:
            pen.box(
                (-250, float(y)), (float(rng.uniform(-150, 250)), float(y) + 30), colour=any_colour(rng), round_by=10
            )
        else:
            fitted(
                pen, some_words(rng, 3), centre=(-30, float(y)), room=400, ink=Ink(24, contrast(ground, rng), THIN[0])
            )


def blank(pen: Pen, rng: np.random.Generator) -> None:
    """A rectangle of a plate's proportion with nothing on it, or with a plain frame: a box, a letter slot, a brick."""
    tall = float(rng.uniform(55, 230))
    ground = any_colour(rng)
    pen.shade(
        np.array([(-300, -tall), (300, -tall), (300, tall), (-300, tall)]),
        ground,
        bottom=shaded(ground, float(rng.uniform(0.7, 1.2))),
    )
    if rng.random() < 0.4:
        pen.line(
            [(-290, 10 - tall), (290, 10 - tall), (290, tall - 10), (-290, tall - 10)],
            shaded(ground, 0.6),
            wide=12,
            closed=True,
        )


def vent(pen: Pen, rng: np.random.Generator) -> None:
    """Slats, bars or a grating in a frame; bars of uneven width look much like characters from afar."""
    tall = float(rng.uniform(50, 260))
    ground = any_colour(rng)
    pen.box((-300, -tall), (300, tall), colour=ground, round_by=8)
    dark = shaded(ground, float(rng.uniform(0.15, 0.6)))
    if rng.random() < 0.5:
        for y in np.linspace(-tall, tall, int(rng.integers(4, 14)))[1:-1]:
            pen.line([(-275, float(y)), (275, float(y))], dark, wide=tall * 0.09)
    else:
        x = -270.0
        while x < 265:
            wide = float(rng.uniform(8, 30))
            pen.box((x, -tall * 0.8), (x + wide, tall * 0.8), colour=dark)
            x += wide + float(rng.uniform(10, 36))


def barcode(pen: Pen, rng: np.random.Generator) -> None:
    """A bar code, or a square of little squares."""
    if rng.random() < 0.6:
        pen.box((-300, -160), (300, 160), colour=(240, 240, 240))
        x = -260.0
        while x < 255:
            wide = float(rng.choice([4, 8, 12, 16]))
            pen.box((x, -130), (x + wide, 90), colour=(20, 20, 20))
            x += wide + float(rng.choice([5, 9, 14]))
        pen.text(
            "".join(rng.choice(list(string.digits), 12)), (0, 125), tall=40, colour=(20, 20, 20), lettering=PLAIN[0]
        )
        return
    pen.box((-300, -300), (300, 300), colour=(240, 240, 240))
    for y in range(-250, 250, 36):
        for x in range(-250, 250, 36):
            if rng.random() < 0.5:
                pen.box((x, y), (x + 36, y + 36), colour=(20, 20, 20))


def keys(pen: Pen, rng: np.random.Generator) -> None:
    """A keyboard, a keypad or shelves: a grid of rectangles with a mark on each."""
    ground = any_colour(rng)
    rows, columns = int(rng.integers(2, 6)), int(rng.integers(3, 15))
    tall = 300 * rows / columns
    pen.box((-300, -tall), (300, tall), colour=shaded(ground, 0.5), round_by=10)
    cap, step = any_colour(rng), 600 / columns
    for j in range(rows):
        for i in range(columns):
            x, y = -300 + i * step, -tall + j * 2 * tall / rows
            pen.box((x + step * 0.1, y + step * 0.1), (x + step * 0.9, y + step * 0.9), colour=cap, round_by=step * 0.1)
            if step * pen.scale > 6:
                mark = string.ascii_uppercase[int(rng.integers(26))]
                pen.text(
                    mark, (x + step / 2, y + step / 2), tall=step * 0.4, colour=contrast(cap, rng), lettering=PLAIN[0]
                )


def windows(pen: Pen, rng: np.random.Generator) -> None:
    """A row of windows with bright frames, or a door with panes."""
    frame = shaded((230, 230, 230), float(rng.uniform(0.3, 1.05)))
    tall, columns = float(rng.uniform(80, 350)), int(rng.integers(1, 6))
    pen.box((-300, -tall), (300, tall), colour=frame)
    step = 600 / columns
    pane = shaded((120, 110, 100), float(rng.uniform(0.3, 1.9)))
    for i in range(columns):
        x = -300 + i * step
        pen.shade(
            np.array(
                [(x + 14, 14 - tall), (x + step - 14, 14 - tall), (x + step - 14, tall - 14), (x + 14, tall - 14)]
            ),
            pane,
            bottom=shaded(pane, 0.6),
        )


KINDS: tuple[Draw, ...] = (
    street_sign, street_sign, road_sign, order_sign, order_sign, shop_front, poster, poster, clothing, clothing,
    screen, blank, blank, vent, vent, barcode, keys, windows, foreign,
)  # fmt: skip
"""The kinds, some of them twice for their share."""


def draw_clutter(rng: np.random.Generator, *, scale: float) -> Pen:
    """One thing of a random kind, about its middle."""
    pen = Pen((-310, -640), (310, 640), scale=scale, base=(90, 90, 90))
    KINDS[int(rng.integers(len(KINDS)))](pen, rng)
    return pen
