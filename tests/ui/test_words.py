"""How regions are spoken of."""

from dataclasses import replace

import numpy as np

from reviewer.core.detection import Subject, TrackId
from reviewer.core.reading import Reading
from reviewer.core.region import Decision
from reviewer.core.timing import Span, Tick
from reviewer.ui.words import (
    MARKS,
    decided,
    effect_words,
    evidence_at_length,
    names,
    read,
    read_at_length,
    short,
    tip,
)
from tests.support.values import a_region, a_track


def test_regions_are_numbered_by_subject_in_the_order_in_which_they_came_whenever_they_begin() -> None:
    late = replace(a_region("a"), span=Span(Tick(50), Tick(60)))
    plate = replace(a_region("c"), subject=Subject.PLATE)
    assert names([late, a_region("b"), plate]) == {"a": "Face 1", "b": "Face 2", "c": "Plate 1"}


def test_a_long_tip_is_broken_into_lines_that_fit_on_the_screen() -> None:
    told = tip("word " * 60 + "\n\nAnother paragraph.")
    assert max(map(len, told.splitlines())) <= 80
    assert told.endswith("\n\nAnother paragraph.")
    assert tip("short") == "short"


def test_every_decision_has_a_sign_of_its_own() -> None:
    assert len(set(MARKS.values())) == len(Decision)
    assert decided(replace(a_region("a"), decision=Decision.REJECTED)) == "✗ Rejected"


def test_evidence_tells_the_best_score_of_a_detector_and_how_often_it_saw_the_subject() -> None:
    track = replace(a_track("t", frames=4), scores=np.array([0.5, 0.99, 0.4, 0.3], np.float32))
    region = a_region("r", track="t")
    tracks = {TrackId("t"): track}
    assert "in 25 % of its frames, with a score of up to 0.50" in evidence_at_length(region, tracks)
    assert "Changed by hand" in evidence_at_length(replace(region, touched=True), tracks)


def test_evidence_of_what_a_person_drew_says_so() -> None:
    assert evidence_at_length(a_region("r"), {}) == "Drawn by hand."
    assert evidence_at_length(a_region("r", track="lost"), {}) == "Proposed by analysis."


def test_a_reading_is_told_with_its_score_and_all_the_forms_that_it_fits() -> None:
    region = a_region("r", track="t")
    tracks = {TrackId("t"): replace(a_track("t"), reading=Reading("CJ12ABC", "uk-current", 0.914))}
    assert read(region, tracks) == "CJ12ABC 0.91"
    told = read_at_length(region, tracks)
    assert "fits the form of: United Kingdom, since 2001; Romania" in told
    assert "may be misread" in told
    unknown = {TrackId("t"): replace(a_track("t"), reading=Reading("12A34567", "", 0.8))}
    assert "fits no form that is known" in read_at_length(region, unknown)
    for nothing in ({}, {TrackId("t"): a_track("t")}):
        assert read(region, nothing) == read_at_length(region, nothing) == ""


def test_a_short_clock_leaves_out_what_is_nought_in_front() -> None:
    assert [short(c) for c in ("0:00:01.480", "0:12:07.480", "1:02:07.480")] == ["0:01.48", "12:07.48", "1:02:07.48"]


def test_an_effect_is_told_with_its_colour() -> None:
    assert effect_words("solid", (0, 0, 0)) == "solid, black"
    assert effect_words("mosaic", (255, 0, 255)) == "mosaic, #ff00ff"
