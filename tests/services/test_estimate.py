import json
from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.detection import Subject
from reviewer.core.estimate import Estimate
from reviewer.core.review import Review
from reviewer.services.estimate import Estimator, as_json, estimate_said, estimates, likelihoods
from reviewer.services.strays import Witness
from tests.services.sample_scenes import Finds, covering, sample

PLACES = [(60.0 * n, 100.0, 40.0, 50.0) for n in range(12)]
AROUND = [(x - 10, y - 10, w + 20, h + 20) for x, y, w, h in PLACES]


def seen(count: int, *, score: float = 0.75, frames: int = 10) -> Finds:
    """So many faces in every frame, seen by both looks."""
    return {f: [(look, PLACES[n], score) for n in range(count) for look in (0, 1)] for f in range(frames)}


def of_faces(finds: Finds, review: Review, *, frames: int = 1000, looked: int = 10) -> Estimate:
    (estimate,) = estimates(sample(finds, frames=looked), review, frames=frames)
    return estimate


def test_without_a_sample_there_is_no_estimate() -> None:
    assert estimates(None, Review(), frames=100) == ()
    assert estimates(sample({}, frames=0), Review(), frames=100) == ()


def test_where_everything_is_covered_little_may_be_left_and_less_the_more_was_looked_at() -> None:
    few = of_faces(seen(3), covering(*AROUND[:3]))
    many = of_faces(seen(3, frames=200), covering(*AROUND[:3]), looked=200)
    assert few.low == many.low == 0
    assert few.seen == many.seen == 0
    assert few.covered == many.covered == 3000
    assert many.uncovered <= few.uncovered < 0.02 * few.covered
    assert 0 < many.high < few.high < 0.5 * few.covered


def test_what_both_looks_see_uncovered_in_every_frame_is_estimated_for_every_frame() -> None:
    estimate = of_faces(seen(3, frames=100), covering(*AROUND[:2]), looked=100)
    assert estimate.low > 100
    assert estimate.low <= 1000 <= estimate.high
    assert 400 < estimate.uncovered < 2500
    assert estimate.seen == 100


def test_covering_what_was_seen_lowers_the_estimate() -> None:
    made = Estimator(sample(seen(3, frames=100), frames=100), frames=1000)
    before, after = (made.estimates(covering(*AROUND[:n]))[0] for n in (2, 3))
    assert after.uncovered < before.uncovered / 5
    assert after.high < before.high
    assert after.covered == before.covered * 3 / 2


def test_the_same_sample_and_review_give_the_same_estimate() -> None:
    assert of_faces(seen(3), covering(*AROUND[:1])) == of_faces(seen(3), covering(*AROUND[:1]))


def test_weak_finds_of_one_look_count_for_little() -> None:
    faint: Finds = {f: [(0, PLACES[5], 0.21)] for f in range(0, 100, 10)}
    clear: Finds = {f: [(0, PLACES[5], 0.75)] for f in range(0, 100, 10)}
    covered = covering(*AROUND[:3])
    weak, strong = (of_faces(found, covered, looked=100) for found in (faint, clear))
    assert weak.uncovered < strong.uncovered / 3


def test_likelihoods_rise_with_the_score_and_with_agreement() -> None:
    finds: Finds = {
        0: [(0, PLACES[0], 0.25), (0, PLACES[2], 0.5), (0, PLACES[4], 0.75)],
        1: [(0, PLACES[0], 0.5), (1, PLACES[0], 0.75), (1, PLACES[4], 0.75)],
    }
    (tally,) = Witness(sample(finds)).tallies(Review())
    by_scores = dict(zip((s.scores for s in tally.strays), likelihoods(tally.strays, looked=10), strict=True))
    assert by_scores[0.25, None] < by_scores[0.5, None] < by_scores[0.75, None]
    assert by_scores[0.5, None] < by_scores[0.5, 0.75]
    assert by_scores[None, 0.75] < by_scores[0.5, None]
    assert likelihoods((), looked=10).tolist() == []


def test_many_strays_alike_are_likelier_real_than_one() -> None:
    def likely(frames: int) -> float:
        finds: Finds = {f: [(0, PLACES[n], 0.45) for n in range(3)] for f in range(frames)}
        (tally,) = Witness(sample(finds, frames=100)).tallies(Review())
        return float(np.mean(likelihoods(tally.strays, looked=100)))

    assert likely(1) < likely(100)


def test_plates_are_estimated_apart_from_faces_and_lines_of_text_not_at_all() -> None:
    subjects = (Subject.FACE, Subject.FACE, Subject.PLATE, Subject.PLATE, Subject.TEXT, Subject.TEXT)
    found = estimates(sample(seen(2), subjects=subjects), Review(), frames=500)
    assert [e.subject for e in found] == [Subject.FACE, Subject.PLATE]
    assert found[0].uncovered > found[1].uncovered


def test_the_words_name_all_the_numbers_and_promise_nothing() -> None:
    estimate = Estimate(subject=Subject.FACE, uncovered=3, low=0, high=12, covered=2597, seen=1, looked=26, frames=1020)
    assert estimate_said(estimate) == (
        "Estimate: about 3 (0 to 12) face-frames may be uncovered, beside 2,597 that are covered; from two independent "
        "looks at 26 of 1,020 frames. An estimate, not a promise."
    )


def test_the_estimate_as_json_is_by_subject() -> None:
    found = estimates(sample(seen(1)), Review(), frames=500)
    told = json.loads(json.dumps(as_json(found)))
    assert list(told) == ["face"]
    assert set(told["face"]) == {"uncovered", "low", "high", "covered", "looked", "frames"}
    assert as_json(()) == {}


@pytest.mark.parametrize("frames", [1, 10, 100_000])
def test_the_interval_is_in_order_and_whole_numbers(frames: int) -> None:
    estimate = of_faces(seen(2), covering(*AROUND[:1]), frames=frames)
    assert 0 <= estimate.low <= estimate.uncovered <= estimate.high
    assert replace(estimate, frames=frames) == estimate
