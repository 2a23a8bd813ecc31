"""Look for what the camera wrote into its pictures, as a job, and propose to cover it."""

from collections.abc import Callable, Generator, Mapping
from functools import partial

from PySide6.QtCore import QObject

from reviewer.core.edits import AddRegions, Together
from reviewer.core.footage import Footage
from reviewer.core.overlay import Overlays
from reviewer.core.region import Region, RegionId
from reviewer.services.jobs import Progress
from reviewer.services.opened import OpenedCase
from reviewer.ui.desk import Place
from reviewer.ui.parts import Parts
from reviewer.ui.work import Entry, Work

FindOverlays = Callable[[Footage], Generator[Progress, None, Overlays]]
"""Proposes a region for each place; a unit of progress is a picture."""

ALREADY = "Burnt-in text is being looked for already; what comes of it will be shown."

NOTHING = "No text or sign was found that stays at its place in all of the footage; look at the corners yourself."

TOO_SHORT = "The footage has too few pictures to tell what stays; look at the corners yourself."

KNOWN = "What is burnt in was found before, and there are regions there already."

STOOD_STILL = (
    " The camera stands still: writing in the scene may be among them, and signs without letters were not looked for."
)

SAME = 0.6
"""Part of a place that lies in a region of an earlier search from which it is the same one."""


class OverlayCommands(QObject):
    """Binds the action that looks for burnt-in text."""

    def __init__(self, parts: Parts, work: Work, *, find: FindOverlays) -> None:
        super().__init__(parts.page)
        self._parts, self._desk, self._work, self._find = parts, parts.desk, work, find
        self._running: dict[Place, Entry] = {}
        parts.actions.bind("find_overlays", partial(parts.guarded, self._look))
        for signal in (self._desk.case_changed, self._desk.footage_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make the action available or grey."""
        self._parts.actions["find_overlays"].setEnabled(self._desk.editable)

    def _look(self) -> None:
        case, place = self._desk.case, self._desk.place
        if case is None or place is None:
            return
        self._running = {key: entry for key, entry in self._running.items() if not entry.over}
        if place in self._running:
            self._parts.say(ALREADY)
            return
        title = f"Finding burnt-in text in {place.footage.path.name}"
        done = partial(self._done, case, place=place)
        self._running[place] = self._work.promptly(title, self._find(place.footage), done=done)
        self._parts.say("Looking for burnt-in text. You can go on working meanwhile.")

    def _done(self, case: OpenedCase, found: Overlays, *, place: Place) -> None:
        """Propose what is new, as one step; raises CaseError."""
        entry = self._running.pop(place, None)
        if self._desk.case is not case:
            return  # it was put away, and with it what was asked for
        new = unknown(found.regions, place.session.review.regions)
        if new:
            place.history.apply(Together((AddRegions(new),), "Propose burnt-in text"))
            if place is self._desk.place:
                self._desk.select(*(r.id for r in new))
        told = _told(found, len(new))
        self._parts.say(told)
        if entry is not None:
            entry.why = told
            self._work.changed.emit(entry)


def unknown(found: tuple[Region, ...], known: Mapping[RegionId, Region]) -> tuple[Region, ...]:
    """Those for whose place there is no region over all of the footage yet; a rejected one counts as well."""
    return tuple(r for r in found if not any(_lies_in(r, k) for k in known.values()))


def _lies_in(region: Region, known: Region) -> bool:
    """Whether a region that stays where it is hides at least most of what another one would."""
    if known.inverse or known.gaps or len(known.keyframes) > 1:
        return False
    box, there = region.keyframes[0].box, known.keyframes[0].box
    lasts = known.span.start <= region.span.start and known.span.end >= region.span.end
    return lasts and box.shared(there) >= SAME * box.area


def _told(found: Overlays, new: int) -> str:
    if not found.regions:
        return NOTHING if found.frames > 1 else TOO_SHORT
    if not new:
        return KNOWN
    places = "one place" if new == 1 else f"{new} places"
    return f"Burnt-in text was found in {places}, and is proposed.{STOOD_STILL if found.still else ''}"
