"""What the file system says against an original, at once and without reading it."""

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.errors import FootageError
from reviewer.services.intake import found_again, take_in
from reviewer.services.jobs import finished
from reviewer.services.originals import stamp_of, trouble_with
from tests.support.footage import Clip, make


def test_an_original_in_its_place_and_size_gives_no_cause_for_trouble(tmp_path: Path) -> None:
    footage = finished(take_in(make(tmp_path / "a.mp4", Clip(frames=6))))
    assert trouble_with(footage) == ""
    assert "altered" in trouble_with(replace(footage, size=footage.size + 1))
    footage.path.unlink()
    assert "is not where it was" in trouble_with(footage)
    assert stamp_of(footage) is None


def test_only_the_very_same_recording_is_found_again(tmp_path: Path) -> None:
    footage = finished(take_in(make(tmp_path / "a.mp4", Clip(frames=6))))
    moved = footage.path.rename(tmp_path / "b.mp4")
    assert finished(found_again(footage, moved)) == moved
    altered = tmp_path / "c.mp4"
    body = bytearray(moved.read_bytes())
    body[-1] ^= 1
    altered.write_bytes(bytes(body))
    for other in (altered, make(tmp_path / "d.mp4", Clip(frames=7))):
        with pytest.raises(FootageError, match="is not the recording that was taken in"):
            finished(found_again(footage, other))
