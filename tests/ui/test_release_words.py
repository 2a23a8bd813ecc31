"""What a release says before it begins."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.edits import Decide
from reviewer.core.footage import FrameIndex
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.region import Decision, RegionId
from reviewer.core.review import Review, of
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick
from reviewer.ui.dialogs.release_words import (
    ReleaseQuestion,
    covered,
    in_out_said,
    kept_said,
    length,
    silenced,
    warnings,
)
from tests.support.values import a_footage, a_region

INDEX = FrameIndex(np.arange(0, 245, 1, np.int64), np.ones(245, bool), Tick(245))
"""A frame in every second of 4:05."""

SECOND = Fraction(1)


def spans(*ends: tuple[int, int]) -> tuple[Span, ...]:
    return tuple(Span(Tick(a), Tick(b)) for a, b in ends)


def test_what_will_be_covered_and_what_will_not_is_said() -> None:
    assert "No region will be covered" in covered(Review())
    review = of([a_region("a"), a_region("b"), a_region("c")])
    review = Decide((RegionId("a"),), Decision.CONFIRMED).apply(review)
    review = Decide((RegionId("b"),), Decision.REJECTED).apply(review)
    assert covered(review).startswith("2 regions will be covered.")


def test_kept_stretches_are_said_with_their_length_and_the_cards_between() -> None:
    review = replace(Review(), kept=spans((10, 30), (60, 100), (200, 223)))
    assert kept_said(review, INDEX, time_base=SECOND) == "3 stretches, 1:23 of 4:05, and 4 cards in place of the rest."
    assert kept_said(Review(), INDEX, time_base=SECOND) == "All of the footage is shown, 4:05."
    beyond = replace(Review(), kept=spans((900, 1000)))
    assert kept_said(beyond, INDEX, time_base=SECOND) == "Nothing of the footage is kept: there would be no copy."


def test_in_to_out_is_offered_only_where_nothing_is_kept() -> None:
    review = replace(Review(), in_out=spans((10, 45))[0])
    assert in_out_said(review, INDEX, time_base=SECOND) == "Only from &in to out (0:10.00 to 0:45.00)"
    assert in_out_said(Review(), INDEX, time_base=SECOND) == ""
    assert in_out_said(replace(review, kept=spans((10, 30))), INDEX, time_base=SECOND) == ""


def test_what_is_silenced_is_said() -> None:
    review = Review().silencing([Silence(id=SilenceId("s"), span=spans((1, 2))[0])])
    assert silenced(review, policy=SoundPolicy.KEEP, sounds=2) == (
        "1 stretch of sound will be hidden, in 2 sound streams."
    )
    assert "everything that is said will be heard" in silenced(Review(), policy=SoundPolicy.KEEP, sounds=1)
    assert silenced(review, policy=SoundPolicy.NONE, sounds=1) == "Nothing of the sound will be heard."
    assert silenced(review, policy=SoundPolicy.KEEP, sounds=0) == "The recording has no sound."


def test_everything_that_stands_against_a_release_is_a_sentence() -> None:
    review = of([replace(a_region("a"), label="W1"), a_region("b"), replace(a_region("c"), reason="face")])
    review = Decide((RegionId("b"),), Decision.REJECTED).apply(review)
    rejected = Silence(id=SilenceId("s"), span=spans((1, 2))[0], decision=Decision.REJECTED)
    footage = a_footage()
    footage = replace(footage, recording=replace(footage.recording, truncated=True))
    question = ReleaseQuestion(
        footage=footage,
        review=review.silencing([rejected]),
        profile=Profile(),
        target=Path("pack"),
        doubts=1,
        more=("Speech is not silenced.",),
    )
    assert warnings(question) == (
        "2 covered places nobody has decided on yet.",
        "1 place that a person rejected will be shown.",
        "1 stretch of sound that a person rejected will be heard.",
        "1 doubtful place is open.",
        "1 place in the schedule will have no reason.",
        "Read the words of 1 label once more: whoever gets the copy reads them.",
        "The recording stops before its own end, and so will the copy.",
        "Speech is not silenced.",
    )


def test_nothing_stands_against_a_release_of_what_is_decided() -> None:
    review = of([replace(a_region("a"), reason="face", decision=Decision.CONFIRMED)])
    footage = a_footage()
    footage = replace(footage, recording=replace(footage.recording, truncated=False))
    question = ReleaseQuestion(footage=footage, review=review, profile=Profile(), target=Path("pack"), doubts=0)
    assert warnings(question) == ()


@pytest.mark.parametrize(("time", "said"), [(0.4, "0:00"), (65.9, "1:05"), (3725.0, "1:02:05")])
def test_a_length_is_minutes_and_seconds(time: float, said: str) -> None:
    assert length(time) == said
