"""Draw once and follow: starts the jobs that follow regions, and commits what comes of them if it still fits."""

from collections.abc import Sequence
from functools import partial

from reviewer.core.edits import Edit, Respan, Together
from reviewer.core.footage import Footage
from reviewer.core.path_edits import Follow
from reviewer.core.pursuit import SURE, Followed, Pursuit, own_keyframes
from reviewer.core.region import Region, RegionId
from reviewer.core.timing import Span
from reviewer.services.opened import OpenedCase
from reviewer.ui.desk import Place
from reviewer.ui.follow_words import followed_words
from reviewer.ui.means import Pursue
from reviewer.ui.parts import Parts
from reviewer.ui.selected import Selected
from reviewer.ui.work import Entry, Work

WAYS = {"follow": (True, True), "follow_on": (True, False), "follow_back": (False, True)}
"""The actions, and whether they follow onwards and backwards."""

NOT_HERE = "No selected region covers this frame; go to a frame that it covers (G), and follow it from there."
ALREADY = "It is being followed already; what comes of it will be shown."


class FollowCommands:
    """Binds the actions that follow the selected regions, each as a job of its own."""

    def __init__(self, parts: Parts, work: Work, *, pursue: Pursue) -> None:
        self._parts, self._work, self._pursue = parts, work, pursue
        self._desk, self._projector = parts.desk, parts.projector
        self._selected = Selected(parts)
        self._running: dict[tuple[Place, RegionId], Entry] = {}
        for name, (onward, back) in WAYS.items():
            parts.actions.bind(name, partial(parts.guarded, partial(self._follow, onward=onward, back=back)))
        for signal in (self._desk.case_changed, self._desk.review_changed, self._desk.selection_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        self._parts.actions.enable(tuple(WAYS), self._desk.editable and bool(self._desk.selected))

    def _follow(self, *, onward: bool, back: bool) -> None:
        """Follow the selected regions from how they lie in the frame on show, or from where a person put them."""
        case, place, tick = self._desk.case, self._desk.place, self._projector.tick
        free = self._selected.free()
        if case is None or place is None or tick is None or not free:
            return
        here = [r for r in free if own_keyframes(r) or r.present_at(tick)]
        idle = [r for r in here if not self._is_running(place, r.id)]
        if not idle:
            self._parts.say(ALREADY if here else NOT_HERE)
            return
        self._projector.stop()
        self._running = {key: entry for key, entry in self._running.items() if not entry.over}
        named = place.names
        for region in idle:
            job = self._pursue(place.footage, Pursuit(region, tick, onward, back), tracks=tuple(place.tracks.values()))
            done = partial(self._done, case, place=place, asked=region)
            title = f"Following {named[region.id]} in {place.footage.path.name}"
            self._running[place, region.id] = self._work.promptly(title, job, done=done)
        told = named[idle[0].id] if len(idle) == 1 else f"{len(idle)} regions"
        self._parts.say(f"Following {told}. You can go on working meanwhile.")

    def _is_running(self, place: Place, region: RegionId) -> bool:
        entry = self._running.get((place, region))
        return entry is not None and not entry.over

    def _done(self, case: OpenedCase, followed: Followed, *, place: Place, asked: Region) -> None:
        """Commit what came of it, unless the region is another by now; raises CaseError."""
        entry = self._running.pop((place, asked.id), None)
        if self._desk.case is not case:
            return  # it was put away, and with it what was asked for
        region = place.session.review.regions.get(asked.id)
        told = refused(region, asked=asked, followed=followed)
        if region is not None and not told:
            told = self._put(region, followed, place=place)
        self._parts.say(told)
        if entry is not None:  # of several that end at nearly the same time the last one is said alone
            entry.why = told
            self._work.changed.emit(entry)

    def _put(self, region: Region, followed: Followed, *, place: Place) -> str:
        """Commit the path, if there is any, and tell what came of it."""
        trimmed = False
        if followed.keyframes:
            edit, trimmed = edit_of(region, followed, footage=place.footage)
            place.history.apply(edit)
        name = place.names[region.id]
        return followed_words(name, followed, footage=place.footage, trimmed=trimmed)


def refused(region: Region | None, *, asked: Region, followed: Followed) -> str:
    """Why what was followed is not put into the region as it is now; empty where it is.

    Keyframes that a person has set since then stay beside it; what it was followed from must be there still.
    """
    if region is None:
        return "The region that was followed has been removed meanwhile; what was found was dropped."
    if region.locked:
        return "The region that was followed has been locked meanwhile; it stayed as it is."
    kept = set(own_keyframes(region))
    if region.shape is not asked.shape or not set(followed.basis) <= kept:
        return "The region that was followed has been changed meanwhile. It stayed as it is; press F for another try."
    return ""


def edit_of(region: Region, followed: Followed, *, footage: Footage) -> tuple[Edit, bool]:
    """The edit that puts the path into the region, and whether it ends where the thing does.

    What was drawn by hand covers everything up to the end of the footage until it is known where the thing leaves.
    """
    follow = Follow(region.id, followed.keyframes, followed.span)
    drawn = region.track is None and region.span.end == footage.recording.index.end
    gone = followed.end is not None and followed.end.why in SURE
    beyond = any(k.tick >= followed.span.end for k in region.keyframes)
    if not (drawn and gone and followed.span.end < region.span.end) or beyond:
        return follow, False
    span = Span(min(region.span.start, followed.span.start), followed.span.end)
    edits: Sequence[Edit] = (follow, Respan(region.id, span))
    return Together(tuple(edits), follow.title), True
