"""`reviewer redact` from the outside: what is printed, which status, what is left."""

import json
import logging
import re
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.analysis import Appraisal
from reviewer.core.copy import CheckReport
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.timing import Span, Tick
from reviewer.services import pipeline, release
from reviewer.services.check import CheckRequest
from reviewer.services.jobs import Progress
from reviewer.services.manifest import manifest_name
from tests.cli.conftest import Run
from tests.services.sample_scenes import Finds, sample
from tests.support.footage import Clip, Sound, make, truncate
from tests.support.stand_ins import StandIns

Fail = Callable[..., None]


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def last_object(out: str) -> dict[str, object]:
    value = json.loads(out.splitlines()[-1])
    assert isinstance(value, dict)
    return value


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Has a part of the program fail with a defect."""

    def fail(place: object, name: str, *, error: Exception) -> None:
        def fails(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(place, name, fails)

    return fail


def test_a_person_is_told_what_was_found_where_the_copy_is_and_what_the_check_looked_at(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    assert run("redact", video, "-o", "copy.mp4") == 0
    said = capsys.readouterr()
    assert "interview.mp4 (12 frames, 0:00:00.400): 1 face track and 1 plate track found, 2 regions covered" in said.out
    assert "Copy: copy.mp4" in said.out
    assert re.search(r"SHA-256: [0-9a-f]{64}", said.out)
    assert "Check settled" in said.out
    assert "clean" not in said.out.lower()
    for stage in ("Reading the original", "Looking for faces and plates", "Rendering the copy", "Checking the copy"):
        assert stage in said.err
        assert stage not in said.out


def test_the_last_line_is_one_json_object(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    assert run("redact", video, "-o", "copy.mp4", "--json") == 0
    value = last_object(capsys.readouterr().out)
    assert value["copy"] == str(video.with_name("copy.mp4"))
    assert value["check"] == {"verdict": "settled", "hits": 0}


def test_doubts_and_the_estimate_are_told_as_what_they_are(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    span = Span(Tick(0), Tick(10**6))
    finds: Finds = {n: [(0, (10.0, 180.0, 40.0, 50.0), 0.75)] for n in range(2)}
    doubt = Doubt(DoubtKind.DARK, span, Tick(0), 0.5)
    stand_ins.appraisal = Appraisal((doubt,), np.full(12, 0.5, np.float32), sample(finds, frames=2))
    assert run("redact", video, "-o", "copy.mp4", "--json") == 0
    said = capsys.readouterr().out
    assert "1 doubt about the analysis: look first at 0:00-0:01." in said
    assert re.search(
        r"Estimate: about [\d,]+ \([\d,]+ to [\d,]+\) face-frames may be uncovered, beside [\d,]+ that", said
    )
    assert "from two independent looks at 2 of 12 frames. An estimate, not a promise." in said
    value = last_object(said)
    assert value["doubts"] == 1
    assert value["estimate"]["face"]["looked"] == 2  # type: ignore[index]


def test_the_options_reach_the_services(video: Path, run: Run, stand_ins: StandIns) -> None:
    options = ["--find", "Plate,text", "--profile", "thorough", "--effect", "mosaic", "--fill", "#FF00ff"]
    assert run("redact", video, "-o", "copy.mp4", *options, "--sound", "none") == 0
    [search], [check] = stand_ins.searches, stand_ins.checks
    assert (sorted(search.find), search.depth) == (["plate", "text"], "thorough")
    assert check.profile is not None
    assert (check.profile.effect, check.profile.fill, check.profile.sound) == ("mosaic", (255, 0, 255), "none")
    assert check.search == search


def test_plates_are_read_when_it_is_asked_for_and_their_texts_are_not_printed(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    stand_ins.texts = ["AB12CDE"]
    assert run("redact", video, "-o", "copy.mp4", "--case", "case", "--read-plates", "--json") == 0
    said = capsys.readouterr()
    assert stand_ins.searches[0].read
    assert "1 plate could be read; what they say is kept in the case." in said.out
    assert "Reading plates" in said.err
    assert last_object(said.out)["plates_read"] == 1
    assert "AB12CDE" not in said.out + said.err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [((), "keeps what it reads in a case"), (("--case", "case", "--find", "face"), "reads plates that were found")],
)
def test_reading_plates_to_no_purpose_is_refused_before_any_work(
    video: Path,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    stand_ins: StandIns,
    options: tuple[str, ...],
    sentence: str,
) -> None:
    assert run("redact", video, "-o", "copy.mp4", "--read-plates", *options) == 2
    assert sentence in capsys.readouterr().err
    assert names(video.parent) == ["interview.mp4"]


def test_a_mistake_after_plates_were_read_is_reported_without_what_they_say(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns, own_home: Path, fail: Fail
) -> None:
    stand_ins.texts = ["AB12CDE"]
    fail(pipeline.cases, "save_readings", error=KeyError("a defect"))
    assert run("redact", video, "-o", "copy.mp4", "--case", "case", "--read-plates") == 1
    [report] = own_home.rglob("problem-*.txt")
    assert "KeyError" in report.read_text(encoding="utf-8")
    assert "AB12CDE" not in report.read_text(encoding="utf-8") + capsys.readouterr().err


def test_the_defaults_are_those_of_the_contract(video: Path, run: Run, stand_ins: StandIns) -> None:
    assert run("redact", video, "-o", "copy.mp4") == 0
    [search], [check] = stand_ins.searches, stand_ins.checks
    assert (sorted(search.find), search.depth) == (["face", "plate"], "balanced")
    assert not search.read
    assert check.profile is not None
    assert (check.profile.effect, check.profile.fill, check.profile.sound) == ("solid", (0, 0, 0), "keep")


def test_an_open_check_is_status_4_and_lists_the_hits(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    stand_ins.hits = [2, 2, 2]
    assert run("redact", video, "-o", "copy.mp4", "--json") == 4
    out = capsys.readouterr().out
    assert "Rendered 3 times" in out
    assert "Copy: copy.CHECK-OPEN.mp4" in out
    assert "hit at 0:00:00.033 (frame 1): a face?" in out
    assert "Check OPEN: do not release this copy." in out
    assert last_object(out)["check"] == {"verdict": "open", "hits": 2}
    assert names(video.parent) == ["copy.CHECK-OPEN.mp4", "copy.CHECK-OPEN.mp4.manifest.json", "interview.mp4"]


def test_several_recordings_go_to_a_folder_under_their_own_names(
    video: Path, small_recording: bytes, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    other = video.parent / "other"
    other.mkdir()
    for name in ("street.mov", "INTERVIEW.mov"):
        (other / name).write_bytes(small_recording)
    assert run("redact", video, other / "street.mov", other / "INTERVIEW.mov", "-o", "copies", "--json") == 0
    found = [name for name in names(video.parent / "copies") if not name.endswith(".json")]
    assert sorted(found) == ["INTERVIEW-2.mp4", "interview.mp4", "street.mp4"]
    value = last_object(capsys.readouterr().out)
    assert isinstance(value["copies"], list)
    assert [Path(copy["copy"]).name for copy in value["copies"]] == ["interview.mp4", "street.mp4", "INTERVIEW-2.mp4"]


def test_one_recording_that_fails_does_not_stop_the_others(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    video.with_name("notes.mp4").write_text("no recording", encoding="utf-8")
    assert run("redact", "notes.mp4", "missing.mp4", video, "-o", "copies", "--json") == 3
    said = capsys.readouterr()
    assert "notes.mp4" in said.err
    assert "missing.mp4" in said.err
    assert names(video.parent / "copies") == ["interview.mp4", "interview.mp4.manifest.json"]
    value = last_object(said.out)
    assert isinstance(value["copies"], list)
    assert [copy.get("status") for copy in value["copies"]] == [3, 3, None]


def test_a_folder_that_was_made_for_copies_goes_when_there_are_none(
    tmp_path: Path, run: Run, stand_ins: StandIns
) -> None:
    assert run("redact", "a.mp4", "b.mp4", "-o", "copies") == 3
    assert not list(tmp_path.iterdir())


def test_several_recordings_are_kept_in_one_case(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    make(video.with_name("street.mp4"), Clip(frames=8))
    assert run("redact", video, "street.mp4", "-o", "copies", "--case", "case") == 0
    assert run("tracks", "case", "-o", "tracks.jsonl") == 0
    lines = [json.loads(line) for line in video.with_name("tracks.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["footage"] for line in lines] == ["interview.mp4"] * 12 + ["street.mp4"] * 8
    assert run("audit", "case") == 0


def broken(path: Path, kind: str) -> None:
    if kind == "empty":
        path.touch()
    elif kind == "text":
        path.write_text("Notes of the interview.\n" * 50, encoding="utf-8")
    elif kind == "folder":
        path.mkdir()
    elif kind == "cut":
        truncate(make(path, Clip(frames=8)), 0.5)  # the index of an MP4 file is at its end
    elif kind == "sound":
        _only_sound(path)
    elif kind == "noise":
        path.write_bytes(bytes(range(256)) * 200)


def _only_sound(path: Path) -> None:
    import av

    whole = make(path.with_name("whole.mp4"), Clip(frames=8, sounds=(Sound(duration=0.3),)))
    with av.open(str(whole)) as source, av.open(str(path), "w") as out:
        sound = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(source.streams.audio[0]):
            if packet.size:
                packet.stream = sound
                out.mux(packet)
    whole.unlink()


@pytest.mark.parametrize("kind", ["missing", "empty", "text", "folder", "cut", "sound", "noise"])
def test_footage_that_cannot_be_read_is_status_3_and_leaves_nothing(
    kind: str, tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    broken(tmp_path / "bad.mp4", kind)
    before = names(tmp_path)
    assert run("redact", "bad.mp4", "-o", "copy.mp4", "--case", "case", "--json") == 3
    said = capsys.readouterr()
    assert "bad.mp4" in said.err
    assert "Traceback" not in said.err
    assert last_object(said.out)["status"] == 3
    assert last_object(said.out)["copy"] is None
    assert names(tmp_path) == before
    assert not stand_ins.searches


def test_a_case_folder_that_holds_other_things_is_status_5(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    video.with_name("papers").mkdir()
    (video.with_name("papers") / "letter.txt").write_text("Dear sir", encoding="utf-8")
    before = names(video.parent)
    assert run("redact", video, "-o", "copy.mp4", "--case", "papers") == 5
    assert "is not a case" in capsys.readouterr().err
    assert names(video.parent) == before


def test_a_mistake_in_the_program_is_status_1_with_a_report_that_names_no_footage(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns, own_home: Path, fail: Fail
) -> None:
    fail(pipeline, "analyse", error=ZeroDivisionError(f"cannot divide {video}"))
    assert run("redact", video, "-o", "copy.mp4", "--json") == 1
    said = capsys.readouterr()
    assert "Reviewer made a mistake" in said.err
    assert "Traceback" not in said.err
    assert last_object(said.out)["status"] == 1
    [report] = own_home.rglob("problem-*.txt")
    assert str(report) in said.err
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert "interview" not in text
    assert names(video.parent) == ["interview.mp4"]


def test_the_manifest_lies_beside_the_copy(video: Path, run: Run, stand_ins: StandIns) -> None:
    assert run("redact", video, "-o", "copy.mp4") == 0
    assert manifest_name(video.with_name("copy.mp4")).is_file()


@pytest.mark.logs("a part of it failed")
def test_a_part_that_fails_while_the_work_goes_on_is_reported_too(
    video: Path,
    run: Run,
    capsys: pytest.CaptureFixture[str],
    stand_ins: StandIns,
    own_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def half(request: CheckRequest) -> Generator[Progress, None, CheckReport]:
        try:
            raise ZeroDivisionError("in the middle")
        except ZeroDivisionError:
            logging.getLogger("reviewer.part").exception("a part of it failed: interview.mp4")
        return (yield from stand_ins.check(request))

    monkeypatch.setattr(release, "check", half)
    assert run("redact", video, "-o", "copy.mp4") == 0
    said = capsys.readouterr()
    assert "A part of Reviewer failed" in said.err
    assert "Traceback" not in said.err
    [report] = own_home.rglob("problem-*.txt")
    text = report.read_text(encoding="utf-8")
    assert "ZeroDivisionError: in the middle" in text
    assert "ERROR reviewer.part: a part of it failed: [path]" in text
