"""The check hears what should not be heard, in each channel, and believes what was put there in its place."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.assembly import assembled
from reviewer.core.profile import Quality
from reviewer.core.silence import Treatment
from reviewer.core.timing import Span, Tick
from reviewer.media import treating, treatments
from reviewer.media.probe import probe
from reviewer.media.silencing import Heard, Hidden
from reviewer.media.unsilenced import Asked, listened
from tests.support.voices import recorded, sounded, voice

START, END = Fraction(1) + Fraction(1, 3), Fraction(2) + Fraction(1, 7)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    both = np.stack([voice(3.5), voice(3.5, seed=2, pitch=210)])
    return recorded(tmp_path_factory.mktemp("sound") / "a.mkv", both)


def index_of(path: Path) -> int:
    return probe(path).sounds[0].index


def asked(source: Path, *hidden: Hidden, beside: bool = True) -> Asked:
    recording = probe(source)
    return Asked(quiet={0: hidden}, sounds=recording.sounds, original=(source, recording) if beside else None)


@pytest.mark.parametrize("quality", Quality)
@pytest.mark.parametrize("treatment", Treatment)
def test_what_was_treated_holds_and_what_was_not_is_found(
    tmp_path: Path, source: Path, treatment: Treatment, quality: Quality
) -> None:
    hidden = Hidden(START, END, treatment)
    copy = sounded(source, tmp_path / "b.mp4", heard=Heard(quiet={index_of(source): (hidden,)}, quality=quality))
    found = listened(copy, asked(source, hidden))
    assert (found.leaks, found.stretches, found.untold) == ((), 2, 0)
    plain = sounded(source, tmp_path / "c.mp4", heard=Heard(quality=quality))
    (leak,) = listened(plain, asked(source, hidden)).leaks
    assert (leak.place, round(float(leak.start), 3), round(float(leak.end), 3)) == (0, 1.333, 2.143)
    assert leak.sentence.startswith("Sound stream 1 should")


@pytest.mark.parametrize("treatment", [Treatment.MUTE, Treatment.BLEEP, Treatment.NOISE])
def test_without_the_original_the_same_is_found(tmp_path: Path, source: Path, treatment: Treatment) -> None:
    hidden = Hidden(START, END, treatment)
    copy = sounded(source, tmp_path / "b.mp4", heard=Heard(quiet={index_of(source): (hidden,)}))
    assert listened(copy, asked(source, hidden, beside=False)).leaks == ()
    plain = sounded(source, tmp_path / "c.mp4", heard=Heard())
    assert listened(plain, asked(source, hidden, beside=False)).leaks


def test_of_a_disguise_the_copy_alone_tells_nothing_and_that_is_said(tmp_path: Path, source: Path) -> None:
    hidden = Hidden(START, END, Treatment.DISGUISE)
    found = listened(sounded(source, tmp_path / "b.mp4", heard=Heard()), asked(source, hidden, beside=False))
    assert (found.leaks, found.stretches, found.untold) == ((), 0, 2)


def test_a_channel_that_was_left_alone_is_named(tmp_path: Path, source: Path) -> None:
    left = Hidden(START, END, channels=frozenset({0}))
    copy = sounded(source, tmp_path / "b.mp4", heard=Heard(quiet={index_of(source): (left,)}))
    assert listened(copy, asked(source, left)).leaks == ()
    (leak,) = listened(copy, asked(source, Hidden(START, END))).leaks
    assert leak.sentence.startswith("Channel 2 of sound stream 1 should be silent from 0:00:01.333")


def test_a_voice_under_a_bleep_is_found(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = Hidden(START, END, Treatment.BLEEP)
    tone = treatments.tone
    spoken = voice(4) * np.float32(0.4)
    monkeypatch.setattr(treating, "tone", lambda f, n, rate: tone(f, n, rate=rate) + spoken[f : f + n])
    copy = sounded(source, tmp_path / "b.mp4", heard=Heard(quiet={index_of(source): (hidden,)}))
    assert listened(copy, asked(source, hidden, beside=False)).leaks


def test_the_original_under_noise_is_found_beside_it(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = Hidden(START, END, Treatment.NOISE)
    noise = treatments.noise
    spoken = voice(3.5) * np.float32(0.4)
    monkeypatch.setattr(treating, "noise", lambda f, n, level: noise(f, n, level=level) + spoken[f : f + n])
    copy = sounded(source, tmp_path / "b.mp4", heard=Heard(quiet={index_of(source): (hidden,)}))
    assert listened(copy, asked(source, hidden)).leaks


def test_a_silence_that_is_a_tenth_of_a_second_late_is_found(tmp_path: Path, source: Path) -> None:
    late = Hidden(START + Fraction(1, 10), END)
    copy = sounded(source, tmp_path / "b.mp4", heard=Heard(quiet={index_of(source): (late,)}))
    assert listened(copy, asked(source, Hidden(START, END))).leaks


def test_in_a_copy_that_leaves_something_out_stretches_are_listened_to_where_they_are(
    tmp_path: Path, source: Path
) -> None:
    recording = probe(source)
    base = recording.video.time_base
    kept = Span(Tick(round(1 / base)), Tick(round(3 / base)))
    assembly = assembled(recording.index, [kept], time_base=base)
    hidden = Hidden(START, END)
    heard = Heard(quiet={recording.sounds[0].index: (hidden,)}, assembly=assembly)
    copy = sounded(source, tmp_path / "b.mp4", heard=heard)
    question = replace(asked(source, hidden), assembly=assembly, time_base=base)
    found = listened(copy, question)
    assert found.leaks == ()
    assert found.stretches == 2 + 4, "the stretch and two cards, in two channels"
    loud = sounded(source, tmp_path / "c.mp4", heard=replace(heard, quiet={}))
    (leak,) = listened(loud, question).leaks
    assert float(leak.start) == pytest.approx(2 + 1 / 3, abs=1e-3)


def test_sound_under_a_card_is_found(tmp_path: Path, source: Path) -> None:
    recording = probe(source)
    base = recording.video.time_base
    assembly = assembled(recording.index, [Span(Tick(round(1 / base)), Tick(round(3 / base)))], time_base=base)
    plain = sounded(source, tmp_path / "b.mp4", heard=Heard())
    question = Asked(quiet={}, assembly=assembly, time_base=base)
    assert "where a card stands" in listened(plain, question).leaks[0].sentence


def test_a_silence_beyond_the_end_and_a_stream_that_is_not_there_are_no_leaks(tmp_path: Path, source: Path) -> None:
    copy = sounded(source, tmp_path / "b.mp4", heard=Heard())
    beyond = Hidden(Fraction(60), Fraction(70))
    assert listened(copy, Asked(quiet={0: (beyond,), 7: (Hidden(START, END),)})).leaks == ()


def test_single_channels_of_a_stream_that_was_mixed_down_cannot_be_told(tmp_path: Path) -> None:
    many = recorded(tmp_path / "a.mkv", np.stack([voice(3, seed=n) for n in range(8)]), codec="pcm_s16le", layout="7.1")
    one, all_of_them = Hidden(START, END, channels=frozenset({7})), Hidden(Fraction(0), Fraction(1))
    copy = sounded(many, tmp_path / "b.mp4", heard=Heard(quiet={index_of(many): (one, all_of_them)}))
    found = listened(copy, asked(many, one, all_of_them))
    assert (found.leaks, found.stretches, found.untold) == ((), 2, 1)
