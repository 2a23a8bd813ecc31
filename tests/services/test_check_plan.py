"""Where a check looks closely, and when."""

from fractions import Fraction
from itertools import pairwise

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.review import of
from reviewer.core.settings import Depth
from reviewer.core.timing import Span, Tick
from reviewer.services.check_plan import AROUND, BEYOND, TIGHTER, Place, Rota

BASE = Fraction(1, 30)
PLACE = Box(100, 100, 60, 60)
REACH = round(BEYOND[Depth.BALANCED] * 30)
EVERY = round(AROUND[Depth.BALANCED] * 30)


def span(start: int, end: int) -> Span:
    return Span(Tick(start), Tick(end))


def region(name: str = "a", *, at: Span | None = None, gaps: tuple[Span, ...] = (), box: Box = PLACE) -> Region:
    where = at or span(60, 180)
    return Region(
        id=RegionId(name),
        subject=Subject.FACE,
        span=where,
        keyframes=(Keyframe(where.start, box),),
        gaps=gaps,
        decision=Decision.CONFIRMED,
    )


def looked(*regions: Region, size: tuple[int, int] = (640, 360)) -> dict[int, list[Place]]:
    rota = Rota(of(regions), BASE, depth=Depth.BALANCED)
    found = {tick: rota.places(Tick(tick), width=size[0], height=size[1]) for tick in range(240)}
    return {tick: places for tick, places in found.items() if places}


def test_every_picture_before_a_region_and_after_it_is_looked_at_where_it_lies_then() -> None:
    found = looked(region())
    beyond = sorted(tick for tick, (place,) in found.items() if place.beyond)
    assert beyond == [*range(60 - REACH, 60), *range(180, 180 + REACH)]
    assert all(place.box == PLACE.grown(TIGHTER) for (place,) in found.values())


def test_around_a_region_it_is_looked_now_and_then() -> None:
    inside = [tick for tick, (place,) in looked(region()).items() if not place.beyond]
    assert len(inside) == 120 // EVERY
    assert {b - a for a, b in pairwise(inside)} == {EVERY}


def test_regions_take_turns() -> None:
    found = looked(*(region(name) for name in "abcd"))
    inside = [
        sum(not p.beyond for p in places) for tick, places in found.items() if tick > 60
    ]  # all of them begin at 60
    assert max(inside) < 4


def test_the_edges_of_a_gap_are_looked_at_where_the_region_would_be() -> None:
    found = looked(region(gaps=(span(90, 130),)))
    beyond = [tick for tick, places in found.items() if any(p.beyond for p in places) and 60 <= tick < 180]
    assert beyond == [*range(90, 90 + REACH), *range(130 - REACH, 130)]


def test_a_short_gap_is_looked_at_whole_and_once_a_picture() -> None:
    found = looked(region(gaps=(span(100, 110),)))
    assert all([p.beyond for p in found[tick]] == [True] for tick in range(100, 110))


def test_what_was_rejected_or_fills_the_picture_is_not_looked_at_closely() -> None:
    rejected = Region(
        id=RegionId("r"),
        subject=Subject.FACE,
        span=span(60, 180),
        keyframes=(Keyframe(Tick(60), PLACE),),
        decision=Decision.REJECTED,
    )
    assert looked(rejected) == {}
    assert looked(region(box=Box(0, 0, 640, 360))) == {}
