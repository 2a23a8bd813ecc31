"""Puts a trained network into an ONNX file: `python -m tests.training.net.export RUN/run.ckpt FILE.onnx`."""

import argparse
import hashlib
import io
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from reviewer.vision.plate_maps import STRIDE
from reviewer.vision.plate_planes import CHANNELS, GRAIN
from tests.training.net import checkpoint
from tests.training.net.errors import TrainingError
from tests.training.net.finder import OnnxMaps, average_of
from tests.training.net.network import LEVELS, PlateNet
from tests.training.net.plan import stages

OPSET = 17
"""Of ONNX: old enough for OpenCV's DNN module as well."""

ALLOWED = 1e-3
"""Largest difference of any value of the file's maps from the network's own."""

SIZES = ((32, 32), (96, 160), (352, 640))
"""Heights and widths of frames, in pixels, at which the two are compared."""


class Shipped(nn.Module):
    """The network as it is shipped: batch norms and the scale of levels are in the weights; heat as probability."""

    def __init__(self, net: PlateNet) -> None:
        super().__init__()
        self.net = folded(net)

    def forward(self, planes: Tensor) -> tuple[Tensor, Tensor]:
        """Probabilities and geometry."""
        logits, geometry = self.net.maps(planes)
        return torch.sigmoid(logits), geometry


def folded(net: PlateNet) -> PlateNet:
    """A copy without batch norms whose `maps` takes levels as they come."""
    copy = PlateNet(net.design)
    copy.load_state_dict(net.state_dict())
    copy.eval().requires_grad_(False)
    _fold(copy)
    first = next(layer for layer in copy.stem.modules() if isinstance(layer, nn.Conv2d))
    first.weight.div_(LEVELS)
    return copy


def exported(net: PlateNet) -> bytes:
    """The file: the same bytes for the same weights and the same versions of PyTorch and onnx."""
    buffer = io.BytesIO()
    free = {"planes": {2: "rows", 3: "columns"}, "heat": {2: "down", 3: "across"}, "geometry": {2: "down", 3: "across"}}
    with warnings.catch_warnings():
        # The exporter that needs no further packages is marked as the older one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Shipped(net).eval(),
            (torch.zeros(1, CHANNELS, GRAIN, GRAIN),),
            buffer,  # type: ignore[arg-type]  # a file object is taken as well
            input_names=["planes"],
            output_names=["heat", "geometry"],
            dynamic_axes=free,
            opset_version=OPSET,
            dynamo=False,
        )
    model = onnx.load_from_string(buffer.getvalue())
    for node in model.graph.node:
        node.doc_string = ""
    model.producer_name, model.producer_version = "plate detector", ""
    notes = {"stride": str(STRIDE), "grain": str(GRAIN), "input": "luma x 4, Cb, Cr at half size; levels less 128"}
    onnx.helper.set_model_props(model, notes)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def difference(net: PlateNet, file: Path) -> float:
    """The largest difference between the network's maps and the file's, over pictures by chance of several sizes."""
    random, worst = np.random.default_rng(4), 0.0
    maps = OnnxMaps(file)
    for high, wide in SIZES:
        planes = random.integers(-112, 108, (1, CHANNELS, high // 2, wide // 2)).astype(np.float32)
        with torch.inference_mode():
            logits, geometry = net.eval()(torch.from_numpy(planes))
        heat, numbers = maps(planes)
        apart = [np.abs(torch.sigmoid(logits)[0, 0].numpy() - heat), np.abs(geometry[0].numpy() - numbers)]
        # A NaN in either must not pass for agreement.
        worst = max([worst, *(float(a.max()) if np.isfinite(a).all() else float("inf") for a in apart)])
    return worst


def entry(state: dict[str, Any], *, file: Path, digest: str) -> str:
    """An entry for the manifest of models, with what trained it."""
    plan = state["plan"]
    lines = {
        "name": "plates",
        "file": file.name,
        "sha256": digest,
        "licence": "GPL-3.0-or-later",
        "input": "luma at four phases, Cb and Cr at half the frame's size, any size that 16 divides, levels less 128",
        "output": "heat map of plates' middles, and size and corners, at a quarter of the frame's size",
        "trained_commit": _commit(),
        "trained_by": ", then ".join(_told(stage) for stage in stages(state)),
        "trained_data": f"made pictures of {plan['picture']} pixels, {plan['views']} views of {plan['side']} of each"
        + (", partly over recorded backgrounds without plates" if plan["backgrounds"] else ""),
    }
    return "\n".join(["[[model]]", *(f"{k} = {_quoted(v)}" for k, v in lines.items())]) + "\n"


def _told(stage: dict[str, Any]) -> str:
    return f"{stage['steps']} steps of {stage['batch']} views of {stage['side']} pixels with the seed {stage['seed']}"


def _fold(module: nn.Module) -> None:
    for part in module.children():
        pair = list(part)[:2] if isinstance(part, nn.Sequential) else []
        if len(pair) == 2 and isinstance(pair[0], nn.Conv2d) and isinstance(pair[1], nn.BatchNorm2d):
            assert isinstance(part, nn.Sequential)
            part[0], part[1] = fuse_conv_bn_eval(pair[0], pair[1]), nn.Identity()
        else:
            _fold(part)


def _commit() -> str:
    """The commit of the sources that this runs from; "unknown" outside a repository."""
    try:
        asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def _quoted(value: object) -> str:
    return str(value) if isinstance(value, int) else '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def main(arguments: list[str] | None = None) -> int:
    """The command; 1 with a sentence, and no file, when the file and the network differ or something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.training.net.export", description=__doc__)
    parser.add_argument("run", type=Path, help="a training run")
    parser.add_argument("file", type=Path, help="the ONNX file to write")
    asked = parser.parse_args(arguments)
    beside = asked.file.with_name(asked.file.stem + ".part.onnx")
    try:
        state, net = checkpoint.load(asked.run), average_of(asked.run)
        data = exported(net)
        beside.write_bytes(data)
        apart = difference(net, beside)
        if not apart <= ALLOWED:
            raise TrainingError(f"The file's maps differ from the network's by {apart:.2g}, more than {ALLOWED}.")
        beside.replace(asked.file)
    except (TrainingError, OSError) as error:
        beside.unlink(missing_ok=True)
        print(error, file=sys.stderr)
        return 1
    digest = hashlib.sha256(data).hexdigest()
    print(f"{asked.file}: {len(data)} bytes, SHA-256 {digest}, largest difference {apart:.2g}")
    print(entry(state, file=asked.file, digest=digest))
    return 0


if __name__ == "__main__":
    sys.exit(main())
