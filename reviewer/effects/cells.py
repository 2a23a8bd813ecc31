"""The flat cells that mosaic and blur are drawn from: greys that come from a region's id and from nothing else.

A mosaic or blur computed from the picture can be undone: a classifier reads it (McPherson, Shokri and Shmatikov,
Defeating Image Obfuscation with Deep Learning, 2016), and in motion each frame samples the interior anew, so that a
few seconds give the picture back. Here the interior is thrown away first. What is drawn in its place depends on which
region it is and on where in the region's box a pixel lies, so the cells stay locked to the region as it moves.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.core.geometry import Box

ACROSS = 7
DOWN = 9
"""Cells in a region's box; about square on a face, which is higher than wide."""

GREY = 112
SPREAD = 34
"""Middle luma of the cells and how far one may lie from it: quiet tones, inside narrow and full range alike."""

TINT = 5
"""How far the chroma of a cell may lie from neutral."""

NEUTRAL = 128


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Luma, Cb and Cr of each cell, float32 arrays of shape (DOWN, ACROSS)."""

    luma: NDArray[np.float32]
    blue: NDArray[np.float32]
    red: NDArray[np.float32]


LEGIBLE = 5.0
"""Pixels of a cell below which its edges are so close that an encoder smears them: smaller cells differ less."""


def cells(seed: str, *, over: Box) -> Cells:
    """The cells of the region with the id `seed`; the same id gives the same cells in every frame and every run.

    Where its box `over` is so small that the check could not tell cells from what an encoder makes of them, they are
    nearer to one tone.
    """
    strength = min(1.0, min(abs(over.width) / ACROSS, abs(over.height) / DOWN) / LEGIBLE)
    count = ACROSS * DOWN
    noise = np.frombuffer(hashlib.shake_128(seed.encode()).digest(3 * count), np.uint8)
    spread = noise.astype(np.float32).reshape(3, DOWN, ACROSS) / 127.5 - 1
    return Cells(
        np.rint(GREY + strength * SPREAD * spread[0]).astype(np.float32),
        np.rint(NEUTRAL + strength * TINT * spread[1]).astype(np.float32),
        np.rint(NEUTRAL + strength * TINT * spread[2]).astype(np.float32),
    )
