"""The timeline in words: for the screen reader, and for tips under the pointer."""

from collections.abc import Mapping
from textwrap import shorten

from reviewer.core.assembly import shown
from reviewer.core.region import KeyframeSource, Region, RegionId
from reviewer.core.silence import Silence
from reviewer.core.speaking import Speech
from reviewer.core.timing import Tick
from reviewer.ui.doubt_words import said
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.hits import Spot, What
from reviewer.ui.timeline.scene import Scene
from reviewer.ui.words import decided, short

MOST = 5
"""Names that are read out at most: after more nobody remembers the first."""

NO_SPEECH = Speech()
"""Nobody has listened yet."""

LONG = 400
"""Letters of a note in a tip at most."""

LEGENDS: Mapping[Kind, str] = {
    Kind.RULER: "Click or drag to go to a time. The wheel with Ctrl looks closer, with Shift it moves along.",
    Kind.MARKS: "Markers (M) and the stretch from in (I) to out (O). Drag them to move them.",
    Kind.FILM: "Small pictures of the footage. Click or drag to go to a time.",
    Kind.SOUND: "How loud the sound is, with a hatched strip below where somebody seems to speak. Drag with Alt held "
    "to silence a part of it.",
    Kind.RISK: "How likely something is uncovered: the higher, the likelier. A filled mark above is a doubt that is "
    "open, a hollow one below a doubt that is settled.",
    Kind.SEEN: "What has been watched: solid at up to its own speed or frame by frame, closely hatched at up to twice "
    "that, widely hatched faster, empty not at all.",
    Kind.LANES: "A bar for each region: hatched proposed, solid confirmed, empty rejected; with a line below it drawn "
    "by hand. Click it to select it; drag its ends to change when it covers.",
}


LEFT_OUT_HERE = "Left out of the copy here."


def is_left_out(scene: Scene, tick: int) -> bool:
    """Whether the copy leaves out what the footage shows at `tick`."""
    return Tick(tick) in scene.index.span and not shown(scene.review.kept, Tick(tick))


def description(scene: Scene | None, tick: Tick, *, names: Mapping[RegionId, str], speech: Speech = NO_SPEECH) -> str:
    """Where the playhead is, how many regions cover it, what is selected and marked, and whether somebody speaks."""
    if scene is None:
        return "No footage is open."
    here = scene.lanes.here(tick)
    told = [f"At {scene.said(tick)}.", f"{_counted(here, 'region')} here, {len(scene.lanes.ids)} in all."]
    chosen = [names.get(i, "a region") for i in scene.lanes.ids if i in scene.selected] if scene.selected else []
    if chosen:
        more = f" and {len(chosen) - MOST} more" if len(chosen) > MOST else ""
        told.append(f"Selected: {', '.join(chosen[:MOST])}{more}.")
    told += ["Somebody seems to speak here."] * speech.at(float(tick * scene.time_base))
    if scene.silences:
        told.append(f"{_counted(len(scene.silences), 'silence')} selected.")
    if scene.review.in_out is not None:
        told.append(f"In {scene.said(scene.review.in_out.start)}, out {scene.said(scene.review.in_out.end)}.")
    if scene.review.kept:
        told.append(f"The copy shows {_counted(len(scene.review.kept), 'stretch', many='stretches')} of the footage.")
        told += [LEFT_OUT_HERE] * is_left_out(scene, tick)
    note = next((m.note for m in scene.review.markers.values() if m.tick == tick), None)
    if note is not None:
        told.append(f"A marker is here: {shorten(note, LONG, placeholder=' …') or 'without a note'}.")
    return " ".join(told)


def tip(scene: Scene, spot: Spot, *, y: float, names: Mapping[RegionId, str]) -> str:
    """What lies under the pointer and what can be done with it."""
    if spot.person is not None:
        return f"{spot.person}. Click to select all regions of this person."
    if spot.marker is not None:
        marker = scene.review.markers[spot.marker]
        note = shorten(marker.note, LONG, placeholder=" …") or "A marker without a note"
        return f"{note}\n{scene.said(marker.tick)}. Double-click to change the note."
    if spot.what in (What.IN, What.OUT):
        return "In point: drag to move it." if spot.what is What.IN else "Out point: drag to move it."
    if spot.kept is not None:
        span = scene.review.kept[spot.kept]
        start, end = (short(scene.said(t)) for t in (span.start, span.end))
        return f"The copy shows {start} to {end}. Drag its edge to move the cut."
    if spot.region is not None:
        return about(scene, scene.lanes.regions[spot.region], spot=spot, name=names.get(spot.region, "Region"))
    if spot.silence is not None:
        return _silence(scene, scene.review.silences[spot.silence])
    if spot.doubt is not None:
        state = "settled" if scene.moments.settled[spot.doubt] else "open"
        return f"{said(scene.appraisal.doubts[spot.doubt])} This doubt is {state}. Click to go to it."
    band = scene.band_at(y)
    if band is None:
        return ""
    several = band.stream is not None and len(scene.streams) > 1
    which = f"Sound {scene.streams.index(band.stream) + 1} of {len(scene.streams)}. " if several else ""
    return which + LEGENDS[band.kind]


def about(scene: Scene, region: Region, *, spot: Spot, name: str) -> str:
    """A region in three lines at most."""
    start, end = (short(scene.said(t)) for t in (region.span.start, region.span.end))
    who = f" · {region.person}" if region.person else ""
    lines = [f"{name}{who}: {decided(region).lower()}, {start} to {end}"]
    told = ["drawn by hand" if region.track is None else "from analysis"]
    told += ["hides all but this"] * region.inverse + ["locked"] * region.locked
    told += [f"outside in {_counted(len(region.gaps), 'stretch', many='stretches')}"] * bool(region.gaps)
    lines.append(", ".join(told).capitalize() + ".")
    if spot.what is What.KEYFRAME and spot.tick is not None:
        by_hand = any(k.tick == spot.tick and k.source is KeyframeSource.HAND for k in region.keyframes)
        lines.append(f"Keyframe at {short(scene.said(spot.tick))}, {'set by hand' if by_hand else 'found'}: drag it.")
    return "\n".join(lines)


def _silence(scene: Scene, silence: Silence) -> str:
    start, end = (short(scene.said(t)) for t in (silence.span.start, silence.span.end))
    which = "all sound" if silence.streams is None or len(scene.streams) < 2 else "this sound"
    why = "\n" + shorten(silence.reason, LONG, placeholder=" …") if silence.reason else ""
    return f"Silences {which} from {start} to {end}. Drag its ends; Delete removes it when it is selected.{why}"


def _counted(count: int, one: str, *, many: str = "") -> str:
    return f"{count or 'No'} {one if count == 1 else many or one + 's'}"
