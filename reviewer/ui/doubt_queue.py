"""The queue of doubts about the footage on show: what is in it, where each stands, and which one is being looked at."""

from collections.abc import Generator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer.core.analysis import Appraisal
from reviewer.core.doubt import Doubt, Verdict
from reviewer.core.region import RegionId
from reviewer.core.timing import Tick, tick_at
from reviewer.services.docket import Docket, Item, docketing
from reviewer.services.standings import Standing, Standings, Tally
from reviewer.ui.desk import Desk, Place

AT_ONCE, SLICE = 200, 0.01
"""Steps of the work on the queue that are taken at once, and seconds that the window may be held up at a time by the
rest: for the doubts of an hour it takes more than a moment."""

MARKED = 0.3
"""Seconds around a doubt's own frame during which its place is marked: long enough to be seen while it plays."""


class DoubtQueue(QObject):
    """Follows the desk; what settles doubts are edits of the review, and it only tells what became of them."""

    changed = Signal()
    """Other doubts are in the queue, or some stand elsewhere."""
    current_changed = Signal()
    """Another one is being looked at, or none."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place: Place | None = None
        self._appraisal: Appraisal | None = None
        self._docket = Docket()
        self._standings: Standings | None = None
        self._steps: Generator[None, None, None] | None = None
        self.current: Item | None = None
        self.tally = Tally()
        self._idle = QTimer(self)  # comes again whenever there is nothing else to do
        self._idle.timeout.connect(self._go_on)
        desk.footage_changed.connect(self._follow)
        desk.review_changed.connect(self._follow)
        self._follow()

    @property
    def items(self) -> tuple[Item, ...]:
        """All of them, the riskiest first."""
        return self._docket.items

    @property
    def total(self) -> float:
        """How many frames with something uncovered all the risk stands for."""
        return self._docket.total

    @property
    def sorting(self) -> bool:
        """Whether the queue is still being made."""
        return self._standings is None and self._steps is not None

    @property
    def looked_at(self) -> bool:
        """Whether the footage on show was analysed at all."""
        place = self._place
        return place is not None and (len(place.appraisal.risk) > 0 or bool(place.tracks))

    def standing(self, item: Item) -> Standing:
        """Where an item of the queue stands."""
        return self._standings.of(item) if self._standings is not None else Standing.OPEN

    def verdict(self, item: Item) -> Verdict | None:
        """How a person has settled it; None where nobody has settled all of it."""
        settled = self._desk.review.settled
        given = [settled.get(i) for i in item.ids]
        return given[0] if None not in given else None

    def look_at(self, item: Item | None) -> None:
        """Make this the one that is being looked at."""
        if item is not self.current:
            self.current = item
            self.current_changed.emit()

    def neighbour(self, step: int) -> Item | None:
        """The next open one after the current one, or before it with -1; the ends join. None where none is open."""
        items = self.items
        here = next((n for n, item in enumerate(items) if item is self.current), -1 if step > 0 else 0)
        count = len(items)
        ahead = (items[(here + step * n) % count] for n in range(1, count + 1))
        return next((item for item in ahead if self.standing(item) is Standing.OPEN), None)

    def regions(self, item: Item) -> tuple[RegionId, ...]:
        """The regions of the tracks that it is about, that of the heaviest doubt first."""
        regions = self._desk.review.regions.values()
        return tuple(r.id for track in item.tracks for r in regions if r.track == track)

    def marked(self, item: Item, tick: Tick) -> list[Doubt]:
        """Those of its doubts that point at a place in the frame at `tick`, the likeliest first."""
        if self._place is None:
            return []
        near = tick_at(MARKED, self._place.footage.recording.video.time_base)
        return [d for d in item.doubts if d.box is not None and abs(d.tick - tick) <= near]

    def _follow(self) -> None:
        place = self._desk.place
        appraisal = place.appraisal if place is not None else None
        if place is not self._place or appraisal is not self._appraisal:
            self._place, self._appraisal = place, appraisal
            self._docket, self._standings, self.tally = Docket(), None, Tally()
            self.look_at(None)
            self.changed.emit()
            self._begin(self._making())
        elif self._standings is not None:
            self._standings.turn_to(self._desk.review)
            self._begin(self._standing())

    def _making(self) -> Generator[None, None, None]:
        place = self._place
        if place is None:
            return
        docket = yield from docketing(place.appraisal, place.footage.recording)
        self._docket, self._standings = docket, Standings(docket, place.footage.recording)
        self.tally = self._standings.tally()
        self.changed.emit()
        yield from self._standing()

    def _standing(self) -> Generator[None, None, None]:
        if self._standings is not None:
            yield from self._standings.updating(self._desk.review)
            self.tally = self._standings.tally()
        self.changed.emit()

    def _begin(self, steps: Generator[None, None, None]) -> None:
        self._steps = steps
        self._idle.stop()
        for _ in range(AT_ONCE):
            if not self._step():
                return
        self._idle.start(0)

    def _go_on(self) -> None:
        until = perf_counter() + SLICE
        while self._step():
            if perf_counter() >= until:
                return

    def _step(self) -> bool:
        """One step of the work; says whether there is more."""
        if self._steps is not None and next(self._steps, _END) is _END:
            self._steps = None
            self._idle.stop()
        return self._steps is not None


_END = object()
