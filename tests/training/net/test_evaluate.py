import json
from pathlib import Path

import numpy as np
import pytest

from reviewer.vision.plate_maps import Maps
from tests.training.net.evaluate import Asked, evaluated, main, table, threshold_for
from tests.training.net.made_footage import made
from tests.training.net.scoring import Tally


def bright(planes: np.ndarray) -> tuple[Maps, Maps]:
    """Maps that name the light plate of the made footage: its brightest area is a plate of its own size."""
    light = planes[0, 0][::2, ::2] > 80
    heat = np.zeros(light.shape, np.float32)
    geometry = np.zeros((9, *light.shape), np.float32)
    rows, columns = np.nonzero(light)
    row, column = int(rows.mean()), int(columns.mean())
    heat[row, column] = 0.8
    edges = (columns.min() - column - 0.5, rows.min() - row - 0.5, columns.max() - column + 0.5, rows.max() - row + 0.5)
    geometry[1:, row, column] = [edges[i] for i in (0, 1, 2, 1, 2, 3, 0, 3)]
    heat[0, 0] = 0.3
    geometry[1:, 0, 0] = [0, 0, 4, 0, 4, 1, 0, 1]
    return heat, geometry


def test_a_report_says_what_is_covered_and_what_is_false_at_each_allowance(tmp_path: Path) -> None:
    report = evaluated(bright, Asked(made(tmp_path)))
    assert report["pictures"] == 4
    half = report["allowed"]["0.5"]
    assert 0.3 < half["threshold"] <= 0.8
    assert half["recall_24"] == 1
    assert half["sources"]["clip"] == {"plates": 3, "recall": 1, "recall_24": 1, "false": 0}
    assert half["sources"]["set"] == {"plates": 1, "recall": 1, "recall_24": 1, "false": None}
    assert half["widths"]["40-80"]["plates"] == 4
    assert half["lights"]["bright"]["plates"] == 4
    assert report["allowed"]["1.0"]["false"] == 1
    assert report["curve"][0]["false"] == 1
    assert report["curve"][-1]["recall_24"] == 0
    text = table(report)
    assert "clip                  3 plates  covered 100.0%  24+ wide 100.0%  false 0.00" in text
    assert json.loads(json.dumps(report)) == report


def test_a_second_look_at_half_the_size_finds_the_same(tmp_path: Path) -> None:
    report = evaluated(bright, Asked(made(tmp_path), areas=(0, 80 * 48)))
    assert report["allowed"]["0.5"]["sources"]["clip"]["recall"] == 1


def test_the_clip_with_the_most_false_finds_decides_the_threshold() -> None:
    tally = Tally(frames={"a": 10, "b": 2}, false={"a": [], "b": [0.62, 0.31]})
    assert threshold_for(tally, 0.5) == pytest.approx(0.325)
    assert threshold_for(tally, 0.1) == pytest.approx(0.625)


def test_a_model_that_cannot_be_loaded_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("gone.onnx", "gone.ckpt"):
        assert main([str(tmp_path / name), "--footage", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert "cannot be loaded" in said
    assert "cannot be read" in said
