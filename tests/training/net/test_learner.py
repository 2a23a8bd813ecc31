import math

import pytest
import torch

from reviewer.vision.plate_maps import decoded
from reviewer.vision.plate_planes import MIDDLE
from tests.training.net.errors import TrainingError
from tests.training.net.examples import Batch, Recipe, batch, examples
from tests.training.net.learner import PATIENCE, Learner, Pace
from tests.training.net.network import Design
from tests.training.net.stand_in import StandIn

TINY = Design((16, 16, 16, 16), (1, 1, 1, 1), (1, 2, 2, 2), (3, 3, 3, 3), 16, 16)
CPU = torch.device("cpu")


def some(count: int = 8) -> Batch:
    return batch([examples(Recipe(StandIn(96), 1, 96, 1), number)[0] for number in range(count)])


def test_it_learns_a_few_pictures_by_heart() -> None:
    together = some()
    learner = Learner(TINY, Pace(rate=5e-3, warm_up=10, steps=150, memory=0.95), seed=1, device=CPU)
    first = learner.learn(together)
    for _ in range(149):
        last = learner.learn(together)
    assert last.total < 0.1 * first.total
    logits, geometry = learner.average(together.planes.float() - MIDDLE)
    count = sum(
        len(decoded(torch.sigmoid(logits[i, 0]).numpy(), geometry[i].numpy(), threshold=0.4).scores) for i in range(8)
    )
    assert abs(count - together.wanted.plates) <= 1


def test_the_rate_climbs_then_falls_to_a_hundredth() -> None:
    pace = Pace(rate=1.0, warm_up=10, steps=110)
    assert pace.at(0) == pytest.approx(0.1)
    assert pace.at(9) == pace.at(10) == pytest.approx(1)
    assert pace.at(60) == pytest.approx(0.505)
    assert pace.at(110) == pace.at(10_000) == pytest.approx(0.01)


def test_a_step_that_is_no_number_changes_nothing_and_too_many_end_the_run() -> None:
    together = some(2)
    learner = Learner(TINY, Pace(warm_up=1, steps=100), seed=1, device=CPU)
    learner.learn(together)
    before = {k: v.clone() for k, v in learner.net.state_dict().items()}
    kept = {k: v.clone() for k, v in learner.average.state_dict().items()}
    together.wanted.heat[:] = math.nan
    assert learner.learn(together).left_out
    for name, value in learner.net.named_parameters():
        assert torch.equal(value, before[name])
    for name, value in learner.average.state_dict().items():
        assert torch.equal(value, kept[name])
    assert all(torch.isfinite(b).all() for b in learner.net.buffers())
    for _ in range(PATIENCE - 1):
        learner.learn(together)
    with pytest.raises(TrainingError, match="not numbers"):
        learner.learn(together)


def test_a_state_of_another_network_is_refused() -> None:
    learner = Learner(TINY, Pace(), seed=1, device=CPU)
    other = Learner(
        Design((16, 16, 16, 32), *(getattr(TINY, n) for n in ("blocks", "widening", "kernels")), 16, 16),
        Pace(),
        seed=1,
        device=CPU,
    )
    for state in (other.state(), {"step": 4}, {**learner.state(), "step": "many"}):
        with pytest.raises(TrainingError, match="another network"):
            learner.restore(state)
