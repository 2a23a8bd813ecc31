"""A made street as a background: sky, house fronts with windows, hedges, pavement and road, seen in perspective."""

import cv2
import numpy as np

from tests.training import textures
from tests.training.forms import ODD, PLAIN, word
from tests.training.glyphs import Picture
from tests.training.inking import blend, text_mask


def street(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """A picture of size (width, height)."""
    wide, high = size
    horizon, kerb = int(rng.uniform(0.12, 0.5) * high), int(rng.uniform(0.5, 0.8) * high)
    # Between the houses one sees what lies behind them.
    picture = textures.leaves(size, rng) if rng.random() < 0.5 else textures.plain(size, rng)
    picture[:horizon] = textures.sky((wide, horizon), rng)
    x = -int(rng.integers(0, 60))
    while x < wide:
        width = int(rng.uniform(0.12, 0.6) * wide)
        top = int(rng.uniform(-0.3, 0.9) * horizon)
        _front(picture, (max(0, x), max(0, top), min(wide, x + width), kerb), rng=rng)
        x += width
    if rng.random() < 0.5:
        tall = int(rng.uniform(0.05, 0.2) * high)
        a, b = sorted(rng.integers(0, wide, 2).tolist())
        if b - a > 8:
            picture[kerb - tall : kerb, a:b] = textures.leaves((b - a, tall), rng)
    picture[kerb:] = textures.road((wide, high - kerb), rng)
    step = max(2, int((high - kerb) * float(rng.uniform(0.03, 0.2))))
    picture[kerb : kerb + step] = textures.plain((wide, step), rng)
    _furniture(picture, kerb, rng=rng)
    return picture


def _front(picture: Picture, box: tuple[int, int, int, int], *, rng: np.random.Generator) -> None:
    """A house's front with rows of windows, a door or a shop."""
    left, top, right, low = box
    if right - left < 8 or low - top < 8:
        return
    surface = (textures.wall, textures.wall, textures.plain, textures.leaves)[int(rng.integers(4))]
    picture[top:low, left:right] = surface((right - left, low - top), rng)
    if surface is textures.leaves:
        return
    frame = [int(rng.uniform(120, 240))] * 3
    glass = np.clip(rng.uniform(25, 170) + rng.normal(0, 10, 3), 0, 255)
    w, h = int(rng.uniform(12, 60)), int(rng.uniform(14, 80))
    for y in range(top + 8, low - h - 8, h + int(rng.uniform(8, 50))):
        for x in range(left + 6, right - w - 4, w + int(rng.uniform(6, 40))):
            cv2.rectangle(picture, (x, y), (x + w, y + h), frame, -1)
            pane = [int(v) for v in np.clip(glass * rng.uniform(0.6, 1.4), 0, 255)]
            edge = max(1, w // 14)
            cv2.rectangle(picture, (x + edge, y + edge), (x + w - edge, y + h - edge), pane, -1)
            if w > 24:
                cv2.line(picture, (x + w // 2, y), (x + w // 2, y + h), frame, edge)
    if rng.random() < 0.4:
        _shop(picture, box, rng=rng)


def _shop(picture: Picture, box: tuple[int, int, int, int], *, rng: np.random.Generator) -> None:
    """A shop's window on the ground floor, with its name above."""
    left, top, right, low = box
    tall = min(low - top, int(rng.uniform(40, 120)))
    y = low - tall
    tint = [int(v) for v in np.clip(rng.uniform(20, 220) + rng.normal(0, 50, 3), 0, 255)]
    cv2.rectangle(picture, (left, y), (right - 1, low - 1), [int(v * 0.5) for v in tint], -1)
    board = max(6, tall // 4)
    cv2.rectangle(picture, (left, y), (right - 1, y + board), tint, -1)
    hand = (*PLAIN, *ODD)[int(rng.integers(len(PLAIN) + len(ODD)))]
    name = " ".join(word(rng) for _ in range(int(rng.integers(1, 4))))
    ink = text_mask(name, max(3, int(board * rng.uniform(0.4, 0.8))), lettering=hand)[:, : max(1, right - left - 2)]
    part = picture[y + 1 : y + 1 + ink.shape[0], left + 1 : left + 1 + ink.shape[1]]
    value = 240 if sum(tint) < 380 else 25
    blend(part, ink[: part.shape[0], : part.shape[1]], colour=(value, value, value))
    for x in range(left + 4, right - 12, int(rng.uniform(20, 80))):
        pane = [int(rng.uniform(20, 200))] * 3
        cv2.rectangle(picture, (x, y + board + 3), (min(right - 3, x + 40), low - 4), pane, -1)


def _furniture(picture: Picture, kerb: int, *, rng: np.random.Generator) -> None:
    """Lamp posts, bins, bollards and railings along the kerb, and lines on the road."""
    high, wide = picture.shape[:2]
    for _ in range(int(rng.integers(0, 4))):
        x, tone = int(rng.integers(wide)), int(rng.uniform(20, 190))
        tall = int(rng.choice([0.1, 0.2, 0.7]) * high)
        cv2.line(picture, (x, kerb + 6), (x, kerb - tall), (tone, tone, tone), int(rng.integers(2, 12)), cv2.LINE_AA)
    if rng.random() < 0.3:
        tone, gap, tall = int(rng.uniform(20, 220)), int(rng.integers(5, 16)), int(rng.uniform(0.05, 0.15) * high)
        for x in range(0, wide, gap):
            cv2.line(picture, (x, kerb), (x, kerb - tall), (tone, tone, tone), 1 + gap // 8)
        cv2.line(picture, (0, kerb - tall), (wide, kerb - tall), (tone, tone, tone), 2)
    for _ in range(int(rng.integers(0, 4))):
        y = int(rng.uniform(kerb, high))
        tint = (225, 225, 225) if rng.random() < 0.7 else (40, 190, 225)
        x = int(rng.integers(-100, wide))
        length, slope = int(rng.uniform(30, 400)), float(rng.normal(0, 0.25))
        cv2.line(picture, (x, y), (x + length, int(y + slope * length)), tint, int(rng.integers(2, 10)), cv2.LINE_AA)
