"""Draws the footage of the sample case: the street of the demo with what makes redaction hard, and where each thing is.

A person walks by, leaves and comes back; a car with a plate; a small face in a mirror; a notice with an address. The
address is made up.
"""

from collections.abc import Mapping
from math import pi, sin

import numpy as np
from numpy.typing import NDArray

from reviewer.core.geometry import Box
from reviewer.media.demo_scene import (
    HEIGHT,
    SWAY,
    WIDTH,
    Picture,
    Pose,
    Sprite,
    car,
    drive,
    person,
    stamp,
    street,
    sway,
    written,
)

SECONDS = 14
ADDRESS = "4 DOVE MEADOW"

GONE, BACK = 6.0, 8.0
"""Seconds at which the person has left on the right, and at which they come back from there."""

FIRST_SEEN, LAST_SEEN = 2.0, 7.0
"""Seconds between which the face in the mirror can be seen."""

HEAD = (175.0, 36.0, 279.0, 156.0)
"""Left, top, right and bottom of the face in the portrait's 512 x 512 pixels."""

PLATE_HALF, PLATE_TOP, PLATE_BOTTOM = 86.0, 186.0, 239.0
"""In pixels of the car's sprite: half the plate's width, and its rows."""

MIRROR, NOTICE = (1010.0, 190.0), (140.0, 240.0)
"""Where the middle of each is in the street, in pixels of a frame whose camera looks straight on."""

PERSON, RETURNED, CAR, MIRRORED, PAPER = "person", "returned", "plate", "mirror", "notice"
"""What there is to be found."""

Path = Mapping[float, Box]


class PracticeScene:
    """The street at any time; the same time always gives the same picture."""

    def __init__(self, portrait: Picture) -> None:
        """Prepare the parts; `portrait` is a head and shoulders of 512 x 512 pixels."""
        self._street, self._person, self._car = street(), person(portrait), car()
        self._mirror, self._notice = _mirror(self._person), _notice()

    def at(self, time: float) -> Picture:
        """The picture at `time` seconds from the start."""
        dx, dy = sway(time)
        frame = self._street[SWAY + dy :, SWAY + dx :][:HEIGHT, :WIDTH].copy()
        parts: list[tuple[Sprite, Pose]] = [(self._notice, Pose(*NOTICE, 1.0))]
        if FIRST_SEEN <= time < LAST_SEEN:
            parts.append((self._mirror, _reflected(time)))
        walker = _walk(time)
        if walker is not None:
            parts.append((self._person if time < GONE else self._person[:, ::-1], walker))
        parts.append((self._car, drive(time)))
        for sprite, pose in parts:
            stamp(frame, sprite, pose=Pose(pose.x - dx, pose.y - dy, pose.scale, pose.angle))
        return frame


def place_of(what: str, time: float) -> Box | None:
    """Where a thing is at `time`, in pixels of the frame and inside it; None where it cannot be seen."""
    dx, dy = sway(time)
    box = _box(what, time)
    seen = None if box is None else box.moved(-dx, -dy).clipped(WIDTH, HEIGHT)
    return seen if seen is not None and seen.width >= 8 and seen.height >= 8 else None


def _box(what: str, time: float) -> Box | None:
    if what == PAPER:
        height, width = _notice().shape[:2]
        return Box(NOTICE[0] - width / 2, NOTICE[1] - height / 2, width, height)
    if what == CAR:
        pose = drive(time)
        sides = (-PLATE_HALF, PLATE_TOP - 165, PLATE_HALF, PLATE_BOTTOM - 165)
        return _posed(sides, pose)
    if what == MIRRORED:
        return _posed(_turned(HEAD), _reflected(time)) if FIRST_SEEN <= time < LAST_SEEN else None
    walker = _walk(time)
    if walker is None or (what == PERSON) != (time < GONE):
        return None
    left, top, right, bottom = HEAD
    straight = (left - 256, top - 256, right - 256, bottom - 256)
    return _posed(straight if what == PERSON else _turned(HEAD), walker)


def _turned(sides: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The same from the middle of the portrait, seen in a mirror."""
    left, top, right, bottom = sides
    return 256 - right, top - 256, 256 - left, bottom - 256


def _posed(sides: tuple[float, float, float, float], pose: Pose) -> Box:
    left, top, right, bottom = (pose.scale * side for side in sides)
    return Box(pose.x + left, pose.y + top, right - left, bottom - top)


def _walk(time: float) -> Pose | None:
    """In from the left and out to the right; back from there after a while, as far as the middle."""
    if time < GONE:
        return Pose(-240 + 1900 * time / GONE, 450 + 8 * sin(2 * pi * 1.9 * time), 1.0)
    if time < BACK:
        return None
    part = (time - BACK) / (SECONDS - BACK)
    return Pose(1640 - 1000 * part, 450 + 8 * sin(2 * pi * 1.9 * time), 1.0 + 0.1 * part)


def _reflected(time: float) -> Pose:
    return Pose(MIRROR[0] + 14 * sin(2 * pi * time / 5), MIRROR[1], 0.34)


def _mirror(whole: Sprite) -> Sprite:
    """Somebody in a dark mirror: turned round, dim, only in a round glass."""
    turned = whole[:, ::-1].copy()
    y, x = np.mgrid[0 : turned.shape[0], 0 : turned.shape[1]].astype(np.float32)
    glass = np.hypot((x - 285) / 190, (y - 150) / 210) < 1
    ground = np.array([38.0, 44.0, 52.0], np.float32)
    colour = ground + turned[..., 3:] * (0.75 * turned[..., :3] - ground)
    made: Sprite = np.dstack([colour, glass]).astype(np.float32)
    return made


def _notice() -> NDArray[np.float32]:
    """A white board with an address on it."""
    ink = np.pad(written(ADDRESS).repeat(4, 0).repeat(4, 1), 16)
    paper = np.where(ink[..., None] > 0, (22.0, 24.0, 30.0), (236.0, 236.0, 230.0))
    return np.dstack([paper, np.ones_like(ink)]).astype(np.float32)
