"""What years and light do to a plate: bolts, holders, embossing, dirt, stickers, glare until the text is gone."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.training.forms import ODD, word
from tests.training.glyphs import Picture
from tests.training.inking import blend, text_mask
from tests.training.plate import Plate

Field = NDArray[np.float32]

_FIELDS = 12
"""How many different clouds there are; each is used at random offsets and flips."""


@lru_cache(maxsize=_FIELDS * 4)
def _cloud(number: int, cells: int) -> Field:
    """A smooth random field of 512 by 512, mean 0 and spread 1: three octaves of noise."""
    rng = np.random.default_rng([9, number, cells])
    total = np.zeros((512, 512), np.float32)
    for octave in range(3):
        n = cells << octave
        coarse = rng.standard_normal((n, n)).astype(np.float32)
        total += np.asarray(cv2.resize(coarse, (512, 512), interpolation=cv2.INTER_CUBIC)) / (octave + 1)
    return np.asarray((total - total.mean()) / total.std(), np.float32)


def cloud(shape: tuple[int, ...], rng: np.random.Generator, *, cells: int = 6) -> Field:
    """A smooth random field of the shape (height, width), mean about 0 and spread about 1."""
    field = _cloud(int(rng.integers(_FIELDS)), cells)
    a, b = rng.integers(0, 200, 2)
    part = field[a : a + 300, b : b + 300]
    if rng.random() < 0.5:
        part = part[:, ::-1]
    return np.asarray(cv2.resize(part, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.float32)


def age(plate: Plate, rng: np.random.Generator) -> None:
    """Ages and lights the plate in place: each kind of wear with its own probability."""
    if rng.random() < 0.2:
        _emboss(plate, float(rng.uniform(0.2, 0.6)))
    for wear, chance in ((_wear_off, 0.12), (_bolts, 0.5), (_sticker, 0.15), (_hologram, 0.12)):
        if rng.random() < chance:
            wear(plate, rng)
    light = np.full(plate.picture.shape[:2], float(rng.uniform(0.72, 1.0)), np.float32)
    if rng.random() < 0.5:
        light += _gradient(light.shape, rng) * float(rng.uniform(0.03, 0.16))
    if rng.random() < 0.35:
        light -= np.maximum(0, cloud(light.shape, rng)) * float(rng.uniform(0.03, 0.16))
    if rng.random() < 0.22:
        _shadow(light, rng)
    plate.picture[:] = np.clip(plate.picture * light[..., None], 0, 255).astype(np.uint8)
    for weather, chance in ((_dirt, 0.22), (_drops, 0.12)):
        if rng.random() < chance:
            weather(plate.picture, rng)


def bleach(plate: Plate, rng: np.random.Generator, *, amount: float) -> None:
    """Over-exposes the plate in place: at 0 nothing happens, towards 1 the text drowns in light."""
    rise = 1 + 3.5 * amount * np.clip(1 + 0.3 * cloud(plate.picture.shape[:2], rng, cells=3), 0.3, 2)
    lift = 150 * amount**1.5
    plate.picture[:] = np.clip(plate.picture * rise[..., None] + lift, 0, 255).astype(np.uint8)


def glare(plate: Plate, rng: np.random.Generator) -> None:
    """A bright patch or streak of reflected light over a part of the plate, in place."""
    high, wide = plate.picture.shape[:2]
    x = (np.arange(wide, dtype=np.float32) / wide - float(rng.uniform(0, 1))) * plate.width / plate.height
    y = np.arange(high, dtype=np.float32) / high - float(rng.uniform(0, 1))
    turn = float(rng.uniform(0, np.pi))
    along = x[None] * np.cos(turn) + y[:, None] * np.sin(turn)
    across = -x[None] * np.sin(turn) + y[:, None] * np.cos(turn)
    a, b = rng.uniform(0.25, 3.0), rng.uniform(0.12, 0.8)
    spot = np.exp(-((along / a) ** 2) - (across / b) ** 2) * float(rng.uniform(80, 400))
    plate.picture[:] = np.clip(plate.picture + spot[..., None], 0, 255).astype(np.uint8)


def infrared(plate: Plate, rng: np.random.Generator) -> None:
    """The plate as an infrared lamp shows it, in place: grey, with a bright ground and ink that may shine as well."""
    vanish = float(rng.choice([0.0, 0.3, 0.85, 1.0], p=[0.5, 0.2, 0.15, 0.15]))
    grey = cv2.cvtColor(plate.picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    ground = float(rng.uniform(150, 255))
    weight = plate.ink.astype(np.float32) / 255 * (1 - vanish)
    value = (ground * (1 - weight) + ground * 0.12 * weight) * (0.8 + 0.2 * grey / 255)
    plate.picture[:] = np.clip(value, 0, 255).astype(np.uint8)[..., None]


def _gradient(shape: tuple[int, ...], rng: np.random.Generator) -> Field:
    x, y = np.linspace(-1, 1, shape[1], dtype=np.float32), np.linspace(-1, 1, shape[0], dtype=np.float32)
    return np.asarray(x[None] * float(rng.uniform(-1, 1)) + y[:, None] * float(rng.uniform(-1, 1)), np.float32)


def _shadow(light: Field, rng: np.random.Generator) -> None:
    """A straight shadow edge, of a bumper's overhang or of a tree, in place."""
    high, wide = light.shape
    if rng.random() < 0.5:
        depth = round(high * float(rng.uniform(0.1, 0.7)))
        light[:depth] *= float(rng.uniform(0.35, 0.8))
    else:
        a, b = rng.uniform(-0.2, 1.2, 2) * wide
        side = np.array([[0, 0], [a, 0], [b, high], [0, high]]).round().astype(np.int32)
        mask = np.zeros((high, wide), np.uint8)
        cv2.fillConvexPoly(mask, side, 255, cv2.LINE_AA)
        light *= 1 - mask.astype(np.float32) / 255 * float(rng.uniform(0.25, 0.65))


def _emboss(plate: Plate, strength: float) -> None:
    """Raises the characters: light from above falls on their upper edges."""
    ink = plate.ink.astype(np.int16)
    step = max(1, round(2 * plate.scale))
    edge = (np.roll(ink, -step, 0) - np.roll(ink, step, 0)).astype(np.float32) * strength * 0.4
    plate.picture[:] = np.clip(plate.picture + edge[..., None], 0, 255).astype(np.uint8)


def _wear_off(plate: Plate, rng: np.random.Generator) -> None:
    """Takes paint off the characters in patches, so that ground shows, or fades them everywhere."""
    ground = np.median(plate.picture.reshape(-1, 3)[:: max(1, plate.picture.size // 3000)], axis=0)
    patches = np.clip(cloud(plate.ink.shape, rng, cells=10) - float(rng.uniform(-0.3, 1.5)), 0, 1)
    fade = (np.maximum(patches, float(rng.uniform(0, 0.5))) * plate.ink).astype(np.uint8)
    blend(plate.picture, fade, colour=(int(ground[0]), int(ground[1]), int(ground[2])))


def _bolts(plate: Plate, rng: np.random.Generator) -> None:
    high, wide = plate.picture.shape[:2]
    radius = max(1, round(float(rng.uniform(3.5, 8)) * plate.scale))
    value = int(rng.choice([20, 60, 120, 200, 240]))
    tint = (value, value, value) if rng.random() < 0.7 else (20, 180, 230)
    y = float(rng.uniform(0.4, 0.6)) if rng.random() < 0.6 else float(rng.uniform(0.08, 0.16))
    inset = float(rng.uniform(0.03, 0.25))
    rows = (y,) if rng.random() < 0.7 else (y, 1 - y)
    for at_y in rows:
        for at_x in (inset, 1 - inset):
            centre = (round(at_x * wide), round(at_y * high))
            cv2.circle(plate.picture, centre, radius, tint, -1, cv2.LINE_AA)
            cv2.circle(plate.picture, centre, radius, tuple(int(v * 0.6) for v in tint), 1, cv2.LINE_AA)


def _sticker(plate: Plate, rng: np.random.Generator) -> None:
    """A round or square sticker, as on plates that show a test or a tax year."""
    high, wide = plate.picture.shape[:2]
    centre = (int(rng.uniform(0.05, 0.95) * wide), int(rng.uniform(0.1, 0.9) * high))
    size = max(1, round(float(rng.uniform(8, 22)) * plate.scale))
    tint = [int(v) for v in rng.uniform(0, 255, 3)]
    if rng.random() < 0.5:
        cv2.circle(plate.picture, centre, size, tint, -1, cv2.LINE_AA)
    else:
        cv2.rectangle(
            plate.picture, (centre[0] - size, centre[1] - size), (centre[0] + size, centre[1] + size), tint, -1
        )


def _hologram(plate: Plate, rng: np.random.Generator) -> None:
    """A strip of iridescent foil, upright, or diagonal watermark lines over the whole plate."""
    high, wide = plate.picture.shape[:2]
    layer = plate.picture.copy()
    if rng.random() < 0.4:
        x, w = int(rng.uniform(0, 0.9) * wide), max(1, int(wide * 0.02))
        hue = np.linspace(0, 179 * float(rng.uniform(0.3, 1)), high).astype(np.uint8)
        foil = np.stack([hue, np.full(high, 90, np.uint8), np.full(high, 230, np.uint8)], 1)[:, None]
        layer[:, x : x + w] = cv2.cvtColor(foil, cv2.COLOR_HSV2BGR)
    else:
        gap = max(4, round(18 * plate.scale))
        for x in range(-high, wide, gap):
            cv2.line(layer, (x, high), (x + high, 0), (200, 205, 205), 1, cv2.LINE_AA)
    plate.picture[:] = cv2.addWeighted(layer, 0.5, plate.picture, 0.5, 0)


def _dirt(picture: Picture, rng: np.random.Generator) -> None:
    high = picture.shape[0]
    tint = np.array(((60, 75, 90), (90, 100, 110), (40, 45, 50), (200, 205, 210)), np.float32)[int(rng.integers(4))]
    rising = np.linspace(0, float(rng.uniform(0, 1)), high, dtype=np.float32)[:, None]
    cover = np.clip(cloud(picture.shape[:2], rng, cells=8) * 0.3 + rising - float(rng.uniform(-0.2, 0.6)), 0, 0.75)
    picture[:] = (picture * (1 - cover[..., None]) + tint * cover[..., None]).astype(np.uint8)


def _drops(picture: Picture, rng: np.random.Generator) -> None:
    """Rain drops: dark below, a light point above."""
    high, wide = picture.shape[:2]
    for _ in range(int(rng.integers(5, 40))):
        x, y, r = int(rng.integers(wide)), int(rng.integers(high)), max(1, int(rng.uniform(0.01, 0.045) * high))
        cv2.circle(picture, (x, y), r, [int(v) for v in picture[y, x] * 0.7], -1, cv2.LINE_AA)
        cv2.circle(picture, (x, y - r // 2), max(1, r // 3), (235, 235, 235), -1, cv2.LINE_AA)


def dealer(plate: Plate, rng: np.random.Generator) -> tuple[Picture, Picture]:
    """The plate's holder: a frame (picture and coverage) larger than the plate by its rim, often with a dealer's name.

    The rims at the left and the right are equal, and so the holder's centre is the plate's, but for the lower rim:
    returned pictures are padded so that the plate lies exactly in their middle.
    """
    high, wide = plate.picture.shape[:2]
    rim = max(1, round(float(rng.uniform(3, 9)) * plate.scale))
    foot = max(rim, round(float(rng.uniform(8, 24)) * plate.scale))
    value = int(rng.choice([18, 30, 45, 190, 225]))
    frame = np.full((high + 2 * foot, wide + 2 * rim, 3), value, np.uint8)
    cover = np.zeros(frame.shape[:2], np.uint8)
    cover[foot - rim :] = 255
    if foot > 2 * rim and rng.random() < 0.8:
        text = " ".join(word(rng) for _ in range(int(rng.integers(1, 4))))
        mask = text_mask(text, max(2, round(foot * 0.55)), lettering=ODD[int(rng.integers(len(ODD)))])[:, : wide - 2]
        ink = np.zeros(cover.shape, np.uint8)
        x, y = (frame.shape[1] - mask.shape[1]) // 2, foot + high + round(foot * 0.2)
        ink[y : y + mask.shape[0], x : x + mask.shape[1]] = mask[: frame.shape[0] - y]
        shade = 235 if value < 128 else 40
        blend(frame, ink, colour=(shade, shade, int(shade * float(rng.uniform(0.5, 1)))))
    return frame, cover
