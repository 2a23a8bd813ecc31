from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind, Verdict, risk_of
from reviewer.core.edits import AddRegions, Decide, Edit, RemoveRegions
from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.geometry import Box
from reviewer.core.mark_edits import Settle, Unsettle
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.review import Review, of
from reviewer.core.timing import Span, Tick
from reviewer.services.docket import Docket, docket
from reviewer.services.standings import Standing, Standings
from tests.support.values import a_recording

STEP, FRAMES = 3600, 500
HERE, THERE = Box(100, 100, 40, 50), Box(700, 300, 40, 50)


def recording() -> Recording:
    """Twenty seconds of 25 frames a second, 1080 by 1920."""
    ticks = np.arange(FRAMES, dtype=np.int64) * STEP
    index = FrameIndex(ticks, np.zeros(FRAMES, np.bool_), Tick(FRAMES * STEP))
    return replace(a_recording(), index=index)


def at(frame: int) -> Tick:
    return Tick(frame * STEP)


def doubt(
    first: int, stop: int, *, kind: DoubtKind = DoubtKind.WEAK, box: Box | None = HERE, track: str | None = None
) -> Doubt:
    name = None if track is None else TrackId(track)
    return Doubt(kind, Span(at(first), at(stop)), at((first + stop) // 2), 0.5, Subject.FACE, box, name)


def region(first: int, stop: int, *, box: Box = HERE, track: str | None = None, name: str = "r") -> Region:
    return Region(
        id=RegionId(name),
        subject=Subject.FACE,
        span=Span(at(first), at(stop)),
        keyframes=(Keyframe(at(first), box.padded(8), source=KeyframeSource.HAND),),
        track=None if track is None else TrackId(track),
    )


def queue(*doubts: Doubt) -> Docket:
    footage = recording()
    return docket(Appraisal(doubts, risk_of(doubts, footage.index.ticks)), footage)


def standing(about: Doubt | Sequence[Doubt], *regions: Region) -> Standing:
    made = queue(*([about] if isinstance(about, Doubt) else about))
    standings = Standings(made, recording())
    standings.update(of(regions))
    (item,) = made.items
    return standings.of(item)


def test_a_doubt_is_open_until_a_person_settles_it_and_again_when_it_is_opened_again() -> None:
    one = doubt(100, 110)
    made = queue(one)
    standings, review = Standings(made, recording()), Review()
    seen = []
    for edit in (None, Settle((one.id,), Verdict.RIGHT), Unsettle((one.id,))):
        review = edit.apply(review) if edit is not None else review
        standings.update(review)
        seen.append(standings.of(made.items[0]))
    assert seen == [Standing.OPEN, Standing.SETTLED, Standing.OPEN]


def test_an_item_is_open_while_one_of_its_doubts_is() -> None:
    two = (doubt(100, 110), doubt(108, 118))
    made = queue(*two)
    standings = Standings(made, recording())
    (item,) = made.items
    standings.update(Settle((two[0].id,), Verdict.RIGHT).apply(Review()))
    assert standings.of(item) is Standing.OPEN
    standings.update(of([region(105, 120)]))
    assert standings.of(item) is Standing.OPEN
    both = of([region(105, 120)])
    standings.update(Settle((two[0].id,), Verdict.RIGHT).apply(both))
    assert standings.of(item) is Standing.SETTLED


def test_covering_its_place_in_all_of_its_frames_answers_a_doubt() -> None:
    assert standing(doubt(100, 110), region(100, 110)) is Standing.COVERED


@pytest.mark.parametrize(
    "beside",
    [
        region(101, 110),
        region(100, 109),
        region(100, 110, box=THERE),
        region(100, 110, box=HERE.moved(30, 0)),
        replace(region(100, 110), decision=Decision.REJECTED),
        replace(region(100, 110), gaps=(Span(at(104), at(105)),)),
        replace(region(100, 110), inverse=True),
    ],
    ids=["too late", "too short", "elsewhere", "half of it", "shown", "with a gap", "around it"],
)
def test_covering_less_than_that_does_not(beside: Region) -> None:
    assert standing(doubt(100, 110), beside) is Standing.OPEN


def test_several_regions_may_cover_a_place_together() -> None:
    left = region(90, 120, box=Box(85, 90, 20, 80), name="left")
    right = region(90, 120, box=Box(125, 90, 20, 80), name="right")
    assert standing(doubt(100, 110), left) is Standing.OPEN
    assert standing(doubt(100, 110), left, right) is Standing.COVERED


def test_an_ellipse_and_a_polygon_cover_what_lies_in_them_and_not_their_corners() -> None:
    round_one = replace(region(100, 110, box=HERE.padded(-6)), shape=Shape.ELLIPSE)
    assert standing(doubt(100, 110), round_one) is Standing.COVERED
    box = HERE.padded(8)
    triangle = Outline(((box.x, box.y), (box.right, box.y), (box.x, box.bottom)))
    cornered = replace(region(100, 110), shape=Shape.POLYGON, keyframes=(Keyframe.around(at(100), triangle),))
    assert standing(doubt(100, 110), cornered) is Standing.OPEN


def test_what_hides_all_but_its_shape_covers_what_lies_beside_it_also_in_its_gaps() -> None:
    around = replace(region(90, 120, box=THERE), inverse=True, gaps=(Span(at(95), at(104)),))
    assert standing(doubt(100, 110), around) is Standing.COVERED


def test_where_a_gap_was_bridged_the_region_as_it_was_proposed_is_no_answer_but_one_that_a_person_moved_there() -> None:
    gap = doubt(100, 110, kind=DoubtKind.BRIDGED, track="t")
    whole = replace(
        region(50, 200, track="t"),
        keyframes=(Keyframe(at(50), HERE.padded(8)), Keyframe(at(200), HERE.padded(8))),
    )
    assert standing(gap, whole) is Standing.OPEN
    own = Keyframe(at(105), HERE.padded(8), source=KeyframeSource.HAND)
    assert standing(gap, whole.with_keyframe(own)) is Standing.COVERED
    assert standing(gap, whole, region(100, 110, name="another")) is Standing.COVERED


def test_that_others_may_be_missed_is_answered_by_nothing_less_than_the_whole_picture() -> None:
    small = doubt(100, 110, kind=DoubtKind.SMALL, track="t")
    assert standing(small, region(90, 120, name="x")) is Standing.OPEN
    assert standing(small, region(90, 120, box=Box(0, 0, 1080, 1920))) is Standing.COVERED


def test_a_hard_picture_is_answered_where_all_of_it_is_covered_from_its_first_frame_to_its_last() -> None:
    dark = doubt(100, 110, kind=DoubtKind.DARK, box=None)
    whole = region(100, 110, box=Box(0, 0, 1080, 1920))
    assert standing(dark, whole) is Standing.COVERED
    assert standing(dark, replace(whole, span=Span(at(101), at(110)))) is Standing.OPEN
    shrinking = whole.with_keyframe(Keyframe(at(107), Box(0, 0, 1080, 1700)))
    assert standing(dark, shrinking) is Standing.OPEN
    nothing = replace(region(90, 120, box=THERE), inverse=True, gaps=(Span(at(95), at(115)),))
    assert standing(dark, nothing) is Standing.COVERED


def test_what_one_look_at_one_frame_saw_is_answered_around_that_frame() -> None:
    look = doubt(100, 400, kind=DoubtKind.DISAGREEMENT)
    assert standing(look, region(230, 270)) is Standing.COVERED
    assert standing(look, region(250, 270)) is Standing.OPEN


def test_doubts_about_a_track_that_a_person_has_rejected_are_closed() -> None:
    gone = doubt(100, 110, kind=DoubtKind.VANISHED, track="t")
    proposed = region(50, 98, track="t")
    assert standing(gone, proposed) is Standing.OPEN
    assert standing(gone, replace(proposed, decision=Decision.REJECTED)) is Standing.SHOWN
    other = replace(region(20, 40, track="t", name="s"))
    assert standing(gone, replace(proposed, decision=Decision.REJECTED), other) is Standing.OPEN


def test_a_place_outside_the_picture_is_never_covered() -> None:
    assert (
        standing(doubt(100, 110, box=Box(-80, 10, 40, 50)), region(90, 120, box=Box(-90, 0, 80, 80))) is Standing.OPEN
    )


def test_the_tally_counts_what_is_closed_by_its_share_and_what_is_left_by_number() -> None:
    one, two, faint = doubt(100, 110), doubt(200, 230, box=THERE), replace(doubt(400, 402), weight=0.001)
    made = queue(one, two, faint)
    standings = Standings(made, recording())
    before = standings.tally()
    assert (before.left, before.faint, before.by_hand, before.part) == (2, 1, 0, 0)
    standings.update(Settle((one.id,), Verdict.RIGHT).apply(of([region(190, 240, box=THERE)])))
    after = standings.tally()
    assert (after.left, after.faint, after.by_hand) == (0, 1, 1)
    assert after.settled == pytest.approx(20, rel=0.01)
    assert 0.99 < after.part < 1
    ids = tuple(d.id for d in (one, two, faint))
    standings.update(Settle(ids, Verdict.RIGHT).apply(Review()))
    assert standings.tally().part == 1


@given(st.lists(st.sampled_from(["add a", "add b", "reject a", "remove a", "settle", "unsettle", "undo"]), max_size=12))
def test_following_edits_one_by_one_ends_where_looking_at_the_last_review_does(steps: list[str]) -> None:
    doubts = (doubt(100, 110), doubt(140, 150, box=THERE), doubt(300, 310, kind=DoubtKind.VANISHED, track="a"))
    edits: dict[str, Edit] = {
        "add a": AddRegions((region(90, 120, track="a", name="a"),)),
        "add b": AddRegions((region(130, 320, box=THERE, name="b"),)),
        "reject a": Decide((RegionId("a"),), Decision.REJECTED),
        "remove a": RemoveRegions((RegionId("a"),)),
        "settle": Settle((doubts[1].id,), Verdict.COVERED),
        "unsettle": Unsettle((doubts[1].id,)),
    }
    made = queue(*doubts)
    followed = Standings(made, recording())
    reviews = [Review()]
    for number, step in enumerate(steps):
        if step == "undo":
            review = reviews.pop() if len(reviews) > 1 else reviews[0]
        elif step == "reject a" and RegionId("a") not in reviews[-1].regions:
            continue
        else:
            review = edits[step].apply(reviews[-1])
            reviews.append(review)
        steps_left = followed.updating(reviews[-1])
        next(steps_left, None)  # every other time the next edit comes before the work is done
        if number % 2:
            followed.update(reviews[-1])
    followed.update(reviews[-1])
    afresh = Standings(made, recording())
    afresh.update(reviews[-1])
    assert [followed.of(i) for i in made.items] == [afresh.of(i) for i in made.items]
