"""One training picture with its truth, and an endless stream of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.training import weather
from tests.training.backgrounds import Backgrounds
from tests.training.camera import Light, Line, choose_caption, film
from tests.training.glyphs import Picture
from tests.training.lens import choose_lens
from tests.training.scene import Placed, Scene
from tests.training.stage import LIGHTS
from tests.training.staging import staged

LEAST_WIDTH = 10.0
"""Pixels under which a plate is not asked for: nobody can tell one from a lamp there."""
LEAST_SEEN = 0.4
"""Part of a plate that must be seen for it to be asked for."""

LEAST_CONTRAST = 6.0
"""Grey levels of 255 by which a plate, or the writing on it, must stand out."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture (height, width, 3) in BGR and its plates.

    `corners` (n, 4, 2) run clockwise from each plate's own top left, in pixels from the picture's upper left edge:
    the middle of the first pixel is at (0.5, 0.5). `visible` is the part of each plate that is seen, and plates with
    `ignore` are neither to be found nor to be denied: too small, mostly hidden or
    outside, or lost in the dark or the light.
    """

    picture: Picture
    corners: NDArray[np.float32]
    visible: NDArray[np.float32]
    ignore: NDArray[np.bool_]
    forms: tuple[str, ...]


def stream(
    seed: int, size: tuple[int, int] = (640, 640), *, backgrounds: Path | None = None, start: int = 0
) -> Iterator[Sample]:
    """Samples of size (width, height) for ever; sample k is the same whatever came before it."""
    behind, index = Backgrounds(backgrounds), start
    while True:
        yield sample(seed, index, size=size, backgrounds=behind)
        index += 1


def sample(seed: int, index: int, *, size: tuple[int, int], backgrounds: Backgrounds) -> Sample:
    """Sample `index` of the stream that `seed` names, of size (width, height); both sides must be even."""
    if size[0] % 2 or size[1] % 2 or min(size) < 32:
        raise ValueError(f"a training picture must have even sides of at least 32 pixels, not {size[0]} x {size[1]}")
    rng = np.random.default_rng([seed, index])
    mode = str(rng.choice(list(LIGHTS), p=list(LIGHTS.values())))
    scene = Scene(backgrounds.crop(size, rng))
    staged(scene, mode, rng=rng)
    picture = _lit(scene, mode, rng=rng)
    lens = choose_lens(size, rng)
    if not lens.plain:
        picture = lens.apply(picture)
    caption = choose_caption(picture.shape, rng)
    picture = film(picture, Light(dark=mode != "day", grey=mode == "infrared"), caption=caption, rng=rng)
    for plate in scene.plates:
        plate.corners, plate.points = lens.forward(plate.corners), lens.forward(plate.points)
        _write_over(plate, caption)
    return _truth(picture, scene.plates)


def _write_over(plate: Placed, caption: list[Line]) -> None:
    """Notes what a burned-in caption hides of the plate: all under a box, a good part under bare letters."""
    for ink, place, _, boxed in caption:
        low = np.array(place)
        under = ((plate.points >= low) & (plate.points < low + ink.shape[::-1])).all(1)
        plate.hidden[under] = np.maximum(plate.hidden[under], 1.0 if boxed else 0.5)


def _lit(scene: Scene, mode: str, *, rng: np.random.Generator) -> Picture:
    """The scene by day or by night, with what the weather adds."""
    picture = scene.picture
    if mode == "day":
        if rng.random() < 0.2:
            picture = weather.shadows(picture, rng)
    else:
        picture = _dark(scene, rng)
    places = [(*_middle(p), _width(p.corners)) for p in scene.plates]
    if rng.random() < (0.35 if mode == "night" else 0.04):
        picture = weather.lamps(picture, rng, near=places[: int(rng.integers(0, 3))])
    if rng.random() < 0.12:
        picture = weather.rain(picture, rng)
    if rng.random() < 0.06:
        picture = weather.drops(picture, rng)
    return picture


def _dark(scene: Scene, rng: np.random.Generator) -> Picture:
    """The scene at night: plates throw a lamp's light back, or lie in the dark like all else."""
    spots = [(*_middle(p), _width(p.corners) * float(rng.uniform(0.6, 4))) for p in scene.plates]
    picture = weather.night(scene.picture, rng, spots=spots)
    mask = np.zeros(picture.shape[:2], np.uint8)
    for plate in scene.plates:
        if rng.random() < 0.6:
            fixed = np.round(plate.corners * 16).astype(np.int32)
            cv2.fillConvexPoly(mask, fixed, int(rng.uniform(80, 255)), cv2.LINE_AA, 4)
    weight = mask[..., None].astype(np.float32) / 255
    bright = scene.picture * float(rng.uniform(0.6, 1.5))
    return np.clip(picture * (1 - weight) + bright * weight, 0, 255).astype(np.uint8)


def _middle(plate: Placed) -> tuple[float, float]:
    x, y = plate.corners.mean(0)
    return float(x), float(y)


def _width(corners: NDArray[np.float64]) -> float:
    """Mean length of the upper and the lower side."""
    return float(np.hypot(*(corners[1] - corners[0])) + np.hypot(*(corners[2] - corners[3]))) / 2


def _truth(picture: Picture, plates: list[Placed]) -> Sample:
    high, wide = picture.shape[:2]
    corners, visible, names, lost = [], [], [], []
    for plate in plates:
        inside = ((plate.points >= -0.5) & (plate.points < [wide - 0.5, high - 0.5])).all(1)
        seen = float(np.mean(inside * (1 - plate.hidden)))
        if seen > 0:
            # Inside the program a pixel's middle lies at half a pixel; OpenCV's warps put it at whole numbers.
            corners.append(plate.corners + 0.5)
            visible.append(seen)
            names.append(plate.form)
            lost.append(_lost(picture, corners[-1]))
    quads = np.array(corners, np.float64).reshape(-1, 4, 2)
    shown = np.array(visible, np.float32)
    ignore = np.array([_width(q) < LEAST_WIDTH for q in quads], bool) | (shown < LEAST_SEEN) | np.array(lost, bool)
    return Sample(picture, quads.astype(np.float32), shown, ignore, tuple(names))


def _lost(picture: Picture, quad: NDArray[np.float64]) -> bool:
    """Whether a plate differs from what surrounds it by so little, inside and along its edge, that none can see it."""
    middle = quad.mean(0)
    wider = (quad - middle) * 1.5 + middle
    low = np.maximum(np.floor(wider.min(0)).astype(int), 0)
    far = np.minimum(np.ceil(wider.max(0)).astype(int) + 1, picture.shape[1::-1])
    if (far - low < 3).any():
        return True
    part = cv2.blur(cv2.cvtColor(picture[low[1] : far[1], low[0] : far[0]], cv2.COLOR_BGR2GRAY), (3, 3))
    inside, around = np.zeros(part.shape, np.uint8), np.zeros(part.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.round(quad - low - 0.5).astype(np.int32), 1)
    cv2.fillConvexPoly(around, np.round(wider - low - 0.5).astype(np.int32), 1)
    within, without = part[inside > 0], part[around > inside]
    if not len(within) or not len(without):
        return False
    return bool(
        abs(float(np.median(within)) - float(np.median(without))) < LEAST_CONTRAST and within.std() < LEAST_CONTRAST
    )
