"""Trains the detector: `python -m tests.training.net.train RUN ...`; called again it goes on where it stopped."""

import argparse
import json
import logging
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import cv2
import torch

from tests.training.net import checkpoint
from tests.training.net.errors import TrainingError
from tests.training.net.evaluate import Asked, evaluated, table
from tests.training.net.examples import Generator, Recipe
from tests.training.net.feed import Feed
from tests.training.net.finder import TorchMaps, average_of
from tests.training.net.learner import Learner, Note, Pace
from tests.training.net.plan import Plan, compare, stages

LOG = logging.getLogger("training")

RUN = "run.ckpt"
"""The run's file in its folder."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What does not change the result: where, with how much, for how long, and what is reported how often.

    `minutes` ends this command, not the run; 0 is no end. `evaluate` 0 is never but at the end, and `footage` None
    is not even then. `origin` is the run whose weights a new one begins with.
    """

    folder: Path
    origin: Path | None = None
    footage: Path | None = None
    workers: int = 1
    threads: int = 1
    minutes: float = 0.0
    report: int = 50
    keep_minutes: float = 5.0
    evaluate: int = 0
    sample: int = 12


class Stop:
    """Whether to stop after this step: a key, a signal or the time that was given."""

    def __init__(self, minutes: float) -> None:
        self._until = time.monotonic() + minutes * 60 if minutes else float("inf")
        self._asked = False

    def listen(self) -> None:
        """From now on SIGINT and SIGTERM ask to stop instead of ending the process."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.ask)

    def ask(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Stop after this step."""
        self._asked = True

    @property
    def now(self) -> bool:
        """Whether it is time."""
        return self._asked or time.monotonic() >= self._until


def train(plan: Plan, settings: Settings, *, recipe: Recipe, stop: Stop) -> Learner:
    """Trains by the plan until it is done or asked to stop; the run is kept either way. Raises TrainingError."""
    plan.check()
    torch.set_num_threads(settings.threads)
    cv2.setNumThreads(settings.threads)
    torch.backends.cudnn.benchmark = True  # every batch has the same shape
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    learner = Learner(plan.design, plan.pace, seed=plan.seed, device=device)
    path, before = settings.folder / RUN, list[dict[str, Any]]()
    settings.folder.mkdir(parents=True, exist_ok=True)
    if path.exists():
        state = checkpoint.load(path)
        compare(state.get("plan"), plan)
        learner.restore(state)
        before = state.get("before", [])
        LOG.info("going on at step %d", learner.step)
    elif settings.origin is not None:
        learner.begin_from(average_of(settings.origin))
        before = stages(checkpoint.load(settings.origin))
    keeper = Keeper(path, plan, before)
    with Feed(recipe, size=plan.batch, workers=settings.workers, start=learner.step) as feed:
        _steps(learner, feed, keeper=keeper, settings=settings, stop=stop)
    keeper.keep(learner)
    return learner


def _steps(learner: Learner, feed: Feed, *, keeper: "Keeper", settings: Settings, stop: Stop) -> None:
    """Learns, reports, keeps and evaluates."""
    plan, kept = keeper.plan, time.monotonic()
    reporter = Reporter(settings.folder / "log.jsonl", every=settings.report, batch=plan.batch)
    while learner.step < plan.pace.steps and not stop.now:
        reporter.note(learner, learner.learn(feed.next()), spoilt=feed.spoilt)
        if time.monotonic() - kept > settings.keep_minutes * 60:
            keeper.keep(learner)
            kept = time.monotonic()
        done = learner.step == plan.pace.steps
        if settings.footage and (done or (settings.evaluate and learner.step % settings.evaluate == 0)):
            keeper.keep(learner)
            _evaluate(learner, settings)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps a run: `before` are the stages, as `stages` gives them, of the runs that it began from."""

    path: Path
    plan: Plan
    before: list[dict[str, Any]]

    def keep(self, learner: Learner) -> None:
        """Writes the run as it is now."""
        checkpoint.save(self.path, {**learner.state(), "plan": self.plan.plain(), "before": self.before})


def _evaluate(learner: Learner, settings: Settings) -> None:
    """Measures the running average on real footage; footage that cannot be read must not cost the run."""
    assert settings.footage is not None
    asked = Asked(settings.footage, sample=settings.sample)
    try:
        report = evaluated(TorchMaps(learner.average), asked)
    except TrainingError as error:
        LOG.warning("step %d was not measured on real footage: %s", learner.step, error)
        return
    LOG.info("step %d on real footage:\n%s", learner.step, table(report))
    target = settings.folder / f"footage-{learner.step:07d}.json"
    target.write_text(json.dumps(report, indent=1), encoding="utf-8")


class Reporter:
    """Means over some steps, to the log and to a file with one line each."""

    def __init__(self, path: Path, *, every: int, batch: int) -> None:
        self._path, self._every, self._batch = path, max(1, every), batch
        self._notes: list[Note] = []
        self._since = time.monotonic()

    def note(self, learner: Learner, note: Note, *, spoilt: int) -> None:
        """Takes a step's note; reports when it is time."""
        if note.left_out:
            LOG.warning("step %d was left out: its numbers were none", learner.step)
        else:
            self._notes.append(note)
        if learner.step % self._every or not self._notes:
            return
        parts = [asdict(n) for n in self._notes]
        means = {k: sum(p[k] for p in parts) / len(parts) for k in ("total", "heat", "corners", "size", "gradient")}
        rate = len(parts) * self._batch / max(1e-9, time.monotonic() - self._since)
        line = {"step": learner.step, **means, "rate": learner.pace.at(learner.step), "examples_s": rate}
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({**line, "spoilt": spoilt}) + "\n")
        LOG.info(
            "step %d: loss %.4f (heat %.4f, corners %.4f, size %.4f), gradient %.2f, %.1f examples/s",
            *(learner.step, *means.values(), rate),
        )
        self._notes, self._since = [], time.monotonic()


def _parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.training.net.train", description=__doc__)
    parser.add_argument("run", type=Path, help="folder of the run; one that is there goes on")
    parser.add_argument("--steps", type=int, default=30_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--picture", type=int, default=640, help="side of a made picture")
    parser.add_argument("--side", type=int, default=512, help="side of a view of it")
    parser.add_argument("--views", type=int, default=2, help="views of each picture")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--warm-up", type=int, default=500)
    parser.add_argument("--memory", type=float, default=0.999, help="of the running average of the weights")
    parser.add_argument("--origin", type=Path, help="run.ckpt of another run whose weights this one begins with")
    parser.add_argument("--backgrounds", type=Path, help="folder of recordings without plates")
    parser.add_argument("--footage", type=Path, help="folder of labelled recordings, to be measured on only")
    parser.add_argument("--evaluate", type=int, default=0, help="steps between measurements; 0: at the end")
    parser.add_argument("--sample", type=int, default=12, help="pictures of each recording that are measured on")
    parser.add_argument("--workers", type=int, default=1, help="processes that make pictures; 0: none beside this one")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="stop and keep the run after so long; 0: go on")
    return parser.parse_args(arguments)


def _plan(asked: argparse.Namespace) -> Plan:
    """The plan that the command's arguments name; raises TrainingError when the run to begin from cannot be read."""
    pace = Pace(rate=asked.rate, warm_up=asked.warm_up, steps=asked.steps, memory=asked.memory)
    return Plan(
        seed=asked.seed,
        picture=asked.picture,
        side=asked.side,
        views=asked.views,
        batch=asked.batch,
        backgrounds=asked.backgrounds is not None,
        origin="" if asked.origin is None else checkpoint.digest(asked.origin),
        pace=pace,
    )


def main(arguments: list[str] | None = None) -> int:
    """The command; 0 when done or stopped on request, 1 with a sentence when something is wrong."""
    asked = _parsed(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    names = ("origin", "footage", "workers", "threads", "minutes", "evaluate", "sample")
    settings = Settings(folder=asked.run, **{name: getattr(asked, name) for name in names})
    stop = Stop(settings.minutes)
    stop.listen()
    try:
        plan = _plan(asked)
        source = Generator(plan.seed, (plan.picture, plan.picture), asked.backgrounds)
        learner = train(plan, settings, recipe=Recipe(source, plan.seed, plan.side, plan.views), stop=stop)
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"at step {learner.step} of {plan.pace.steps}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
