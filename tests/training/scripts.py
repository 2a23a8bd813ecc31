"""Signs that resemble writing other than Latin: enough for a detector of plates, meant for no reader.

The shapes are made of the strokes that each script is made of, from a number; they are no characters of any language.
"""

from functools import lru_cache

import cv2
import numpy as np

from tests.training.glyphs import TALL, Picture

SIGNS = 48
"""How many different signs a script has here."""

SCRIPTS = ("han", "hangul", "kana", "thai", "arabic", "nagari")
"""The scripts, by the names that forms use."""


@lru_cache(maxsize=2048)
def sign(script: str, number: int) -> Picture:
    """Ink of one sign, 0 to 255, TALL pixels high; the same picture for the same script and number."""
    rng = np.random.default_rng([SCRIPTS.index(script), number])
    ink = np.zeros((TALL, TALL), np.uint8)
    {"han": _han, "hangul": _hangul, "kana": _kana, "thai": _thai, "arabic": _arabic, "nagari": _nagari}[script](
        ink, rng
    )
    return ink


def _line(ink: Picture, *points: tuple[float, float], thick: float = 0.09) -> None:
    """A stroke through points given as parts of the cell."""
    fixed = np.round(np.array(points) * TALL * 16).astype(np.int32)
    cv2.polylines(ink, [fixed], False, 255, max(2, round(thick * TALL)), cv2.LINE_AA, 4)


def _curve(ink: Picture, rng: np.random.Generator, *, turns: float) -> None:
    """A bent stroke of some length."""
    t = np.linspace(0, 1, 16)
    angle = rng.uniform(0, 6.3) + t * turns * 2 * np.pi
    path = np.cumsum(np.stack([np.cos(angle), np.sin(angle)], 1), axis=0)
    path = (path - path.min(0)) / (np.ptp(path, axis=0) + 1e-6)
    low, high = rng.uniform(0.08, 0.35, 2), rng.uniform(0.6, 0.92, 2)
    _line(ink, *[(float(x), float(y)) for x, y in low + path * (high - low)])


def _box(ink: Picture, low: tuple[float, float], *, high: tuple[float, float]) -> None:
    (a, b), (c, d) = low, high
    _line(ink, (a, b), (c, b), (c, d), (a, d), (a, b))


def _han(ink: Picture, rng: np.random.Generator) -> None:
    for y in rng.permutation([0.12, 0.3, 0.48, 0.66, 0.86])[: int(rng.integers(2, 5))]:
        a = float(rng.uniform(0.06, 0.35))
        _line(ink, (a, float(y)), (1 - a, float(y)))
    for x in rng.permutation([0.2, 0.5, 0.8])[: int(rng.integers(1, 3))]:
        _line(ink, (float(x), float(rng.uniform(0.05, 0.4))), (float(x), float(rng.uniform(0.6, 0.95))))
    if rng.random() < 0.6:
        _line(ink, (0.5, 0.4), (float(rng.uniform(0.05, 0.25)), 0.93))
        _line(ink, (0.5, 0.5), (float(rng.uniform(0.75, 0.95)), 0.93))
    if rng.random() < 0.5:
        _box(ink, (0.22, 0.25), high=(0.78, 0.62))


def _hangul(ink: Picture, rng: np.random.Generator) -> None:
    kind = int(rng.integers(0, 3))
    if kind == 0:
        _box(ink, (0.12, 0.12), high=(0.5, 0.5))
    elif kind == 1:
        cv2.circle(ink, (round(TALL * 0.32), round(TALL * 0.32)), round(TALL * 0.19), 255, 8, cv2.LINE_AA)
    else:
        _line(ink, (0.12, 0.14), (0.5, 0.14), (0.5, 0.52))
    _line(ink, (0.76, 0.06), (0.76, 0.6))
    _line(ink, (0.76, 0.32), (0.94, 0.32))
    if rng.random() < 0.6:
        _line(ink, (0.2, 0.7), (0.2, 0.92), (0.8, 0.92))
    else:
        _line(ink, (0.1, 0.72), (0.9, 0.72))


def _kana(ink: Picture, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(2, 4))):
        _curve(ink, rng, turns=float(rng.uniform(-0.6, 0.6)))


def _thai(ink: Picture, rng: np.random.Generator) -> None:
    cv2.circle(ink, (round(TALL * 0.25), round(TALL * 0.4)), round(TALL * 0.11), 255, 7, cv2.LINE_AA)
    _line(ink, (0.3, 0.45), (0.3, 0.95))
    _line(ink, (0.3, 0.3), (0.5, 0.16), (0.76, 0.26), (0.78, 0.95))
    if rng.random() < 0.5:
        _line(ink, (0.3, 0.95), (0.78, 0.95))
    if rng.random() < 0.5:
        _curve(ink, rng, turns=0.4)


def _arabic(ink: Picture, rng: np.random.Generator) -> None:
    t = np.linspace(0, 1, 12)
    bow = 0.62 + float(rng.uniform(0.05, 0.25)) * np.sin(t * np.pi)
    _line(ink, *[(float(0.06 + 0.88 * a), float(b)) for a, b in zip(t, bow, strict=True)])
    if rng.random() < 0.5:
        _line(ink, (0.8, 0.1), (0.8, 0.66))
    for _ in range(int(rng.integers(0, 4))):
        centre = (round(TALL * float(rng.uniform(0.2, 0.8))), round(TALL * float(rng.uniform(0.2, 0.45))))
        cv2.circle(ink, centre, 6, 255, -1, cv2.LINE_AA)


def _nagari(ink: Picture, rng: np.random.Generator) -> None:
    _line(ink, (0.0, 0.12), (1.0, 0.12))
    _line(ink, (0.75, 0.12), (0.75, 0.95))
    _curve(ink, rng, turns=float(rng.uniform(0.2, 0.7)))
