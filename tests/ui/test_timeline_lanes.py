"""Who lies in which lane of the timeline, and that edits leave the others where they are."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import TrackId
from reviewer.core.region import Decision, PersonId, Region, RegionId
from reviewer.core.review import Review
from reviewer.ui.timeline.lanes import Lanes, Trait, laid
from tests.support.timelines import bar, frames, reviewed

Rows = dict[str, int]


def rows(lanes: Lanes) -> Rows:
    return {region: int(lanes.rows[at]) for region, at in lanes.place.items()}


def of(*regions: Region) -> Lanes:
    return laid(reviewed(*regions).regions)


def test_bars_that_do_not_overlap_share_a_lane() -> None:
    assert rows(of(bar("c", (20, 30)), bar("b", (5, 15)), bar("a", (0, 10)))) == {"a": 0, "b": 1, "c": 0}


def test_a_bar_that_ends_where_another_begins_does_not_overlap_it() -> None:
    assert rows(of(bar("a", (0, 10)), bar("b", (10, 20)))) == {"a": 0, "b": 0}


def test_people_have_lanes_of_their_own_at_the_top_in_the_order_of_their_names() -> None:
    lanes = of(
        bar("x", (0, 10)),
        bar("late", (50, 60), person="Person 10"),
        bar("early", (0, 10), person="Person 2"),
        bar("again", (70, 80), person="Person 2"),
    )
    assert rows(lanes) == {"early": 0, "again": 0, "late": 1, "x": 2}
    assert [(h.person, h.first, h.rows) for h in lanes.headings] == [("Person 2", 0, 1), ("Person 10", 1, 1)]


def test_two_regions_of_one_person_at_once_lie_below_each_other_under_the_one_name() -> None:
    lanes = of(bar("face", (0, 50), person="P"), bar("badge", (10, 20), person="P"), bar("x", (0, 9)))
    assert rows(lanes) == {"face": 0, "badge": 1, "x": 2}
    assert [(h.first, h.rows) for h in lanes.headings] == [(0, 2)]


def test_regions_of_one_track_share_a_lane() -> None:
    one = replace(bar("one", (0, 10)), track=TrackId("t"))
    two = replace(bar("two", (40, 50)), track=TrackId("t"))
    lanes = of(bar("long", (0, 20)), one, two, bar("between", (15, 35)))
    assert rows(lanes)["one"] == rows(lanes)["two"]


def test_what_is_not_changed_by_an_edit_stays_in_its_lane() -> None:
    review = reviewed(bar("a", (0, 10)), bar("b", (0, 20)), bar("c", (15, 30)))
    before = laid(review.regions)
    assert rows(before) == {"a": 0, "b": 1, "c": 0}
    after = laid(review.adding([replace(bar("a", (0, 16)), touched=True)]).regions, before)
    assert rows(after) == {"a": 2, "b": 1, "c": 0}  # laid anew they would be a 0, b 1, c 2
    again = laid(review.without([RegionId("b")]).regions, before)
    assert rows(again) == {"a": 0, "c": 0}


def test_a_new_region_takes_the_first_lane_that_is_free() -> None:
    review = reviewed(bar("a", (0, 10)), bar("b", (0, 20)))
    before = laid(review.regions)
    assert rows(laid(review.adding([bar("new", (12, 18))]).regions, before))["new"] == 0
    assert rows(laid(review.adding([bar("new", (5, 18))]).regions, before))["new"] == 2


def test_joining_a_person_moves_the_region_up_to_them() -> None:
    review = reviewed(bar("a", (0, 10)), bar("b", (0, 20)))
    after = laid(review.adding([replace(bar("b", (0, 20)), person=PersonId("P"))]).regions, laid(review.regions))
    assert rows(after) == {"b": 0, "a": 1}


def test_columns_tell_what_is_drawn() -> None:
    hand = replace(bar("h", (0, 9)), track=None, locked=True)
    holes = replace(bar("g", (20, 40)), gaps=(frames(25, 30),), inverse=True, decision=Decision.REJECTED)
    lanes = of(hand, holes)
    assert [Trait(t) for t in lanes.traits.tolist()] == [Trait.HAND | Trait.LOCKED, Trait.INVERSE | Trait.GAPS]
    assert lanes.decisions.tolist() == [0, 2]
    assert lanes.within(*_ticks(10, 19)).tolist() == []
    assert lanes.within(*_ticks(8, 21)).tolist() == [0, 1]
    assert (lanes.here(frames(8, 9).start), lanes.here(frames(9, 10).start)) == (1, 0)


def _ticks(first: int, after: int) -> tuple[int, int]:
    span = frames(first, after)
    return span.start, span.end


pieces = st.tuples(
    st.integers(0, 80), st.integers(1, 20), st.sampled_from([None, "P", "Q"]), st.sampled_from(["t", "u", ""])
)


def made(parts: Iterable[tuple[int, int, str | None, str]], name: str) -> list[Region]:
    regions = []
    for number, (first, length, person, track) in enumerate(parts):
        region = bar(f"{name}{number}", (first, first + length), person=person)
        regions.append(replace(region, track=TrackId(track)) if track else region)
    return regions


def never_overlaps(lanes: Lanes) -> bool:
    """Whether no two bars in one lane share a time, and no lane holds regions of two people."""
    columns = (c.tolist() for c in (lanes.rows, lanes.starts, lanes.ends, lanes.groups))
    found = list(zip(*columns, strict=True))
    for at, (row, start, end, group) in enumerate(found):
        for other_row, other_start, other_end, other_group in found[at + 1 :]:
            if row == other_row and (group != other_group or (start < other_end and other_start < end)):
                return False
    return sorted(set(lanes.rows.tolist())) == list(range(lanes.count))


@given(st.lists(pieces, max_size=25), st.lists(pieces, max_size=5), st.data())
def test_no_bar_ever_lies_over_another_and_no_lane_is_empty(
    parts: list[tuple[int, int, str | None, str]], more: list[tuple[int, int, str | None, str]], data: st.DataObject
) -> None:
    regions = made(parts, "a")
    review = reviewed(*regions)
    lanes = laid(review.regions)
    assert never_overlaps(lanes)
    gone = data.draw(st.lists(st.sampled_from(regions), max_size=3)) if regions else []
    moved = data.draw(st.lists(st.sampled_from(regions), max_size=3)) if regions else []
    edited = review.without(r.id for r in gone).adding(
        [*made(more, "b"), *(replace(r, span=frames(50, 70)) for r in moved)]
    )
    assert never_overlaps(laid(edited.regions, lanes))


def test_no_regions_have_no_lanes() -> None:
    assert laid(Review().regions).count == 0
