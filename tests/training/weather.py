"""Rain, night, lamps and shadows over the finished scene, before the camera sees it."""

import cv2
import numpy as np

from tests.training.glyphs import Picture
from tests.training.wear import cloud


def scale_light(scene: Picture, light: np.ndarray) -> Picture:
    """The scene with every pixel multiplied; `light` has the scene's shape or (height, width)."""
    light = np.asarray(light, np.float32)
    return np.asarray(
        cv2.multiply(scene, cv2.merge((light, light, light)) if light.ndim == 2 else light, dtype=cv2.CV_8U), np.uint8
    )


def shadows(scene: Picture, rng: np.random.Generator) -> Picture:
    """The shadow of a tree, a house or a passer-by over a part of the scene."""
    high, wide = scene.shape[:2]
    mask = np.zeros((high // 4, wide // 4), np.uint8)
    if rng.random() < 0.5:
        points = rng.uniform(-0.3, 1.3, (4, 2)) * [wide / 4, high / 4]
        cv2.fillPoly(mask, [points.round().astype(np.int32)], 255)
    else:
        mask[cloud(mask.shape, rng, cells=8) > float(rng.uniform(-0.3, 0.8))] = 255
    soft = cv2.GaussianBlur(
        cv2.resize(mask, (wide, high), interpolation=cv2.INTER_LINEAR), (0, 0), float(rng.uniform(1, 5))
    )
    return scale_light(scene, 1 - soft.astype(np.float32) * (float(rng.uniform(0.25, 0.65)) / 255))


def rain(scene: Picture, rng: np.random.Generator) -> Picture:
    """Streaks of falling rain, all in one direction, and a veil."""
    high, wide = scene.shape[:2]
    layer = np.zeros((high, wide), np.uint8)
    slant, length = float(rng.normal(0, 0.2)), float(rng.uniform(6, 40))
    for x, y in rng.uniform(0, 1, (int(rng.integers(30, 260)), 2)) * [wide, high]:
        b = (int(x + slant * length), int(y + length))
        cv2.line(layer, (int(x), int(y)), b, int(rng.uniform(20, 90)), 1, cv2.LINE_AA)
    veil = float(rng.uniform(0, 0.25))
    grey = int(rng.uniform(100, 190))
    wet = cv2.addWeighted(scene, 1 - veil, np.full_like(scene, grey), veil, 0)
    return np.asarray(cv2.add(wet, cv2.merge((layer, layer, layer))), np.uint8)


def drops(scene: Picture, rng: np.random.Generator) -> Picture:
    """Drops on the lens: soft discs that show the scene turned over and blurred."""
    high, wide = scene.shape[:2]
    small = cv2.resize(scene, (max(8, wide // 12), max(8, high // 12)), interpolation=cv2.INTER_AREA)
    blurred = cv2.resize(small[::-1, ::-1], (wide, high), interpolation=cv2.INTER_LINEAR)
    mask = np.zeros((high, wide), np.uint8)
    for _ in range(int(rng.integers(1, 9))):
        centre = (int(rng.integers(wide)), int(rng.integers(high)))
        cv2.circle(mask, centre, int(rng.uniform(0.008, 0.04) * wide) + 1, int(rng.uniform(60, 190)), -1, cv2.LINE_AA)
    weight = cv2.GaussianBlur(mask, (0, 0), 2.0)[..., None].astype(np.float32) / 255
    return np.asarray(scene * (1 - weight) + blurred * weight).astype(np.uint8)


def night(scene: Picture, rng: np.random.Generator, *, spots: list[tuple[float, float, float]]) -> Picture:
    """The scene in the dark, lit by a street lamp's cast, and by beams about `spots` (x, y, radius in pixels)."""
    high, wide = scene.shape[:2]
    cast = np.array([[0.55, 0.85, 1.15], [1.1, 1.0, 0.9], [0.8, 0.95, 1.05]])[int(rng.integers(3))]
    light = np.full((high // 4 + 1, wide // 4 + 1), float(np.exp(rng.uniform(np.log(0.14), np.log(0.6)))), np.float32)
    y, x = np.mgrid[: light.shape[0], : light.shape[1]].astype(np.float32) * 4
    for cx, cy, radius in spots:
        beam = np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * radius**2))
        light += beam * float(rng.uniform(0.2, 1.3))
    grown = np.asarray(cv2.resize(light, (wide, high), interpolation=cv2.INTER_LINEAR))
    return scale_light(scene, np.asarray(grown[..., None] * cast.astype(np.float32)))


def lamps(scene: Picture, rng: np.random.Generator, *, near: list[tuple[float, float, float]]) -> Picture:
    """Head and street lamps with bloom and a streak: added light. `near` are (x, y, width) of plates to blind."""
    high, wide = scene.shape[:2]
    glow = np.zeros((high // 4 + 1, wide // 4 + 1, 3), np.float32)
    y, x = np.mgrid[: glow.shape[0], : glow.shape[1]].astype(np.float32) * 4
    places = []
    for cx, cy, span in near:
        for side in (-1, 1):
            if rng.random() < 0.7:
                places.append(
                    (
                        cx + side * span * rng.uniform(1.0, 1.7),
                        cy - span * rng.uniform(-0.2, 0.6),
                        span * rng.uniform(0.08, 0.35),
                    )
                )
    for _ in range(int(rng.integers(0, 3))):
        places.append((rng.uniform(0, wide), rng.uniform(0, high * 0.6), rng.uniform(2, 14)))
    for cx, cy, radius in places:
        tint = np.array([0.9, 1.0, 1.0]) * rng.uniform(0.8, 1.1, 3)
        distance = (x - cx) ** 2 + (y - cy) ** 2
        core = np.exp(-distance / (2 * radius**2)) * 320
        halo = np.exp(-np.sqrt(distance) / (radius * 3.5)) * float(rng.uniform(20, 110))
        streak = np.exp(-(((y - cy) / (1.5 + radius * 0.12)) ** 2) - np.abs(x - cx) / (radius * 7)) * float(
            rng.uniform(0, 80)
        )
        glow += (core + halo + streak)[..., None] * tint.astype(np.float32)
    grown = cv2.resize(glow, (wide, high), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(scene + grown, 0, 255).astype(np.uint8), np.uint8)
