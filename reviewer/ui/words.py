"""How regions are spoken of on the screen: names, decisions, evidence and times, the same everywhere."""

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np

from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.footage import FrameIndex
from reviewer.core.plate_forms import forms_of, words_for
from reviewer.core.reading import Reading
from reviewer.core.region import Decision, Region, RegionId
from reviewer.core.timing import Tick, clock, seconds

SUBJECTS: Mapping[Subject, str] = {Subject.FACE: "Face", Subject.PLATE: "Plate", Subject.TEXT: "Text"}
DECISIONS: Mapping[Decision, str] = {
    Decision.PROPOSED: "Proposed",
    Decision.CONFIRMED: "Confirmed",
    Decision.REJECTED: "Rejected",
}
TIP_WIDTH = 80
"""Characters in a line of a tip."""

MARKS: Mapping[Decision, str] = {Decision.PROPOSED: "?", Decision.CONFIRMED: "✓", Decision.REJECTED: "✗"}
"""A sign beside each decision, so that none is told by colour alone."""


def in_order(regions: Iterable[Region]) -> list[Region]:
    """Regions as they are listed: by when they begin, and then by id."""
    return sorted(regions, key=lambda r: (r.span.start, r.span.end, r.id))


def names(regions: Iterable[Region]) -> dict[RegionId, str]:
    """A name for each region, such as Face 3: numbered by subject in the order in which they came into the review.

    Not by when they begin: what is trimmed or followed keeps its name, and what is drawn gets a new number.
    """
    counts: Counter[Subject] = Counter()
    named = {}
    for region in regions:
        counts[region.subject] += 1
        named[region.id] = f"{SUBJECTS[region.subject]} {counts[region.subject]}"
    return named


def decided(region: Region) -> str:
    """The decision with its sign, as in ✓ Confirmed."""
    return f"{MARKS[region.decision]} {DECISIONS[region.decision]}"


def from_start(tick: Tick, index: FrameIndex, *, time_base: Fraction) -> str:
    """The clock since the first picture, which is how players count."""
    return clock(seconds(Tick(tick - index.tick(0)), time_base))


def short(time: str) -> str:
    """A clock without what is nought in front and with hundredths, as in 1:07.48."""
    return time.removeprefix("0:").removeprefix("0")[:-1]


def evidence_at_length(region: Region, tracks: Mapping[TrackId, Track]) -> str:
    """Where a region comes from and how sure the detectors were, as a sentence."""
    if region.track is None:
        return "Drawn by hand."
    track = tracks.get(region.track)
    told = "Proposed by analysis."
    if track is not None:
        best, share = _scores(track)
        told = f"Seen by a detector in {share} % of its frames, with a score of up to {best:.2f}; followed in the rest."
    return f"{told} Changed by hand since." if region.touched else told


def read(region: Region, tracks: Mapping[TrackId, Track]) -> str:
    """What was read on a plate and with which score, as in AB12CDE 0.87; empty where nothing was."""
    reading = _reading(region, tracks)
    return f"{reading.text} {reading.score:.2f}" if reading else ""


def read_at_length(region: Region, tracks: Mapping[TrackId, Track]) -> str:
    """The same as a sentence, with the forms that the text fits; empty where nothing was read."""
    reading = _reading(region, tracks)
    if reading is None:
        return ""
    forms = [words_for(reading.pattern), *(f.words for f in forms_of(reading.text) if f.id != reading.pattern)]
    fits = f"fits the form of: {'; '.join(forms)}" if reading.pattern else "fits no form that is known"
    return f"Read as {reading.text}, with a score of {reading.score:.2f}; {fits}. It may be misread."


def _reading(region: Region, tracks: Mapping[TrackId, Track]) -> Reading | None:
    track = tracks.get(region.track) if region.track is not None else None
    return track.reading if track is not None else None


def _scores(track: Track) -> tuple[float, int]:
    found = track.origins == Origin.DETECTED
    best = float(track.scores[found].max()) if found.any() else 0.0
    return best, round(100 * float(np.mean(found)))


def tip(text: str) -> str:
    """A text in lines that fit on the screen; Qt breaks no lines in plain tips."""
    return "\n".join(textwrap.fill(line, TIP_WIDTH) for line in text.splitlines())


def effect_words(name: str, fill: tuple[int, int, int]) -> str:
    """An effect and its colour, as in solid, black."""
    red, green, blue = fill
    colours = {(0, 0, 0): "black", (255, 255, 255): "white", (128, 128, 128): "grey"}
    return f"{name}, {colours.get(fill, f'#{red:02x}{green:02x}{blue:02x}')}"
