"""Which gesture begins where the pointer takes hold of something."""

from uuid import uuid4

import numpy as np

from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick
from reviewer.ui.timeline.gestures import (
    CarryKeyframe,
    CarryMarker,
    DrawSilence,
    Gesture,
    PullEnd,
    PullInOut,
    PullKept,
    PullSilence,
)
from reviewer.ui.timeline.hits import Spot, What
from reviewer.ui.timeline.scale import Snaps
from reviewer.ui.timeline.scene import Scene
from reviewer.ui.timeline.visible import MERGED, seen

ENDS = frozenset({What.START, What.END})
POINTS = frozenset({What.IN, What.OUT})
SILENCE_ENDS = frozenset({What.SILENCE_START, What.SILENCE_END})


def snaps(scene: Scene, playhead: Tick) -> Snaps:
    """What draws that which is dragged: playhead, markers, in and out, cuts, silences, and bars as far as they show."""
    shown = seen(scene)
    apart = shown.at[shown.right - shown.left >= MERGED]
    chosen = [at for at in (scene.lanes.place.get(r) for r in scene.selected) if at is not None]
    bars = np.concatenate([apart, np.array(chosen, np.intp)])
    places = [int(playhead), *scene.lanes.starts[bars].tolist(), *scene.lanes.ends[bars].tolist()]
    places += [m.tick for m in scene.review.markers.values()]
    spans = [s.span for s in scene.review.silences.values()]
    spans += [*scene.review.kept, *([scene.review.in_out] if scene.review.in_out is not None else [])]
    places += [tick for span in spans for tick in (span.start, span.end)]
    return Snaps.of(scene.index, places)


def taken(scene: Scene, spot: Spot, *, places: Snaps) -> Gesture | None:
    """The gesture for what was taken hold of; None where a drag only goes to a time, and where all is only shown."""
    if not scene.editable:
        return None
    review = scene.review
    if spot.what in POINTS and review.in_out is not None:
        return PullInOut(review.in_out, start=spot.what is What.IN, snaps=places)
    if spot.kept is not None:
        return PullKept(review.kept[spot.kept], start=spot.what is What.KEPT_START, snaps=places)
    if spot.marker is not None:
        return CarryMarker(review.markers[spot.marker], snaps=places)
    if spot.what in SILENCE_ENDS and spot.silence is not None:
        return PullSilence(review.silences[spot.silence], start=spot.what is What.SILENCE_START, snaps=places)
    if spot.region is None:
        return None
    region = scene.lanes.regions[spot.region]
    if spot.what is What.KEYFRAME and spot.tick is not None:
        return CarryKeyframe(region, spot.tick, snaps=places)
    return PullEnd(region, start=spot.what is What.START, snaps=places) if spot.what in ENDS else None


def silencing(scene: Scene, spot: Spot, *, tick: float, places: Snaps) -> DrawSilence | None:
    """A new silence over the stream under the pointer; of all sound where there is but one stream."""
    if not scene.editable or spot.stream is None:
        return None
    return DrawSilence(_silence(streams_of(scene, spot, everywhere=False)), tick, snaps=places)


def streams_of(scene: Scene, spot: Spot, *, everywhere: bool) -> frozenset[int] | None:
    """What a silence that is drawn there is about."""
    if everywhere or len(scene.streams) < 2 or spot.stream is None:
        return None
    return frozenset({spot.stream})


def _silence(streams: frozenset[int] | None) -> Silence:
    return Silence(id=SilenceId(uuid4().hex), span=Span(Tick(0), Tick(1)), streams=streams)
