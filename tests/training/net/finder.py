"""Finds plates in a frame with the network, from a training run or from a shipped file, at one or several sizes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
import torch
from numpy.typing import NDArray

from reviewer.vision.plate_maps import Found, Maps, decoded, merged
from reviewer.vision.plate_planes import Plane, fitted, levels, packed, scaled
from tests.training.net import checkpoint
from tests.training.net.errors import TrainingError
from tests.training.net.network import PlateNet
from tests.training.net.plan import design_of

NATIVE = 0
"""The area that stands for a frame's own size."""

LARGER = 4.0
"""A frame is never enlarged to more than so many times its own area."""


class MapsOf(Protocol):
    """A network as a function: input (1, 6, h, w) to heat (h / 2, w / 2), probabilities, and geometry (9, ...)."""

    def __call__(self, planes: NDArray[np.float32]) -> tuple[Maps, Maps]:
        """Heat and geometry."""


class TorchMaps:
    """The maps of a network in training."""

    def __init__(self, net: PlateNet) -> None:
        self._net = net

    def __call__(self, planes: NDArray[np.float32]) -> tuple[Maps, Maps]:
        """Heat and geometry."""
        device = next(self._net.parameters()).device
        with torch.inference_mode():
            logits, geometry = self._net.eval()(torch.from_numpy(planes).to(device))
            heat = torch.sigmoid(logits)
        return heat[0, 0].cpu().numpy(), geometry[0].cpu().numpy()


class OnnxMaps:
    """The maps of a network in a file, through ONNX Runtime."""

    def __init__(self, path: Path, *, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        try:
            data = path.read_bytes()
            self._session = onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's errors have no common base
            raise TrainingError(f"The model {path} cannot be loaded: {error}.") from error
        self._input = self._session.get_inputs()[0].name

    def __call__(self, planes: NDArray[np.float32]) -> tuple[Maps, Maps]:
        """Heat and geometry."""
        heat, geometry = self._session.run(None, {self._input: planes})
        return np.asarray(heat[0, 0], np.float32), np.asarray(geometry[0], np.float32)


def average_of(path: Path) -> PlateNet:
    """The running average of a training run; raises TrainingError."""
    state = checkpoint.load(path)
    net = PlateNet(design_of(state.get("plan", {})))
    try:
        net.load_state_dict(state["average"])
    except (KeyError, RuntimeError) as error:
        raise TrainingError(f"The training run {path} holds another network: {error}.") from error
    return net.eval().requires_grad_(False)


def opened(path: Path, *, threads: int = 1) -> MapsOf:
    """The network in a file: an ONNX model by its ending, a training run otherwise."""
    return OnnxMaps(path, threads=threads) if path.suffix == ".onnx" else TorchMaps(average_of(path))


def found(
    maps: MapsOf, frame: tuple[Plane, Plane, Plane], *, areas: Sequence[int] = (NATIVE,), threshold: float
) -> Found:
    """The plates of a frame (luma, Cb, Cr) in its pixels, from looks at each of `areas` pixels, or its own size."""
    looks = []
    high, wide = frame[0].shape
    for area in areas:
        size = (wide, high)
        if area != NATIVE:
            size = fitted(size, min(area, int(LARGER * wide * high)))
        seen = frame if size == (wide, high) else scaled(frame, size)
        heat, geometry = maps(levels(packed(seen)))
        looks.append(decoded(heat, geometry, threshold=threshold).scaled(wide / size[0], high / size[1]))
    return looks[0] if len(looks) == 1 else merged(looks)
