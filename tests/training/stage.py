"""A scene in the making: its light, how the camera is held, and random views of what stands in it."""

from dataclasses import dataclass, field

import numpy as np

from tests.training.placement import Placement, turned
from tests.training.scene import Scene

LIGHTS = {"day": 0.8, "night": 0.13, "infrared": 0.07}
"""The kinds of light that pictures are taken in, with their shares."""


@dataclass(slots=True)
class Stage:
    """A scene in the making, its light (one of LIGHTS), and how the camera is held: pitch and roll in degrees."""

    scene: Scene
    mode: str
    rng: np.random.Generator
    held: tuple[float, float] = (0.0, 0.0)
    behind: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.behind = self.scene.picture.copy()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture."""
        return self.scene.picture.shape[1], self.scene.picture.shape[0]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a vehicle's plate is in the picture, in pixels, and where it heads, in degrees."""

    x: float
    y: float
    yaw: float


def placed(stage: Stage, scale: float, *, pose: Pose | None = None) -> Placement:
    """A random place and view for a surface of so many pixels to the millimetre, as the camera is held."""
    rng, (wide, high) = stage.rng, stage.size
    draw = float(rng.random())
    most = 22 if draw < 0.5 else 48 if draw < 0.82 else 70
    yaw, pitch = float(rng.uniform(-most, most)), stage.held[0] + float(rng.normal(0, 3))
    roll = stage.held[1] + float(rng.normal(0, 1.5))
    centre = (float(rng.uniform(-0.02, 1.02)) * wide, float(rng.uniform(-0.02, 1.02)) * high)
    if pose is not None:
        centre, yaw = (pose.x, pose.y), pose.yaw
    distance = max(stage.size) * float(np.exp(rng.uniform(np.log(0.7), np.log(3)))) / scale
    radius = float(np.exp(rng.uniform(np.log(1400), np.log(7000)))) if rng.random() < 0.25 else 0.0
    return Placement(
        turned(*np.radians([yaw, pitch]), roll=np.radians(roll)), centre, scale, max(distance, 350.0), radius
    )
