"""A first look: how long footage is, and some frames of it, without reading it all."""

from fractions import Fraction
from pathlib import Path

import pytest

from reviewer.core.errors import FootageError
from reviewer.media.glance import glance
from tests.support.footage import Clip, Sound, make, number_in, truncate


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.ts", "a.avi"])
def test_length_and_rate_are_about_those_of_the_footage(tmp_path: Path, name: str) -> None:
    path = make(
        tmp_path / name,
        Clip(frames=75, rate=Fraction(25), sounds=(Sound(codec="mp2" if name == "a.avi" else "aac", duration=3),)),
    )
    with glance(path) as look:
        assert look.frames == pytest.approx(75, abs=4)
        assert look.rate == pytest.approx(25, rel=0.02)


def test_frames_come_from_the_keyframe_near_the_place_and_stand_upright(tmp_path: Path) -> None:
    clip = Clip(frames=90, gop=10, size=(240, 320), rotation=90)
    with glance(make(tmp_path / "a.mp4", clip)) as look:
        frames = look.some(0.5, count=8)
        numbers = [number_in(frame.luma) for frame in frames]
        assert (frames[0].width, frames[0].height) == (240, 320)
        assert numbers == list(range(numbers[0], numbers[0] + 8))
        assert numbers[0] % 10 == 0
        assert 30 <= numbers[0] <= 50
        assert number_in(look.some(0, count=1)[0].luma) == 0


def test_near_the_end_there_are_as_many_frames_as_there_are(tmp_path: Path) -> None:
    with glance(make(tmp_path / "a.mp4", Clip(frames=25, gop=10))) as look:
        assert 1 <= len(look.some(0.99, count=50)) <= 25


def test_footage_that_was_cut_off_is_looked_at_from_its_start(tmp_path: Path) -> None:
    path = truncate(make(tmp_path / "a.ts", Clip(frames=60, gop=10)), 0.5)
    with glance(path) as look:
        assert look.some(0.9, count=3)


def test_what_is_no_recording_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no recording", encoding="utf-8")
    with pytest.raises(FootageError, match=r"a\.mp4 is not a recording"), glance(tmp_path / "a.mp4"):
        pass
