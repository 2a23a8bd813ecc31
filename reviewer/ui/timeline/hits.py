"""What lies under the pointer on the timeline."""

from dataclasses import dataclass
from enum import Enum, auto

import numpy as np

from reviewer.core.marker import MarkerId
from reviewer.core.region import PersonId, RegionId
from reviewer.core.silence import SilenceId
from reviewer.core.timing import Tick
from reviewer.ui.timeline.bands import Band, Kind
from reviewer.ui.timeline.scene import Bar, Scene

INSIDE, OUTSIDE = 4.0, 5.0
"""Pixels to both sides of the end of a bar within which it is that end; keyframes are taken inside the bar only, so
that the end of a bar can be pulled where a keyframe lies on it."""

PULLED = 14.0
"""Pixels of the narrowest bar whose ends can be pulled from inside: in a narrower one nothing is left to click."""

DIAMOND = 5.5
"""Pixels from the middle of a keyframe, across and down together, that are still it."""

FLAG = 12.0
"""Pixels that a marker's flag is wide."""

HANDLE = 6.0
"""Pixels to both sides of in and out that are still they."""


EDGE = 9.0
"""Pixels at the bottom of the ruler in which the edges of what the copy shows are taken."""

MOMENT = 4.0
"""Pixels to both sides of the mark of a doubt that are still it."""


class What(Enum):
    """What can lie under the pointer."""

    NOTHING = auto()
    TIME = auto()
    PERSON = auto()
    BAR = auto()
    START = auto()
    END = auto()
    KEYFRAME = auto()
    MARKER = auto()
    IN = auto()
    OUT = auto()
    DOUBT = auto()
    SOUND = auto()
    SILENCE = auto()
    SILENCE_START = auto()
    SILENCE_END = auto()
    KEPT_START = auto()
    KEPT_END = auto()


@dataclass(frozen=True, slots=True)
class Spot:
    """What lies at a point: PERSON is a name beside the lanes, NOTHING all else there, TIME anywhere else.

    `tick` is that of a keyframe or a doubt, `doubt` its number in the appraisal, `stream` that of a band of sound,
    `kept` the number of a stretch that the copy shows.
    """

    what: What
    region: RegionId | None = None
    tick: Tick | None = None
    marker: MarkerId | None = None
    silence: SilenceId | None = None
    stream: int | None = None
    doubt: int | None = None
    person: PersonId | None = None
    kept: int | None = None


def spot(scene: Scene, x: float, *, y: float) -> Spot:
    """What lies at a point of the widget, in its pixels."""
    band = scene.band_at(y)
    if band is None:
        return Spot(What.NOTHING)
    if x < scene.scale.gutter:
        return _in_gutter(scene, y=y) if band.kind is Kind.LANES else Spot(What.NOTHING)
    if band.kind is Kind.LANES:
        return _in_lanes(scene, x, y=y)
    if band.kind is Kind.SOUND:
        return _in_sound(scene, x, band=band)
    if band.kind is Kind.MARKS:
        return _in_marks(scene, x)
    if band.kind is Kind.RISK:
        return _in_risk(scene, x)
    if band.kind is Kind.RULER and y >= band.bottom - EDGE:
        return _at_edge(scene, x)
    return Spot(What.TIME)


def _at_edge(scene: Scene, x: float) -> Spot:
    """Where a stretch that the copy shows begins or ends inside the footage; there is no more to be kept outside."""
    best, away = Spot(What.TIME), HANDLE
    for number, span in enumerate(scene.review.kept if scene.editable else ()):
        for what, tick in ((What.KEPT_START, span.start), (What.KEPT_END, span.end)):
            apart = abs(x - scene.scale.x_of(tick))
            if apart <= away:
                best, away = Spot(what, kept=number), apart
    return best


def _in_gutter(scene: Scene, *, y: float) -> Spot:
    row = scene.row_at(y)
    for heading in scene.lanes.headings:
        if heading.first <= row < heading.first + heading.rows:
            return Spot(What.PERSON, person=heading.person)
    return Spot(What.NOTHING)


def _in_marks(scene: Scene, x: float) -> Spot:
    """The marker on top comes first, and a marker before in and out, which lie as wide as the window is high."""
    for marker in sorted(scene.review.markers.values(), key=lambda m: m.tick, reverse=True):
        if -3 <= x - scene.scale.x_of(marker.tick) < FLAG:
            return Spot(What.MARKER, marker=marker.id)
    span = scene.review.in_out
    if span is not None and scene.editable:
        away = {What.IN: abs(x - scene.scale.x_of(span.start)), What.OUT: abs(x - scene.scale.x_of(span.end))}
        nearest = min(away, key=lambda what: away[what])
        if away[nearest] <= HANDLE:
            return Spot(nearest)
    return Spot(What.TIME)


def _in_risk(scene: Scene, x: float) -> Spot:
    away = np.abs(scene.scale.xs_of(scene.moments.ticks) - x)
    if not len(away) or away.min() > MOMENT:
        return Spot(What.TIME)
    nearest = int(away.argmin())
    return Spot(What.DOUBT, tick=Tick(int(scene.moments.ticks[nearest])), doubt=nearest)


def _in_sound(scene: Scene, x: float, *, band: Band) -> Spot:
    found = Spot(What.SOUND, stream=band.stream)
    for silence in scene.silences_of(band.stream):
        left = scene.scale.x_of(silence.span.start)
        bar = Bar(left, max(scene.scale.x_of(silence.span.end), left + 2), 0, 1)
        end = _end(bar, x, pulls=scene.editable)
        if end is not None:
            what = What.SILENCE_START if end is What.START else What.SILENCE_END
            return Spot(what, silence=silence.id, stream=band.stream)
        if bar.holds(x, 0.5, around=1):
            found = Spot(What.SILENCE, silence=silence.id, stream=band.stream)
    return found


def _in_lanes(scene: Scene, x: float, *, y: float) -> Spot:
    """The bar under the pointer; of ends that meet the one of the bar that is selected."""
    lanes = scene.lanes
    reach = OUTSIDE * scene.scale.per_pixel
    tick = scene.scale.at(x)
    near = (lanes.rows == scene.row_at(y)) & (lanes.starts <= tick + reach) & (lanes.ends >= tick - reach)
    regions = [lanes.ids[at] for at in np.flatnonzero(near)]
    best = Spot(What.TIME)
    for region in sorted(regions, key=lambda r: r in scene.selected):
        bar = scene.bar(region)
        if bar is None or not bar.top <= y < bar.top + bar.height:
            continue
        found = _on_bar(scene, bar, region=region, at=(x, y))
        if found is not None and (best.what is What.TIME or found.what is not What.BAR or bar.holds(x, y)):
            best = found
    return best


def _on_bar(scene: Scene, bar: Bar, *, region: RegionId, at: tuple[float, float]) -> Spot | None:
    x, y = at
    value = scene.lanes.regions[region]
    changes = scene.editable and not value.locked
    if changes and bar.holds(x, y):
        middle = bar.top + bar.height / 2
        for keyframe in scene.keyframes(value):
            if abs(x - scene.scale.x_of(keyframe.tick)) + abs(y - middle) <= DIAMOND:
                return Spot(What.KEYFRAME, region=region, tick=keyframe.tick)
    end = _end(bar, x, pulls=changes)
    if end is not None:
        return Spot(end, region=region)
    return Spot(What.BAR, region=region) if bar.holds(x, y, around=1) else None


def _end(bar: Bar, x: float, *, pulls: bool) -> What | None:
    inside = INSIDE if bar.right - bar.left >= PULLED else 0.0
    if not pulls:
        return None
    if bar.left - OUTSIDE <= x < bar.left + inside:
        return What.START
    return What.END if bar.right - inside <= x < bar.right + OUTSIDE else None
