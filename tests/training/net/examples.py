"""What the network learns from: the planes of a view and its targets, made from a seed and a number alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from reviewer.vision.plate_planes import packed
from tests.training.backgrounds import Backgrounds
from tests.training.net.loss import Wanted
from tests.training.net.targets import Targets, targets
from tests.training.net.variation import Labelled, view
from tests.training.sample import sample

Source = Callable[[int], Labelled]
"""Gives the training picture of a number, always the same. It travels to worker processes."""

FAR = 50.0
"""Sides of the picture beyond which a corner cannot lie: such a truth is broken."""


class SpoiltError(ValueError):
    """A training picture or its truth is not what it must be."""


@lru_cache(maxsize=1)
def _behind(folder: Path | None) -> Backgrounds:
    return Backgrounds(folder)


@dataclass(frozen=True, slots=True)
class Generator:
    """The stream of made pictures that `seed` names, of size (width, height), over backgrounds from a folder."""

    seed: int
    size: tuple[int, int]
    backgrounds: Path | None = None

    def __call__(self, number: int) -> Labelled:
        """The picture of a number."""
        return sample(self.seed, number, size=self.size, backgrounds=_behind(self.backgrounds))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How examples are made: `views` of `side` pixels from each picture of the source."""

    source: Source
    seed: int
    side: int
    views: int


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One view: bytes of its planes (6, side / 2, side / 2) and its targets."""

    planes: NDArray[np.uint8]
    targets: Targets


def packed_bgr(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A BGR picture (height, width, 3) as `packed` gives it, in limited-range BT.601; an odd last row goes."""
    high, wide = (side - side % 2 for side in picture.shape[:2])
    flat = cv2.cvtColor(np.ascontiguousarray(picture[:high, :wide]), cv2.COLOR_BGR2YUV_I420).astype(np.uint8)
    blue, red = flat[high:].reshape(2, high // 2, wide // 2)
    return packed((flat[:high], blue, red))


def examples(recipe: Recipe, number: int) -> list[Example]:
    """The views of picture `number`; raises SpoiltError when the picture or its truth is broken."""
    source = recipe.source(number)
    _check(source)
    made = []
    for turn in range(recipe.views):
        shown = view(source, recipe.side, rng=np.random.default_rng([recipe.seed, number, turn]))
        wanted = targets(shown.quads, shown.ignore, size=(recipe.side, recipe.side))
        made.append(Example(packed_bgr(shown.picture), wanted))
    return made


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Examples together: `planes` (n, 6, h, w) as bytes, and what is wanted of them."""

    planes: Tensor
    wanted: Wanted

    def to(self, device: torch.device) -> "Batch":
        """The same on a device; a copy to a GPU does not wait."""
        near = self.wanted
        planes, heat, counts, cells, weights, quads = (
            t.to(device, non_blocking=True)
            for t in (self.planes, near.heat, near.counts, near.cells, near.weights, near.quads)
        )
        return Batch(planes, Wanted(heat, counts, cells, weights, quads, near.plates))


def batch(parts: list[Example]) -> Batch:
    """Examples of one size as one batch."""
    each = [p.targets for p in parts]
    cells = np.concatenate([np.insert(t.cells, 0, i, axis=1) for i, t in enumerate(each)])
    plates = sum(t.plates for t in each)
    wanted = Wanted(
        torch.from_numpy(np.stack([t.heat for t in each])),
        torch.from_numpy(np.stack([t.counts for t in each])),
        torch.from_numpy(cells),
        torch.from_numpy(np.concatenate([t.weights for t in each])),
        torch.from_numpy(np.concatenate([t.quads for t in each])),
        plates=plates,
    )
    return Batch(torch.from_numpy(np.stack([p.planes for p in parts])), wanted)


def _check(source: Labelled) -> None:
    picture, count = source.picture, len(source.corners)
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or min(picture.shape) < 1:
        raise SpoiltError(f"a training picture is {picture.dtype} of shape {picture.shape}")
    if source.corners.shape != (count, 4, 2) or source.visible.shape != (count,) or source.ignore.shape != (count,):
        raise SpoiltError("a training picture's truth has parts that do not go together")
    if count and not (np.abs(source.corners) < FAR * max(picture.shape)).all():
        raise SpoiltError("a training picture's truth has corners that are nowhere")
