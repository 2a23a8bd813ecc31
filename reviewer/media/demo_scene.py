"""Draws the street of the demo: a person with a real face walks by behind a car with a number plate.

Everything but the portrait is computed here, in pixels of the upright frame. The plate says DE00 MOV: no registration
with 00 for its year has ever been issued in the United Kingdom.
"""

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Red, green, blue, shape (height, width, 3)."""

WIDTH, HEIGHT = 1280, 720
SECONDS = 8
PLATE = "DE00 MOV"

SWAY = 60
"""Pixels that the camera may look beyond the middle of the street, each way."""

GLYPHS = {
    "D": ("1110", "1001", "1001", "1001", "1001", "1001", "1110"),
    "E": ("1111", "1000", "1000", "1110", "1000", "1000", "1111"),
    "0": ("0110", "1001", "1001", "1001", "1001", "1001", "0110"),
    "M": ("10001", "11011", "10101", "10101", "10001", "10001", "10001"),
    "O": ("0110", "1001", "1001", "1001", "1001", "1001", "0110"),
    "V": ("10001", "10001", "10001", "10001", "01010", "01010", "00100"),
    "A": ("0110", "1001", "1001", "1111", "1001", "1001", "1001"),
    "W": ("10001", "10001", "10001", "10101", "10101", "11011", "10001"),
    "4": ("0001", "0011", "0101", "1001", "1111", "0001", "0001"),
    " ": ("00",) * 7,
}
"""The letters of the plate, and of the notice in the practice, on a grid of seven rows."""


Sprite = NDArray[np.float32]
"""A picture to stamp, shape (height, width, 4): red, green, blue from 0 to 255, and from 0 to 1 how solid it is."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the middle of a sprite is, how large it is (1: its own size) and how far it leans, in radians."""

    x: float
    y: float
    scale: float
    angle: float = 0.0


class Scene:
    """The street at any time; the same time always gives the same picture."""

    def __init__(self, portrait: Picture) -> None:
        """Prepare the parts; `portrait` is a head and shoulders of 512 x 512 pixels, the face above the middle."""
        self._street = street()
        self._person = person(portrait)
        self._car = car()

    def at(self, time: float) -> Picture:
        """The picture at `time` seconds from the start."""
        dx, dy = sway(time)
        frame = self._street[SWAY + dy :, SWAY + dx :][:HEIGHT, :WIDTH].copy()
        for sprite, pose in ((self._person, _walk(time)), (self._car, drive(time))):
            stamp(frame, sprite, pose=Pose(pose.x - dx, pose.y - dy, pose.scale, pose.angle))
        return frame


def sway(time: float) -> tuple[int, int]:
    """How many pixels to the right and down the camera looks, worn by someone who walks."""
    across = round(SWAY * (0.7 * sin(2 * pi * time / 7) + 0.1 * sin(2 * pi * time * 1.7)))
    return across, round(6 * sin(2 * pi * time * 1.3) + 4 * sin(2 * pi * time * 0.45))


def _walk(time: float) -> Pose:
    """In from the left behind the car, nearer and out to the right, with the bob of a walk."""
    part = time / SECONDS
    return Pose(
        x=-260 + 1940 * part,
        y=450 + 8 * sin(2 * pi * 1.9 * time),
        scale=1.15 + 0.25 * part,
        angle=0.06 * sin(2 * pi * 0.95 * time),
    )


def drive(time: float) -> Pose:
    """From the right to the left, slowing down as it comes nearer."""
    part = min(1.0, time / 6.5)
    eased = 1 - (1 - part) ** 2
    return Pose(x=1180 - 640 * eased, y=545 + 25 * eased, scale=0.75 + 0.4 * eased, angle=0.01 * sin(3 * time))


def stamp(frame: Picture, sprite: Sprite, *, pose: Pose) -> None:
    """Lay a sprite over the frame, sampled bilinearly; what falls outside is left out."""
    height, width = sprite.shape[:2]
    c, s = cos(pose.angle), sin(pose.angle)
    across = 0.5 * pose.scale * (abs(c) * width + abs(s) * height)
    down = 0.5 * pose.scale * (abs(c) * height + abs(s) * width)
    left, right = (min(max(round(pose.x + side), 0), frame.shape[1]) for side in (-across, across))
    top, bottom = (min(max(round(pose.y + side), 0), frame.shape[0]) for side in (-down, down))
    if left >= right or top >= bottom:
        return
    dy = (np.arange(top, bottom, dtype=np.float32) - np.float32(pose.y))[:, None] / np.float32(pose.scale)
    dx = (np.arange(left, right, dtype=np.float32) - np.float32(pose.x))[None, :] / np.float32(pose.scale)
    sample = _sampled(sprite, x=c * dx + s * dy + width / 2, y=c * dy - s * dx + height / 2)
    part = frame[top:bottom, left:right]
    frame[top:bottom, left:right] = part + sample[..., 3:] * (sample[..., :3] - part) + 0.5


def _sampled(sprite: Sprite, *, x: NDArray[np.float32], y: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sprite between its pixels, at columns `x` and rows `y`; nothing beyond its edges."""
    height, width = sprite.shape[:2]
    inside = (x >= 0) & (y >= 0) & (x < width - 1) & (y < height - 1)
    x, y = x * inside, y * inside
    column, row = np.floor(x), np.floor(y)
    across, down = (x - column)[..., None], (y - row)[..., None]
    flat, first = sprite.reshape(-1, 4), row.astype(np.int32) * width + column.astype(np.int32)
    upper, lower = flat.take(first, 0), flat.take(first + width, 0)
    upper += across * (flat.take(first + 1, 0) - upper)
    lower += across * (flat.take(first + width + 1, 0) - lower)
    sample: Sprite = upper + down * (lower - upper)
    sample[..., 3] *= inside
    return sample


def person(portrait: Picture) -> Sprite:
    """Head and shoulders cut out of the portrait with soft edges."""
    y, x = np.mgrid[0 : portrait.shape[0], 0 : portrait.shape[1]].astype(np.float32)
    head = 1.15 - np.hypot((x - 227) / 70, (y - 98) / 80)
    body = 1.2 - np.hypot((x - 195) / 165, (y - 470) / 275)
    alpha = np.clip(np.maximum(head * 6, body * 8), 0, 1)
    return np.dstack([portrait, alpha]).astype(np.float32)


def street() -> NDArray[np.uint8]:
    """Sky, trees, a verge and a road, larger than the frame by what the camera sways.

    Soft like a background out of focus: detectors of text take straight edges and the grain of a wall for writing.
    """
    height = HEIGHT + 2 * SWAY
    rows = np.linspace(0, 1, height)[:, None, None]
    drawn = np.array([158, 186, 222]) + rows * np.array([70, 46, 8]) + 5 * _blotches(150, 2)
    tops = np.clip((rows - 0.42) * 900 + 70 * _blotches(110, 9), 0, 30) / 30
    leaves = np.array([64, 88, 50]) + 14 * _blotches(44, 3) + 8 * _blotches(21, 4)
    drawn += tops * (leaves - drawn)
    verge = np.array([112, 124, 78]) + 9 * _blotches(30, 5)
    road = np.array([86, 88, 92]) + 7 * _blotches(60, 11) + 3 * _blotches(7, 12)
    for part, first in ((verge, height - 280), (road, height - 228)):
        edge = np.clip((np.arange(height)[:, None, None] - first) / 6, 0, 1)
        drawn += edge * (part - drawn)
    return np.asarray(np.clip(drawn, 0, 255), np.uint8)


def _blotches(size: int, seed: int) -> NDArray[np.float64]:
    """Smooth noise with blotches of `size` pixels, shape (height, width, 1) of the street, about -2 to 2."""
    random = np.random.default_rng(seed)
    height, width = HEIGHT + 2 * SWAY, WIDTH + 2 * SWAY
    grid = random.normal(0, 1, (height // size + 2, width // size + 2))
    row, down = np.divmod(np.arange(height) / size, 1)
    column, across = np.divmod(np.arange(width) / size, 1)
    down, across = (part**2 * (3 - 2 * part) for part in (down[:, None], across))
    upper, lower = grid[row.astype(int)], grid[row.astype(int) + 1]
    mixed = upper + down * (lower - upper)
    left, right = mixed[:, column.astype(int)], mixed[:, column.astype(int) + 1]
    return np.asarray(left + across * (right - left))[..., None]


def car() -> Sprite:
    """The back of a car: body, window, lamps, tyres, and the plate."""
    height, width = 330, 440
    colour = np.zeros((height, width, 3), np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    middle = np.abs(x - width / 2)
    body = (y > 110) & (y < 285) & (middle < 208 - 20 * np.clip((150 - y) / 40, 0, 1))
    cabin = (y > 12) & (y <= 112) & (middle < 128 + 0.5 * (y - 12))
    tyre = (y >= 285) & (y < 326) & (middle > 128) & (middle < 190)
    window = (y > 28) & (y < 100) & (middle < 112 + 0.5 * (y - 28))
    lamp = (y > 132) & (y < 178) & (middle > 158) & (middle < 198)
    colour[body | cabin] = (44, 74, 128)
    colour *= (1.15 - 0.4 * y / height)[..., None]
    colour[window] = (38, 44, 52)
    colour[lamp] = (178, 24, 28)
    colour[(y > 262) & (y < 285) & body] = (40, 42, 46)
    colour[tyre] = (22, 22, 24)
    plate = _plate()
    rows, columns = plate.shape[:2]
    colour[186 : 186 + rows, (width - columns) // 2 : (width + columns) // 2] = plate
    return np.dstack([colour, body | cabin | tyre]).astype(np.float32)


def written(text: str) -> NDArray[np.float64]:
    """Letters of GLYPHS beside one another, a cell each: 1 for ink, shape (7, columns)."""
    gap = np.zeros((7, 1))
    letters = [np.array([[int(cell) for cell in row] for row in GLYPHS[letter]]) for letter in text]
    return np.hstack([part for letter in letters for part in (gap, letter)][1:])


def _plate() -> NDArray[np.float32]:
    """The rear plate in its British proportions, black on yellow, five pixels to a cell of the letters."""
    text = written(PLATE).repeat(5, 0).repeat(4, 1)
    ink = np.pad(text, ((9, 9), (13, 13 + text.shape[1] % 2)))
    plate = np.where(ink[..., None] > 0, (16.0, 16.0, 18.0), (240.0, 200.0, 30.0))
    plate[:2], plate[-2:], plate[:, :2], plate[:, -2:] = 30, 30, 30, 30
    soft = plate.copy()
    soft[1:-1, 1:-1] = (
        4 * plate[1:-1, 1:-1] + plate[:-2, 1:-1] + plate[2:, 1:-1] + plate[1:-1, :-2] + plate[1:-1, 2:]
    ) / 8
    return soft.astype(np.float32)
