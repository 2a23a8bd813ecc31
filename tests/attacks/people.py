"""People who do not exist, made from one portrait: twelve faces that differ as faces do, and bodies in clothes.

A face is the portrait's, bent by a smooth field of its own and lighter and darker in places of its own; a look at it is
shifted, turned, lit and grained anew. All of it follows from numbers, so every run sees the same.
"""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.places import portrait

Picture = NDArray[np.uint8]

PEOPLE, LOOKS = 12, 20
"""How many there are, and how many pictures of each."""

WIDE, HIGH = 72, 96
"""Pixels of a face."""

PART = (0.08, 0.42, 0.31, 0.57)
"""Where the face lies in the portrait: top, bottom, left, right as parts of its side."""


@cache
def picture() -> Picture:
    """The portrait, RGB."""
    read = cv2.imdecode(np.frombuffer(portrait().read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    assert read is not None
    return np.asarray(cv2.cvtColor(read, cv2.COLOR_BGR2RGB), np.uint8)


@cache
def face(person: int) -> Picture:
    """The face of a person as it is, RGB of HIGH by WIDE."""
    whole = picture()
    side = whole.shape[0]
    top, bottom, left, right = (round(part * side) for part in PART)
    plain = cv2.resize(whole[top:bottom, left:right], (WIDE, HIGH), interpolation=cv2.INTER_AREA).astype(np.float32)
    rng = np.random.default_rng(1000 + person)
    x, y = np.meshgrid(np.arange(WIDE, dtype=np.float32), np.arange(HIGH, dtype=np.float32))
    bent = cv2.remap(
        plain,
        x + 7 * _smooth(rng, 4, 3),
        y + 7 * _smooth(rng, 4, 3),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    lit = bent * (1 + 0.25 * _smooth(rng, 6, 5)[..., None]) + 14 * _smooth(rng, 9, 7)[..., None]
    return np.clip(lit, 0, 255).astype(np.uint8)


def look(person: int, number: int) -> Picture:
    """The `number`th picture of a person's face."""
    rng = np.random.default_rng(7919 * person + number)
    turn = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), float(rng.normal(0, 1.5)), float(rng.normal(1, 0.015)))
    turn[:, 2] += rng.normal(0, 0.8, 2)
    turned = cv2.warpAffine(face(person), turn, (WIDE, HIGH), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    grained = turned * rng.normal(1, 0.06) + rng.normal(0, 4) + rng.normal(0, 3, turned.shape)
    return np.clip(grained, 0, 255).astype(np.uint8)


@cache
def clothes(person: int, *, width: int, height: int) -> Picture:
    """What a person wears from the neck down, RGB."""
    rng = np.random.default_rng(500 + person)
    bands = rng.integers(20, 236, (9, 5, 3), np.uint8)
    return np.asarray(cv2.resize(bands, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def ground(number: int, *, width: int, height: int) -> Picture:
    """What lies behind a person, another one in every picture, RGB."""
    rng = np.random.default_rng(31 + number)
    coarse = rng.integers(40, 216, (max(2, height // 12), max(2, width // 12), 3), np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def _smooth(rng: np.random.Generator, down: int, across: int) -> NDArray[np.float32]:
    """A field that changes slowly, about 0, of HIGH by WIDE."""
    coarse = rng.normal(0, 1, (down, across)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (WIDE, HIGH), interpolation=cv2.INTER_CUBIC), np.float32)
