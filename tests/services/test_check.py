"""The whole check, in its child processes."""

import os
import signal
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import sleep
from typing import Any

import psutil
import pytest

from reviewer.core.copy import CheckReport, Copy, Finding, Point, Verdict
from reviewer.core.detection import Subject
from reviewer.core.errors import CheckError, FootageError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile, Quality
from reviewer.core.review import Review
from reviewer.core.settings import ModelPack, Search
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.stamp import Stamp
from reviewer.core.timing import Span, Tick
from reviewer.media.fingerprint import fingerprint
from reviewer.services import check_seal
from reviewer.services.check import CheckRequest, check
from reviewer.services.check_alone import check_alone
from reviewer.services.check_seal import ALTERED
from reviewer.services.jobs import Progress, finished
from reviewer.services.manifest import Manifest, manifest_name, manifest_of, read_manifest, write_manifest
from reviewer.services.render import RenderRequest, render
from reviewer.services.workers import Limits
from tests.services.check_scenes import (
    CLIP,
    FACES,
    broken,
    copied,
    corner_found,
    decided,
    footage,
    none_at_all,
    nothing_found,
)

USUAL = Profile()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage(tmp_path_factory.mktemp("footage"))


@pytest.fixture(scope="module")
def honest(original: Footage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with its manifest beside it."""
    copy = copied(original, tmp_path_factory.mktemp("copies") / "copy.mp4")
    seal(copy, original)
    return copy


def seal(copy: Path, original: Footage, *, review: Review | None = None, profile: Profile = USUAL) -> None:
    released = Copy(
        footage=original.id,
        path=copy,
        sha256=fingerprint(copy),
        profile=profile,
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport(()),
    )
    made_from = decided(original) if review is None else review
    manifest = manifest_of(released, original, review=made_from, search=FACES, product="test")
    write_manifest(manifest, manifest_name(copy))


def request(copy: Path, original: Footage, **changes: Any) -> CheckRequest:
    made = CheckRequest(
        copy=copy,
        original=original,
        review=decided(original),
        profile=Profile(),
        search=FACES,
        lookers=nothing_found,
    )
    return replace(made, **changes)


def by_point(report: CheckReport) -> dict[Point, Finding]:
    assert [f.point for f in report.findings] == list(Point)
    assert all(f.sentence.endswith(".") for f in report.findings)
    assert not any("clean" in f.sentence.lower() for f in report.findings)
    return {f.point: f for f in report.findings}


def test_an_honest_copy_settles(honest: Path, original: Footage) -> None:
    steps: list[Progress] = []

    def counted() -> Generator[Progress, None, CheckReport]:
        job = check(request(honest, original))
        try:
            while True:
                steps.append(next(job))
                yield steps[-1]
        except StopIteration as stop:
            report: CheckReport = stop.value
            return report

    report = finished(counted())
    found = by_point(report)
    assert report.verdict is Verdict.SETTLED
    assert "24 pictures" in found[Point.TICKS].sentence
    assert "120 covered places" in found[Point.COVERED].sentence
    assert "of 24 pictures (6 with fake" in found[Point.DETECTORS].sentence
    assert "one video stream and 1 sound stream" in found[Point.CONTENTS].sentence
    assert steps


def test_a_find_that_nothing_explains_is_one_hit_and_leaves_the_check_open(honest: Path, original: Footage) -> None:
    report = finished(check(request(honest, original, lookers=corner_found)))
    assert report.verdict is Verdict.OPEN
    assert all(f.held for f in report.findings)
    assert "1 place suspected" in by_point(report)[Point.DETECTORS].sentence
    (hit,) = report.hits
    assert (hit.subject, hit.detector) == (Subject.FACE, "fake")
    assert original.recording.index.tick(hit.frame) == hit.tick


def test_a_copy_with_nothing_covered_is_open(tmp_path: Path, original: Footage) -> None:
    copy = copied(original, tmp_path / "copy.mp4", spoil=lambda n, plain, done: plain)
    found = by_point(finished(check(request(copy, original))))
    assert not found[Point.COVERED].held
    assert "24 pictures not as decided" in found[Point.COVERED].sentence
    assert found[Point.TICKS].held


def test_something_planted_in_the_file_is_open(tmp_path: Path, honest: Path, original: Footage) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(honest.read_bytes() + b"\0\0\0\x18uuid" + b"51.5N 0.12W here")
    found = by_point(finished(check(request(copy, original))))
    assert not found[Point.CONTENTS].held
    assert "uuid" in found[Point.CONTENTS].sentence
    assert found[Point.COVERED].held


@pytest.mark.logs("a part of the check failed: detectors")
def test_detectors_that_fail_leave_the_check_open_and_the_rest_done(honest: Path, original: Footage) -> None:
    found = by_point(finished(check(request(honest, original, lookers=broken))))
    assert [p for p in Point if not found[p].held] == [Point.DETECTORS]
    assert "could not be looked at" in found[Point.DETECTORS].sentence


@pytest.mark.parametrize("search", [FACES, Search(frozenset({Subject.FACE, Subject.TEXT}))])
def test_a_subject_that_nobody_looked_for_leaves_the_check_open(
    honest: Path, original: Footage, search: Search
) -> None:
    lookers = none_at_all if search is FACES else nothing_found
    found = by_point(finished(check(request(honest, original, search=search, lookers=lookers))))
    assert not found[Point.DETECTORS].held
    assert "No detector looked for" in found[Point.DETECTORS].sentence


@pytest.mark.skipif(os.name == "nt", reason="children are ended another way")
def test_children_that_are_killed_leave_every_point_open(honest: Path, original: Footage) -> None:
    def killing() -> Generator[Progress, None, CheckReport]:
        killed = False
        job = check(request(honest, original))
        while True:
            try:
                step = next(job)
            except StopIteration as stop:
                report: CheckReport = stop.value
                return report
            for child in [] if killed else psutil.Process().children():
                if "resource_tracker" not in " ".join(child.cmdline()):
                    child.send_signal(signal.SIGKILL)
                    killed = True
            yield step

    report = finished(killing())
    assert report.verdict is Verdict.OPEN
    assert any("stopped unexpectedly" in f.sentence for f in report.findings if not f.held)


def test_a_cancelled_check_leaves_nothing_running(honest: Path, original: Footage) -> None:
    with closing(check(request(honest, original))) as job:
        next(job)
    assert not [c for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]


@pytest.mark.parametrize("contents", [b"", b"this is no video", b"\0\0\0\x08free"])
def test_a_copy_that_cannot_be_read_is_open_at_every_point(tmp_path: Path, original: Footage, contents: bytes) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(contents)
    found = by_point(finished(check(request(copy, original))))
    assert not any(f.held for f in found.values())


def test_a_copy_and_its_manifest_can_be_checked_by_whoever_has_them(honest: Path) -> None:
    report = finished(check_alone(honest, lookers=nothing_found))
    found = by_point(report)
    assert report.verdict is Verdict.SETTLED
    assert "manifest" in found[Point.TICKS].sentence
    assert "needs the original" in found[Point.COVERED].sentence
    assert "is the one in its manifest" in found[Point.SEAL].sentence


def test_with_the_original_the_comparison_is_complete(honest: Path, original: Footage) -> None:
    found = by_point(finished(check_alone(honest, original=original.path, lookers=nothing_found)))
    assert all(f.held for f in found.values())
    assert "the original's within" in found[Point.COVERED].sentence


def test_the_wrong_original_is_open(tmp_path: Path, honest: Path) -> None:
    other = footage(tmp_path, replace(CLIP, frames=20), name="other.mp4")
    found = by_point(finished(check_alone(honest, original=other.path, lookers=nothing_found)))
    assert not found[Point.TICKS].held
    assert "not the recording" in found[Point.TICKS].sentence


def test_a_copy_that_is_not_the_sealed_one_is_open(tmp_path: Path, honest: Path, original: Footage) -> None:
    copy = copied(original, tmp_path / "copy.mp4", spoil=lambda n, plain, done: plain if n == 3 else done)
    manifest_name(copy).write_bytes(manifest_name(honest).read_bytes())
    found = by_point(finished(check_alone(copy, lookers=nothing_found)))
    assert found[Point.SEAL] == Finding(Point.SEAL, False, ALTERED)
    assert not found[Point.COVERED].held


def test_a_copy_alone_is_open_and_says_what_is_missing(tmp_path: Path, honest: Path) -> None:
    copy = tmp_path / "alone.mp4"
    copy.write_bytes(honest.read_bytes())
    report = finished(check_alone(copy, lookers=nothing_found))
    found = by_point(report)
    assert report.verdict is Verdict.OPEN
    assert found[Point.CONTENTS].held
    assert "needs the original, or the manifest" in found[Point.TICKS].sentence


def test_a_model_pack_that_looked_at_first_and_is_not_here_is_named(
    tmp_path: Path, honest: Path, original: Footage
) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(honest.read_bytes())
    sealed = read_manifest(manifest_name(honest))
    pack = ModelPack("yunet", Subject.FACE, "Apache-2.0", "ab" * 32, "cd" * 32)
    write_manifest(replace(sealed, search=replace(sealed.search, packs=(pack,))), manifest_name(copy))
    found = by_point(finished(check_alone(copy, lookers=nothing_found)))
    told = "The model pack yunet looked at first and is not on this computer, or switched off."
    assert told in found[Point.DETECTORS].sentence
    assert told not in by_point(finished(check_alone(honest, lookers=nothing_found)))[Point.DETECTORS].sentence


def test_what_is_not_there_or_not_readable_is_said(tmp_path: Path, honest: Path) -> None:
    with pytest.raises(FootageError):
        finished(check_alone(tmp_path / "gone.mp4"))
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(honest.read_bytes())
    manifest_name(copy).write_text("{")
    with pytest.raises(CheckError, match="cannot be read"):
        finished(check_alone(copy))


def test_a_copy_that_is_heard_where_it_was_silenced_is_open_also_by_its_manifest_alone(
    tmp_path: Path, honest: Path, original: Footage
) -> None:
    silence = Silence(id=SilenceId("s"), span=original.recording.index.span)
    review = decided(original).silencing([silence])
    found = by_point(finished(check(request(honest, original, review=review))))[Point.SOUND]
    assert not found.held
    assert "Sound stream 1 should be silent from 0:00:00.000" in found.sentence
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(honest.read_bytes())
    manifest = read_manifest(manifest_name(honest))
    write_manifest(replace(manifest, review=review), manifest_name(copy))
    report = finished(check_alone(copy, lookers=nothing_found))
    assert "should be silent" in by_point(report)[Point.SOUND].sentence


def trial(request_: CheckRequest) -> Finding:
    return by_point(finished(check(request_)))[Point.SEAL]


def test_before_there_is_a_manifest_the_seal_says_what_it_will_be(honest: Path, original: Footage) -> None:
    found = trial(request(honest, original))
    assert found.held
    assert f"SHA-256 is {fingerprint(honest)[:12]}" in found.sentence
    assert "which goes into its manifest" in found.sentence


def test_the_seal_does_not_hold_where_no_manifest_can_be_made(
    honest: Path, original: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(check_seal, "write_manifest", full)
    found = trial(request(honest, original))
    assert not found.held
    assert "No space left" in found.sentence


def test_a_manifest_that_says_something_else_than_what_was_decided_is_no_seal(
    honest: Path, original: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(path: Path) -> Manifest:
        read = read_manifest(path)
        return replace(read, review=read.review.without([next(iter(read.review.regions))]))

    monkeypatch.setattr(check_seal, "read_manifest", forgetful)
    found = trial(request(honest, original))
    assert not found.held
    assert "does not say what was decided" in found.sentence


def test_what_does_not_agree_in_a_pack_opens_the_seal(honest: Path, original: Footage) -> None:
    manifest = read_manifest(manifest_name(honest))
    sealed = request(honest, original, manifest=manifest)
    assert trial(replace(sealed, pack=())).sentence.endswith("schedule in its pack agree with it.")
    broken = trial(replace(sealed, pack=("The signature is of another file.",)))
    assert broken == Finding(Point.SEAL, False, "The signature is of another file.")
    assert not trial(request(honest, original, pack=())).held


def test_without_anything_beside_it_nobody_can_tell_whether_a_copy_is_as_it_was_released(honest: Path) -> None:
    found = trial(CheckRequest(copy=honest, search=FACES, lookers=nothing_found))
    assert not found.held
    assert "no manifest" in found.sentence


CUT = (Span(Tick(4), Tick(9)), Span(Tick(14), Tick(20)))
"""Numbers of frames that are kept, to be made ticks."""


def cut(original: Footage, profile: Profile, folder: Path) -> tuple[Path, Review]:
    """A copy with cuts, made by the real renderer, and what it was made from."""
    index = original.recording.index
    kept = tuple(Span(index.tick(s.start), index.tick(s.end)) for s in CUT)
    silence = Silence(id=SilenceId("s"), span=Span(index.tick(5), index.tick(16)))
    review = replace(decided(original), kept=kept).silencing([silence])
    target = folder / "cut.mp4"
    finished(render(RenderRequest(footage=original, review=review, profile=profile, target=target)))
    return target, review


@pytest.mark.parametrize("quality", list(Quality))
def test_a_copy_with_cuts_a_stamp_and_a_silence_settles_at_every_quality(
    tmp_path: Path, original: Footage, quality: Quality
) -> None:
    profile = Profile(quality=quality, stamp=Stamp(reference="AB 1"))
    copy, review = cut(original, profile, tmp_path)
    report = finished(check(request(copy, original, review=review, profile=profile)))
    found = by_point(report)
    assert [p for p in Point if not found[p].held] == []
    assert "14 pictures of the copy, 3 of them cards" in found[Point.TICKS].sentence
    assert "3 cards among them" in found[Point.SOUND].sentence


def test_a_copy_with_cuts_is_not_that_of_other_cuts(tmp_path: Path, original: Footage) -> None:
    copy, review = cut(original, Profile(), tmp_path)
    index = original.recording.index
    other = replace(review, kept=(Span(index.tick(4), index.tick(9)), Span(index.tick(14), index.tick(21))))
    assert not by_point(finished(check(request(copy, original, review=other))))[Point.TICKS].held
    moved = replace(review, kept=(Span(index.tick(3), index.tick(8)), Span(index.tick(14), index.tick(20))))
    found = by_point(finished(check(request(copy, original, review=moved))))
    assert not found[Point.COVERED].held


def test_a_stamp_that_is_not_there_is_seen(tmp_path: Path, honest: Path, original: Footage) -> None:
    found = by_point(finished(check(request(honest, original, profile=Profile(stamp=Stamp())))))
    assert not found[Point.COVERED].held
    assert "24 pictures not as decided" in found[Point.COVERED].sentence


def test_cuts_that_leave_nothing_leave_every_point_open(honest: Path, original: Footage) -> None:
    beyond = Span(Tick(10**9), Tick(10**9 + 5))
    review = replace(decided(original), kept=(beyond,))
    report = finished(check(request(honest, original, review=review)))
    assert not any(f.held for f in by_point(report).values())


def hanging(search: Search) -> list[Any]:
    """Detectors that are never ready."""
    while True:
        sleep(0.1)


def test_a_child_that_hangs_is_ended_and_its_point_does_not_hold(honest: Path, original: Footage) -> None:
    impatient = Limits(silence=3.0)
    report = finished(check(request(honest, original, lookers=hanging, limits=impatient)))
    found = by_point(report)
    assert not found[Point.DETECTORS].held
    assert "no sign of life" in found[Point.DETECTORS].sentence
    assert found[Point.COVERED].held
    assert report.verdict is Verdict.OPEN


@pytest.mark.skipif(os.name == "nt", reason="children are ended another way")
def test_children_that_are_killed_in_the_middle_leave_their_points_open(honest: Path, original: Footage) -> None:
    job = check(request(honest, original, lookers=hanging))

    def killing() -> Generator[Progress, None, CheckReport]:
        killed: set[int] = set()
        while True:
            try:
                step = next(job)
            except StopIteration as stop:
                report: CheckReport = stop.value
                return report
            left = [c for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]
            if step.done and len(left) == 1 and not killed:  # all but the one that hangs are through
                left[0].send_signal(signal.SIGKILL)
                killed.add(left[0].pid)
            yield step

    found = by_point(finished(killing()))
    assert [p for p in Point if not found[p].held] == [Point.DETECTORS]
    assert "stopped unexpectedly" in found[Point.DETECTORS].sentence


@pytest.mark.parametrize("beside", [False, True])
def test_a_copy_with_cuts_and_a_stamp_can_be_checked_by_whoever_has_it_and_its_manifest(
    tmp_path: Path, original: Footage, beside: bool
) -> None:
    profile = Profile(stamp=Stamp(reference="AB 1"))
    copy, review = cut(original, profile, tmp_path)
    seal(copy, original, review=review, profile=profile)
    job = check_alone(copy, original=original.path if beside else None, lookers=nothing_found)
    found = by_point(finished(job))
    assert {p: found[p].sentence for p in Point if not found[p].held} == {}


def test_another_picture_in_place_of_a_card_is_seen_without_the_original(tmp_path: Path, original: Footage) -> None:
    copy, review = cut(original, Profile(), tmp_path)
    index = original.recording.index
    longer = replace(review, kept=(Span(index.tick(5), index.tick(10)), Span(index.tick(14), index.tick(20))))
    seal(copy, original, review=longer)
    found = by_point(finished(check_alone(copy, lookers=nothing_found)))[Point.COVERED]
    assert not found.held
    assert "the first at 0:00:00.000 (picture 1)" in found.sentence
