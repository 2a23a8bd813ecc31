"""The jobs of the window: submit them, hear of them on the main thread, tell how long each will take."""

import logging
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import Enum, auto
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Signal

from reviewer.core.errors import ReviewerError
from reviewer.core.footage import FootageId
from reviewer.services.jobs import JobHandle, JobRunner, JobState, JobUpdate, Progress
from reviewer.ui.bridge import MainThread

log = logging.getLogger(__name__)

FINAL = frozenset({JobState.DONE, JobState.CANCELLED, JobState.FAILED})


class Lane(Enum):
    """Which jobs wait for one another: those that take minutes, those that take seconds, those nobody waits for."""

    LONG = auto()
    PROMPT = auto()
    ASIDE = auto()


class Estimate:
    """Seconds left of work, from how fast its present stage has gone since its first step was done.

    Until then processes start and models are loaded, which says nothing of how fast the rest will go.
    """

    def __init__(self) -> None:
        self._note: str | None = None
        self._since = 0.0
        self._from = 0
        self._going = False

    def left(self, progress: Progress, now: float) -> float | None:
        """Seconds left at `now` (of a monotonic clock); None until there is something to go by."""
        begun = progress.note != self._note or progress.done < self._from
        going = not begun and (self._going or progress.done > self._from)
        if begun or going is not self._going:
            self._note, self._since, self._from, self._going = progress.note, now, progress.done, going
        done = progress.done - self._from
        if progress.total is None or done <= 0 or now - self._since < 0.5:
            return None
        return max(0.0, (progress.total - progress.done) * (now - self._since) / done)


@dataclass(eq=False)
class Entry:
    """One job as the window knows it."""

    title: str
    about: FootageId | None
    resumes: bool = False
    """Whether the same work, started again, goes on from where it was stopped."""
    handle: JobHandle | None = None
    state: JobState = JobState.WAITING
    progress: Progress | None = None
    left: float | None = None
    why: str = ""
    """What went wrong, a sentence."""
    lane: Lane = Lane.LONG
    estimate: Estimate = field(default_factory=Estimate)

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in FINAL


class Work(QObject):
    """Runs the jobs of each lane one after the other, and announces each change on the main thread."""

    changed = Signal(object)
    """An Entry is new, or stands otherwise than before."""
    failed = Signal(object)
    """A job ended with this exception, and nothing partial is left of it."""

    def __init__(self, runner: JobRunner, main: MainThread, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._main = main
        self._runners = {Lane.LONG: runner, Lane.PROMPT: JobRunner(), Lane.ASIDE: JobRunner()}
        self.entries: list[Entry] = []
        self._closed = False

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits that somebody waits for."""
        return any(not e.over and e.lane is not Lane.ASIDE for e in self.entries)

    def submit(
        self,
        title: str,
        job: Generator[Progress, None, Any],
        *,
        done: Callable[[Any], None],
        about: FootageId | None = None,
        resumes: bool = False,
    ) -> Entry:
        """Run `job` when its turn comes, and call `done` with its result on the main thread.

        One that `resumes` goes on from where it was stopped when it is submitted again.
        """
        return self._run(Entry(title, about, resumes), job, done=done)

    def beside(
        self,
        title: str,
        job: Generator[Progress, None, Any],
        *,
        done: Callable[[Any], None],
        about: FootageId | None = None,
    ) -> Entry:
        """Run `job` for which nobody waits: beside the others, one such after the other.

        It is listed with its progress and can be cancelled; what goes wrong with it is told in its line alone.
        """
        return self._run(Entry(title, about, lane=Lane.ASIDE), job, done=done)

    def promptly(
        self,
        title: str,
        job: Generator[Progress, None, Any],
        *,
        done: Callable[[Any], None],
        about: FootageId | None = None,
    ) -> Entry:
        """Run `job`, which takes seconds and is waited for, without waiting for what takes minutes."""
        return self._run(Entry(title, about, lane=Lane.PROMPT), job, done=done)

    def _run(self, entry: Entry, job: Generator[Progress, None, Any], *, done: Callable[[Any], None]) -> Entry:
        for before in [e for e in self.entries if e.over and e.title == entry.title]:
            self.forget(before)  # how it ended says nothing any more
        self.entries.append(entry)
        hear = self._main.call(lambda update: self._hear(entry, update, done=done))
        self.changed.emit(entry)
        entry.handle = self._runners[entry.lane].submit(entry.title, job, listener=hear)
        return entry

    def cancel(self, entry: Entry) -> None:
        """Ask a job to stop; it leaves nothing partial."""
        if entry.handle is not None and not entry.over:
            entry.handle.cancel()
            self.changed.emit(entry)

    def forget(self, entry: Entry) -> None:
        """Take a job that is over off the list, unless it is off already."""
        if entry.over and entry in self.entries:
            self.entries.remove(entry)
            self.changed.emit(entry)

    def close(self) -> None:
        """Stop everything and wait until it has stopped; what is announced later is not heard."""
        self._closed = True
        for entry in self.entries:
            if entry.handle is not None:
                entry.handle.cancel()
        for runner in self._runners.values():
            runner.close()

    def _hear(self, entry: Entry, update: JobUpdate, *, done: Callable[[Any], None]) -> None:
        if self._closed:
            return
        entry.state = update.state
        if update.progress is not None:
            entry.progress = update.progress
            entry.left = entry.estimate.left(update.progress, monotonic())
        self.changed.emit(entry)
        if update.state is JobState.DONE:
            if entry.lane is Lane.ASIDE:
                self.forget(entry)
            try:
                done(update.result)
            except Exception as error:  # the result could not be kept: the window says so as of the job itself
                entry.state = JobState.FAILED
                self._failed(entry, error)
        elif update.state is JobState.FAILED and update.error is not None:
            self._failed(entry, update.error)

    def _failed(self, entry: Entry, error: BaseException) -> None:
        entry.why = str(error) if isinstance(error, ReviewerError) else ""
        self.changed.emit(entry)
        if entry.lane is not Lane.ASIDE:
            self.failed.emit(error)
        else:
            log.info("%s: %s", type(error).__name__, error)
