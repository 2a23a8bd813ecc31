"""Regions that are made without drawing them: over the whole picture, and beside others that they are like."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import uuid4

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions, Edit, Together
from reviewer.core.footage import VideoStream
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId
from reviewer.core.timing import Span

BESIDE = 0.02
"""Part of the width of the picture by which a copy lies to the right of and below what it was made of."""


def over_the_picture(video: VideoStream, span: Span, *, subject: Subject) -> tuple[Edit, RegionId]:
    """The edit that covers the whole picture during `span`, and the id of the region."""
    box = Box(0.0, 0.0, float(video.width), float(video.height))
    region = Region(
        id=RegionId(uuid4().hex),
        subject=subject,
        span=span,
        keyframes=(Keyframe(span.start, box, source=KeyframeSource.HAND),),
        decision=Decision.CONFIRMED,
        touched=True,
    )
    return Together((AddRegions((region,)),), "Cover the whole picture"), region.id


def copied(regions: Sequence[Region], video: VideoStream) -> tuple[Edit, tuple[RegionId, ...]]:
    """The edit that adds a region like each of these a little beside it, and their ids."""
    by = round(BESIDE * video.width)
    made = tuple(_beside(region, by) for region in regions)
    title = "Duplicate region" if len(made) == 1 else f"Duplicate {len(made)} regions"
    return Together((AddRegions(made),), title), tuple(r.id for r in made)


def _beside(region: Region, by: int) -> Region:
    path = tuple(_shifted(keyframe, by) for keyframe in region.keyframes)
    return replace(region, id=RegionId(uuid4().hex), keyframes=path, track=None, touched=True, locked=False)


def _shifted(keyframe: Keyframe, by: int) -> Keyframe:
    if keyframe.outline is None:
        return replace(keyframe, box=keyframe.box.moved(by, by))
    outline = Outline(tuple((x + by, y + by) for x, y in keyframe.outline.corners))
    return Keyframe.around(keyframe.tick, outline, source=keyframe.source)
