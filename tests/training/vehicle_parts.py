"""Parts of vehicles that stand around number plates: grilles, lamps, badges, bumpers, glass, wheels, exhausts."""

import numpy as np

from tests.training.forms import ODD, PLAIN, Colour, word
from tests.training.pen import Pen, Point, rounded, shaded

PAINTS: tuple[Colour, ...] = (
    (24, 22, 22), (38, 36, 36), (232, 232, 230), (240, 240, 240), (188, 188, 186), (160, 162, 164), (120, 118, 116),
    (84, 82, 80), (110, 60, 24), (70, 36, 16), (150, 90, 40), (30, 26, 150), (24, 20, 100), (40, 60, 190), (50, 80, 30),
    (40, 56, 40), (150, 190, 205), (90, 130, 160), (20, 170, 220), (30, 90, 220), (140, 60, 90), (170, 150, 60),
)  # fmt: skip
"""Common paints of vehicles, blue, green, red: mostly black, white, grey and blue, as on any street."""

GLASS: tuple[Colour, ...] = ((30, 28, 26), (60, 56, 50), (90, 84, 76), (130, 124, 116), (46, 40, 34))
"""Window glass: dark inside, or with the sky in it."""


def paint(rng: np.random.Generator) -> Colour:
    """One of the paints, a little off."""
    base = np.array(PAINTS[int(rng.integers(len(PAINTS)))]) + rng.normal(0, 8, 3)
    return shaded((int(base[0]), int(base[1]), int(base[2])), float(rng.uniform(0.75, 1.05)))


def plastic(rng: np.random.Generator) -> Colour:
    """Black or grey plastic."""
    v = int(rng.choice([18, 28, 40, 60, 84]))
    return v, v, v


def mirrored(pen: Pen, points: list[Point], *, colour: Colour, middle: float) -> None:
    """A polygon and its mirror image about an upright line."""
    pen.area(points, colour)
    pen.area([(2 * middle - x, y) for x, y in points], colour)


def grille(pen: Pen, low: Point, *, high: Point, rng: np.random.Generator) -> None:
    """A dark opening with bars, slats or a mesh, often with a bright frame."""
    dark = shaded((30, 30, 30), float(rng.uniform(0.5, 1.4)))
    curve = float(rng.uniform(0, 0.5)) * (high[1] - low[1])
    pen.box(low, high, colour=dark, round_by=curve)
    bright = shaded((200, 200, 200), float(rng.uniform(0.25, 1.1)))
    kind = int(rng.integers(4))
    if kind == 0:
        for y in np.linspace(low[1], high[1], int(rng.integers(3, 9)))[1:-1]:
            pen.line([(low[0], float(y)), (high[0], float(y))], bright, wide=float(rng.uniform(4, 16)))
    elif kind == 1:
        for x in np.linspace(low[0], high[0], int(rng.integers(6, 22)))[1:-1]:
            pen.line([(float(x), low[1]), (float(x), high[1])], bright, wide=float(rng.uniform(4, 12)))
    elif kind == 2:
        step = float(rng.uniform(18, 40))
        tone = shaded(bright, 0.5)
        for x in np.arange(low[0] - (high[1] - low[1]), high[0], step):
            a, b = (max(float(x), low[0]), low[1]), (min(float(x) + high[1] - low[1], high[0]), high[1])
            pen.line([a, b], tone, wide=3)
            pen.line([(a[0], high[1]), (b[0], low[1])], tone, wide=3)
    if rng.random() < 0.5:
        corners: list[Point] = [low, (high[0], low[1]), high, (low[0], high[1])]
        pen.line(corners, bright, wide=float(rng.uniform(6, 22)), closed=True)


def badge(pen: Pen, centre: Point, *, size: float, rng: np.random.Generator) -> None:
    """A maker's badge: a ring, an oval, a star or a bar."""
    bright = shaded((215, 215, 215), float(rng.uniform(0.6, 1.15)))
    kind = int(rng.integers(4))
    if kind == 0:
        pen.oval(centre, (size, size), colour=bright)
        pen.oval(centre, (size * 0.72, size * 0.72), colour=(40, 40, 40))
        pen.line(
            [(centre[0], centre[1] - size), centre, (centre[0] + size * 0.8, centre[1] + size * 0.5)],
            bright,
            wide=size * 0.2,
        )
        pen.line([centre, (centre[0] - size * 0.8, centre[1] + size * 0.5)], bright, wide=size * 0.2)
    elif kind == 1:
        pen.oval(centre, (size * 1.4, size * 0.6), colour=bright)
        pen.oval(centre, (size * 1.25, size * 0.48), colour=shaded((150, 60, 20), float(rng.uniform(0.5, 1.2))))
    elif kind == 2:
        pen.area(
            [
                (centre[0], centre[1] - size),
                (centre[0] + size, centre[1]),
                (centre[0], centre[1] + size),
                (centre[0] - size, centre[1]),
            ],
            bright,
        )
    else:
        pen.text(word(rng, 2), centre, tall=size * 0.7, colour=bright, lettering=PLAIN[0])


def headlamp(pen: Pen, outer: Point, *, inner: Point, tall: float, on: bool) -> None:
    """A lamp between an outer and an inner point, clear glass with a reflector; bright when it is on."""
    (ox, oy), (ix, iy) = outer, inner
    frame: list[Point] = [(ox, oy - tall * 0.6), (ix, iy - tall * 0.25), (ix, iy + tall * 0.35), (ox, oy + tall * 0.5)]
    pen.area(frame, (120, 118, 114))
    pen.shade(np.array(frame) * 0.86 + np.mean(frame, 0) * 0.14, (225, 222, 215), bottom=(110, 108, 104))
    middle = ((ox + ix) / 2, (oy + iy) / 2)
    pen.oval(middle, (tall * 0.3, tall * 0.3), colour=(255, 255, 255) if on else (70, 70, 70))
    if on:
        pen.oval(middle, (tall * 0.45, tall * 0.4), colour=(255, 255, 250))


def taillamp(pen: Pen, low: Point, *, high: Point, rng: np.random.Generator) -> None:
    """A red lamp, perhaps with an amber or a white part, perhaps alight."""
    on = rng.random() < 0.3
    red: Colour = (90, 70, 255) if on else (30, 24, int(rng.uniform(110, 190)))
    pen.box(low, high, colour=shaded(red, 0.7), round_by=20)
    pad = (high[0] - low[0]) * 0.08
    pen.box((low[0] + pad, low[1] + pad), (high[0] - pad, high[1] - pad), colour=red, round_by=16)
    if rng.random() < 0.6:
        y = float(rng.uniform(0.3, 0.6))
        tint: Colour = (60, 150, 240) if rng.random() < 0.5 else (215, 215, 220)
        top = low[1] + (high[1] - low[1]) * y
        pen.box((low[0] + pad, top), (high[0] - pad, top + (high[1] - low[1]) * 0.25), colour=tint, round_by=5)
    if on:
        pen.oval(
            ((low[0] + high[0]) / 2, (low[1] + high[1]) / 2), ((high[0] - low[0]) * 0.3,) * 2, colour=(200, 190, 255)
        )


def wheels(pen: Pen, *, middle: float, half: float, top: float, ground: float) -> None:
    """Two dark tyres under the body, and the shadow on the road between them."""
    shadow: list[Point] = [
        (middle - half * 1.05, ground - 40),
        (middle + half * 1.05, ground - 40),
        (middle + half * 1.15, ground + 60),
        (middle - half * 1.15, ground + 60),
    ]
    pen.area(shadow, (22, 22, 22), solid=190)
    pen.area(
        [
            (middle - half * 0.9, top),
            (middle + half * 0.9, top),
            (middle + half * 0.9, ground),
            (middle - half * 0.9, ground),
        ],
        (14, 14, 14),
        solid=235,
    )
    for side in (-1, 1):
        x = middle + side * (half - 110)
        pen.box((x - 105, top), (x + 105, ground + 15), colour=(26, 26, 26), round_by=40)


def pane(pen: Pen, points: list[Point], *, rng: np.random.Generator) -> None:
    """A pane of glass with the sky's light at the top, seats, stickers and a wiper."""
    glass = GLASS[int(rng.integers(len(GLASS)))]
    pen.area(points, (18, 18, 18))
    inner = np.array(points) * 0.95 + np.mean(points, 0) * 0.05
    pen.shade(inner, shaded(glass, float(rng.uniform(0.9, 1.9))), bottom=glass)
    low, high = inner.min(0), inner.max(0)
    if rng.random() < 0.5:
        y = float(high[1] - (high[1] - low[1]) * 0.1)
        pen.line([(float(low[0]), y), (float(np.mean([low[0], high[0]])), y - 40)], (12, 12, 12), wide=12)
    if rng.random() < 0.35:
        at = rng.uniform(low * 0.75 + high * 0.25, low * 0.25 + high * 0.75)
        size = float(rng.uniform(25, 60))
        tint = shaded((220, 220, 220), float(rng.uniform(0.6, 1.1)))
        pen.box((at[0] - size, at[1] - size * 0.6), (at[0] + size, at[1] + size * 0.6), colour=tint)
        pen.text(word(rng), (float(at[0]), float(at[1])), tall=size * 0.5, colour=(40, 40, 140), lettering=ODD[0])


def lettering(pen: Pen, centre: Point, *, tall: float, rng: np.random.Generator) -> None:
    """A model's name in chrome or black letters, which no detector should take for a plate."""
    bright = shaded((210, 210, 210), float(rng.uniform(0.3, 1.1)))
    hand = (*PLAIN, *ODD)[int(rng.integers(len(PLAIN) + len(ODD)))]
    pen.text(word(rng, int(rng.integers(1, 3))), centre, tall=tall, colour=bright, lettering=hand)


def recess(pen: Pen, plate: Point, *, paint_: Colour, rng: np.random.Generator) -> None:
    """A hollow around the plate, with a bar of chrome and lamps above it."""
    a, b = plate[0] + float(rng.uniform(15, 120)), plate[1] + float(rng.uniform(12, 60))
    tone = shaded(paint_, float(rng.uniform(0.3, 0.75)))
    pen.shade(rounded((-a, -b), (a, b), round_by=float(rng.uniform(0, 50))), shaded(tone, 0.6), bottom=tone)
    if rng.random() < 0.4:
        pen.box((-a * 0.9, -b), (a * 0.9, -b + 22), colour=shaded((210, 210, 210), float(rng.uniform(0.3, 1.1))))
