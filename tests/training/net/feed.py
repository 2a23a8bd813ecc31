"""Batches in an order that the seed fixes, from pictures that worker processes make ahead."""

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from tests.training.net.errors import TrainingError
from tests.training.net.examples import Batch, Example, Recipe, batch, examples

LOG = logging.getLogger(__name__)

WINDOW = 8
"""Batches whose pictures take turns: the next view of a picture comes so many steps after the last."""

SPARE = 1 << 40
"""Added to the number of a picture that is spoilt to get another one in its place."""

TRIES = 3
"""Spares in a row that may be spoilt as well."""

MOST_SPOILT, ENOUGH = 0.01, 200
"""Share of spoilt pictures from which the run stops, once so many pictures have been seen."""

AHEAD = 4
"""Pictures for each worker that are being made before they are needed."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What a worker gives back: the views of a picture, or of the spare in its place, and why any were spoilt."""

    views: list[Example]
    spoilt: tuple[str, ...]


def made(recipe: Recipe, number: int) -> Made:
    """The views of picture `number`, or of a spare where it is spoilt; TrainingError where the spares are as well."""
    spoilt: list[str] = []
    for turn in range(TRIES + 1):
        try:
            return Made(examples(recipe, number + turn * SPARE), tuple(spoilt))
        except Exception as error:
            # Whatever the picture's own libraries raise: it is logged, and the share of spoilt pictures is bounded.
            spoilt.append(f"picture {number + turn * SPARE}: {type(error).__name__}: {error}")
    raise TrainingError(f"Picture {number} and its {TRIES} spares are all spoilt: {spoilt[-1]}.")


def order(step: int, *, size: int, views: int) -> tuple[list[int], int]:
    """The numbers of the pictures of a step's batch, and which view of them it shows."""
    window, place = divmod(step, WINDOW * views)
    view, group = divmod(place, WINDOW)
    first = (window * WINDOW + group) * size
    return list(range(first, first + size)), view


class Feed:
    """Batches from step `start` on; a context manager, for it holds processes. Without workers it makes them itself."""

    def __init__(self, recipe: Recipe, *, size: int, workers: int, start: int = 0) -> None:
        self._recipe, self._size, self._workers = recipe, size, workers
        self._step, self._asked = start, (start // (WINDOW * recipe.views)) * WINDOW * size
        self._held: dict[int, list[Example]] = {}
        self._coming: deque[tuple[int, Future[Made]]] = deque()
        self._pool: ProcessPoolExecutor | None = None
        self.seen, self.spoilt = 0, 0

    def __enter__(self) -> "Feed":
        if self._workers:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._workers, context, initializer=_begin)
            self._order_more()
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def next(self) -> Batch:
        """The batch of the next step; TrainingError when too many pictures are spoilt or a worker died."""
        views = self._recipe.views
        numbers, view = order(self._step, size=self._size, views=views)
        while numbers[-1] not in self._held:
            self._take()
        parts = [self._held[n][view] for n in numbers]
        if view == views - 1:
            for number in numbers:
                del self._held[number]
        self._step += 1
        self._order_more()
        return batch(parts)

    def _take(self) -> None:
        """Waits for the next picture in line and keeps it."""
        if self._pool is None:
            number, self._asked = self._asked, self._asked + 1
            self._keep(number, made(self._recipe, number))
            return
        number, future = self._coming.popleft()
        try:
            self._keep(number, future.result())
        except BrokenProcessPool as error:
            raise TrainingError("A process that makes training pictures died, perhaps for want of memory.") from error
        self._order_more()

    def _keep(self, number: int, result: Made) -> None:
        self._held[number] = result.views
        self.seen += 1 + len(result.spoilt)
        self.spoilt += len(result.spoilt)
        for reason in result.spoilt:
            LOG.warning("a training picture is spoilt and left out: %s", reason)
        if self.seen >= ENOUGH and self.spoilt > MOST_SPOILT * self.seen:
            raise TrainingError(f"{self.spoilt} of {self.seen} training pictures are spoilt, more than one in 100.")

    def _order_more(self) -> None:
        """Keeps the workers busy, within two windows of pictures that are held or coming."""
        if self._pool is None:
            return
        room = 2 * WINDOW * self._size + AHEAD * self._workers
        while len(self._held) + len(self._coming) < room:
            self._coming.append((self._asked, self._pool.submit(made, self._recipe, self._asked)))
            self._asked += 1


def _begin() -> None:
    """A worker's start: one thread, and the keys that stop the run are for the parent alone."""
    import cv2
    import torch

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Ends a worker whose parent was killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
