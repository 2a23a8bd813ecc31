"""What stands above what on the timeline, and what of it gives way when there is little room."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a band of the timeline shows."""

    RULER = auto()
    MARKS = auto()
    FILM = auto()
    SOUND = auto()
    RISK = auto()
    SEEN = auto()
    LANES = auto()


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch from `top` down, over the whole width; `stream` is that of a band of sound."""

    kind: Kind
    top: float
    height: float
    stream: int | None = None

    @property
    def bottom(self) -> float:
        """Where the next one begins."""
        return self.top + self.height

    def holds(self, y: float) -> bool:
        """Whether a height in the widget lies in it."""
        return self.top <= y < self.bottom


@dataclass(frozen=True, slots=True)
class Wants:
    """What there is to show; `line` is the height of a line of text, `hearing` that sound matters more than all."""

    line: float = 14.0
    film: bool = False
    sounds: tuple[int, ...] = ()
    risk: bool = False
    seen: bool = False
    hearing: bool = False


LEAST = {Kind.FILM: 30.0, Kind.SOUND: 24.0, Kind.RISK: 14.0, Kind.SEEN: 12.0, Kind.LANES: 32.0}
"""Pixels below which a band cannot be read, or not be hit with the pointer."""

MOST = {Kind.FILM: 54.0, Kind.SOUND: 44.0}
"""Pixels beyond which more room goes to the lanes; 54 is the height of a thumbnail."""

SHARE = 0.15
"""Of the room to spare, what each band that can grow takes."""

FIRST_TO_GO = (Kind.FILM, Kind.SOUND, Kind.SEEN, Kind.RISK, Kind.MARKS)
"""In what order bands drop out: what is told elsewhere too goes before what is not."""


def banded(height: float, wants: Wants) -> tuple[Band, ...]:
    """The bands from top to bottom, in pixels of a widget of that height; the ruler and the lanes always stay."""
    bands = _kept(height, wants)
    spare = max(0.0, height - sum(_least(k, wants) for k, _ in bands))
    made: list[Band] = []
    top = 0.0
    for kind, stream in bands:
        least = _least(kind, wants)
        tall = float(round(min(least + spare * SHARE, MOST.get(kind, least))))
        if kind is Kind.LANES:
            tall = max(height - top, 0.0)
        made.append(Band(kind, top, tall, stream))
        top += tall
    return tuple(made)


def _kept(height: float, wants: Wants) -> list[tuple[Kind, int | None]]:
    bands: list[tuple[Kind, int | None]] = [(Kind.RULER, None), (Kind.MARKS, None)]
    bands += [(Kind.FILM, None)] * wants.film + [(Kind.SOUND, s) for s in wants.sounds]
    bands += [(Kind.RISK, None)] * wants.risk + [(Kind.SEEN, None)] * wants.seen + [(Kind.LANES, None)]
    order = [k for k in FIRST_TO_GO if not (wants.hearing and k is Kind.SOUND)]
    while sum(_least(k, wants) for k, _ in bands) > height:
        gone = _last_of(bands, order)
        if gone is None:
            break
        del bands[gone]
    return bands


def _last_of(bands: Sequence[tuple[Kind, int | None]], order: Sequence[Kind]) -> int | None:
    """Which band goes next: of several of the first kind in the order that is there, the lowest."""
    for kind in order:
        places = [at for at, (k, _) in enumerate(bands) if k is kind]
        if places:
            return places[-1]
    return None


def _least(kind: Kind, wants: Wants) -> float:
    if kind is Kind.RULER:
        return wants.line + 6
    return wants.line + 2 if kind is Kind.MARKS else LEAST[kind]
