"""Cover what a review hides in one frame: the one call that preview, release and check share."""

from collections.abc import Iterator

import numpy as np

from reviewer.core.colour import to_yuv
from reviewer.core.footage import Colour
from reviewer.core.frame import Frame, Plane
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Region
from reviewer.core.review import Review
from reviewer.core.timing import Tick
from reviewer.effects.catalogue import effect_for
from reviewer.effects.effect import Area, Effect, Tone
from reviewer.effects.patch import Grid, Patch, patch, remainder

Planes = tuple[Plane, Plane, Plane]


def cover(frame: Frame, review: Review, *, profile: Profile, colour: Colour) -> Frame:
    """The frame with every region of `review` that is hidden at its tick made unrecoverable.

    The very same frame when nothing is hidden in it; otherwise one with planes of its own, read-only, that differ
    only where a region touches. Later regions cover earlier ones. `colour` says in which luma and chroma the
    profile's fill is written. Raises ValueError when a region's box is not finite.
    """
    places = list(patches(review, frame.tick, grid=grid_of(frame)))
    if not places:
        return frame
    fill = to_yuv(profile.fill, colour, height=frame.height)
    luma, blue, red = (plane.copy() for plane in frame.planes)
    for region, box, place in places:
        effect = effect_for(region.subject, region.effect or profile.effect)
        _paint((luma, blue, red), effect, place=place, area=_area(region, box, place=place, fill=fill))
    for plane in (luma, blue, red):
        plane.setflags(write=False)
    return Frame(frame.tick, luma, blue, red, frame.interlaced)


def patches(review: Review, tick: Tick, *, grid: Grid) -> Iterator[tuple[Region, Box, Patch]]:
    """Each region that is hidden at `tick` and touches the picture, with its box and the pixels it covers.

    Those that hide all but themselves come first and as one, which shows what lies in any of them: its box is the
    whole picture. Others cover what they show.
    """
    hiding = review.hidden_at(tick)
    yield from _all_but([r for r in hiding if r.inverse], tick, grid=grid)
    for region in hiding:
        box = region.box_at(tick)
        if box is None or region.inverse:
            continue
        place = patch(box, region.shape, grid=grid, outline=region.outline_at(tick))
        if place is not None:
            yield region, box, place


def _all_but(regions: list[Region], tick: Tick, *, grid: Grid) -> Iterator[tuple[Region, Box, Patch]]:
    if not regions:
        return
    boxes = ((r, r.box_at(tick)) for r in regions)
    place = remainder([(box, r.shape, r.outline_at(tick)) for r, box in boxes if box is not None], grid=grid)
    if place is not None:
        yield regions[0], Box(0.0, 0.0, float(grid.width), float(grid.height)), place


def grid_of(frame: Frame) -> Grid:
    """The grid that patches of `frame` are cut by."""
    return Grid(frame.width, frame.height, frame.interlaced)


def _area(region: Region, box: Box, *, place: Patch, fill: Tone) -> Area:
    return Area(box, place.left, place.top, place.right, place.bottom, seed=region.id, fill=fill)


def _paint(planes: Planes, effect: Effect, *, place: Patch, area: Area) -> None:
    """Write the effect's tones into the planes where the patch is touched."""
    places = (place.luma, place.chroma, place.chroma)
    masks = (place.luma_mask, place.mask, place.mask)
    for plane, tones, at, mask in zip(planes, effect.tones(area), places, masks, strict=True):
        np.copyto(plane[at], tones, where=True if mask is None else mask)
