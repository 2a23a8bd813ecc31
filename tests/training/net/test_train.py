"""A run goes on where it stopped, to the very step, and says why when it cannot."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.training.net import checkpoint
from tests.training.net.errors import TrainingError
from tests.training.net.examples import Recipe
from tests.training.net.learner import Learner, Pace
from tests.training.net.made_footage import made
from tests.training.net.plan import Plan, compare, design_of, stages
from tests.training.net.stand_in import StandIn
from tests.training.net.test_learner import TINY
from tests.training.net.train import RUN, Settings, Stop, main, train

PLAN = Plan(picture=64, side=32, batch=2, pace=Pace(warm_up=3, steps=25), design=TINY)
RECIPE = Recipe(StandIn(64), 1, 32, 2)


class AfterSteps(Stop):
    """Asks to stop once it has been asked so often."""

    def __init__(self, steps: int) -> None:
        super().__init__(0)
        self._left = steps

    @property
    def now(self) -> bool:
        self._left -= 1
        return self._left < 0


def run(folder: Path, *, steps: int = 1000, workers: int = 0) -> Learner:
    return train(PLAN, Settings(folder, workers=workers, report=10), recipe=RECIPE, stop=AfterSteps(steps))


def test_a_run_in_three_parts_ends_as_one_in_one_go(tmp_path: Path) -> None:
    whole = run(tmp_path / "whole")
    assert run(tmp_path / "parts", steps=7).step == 7
    assert run(tmp_path / "parts", steps=9, workers=1).step == 16
    parts = run(tmp_path / "parts")
    assert parts.step == whole.step == 25
    for mine, other in ((whole.net, parts.net), (whole.average, parts.average)):
        for name, value in mine.state_dict().items():
            assert torch.equal(value, other.state_dict()[name]), name
    kept = [checkpoint.load(tmp_path / name / RUN) for name in ("whole", "parts")]
    assert kept[0].keys() == kept[1].keys()
    moments = [k["optimiser"]["state"] for k in kept]
    for number, state in moments[0].items():
        for name, value in state.items():
            assert torch.equal(value, moments[1][number][name])


def test_a_run_by_another_plan_and_a_damaged_one_are_refused(tmp_path: Path) -> None:
    run(tmp_path, steps=2)
    other = Plan(picture=64, side=32, batch=4, pace=PLAN.pace, design=TINY, seed=2)
    with pytest.raises(TrainingError, match="another batch, seed"):
        train(other, Settings(tmp_path), recipe=RECIPE, stop=Stop(0))
    data = (tmp_path / RUN).read_bytes()
    (tmp_path / RUN).write_bytes(data[:-7])
    with pytest.raises(TrainingError, match="damaged"):
        run(tmp_path)
    assert (tmp_path / RUN).read_bytes() == data[:-7]


def test_a_plan_that_cannot_be_carried_out_is_refused() -> None:
    for plan in (Plan(side=100), Plan(picture=256, side=512), Plan(batch=0), Plan(pace=Pace(steps=0))):
        with pytest.raises(TrainingError):
            plan.check()
    Plan().check()


def test_a_plan_is_kept_with_the_run_and_names_its_network() -> None:
    assert design_of(PLAN.plain()) == TINY
    compare(PLAN.plain(), PLAN)
    for broken in ({}, {"design": 3}, {"design": {"depth": 3}}):
        with pytest.raises(TrainingError):
            design_of(broken)
    with pytest.raises(TrainingError):
        compare(None, PLAN)


def test_a_run_may_begin_with_the_weights_of_another_which_the_plan_then_names(tmp_path: Path) -> None:
    first = run(tmp_path / "first", steps=5)
    origin = tmp_path / "first" / RUN
    settings = Settings(tmp_path / "second", origin=origin, workers=0)
    second = train(replace(PLAN, origin=checkpoint.digest(origin)), settings, recipe=RECIPE, stop=AfterSteps(0))
    for name, value in first.average.state_dict().items():
        assert torch.equal(value, second.net.state_dict()[name])
    kept = stages(checkpoint.load(tmp_path / "second" / RUN))
    assert [stage["steps"] for stage in kept] == [5, 0]
    with pytest.raises(TrainingError, match="another origin"):
        train(PLAN, Settings(tmp_path / "second"), recipe=RECIPE, stop=Stop(0))
    wider = replace(PLAN, design=replace(TINY, neck=32))
    with pytest.raises(TrainingError, match="another design"):
        train(wider, Settings(tmp_path / "third", origin=origin), recipe=RECIPE, stop=Stop(0))


@pytest.mark.logs("was not measured on real footage")
def test_footage_that_cannot_be_read_does_not_end_the_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(tmp_path, footage=tmp_path / "gone", evaluate=2)
    assert train(PLAN, settings, recipe=RECIPE, stop=AfterSteps(3)).step == 3
    assert "was not measured on real footage" in caplog.text


def test_a_run_is_measured_on_footage_as_often_as_asked(tmp_path: Path) -> None:
    footage = tmp_path / "footage"
    footage.mkdir()
    train(PLAN, Settings(tmp_path, footage=made(footage), evaluate=2), recipe=RECIPE, stop=AfterSteps(5))
    assert sorted(p.name for p in tmp_path.glob("footage-*")) == ["footage-0000002.json", "footage-0000004.json"]


def test_the_command_says_what_is_wrong_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--side", "50"]) == 1
    assert "multiple of 32" in capsys.readouterr().err


def test_a_signal_finishes_the_step_keeps_the_run_and_ends_well(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.training.net.train", str(tmp_path), "--picture", "64", "--side", "32"]
    command += ["--batch", "2", "--steps", "100000", "--workers", "1"]
    here = Path(__file__).parents[3]
    child = subprocess.Popen(command, cwd=here, env={**os.environ, "PYTHONPATH": str(here)}, stderr=subprocess.PIPE)
    assert child.stderr is not None
    log = tmp_path / "log.jsonl"
    limit = time.monotonic() + 120
    while not log.exists() and child.poll() is None and time.monotonic() < limit:
        time.sleep(0.1)
    child.send_signal(signal.SIGTERM)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 0, said
    state = checkpoint.load(tmp_path / RUN)
    assert state["step"] >= 50
    assert not list(tmp_path.glob("*.part"))
