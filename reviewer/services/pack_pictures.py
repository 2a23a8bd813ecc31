"""Pictures of what a copy hides, from the original, for the restricted schedule alone; made in a child process."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.copy import Hit
from reviewer.core.footage import Recording
from reviewer.core.region import Region, RegionId
from reviewer.media.jpeg import jpeg
from reviewer.services.crops import AT_ONCE, crop_bench
from reviewer.services.jobs import Progress
from reviewer.services.pack_request import PackRequest
from reviewer.services.sights import Chooser, Moment, Sight, squared
from reviewer.services.workers import in_child

MOST = 300
"""Pictures in one schedule: of hits first, then of regions in the order of time. Each costs up to ten kilobytes."""

SIZE = 200
"""Pixels of a picture's longer side: two and a half centimetres at the resolution of paper."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """JPEGs by file name, and which file shows the region or hit of an id."""

    files: dict[str, bytes]
    names: dict[str, str]


def pictures_of(request: PackRequest) -> Generator[Progress, None, Pictures]:
    """A picture of every hit and region, at most MOST; what cannot be decoded has none. Raises FootageError."""
    footage = request.footage
    sights = _sights(request)
    if not sights:
        return Pictures({}, {})
    made = yield from in_child(_crops, (footage.path, footage.recording), sights, name=footage.path.name)
    files = {f"picture-{number}.jpg": data for number, (_, data) in enumerate(made)}
    names = {name: f"picture-{number}.jpg" for number, (name, _) in enumerate(made)}
    return Pictures(files, names)


def _sights(request: PackRequest) -> list[Sight]:
    """What is to be seen, in the order of time; a hit goes by its own id."""
    recording = request.footage.recording
    chooser = Chooser(recording)
    found = [_hit(hit, recording) for hit in request.copy.report.hits]
    regions = sorted(request.review.regions.values(), key=lambda r: r.span.start)
    found += [_look(chooser, region) for region in regions if region.span.overlaps(recording.index.span)]
    return sorted(found[:MOST], key=lambda sight: sight.number)


def _look(chooser: Chooser, region: Region) -> Sight:
    return chooser.sights(region, None).looks[list(Moment).index(Moment.BEST)]


def _hit(hit: Hit, recording: Recording) -> Sight:
    video = recording.video
    number = recording.index.number(hit.tick)
    around = squared(hit.box, video.width, height=video.height)
    return Sight(RegionId(str(hit.id)), Moment.BEST, number, around)


def _crops(
    original: tuple[Path, Recording], sights: Sequence[Sight]
) -> Generator[Progress, None, list[tuple[str, bytes]]]:
    """What the child does: a few frames at a time."""
    made: list[tuple[str, bytes]] = []
    with crop_bench(*original) as work:
        for at in range(0, len(sights), AT_ONCE):
            yield Progress(at, len(sights), "schedule")
            crops, _missing = yield from work(sights[at : at + AT_ONCE], SIZE)
            made += [(str(crop.sight.region), jpeg(crop.pixels)) for crop in crops]
    return made
