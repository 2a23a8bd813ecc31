"""The mouse on the timeline: what a press takes hold of, and what a release leaves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, QPointF, Qt, Signal

from reviewer.core.review import Review
from reviewer.core.timing import Tick
from reviewer.ui.timeline.gestures import DrawSilence, Gesture, Preview
from reviewer.ui.timeline.hits import Spot, What, spot
from reviewer.ui.timeline.scale import NEAR
from reviewer.ui.timeline.scene import Scene
from reviewer.ui.timeline.taking import silencing, snaps, streams_of, taken

Id = TypeVar("Id", bound=str)
Keys = Qt.KeyboardModifier

SEVERAL = Keys.ControlModifier | Keys.ShiftModifier
"""Keys with which a click adds to the selection, or takes away from it."""

STILL = 3.0
"""Pixels within which a press and its release are a click: the hand trembles, and a pixel may be seconds."""


@dataclass(slots=True)
class Hold:
    """What is held: where it was taken, and by how much beside its place; `moved` once it was a drag.

    `lone` says that a silence is being drawn with Alt, which then has no say about snapping; `picked` that the press
    has selected what is held.
    """

    spot: Spot
    at: QPointF
    gesture: Gesture | None = None
    beside: float = 0.0
    moved: bool = False
    lone: bool = False
    picked: bool = False


class Pointer(QObject):
    """Turns presses, moves and releases into times, selections and edits; Esc forgets what is held."""

    sought = Signal(int)
    """The tick that was pointed at."""
    picked = Signal(object)
    """The tuple of RegionIds to select."""
    silences_picked = Signal(object)
    """The tuple of SilenceIds to select."""
    made = Signal(object)
    """The Edit to commit."""
    changed = Signal()
    """There is something else to draw over the timeline."""

    def __init__(self, scene: Callable[[], Scene | None], playhead: Callable[[], Tick], *, parent: QObject) -> None:
        super().__init__(parent)
        self._scene, self._playhead = scene, playhead
        self._hold: Hold | None = None
        self.armed = False

    @property
    def busy(self) -> bool:
        """Whether the button is held on something."""
        return self._hold is not None

    @property
    def dragging(self) -> bool:
        """Whether something is being dragged that a release will commit."""
        return self._hold is not None and self._hold.gesture is not None

    @property
    def preview(self) -> Preview | None:
        """What to draw over the timeline, None when nothing is dragged."""
        hold = self._hold
        return hold.gesture.preview if hold is not None and hold.gesture is not None and hold.moved else None

    def press(self, at: QPointF, keys: Keys) -> None:
        """Take hold of what lies there."""
        scene = self._scene()
        if scene is None:
            return
        found = spot(scene, at.x(), y=at.y())
        if found.what is What.NOTHING:
            return
        if found.person is not None:
            self.picked.emit(tuple(r for r, v in scene.lanes.regions.items() if v.person == found.person))
            return
        self._hold = self._held(scene, found, at=at, keys=keys)
        if self._hold.gesture is None:
            self._select(scene, found, keys=keys)
            if not (keys & SEVERAL and (found.region or found.silence)):
                here = scene.scale.tick_at(at.x())
                self.sought.emit(found.tick if found.what is What.DOUBT and found.tick is not None else here)
        elif found.region is not None and found.region not in scene.selected:
            self._hold.picked = True
            self._select(scene, found, keys=keys)

    def _held(self, scene: Scene, found: Spot, *, at: QPointF, keys: Keys) -> Hold:
        places = snaps(scene, self._playhead())
        draws = self.armed or bool(keys & Keys.AltModifier)
        if draws and found.what in (What.SOUND, What.SILENCE):
            within = NEAR * scene.scale.per_pixel
            start, _ = places.rest(scene.scale.at(at.x()), within=within)
            drawn = silencing(scene, found, tick=start, places=places)
            if drawn is not None:
                return Hold(found, at, drawn, lone=not self.armed)
        gesture = taken(scene, found, places=places)
        beside = scene.scale.x_of(gesture.preview.at) - at.x() if gesture is not None else 0.0
        return Hold(found, at, gesture, beside)

    def move(self, at: QPointF, keys: Keys) -> None:
        """Bring what is held to the pointer, or go to the time there."""
        scene, hold = self._scene(), self._hold
        if scene is None or hold is None:
            return
        if hold.gesture is None:
            if not keys & SEVERAL:
                self.sought.emit(scene.scale.tick_at(at.x()))
            return
        hold.moved = hold.moved or abs(at.x() - hold.at.x()) > STILL
        if hold.moved:
            if isinstance(hold.gesture, DrawSilence):
                hold.gesture.about(streams_of(scene, hold.spot, everywhere=bool(keys & Keys.ShiftModifier)))
            free = bool(keys & Keys.AltModifier) and not hold.lone
            within = 0.0 if free else NEAR * scene.scale.per_pixel
            hold.gesture.move(scene.scale.at(at.x() + hold.beside), within=within)
            self.changed.emit()

    def release(self, keys: Keys) -> None:
        """Commit what the drag came to; a click on something goes there."""
        scene, hold = self._scene(), self._hold
        self._hold = None
        if scene is None or hold is None or hold.gesture is None:
            return
        edit = hold.gesture.edit() if hold.moved else None
        if edit is not None:
            self.made.emit(edit)
        elif not hold.moved:
            self._clicked(scene, hold, keys=keys)
        self.changed.emit()

    def heed(self, review: Review, *, editable: bool) -> None:
        """There is another review: let go of what is held if that has changed, lest an old value is committed."""
        scene, hold = self._scene(), self._hold
        if scene is not None and hold is not None and hold.gesture is not None:
            same = _held_in(scene.review, hold.spot) == _held_in(review, hold.spot)
            if not (editable and same):
                self.cancel()

    def cancel(self) -> bool:
        """Forget what is held; says whether there was anything."""
        held, self._hold = self._hold, None
        if held is not None:
            self.changed.emit()
        return held is not None

    def _clicked(self, scene: Scene, hold: Hold, *, keys: Keys) -> None:
        if hold.spot.what in (What.START, What.END, What.SILENCE_START, What.SILENCE_END):
            if not hold.picked:
                self._select(scene, hold.spot, keys=keys)
        elif hold.gesture is not None and not isinstance(hold.gesture, DrawSilence):
            self.sought.emit(min(hold.gesture.preview.at, scene.scale.whole.end - 1))

    def _select(self, scene: Scene, found: Spot, *, keys: Keys) -> None:
        if found.region is not None:
            self.picked.emit(_chosen(found.region, scene.selected, several=bool(keys & SEVERAL)))
        elif found.silence is not None:
            self.silences_picked.emit(_chosen(found.silence, scene.silences, several=bool(keys & SEVERAL)))


def _held_in(review: Review, spot: Spot) -> object:
    """What a review says of that which lies under a spot."""
    if spot.region is not None:
        return review.regions.get(spot.region)
    if spot.marker is not None:
        return review.markers.get(spot.marker)
    if spot.silence is not None:
        return review.silences.get(spot.silence)
    if spot.kept is not None:
        return review.kept
    return review.in_out if spot.what in (What.IN, What.OUT) else None


def _chosen(clicked: Id, before: frozenset[Id], *, several: bool) -> tuple[Id, ...]:
    """What is selected after a click: what was clicked comes last, which makes it the one that keys act on."""
    if not several:
        return (clicked,)
    others: tuple[Id, ...] = tuple(sorted(before - {clicked}))
    return others if clicked in before else (*others, clicked)
