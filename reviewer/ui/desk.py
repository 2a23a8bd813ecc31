"""What lies on the desk: the open case, the footage on show, its review, its history and what is selected."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject, Track, TrackId
from reviewer.core.edits import Edit
from reviewer.core.errors import CaseError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.region import Region, RegionId
from reviewer.core.review import Review, differing
from reviewer.core.silence import SilenceId
from reviewer.services.opened import OpenedCase
from reviewer.services.session import ReviewSession
from reviewer.ui.undo import History
from reviewer.ui.words import names

Guarded = Callable[[Callable[[], object]], bool]
"""Runs what may fail and shows what it raises; says whether it raised nothing."""


@dataclass(eq=False)
class Place:
    """One footage on the desk, with what was done to it since the case was opened."""

    footage: Footage
    session: ReviewSession
    history: History
    tracks: dict[TrackId, Track] = field(default_factory=dict)
    appraisal: Appraisal = field(default_factory=Appraisal)
    number: int = 0
    _named: Mapping[RegionId, str] = field(default_factory=dict)
    _regions: Mapping[RegionId, Region] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[RegionId, str]:
        """What each region is called; worked out again only when one comes or goes."""
        now, before = self.session.review.regions, self._regions
        if now is not before:
            self._regions = now
            same = list(now) == list(before)
            if not same or any(_called(now[i]) != _called(before[i]) for i in differing(before, now)):
                self._named = names(now.values())
        return self._named


def _called(region: Region) -> tuple[object, ...]:
    """What a region's name depends on, beside its place among the others."""
    return (region.subject,)


class Desk(QObject):
    """The only thing in the window that changes a review; every view listens to it."""

    case_changed = Signal()
    """Another case is open, or none, or its list of footage is another."""
    footage_changed = Signal()
    """Another footage is on show, or none."""
    review_changed = Signal()
    """Regions, silences, markers, settled doubts or in and out of the footage on show are others.

    While it is announced `altered` says which regions are, None when all may be.
    """
    selection_changed = Signal()
    """Other regions or silences are selected."""
    history_changed = Signal()
    """There is something else to undo or redo."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.case: OpenedCase | None = None
        self.place: Place | None = None
        self.selected: tuple[RegionId, ...] = ()
        self.selected_silences: tuple[SilenceId, ...] = ()
        self.altered: frozenset[RegionId] | None = None
        self._places: dict[FootageId, Place] = {}

    @property
    def names(self) -> Mapping[RegionId, str]:
        """What each region of the footage on show is called."""
        return self.place.names if self.place else {}

    @property
    def footage(self) -> Footage | None:
        """The footage on show."""
        return self.place.footage if self.place else None

    @property
    def review(self) -> Review:
        """The review of the footage on show; empty when there is none."""
        return self.place.session.review if self.place else Review()

    @property
    def editable(self) -> bool:
        """Whether regions can be changed."""
        return self.place is not None and self.case is not None and not self.case.read_only

    @property
    def has_plates(self) -> bool:
        """Whether plates were found in the footage on show."""
        return self.place is not None and any(t.subject is Subject.PLATE for t in self.place.tracks.values())

    @property
    def current(self) -> Region | None:
        """The one region that gestures and keys act on: the last that was selected."""
        return self.review.regions.get(self.selected[-1]) if self.selected else None

    def put(self, case: OpenedCase) -> None:
        """Lay `case` on the desk in place of the one before, and show its first footage."""
        self.clear()
        self.case = case
        self.case_changed.emit()
        footage = case.footage()
        if footage:
            self.show_footage(footage[0])

    def clear(self) -> None:
        """Put the case away."""
        case, self.case = self.case, None
        self._show(None)
        for place in self._places.values():
            place.history.stack.deleteLater()
        self._places.clear()
        if case is not None:
            case.close()
        self.case_changed.emit()

    def add(self, footage: Footage, *, show: bool = True) -> Footage:
        """Take footage into the open case and show it, or only list it; raises CaseError."""
        known = self._open_case().add(footage)
        self.case_changed.emit()
        if show or self.place is None:
            self.show_footage(known)
        return known

    def relocate(self, footage: Footage, path: Path) -> None:
        """Go on with the very same recording from where it lies now; raises CaseError."""
        moved = self._open_case().relocate(footage, path)
        place = self._places.get(footage.id)
        if place is not None:
            place.footage = moved
        self.case_changed.emit()
        if place is not None and place is self.place:
            self._show(place)

    def show_footage(self, footage: Footage) -> None:
        """Show one recording of the case."""
        self._show(self.place_of(footage))

    def place_of(self, footage: Footage) -> Place:
        """Where the footage lies on the desk, whether it is on show or not."""
        place = self._places.get(footage.id)
        if place is None:
            case = self._open_case()
            session = case.session(footage.id)
            place = Place(footage, session, History(session, QUndoStack(self)))
            place.tracks = {t.id: t for t in case.tracks(footage.id)}
            place.appraisal = case.appraisal(footage.id)
            session.listen(partial(self._heard, place))
            place.history.stack.indexChanged.connect(self.history_changed)
            self._places[footage.id] = place
        return place

    def apply(self, edit: Edit) -> None:
        """Commit an edit to the footage on show; raises CaseError when it cannot be saved."""
        if self.place is not None:
            self._refuse_read_only()
            self.place.history.apply(edit)

    def put_readings(self, footage: Footage, tracks: tuple[Track, ...]) -> None:
        """Show what was read on these tracks, on those of them that are still the footage's."""
        place = self.place_of(footage)
        place.tracks |= {t.id: t for t in tracks if t.id in place.tracks}
        if place is self.place:
            self.review_changed.emit()

    def undo(self) -> None:
        """Take back the last edit; raises CaseError when that cannot be saved."""
        if self.place is not None:
            self.place.history.undo()

    def redo(self) -> None:
        """Make the last edit again that was taken back; raises CaseError when that cannot be saved."""
        if self.place is not None:
            self.place.history.redo()

    def go_to_step(self, index: int) -> None:
        """Go to the review after the first `index` edits of the history; raises CaseError when it cannot be saved."""
        if self.place is not None:
            self.place.history.go_to(index)

    def select(self, *regions: RegionId) -> None:
        """Select these regions and nothing else."""
        wanted = tuple(r for r in dict.fromkeys(regions) if r in self.review.regions)
        self._select(wanted, ())

    def select_silences(self, *silences: SilenceId) -> None:
        """Select these silences and nothing else."""
        self._select((), tuple(s for s in dict.fromkeys(silences) if s in self.review.silences))

    def _select(self, regions: tuple[RegionId, ...], silences: tuple[SilenceId, ...]) -> None:
        if (regions, silences) != (self.selected, self.selected_silences):
            self.selected, self.selected_silences = regions, silences
            self.selection_changed.emit()

    def _show(self, place: Place | None) -> None:
        self.place = place
        self.selected, self.selected_silences = (), ()
        self.footage_changed.emit()
        self.review_changed.emit()
        self.selection_changed.emit()
        self.history_changed.emit()

    def _heard(self, place: Place, altered: frozenset[RegionId]) -> None:
        if place is self.place:
            self.altered = altered
            try:
                self.review_changed.emit()
            finally:
                self.altered = None
            # What was removed is selected no longer.
            regions = tuple(r for r in self.selected if r in self.review.regions)
            self._select(regions, tuple(s for s in self.selected_silences if s in self.review.silences))

    def _open_case(self) -> OpenedCase:
        if self.case is None:
            raise CaseError("No case is open.", "Open footage or a case first.")
        return self.case

    def _refuse_read_only(self) -> None:
        if self.case is not None and self.case.read_only:
            raise CaseError(self.case.read_only, "Here the case can be read, and nothing in it can be changed.")
