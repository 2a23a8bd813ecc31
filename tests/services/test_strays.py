from dataclasses import replace

import numpy as np

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, Shape
from reviewer.core.review import Review, of
from reviewer.core.timing import Tick
from reviewer.services.strays import Stray, Tally, Witness
from tests.services.sample_scenes import STEP, Finds, covering, sample

HERE, BESIDE, FAR = (100.0, 100.0, 40.0, 50.0), (104.0, 98.0, 40.0, 50.0), (400.0, 100.0, 40.0, 50.0)


def faces(finds: Finds, review: Review) -> Tally:
    (tally,) = Witness(sample(finds)).tallies(review)
    return tally


def test_a_find_that_nothing_covers_is_a_stray() -> None:
    tally = faces({3: [(0, HERE, 0.75)]}, Review())
    assert tally == Tally(Subject.FACE, (Stray(3 * STEP, Subject.FACE, Box(*HERE), (0.75, None)),), (0,) * 10)  # type: ignore[arg-type]


def test_a_find_under_a_region_is_none_and_the_region_counts_in_every_frame() -> None:
    tally = faces({3: [(0, HERE, 0.75)]}, covering((90, 90, 60, 70)))
    assert (tally.strays, tally.covered) == ((), (1,) * 10)


def test_a_region_covers_only_while_it_lasts() -> None:
    finds: Finds = {1: [(0, HERE, 0.75)], 6: [(0, HERE, 0.75)]}
    tally = faces(finds, covering((90, 90, 60, 70), span=(0, 4 * STEP)))
    assert [s.tick for s in tally.strays] == [6 * STEP]
    assert tally.covered == (1, 1, 1, 1, 0, 0, 0, 0, 0, 0)


def test_two_regions_may_cover_a_find_together() -> None:
    halves = covering((95, 95, 26, 60), (121, 95, 26, 60))
    assert not faces({0: [(0, HERE, 0.5)]}, halves).strays
    assert faces({0: [(0, HERE, 0.5)]}, covering((95, 95, 20, 60))).strays


def test_what_a_person_decided_to_show_is_neither_a_stray_nor_covered() -> None:
    tally = faces({3: [(0, HERE, 0.75)]}, covering((90, 90, 60, 70), decision=Decision.REJECTED))
    assert (tally.strays, tally.covered) == ((), (0,) * 10)


def test_two_looks_at_one_thing_are_one_stray_where_the_first_saw_it() -> None:
    (stray,) = faces({2: [(0, HERE, 0.5), (1, BESIDE, 0.75)]}, Review()).strays
    assert (stray.box, stray.scores) == (Box(*HERE), (0.5, 0.75))


def test_looks_at_different_things_or_in_different_frames_agree_on_nothing() -> None:
    apart = faces({2: [(0, HERE, 0.5), (1, FAR, 0.75)]}, Review()).strays
    assert sorted(s.scores for s in apart if s.scores[0]) == [(0.5, None)]
    assert len(apart) == 2
    assert len(faces({2: [(0, HERE, 0.5)], 3: [(1, HERE, 0.75)]}, Review()).strays) == 2


def test_each_find_has_at_most_one_partner_and_the_best() -> None:
    strays = faces({2: [(0, HERE, 0.5), (0, BESIDE, 0.25), (1, HERE, 0.75)]}, Review()).strays
    assert sorted((s.scores for s in strays), key=str) == [(0.25, None), (0.5, 0.75)]


def test_a_crowd_seen_as_one_large_face_is_not_the_face_in_it() -> None:
    strays = faces({0: [(0, HERE, 0.5), (1, (0.0, 0.0, 400.0, 300.0), 0.75)]}, Review()).strays
    assert len(strays) == 2


def test_subjects_are_told_apart() -> None:
    both = sample({0: [(0, HERE, 0.5), (2, FAR, 0.5)]}, subjects=(*[Subject.FACE] * 2, *[Subject.PLATE] * 2))
    tallies = Witness(both).tallies(covering((90, 90, 60, 70), subject=Subject.PLATE))
    assert [(t.subject, len(t.strays), sum(t.covered)) for t in tallies] == [
        (Subject.FACE, 0, 0),
        (Subject.PLATE, 1, 10),
    ]


def test_a_subject_with_a_single_look_has_no_tally() -> None:
    assert Witness(sample({0: [(0, HERE, 0.5)]}, subjects=(Subject.FACE,))).tallies(Review()) == ()


def test_one_witness_answers_for_one_review_after_the_other() -> None:
    witness = Witness(sample({0: [(0, HERE, 0.5)]}))
    assert [len(witness.tallies(r)[0].strays) for r in (Review(), covering((90, 90, 60, 70)), Review())] == [1, 0, 1]


def test_hundreds_of_finds_a_frame_are_dealt_with() -> None:
    random = np.random.default_rng(1)
    finds = {f: [(k % 2, (*random.uniform(0, 1800, 2), 30.0, 40.0), 0.5) for k in range(600)] for f in range(10)}
    tally = faces(finds, covering(*[(float(x), 0.0, 20.0, 1000.0) for x in range(0, 900, 20)]))  # type: ignore[arg-type]
    assert 1000 < len(tally.strays) < 6000


BAND = Outline(((100, 100), (180, 160), (168, 176), (88, 116)))
"""A plate aslant."""


def banded(*, decision: Decision = Decision.PROPOSED) -> Review:
    wider = Outline(((102, 90), (192, 158), (166, 186), (76, 118)))
    (region,) = covering((0, 0, 1, 1), subject=Subject.PLATE, decision=decision).regions.values()
    return of([replace(region, shape=Shape.POLYGON, keyframes=(Keyframe.around(Tick(0), wider),))])


def plates(finds: Finds, review: Review, *, outline: Outline | None = None) -> Tally:
    made = sample(finds, subjects=(Subject.PLATE, Subject.PLATE))
    if outline is not None:
        made = replace(made, quads=np.array([outline.corners] * len(made.frames), np.float32))
    (tally,) = Witness(made).tallies(review)
    return tally


def test_a_find_in_the_hull_of_a_polygon_and_beside_it_is_a_stray() -> None:
    beside = (160.0, 95.0, 26.0, 24.0)
    assert len(plates({0: [(0, beside, 0.5)]}, banded()).strays) == 1
    assert not plates({0: [(0, (125.0, 130.0, 16.0, 12.0), 0.5)]}, banded()).strays


def test_a_find_with_corners_is_covered_when_what_lies_between_them_is() -> None:
    box = BAND.box
    hull = {0: [(0, (box.x, box.y, box.width, box.height), 0.5)]}
    assert not plates(hull, banded(), outline=BAND).strays
    assert plates(hull, banded(), outline=Outline(tuple((x, 276 - y) for x, y in BAND.corners))).strays
    assert plates(hull, Review(), outline=BAND).strays


def test_a_polygon_that_a_person_decided_to_show_makes_no_strays() -> None:
    assert not plates({0: [(0, (125.0, 130.0, 16.0, 12.0), 0.5)]}, banded(decision=Decision.REJECTED)).strays
