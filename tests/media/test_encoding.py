"""Encoders for copies: what they give, what is taken out of it, and which of them serve."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.core.profile import Quality
from reviewer.media import encoding as module
from reviewer.media.encoding import (
    COARSEST,
    QUALITIES,
    Coded,
    Coding,
    EncoderError,
    FrameEncoder,
    coding_of,
    encoding_of,
)
from reviewer.media.hardware import HARDWARE, SOFTWARE, options_of
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.trial_encoding import try_out
from reviewer.media.user_data import units_of
from tests.support.footage import Clip, make


def coding(path: Path, *, encoder: str = SOFTWARE) -> Coding:
    recording = probe(path)
    encoding = encoding_of(Quality.BALANCED, encoder=encoder)
    return coding_of(path, recording, index=recording.index, encoding=encoding)


def frames(path: Path, recording: Recording) -> Iterator[Frame]:
    with FrameReader(path, recording) as reader:
        yield from reader.frames()


def encoded(path: Path) -> tuple[list[Coded], bytes]:
    encoder = FrameEncoder(coding(path))
    coded = [c for frame in frames(path, probe(path)) for c in encoder.take(frame)]
    return [*coded, *encoder.rest()], encoder.sets


def test_pictures_come_in_order_and_the_first_needs_no_other(tmp_path: Path) -> None:
    ticks = (0, 100, 150, 900, 901)
    clip = Clip(ticks=ticks, time_base=Fraction(1, 1000), rate=Fraction(4))
    coded, sets = encoded(make(tmp_path / "a.mp4", clip))
    assert [c.tick for c in coded] == list(ticks)
    assert coded[0].key
    assert [unit[0] & 31 for unit in units_of(sets)] == [7, 8]
    assert all({unit[0] & 31 for unit in units_of(c.data)} <= {1, 5} for c in coded)


def test_a_picture_that_needs_no_other_comes_at_least_so_often(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_RUN", 10)
    coded, _ = encoded(make(tmp_path / "a.mp4", Clip(frames=45)))
    keys = [number for number, c in enumerate(coded) if c.key] + [len(coded)]
    assert max(b - a for a, b in pairwise(keys)) <= 10


def test_what_an_encoder_repeats_or_adds_is_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=12))
    plain, sets = encoded(path)
    more = {"x264-params": "aud=1:repeat-headers=1", "preset": "superfast", "crf": "20", "bf": "0"}
    monkeypatch.setattr(module, "options_of", lambda *_, **__: more)
    repeated, same = encoded(path)
    assert same == sets
    assert [c.tick for c in repeated] == [c.tick for c in plain]
    assert all({unit[0] & 31 for unit in units_of(c.data)} <= {1, 5} for c in repeated)


def test_our_own_encoder_passes_the_trial(tmp_path: Path) -> None:
    try_out(coding(make(tmp_path / "a.mp4", Clip(frames=6))))


@pytest.mark.parametrize(
    ("encoder", "said"),
    [
        ("h264_none", "There is no encoder h264_none"),
        ("mpeg4", "does not say its parameters"),
        ("libx265", "."),
    ],
)
def test_an_encoder_that_does_not_give_what_a_copy_needs_is_refused(tmp_path: Path, encoder: str, said: str) -> None:
    with pytest.raises(EncoderError, match=said):
        try_out(coding(make(tmp_path / "a.mp4", Clip(frames=6)), encoder=encoder))


def test_encoders_of_the_graphics_are_left_alone_where_pictures_are_interlaced_or_odd(tmp_path: Path) -> None:
    interlaced = coding(make(tmp_path / "a.mp4", Clip(frames=6, interlaced=True)))
    odd = replace(coding(make(tmp_path / "b.mp4", Clip(frames=6))), pixels="yuv444p")
    for one in (interlaced, odd):
        with pytest.raises(EncoderError, match="interlaced pictures or for odd sizes"):
            try_out(one)


def test_an_encoder_that_shows_something_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = {"preset": "superfast", "crf": "51", "bf": "0"}
    monkeypatch.setattr(module, "options_of", lambda *_, **__: bad)
    monkeypatch.setattr("reviewer.media.trial_encoding.LEAST_LIKENESS", 45.0)
    with pytest.raises(EncoderError, match="does not look like"):
        try_out(coding(make(tmp_path / "a.mp4", Clip(frames=6))))


def test_every_quality_stays_within_what_the_check_bears_and_every_encoder_is_told_it() -> None:
    assert max(encoding.crf for encoding in QUALITIES.values()) <= COARSEST
    for name in HARDWARE:
        told = {quality: options_of(name, crf=e.crf, preset=e.preset) for quality, e in QUALITIES.items()}
        assert len({tuple(options.items()) for options in told.values()}) == len(Quality)
        assert not any("{" in value for options in told.values() for value in options.values())


@pytest.mark.parametrize("size", [(64, 48), (65, 49)])
def test_a_frame_in_the_encoders_own_room_is_encoded_as_it_was_changed_there(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = make(tmp_path / "a.mkv", Clip(frames=4, size=size, codec="ffv1"))
    plain, roomy = FrameEncoder(coding(path)), FrameEncoder(coding(path))
    given, wanted = list[Coded](), list[Coded]()
    for frame in frames(path, probe(path)):
        room = roomy.room(frame)
        room.luma[10:20, 10:20] = 7
        changed = frame.luma.copy()
        changed[10:20, 10:20] = 7
        given += [*roomy.take(replace(room, tick=frame.tick))]
        wanted += [*plain.take(replace(frame, luma=changed))]
        assert not frame.luma.flags.writeable
    assert [*given, *roomy.rest()] == [*wanted, *plain.rest()]
    assert len(wanted) >= 3
