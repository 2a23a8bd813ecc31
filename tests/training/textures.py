"""Surfaces for made backgrounds: sky, asphalt, bricks, leaves and plain ones; sizes are (width, height)."""

import cv2
import numpy as np

from tests.training.forms import Colour
from tests.training.glyphs import Picture
from tests.training.wear import cloud


def tinted(field: np.ndarray, colour: Colour | np.ndarray, *, depth: float) -> Picture:
    """A colour that the field, times `depth`, makes lighter and darker."""
    tone = np.asarray(colour, np.float32) * (1 + field[..., None] * depth)
    return np.clip(tone, 0, 255).astype(np.uint8)


def _grain(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    coarse = max(1, int(rng.integers(1, 4)))
    grain = rng.standard_normal((size[1] // coarse + 1, size[0] // coarse + 1)).astype(np.float32)
    return np.asarray(cv2.resize(grain, size, interpolation=cv2.INTER_LINEAR))


def sky(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """A blue or a grey sky of size (width, height)."""
    blue = np.array([235, 205, 180]) if rng.random() < 0.5 else np.full(3, rng.uniform(120, 250))
    return tinted(cloud((size[1], size[0]), rng, cells=3), blue, depth=float(rng.uniform(0.01, 0.1)))


def plain(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """A surface of one colour."""
    colour = np.clip(rng.uniform(20, 235) + rng.normal(0, 22, 3), 5, 250)
    return tinted(cloud((size[1], size[0]), rng, cells=3), colour, depth=0.08)


def road(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """Asphalt, sometimes with painted lines."""
    grey = np.full(3, rng.uniform(45, 150)) + rng.normal(0, 5, 3)
    field = cloud((size[1], size[0]), rng, cells=5) * 0.07 + _grain(size, rng) * float(rng.uniform(0.01, 0.09))
    picture = tinted(field, grey, depth=1.0)
    for _ in range(int(rng.integers(0, 3))):
        x = int(rng.integers(size[0]))
        end = (x + int(rng.normal(0, size[0] / 2)), size[1])
        tone = int(rng.uniform(150, 235))
        cv2.line(
            picture,
            (x, 0),
            end,
            (tone, tone, tone) if rng.random() < 0.7 else (30, 180, 220),
            int(rng.integers(2, 12)),
            cv2.LINE_AA,
        )
    return picture


def wall(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """Bricks or blocks in courses, each of its own tone, with joints."""
    wide, high = size
    tall = int(rng.integers(5, 26))
    long = int(tall * rng.uniform(1.6, 3.4))
    base = np.array([[60, 75, 130], [90, 110, 150], [140, 150, 160], [110, 130, 150], [70, 70, 75]])[
        int(rng.integers(5))
    ]
    rows, columns = high // tall + 2, wide // long + 3
    tones = base + rng.normal(0, 12, (rows, columns, 1)) + rng.normal(0, 5, (rows, columns, 3))
    picture = np.clip(tones, 0, 255).astype(np.uint8).repeat(tall, 0).repeat(long, 1)
    for row in range(1, rows, 2):
        part = picture[row * tall : (row + 1) * tall]
        part[:] = np.roll(part, long // 2, axis=1)
    joint = np.clip(base * float(rng.uniform(0.6, 1.5)) + 15, 0, 255).astype(np.uint8)
    width = max(1, tall // 9)
    for k in range(width):
        picture[k::tall] = joint
        for row in range(rows):
            picture[row * tall : (row + 1) * tall, (row % 2) * (long // 2) + k :: long] = joint
    return np.ascontiguousarray(picture[:high, :wide])


def leaves(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """Leaves or grass."""
    field = cloud((size[1], size[0]), rng, cells=12) * 0.35 + _grain(size, rng) * float(rng.uniform(0.1, 0.35))
    green = np.array([rng.uniform(25, 60), rng.uniform(50, 105), rng.uniform(40, 90)])
    return tinted(field, green, depth=1.0)
