"""What of the footage has been watched, and how closely: noted frame by frame while it is played, and kept."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from reviewer.core.footage import FootageId
from reviewer.services.opened import OpenedCase
from reviewer.services.pictures import Picture
from reviewer.ui.desk import Desk
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.work_clock import WorkClock

log = logging.getLogger(__name__)

UNSEEN, CLOSELY, FAST, FASTER = range(4)
"""How closely a frame was watched: not at all; at its own speed, slower, or on its own; up to twice as fast; faster."""

RESTS = 0.3
"""Seconds that a picture has to stay on show to count as looked at when nothing plays."""

SKIPPED = 3
"""Frames between two pictures that playing may leave out for all of them to count as watched."""

KEEPS, TELLS = 5000, 250
"""Milliseconds between two times that what was seen is kept, and told to the views."""


class Seen(QObject):
    """Follows the projector while the picture is there to be seen; `attended` says whether it is."""

    changed = Signal(object)
    """How closely each frame was watched, uint8 of shape (frames,)."""

    def __init__(
        self, desk: Desk, projector: Projector, *, view: QWidget, attended: Callable[[], bool] | None = None
    ) -> None:
        super().__init__(view)
        self._desk, self._projector = desk, projector
        self._attended = attended or (lambda: view.isVisible() and _in_front())
        self._case: OpenedCase | None = None
        self._footage: FootageId | None = None
        self._before: int | None = None
        self._unkept, self._kept_seconds = False, 0.0
        self._keeper = _Keeper()
        self.clock = WorkClock(view)
        self.frames: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self._rest, self._keep, self._tell = (QTimer(self) for _ in range(3))
        for timer, length, ring in (
            (self._rest, round(RESTS * 1000), self._rested),
            (self._keep, KEEPS, self.keep),
            (self._tell, TELLS, self._say),
        ):
            timer.setSingleShot(timer is not self._keep)
            timer.setInterval(length)
            timer.timeout.connect(ring)
        projector.pictured.connect(self._pictured)
        projector.speed_changed.connect(self._turned)
        desk.footage_changed.connect(self._load)

    @property
    def seconds(self) -> float:
        """For how long somebody has worked on this footage, pauses left out."""
        return self.clock.seconds

    @property
    def part(self) -> float:
        """The share of the frames that was watched closely, from 0 to 1."""
        return float((self.frames == CLOSELY).mean()) if len(self.frames) else 0.0

    def keep(self) -> None:
        """Have what was seen since the last time written into the case, unless that can only be read."""
        case, footage, seconds = self._case, self._footage, self.clock.seconds
        anything = self._unkept or seconds != self._kept_seconds
        self._unkept, self._kept_seconds = False, seconds
        if anything and case is not None and footage is not None and not case.read_only:
            self._keeper.keep(case, footage, frames=self.frames.copy(), seconds=seconds)

    def _load(self) -> None:
        """Put what was seen of the footage before away, and take up what is kept of the one on show."""
        self._put_away()
        place, case = self._desk.place, self._desk.case
        self.frames, self._before = np.zeros(0, np.uint8), None
        self.clock.begin(0.0)
        if place is not None and case is not None:
            self._case, self._footage = case, place.footage.id
            count = len(place.footage.recording.index)
            self.frames, worked = case.desk.watched(place.footage.id, frames=count)
            self.clock.begin(worked)
            self._kept_seconds = worked
            self._keep.start()
        self._say()

    def _say(self) -> None:
        self.changed.emit(self.frames.copy())  # ours goes on changing

    def _put_away(self) -> None:
        for timer in (self._rest, self._keep, self._tell):
            timer.stop()
        self.keep()
        self._keeper.finish()
        self._case = self._footage = None

    def _pictured(self, picture: Picture) -> None:
        self._rest.stop()
        self.clock.watch()
        speed, before = self._projector.speed, self._before
        self._before = picture.number if speed else None
        if picture.draft or not self._attended() or picture.number >= len(self.frames):
            self._before = None  # a draft is on its way to another frame, or too coarse to tell anything by
        elif not speed:
            self._rest.start()
        else:
            gap = 0 if before is None else abs(picture.number - before)
            onwards = before is None or (picture.number - before) * speed > 0
            joined = before is not None and onwards and gap <= SKIPPED + 1
            first, last = sorted((before if joined and before is not None else picture.number, picture.number))
            self._note(first, last, level=level_of(speed))

    def _turned(self) -> None:
        """Another speed: what was shown before it does not join on; a picture that stays is looked at."""
        self._before = None
        if not self._projector.speed and self._attended():
            self._rest.start()

    def _rested(self) -> None:
        shown = self._projector.shown
        if not self._projector.speed and shown is not None and shown.number < len(self.frames) and self._attended():
            self._note(shown.number, shown.number, level=CLOSELY)

    def _note(self, first: int, last: int, *, level: int) -> None:
        part = self.frames[first : last + 1]
        better = (part == UNSEEN) | (part > level)
        if better.any():
            part[better] = level
            self._unkept = True
            if not self._tell.isActive():
                self._tell.start()


def _in_front() -> bool:
    """Whether a window of the program is the one that is worked in, and no question is asked over it."""
    return QApplication.activeWindow() is not None and QApplication.activeModalWidget() is None


class _Keeper:
    """Writes on a thread of its own: a disk may take longer over a commit than a picture may wait."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._last: Future[None] | None = None
        self._failed = False

    def keep(self, case: OpenedCase, footage: FootageId, *, frames: NDArray[np.uint8], seconds: float) -> None:
        """Have it written soon; what is not written yet when the next comes is written before it."""
        self._check()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="what was seen")
        self._last = self._pool.submit(case.desk.keep_watched, footage, frames, seconds=seconds)

    def finish(self) -> None:
        """Wait until all is written, and end the thread."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True)
        self._check(wait=True)
        self._failed = False

    def _check(self, *, wait: bool = False) -> None:
        """Note in the log that something could not be written, once: it says nothing of what is hidden."""
        last = self._last
        if last is None or not (wait or last.done()):
            return
        self._last = None
        error = last.exception()
        if error is not None and not self._failed:
            self._failed = True
            log.warning("what was seen could not be kept: %s", error)


def level_of(speed: float) -> int:
    """How closely frames are watched that are played at this many times the footage's own speed."""
    fast = abs(speed)
    return CLOSELY if fast <= 1 else FAST if fast <= 2 else FASTER


def seen_said(frames: NDArray[np.uint8]) -> str:
    """How much was watched, as in Seen: 34 % at up to 1×, 12 % faster."""
    if not len(frames):
        return ""
    closely = int(100 * float((frames == CLOSELY).mean()))
    fast = int(100 * float((frames >= FAST).mean()))
    also = f", {fast} % only faster" if fast else ""
    return f"Seen: {closely} % of the frames at up to 1×{also}."
