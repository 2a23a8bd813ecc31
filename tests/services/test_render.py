"""Copies rendered by real children: the same whoever rendered them, with what is there already used again."""

import errno
import hashlib
import os
import sys
from collections.abc import Callable, Generator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.detection import Subject
from reviewer.core.errors import DiskError, FootageError
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, Quality
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.core.timing import Span, Tick
from reviewer.media import parts as part_files
from reviewer.media.parts import SUFFIX, PartWriter, part_at
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services import render as module
from reviewer.services import rendering
from reviewer.services.intake import take_in
from reviewer.services.jobs import Progress, finished
from reviewer.services.render import Rendered, RenderRequest, render
from reviewer.services.rendering_encoder import Chosen
from tests.support.footage import Clip, Sound, corrupt, make, number_in
from tests.support.processes import children, until

TEN = Fraction(10)
CLIP = Clip(frames=60, rate=TEN, gop=10, b_frames=2, sounds=(Sound(duration=6.0, tone=440.0),))


def taken(path: Path, clip: Clip = CLIP) -> Footage:
    return finished(take_in(make(path, clip)))


def spot(name: str, first: int, *, last: int, x: float = 200) -> Region:
    keyframes = (Keyframe(Tick(first), Box(x, 30.0, 40, 30)), Keyframe(Tick(last), Box(x + 40, 60.0, 40, 30)))
    return Region(id=RegionId(name), subject=Subject.FACE, span=Span(Tick(first), Tick(last)), keyframes=keyframes)


REVIEW = of([spot("one", 0, last=60), spot("two", 25, last=31, x=170)])


def rendered(footage: Footage, target: Path, *, review: Review = REVIEW, parts: Path | None = None) -> Rendered:
    request = RenderRequest(footage=footage, review=review, profile=Profile(), target=target, parts=parts)
    return finished(render(request))


def by(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have so many children encode at once, where there are tasks for them, however little there is to encode."""
    monkeypatch.setattr(rendering, "cores", lambda: count)
    monkeypatch.setattr(rendering, "SMALL", 0)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def shown(path: Path) -> list[int]:
    recording = probe(path)
    with FrameReader(path, recording) as reader:
        return [number_in(frame.luma) for frame in reader.frames()]


def test_several_processes_write_the_same_copy_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    footage = taken(tmp_path / "a.mp4")
    rendered(footage, tmp_path / "alone.mp4")
    by(1, monkeypatch)
    one = rendered(footage, tmp_path / "one.mp4")
    by(3, monkeypatch)
    several = rendered(footage, tmp_path / "several.mp4")
    assert len({digest(tmp_path / f"{name}.mp4") for name in ("alone", "one", "several")}) == 1
    assert one.ticks.tolist() == several.ticks.tolist() == footage.recording.index.ticks.tolist()
    assert shown(tmp_path / "one.mp4") == list(range(60))
    assert (one.segments, one.reused, one.encoder, one.note) == (several.segments, 0, "libx264", "")
    assert one.segments >= 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "alone.mp4", "one.mp4", "several.mp4"]


def test_what_is_there_is_used_again_and_only_what_changed_is_rendered(tmp_path: Path) -> None:
    footage, parts = taken(tmp_path / "a.mp4"), tmp_path / "parts"
    first = rendered(footage, tmp_path / "1.mp4", parts=parts)
    again = rendered(footage, tmp_path / "2.mp4", parts=parts)
    assert (again.segments, again.reused) == (0, first.segments)
    assert digest(tmp_path / "1.mp4") == digest(tmp_path / "2.mp4")
    changed = REVIEW.adding([spot("two", 25, last=31, x=240)])
    third = rendered(footage, tmp_path / "3.mp4", review=changed, parts=parts)
    assert (third.segments, third.reused) == (1, first.segments - 1)
    rendered(footage, tmp_path / "4.mp4", review=changed)
    assert digest(tmp_path / "3.mp4") == digest(tmp_path / "4.mp4") != digest(tmp_path / "1.mp4")
    assert len(list(parts.glob(f"*{SUFFIX}"))) == first.segments  # what no copy needs any more is gone


@pytest.mark.parametrize("harm", ["cut short", "altered", "empty"])
def test_a_part_that_is_not_whole_is_rendered_anew(tmp_path: Path, harm: str) -> None:
    footage, parts = taken(tmp_path / "a.mp4"), tmp_path / "parts"
    first = rendered(footage, tmp_path / "1.mp4", parts=parts)
    part = sorted(parts.iterdir())[0]
    data = part.read_bytes()
    middle = len(data) // 2
    altered = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    part.write_bytes({"cut short": data[:-40], "altered": altered, "empty": b""}[harm])
    again = rendered(footage, tmp_path / "2.mp4", parts=parts)
    assert (again.segments, again.reused) == (1, first.segments - 1)
    assert digest(tmp_path / "1.mp4") == digest(tmp_path / "2.mp4")


def test_no_part_is_kept_of_an_original_that_was_touched_meanwhile(tmp_path: Path) -> None:
    footage, parts = taken(tmp_path / "a.mp4"), tmp_path / "parts"
    rendered(footage, tmp_path / "1.mp4", parts=parts)
    assert list(parts.iterdir())
    request = RenderRequest(footage=footage, review=Review(), profile=Profile(), target=tmp_path / "2.mp4", parts=parts)
    job = render(request)
    next(job)
    os.utime(footage.path, (1, 1))
    assert len(finished(job).ticks) == 60
    assert not list(parts.iterdir())


def test_a_place_where_no_parts_can_be_kept_is_said(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4")
    (tmp_path / "parts").write_text("a file")
    with pytest.raises(DiskError, match="cannot be written"):
        rendered(footage, tmp_path / "b.mp4", parts=tmp_path / "parts")
    assert not (tmp_path / "b.mp4").exists()


@pytest.mark.parametrize("left", ["all", "none"])
def test_parts_of_another_encoder_are_not_mixed_with_ours(tmp_path: Path, left: str) -> None:
    footage, parts = taken(tmp_path / "a.mp4"), tmp_path / "parts"
    rendered(footage, tmp_path / "1.mp4", parts=parts)
    files = sorted(parts.iterdir())
    _with_other_sets(files[0])
    if left == "none":
        for path in files[1:]:
            path.unlink()  # so that what is there agrees with itself, and only what comes does not
    rendered(footage, tmp_path / "2.mp4", parts=parts)
    assert digest(tmp_path / "1.mp4") == digest(tmp_path / "2.mp4")


def _with_other_sets(path: Path) -> None:
    part = part_at(path)
    assert part is not None
    sets = bytearray(part.sets)
    sets[7] ^= 1  # the level, in which an encoder of other settings differs
    writer = PartWriter(path, bytes(sets))
    writer.take(list(part.read(at=0)))
    writer.finish(corrupt=0)


def test_damaged_footage_is_decoded_from_the_start_whoever_renders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make(tmp_path / "a.mp4", replace(CLIP, b_frames=0, sounds=()))
    corrupt(source, {23, 24, 47})
    footage = finished(take_in(source))
    with FrameReader(source, footage.recording) as reader:
        whole = [frame.tick for frame in reader.frames()]
        bad = reader.corrupt
    assert bad
    copies = []
    for count in (1, 3):
        if count > 1:
            by(count, monkeypatch)
        result = rendered(footage, tmp_path / f"{count}.mp4", parts=tmp_path / "parts" / str(count))
        assert (result.ticks.tolist(), result.corrupt) == (whole, bad)
        copies.append(digest(tmp_path / f"{count}.mp4"))
    again = rendered(footage, tmp_path / "again.mp4", parts=tmp_path / "parts" / "3")
    assert (again.ticks.tolist(), again.corrupt) == (whole, bad)
    assert {*copies, digest(tmp_path / "again.mp4")} == {copies[0]}


def test_footage_without_an_index_is_rendered_by_one_child(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.ts", replace(CLIP, time_base=Fraction(1, 90000), sounds=()))
    result = rendered(footage, tmp_path / "b.mp4", review=Review(), parts=tmp_path / "parts")
    assert result.ticks.tolist() == footage.recording.index.ticks.tolist()
    assert shown(tmp_path / "b.mp4") == list(range(60))
    one = sorted((tmp_path / "parts").iterdir())[0]
    one.unlink()
    again = rendered(footage, tmp_path / "c.mp4", review=Review(), parts=tmp_path / "parts")
    assert (again.segments, again.reused) == (1, result.segments - 1)
    assert digest(tmp_path / "b.mp4") == digest(tmp_path / "c.mp4")


def test_only_what_is_kept_is_shown_with_a_card_for_the_rest(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4")
    review = replace(REVIEW, kept=(Span(Tick(7), Tick(20)), Span(Tick(33), Tick(60))))
    result = rendered(footage, tmp_path / "b.mp4", review=review, parts=tmp_path / "parts")
    assert result.ticks.tolist() == [0, *range(20, 33), 33, *range(53, 80)]
    copy = probe(tmp_path / "b.mp4")
    assert copy.index.ticks.tolist() == result.ticks.tolist()
    assert copy.index.end == 80
    with FrameReader(tmp_path / "b.mp4", copy) as reader:
        frames = list(reader.frames())
    numbers = [number_in(frame.luma) for frame in frames if frame.tick not in {0, 33}]
    assert numbers == [*range(7, 20), *range(33, 60)]
    nearer = replace(review, kept=(Span(Tick(7), Tick(20)), Span(Tick(35), Tick(60))))
    again = rendered(footage, tmp_path / "c.mp4", review=nearer, parts=tmp_path / "parts")
    assert again.reused >= 2


def test_progress_counts_frames_and_never_goes_back(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4")
    request = RenderRequest(footage=footage, review=REVIEW, profile=Profile(), target=tmp_path / "b.mp4")
    told: list[Progress] = list(render(request))
    assert {p.total for p in told} == {60}
    counts = [p.done for p in told]
    assert counts == sorted(counts)
    assert counts[-1] == 60


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Footage of several segments that keeps an encoder busy for a while."""
    clip = replace(CLIP, frames=120, noise=40, sounds=())
    return make(tmp_path_factory.mktemp("longer") / "a.mp4", clip).read_bytes()


def brought(path: Path, recording: bytes) -> Footage:
    path.write_bytes(recording)
    return finished(take_in(path))


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("steps", [0, 1, 8])
def test_cancelling_ends_all_children_and_leaves_nothing_partial(
    tmp_path: Path, longer: bytes, steps: int, several: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    footage = brought(tmp_path / "a.mp4", longer)
    if several:
        by(2, monkeypatch)
    parts = tmp_path / "parts"
    job = render(
        RenderRequest(footage=footage, review=REVIEW, profile=Profile(), target=tmp_path / "b.mp4", parts=parts)
    )
    for _ in range(steps):
        next(job)
    job.close()
    until(lambda: not children())
    assert {path.name for path in tmp_path.iterdir()} <= {"a.mp4", "parts"}
    assert all(part_at(path) is not None for path in (parts.iterdir() if parts.exists() else ()))


@pytest.mark.parametrize("several", [False, True])
def test_cancelling_halfway_keeps_what_is_whole(
    tmp_path: Path, longer: bytes, several: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    footage = brought(tmp_path / "a.mp4", longer)
    if several:
        by(2, monkeypatch)
    parts = tmp_path / "parts"
    job = render(
        RenderRequest(footage=footage, review=REVIEW, profile=Profile(), target=tmp_path / "b.mp4", parts=parts)
    )
    next(job)
    until(lambda: next(job) is not None and any(parts.glob(f"*{SUFFIX}")))
    job.close()
    assert not (tmp_path / "b.mp4").exists()
    assert not list(parts.glob(".*"))
    assert rendered(footage, tmp_path / "c.mp4", parts=parts).reused >= 1


def test_without_an_encoder_in_the_graphics_the_programs_own_is_used_and_that_is_said(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("this computer may have one")
    footage = taken(tmp_path / "a.mp4")
    request = RenderRequest(footage=footage, review=REVIEW, profile=Profile(hardware=True), target=tmp_path / "b.mp4")
    result = finished(render(request))
    assert result.encoder == "libx264"
    assert "h264_nvenc" in result.note
    assert "h264_mf" in result.note
    rendered(footage, tmp_path / "c.mp4")
    assert digest(tmp_path / "b.mp4") == digest(tmp_path / "c.mp4")


def test_an_encoder_that_fails_on_the_way_is_given_up_and_all_is_rendered_by_the_programs_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    footage = taken(tmp_path / "a.mp4")
    monkeypatch.setattr(module, "chosen_encoder", _choosing("h264_none"))
    result = rendered(footage, tmp_path / "b.mp4")
    assert result.encoder == "libx264"
    assert result.note.startswith("h264_none failed")
    assert shown(tmp_path / "b.mp4") == list(range(60))


def _choosing(name: str) -> Callable[..., object]:
    def chosen(*_: object) -> Generator[Progress, None, Chosen]:
        yield Progress(0, 1)
        return Chosen(name)

    return chosen


@pytest.mark.parametrize("quality", Quality)
def test_every_quality_renders_and_better_ones_are_larger(tmp_path: Path, quality: Quality) -> None:
    footage = taken(tmp_path / "a.mp4", replace(CLIP, frames=20, noise=20, sounds=()))
    request = RenderRequest(
        footage=footage, review=Review(), profile=Profile(quality=quality), target=tmp_path / "b.mp4"
    )
    assert len(finished(render(request)).ticks) == 20
    usual = rendered(footage, tmp_path / "c.mp4", review=Review())
    assert len(usual.ticks) == 20
    sizes = [(tmp_path / name).stat().st_size for name in ("b.mp4", "c.mp4")]
    order = list(Quality).index(quality) - list(Quality).index(Quality.BALANCED)
    assert np.sign(sizes[0] - sizes[1]) == np.sign(order)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4")
    with pytest.raises(DiskError, match=r"no folder|cannot be written"):
        rendered(footage, tmp_path / "none" / "b.mp4", parts=tmp_path / "parts")


def test_an_original_that_is_gone_is_said(tmp_path: Path) -> None:
    footage = taken(tmp_path / "a.mp4")
    footage.path.unlink()
    with pytest.raises(FootageError, match="no file"):
        rendered(footage, tmp_path / "b.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object, *, size: int) -> bytes:
        raise OSError(errno.ENOSPC, f"no space for {size} bytes")

    writer = PartWriter(tmp_path / f"a{SUFFIX}", b"\x00\x00\x00\x01\x67")
    monkeypatch.setattr(part_files, "_digest", full)
    with pytest.raises(DiskError, match="no room left on the disk for the copy"):
        writer.finish(corrupt=0)
    writer.drop()
    assert list(tmp_path.iterdir()) == []
