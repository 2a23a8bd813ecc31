"""The comparison of a copy's pictures with what was decided catches every way of being wrong, and no honest copy."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.copy import CheckReport, Copy
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.core.profile import Profile, Quality
from reviewer.core.region import Keyframe, Region, Shape
from reviewer.core.review import Review, of
from reviewer.core.settings import Search
from reviewer.media.fingerprint import fingerprint
from reviewer.services.manifest import Manifest, manifest_of
from tests.services.check_scenes import CLIP, copied, decided, footage, looked, textured, with_luma
from tests.support.footage import Clip, Sound, truncate


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage(tmp_path_factory.mktemp("footage"))


def moved(review: Review, pixels: float) -> Review:
    def shifted(region: Region) -> Region:
        path = [(k, k.box.moved(pixels, 0)) for k in region.keyframes]
        outlines = [k.outline.carried(k.box, box) if k.outline is not None else None for k, box in path]
        boxes = [outline.box if outline is not None else box for (_, box), outline in zip(path, outlines, strict=True)]
        keyframes = [Keyframe(k.tick, b, o) for (k, _), b, o in zip(path, boxes, outlines, strict=True)]
        return replace(region, keyframes=tuple(keyframes))

    return of(shifted(r) for r in review.regions.values())


def manifest_for(copy: Path, original: Footage, review: Review) -> Manifest:
    released = Copy(
        footage=original.id,
        path=copy,
        sha256=fingerprint(copy),
        profile=Profile(),
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport(()),
    )
    return manifest_of(released, original, review=review, search=Search(), product="test")


def grey(number: int, rgb: NDArray[np.uint8]) -> None:
    """No colour: that of odd pictures is smoothed when it is halved."""
    textured(number, rgb)
    rgb[:] = rgb[..., :1]


def noisy(number: int, rgb: NDArray[np.uint8]) -> None:
    """Detail under the grain of a sensor at night."""
    textured(number, rgb)
    grain = np.random.default_rng(number).normal(0, 20, rgb.shape[:2])[..., None]
    rgb[:] = np.clip(rgb // 2 + grain, 0, 255).astype(np.uint8)


HONEST = {
    "panning": CLIP,
    "noisy": replace(CLIP, paint=noisy),
    "noise alone": replace(CLIP, noise=60),
    "still": Clip(frames=24, sounds=(Sound(duration=0.8),)),
    "dark": replace(CLIP, paint=lambda n, rgb: (textured(n, rgb), np.floor_divide(rgb, 8, out=rgb))[0]),
    "fast": replace(CLIP, paint=lambda n, rgb: textured(n * 17 % 40, rgb)),
    "cuts": replace(CLIP, paint=lambda n, rgb: textured(n // 5 * 7, rgb)),
    "flashes": replace(CLIP, paint=lambda n, rgb: rgb.fill(235 if n % 6 == 0 else 20)),
    "odd": replace(CLIP, size=(321, 241), pixel_format="yuv444p", paint=grey),
    "turned": replace(CLIP, size=(240, 320), rotation=90),
    "interlaced": replace(CLIP, interlaced=True),
    "full range": replace(CLIP, full_range=True),
    "late": replace(CLIP, rate=Fraction(30000, 1001), first=38, sounds=()),
    "long ticks": replace(CLIP, ticks=(0, 7, 10, 50, 51, 90), time_base=Fraction(1, 90), frames=6, sounds=()),
}


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_copy_is_what_was_decided(tmp_path: Path, name: str) -> None:
    source = footage(tmp_path, HONEST[name])
    copy = copied(source, tmp_path / "copy.mp4")
    look = looked(copy, source)
    assert (look.times, look.wrong, look.first_box) == (None, 0, None)
    assert look.frames == len(source.recording.index)
    assert look.regions == 5 * look.frames
    alone = looked(copy, None, manifest=manifest_for(copy, source, decided(source)), review=decided(source))
    assert (alone.times, alone.wrong, alone.frames) == (None, 0, look.frames)


def test_one_picture_with_nothing_covered_is_caught(tmp_path: Path, original: Footage) -> None:
    copy = copied(original, tmp_path / "copy.mp4", spoil=lambda n, plain, done: plain if n == 11 else done)
    look = looked(copy, original)
    assert (look.wrong, look.bare, look.first) == (1, 1, 11)
    assert look.first_time == pytest.approx(11 / 30)


def test_one_region_left_out_is_caught(tmp_path: Path, original: Footage) -> None:
    for name in decided(original).regions:
        copy = copied(original, tmp_path / f"{name}.mp4", review=decided(original).without([name]))
        look = looked(copy, original)
        assert look.wrong == look.frames, name


def test_the_whole_box_of_a_polygon_covered_is_caught(tmp_path: Path, original: Footage) -> None:
    regions = decided(original).regions
    assert [r.id for r in regions.values() if r.shape is Shape.POLYGON] == ["e"]
    boxes = decided(original).adding([replace(r, shape=Shape.RECTANGLE) for r in regions.values() if r.id == "e"])
    look = looked(copied(original, tmp_path / "copy.mp4", review=boxes), original)
    assert (look.wrong, look.altered, look.bare) == (look.frames, look.frames, 0)


@pytest.mark.parametrize("pixels", [-12, 6, 12])
def test_regions_in_another_place_are_caught(tmp_path: Path, original: Footage, pixels: float) -> None:
    copy = copied(original, tmp_path / "copy.mp4", review=moved(decided(original), pixels))
    look = looked(copy, original)
    assert look.wrong == look.frames


def test_a_region_a_picture_late_is_caught(tmp_path: Path, original: Footage) -> None:
    copy = copied(original, tmp_path / "copy.mp4", review=moved(decided(original), -10))
    assert looked(copy, original).wrong


@pytest.mark.parametrize("part", [0.12, 0.3])
def test_an_original_that_shows_through_faintly_is_caught(tmp_path: Path, original: Footage, part: float) -> None:
    def leak(_: int, plain: Frame, done: Frame) -> Frame:
        return replace(done, luma=(done.luma * (1 - part) + plain.luma * part).astype(np.uint8))

    look = looked(copied(original, tmp_path / "copy.mp4", spoil=leak), original)
    assert look.shown + look.bare >= look.frames


def test_a_small_hole_in_a_cover_is_caught(tmp_path: Path, original: Footage) -> None:
    def hole(_: int, plain: Frame, done: Frame) -> Frame:
        return with_luma(done, lambda luma: np.copyto(luma[150:160, 50:60], plain.luma[150:160, 50:60]))

    look = looked(copied(original, tmp_path / "copy.mp4", spoil=hole), original)
    assert look.altered == look.frames


def test_colour_of_the_original_in_a_cover_is_caught(tmp_path: Path, original: Footage) -> None:
    def colourful(_: int, plain: Frame, done: Frame) -> Frame:
        return replace(done, blue=plain.blue, red=plain.red)

    assert looked(copied(original, tmp_path / "copy.mp4", spoil=colourful), original).wrong


@pytest.mark.parametrize("number", [0, 12, 23])
def test_an_area_changed_outside_is_caught(tmp_path: Path, original: Footage, number: int) -> None:
    def stain(at: int, _: Frame, done: Frame) -> Frame:
        return with_luma(done, lambda luma: luma[200:216, 250:266].fill(128)) if at == number else done

    look = looked(copied(original, tmp_path / "copy.mp4", spoil=stain), original)
    assert (look.altered, look.bare, look.first) == (1, 0, number)
    assert look.first_box is not None
    assert look.first_box.contains(258, 208)


def test_one_more_rectangle_is_caught(tmp_path: Path, original: Footage) -> None:
    extra = of([replace(r, id="more") for r in moved(decided(original), 120).regions.values()][:1])
    copy = copied(original, tmp_path / "copy.mp4", review=decided(original).adding(extra.regions.values()))
    look = looked(copy, original)
    assert look.altered == look.frames


def test_swapped_pictures_are_caught(tmp_path: Path, original: Footage) -> None:
    kept: list[Frame] = []

    def swap(number: int, _: Frame, done: Frame) -> Frame:
        kept.append(done)
        return replace(kept[number - 1 if number in (9, 10) else number], tick=done.tick)

    assert looked(copied(original, tmp_path / "copy.mp4", spoil=swap), original).altered == 2


def test_a_repeated_picture_is_caught(tmp_path: Path, original: Footage) -> None:
    kept: list[Frame] = []

    def freeze(number: int, _: Frame, done: Frame) -> Frame:
        kept.append(done)
        return replace(kept[min(number, 20)], tick=done.tick)

    look = looked(copied(original, tmp_path / "copy.mp4", spoil=freeze), original)
    assert (look.first, look.altered) == (21, 3)


def test_a_copy_of_something_longer_or_shorter_is_caught(tmp_path: Path, original: Footage) -> None:
    shorter = footage(tmp_path, replace(CLIP, frames=20), name="shorter.mp4")
    assert "ends after 20 pictures" in str(looked(copied(shorter, tmp_path / "a.mp4"), original).times)
    assert "ends after 20 pictures" in str(looked(copied(original, tmp_path / "b.mp4"), shorter).times)


def test_a_picture_at_another_time_is_caught(tmp_path: Path) -> None:
    ticks = [0, 10, 20, 30, 40]
    clip = replace(CLIP, ticks=tuple(ticks), time_base=Fraction(1, 300), sounds=())
    source = footage(tmp_path, clip)
    other = footage(tmp_path, replace(clip, ticks=(0, 10, 21, 30, 40)), name="other.mp4")
    look = looked(copied(other, tmp_path / "copy.mp4"), source)
    assert look.frames == 2
    assert "Picture 3 is shown at" in str(look.times)


def test_another_size_is_caught(tmp_path: Path, original: Footage) -> None:
    other = footage(tmp_path, replace(CLIP, size=(336, 240)), name="other.mp4")
    assert "336 by 240" in str(looked(copied(other, tmp_path / "copy.mp4"), original).times)


def test_missing_or_shorter_sound_is_caught(tmp_path: Path, original: Footage) -> None:
    copy = copied(original, tmp_path / "copy.mp4")
    assert "1 sound streams and should have 2" in str(looked(copy, original, sounds=2).times)
    brief = footage(tmp_path, replace(CLIP, sounds=(Sound(duration=0.5),)), name="brief.mp4")
    assert "Sound stream 1 runs" in str(looked(copied(brief, tmp_path / "brief-copy.mp4"), original).times)


def test_a_copy_that_stops_in_the_middle_is_caught(tmp_path: Path, original: Footage) -> None:
    copy = truncate(copied(original, tmp_path / "copy.mp4"), 0.6)
    try:
        look = looked(copy, original)
    except FootageError:
        return
    assert look.times is not None


def test_without_the_original_the_manifest_still_tells_covers_and_times(tmp_path: Path, original: Footage) -> None:
    review = decided(original)
    copy = copied(original, tmp_path / "copy.mp4", spoil=lambda n, plain, done: plain if n == 11 else done)
    manifest = manifest_for(copy, original, review)
    look = looked(copy, None, manifest=manifest, review=review)
    assert (look.times, look.bare, look.first, look.shown) == (None, 1, 11, 0)
    other = replace(manifest, times="0" * 64)
    assert "sealed with" in str(looked(copy, None, manifest=other, review=review).times)


def test_without_the_original_covers_in_another_place_are_caught(tmp_path: Path, original: Footage) -> None:
    copy = copied(original, tmp_path / "copy.mp4", review=moved(decided(original), 12))
    look = looked(copy, None, manifest=manifest_for(copy, original, decided(original)), review=decided(original))
    assert look.wrong == look.frames


@pytest.mark.parametrize("part", [0.12, 1.0])
def test_what_shows_through_is_caught_at_the_smallest_quality_as_well(
    tmp_path: Path, original: Footage, part: float
) -> None:
    def leak(_: int, plain: Frame, done: Frame) -> Frame:
        return replace(done, luma=(done.luma * (1 - part) + plain.luma * part).astype(np.uint8))

    copy = copied(original, tmp_path / "copy.mp4", spoil=leak)
    for profile in (Profile(quality=Quality.SMALLEST), Profile(hardware=True)):
        look = looked(copy, original, profile=profile)
        assert look.shown + look.bare >= look.frames
