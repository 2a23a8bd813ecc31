"""Cover what a review hides in one frame: the one call that preview, release and check share."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from reviewer.core.colour import to_yuv
from reviewer.core.footage import Colour
from reviewer.core.frame import Frame, Plane
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Region, Shape
from reviewer.core.review import Review
from reviewer.core.timing import Tick
from reviewer.effects.catalogue import SOLID, effect_on, reach
from reviewer.effects.effect import Area, Effect, Tone
from reviewer.effects.label import words_for
from reviewer.effects.patch import Grid, Patch, patch, remainder

Planes = tuple[Plane, Plane, Plane]


def cover(frame: Frame, review: Review, *, profile: Profile, colour: Colour, own: bool = False) -> Frame:
    """The frame with every region of `review` that is hidden at its tick made unrecoverable.

    The very same frame when nothing is hidden in it; otherwise one with planes of its own, read-only, that differ
    only where a region touches. Later regions cover earlier ones. `colour` says in which luma and chroma the
    profile's fill is written. `own` says that the frame's planes are nobody else's, and are written into. Raises
    ValueError when a region's box is not finite.
    """
    places = list(patches(review, frame.tick, grid=grid_of(frame), usual=profile.effect))
    if not places:
        return frame
    fill = to_yuv(profile.fill, colour, height=frame.height)
    luma, blue, red = (plane if own else plane.copy() for plane in frame.planes)
    for region, box, place in places:
        effect = effect_on(region, profile.effect)
        area = replace(_area(region, box, place=place, fill=fill), outline=region.outline_at(frame.tick))
        _paint((luma, blue, red), effect, place=place, area=area)
    for plane in (luma, blue, red):
        plane.setflags(write=False)
    return Frame(frame.tick, luma, blue, red, frame.interlaced)


def patches(review: Review, tick: Tick, *, grid: Grid, usual: str = SOLID.name) -> Iterator[tuple[Region, Box, Patch]]:
    """Each region that is hidden at `tick` and touches the picture, with its box and the pixels it covers.

    Those that hide all but themselves come first and as one, which shows what lies in any of them: its box is the
    whole picture. Others cover what they show. `usual` is the profile's effect: one may hide more around a region
    than its shape, and then that is its box. Without it less counts as covered, never more.
    """
    hiding = review.hidden_at(tick)
    yield from _all_but([r for r in hiding if r.inverse], tick, grid=grid)
    for region in hiding:
        box = region.box_at(tick)
        if box is None or region.inverse:
            continue
        whole = reach(effect_on(region, usual), box)
        if whole is None:
            place = patch(box, region.shape, grid=grid, outline=region.outline_at(tick))
        else:
            box, place = whole, patch(whole, Shape.RECTANGLE, grid=grid)
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
    edges = (place.left, place.top, place.right, place.bottom)
    shape = Shape.RECTANGLE if region.inverse else region.shape
    return Area(box, *edges, seed=region.id, fill=fill, shape=shape, words=words_for(region))


def _paint(planes: Planes, effect: Effect, *, place: Patch, area: Area) -> None:
    """Write the effect's tones into the planes where the patch is touched."""
    places = (place.luma, place.chroma, place.chroma)
    masks = (place.luma_mask, place.mask, place.mask)
    for plane, tones, at, mask in zip(planes, effect.tones(area), places, masks, strict=True):
        np.copyto(plane[at], tones, where=True if mask is None else mask)
