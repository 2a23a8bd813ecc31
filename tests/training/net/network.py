"""The detector's network: fully convolutional, from a frame's planes at half size to maps at a quarter of its size."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as nnf

from reviewer.vision.plate_planes import CHANNELS

LEVELS = 64.0
"""Levels of 8 bits, counted from the middle grey, that the network takes for one."""

RARE = -4.6
"""The heat map's bias at the start, log(0.01): almost no cell holds a plate (Lin et al., Focal Loss, 2017)."""

GEOMETRY = 9
"""Maps beside the heat: the logarithm of the plate's size in cells, and its corners from the cell, in sizes."""


@dataclass(frozen=True, slots=True)
class Design:
    """Channels and blocks at strides 4, 8, 16 and 32, how far blocks widen, and the channels of the heads.

    Channels are multiples of 16, the width in which ONNX Runtime works with AVX-512: others cost as much as the next.
    """

    channels: tuple[int, int, int, int] = (32, 48, 96, 160)
    blocks: tuple[int, int, int, int] = (1, 2, 3, 4)
    widening: tuple[int, int, int, int] = (1, 2, 3, 2)
    kernels: tuple[int, int, int, int] = (3, 3, 5, 5)
    neck: int = 48
    head: int = 32


def _convolved(width: int, out: int, *, kernel: int = 1, stride: int = 1, alone: bool = False) -> nn.Sequential:
    """A convolution and its batch norm; `alone` keeps each channel to itself."""
    groups = width if alone else 1
    layer = nn.Conv2d(width, out, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(out))


class Block(nn.Module):
    """An inverted residual (Sandler et al., MobileNetV2, 2018); without widening, depthwise and pointwise only."""

    def __init__(self, width: int, out: int, *, kernel: int, stride: int, widening: int) -> None:
        super().__init__()
        inner = width * widening
        self.widen = _convolved(width, inner) if widening > 1 else None
        self.look = _convolved(inner, inner, kernel=kernel, stride=stride, alone=True)
        self.narrow = _convolved(inner, out)
        self.kept = stride == 1 and width == out

    def forward(self, x: Tensor) -> Tensor:
        """Maps of `out` channels."""
        inner = x if self.widen is None else torch.relu(self.widen(x))
        result: Tensor = self.narrow(torch.relu(self.look(inner)))
        return x + result if self.kept else result


def _stage(width: int, out: int, *, blocks: int, kernel: int, widening: int) -> nn.Sequential:
    """Halves the picture, then looks at it with `blocks` blocks."""
    first = Block(width, out, kernel=kernel, stride=2, widening=max(2, widening))
    rest = [Block(out, out, kernel=kernel, stride=1, widening=widening) for _ in range(blocks - 1)]
    return nn.Sequential(first, *rest)


class Head(nn.Module):
    """One look around each cell, then its numbers."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.look = nn.Sequential(
            _convolved(width, width, kernel=3, alone=True), nn.ReLU(), _convolved(width, width), nn.ReLU()
        )
        self.numbers = nn.Conv2d(width, out, 1)

    def forward(self, x: Tensor) -> Tensor:
        """The numbers of each cell."""
        result: Tensor = self.numbers(self.look(x))
        return result


class PlateNet(nn.Module):
    """Planes (n, 6, h, w), levels from the middle grey, to logits (n, 1, h / 2, w / 2) and geometry (n, 9, ...).

    h and w are half the frame's sides and multiples of GRAIN / 2.
    """

    def __init__(self, design: Design) -> None:
        super().__init__()
        self.design = design
        wide, neck, head = design.channels, design.neck, design.head
        self.stem = nn.Sequential(_convolved(CHANNELS, wide[0], kernel=3, stride=2), nn.ReLU())
        self.near = nn.Sequential(
            *[
                Block(wide[0], wide[0], kernel=design.kernels[0], stride=1, widening=design.widening[0])
                for _ in range(design.blocks[0])
            ]
        )
        self.stages = nn.ModuleList(
            _stage(wide[i - 1], wide[i], blocks=design.blocks[i], kernel=design.kernels[i], widening=design.widening[i])
            for i in (1, 2, 3)
        )
        self.sides = nn.ModuleList(_convolved(w, neck) for w in wide[1:])
        self.joins = nn.ModuleList(Block(neck, neck, kernel=3, stride=1, widening=1) for _ in (0, 1))
        self.side_near, self.down = _convolved(wide[0], head), _convolved(neck, head)
        self.heat, self.geometry = Head(head, 1), Head(head, GEOMETRY)
        self._begin()

    def forward(self, planes: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of the heat, and the geometry."""
        return self.maps(planes / LEVELS)

    def maps(self, planes: Tensor) -> tuple[Tensor, Tensor]:
        """The same for planes in units of LEVELS."""
        near = self.near(self.stem(planes))
        eighth = self.stages[0](near)
        sixteenth = self.stages[1](eighth)
        wide = self.sides[2](self.stages[2](sixteenth))
        wide = self.joins[1](torch.relu(_doubled(wide) + self.sides[1](sixteenth)))
        wide = self.joins[0](torch.relu(_doubled(wide) + self.sides[0](eighth)))
        fine = torch.relu(_doubled(self.down(wide)) + self.side_near(near))
        return self.heat(fine), self.geometry(fine)

    def _begin(self) -> None:
        """Weights such that signals neither grow nor fade; no plate anywhere; corners of a plate of middling shape."""
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, mode="fan_out", nonlinearity="relu")
        middling = (2.0, -1.0, -0.25, 1.0, -0.25, 1.0, 0.25, -1.0, 0.25)
        for head, start in ((self.heat, (RARE,)), (self.geometry, middling)):
            nn.init.normal_(head.numbers.weight, std=0.01)
            assert head.numbers.bias is not None
            with torch.no_grad():
                head.numbers.bias.copy_(torch.tensor(start))


def _doubled(x: Tensor) -> Tensor:
    return nnf.interpolate(x, scale_factor=2.0, mode="nearest")
