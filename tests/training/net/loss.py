"""How far the network's maps are from what they ought to be."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as nnf

FOCUS, FORGIVENESS = 2.0, 4.0
"""Exponents of the focal loss: of how sure a cell is already, and of how warm it ought to be (Law and Deng, CornerNet,
2018)."""

CORNERS, SIZE = 2.0, 0.2
"""Weights of the corners and of the size beside the heat."""

ROUND = 0.03
"""Error of a corner, in sizes, under which the loss is square: truth is no better than that."""

LEAST = 1.0
"""Cells: shorter sides do not make an error of the corners dearer."""

FAR = 4.0
"""How many times too large or too small a guess is taken for in the measure of its error, at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """The targets of a batch.

    `heat` and `counts` (n, h, w), and for all cells that learn corners, one after another,
    `cells` (k, 3: picture, row, column), `weights` (k,) and `quads` (k, 4, 2), in cells; `plates` is their number.
    """

    heat: Tensor
    counts: Tensor
    cells: Tensor
    weights: Tensor
    quads: Tensor
    plates: int


@dataclass(frozen=True, slots=True, eq=False)
class Losses:
    """The parts of a loss; `total` is what is made smaller."""

    heat: Tensor
    corners: Tensor
    size: Tensor

    @property
    def total(self) -> Tensor:
        """The weighted sum."""
        return self.heat + CORNERS * self.corners + SIZE * self.size


def losses(logits: Tensor, geometry: Tensor, *, wanted: Wanted) -> Losses:
    """Losses of logits (n, 1, h, w) and geometry (n, 9, h, w), each per plate to be found."""
    plates = max(1, wanted.plates)
    heat = _focal(logits[:, 0].float(), wanted) / plates
    picture, row, column = wanted.cells.unbind(1)
    numbers = geometry[picture, :, row, column].float()
    corners, size = _corners(numbers, wanted)
    return Losses(heat, corners / plates, size / plates)


def _focal(logits: Tensor, wanted: Wanted) -> Tensor:
    """The penalty-reduced focal loss, summed: only a bell's top is wanted warm, the rest is forgiven by degrees."""
    chance = torch.sigmoid(logits)
    top = (wanted.heat >= 1).float()
    warm = top * (1 - chance) ** FOCUS * nnf.logsigmoid(logits)
    cold = (1 - wanted.heat) ** FORGIVENESS * chance**FOCUS * nnf.logsigmoid(-logits)
    return -((warm + (1 - top) * cold) * wanted.counts).sum()


def _corners(numbers: Tensor, wanted: Wanted) -> tuple[Tensor, Tensor]:
    """Losses of the corners and of the size, summed over plates, for numbers (k, 9).

    An error counts along the plate and across it, each in a length between that side and the plate's size: a pixel
    matters more across a plate that is five times as wide as high. That length also lies between the plate's own and
    the guessed one's, so that half as large costs as much as twice as large: measured against the plate alone, what
    is unsure would be guessed too small, and cover too little.
    """
    along, wide, high = _axes(wanted.quads)
    size = torch.sqrt(wide * high)
    guess = torch.exp(numbers[:, 0].clamp(-7, 7))
    guessed = numbers[:, 1:].reshape(-1, 4, 2) * guess[:, None, None]
    error = guessed - wanted.quads
    across = torch.stack([-along[:, 1], along[:, 0]], dim=1)
    lengths = torch.stack([torch.sqrt(wide * size), torch.sqrt(high * size)], dim=1).clamp(min=LEAST)
    _, wide_guessed, high_guessed = _axes(guessed.detach())
    ratio = torch.stack([wide_guessed / wide, high_guessed / high], dim=1).clamp(1 / FAR, FAR)
    lengths = lengths * torch.sqrt(ratio)
    turned = torch.stack([(error * along[:, None]).sum(2), (error * across[:, None]).sum(2)], dim=2)
    off = turned / lengths[:, None]
    each = nnf.smooth_l1_loss(off, torch.zeros_like(off), beta=ROUND, reduction="none").mean(dim=(1, 2))
    sized = (numbers[:, 0] - torch.log(size)).abs()
    return (each * wanted.weights).sum(), (sized * wanted.weights).sum()


def _axes(quads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Unit vectors along the plates (k, 2), and their widths and heights (k,), at least a tenth of a cell."""
    along = (quads[:, 1] - quads[:, 0] + quads[:, 2] - quads[:, 3]) / 2
    down = (quads[:, 3] - quads[:, 0] + quads[:, 2] - quads[:, 1]) / 2
    wide, high = along.norm(dim=1).clamp(min=0.1), down.norm(dim=1).clamp(min=0.1)
    return along / wide[:, None], wide, high
