"""The regions of a footage as tiles: in which order, which of them, and what is said of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.core.detection import Subject, TrackId
from reviewer.core.footage import Footage
from reviewer.core.region import Decision, Region, RegionId
from reviewer.core.timing import Tick, seconds
from reviewer.services.sights import Chooser, Sights
from reviewer.ui.desk import Place
from reviewer.ui.doubt_words import NONE, About, by_track, doubted, doubted_at_length
from reviewer.ui.words import decided, evidence_at_length, from_start, in_order, read_at_length, short, tip

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
"""The parent of every tile."""


class Order(StrEnum):
    """What comes first."""

    DOUBT = "The most doubtful first"
    SIZE = "The largest first"
    LENGTH = "The longest first"
    TIME = "In order of time"


class Show(StrEnum):
    """Which regions are there."""

    ALL = "All"
    HERE = "In this frame"
    TO_DECIDE = "To decide"
    HIDDEN = "Hidden"
    SHOWN = "Shown"


@dataclass(frozen=True, slots=True)
class Choice:
    """How the gallery is arranged; `subject` is None for any, `tick` the frame on show."""

    order: Order = Order.DOUBT
    show: Show = Show.ALL
    subject: Subject | None = None
    tick: Tick | None = None

    def takes(self, region: Region) -> bool:
        """Whether the region is to be shown."""
        if self.subject is not None and region.subject is not self.subject:
            return False
        match self.show:
            case Show.HERE:
                return self.tick is not None and region.present_at(self.tick)
            case Show.TO_DECIDE:
                return region.decision is Decision.PROPOSED
            case Show.HIDDEN:
                return region.hides
            case Show.SHOWN:
                return not region.hides
        return True


@dataclass(frozen=True, slots=True)
class Tile:
    """One region: its name, its looks, its risk, and where in the footage it lies (parts of the whole, 0 to 1)."""

    region: Region
    name: str
    sights: Sights
    risk: float
    begins: float
    ends: float


class GalleryModel(QAbstractListModel):
    """One row a tile; people stand together."""

    def __init__(self) -> None:
        super().__init__()
        self._place: Place | None = None
        self._footage: Footage | None = None
        self._chooser: Chooser | None = None
        self._about: Mapping[TrackId, About] = {}
        self._all: list[Tile] = []
        self._tiles: list[Tile] = []
        self._rows: dict[RegionId, int] = {}
        self._chosen: dict[RegionId, tuple[Region, Sights]] = {}
        self.choice = Choice()

    @property
    def total(self) -> int:
        """How many regions there are, shown or not."""
        return len(self._all)

    @property
    def tiles(self) -> list[Tile]:
        """The tiles in their order."""
        return self._tiles

    def fill(self, place: Place | None) -> None:
        """Take the regions of this footage, or of none."""
        footage = place.footage if place is not None else None
        if footage is not self._footage:
            self._footage = footage
            self._chosen.clear()
            self._chooser = Chooser(footage.recording) if footage is not None else None
        self._place = place
        self._about = by_track(place.appraisal.doubts) if place is not None else {}
        self._all = self._made(place) if place is not None else []
        self._chosen = {i: kept for i, kept in self._chosen.items() if place and i in place.session.review.regions}
        self.arrange(self.choice)

    def arrange(self, choice: Choice) -> None:
        """Show these tiles, in this order."""
        self.choice = choice
        tiles = arranged((t for t in self._all if choice.takes(t.region)), choice.order)
        if [t.region.id for t in tiles] == [t.region.id for t in self._tiles]:
            self._tiles = tiles  # the view stays where it is
            if tiles:
                self.dataChanged.emit(self.index(0), self.index(len(tiles) - 1))
            return
        self.beginResetModel()
        self._tiles = tiles
        self._rows = {t.region.id: row for row, t in enumerate(tiles)}
        self.endResetModel()

    def row(self, region: RegionId) -> int | None:
        """The row of a region; None where it is not shown."""
        return self._rows.get(region)

    def length(self, tile: Tile) -> str:
        """How long it is there, as in 2.4 s or 1:07 min."""
        if self._place is None:
            return ""
        span = tile.region.span
        return spoken(seconds(Tick(span.end - span.start), self._place.footage.recording.video.time_base))

    def brief(self, tile: Tile) -> str:
        """How long it is there, what is special about it, and the heaviest doubt, in a few words."""
        region, doubt = tile.region, doubted(tile.region, self._about)
        special = ("locked" if region.locked else "", "all but this" if region.inverse else "")
        return " · ".join(t for t in (self.length(tile), *special, "" if doubt == NONE else doubt) if t)

    def rowCount(self, parent: Index = TOP) -> int:
        """How many tiles are shown."""
        return 0 if parent.isValid() else len(self._tiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is said of a tile; what it looks like is the delegate's."""
        if not index.isValid() or index.row() >= len(self._tiles) or self._place is None:
            return None
        tile = self._tiles[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._at_length(tile, self._place)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._at_length(tile, self._place))
        return None

    def _made(self, place: Place) -> list[Tile]:
        regions = in_order(place.session.review.regions.values())
        named = place.names
        whole = place.footage.recording.index.span
        length = max(1, whole.end - whole.start)
        return [
            Tile(
                region,
                named[region.id],
                self._sights(region, place),
                self._risk(region),
                min(max((region.span.start - whole.start) / length, 0.0), 1.0),
                min(max((region.span.end - whole.start) / length, 0.0), 1.0),
            )
            for region in regions
        ]

    def _sights(self, region: Region, place: Place) -> Sights:
        known = self._chosen.get(region.id)
        if known is not None and (known[0] is region or _lies_alike(known[0], region)):
            return known[1]
        assert self._chooser is not None
        made = self._chooser.sights(region, place.tracks.get(region.track) if region.track is not None else None)
        self._chosen[region.id] = region, made
        return made

    def _risk(self, region: Region) -> float:
        known = self._about.get(region.track) if region.track is not None else None
        return known.risk if known is not None else 0.0

    def _at_length(self, tile: Tile, place: Place) -> str:
        region, footage = tile.region, place.footage
        whose = f"{region.person}: " if region.person else ""
        when = f"{_time(region.span.start, footage)} to {_time(region.span.end, footage)} ({self.length(tile)})"
        told = (
            f"{whose}{tile.name}, {when}, {decided(region)}.",
            "Locked." if region.locked else "",
            "All but this is hidden." if region.inverse else "",
            doubted_at_length(region, self._about),
            read_at_length(region, place.tracks),
            evidence_at_length(region, place.tracks),
        )
        return " ".join(t for t in told if t)


def arranged(tiles: Iterable[Tile], order: Order) -> list[Tile]:
    """The tiles in that order; those of a person stand together, where the first of them would."""
    keys: Mapping[Order, Callable[[Tile], float]] = {
        Order.DOUBT: lambda t: -t.risk,
        Order.SIZE: lambda t: -t.sights.size,
        Order.LENGTH: lambda t: t.region.span.start - t.region.span.end,
        Order.TIME: lambda t: t.region.span.start,
    }
    ordered = sorted(tiles, key=keys[order])
    first: dict[str, int] = {}
    for rank, tile in enumerate(ordered):
        if tile.region.person:
            first.setdefault(tile.region.person, rank)
    if not first:
        return ordered
    ranks = (first[t.region.person] if t.region.person else rank for rank, t in enumerate(ordered))
    return [tile for _, tile in sorted(zip(ranks, ordered, strict=True), key=lambda pair: pair[0])]


def spoken(length: float) -> str:
    """Seconds as in 2.4 s, or from a minute on as in 1:07 min."""
    if length < 59.95:
        return f"{length:.1f} s"
    minutes, rest = divmod(round(length), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d} h" if minutes >= 60 else f"{minutes}:{rest:02d} min"


def _lies_alike(one: Region, other: Region) -> bool:
    """Whether two states of a region show the same: a decision alters nothing of where it lies."""
    return (
        one.keyframes is other.keyframes
        and one.span == other.span
        and one.gaps == other.gaps
        and one.touched is other.touched
        and one.shape is other.shape
    )


def _time(tick: Tick, footage: Footage) -> str:
    return short(from_start(tick, footage.recording.index, time_base=footage.recording.video.time_base))
