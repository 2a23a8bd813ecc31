"""Where the window was in each case: which footage, which moment, what was selected, how large; and back there again.

It is kept with the case as one works, at most once a second, so that neither a crash nor a closed window loses it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer

from reviewer.core.errors import ReviewerError
from reviewer.core.footage import FootageId
from reviewer.core.region import RegionId
from reviewer.core.timing import Tick
from reviewer.services.opened import OpenedCase
from reviewer.ui.parts import Parts

log = logging.getLogger(__name__)

NAME = "whereabouts"
BEAT = 1000
"""Milliseconds between two looks at where the window is; each is kept if it is somewhere else."""

PLAYING = 5
"""Beats between two of them that are kept while the footage plays: each writes to the disk, which may take a moment."""

MOST_TICK = 1 << 62
"""Ticks are 64 bits wide; a larger number was not kept by this program."""


@dataclass(frozen=True, slots=True, eq=False)
class Keeper:
    """A part of the window that can say how it stands, as a value that JSON can hold, and be put so again.

    `put` is given what an earlier version of the part may have said, and must not raise for it.
    """

    said: Callable[[], Any]
    put: Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the window was in one footage, and how its further parts stood."""

    tick: int
    selected: tuple[str, ...] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)


class Whereabouts(QObject):
    """Keeps what the desk and the projector are at, and how further parts stand that are added."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.desk)
        self._desk, self._projector = parts.desk, parts.projector
        self._keepers: dict[str, Keeper] = {}
        self._case: OpenedCase | None = None
        self._spots: dict[FootageId, Spot] = {}
        self._footage: FootageId | None = None
        self._first: FootageId | None = None
        self._settled, self._kept, self._beats = False, "", 0
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT)
        self._beat.timeout.connect(self._look)
        self._desk.case_changed.connect(self._follow_case)
        self._desk.footage_changed.connect(self._follow_footage)
        self._desk.selection_changed.connect(self._note)
        self._projector.moved.connect(self._note)
        self._follow_case()

    def add(self, name: str, keeper: Keeper) -> None:
        """Keep how another part of the window stands, too."""
        self._keepers[name] = keeper

    def keep(self) -> None:
        """Keep where the window is now, if it is somewhere else than when that was last kept."""
        self._note()
        self._note_parts()
        self._write()

    def _look(self) -> None:
        self._beats += 1
        if not self._projector.speed or self._beats % PLAYING == 0:
            self.keep()

    def _follow_case(self) -> None:
        if self._desk.case is self._case:
            return
        self._case, self._spots, self._kept = self._desk.case, {}, ""
        self._footage = self._first = None
        if self._case is None:
            self._beat.stop()
            return
        try:
            self._first, self._spots = _read(self._case.desk.kept(NAME))
        except (ReviewerError, TypeError, ValueError, KeyError, AttributeError, OverflowError):
            log.info("where the window was in the case cannot be read")
        self._kept = repr(self._told())
        self._beat.start()

    def _follow_footage(self) -> None:
        if self._desk.footage is None:
            self._write()  # the desk is being cleared, and its case is still open
            return
        self._footage, self._settled = self._desk.footage.id, False
        QTimer.singleShot(0, self, self._put_back)  # once every view has heard of the footage

    def _put_back(self) -> None:
        case, footage = self._case, self._desk.footage
        if self._settled or case is None or footage is None or footage.id != self._footage:
            return
        first, self._first = self._first, None
        if first is not None and first != footage.id:
            there = next((f for f in case.footage() if f.id == first), None)
            if there is not None:
                self._desk.show_footage(there)
                return
        self._settled = True
        spot = self._spots.get(footage.id)
        if spot is not None:
            self._projector.seek_tick(Tick(spot.tick))
            self._desk.select(*(RegionId(region) for region in spot.selected))
            for name, keeper in self._keepers.items():
                if name in spot.parts:
                    keeper.put(spot.parts[name])

    def _note(self) -> None:
        """Note where the window is in the footage on show, unless it is still on its way to where it was."""
        footage = self._desk.footage
        if footage is not None and footage.id == self._footage and self._settled:
            index = footage.recording.index
            tick = int(index.tick(min(self._projector.number, len(index) - 1)))
            selected = tuple(map(str, self._desk.selected))
            self._spots[footage.id] = replace(self._spots.get(footage.id, Spot(tick)), tick=tick, selected=selected)

    def _note_parts(self) -> None:
        footage = self._desk.footage
        if footage is not None and footage.id in self._spots and self._settled:
            parts = {name: keeper.said() for name, keeper in self._keepers.items()}
            self._spots[footage.id] = replace(self._spots[footage.id], parts=parts)

    def _write(self) -> None:
        case, told = self._case, self._told()
        if case is None or case.read_only or repr(told) == self._kept:
            return
        try:
            case.desk.keep(NAME, told)
        except ReviewerError as error:  # the next edit tells the user, whom this need not concern
            log.info("where the window is could not be kept: %s", error)
        self._kept = repr(told)

    def _told(self) -> dict[str, Any]:
        return {"footage": self._footage, "spots": {name: _shown(spot) for name, spot in self._spots.items()}}


def _shown(spot: Spot) -> dict[str, Any]:
    return {"tick": spot.tick, "selected": list(spot.selected), "parts": dict(spot.parts)}


def _read(kept: Any) -> tuple[FootageId | None, dict[FootageId, Spot]]:
    """What was kept; raises an error of the form of what is kept when it is something else."""
    if kept is None:
        return None, {}
    spots = {FootageId(str(name)): _spot(each) for name, each in kept["spots"].items()}
    return (None if kept["footage"] is None else FootageId(str(kept["footage"]))), spots


def _spot(kept: Any) -> Spot:
    tick = int(kept["tick"])
    if abs(tick) > MOST_TICK:
        raise ValueError("tick")
    return Spot(tick, tuple(map(str, kept["selected"])), dict(kept["parts"]))
