"""Recall against false finds: which plates are covered from which score on, and which finds are none."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reviewer.vision.plate_maps import Found
from reviewer.vision.quads import boxes
from tests.training.net.footage import Checked

MARGIN = 0.06
"""Part of its width and height by which a find's upright box grows at each side, as a region does."""

COVERED = 0.8
"""Part of a plate's box that one find must cover."""

OVER, INSIDE = 0.3, 0.5
"""A find is false when it meets every box with less intersection over union, and lies less of itself in each."""

WIDTHS = {"12-24": (12, 24), "24-40": (24, 40), "40-80": (40, 80), "80+": (80, 1e9), "24+": (24, 1e9)}
"""Widths of plates in pixels that tables tell apart."""

LIGHTS = {"dark": (0, 60), "middling": (60, 180), "bright": (180, 256)}
"""Mean luma of a plate's box that tables tell apart."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate that counts: where it was, its width in pixels, its mean luma, and the score from which it is covered.

    The score is 0 when no find covers it.
    """

    source: str
    width: float
    light: float
    score: float


@dataclass(slots=True)
class Tally:
    """All plates that count, the scores of false finds by clip, and the checked frames of each clip."""

    plates: list[Plate] = field(default_factory=list)
    false: dict[str, list[float]] = field(default_factory=dict)
    frames: dict[str, int] = field(default_factory=dict)

    def add(self, picture: Checked, result: Found) -> None:
        """Counts what was found in a picture, at any score."""
        around = boxes(result.quads)
        self.plates += _plates(picture, around, scores=result.scores)
        if picture.still:
            return
        self.frames[picture.source] = self.frames.get(picture.source, 0) + 1
        wrong = _false(around, picture.boxes)
        self.false.setdefault(picture.source, []).extend(float(s) for s in result.scores[wrong])

    def false_each(self, threshold: float, clip: str | None = None) -> float:
        """False finds a frame, of one clip or of all."""
        clips = [clip] if clip else list(self.frames)
        count = sum(sum(s >= threshold for s in self.false[c]) for c in clips)
        return count / max(1, sum(self.frames[c] for c in clips))


def recall(plates: list[Plate], threshold: float) -> float | None:
    """Part of the plates that is covered; None without plates."""
    return sum(p.score >= threshold for p in plates) / len(plates) if plates else None


def shared(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n, m): areas that upright boxes (n, 4) and (m, 4) have in common."""
    near = np.maximum(first[:, None, :2], second[None, :, :2])
    far = np.minimum(first[:, None, 2:], second[None, :, 2:])
    return np.asarray(np.maximum(far - near, 0).prod(axis=2), np.float32)


def _plates(picture: Checked, around: NDArray[np.float32], *, scores: NDArray[np.float32]) -> list[Plate]:
    sides = around[:, 2:] - around[:, :2]
    grown = np.concatenate([around[:, :2] - MARGIN * sides, around[:, 2:] + MARGIN * sides], axis=1)
    truth = picture.boxes
    size = np.maximum(_size(truth), 1e-6)
    covers = shared(truth, grown) >= COVERED * size[:, None]
    counted = []
    for number in np.nonzero(~picture.ignore)[0]:
        left, top, right, bottom = (max(0, int(v)) for v in truth[number])
        part = picture.frame[0][top : bottom + 1, left : right + 1]
        light = float(part.mean()) if part.size else 0.0
        best = float(scores[covers[number]].max(initial=0.0))
        counted.append(Plate(picture.source, float(truth[number, 2] - truth[number, 0]), light, best))
    return counted


def _false(around: NDArray[np.float32], truth: NDArray[np.float32]) -> NDArray[np.bool_]:
    both = shared(around, truth)
    own = _size(around)[:, None]
    over = both / np.maximum(own + _size(truth)[None] - both, 1e-6)
    return np.asarray(~((over >= OVER) | (both >= INSIDE * own)).any(axis=1), np.bool_)


def _size(edges: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray((edges[:, 2:] - edges[:, :2]).prod(axis=1), np.float32)
