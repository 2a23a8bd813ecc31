"""Where a copy is cut for rendering, what names its parts, and that decoding may begin where it is cut."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.detection import Subject
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.region import Decision, Keyframe, PersonId, Region, RegionId, Shape
from reviewer.core.review import Review, of
from reviewer.core.stamp import Stamp
from reviewer.core.timing import Span, Tick
from reviewer.effects.finish import finished as as_shown
from reviewer.effects.mosaic import Mosaic
from reviewer.media.encoding import USUAL, encoding_of
from reviewer.media.reader import FrameReader
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.rendering_plan import SHORTEST, Plan, places, planned, review_in, seekable
from tests.support.footage import Clip, make

TEN = Fraction(10)
USUALLY = Profile()
KINDS = {
    "b-frames": (".mp4", Clip(frames=60, rate=TEN, gop=10, b_frames=3)),
    "open groups": (
        ".mp4",
        Clip(frames=60, rate=TEN, gop=10, b_frames=3, options={"x264-params": "open-gop=1:keyint=10:bframes=3"}),
    ),
    "refreshed by and by": (
        ".mp4",
        Clip(frames=60, rate=TEN, gop=10, options={"x264-params": "intra-refresh=1:keyint=10:bframes=0"}),
    ),
    "uneven times": (
        ".mp4",
        Clip(ticks=tuple(n * 100 + n % 7 * 9 for n in range(60)), time_base=Fraction(1, 1000), gop=9, b_frames=2),
    ),
    "one keyframe": (".mp4", Clip(frames=60, rate=TEN, gop=400)),
    "matroska": (".mkv", Clip(frames=60, rate=TEN, gop=10, b_frames=2)),
    "mpeg 4": (".mp4", Clip(frames=60, rate=TEN, gop=10, b_frames=2, codec="mpeg4")),
}


def taken(path: Path, clip: Clip) -> Footage:
    return finished(take_in(make(path, clip)))


def plan_of(footage: Footage, review: Review, *, profile: Profile = USUALLY) -> Plan:
    return planned(footage, review, profile=profile, encoding=USUAL)


def names(plan: Plan) -> list[str]:
    return [piece.name for piece in plan.pieces]


def spot(name: str, first: int, *, last: int, at: tuple[int, ...] = (0,)) -> Region:
    keyframes = tuple(Keyframe(Tick(t), Box(20.0 + t % 50, 30.0, 40, 30)) for t in at)
    return Region(id=RegionId(name), subject=Subject.FACE, span=Span(Tick(first), Tick(last)), keyframes=keyframes)


@pytest.mark.parametrize("kind", KINDS)
def test_a_segment_decoded_by_itself_gives_the_very_frames_of_decoding_everything(tmp_path: Path, kind: str) -> None:
    ending, clip = KINDS[kind]
    footage = taken(tmp_path / f"a{ending}", clip)
    recording = footage.recording
    with FrameReader(footage.path, recording) as reader:
        whole = {frame.tick: frame for frame in reader.frames()}
    assert seekable(recording)
    assert len(whole) == 60
    cuts = [*places(recording), len(recording.index)]
    assert len(cuts) > 3
    for first, stop in reversed(list(pairwise(cuts))):
        with FrameReader(footage.path, recording, threads=1, lent=True) as reader:
            alone = list(reader.frames(first, stop))
            assert [frame.tick for frame in alone] == recording.index.ticks[first:stop].tolist()
            assert all(np.array_equal(a, b) for f in alone for a, b in zip(f.planes, whole[f.tick].planes, strict=True))


def test_what_has_no_index_of_its_own_is_decoded_from_the_start(tmp_path: Path) -> None:
    assert not seekable(taken(tmp_path / "a.ts", Clip(frames=30, time_base=Fraction(1, 90000))).recording)
    footage = taken(tmp_path / "b.ts", Clip(frames=60, rate=TEN, gop=10, time_base=Fraction(1, 90000)))
    plan = plan_of(footage, Review())
    assert plan.linear
    assert len(plan.pieces) > 2
    assert len(plan.tasks({p.number for p in plan.pieces}, index=footage.recording.index)) == 1


def test_cuts_fall_on_keyframes_and_no_segment_is_much_longer_than_another(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=100, rate=TEN, gop=7))
    cuts = places(footage.recording)
    assert all(footage.recording.index.keyframes[cut] for cut in cuts)
    assert [b - a for a, b in pairwise([*cuts, 100])] == pytest.approx([SHORTEST * 10] * len(cuts), rel=0.5)


def test_what_begins_without_a_keyframe_is_decoded_on_by_the_same_child(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=80, rate=TEN, gop=45))
    plan = plan_of(footage, Review())
    keys = footage.recording.index.keyframes
    tasks = plan.tasks({p.number for p in plan.pieces}, index=footage.recording.index)
    assert [p.number for task in tasks for p in task] == [p.number for p in plan.pieces]
    assert all(keys[task[0].segment.first] for task in tasks)
    assert any(len(task) > 1 for task in tasks)
    assert [len(task) for task in plan.tasks({0, 2}, index=footage.recording.index)] == [1, 1]


def test_what_nobody_sees_of_a_region_names_no_part_anew(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=60, rate=TEN, gop=10))
    region = spot("one", 0, last=60)
    other = replace(
        region, decision=Decision.CONFIRMED, reason="s40", touched=True, locked=True, person=PersonId("Person 1")
    )
    same = plan_of(footage, of([other]), profile=Profile(sound=SoundPolicy.SILENT, hardware=True))
    assert names(same) == names(plan_of(footage, of([region])))


@pytest.mark.parametrize(
    "changed",
    [
        {"effect": "mosaic"},
        {"shape": Shape.ELLIPSE},
        {"label": "A"},
        {"subject": Subject.PLATE},
        {"inverse": True},
        {"decision": Decision.REJECTED},
        {"id": RegionId("other")},
    ],
)
def test_whatever_is_seen_of_a_region_names_its_parts_anew_and_no_others(
    tmp_path: Path, changed: dict[str, object]
) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=60, rate=TEN, gop=10))
    region = spot("one", 25, last=30)
    before = names(plan_of(footage, of([region])))
    after = names(plan_of(footage, of([replace(region, **changed)])))  # type: ignore[arg-type]
    cuts = places(footage.recording)
    touched = [i for i, (a, b) in enumerate(pairwise([*cuts, 60])) if a < 30 and b > 25]
    assert [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b] == touched


@pytest.mark.parametrize(
    "profile",
    [
        Profile(effect="mosaic"),
        Profile(fill=(9, 9, 9)),
        Profile(stamp=Stamp()),
        Profile(stamp=Stamp(reference="R 1")),
    ],
)
def test_whatever_is_seen_of_a_profile_names_all_parts_anew(tmp_path: Path, profile: Profile) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=60, rate=TEN, gop=10))
    both = names(plan_of(footage, Review())), names(plan_of(footage, Review(), profile=profile))
    assert not set(both[0]) & set(both[1])


def test_another_quality_or_encoder_names_all_parts_anew(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=30, rate=TEN, gop=10))
    encodings = (USUAL, replace(USUAL, crf=18), replace(USUAL, preset="veryfast"), replace(USUAL, encoder="h264_mf"))
    plans = [planned(footage, Review(), profile=Profile(), encoding=e) for e in encodings]
    assert len({name for plan in plans for name in names(plan)}) == sum(len(plan.pieces) for plan in plans)


def test_an_effect_that_draws_otherwise_than_it_did_names_all_parts_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=30, rate=TEN, gop=10))
    before = names(plan_of(footage, Review()))
    assert names(plan_of(footage, Review())) == before
    tones = Mosaic.tones
    monkeypatch.setattr(Mosaic, "tones", lambda self, area: (tones(self, area)[0] ^ 1, *tones(self, area)[1:]))
    assert not set(names(plan_of(footage, Review()))) & set(before)


def test_a_moved_keyframe_names_anew_only_what_lies_between_its_neighbours(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=120, rate=TEN, gop=10))
    region = spot("one", 0, last=120, at=(0, 40, 50, 60, 119))
    moved = region.with_keyframe(Keyframe(Tick(50), Box(90, 30, 40, 30)))
    pairs = zip(names(plan_of(footage, of([region]))), names(plan_of(footage, of([moved]))), strict=True)
    cuts = [*places(footage.recording), 120]
    differing = [i for i, (a, b) in enumerate(pairs) if a != b]
    assert differing == [i for i, (a, b) in enumerate(pairwise(cuts)) if b > 41 and a < 60]


def test_another_cut_leaves_what_lies_away_from_it_as_it_is(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=100, rate=TEN, gop=10))
    one = plan_of(footage, replace(Review(), kept=(Span(Tick(3), Tick(95)),)))
    other = plan_of(footage, replace(Review(), kept=(Span(Tick(7), Tick(95)),)))
    assert set(names(one)[2:-1]) == set(names(other)[2:-1])
    assert one.pieces[0].segment.card is not None
    assert one.frames == 92 + 2
    assert one.index.ticks.tolist() == [0, *range(20, 112), 112]


def _regions() -> Iterator[Region]:
    box = Keyframe(Tick(10), Box(4, 6, 30, 20))
    path = (box, Keyframe(Tick(30), Box(90, 50, 21.5, 33.25)), Keyframe(Tick(44), Box(10, 70, 50, 20)))
    corners = Outline(((10.0, 10.0), (60.0, 12.0), (30.0, 70.0)))
    span = Span(Tick(5), Tick(55))
    yield Region(id=RegionId("box"), subject=Subject.FACE, span=span, keyframes=path)
    gaps = (Span(Tick(20), Tick(26)), Span(Tick(33), Tick(50)))
    yield Region(id=RegionId("gaps"), subject=Subject.FACE, span=span, keyframes=path, gaps=gaps, shape=Shape.ELLIPSE)
    turning = (Keyframe.around(Tick(8), corners), path[1], Keyframe.around(Tick(50), corners))
    yield Region(id=RegionId("turning"), subject=Subject.PLATE, span=span, keyframes=turning, shape=Shape.POLYGON)
    yield Region(id=RegionId("rest"), subject=Subject.FACE, span=span, keyframes=path, gaps=gaps, inverse=True)
    yield Region(id=RegionId("far"), subject=Subject.FACE, span=Span(Tick(0), Tick(60)), keyframes=(path[2],))
    yield replace(next(_plain()), decision=Decision.REJECTED)


def _plain() -> Iterator[Region]:
    yield spot("no", 0, last=60)


@pytest.mark.parametrize("effect", ["solid", "mosaic", "blur"])
def test_a_review_cut_to_a_span_shows_the_very_same_there(tmp_path: Path, effect: str) -> None:
    footage = taken(tmp_path / "a.mp4", Clip(frames=60, rate=TEN, size=(160, 120)))
    review, video = of(_regions()), footage.recording.video
    profile = Profile(effect=effect)
    luma, blue, red = (np.full(s, 200, np.uint8) for s in ((120, 160), (60, 80), (60, 80)))
    blank = Frame(Tick(0), luma, blue, red)
    for start, end in ((0, 9), (9, 21), (21, 25), (25, 34), (34, 48), (48, 60)):
        part = review_in(review, Span(Tick(start), Tick(end)))
        for tick in range(start, end):
            frame = replace(blank, tick=Tick(tick))
            one = as_shown(frame, review, profile=profile, video=video)
            other = as_shown(frame, part, profile=profile, video=video)
            assert all(np.array_equal(a, b) for a, b in zip(one.planes, other.planes, strict=True)), tick


def test_the_cuts_of_long_footage_are_found_without_looking_at_every_frame_for_each(tmp_path: Path) -> None:
    recording = taken(tmp_path / "a.mp4", Clip(frames=12, rate=TEN)).recording
    ticks = np.arange(0, 36000, dtype=np.int64)  # an hour
    index = FrameIndex(ticks, ticks % 20 == 0, Tick(36000))
    cuts = places(replace(recording, index=index))
    assert len(cuts) == 450
    assert {b - a for a, b in pairwise(cuts)} == {80}


def test_qualities_are_told_apart() -> None:
    assert len({encoding_of(quality) for quality in Quality}) == len(Quality)
