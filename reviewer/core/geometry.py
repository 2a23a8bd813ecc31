"""Boxes in pixels of the upright frame, and how one becomes another over time."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels of the upright frame; `x`, `y` is its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The first column to the right of the box."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The first row below the box."""
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def area(self) -> float:
        """Pixels inside; never negative."""
        return max(0.0, self.width) * max(0.0, self.height)

    def towards(self, other: "Box", part: float) -> "Box":
        """The box `part` of the way (0 to 1) from this one to `other`."""

        def mix(a: float, b: float) -> float:
            return a + (b - a) * part

        return Box(
            mix(self.x, other.x),
            mix(self.y, other.y),
            mix(self.width, other.width),
            mix(self.height, other.height),
        )

    def moved(self, dx: float, dy: float) -> "Box":
        """The same box, shifted."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, across: float, down: float | None = None) -> "Box":
        """The box made wider by `across` and higher by `down` of its own size (0.2: a fifth), about its centre."""
        more_x = self.width * across
        more_y = self.height * (across if down is None else down)
        return Box(self.x - more_x / 2, self.y - more_y / 2, self.width + more_x, self.height + more_y)

    def padded(self, pixels: float) -> "Box":
        """The box with `pixels` more on every side."""
        return Box(self.x - pixels, self.y - pixels, self.width + 2 * pixels, self.height + 2 * pixels)

    def clipped(self, width: float, height: float) -> "Box":
        """The part of the box inside a picture of `width` by `height`; its area may be 0."""
        x, y = min(max(self.x, 0.0), width), min(max(self.y, 0.0), height)
        return Box(x, y, max(0.0, min(self.right, width) - x), max(0.0, min(self.bottom, height) - y))

    def shared(self, other: "Box") -> float:
        """The area that lies in both boxes."""
        across = min(self.right, other.right) - max(self.x, other.x)
        down = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(0.0, across) * max(0.0, down)

    def overlap(self, other: "Box") -> float:
        """Intersection over union, 0 to 1."""
        both = self.shared(other)
        return both / (self.area + other.area - both) if both > 0 else 0.0

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies in the box."""
        return self.x <= x < self.right and self.y <= y < self.bottom


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of `boxes`; raises ValueError when there are none."""
    boxes = list(boxes)
    if not boxes:
        raise ValueError("a hull needs at least one box")
    x, y = min(b.x for b in boxes), min(b.y for b in boxes)
    return Box(x, y, max(b.right for b in boxes) - x, max(b.bottom for b in boxes) - y)
