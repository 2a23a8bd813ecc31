"""What a camera makes of a scene: blur, few pixels, exposure, colour, noise, sharpening, captions, compression.

Nothing here moves anything by more than a fraction of a pixel: corners stay true.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.training.codec import FRAMES, compressed, moved
from tests.training.forms import ODD, PLAIN, THIN, word
from tests.training.glyphs import Picture
from tests.training.inking import text_mask

_RESIZERS = (cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST)
_BANK = 900


@dataclass(frozen=True, slots=True)
class Light:
    """The light that a scene was taken in: `dark` when the sensor's noise is high, `grey` for infrared."""

    dark: bool = False
    grey: bool = False


@lru_cache(maxsize=1)
def _noise_bank() -> NDArray[np.float32]:
    return np.random.default_rng(77).standard_normal((_BANK, _BANK, 3), dtype=np.float32)


Line = tuple[Picture, tuple[int, int], int, bool]
"""A line of a burned-in caption: ink, place (x, y), brightness, and whether a dark box lies under it."""


def film(scene: Picture, light: Light, *, caption: list[Line], rng: np.random.Generator) -> Picture:
    """The picture that a camera records of the scene, of the same size, with its caption burned in."""
    picture = _optics(scene, rng)
    picture = _developed(picture, light, rng=rng)
    picture = _resampled(picture, rng)
    steps, sigma = _motion(rng), _noise_level(light, rng)
    sharp = float(rng.uniform(0.5, 2.3)) if rng.random() < 0.66 else 0.0
    # Sharpening noise as hard as edges would leave nothing to be seen, and no camera does it.
    sharp *= min(1.0, 5.0 / max(sigma, 1.0))
    radius, smooth = float(rng.uniform(0.7, 1.8)), bool(rng.random() < 0.16)
    frames = []
    for shift, grow in [*steps, ((0.0, 0.0), 1.0)]:
        frame = picture if shift == (0.0, 0.0) and grow == 1.0 else moved(picture, shift, grow=grow)
        frame = _noisy(frame, sigma, rng=rng)
        if smooth:
            frame = np.asarray(
                cv2.medianBlur(frame, 3) if sigma > 8 else cv2.GaussianBlur(frame, (0, 0), 0.6), np.uint8
            )
        if sharp:
            frame = _sharpened(frame, sharp, radius=radius)
        if caption:
            frame = _captioned(frame, caption)
        frames.append(frame)
    return compressed(frames[-1], frames[:-1], rng=rng)


def _optics(picture: Picture, rng: np.random.Generator) -> Picture:
    """Defocus, motion blur and vignetting."""
    if rng.random() < 0.33:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(0.3 + rng.exponential(0.4))), np.uint8)
    if rng.random() < 0.18:
        picture = np.asarray(cv2.filter2D(picture, -1, _streak(1 + float(rng.exponential(2.3)), rng)), np.uint8)
    if rng.random() < 0.3:
        high, wide = picture.shape[:2]
        x, y = np.linspace(-1, 1, wide, dtype=np.float32), np.linspace(-1, 1, high, dtype=np.float32)
        fall = 1 - float(rng.uniform(0.05, 0.35)) * (x[None] ** 2 + y[:, None] ** 2) / 2
        gain = (np.clip(fall, 0, 1) * 255).astype(np.uint8)
        picture = np.asarray(cv2.multiply(picture, cv2.merge((gain, gain, gain)), scale=1 / 255), np.uint8)
    return picture


def _streak(length: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """A motion blur: a straight streak through the kernel's middle, so that nothing shifts."""
    length = min(length, 14.0)
    side = int(length) // 2 * 2 + 3
    kernel = np.zeros((side, side), np.float32)
    angle = float(rng.choice([0.0, rng.normal(0, 0.3), rng.uniform(0, np.pi)]))
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    for t in np.linspace(-1, 1, 8 * side):
        x, y = side // 2 + reach * t
        a, b = int(np.floor(x)), int(np.floor(y))
        for i, j in ((0, 0), (0, 1), (1, 0), (1, 1)):
            if 0 <= a + i < side and 0 <= b + j < side:
                kernel[b + j, a + i] += (1 - abs(x - a - i)) * (1 - abs(y - b - j))
    return np.asarray(kernel / kernel.sum(), np.float32)


def _developed(picture: Picture, light: Light, *, rng: np.random.Generator) -> Picture:
    """Exposure, contrast, gamma, white balance and saturation."""
    if light.grey or rng.random() < 0.04:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        picture = np.asarray(cv2.merge((grey, grey, grey)), np.uint8)
        tint = np.exp(rng.normal(0, 0.02, 3))
    else:
        tint = np.exp(rng.normal(0, 0.065, 3))
        keep = float(np.clip(rng.normal(0.62, 0.25), 0.12, 1.3))
        luma = np.array([0.114, 0.587, 0.299])
        mixing = np.eye(3) * keep + (1 - keep) * luma[None]
        if rng.random() < 0.8:
            picture = np.asarray(cv2.transform(picture, mixing), np.uint8)
    # Automatic exposure goes a part of the way towards a medium grey, at night towards a darker one.
    wanted = float(rng.uniform(25, 85) if light.dark else rng.uniform(70, 140))
    gain = np.clip((wanted / max(6.0, float(picture[::8, ::8].mean()))) ** float(rng.uniform(0.1, 0.8)), 0.6, 3.0)
    tone = np.arange(256)[:, None] / 255 * gain * np.exp(rng.normal(0, 0.1)) * tint
    tone = np.clip(tone, 0, None) ** np.exp(rng.normal(0, 0.18))
    contrast, middle = np.exp(rng.normal(-0.03, 0.15)), 0.45
    tone = (tone - middle) * contrast + middle + rng.normal(0, 0.04)
    table = np.clip(tone * 255, 0, 255).astype(np.uint8)
    developed = np.asarray(cv2.LUT(picture, table[None]), np.uint8)
    return _evened(developed, rng) if rng.random() < 0.1 else developed


def _evened(picture: Picture, rng: np.random.Generator) -> Picture:
    """Local contrast as cameras with a "wide dynamic range" draw it: dark places lifted, edges hard."""
    parts = cv2.cvtColor(picture, cv2.COLOR_BGR2YCrCb)
    local = cv2.createCLAHE(float(rng.uniform(1, 4)), (4, 4)).apply(parts[..., 0])
    parts[..., 0] = cv2.addWeighted(local, 0.7, parts[..., 0], 0.3, 0)
    return np.asarray(cv2.cvtColor(parts, cv2.COLOR_YCrCb2BGR), np.uint8)


def _resampled(picture: Picture, rng: np.random.Generator) -> Picture:
    """The picture with fewer pixels, enlarged again: a smaller sensor, a digital zoom, a copy of a copy."""
    if rng.random() > 0.34:
        return picture
    high, wide = picture.shape[:2]
    factor = float(rng.triangular(0.45, 0.85, 1.0))
    down, up = (
        _RESIZERS[int(rng.integers(4))],
        (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)[int(rng.integers(3))],
    )
    small = cv2.resize(picture, (max(2, round(wide * factor)), max(2, round(high * factor))), interpolation=down)
    return np.asarray(cv2.resize(small, (wide, high), interpolation=up), np.uint8)


def _motion(rng: np.random.Generator) -> list[tuple[tuple[float, float], float]]:
    """How the frames before the kept one differ from it: one steady movement."""
    x, y = rng.normal(0, 2.5, 2)
    grow = 1 + float(rng.normal(0, 0.006))
    return [((float(x) * k, float(y) * k), grow**k) for k in range(FRAMES - 1, 0, -1)]


def _noise_level(light: Light, rng: np.random.Generator) -> float:
    base = float(rng.exponential(2.2))
    return min(base + float(rng.uniform(1, 9)) * light.dark, 20.0)


def _noisy(picture: Picture, sigma: float, *, rng: np.random.Generator) -> Picture:
    """Sensor noise: of each pixel and colour, sometimes coarse as after a camera's own smoothing."""
    if sigma < 0.7:
        return picture
    high, wide = picture.shape[:2]
    coarse = rng.random() < 0.35
    h, w = (high // 2 + 1, wide // 2 + 1) if coarse else (high, wide)
    bank = _noise_bank()
    y, x = int(rng.integers(max(1, _BANK - h + 1))), int(rng.integers(max(1, _BANK - w + 1)))
    noise = bank[y : y + h, x : x + w]
    if noise.shape[:2] != (h, w):
        noise = np.tile(noise, (h // noise.shape[0] + 1, w // noise.shape[1] + 1, 1))[:h, :w]
    if coarse:
        noise = np.asarray(cv2.resize(noise, (wide, high), interpolation=cv2.INTER_LINEAR)) * 1.4
    if rng.random() < 0.5:
        noise = np.repeat(noise[..., :1], 3, axis=2)
    scaled = cv2.multiply(np.ascontiguousarray(noise), np.full_like(noise, sigma)) if noise.size else noise
    return np.asarray(cv2.add(picture, scaled, dtype=cv2.CV_8U), np.uint8)


def _sharpened(picture: Picture, amount: float, *, radius: float) -> Picture:
    """Unsharp masking, with the halos that cheap cameras leave."""
    soft = cv2.GaussianBlur(picture, (0, 0), radius)
    return np.asarray(cv2.addWeighted(picture, 1 + amount, soft, -amount, 0), np.uint8)


def choose_caption(shape: tuple[int, ...], rng: np.random.Generator) -> list[Line]:
    """The caption that a camera burns into a picture of (height, width), mostly none."""
    if rng.random() > 0.22:
        return []
    high, wide = shape[:2]
    day = f"{int(rng.integers(2015, 2027))}-{int(rng.integers(1, 13)):02d}-{int(rng.integers(1, 29)):02d}"
    hour = f"{int(rng.integers(24)):02d}.{int(rng.integers(60)):02d}.{int(rng.integers(60)):02d}"
    texts = [
        f"{day} {hour}",
        f"AXON BODY {int(rng.integers(2, 5))} X{int(rng.integers(10**7, 10**8))}",
        word(rng, 3),
        f"CAM {int(rng.integers(20))}",
        f"{hour} T",
    ]
    tall = int(rng.uniform(8, 30))
    hand = (*PLAIN, *THIN, *ODD)[int(rng.integers(len(PLAIN) + len(THIN) + len(ODD)))]
    top, left, boxed = bool(rng.random() < 0.6), bool(rng.random() < 0.5), bool(rng.random() < 0.35)
    lines, value = [], int(rng.choice([255, 235, 200, 20]))
    y = int(rng.uniform(2, 30)) if top else high - int(rng.uniform(30, 70))
    for text in rng.choice(texts, int(rng.integers(1, 3)), replace=False):
        ink = text_mask(str(text), tall, lettering=hand)[:, : wide - 8]
        x = int(rng.uniform(2, 20)) if left else max(0, wide - ink.shape[1] - int(rng.uniform(2, 20)))
        if y + tall + 2 < high:
            lines.append((ink, (min(x, wide - ink.shape[1]), y), value, boxed))
        y += int(tall * 1.5)
    return lines


def _captioned(picture: Picture, lines: list[Line]) -> Picture:
    picture = picture.copy()
    for ink, (x, y), value, boxed in lines:
        part = picture[y : y + ink.shape[0], x : x + ink.shape[1]]
        weight = ink[: part.shape[0], : part.shape[1], None].astype(np.float32) / 255
        ground = part * (0.1 if boxed else 1.0)
        part[:] = (ground * (1 - weight) + value * weight).astype(np.uint8)
    return picture
