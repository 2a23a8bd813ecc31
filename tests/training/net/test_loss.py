import numpy as np
import pytest
import torch

from tests.training.net.loss import Wanted, losses
from tests.training.net.targets import targets

PLATE = np.array([[20, 30], [84, 30], [84, 46], [20, 46]], np.float32)


def wanted(*, ignore: bool = False) -> Wanted:
    made = targets(PLATE[None], np.array([ignore]), size=(128, 64))
    cells = np.insert(made.cells, 0, 0, axis=1)
    parts = (made.heat[None], made.counts[None], cells, made.weights, made.quads)
    return Wanted(*(torch.from_numpy(np.ascontiguousarray(p)) for p in parts), plates=made.plates)


def perfect(goal: Wanted) -> tuple[torch.Tensor, torch.Tensor]:
    logits = torch.where(goal.heat >= 1, 9.0, -9.0)[:, None]
    geometry = torch.zeros(1, 9, *goal.heat.shape[1:])
    size = (16 * 4.0) ** 0.5
    geometry[:, 0] = np.log(size)
    _, row, column = goal.cells.unbind(1)
    geometry[0, 1:, row, column] = goal.quads.reshape(-1, 8).T / size
    return logits, geometry


def test_perfect_maps_cost_next_to_nothing_and_cold_ones_much() -> None:
    goal = wanted()
    logits, geometry = perfect(goal)
    assert float(losses(logits, geometry, wanted=goal).total) < 0.01
    assert float(losses(logits * 0 - 9, geometry * 0, wanted=goal).total) > 5


def test_an_error_across_a_plate_costs_more_than_one_along_it() -> None:
    goal = wanted()
    logits, geometry = perfect(goal)
    across, along = geometry.clone(), geometry.clone()
    across[:, 2::2] += 0.1
    along[:, 1::2] += 0.1
    assert float(losses(logits, across, wanted=goal).corners) > 1.5 * float(losses(logits, along, wanted=goal).corners)


def test_half_as_large_costs_as_much_as_twice_as_large() -> None:
    goal = wanted()
    logits, geometry = perfect(goal)
    half, twice = geometry.clone(), geometry.clone()
    half[:, 0] -= np.log(2)
    twice[:, 0] += np.log(2)
    small, large = (losses(logits, g, wanted=goal) for g in (half, twice))
    assert float(small.corners) == pytest.approx(float(large.corners), rel=0.15)
    assert float(small.size) == pytest.approx(float(large.size), rel=0.01)


def test_what_is_ignored_teaches_nothing() -> None:
    goal = wanted(ignore=True)
    logits = torch.zeros(1, 1, 16, 32, requires_grad=True)
    geometry = torch.zeros(1, 9, 16, 32, requires_grad=True)
    losses(logits, geometry, wanted=goal).total.backward()
    assert logits.grad is not None
    assert not logits.grad[0, 0][~goal.counts[0]].any()
    assert logits.grad[0, 0][goal.counts[0]].all()
    assert geometry.grad is not None
    assert not geometry.grad.any()


def test_logits_without_measure_give_no_infinities() -> None:
    goal = wanted()
    for extreme in (-1e4, 1e4):
        geometry = torch.full((1, 9, 16, 32), extreme)
        assert torch.isfinite(losses(torch.full((1, 1, 16, 32), extreme), geometry, wanted=goal).total)
