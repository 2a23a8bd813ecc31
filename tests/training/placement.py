"""Where a flat or bent surface comes to lie in the picture: the same formulas for its picture and for its corners.

A surface has its own coordinates in millimetres, x right and y down from its anchor. It is bent about an upright axis
with radius R (a flat surface has none), turned by yaw, pitch and roll, and seen by a pinhole camera.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_NO_MAP = np.empty(0, np.float32)
"""Stands for the second map of OpenCV's remap when the first holds both coordinates."""
_STEP = 8
"""Pixels between the points at which a bent surface is solved exactly; between them the map is linear. The error is
below a twentieth of a pixel for the radii used here, and the corners are exact."""


def turned(yaw: float, pitch: float, *, roll: float) -> Points:
    """The rotation matrix from the surface to the camera (x right, y down, z away): yaw, then pitch, then roll."""
    cy, sy, cp, sp, cr, sr = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll)
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return np.asarray(about_z @ about_x @ about_y)


@dataclass(frozen=True, slots=True)
class Placement:
    """A surface in front of a camera: rotation, where its anchor lies in the picture, and how large it is there.

    `centre` is the anchor in pixels, `scale` pixels to the millimetre at the anchor seen straight on, `distance` the
    camera's from the anchor in millimetres, `radius` that of the bend in millimetres, 0 for flat.
    """

    rotation: Points
    centre: tuple[float, float]
    scale: float
    distance: float
    radius: float = 0.0

    def forward(self, points: Points) -> Points:
        """Pixels (n, 2) of surface points (n, 2) in millimetres."""
        x, y = points[:, 0], points[:, 1]
        if self.radius:
            across, away = self.radius * np.sin(x / self.radius), self.radius * (1 - np.cos(x / self.radius))
        else:
            across, away = x, np.zeros_like(x)
        seen = np.stack([across, y, away], 1) @ self.rotation.T
        depth = np.maximum(seen[:, 2] + self.distance, self.distance * 0.05)
        return np.asarray(seen[:, :2] * (self.scale * self.distance / depth)[:, None] + np.array(self.centre))

    def homography(self) -> Points:
        """The matrix from surface millimetres to pixels, for a flat surface."""
        r, f, d = self.rotation, self.scale * self.distance, self.distance
        cx, cy = self.centre
        first = [f * r[0, 0] + cx * r[2, 0], f * r[0, 1] + cx * r[2, 1], cx * d]
        second = [f * r[1, 0] + cy * r[2, 0], f * r[1, 1] + cy * r[2, 1], cy * d]
        return np.array([first, second, [r[2, 0], r[2, 1], d]])

    def inverse(self, pixels: Points) -> Points:
        """Surface points (n, 2) seen at pixels (n, 2) on a bent surface; far outside where nothing is seen."""
        rays = np.concatenate(
            [(pixels - np.array(self.centre)) / (self.scale * self.distance), np.ones((len(pixels), 1))], 1
        )
        a = rays @ self.rotation
        start = -self.rotation[2] * self.distance
        # A point of the cylinder fulfils x^2 + (z - R)^2 = R^2; along the ray that is a quadratic in the distance.
        bx, bz = start[0], start[2] - self.radius
        qa, qb = a[:, 0] ** 2 + a[:, 2] ** 2, 2 * (a[:, 0] * bx + a[:, 2] * bz)
        root = qb**2 - 4 * qa * (bx**2 + bz**2 - self.radius**2)
        t = (-qb - np.sqrt(np.maximum(root, 0))) / (2 * qa)
        x = bx + t * a[:, 0]
        angle = np.arctan2(x, -(bz + t * a[:, 2]))
        points = np.stack([self.radius * angle, start[1] + t * a[:, 1]], 1)
        points[root < 0] = 1e6
        return np.asarray(points)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the picture with `parts` by `parts` points to the pixel: corner and size (width, height) in points."""

    corner: tuple[float, float]
    size: tuple[int, int]
    parts: int


def warp(
    layers: list[NDArray[np.uint8]],
    to_layer: Points,
    *,
    placement: Placement,
    window: Window,
) -> list[NDArray[np.uint8]]:
    """Pictures of a surface as they appear in a window of the picture.

    `to_layer` is the 3 by 3 matrix from surface millimetres to the layers' pixels. What lies outside a layer is
    black.
    """
    size, parts = window.size, window.parts
    shift = (parts - 1) / 2
    finer = np.array([[parts, 0, shift - window.corner[0]], [0, parts, shift - window.corner[1]], [0, 0, 1.0]])
    if not placement.radius:
        matrix = finer @ placement.homography() @ np.linalg.inv(to_layer)
        return [np.asarray(cv2.warpPerspective(a, matrix, size, flags=cv2.INTER_LINEAR), np.uint8) for a in layers]
    across, down = size[0] // _STEP + 2, size[1] // _STEP + 2
    xs, ys = np.meshgrid(np.arange(across) * _STEP, np.arange(down) * _STEP)
    grid = np.stack([xs.ravel(), ys.ravel()], 1)
    pixels = (grid + np.array(window.corner) - shift) / parts
    found = placement.inverse(pixels)
    at = found * np.diag(to_layer)[:2] + to_layer[:2, 2]
    coarse = at.reshape(down, across, 2).astype(np.float32)
    grow = np.array([[_STEP, 0, 0], [0, _STEP, 0]], np.float64)
    fine = cv2.warpAffine(coarse, grow, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return [np.asarray(cv2.remap(a, fine, _NO_MAP, cv2.INTER_LINEAR), np.uint8) for a in layers]
