"""The whole job on small footage: real intake, case, rendering and log; what is found is told by stand-ins."""

import json
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reviewer.core.analysis import Analysis, Appraisal
from reviewer.core.copy import Verdict
from reviewer.core.cost import Cost
from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.edits import Decide
from reviewer.core.errors import CaseError, DiskError, FootageError, UsageError
from reviewer.core.footage import Footage
from reviewer.core.region import Decision
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Span, Tick
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services import cases, pipeline
from reviewer.services.intake import take_in
from reviewer.services.jobs import Progress
from reviewer.services.kept import Kept
from reviewer.services.manifest import manifest_name, read_manifest
from reviewer.services.pipeline import RedactRequest, RedactResult, redact
from reviewer.services.segments import segments_of
from reviewer.services.session import ReviewSession
from reviewer.store.cases import Case
from tests.services.sample_scenes import Finds, sample
from tests.support.footage import Clip, Sound, corrupt, make, number_in
from tests.support.looked import a_looked
from tests.support.stand_ins import StandIns

FRAMES = 24


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("made") / "a.mp4"
    return make(path, Clip(frames=FRAMES, sounds=(Sound(duration=0.8),))).read_bytes()


@pytest.fixture
def video(tmp_path: Path, made: bytes) -> Path:
    path = tmp_path / "interview.mp4"
    path.write_bytes(made)
    return path


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> StandIns:
    return StandIns().put(monkeypatch)


@pytest.fixture(autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary cases are made."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def finish(job: Generator[Progress, None, Any]) -> Any:
    with closing(job):
        while True:
            try:
                next(job)
            except StopIteration as done:
                return done.value


def wanted(video: Path, **other: Any) -> RedactRequest:
    return RedactRequest(**{"video": video, "target": video.with_name("copy.mp4"), **other})


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def actions(case: Path) -> list[str]:
    with cases.read_case(case) as opened:
        return [event.action for event in opened.log.events()]


def test_a_copy_with_its_manifest_is_all_that_is_left(video: Path, stand_ins: StandIns, temporary: Path) -> None:
    before = video.read_bytes()
    result: RedactResult = finish(redact(wanted(video)))
    assert names(video.parent) == ["copy.mp4", "copy.mp4.manifest.json", "interview.mp4"]
    assert not list(temporary.iterdir())
    assert video.read_bytes() == before
    assert result.report.verdict is Verdict.SETTLED
    assert read_manifest(manifest_name(result.copy.path)).copy_sha256 == result.copy.sha256


def test_the_copy_shows_every_frame_covered_where_a_region_lies(video: Path, stand_ins: StandIns) -> None:
    result: RedactResult = finish(redact(wanted(video)))
    recording = probe(result.copy.path)
    with FrameReader(result.copy.path, recording) as reader:
        frames = list(reader.frames())
    assert [number_in(frame.luma) for frame in frames] == list(range(FRAMES))
    assert recording.duration == pytest.approx(result.footage.recording.duration)
    assert len(recording.sounds) == 1
    for frame in frames:
        inside = frame.luma[105:145, 205:235]
        assert inside.std() < 3
        assert inside.mean() < 25


def test_the_result_is_the_json_object_of_the_contract(video: Path, stand_ins: StandIns) -> None:
    result: RedactResult = finish(redact(wanted(video)))
    value = json.loads(json.dumps(result.as_json()))
    assert list(value) == [
        "footage",
        "copy",
        "sha256",
        "frames",
        "seconds_of_video",
        "tracks",
        "seconds",
        "peak_rss_mb",
        "check",
        "doubts",
        "estimate",
    ]
    assert value["footage"] == str(video)
    assert value["copy"] == str(video.with_name("copy.mp4"))
    assert value["sha256"] == result.copy.sha256
    assert value["frames"] == FRAMES
    assert value["seconds_of_video"] == pytest.approx(0.8)
    assert value["tracks"] == {"face": 1, "plate": 1}
    assert list(value["seconds"]) == ["intake", "analysis", "estimate", "render", "check"]
    assert all(isinstance(time, float) for time in value["seconds"].values())
    assert value["seconds"]["intake"] > 0
    assert value["peak_rss_mb"] > 20
    assert value["check"] == {"verdict": "settled", "hits": 0}
    assert (value["doubts"], value["estimate"]) == (0, {})


def a_doubtful_analysis() -> Appraisal:
    """A doubt about the face that the stand-ins find, and a sample in which two looks saw something nobody covers."""
    doubt = Doubt(DoubtKind.SMALL, Span(Tick(0), Tick(10**6)), Tick(0), 0.5, Subject.FACE, None, TrackId("face-1"))
    elsewhere = (10.0, 180.0, 40.0, 50.0)
    finds: Finds = {n: [(0, elsewhere, 0.75), (1, elsewhere, 0.75)] for n in range(3)}
    return Appraisal((doubt,), np.full(FRAMES, 0.5, np.float32), sample(finds, frames=3))


def test_doubts_and_the_estimate_are_told_and_kept_with_the_tracks(
    video: Path, stand_ins: StandIns, tmp_path: Path
) -> None:
    stand_ins.appraisal = a_doubtful_analysis()
    result: RedactResult = finish(redact(wanted(video, case=tmp_path / "case")))
    value = result.as_json()
    assert value["doubts"] == 1
    assert value["estimate"]["face"]["uncovered"] > 0
    assert read_manifest(manifest_name(result.copy.path)).report["estimate"] == value["estimate"]
    with cases.read_case(tmp_path / "case") as opened:
        kept = opened.evidence.appraisal(result.footage.id)
        assert kept.doubts == stand_ins.appraisal.doubts
        assert kept.sample is not None
        assert opened.copies.released()[0].report.estimates == result.report.estimates


def test_a_doubt_follows_its_track_to_another_name(video: Path, stand_ins: StandIns, tmp_path: Path) -> None:
    stand_ins.appraisal = a_doubtful_analysis()
    finish(redact(wanted(video, case=tmp_path / "case")))
    with cases.kept_case(tmp_path / "case") as opened:
        footage = opened.evidence.footage()[0].id
        reviews = opened.reviews(footage)
        session = ReviewSession(reviews.load(), reviews)
        taken = [r.id for r in session.review.regions.values() if r.track == "face-1"]
        session.commit(Decide(tuple(taken), Decision.CONFIRMED))
    again = wanted(video, case=tmp_path / "case", target=video.with_name("b.mp4"), search=Search(depth=Depth.FAST))
    finish(redact(again))
    with cases.read_case(tmp_path / "case") as opened:
        (doubt,) = opened.evidence.appraisal(footage).doubts
        assert doubt.track == "face-1-2"
        assert "face-1-2" in [t.id for t in opened.evidence.tracks(footage)]


def test_covering_what_a_check_found_leaves_the_doubts_as_they_are(
    video: Path, stand_ins: StandIns, tmp_path: Path
) -> None:
    stand_ins.appraisal, stand_ins.hits = a_doubtful_analysis(), [1, 0]
    result: RedactResult = finish(redact(wanted(video, case=tmp_path / "case")))
    assert result.release.rounds == 2
    with cases.read_case(tmp_path / "case") as opened:
        assert opened.evidence.appraisal(result.footage.id).doubts == stand_ins.appraisal.doubts


def test_what_was_not_looked_for_is_counted_as_none(video: Path, stand_ins: StandIns) -> None:
    result: RedactResult = finish(redact(wanted(video, search=Search(frozenset({Subject.TEXT})))))
    assert result.as_json()["tracks"] == {"face": 0, "plate": 0, "text": 1}


def test_the_work_is_kept_in_a_case_and_logged_step_by_step(video: Path, stand_ins: StandIns) -> None:
    case = video.parent / "case"
    result: RedactResult = finish(redact(wanted(video, case=case)))
    assert actions(case) == ["Create case", "Add footage", "Save tracks", "Propose regions", "Release copy"]
    assert cases.verified_log(case).broken is None
    with cases.read_case(case) as opened:
        assert [footage.sha256 for footage in opened.evidence.footage()] == [result.footage.sha256]
        assert [copy.sha256 for copy in opened.copies.released()] == [result.copy.sha256]


def test_the_same_recording_in_the_same_case_is_not_analysed_twice(video: Path, stand_ins: StandIns) -> None:
    case = video.parent / "case"
    finish(redact(wanted(video, case=case)))
    again = video.rename(video.with_name("moved.mp4"))
    result: RedactResult = finish(redact(wanted(again, case=case, target=video.with_name("second.mp4"))))
    assert len(stand_ins.searches) == 1
    assert result.tracks == {Subject.FACE: 1, Subject.PLATE: 1}
    assert actions(case)[4:] == ["Release copy", "Relocate footage", "Release copy"]


def test_another_search_analyses_again_and_takes_the_place_of_the_first(video: Path, stand_ins: StandIns) -> None:
    case = video.parent / "case"
    finish(redact(wanted(video, case=case)))
    search = Search(frozenset({Subject.FACE}), Depth.FAST)
    result: RedactResult = finish(redact(wanted(video, case=case, target=video.with_name("2.mp4"), search=search)))
    assert len(stand_ins.searches) == 2
    assert result.tracks == {Subject.FACE: 1, Subject.PLATE: 0}
    assert result.regions == 1


def test_what_a_person_has_decided_stays_decided(video: Path, stand_ins: StandIns) -> None:
    case = video.parent / "case"
    first: RedactResult = finish(redact(wanted(video, case=case)))
    shown = next(iter(first.release.review.regions))
    with Case.open(case, actor="someone") as opened:
        store = opened.reviews(first.footage.id)
        ReviewSession(store.load(), store).commit(Decide((shown,), Decision.REJECTED))
    second: RedactResult = finish(redact(wanted(video, case=case, target=video.with_name("2.mp4"))))
    assert second.release.review.regions[shown].decision is Decision.REJECTED
    assert second.regions == first.regions - 1


def test_a_new_analysis_takes_no_region_from_the_person_who_decided_on_it(video: Path, stand_ins: StandIns) -> None:
    case = video.parent / "case"
    first: RedactResult = finish(redact(wanted(video, case=case)))
    mine = next(r for r in first.release.review.regions.values() if r.subject is Subject.FACE)
    with Case.open(case, actor="someone") as opened:
        store = opened.reviews(first.footage.id)
        ReviewSession(store.load(), store).commit(Decide((mine.id,), Decision.CONFIRMED))
    search = Search(frozenset({Subject.FACE}), Depth.THOROUGH)
    second: RedactResult = finish(redact(wanted(video, case=case, target=video.with_name("2.mp4"), search=search)))
    assert second.release.review.regions[mine.id].decision is Decision.CONFIRMED
    assert second.regions == 2


@pytest.mark.parametrize("step", ["analyse", "propose", "releases.release"])
def test_an_interrupted_case_is_gone_on_with_by_the_same_command(
    video: Path, stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    case, target = video.parent / "case", f"reviewer.services.pipeline.{step}"

    def crash(*_: Any, **__: Any) -> Any:
        raise MemoryError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr(target, crash)
        with pytest.raises(MemoryError):
            finish(redact(wanted(video, case=case)))
    result: RedactResult = finish(redact(wanted(video, case=case)))
    assert result.regions == 2
    assert len(stand_ins.searches) == 1
    assert actions(case).count("Propose regions") == 1


def test_an_analysis_that_was_stopped_is_gone_on_with_and_what_it_kept_goes_once_it_is_saved(
    video: Path, stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = video.parent / "case"

    def half(footage: Footage, search: Search, *, kept: Kept) -> Generator[Progress, None, Analysis]:
        kept.add(0, a_looked(segments_of(footage.recording)[0]))
        yield Progress(1, 2)
        return (yield from stand_ins.analyse(footage, search))

    monkeypatch.setattr(pipeline, "analyse", half)
    with closing(redact(wanted(video, case=case))) as job:
        while not next(job).note.startswith("Looking"):
            pass
    assert not stand_ins.searches
    assert len(list((case / "work").rglob("*.npz"))) == 1
    with closing(redact(wanted(video, case=case))) as job:
        notes = {progress.note for progress in job}
    assert "Looking for faces and plates, going on from 100%" in notes
    assert not list((case / "work").iterdir())


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(200.0, "Looking for faces and plates, about 4 minutes"), (None, "Looking for faces and plates")],
)
def test_before_long_work_it_is_told_how_long_it_will_take(
    video: Path, stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch, seconds: float | None, told: str
) -> None:
    asked: list[Any] = []

    def costs(path: Path, search: Search, **given: Any) -> Generator[Progress, None, dict[Depth, Cost]]:
        asked.append((path, search, given))
        yield Progress(0, 1)
        return {search.depth: Cost(seconds)}

    monkeypatch.setattr(pipeline, "LONG", 0.5)
    monkeypatch.setattr(pipeline, "costs", costs)
    with closing(redact(wanted(video))) as job:
        notes = {progress.note for progress in job}
    assert told in notes
    assert asked == [(video, Search(), {"depths": (Depth.BALANCED,), "frames": FRAMES})]


def test_where_the_trial_fails_the_work_goes_on(
    video: Path, stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: Any, **__: Any) -> Generator[Progress, None, Any]:
        yield Progress(0, 1)
        raise FootageError("It stopped unexpectedly.")

    monkeypatch.setattr(pipeline, "LONG", 0.5)
    monkeypatch.setattr(pipeline, "costs", refusing)
    result: RedactResult = finish(redact(wanted(video)))
    assert result.regions == 2


def test_hits_are_covered_and_the_copy_is_rendered_again(video: Path, stand_ins: StandIns) -> None:
    stand_ins.hits = [2]
    case = video.parent / "case"
    result: RedactResult = finish(redact(wanted(video, case=case)))
    assert result.report.verdict is Verdict.SETTLED
    assert result.release.rounds == 2
    assert result.copy.path.name == "copy.mp4"
    assert len(stand_ins.checks[1].review.regions) == 4  # type: ignore[union-attr]
    assert actions(case)[3:] == ["Propose regions", "Add regions", "Save tracks", "Release copy"]
    # The further tracks do not make the analysis start again.
    finish(redact(wanted(video, case=case, target=video.with_name("2.mp4"))))
    assert len(stand_ins.searches) == 1


def test_what_remains_after_two_rounds_gives_the_copy_a_name_that_says_so(video: Path, stand_ins: StandIns) -> None:
    stand_ins.hits = [3, 2, 1, 1]
    result: RedactResult = finish(redact(wanted(video)))
    assert result.release.rounds == 3
    assert stand_ins.pursuits == 2
    assert result.report.verdict is Verdict.OPEN
    assert result.as_json()["check"] == {"verdict": "open", "hits": 1}
    assert names(video.parent) == ["copy.CHECK-OPEN.mp4", "copy.CHECK-OPEN.mp4.manifest.json", "interview.mp4"]
    with pytest.raises(UsageError, match=r"CHECK-OPEN\.mp4 is there already"):
        finish(redact(wanted(video)))


READING = Search(read=True)


def texts_in(case: Path) -> list[str | None]:
    """What was read on each plate of the case."""
    with cases.read_case(case) as opened:
        (footage,) = opened.evidence.footage()
        tracks = opened.evidence.tracks(footage.id)
    return [t.reading.text if t.reading else None for t in tracks if t.subject is Subject.PLATE]


def test_plates_are_not_read_unless_it_is_asked_for(video: Path, stand_ins: StandIns) -> None:
    case = video.parent / "case"
    result: RedactResult = finish(redact(wanted(video, case=case)))
    assert not stand_ins.reads
    assert result.plates_read is None
    assert "plates_read" not in result.as_json()
    assert texts_in(case) == [None]


def test_what_is_read_is_kept_with_its_track_and_logged_without_its_text(video: Path, stand_ins: StandIns) -> None:
    stand_ins.texts = ["AB12CDE"]
    case = video.parent / "case"
    result: RedactResult = finish(redact(wanted(video, case=case, search=READING)))
    assert texts_in(case) == ["AB12CDE"]
    assert result.as_json()["plates_read"] == 1
    assert actions(case) == [
        *("Create case", "Add footage", "Save tracks", "Propose regions", "Read plates", "Release copy")
    ]
    with cases.read_case(case) as opened:
        (detail,) = [e.detail for e in opened.log.events() if e.action == "Read plates"]
    assert {name: detail[name] for name in ("plates", "read")} == {"plates": 1, "read": 1}


def test_plates_that_are_to_be_read_later_are_not_looked_for_again(video: Path, stand_ins: StandIns) -> None:
    stand_ins.texts = ["AB12CDE", "not asked for"]
    case = video.parent / "case"
    finish(redact(wanted(video, case=case)))
    for number in (2, 3):
        target = video.with_name(f"{number}.mp4")
        result: RedactResult = finish(redact(wanted(video, case=case, target=target, search=READING)))
        assert result.plates_read == 1
    assert len(stand_ins.searches) == 1
    assert stand_ins.reads == [["face-1", "plate-1"]]
    assert texts_in(case) == ["AB12CDE"]


def test_another_analysis_is_read_again(video: Path, stand_ins: StandIns) -> None:
    stand_ins.texts = ["AB12CDE", "KLM4567"]
    case = video.parent / "case"
    finish(redact(wanted(video, case=case, search=READING)))
    search = Search(depth=Depth.FAST, read=True)
    finish(redact(wanted(video, case=case, target=video.with_name("2.mp4"), search=search)))
    assert texts_in(case) == ["KLM4567"]


def test_what_the_check_finds_is_read_too_and_what_was_read_before_stays(video: Path, stand_ins: StandIns) -> None:
    stand_ins.texts, stand_ins.hits = ["AB12CDE"], [2]
    case = video.parent / "case"
    finish(redact(wanted(video, case=case, search=READING)))
    assert stand_ins.reads == [["face-1", "plate-1"], ["pursued-1-0", "pursued-1-1"]]
    assert texts_in(case) == ["AB12CDE"]


def test_what_a_plate_says_stays_in_the_case_and_goes_with_no_copy(video: Path, stand_ins: StandIns) -> None:
    stand_ins.texts, stand_ins.hits = ["ZX98YWV"], [1, 1, 1]
    case = video.parent / "case"
    result: RedactResult = finish(redact(wanted(video, case=case, search=READING)))
    assert texts_in(case) == ["ZX98YWV"]
    assert "ZX98YWV" not in str(names(video.parent))
    assert "ZX98YWV" not in json.dumps(result.as_json())
    beside = [path for path in video.parent.glob("copy*") if path.is_file()]
    assert len(beside) == 2
    assert not [path for path in beside if b"ZX98YWV" in path.read_bytes()]
    with cases.read_case(case) as opened:
        events = list(opened.log.events())
    assert not [event for event in events if "ZX98YWV" in json.dumps(event.detail)]


def alter(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)


def test_an_original_that_is_altered_before_the_release_is_refused(
    video: Path, stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(*given: Any, **others: Any) -> Any:
        alter(video)
        return stand_ins.analyse(*given, **others)

    monkeypatch.setattr(pipeline, "analyse", meanwhile)
    with pytest.raises(FootageError, match=r"interview\.mp4 is not what was taken in"):
        finish(redact(wanted(video)))
    assert names(video.parent) == ["interview.mp4"]


def test_an_original_that_is_altered_while_it_is_rendered_is_refused_too(video: Path, stand_ins: StandIns) -> None:
    job = redact(wanted(video))
    while not next(job).note.startswith("Checking"):
        pass
    alter(video)
    with pytest.raises(FootageError, match=r"interview\.mp4 is not what was taken in"):
        finish(job)
    assert names(video.parent) == ["interview.mp4"]


@pytest.mark.parametrize("stage", ["Reading", "Looking", "Rendering", "Checking", "Sealing"])
def test_a_stop_at_any_stage_leaves_nothing_partial(
    video: Path, stand_ins: StandIns, temporary: Path, stage: str
) -> None:
    with closing(redact(wanted(video))) as job:
        for progress in job:
            if progress.note.startswith(stage):
                break
        else:
            pytest.fail(f"there was no stage {stage}")
    assert names(video.parent) == ["interview.mp4"]
    assert not list(temporary.iterdir())


def test_a_stop_during_intake_leaves_no_case_that_was_not_there(video: Path, stand_ins: StandIns) -> None:
    with closing(redact(wanted(video, case=video.parent / "case"))) as job:
        next(job)
    assert names(video.parent) == ["interview.mp4"]


def test_a_recording_that_cannot_be_read_leaves_no_case(tmp_path: Path, stand_ins: StandIns) -> None:
    (tmp_path / "notes.mp4").write_text("no recording", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    for case in (tmp_path / "case", tmp_path / "empty"):
        with pytest.raises(FootageError):
            finish(redact(wanted(tmp_path / "notes.mp4", case=case)))
    assert names(tmp_path) == ["empty", "notes.mp4"]


def test_a_copy_that_cannot_be_recorded_is_taken_away_again(
    video: Path, stand_ins: StandIns, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise CaseError("There is no room left on the disk that holds the case.")

    monkeypatch.setattr("reviewer.store.copies.Copies.record", full)
    with pytest.raises(CaseError):
        finish(redact(wanted(video)))
    assert names(video.parent) == ["interview.mp4"]


def test_a_case_that_is_open_elsewhere_is_refused_before_any_work(video: Path, stand_ins: StandIns) -> None:
    case = video.parent / "case"
    with Case.create(case, title="case", actor="someone else"), pytest.raises(CaseError, match="someone else"):
        finish(redact(wanted(video, case=case)))
    assert not stand_ins.searches


def test_a_disk_that_fills_up_during_rendering_is_told_and_nothing_is_left(tmp_path: Path, stand_ins: StandIns) -> None:
    resource = pytest.importorskip("resource")
    video = make(tmp_path / "noisy.mp4", Clip(frames=40, noise=90, options={"crf": "30"}))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    job = redact(wanted(video))
    while not next(job).note.startswith("Verifying"):
        pass
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, before[1]))  # the child that renders starts with it
    try:
        with pytest.raises(DiskError, match="no room"):
            finish(job)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert names(tmp_path) == ["noisy.mp4"]


def test_frames_that_cannot_be_decoded_are_left_out_and_the_manifest_counts_what_is_shown(
    tmp_path: Path, stand_ins: StandIns
) -> None:
    video = corrupt(make(tmp_path / "hurt.mp4", Clip(frames=FRAMES)), {7, 8})
    result: RedactResult = finish(redact(wanted(video)))
    recording = probe(result.copy.path)
    assert result.release.rendered.corrupt > 0
    assert len(recording.index) < FRAMES
    assert result.as_json()["frames"] == len(recording.index)
    assert read_manifest(manifest_name(result.copy.path)).frames == len(recording.index)
    assert recording.duration == pytest.approx(result.footage.recording.duration)


def test_footage_of_the_case_stays_as_it_was_taken_in(video: Path, stand_ins: StandIns) -> None:
    case = video.parent / "case"
    footage = finish(take_in(video))
    with cases.kept_case(case) as opened:
        assert cases.register(opened, footage) is footage
        again = cases.register(opened, finish(take_in(video)))
        assert again.recording.index.ticks.tolist() == footage.recording.index.ticks.tolist()
        assert len(opened.evidence.footage()) == 1
