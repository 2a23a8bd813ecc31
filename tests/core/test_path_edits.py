"""Keyframes, gaps, splitting and joining, and what was followed: nothing of it uncovers what it was not told to."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.edits import Edit, Lock
from reviewer.core.errors import LockedError, UsageError
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.path_edits import CoverAgain, Follow, Join, MoveKeyframe, RemoveKeyframe, Split, Uncover
from reviewer.core.region import Decision, Keyframe, KeyframeSource, PersonId, Region, RegionId, Shape
from reviewer.core.review import of
from reviewer.core.spans import united
from reviewer.core.timing import Span, Tick
from tests.support.values import a_region

A, B = RegionId("a"), RegionId("b")
HAND, FOLLOWED = KeyframeSource.HAND, KeyframeSource.FOLLOWED
END = 40
TICKS = [Tick(number) for number in range(-1, END + 2)]
"""Every tick of the regions that are made up here, and one before and after."""


def span(start: int, end: int) -> Span:
    return Span(Tick(start), Tick(end))


PLACE = st.integers(-50, 400).map(float)
SIDE = st.integers(1, 200).map(float)
CORNERS = st.lists(st.tuples(PLACE, PLACE), min_size=3, max_size=6)
SPANS = st.lists(st.integers(0, END), min_size=2, max_size=2, unique=True).map(lambda e: span(*sorted(e)))


@st.composite
def keyframes(draw: st.DrawFn, ticks: st.SearchStrategy[int]) -> Keyframe:
    tick, source = Tick(draw(ticks)), draw(st.sampled_from(KeyframeSource))
    if draw(st.booleans()):
        return Keyframe.around(tick, Outline(tuple(draw(CORNERS))), source=source)
    return Keyframe(tick, draw(st.builds(Box, PLACE, PLACE, SIDE, SIDE)), source=source)


def paths(*, least: int = 1) -> st.SearchStrategy[tuple[Keyframe, ...]]:
    """Paths whose keyframes may lie before and after the span as well."""
    some = st.lists(keyframes(st.integers(-5, END + 5)), min_size=least, max_size=6, unique_by=lambda k: k.tick)
    return some.map(lambda path: tuple(sorted(path, key=lambda k: k.tick)))


@st.composite
def regions(draw: st.DrawFn) -> Region:
    whole = draw(SPANS)
    gaps = united(draw(st.lists(SPANS, max_size=2)))
    region = replace(a_region("a"), keyframes=draw(paths()), span=span(0, END), gaps=gaps)
    return replace(region.over(whole), shape=draw(st.sampled_from(Shape)))


def hidden(region: Region, tick: Tick) -> tuple[float, ...] | None:
    """The hull of what is hidden at a tick, and the corners of a shape that is not all of it."""
    box, outline = region.box_at(tick), region.outline_at(tick)
    if box is None:
        return None
    numbers = [box.x, box.y, box.right, box.bottom]
    if (
        outline is not None
        and len(set(outline.corners)) > 4
        and all(x in (box.x, box.right) or y in (box.y, box.bottom) for x, y in outline.corners)
    ):
        outline = None  # the edges of the whole box
    return tuple(numbers + [v for corner in (outline.corners if outline is not None else ()) for v in corner])


def same(before: Region, after: list[Region], *, tick: Tick) -> bool:
    """Whether exactly one of the regions hides there what the one before did, or all hide nothing as it did."""
    now = [h for r in after if (h := hidden(r, tick)) is not None]
    then = hidden(before, tick)
    return now == [] if then is None else len(now) == 1 and now[0] == pytest.approx(then, abs=1e-6)


@given(regions(), st.data())
def test_splitting_hides_the_same_and_joining_again_does_too(region: Region, data: st.DataObject) -> None:
    if region.span.end - region.span.start < 2:
        return
    at = Tick(data.draw(st.integers(region.span.start + 1, region.span.end - 1)))
    split = Split(A, at, B).apply(of([region]))
    both = list(split.regions.values())
    joined = list(Join((B, A)).apply(split).regions.values())
    assert [r.id for r in both] == ["a", "b"]
    assert [r.span for r in both] == [Span(region.span.start, at), Span(at, region.span.end)]
    assert [r.id for r in joined] == ["a"]
    for tick in TICKS:
        assert same(region, both, tick=tick)
        assert same(region, joined, tick=tick)


@given(regions(), SPANS)
def test_uncovering_takes_those_frames_and_no_others(region: Region, gap: Span) -> None:
    after = Uncover((A,), gap).apply(of([region])).regions[A]
    for tick in TICKS:
        assert hidden(after, tick) == (None if tick in gap else hidden(region, tick))


@given(regions(), SPANS)
def test_covering_again_what_was_uncovered_gives_back_the_same(region: Region, gap: Span) -> None:
    region = replace(region, gaps=())
    uncovered = Uncover((A,), gap).apply(of([region]))
    after = CoverAgain((A,), gap).apply(uncovered).regions[A]
    assert replace(after, touched=region.touched) == region


@given(regions(), SPANS)
def test_covering_again_hides_all_of_those_frames_in_its_span(region: Region, again: Span) -> None:
    after = CoverAgain((A,), again).apply(of([region])).regions[A]
    whole = replace(region, gaps=())
    for tick in TICKS:
        assert hidden(after, tick) == hidden(whole if tick in again else region, tick)


@given(regions(), paths(), SPANS)
def test_following_moves_no_keyframe_of_a_person_and_uncovers_no_frame(
    region: Region, found: tuple[Keyframe, ...], over: Span
) -> None:
    after = Follow(A, found, over).apply(of([region])).regions[A]
    own = {k for k in region.keyframes if k.source is HAND}
    assert own <= set(after.keyframes)
    assert {k.tick for k in found} <= {k.tick for k in after.keyframes}
    assert all(k.source is FOLLOWED for k in after.keyframes if k not in region.keyframes)
    for tick in TICKS:
        if region.present_at(tick):
            assert after.box_at(tick) is not None
        elif tick in region.span:
            assert after.box_at(tick) is None  # what a person uncovered stays so
        else:
            assert (after.box_at(tick) is not None) is (tick in after.span)


def test_following_takes_the_place_of_what_was_proposed_where_it_followed() -> None:
    path = tuple(Keyframe(Tick(t), Box(t, 0, 5, 5)) for t in (0, 10, 20, 50))
    region = replace(a_region("a"), keyframes=tuple(replace(k, source=HAND) if k.tick == 10 else k for k in path))
    found = tuple(Keyframe(Tick(t), Box(9, 9, 9, 9)) for t in (5, 10, 30))
    after = Follow(A, found, span(5, 31)).apply(of([region])).regions[A]
    assert [(k.tick, k.source) for k in after.keyframes] == [(0, 0), (5, 2), (10, 1), (30, 2), (50, 0)]
    assert after.keyframes[2].box == Box(10, 0, 5, 5)
    assert after.touched


def test_following_that_found_nothing_is_no_edit() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Follow(A, (), span(0, 5)).apply(of([a_region("a")]))


def test_a_keyframe_that_is_taken_out_leaves_a_straight_line() -> None:
    region = a_region("a", ticks=(0, 10, 50))
    after = RemoveKeyframe(A, Tick(10)).apply(of([region])).regions[A]
    assert [k.tick for k in after.keyframes] == [0, 50]
    with pytest.raises(KeyError):
        RemoveKeyframe(A, Tick(9)).apply(of([region]))


def test_the_only_keyframe_is_not_taken_out() -> None:
    with pytest.raises(UsageError, match="at least one keyframe"):
        RemoveKeyframe(A, Tick(3)).apply(of([a_region("a", ticks=(3,))]))


def test_a_keyframe_that_is_moved_is_a_persons_and_takes_the_place_of_the_one_there() -> None:
    region = a_region("a", ticks=(0, 10, 50))
    after = MoveKeyframe(A, Tick(10), Tick(50)).apply(of([region])).regions[A]
    assert [(k.tick, k.box.x, k.source) for k in after.keyframes] == [(0, 0, 0), (50, 1, HAND)]
    with pytest.raises(KeyError):
        MoveKeyframe(A, Tick(11), Tick(12)).apply(of([region]))


@pytest.mark.parametrize("tick", [0, 100, -3, 200])
def test_a_region_is_split_only_inside_its_span(tick: int) -> None:
    with pytest.raises(UsageError, match="inside the time"):
        Split(A, Tick(tick), B).apply(of([a_region("a")]))


def test_joining_covers_what_lies_between() -> None:
    first = replace(a_region("a", ticks=(0,)), span=span(0, 10))
    second = replace(a_region("b"), keyframes=(Keyframe(Tick(20), Box(100, 0, 5, 5)),), span=span(20, 30))
    joined = Join((A, B)).apply(of([first, second])).regions[A]
    assert joined.span == span(0, 30)
    assert joined.box_at(Tick(9)) == first.box_at(Tick(9))
    between = joined.box_at(Tick(15))
    assert between is not None
    assert 0 < between.x < 100


def test_joining_those_at_the_same_time_and_joining_one_is_refused() -> None:
    review = of([a_region("a"), a_region("b")])
    with pytest.raises(UsageError, match="same frames"):
        Join((A, B)).apply(review)
    with pytest.raises(UsageError, match="at least two"):
        Join((A,)).apply(review)


def test_joining_what_hides_all_but_itself_with_what_does_not_is_refused() -> None:
    later = replace(a_region("b"), span=span(200, 300), inverse=True)
    with pytest.raises(UsageError, match="all but itself"):
        Join((A, B)).apply(of([a_region("a"), later]))


def test_a_region_joined_with_a_rejected_one_is_covered_and_by_nothing_weaker() -> None:
    later = replace(a_region("b"), span=span(200, 300), effect="blur", person=PersonId("Person 2"))
    first = replace(a_region("a"), decision=Decision.REJECTED)
    joined = Join((A, B)).apply(of([first, later])).regions[A]
    assert joined.hides
    assert joined.effect == "solid"
    assert joined.person == "Person 2"
    alike = Join((A, B)).apply(of([replace(first, effect="blur"), replace(later, decision=Decision.REJECTED)]))
    assert not alike.regions[A].hides
    assert alike.regions[A].effect == "blur"


def test_joining_an_ellipse_with_a_polygon_hides_the_boxes_of_both() -> None:
    triangle = Keyframe.around(Tick(20), Outline(((0, 0), (9, 0), (0, 9))))
    first = replace(a_region("a"), span=span(0, 10), shape=Shape.ELLIPSE)
    second = replace(a_region("b"), span=span(20, 30), shape=Shape.POLYGON, keyframes=(triangle,))
    joined = Join((A, B)).apply(of([first, second])).regions[A]
    assert joined.shape is Shape.RECTANGLE
    assert joined.box_at(Tick(20)) == triangle.box


EDITS: list[Edit] = [
    RemoveKeyframe(A, Tick(10)),
    MoveKeyframe(A, Tick(10), Tick(12)),
    Uncover((A,), span(3, 5)),
    CoverAgain((A,), span(60, 65)),
    Split(A, Tick(50), RegionId("second")),
    Join((A, B)),
    Follow(A, (Keyframe(Tick(7), Box(1, 2, 3, 4)),), span(5, 9)),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: type(edit).__name__)
def test_every_edit_leaves_the_review_alone_refuses_a_locked_region_and_can_be_logged(edit: Edit) -> None:
    before = of([replace(a_region("a"), gaps=(span(60, 70),)), replace(a_region("b"), span=span(200, 300))])
    same_as = dict(before.regions)
    assert edit.apply(before) != before
    assert before.regions == same_as
    assert edit.title
    assert json.loads(json.dumps(edit.detail())) == edit.detail()
    with pytest.raises(LockedError):
        edit.apply(Lock((A,), locked=True).apply(before))
