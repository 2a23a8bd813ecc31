from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from reviewer.core.analysis import Analysis, Appraisal
from reviewer.core.detection import Subject, Track, TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.sample import Sample
from reviewer.core.settings import Search
from reviewer.core.timing import Span, Tick
from reviewer.services import appraisal as module
from reviewer.services.appraisal import MOST, appraised, disagreements, examine
from reviewer.services.doubts import Seen
from reviewer.services.jobs import Progress
from reviewer.vision.scene import Scene
from reviewer.vision.trail import Tracklet
from tests.services.sample_scenes import STEP, sample
from tests.support.values import a_footage, a_recording

FRAMES = 400
SEEN, UNSEEN = (100.0, 100.0, 40.0, 50.0), (300.0, 100.0, 40.0, 50.0)


@pytest.fixture
def footage() -> Footage:
    """Frames of 100 ticks; a sample of ten frames is spread over all of it."""
    ticks = np.arange(FRAMES, dtype=np.int64) * 100
    index = FrameIndex(ticks, np.zeros(FRAMES, np.bool_), Tick(FRAMES * 100))
    return replace(a_footage(), recording=replace(a_recording(), index=index))


def track(footage: Footage) -> Track:
    boxes = np.tile(np.array(SEEN, np.float32), (FRAMES, 1))
    ticks = footage.recording.index.ticks
    scores, origins = np.full(FRAMES, 0.9, np.float32), np.zeros(FRAMES, np.uint8)
    return Track(TrackId("t"), Subject.FACE, ticks, boxes, origins, scores, footage.recording.index.end)


def found() -> Sample:
    """The face that is tracked in every frame, and in the fourth another one, which both looks are sure of."""
    finds = {n: [(0, SEEN, 0.75), (1, SEEN, 0.75)] for n in range(10)}
    return sample({**finds, 3: [*finds[3], (0, UNSEEN, 0.8), (1, UNSEEN, 0.75)]})


def seen(footage: Footage, *, dropped: list[Tracklet]) -> Seen:
    plain = (np.zeros((FRAMES, 2), np.float32), np.full(FRAMES, 120, np.float32), np.full(FRAMES, 8, np.float32))
    scene = Scene(*plain, np.zeros(FRAMES, np.bool_))
    return Seen(dropped, scene, footage.recording.index, (640, 360), 25.0)


def weak(first: int, *, score: float = 0.3) -> Tracklet:
    boxes = np.tile(np.array(UNSEEN, np.float32), (1, 1))
    return Tracklet(Subject.FACE, first, boxes, np.zeros(1, np.uint8), np.full(1, score, np.float32))


def test_the_doubts_of_an_analysis_make_the_risk_of_its_frames(footage: Footage) -> None:
    made = appraised([track(footage)], seen(footage, dropped=[weak(40), weak(41)]))
    assert [d.kind for d in made.doubts] == [DoubtKind.WEAK, DoubtKind.WEAK]
    assert made.risk.dtype == np.float32
    assert np.flatnonzero(made.risk).tolist() == [40, 41]
    assert made.sample is None


def test_a_crowd_of_doubts_is_cut_down_to_the_heaviest_and_the_risk_counts_all(footage: Footage) -> None:
    crowd = [weak(40, score=0.16) for _ in range(MOST)] + [weak(60, score=0.31)]
    made = appraised([], seen(footage, dropped=crowd))
    assert len(made.doubts) == MOST
    assert [d for d in made.doubts if d.span.start == 6000]
    one = appraised([], seen(footage, dropped=crowd[:1]))
    assert made.risk[40] > one.risk[40] > 0


def test_what_the_looks_find_uncovered_is_a_doubt_up_to_half_way_to_the_frames_beside_it(footage: Footage) -> None:
    (doubt,) = disagreements(found(), [track(footage)], footage=footage)
    assert (doubt.kind, doubt.subject, doubt.tick) == (DoubtKind.DISAGREEMENT, Subject.FACE, 3 * STEP)
    assert doubt.span == Span(Tick(10_000), Tick(14_000))
    assert doubt.box is not None
    assert doubt.box.overlap(Box(*UNSEEN)) > 0.99
    assert doubt.weight > 0


def test_time_stamps_that_begin_very_late_change_nothing(footage: Footage) -> None:
    early = disagreements(sample({3: [(0, UNSEEN, 0.8)]}), [], footage=footage)[0].span
    index, late = footage.recording.index, 2**62
    moved = FrameIndex(index.ticks + late, index.keyframes, Tick(index.end + late))
    of = replace(footage, recording=replace(footage.recording, index=moved))
    taken = sample({3: [(0, UNSEEN, 0.8)]})
    (doubt,) = disagreements(replace(taken, ticks=taken.ticks + late), [], footage=of)
    assert (doubt.span.start - late, doubt.span.end - late) == (early.start, early.end)


def test_a_find_at_either_end_is_in_doubt_to_the_end_of_the_footage(footage: Footage) -> None:
    first, last = disagreements(sample({n: [(0, UNSEEN, 0.8)] for n in (0, 9)}), [], footage=footage)
    assert first.span.start == 0
    assert last.span.end == footage.recording.index.end


def test_a_sure_find_of_both_looks_weighs_more_than_a_weak_one_of_one(footage: Footage) -> None:
    sure, faint = (disagreements(s, [], footage=footage)[0] for s in (found(), sample({3: [(0, UNSEEN, 0.22)]})))
    assert sure.weight > 2 * faint.weight


def test_examining_adds_the_sample_its_doubts_and_their_risk(footage: Footage, monkeypatch: Any) -> None:
    def looks(*_: object, **__: object) -> Any:
        yield Progress(0, 10)
        return found()

    monkeypatch.setattr(module, "take_sample", looks)
    before = Doubt(DoubtKind.DARK, Span(Tick(0), footage.recording.index.end), Tick(0), 0.25)
    analysis = Analysis((track(footage),), Appraisal((before,), np.full(FRAMES, 0.25, np.float32)))
    job = examine(footage, Search(), analysis=analysis)
    assert next(job) == Progress(0, 10)
    with pytest.raises(StopIteration) as stop:
        next(job)
    after = stop.value.value
    assert after.tracks is analysis.tracks
    assert [d.kind for d in after.appraisal.doubts] == [DoubtKind.DARK, DoubtKind.DISAGREEMENT]
    assert list(after.appraisal.sample.sightings()) == list(found().sightings())
    doubted = after.appraisal.doubts[1]
    assert after.appraisal.risk[0] == np.float32(0.25)
    assert np.isclose(after.appraisal.risk[120], 1 - 0.75 * (1 - doubted.weight))
