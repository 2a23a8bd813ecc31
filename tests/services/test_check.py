"""The whole check, in its child processes."""

import os
import signal
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from reviewer.core.copy import CheckReport, Copy, Finding, Point, Verdict
from reviewer.core.detection import Subject
from reviewer.core.errors import CheckError, FootageError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.settings import ModelPack, Search
from reviewer.core.silence import Silence, SilenceId
from reviewer.media.fingerprint import fingerprint
from reviewer.services.check import CheckRequest, check
from reviewer.services.check_alone import check_alone
from reviewer.services.jobs import Progress, finished
from reviewer.services.manifest import manifest_name, manifest_of, read_manifest, write_manifest
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


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage(tmp_path_factory.mktemp("footage"))


@pytest.fixture(scope="module")
def honest(original: Footage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with its manifest beside it."""
    copy = copied(original, tmp_path_factory.mktemp("copies") / "copy.mp4")
    seal(copy, original)
    return copy


def seal(copy: Path, original: Footage) -> None:
    released = Copy(
        footage=original.id,
        path=copy,
        sha256=fingerprint(copy),
        profile=Profile(),
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport(()),
    )
    manifest = manifest_of(released, original, review=decided(original), search=FACES, product="test")
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
    assert "fingerprint" in found[Point.CONTENTS].sentence


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
    assert not found[Point.CONTENTS].held
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
    found = by_point(finished(check(request(honest, original, review=review))))[Point.CONTENTS]
    assert not found.held
    assert "Sound stream 1 should be silent from 0:00:00.000" in found.sentence
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(honest.read_bytes())
    manifest = read_manifest(manifest_name(honest))
    write_manifest(replace(manifest, review=review), manifest_name(copy))
    report = finished(check_alone(copy, lookers=nothing_found))
    assert "should be silent" in by_point(report)[Point.CONTENTS].sentence
