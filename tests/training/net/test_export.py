"""The file says what the network says, and is refused when it does not."""

import tomllib
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from tests.training.net import checkpoint, export
from tests.training.net.finder import OnnxMaps, TorchMaps, average_of, found, opened
from tests.training.net.learner import Learner, Pace
from tests.training.net.network import PlateNet
from tests.training.net.plan import Plan
from tests.training.net.test_learner import CPU, TINY


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run whose batch norms have seen something."""
    learner = Learner(TINY, Pace(), seed=3, device=CPU)
    learner.average.train()
    with torch.no_grad():
        for _ in range(20):
            learner.average(torch.randn(4, 6, 32, 32) * 50)
    path = tmp_path / "run.ckpt"
    checkpoint.save(path, {**learner.state(), "plan": Plan(design=TINY).plain()})
    return path


def test_the_file_gives_the_networks_maps_for_frames_of_any_size(run: Path, tmp_path: Path) -> None:
    file = tmp_path / "plates.onnx"
    assert export.main([str(run), str(file)]) == 0
    assert export.difference(average_of(run), file) < 1e-4
    shapes = [m.shape for m in OnnxMaps(file)(np.zeros((1, 6, 48, 80), np.float32))]
    assert shapes == [(24, 40), (9, 24, 40)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plates.onnx", "run.ckpt"]


def test_the_same_run_makes_the_same_bytes(run: Path) -> None:
    assert export.exported(average_of(run)) == export.exported(average_of(run))


def test_the_file_holds_no_batch_norm_and_no_path_of_the_machine(run: Path) -> None:
    data = export.exported(average_of(run))
    assert b"BatchNormalization" not in data
    assert str(Path(export.__file__).parent).encode() not in data


def test_opencv_reads_it_as_well(run: Path, tmp_path: Path) -> None:
    file = tmp_path / "plates.onnx"
    assert export.main([str(run), str(file)]) == 0
    planes = np.random.default_rng(1).uniform(-100, 100, (1, 6, 32, 48)).astype(np.float32)
    net = cv2.dnn.readNetFromONNX(str(file))
    net.setInput(planes)
    heat, geometry = net.forward(["heat", "geometry"])
    mine = OnnxMaps(file)(planes)
    assert np.abs(heat[0, 0] - mine[0]).max() < 1e-3
    assert np.abs(geometry[0] - mine[1]).max() < 1e-3


def test_a_file_that_differs_is_refused_and_leaves_nothing(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    genuine = export.folded

    def altered(net: PlateNet) -> PlateNet:
        copy = genuine(net)
        with torch.no_grad():
            next(copy.parameters()).mul_(1.5)
        return copy

    monkeypatch.setattr(export, "folded", altered)
    assert export.main([str(run), str(tmp_path / "plates.onnx")]) == 1
    assert "differ" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["run.ckpt"]


def test_the_entry_for_the_manifest_says_what_trained_it(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plates.onnx"
    export.main([str(run), str(file)])
    said = capsys.readouterr().out
    model = tomllib.loads(said[said.index("[[model]]") :])["model"][0]
    assert model["file"] == "plates.onnx"
    assert model["sha256"] in said.splitlines()[0]
    assert model["trained_by"].startswith("0 steps of ")
    assert model["trained_by"].endswith("the seed 1")


def test_a_frame_smaller_than_the_stride_is_looked_at_and_a_run_and_its_file_agree(run: Path, tmp_path: Path) -> None:
    file = tmp_path / "plates.onnx"
    export.main([str(run), str(file)])
    frame = (np.full((3, 5), 200, np.uint8), np.full((2, 3), 128, np.uint8), np.full((2, 3), 128, np.uint8))
    looks = [found(m, frame, areas=(0, 10_000), threshold=0.001) for m in (opened(run), opened(file))]
    assert isinstance(opened(run), TorchMaps)
    assert len(looks[0].scores) == len(looks[1].scores)
    assert np.allclose(looks[0].quads, looks[1].quads, atol=1e-2)
