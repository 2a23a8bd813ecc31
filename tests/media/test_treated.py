"""The samples that are handed to the encoder: hidden to the sample, the rest as recorded, whatever the stream."""

from collections.abc import Sequence
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from reviewer.core.assembly import Assembly, assembled
from reviewer.core.footage import AudioStream
from reviewer.core.profile import Quality, SoundPolicy
from reviewer.core.silence import Treatment
from reviewer.core.timing import Span, Tick
from reviewer.media.cutting import Cuts
from reviewer.media.decoding import packets
from reviewer.media.opening import open_footage
from reviewer.media.probe import probe
from reviewer.media.resampled import Mixer
from reviewer.media.silencing import Heard, Hidden
from reviewer.media.treated import Plan, TreatedSound
from tests.support.footage import Clip, Sound, corrupt, make
from tests.support.voices import RATE, Samples, correlation, loud, recorded, samples_of, sounded, voice

START, END = Fraction(1) + Fraction(1, 3), Fraction(2) + Fraction(1, 7)
FIRST, STOP = 64_000, 102_858
"""The first sample that the stretch touches, and the one after the last."""


def handed_over(source: Path, hidden: Sequence[Hidden] = (), *, assembly: Assembly | None = None) -> Samples:
    """All that the encoder gets of the first stream."""
    recording = probe(source)
    sound = recording.sounds[0]
    cuts = Cuts.of(assembly, time_base=recording.video.time_base, rate=RATE)
    work = TreatedSound(sound, Plan(rate=RATE, latest=60, hidden=hidden, cuts=cuts))
    blocks = []
    with closing(open_footage(source)) as container:
        for packet in packets(container, container.streams[sound.index]):
            blocks += list(work.take(packet))
        blocks += list(work.finish())
    return np.concatenate([block for _, block in blocks], axis=1)


@pytest.mark.parametrize("treatment", Treatment)
@pytest.mark.parametrize("channels", [1, 2, 6, 8])
def test_hidden_samples_are_hidden_and_all_others_are_the_recorded_ones_bit_for_bit(
    tmp_path: Path, channels: int, treatment: Treatment
) -> None:
    layout, codec = ("7.1", "pcm_s16le") if channels == 8 else ("", "pcm_f32le")
    spoken = np.stack([voice(3, seed=n, pitch=100 + 20 * n) for n in range(channels)])
    source = recorded(tmp_path / "a.mkv", spoken, layout=layout, codec=codec)
    plain = handed_over(source)
    assert plain.shape == spoken.shape
    assert np.abs(plain - spoken).max() <= (2**-16 if codec == "pcm_s16le" else 0)
    one = handed_over(source, [Hidden(START, END, treatment, frozenset({channels - 1}))])
    assert (one[:-1] == plain[:-1]).all(), "only the channel that it is about"
    assert (one[-1, :FIRST] == plain[-1, :FIRST]).all()
    assert (one[-1, STOP:] == plain[-1, STOP:]).all()
    assert one[-1, FIRST] == one[-1, STOP - 1] == 0
    assert correlation(one[-1, FIRST:STOP], plain[-1, FIRST:STOP]) < 0.2


def test_a_hidden_channel_of_many_is_not_mixed_into_the_two_that_are_kept(tmp_path: Path) -> None:
    planted = np.zeros((8, 3 * RATE), np.float32)
    planted[7] = 0.1 * np.random.default_rng(5).standard_normal(3 * RATE)
    source = recorded(tmp_path / "a.mkv", planted, layout="7.1", codec="pcm_s16le")
    index = probe(source).sounds[0].index
    hidden = Hidden(START, END, channels=frozenset({7}))
    copy = samples_of(sounded(source, tmp_path / "b.mp4", heard=Heard(quiet={index: (hidden,)})))
    assert copy.shape[0] == 2
    assert loud(copy[:, FIRST - 9000 : FIRST - 3000]) > 0.01
    assert not copy[:, FIRST + 3000 : STOP - 3000].any()


def test_mixing_keeps_the_number_of_samples() -> None:
    for count in (1, 960, 1024, 1025):
        assert Mixer("7.1", "stereo", rate=RATE).mixed(np.ones((8, count), np.float32)).shape == (2, count)
        assert Mixer("mono", "stereo", rate=RATE).mixed(np.ones((1, count), np.float32)).shape == (2, count)


def test_a_layout_that_nobody_knows_keeps_its_channels_apart(tmp_path: Path) -> None:
    planted = np.zeros((3, RATE), np.float32)
    planted[2] = 0.2
    source = recorded(tmp_path / "a.mkv", planted, layout="2.1")
    copy = samples_of(sounded(source, tmp_path / "b.mp4", heard=Heard()))
    assert [loud(channel[5000:40000]) > 0.1 for channel in copy] == [False, False, True]


def _cut(source: Path, *spans: tuple[float, float]) -> Assembly:
    recording = probe(source)
    base = recording.video.time_base
    ticks = [Span(Tick(round(a / base)), Tick(round(b / base))) for a, b in spans]
    return assembled(recording.index, ticks, time_base=base)


def test_nothing_of_what_is_left_out_is_heard_and_the_rest_is_in_its_place(tmp_path: Path) -> None:
    left_out = 0.3 * np.random.default_rng(4).standard_normal((1, 6 * RATE)).astype(np.float32)
    planted = left_out.copy()
    planted[0, RATE : 2 * RATE] = 0
    planted[0, 4 * RATE : 5 * RATE] = 0
    planted[0, RATE + RATE // 2] = planted[0, 4 * RATE + RATE // 4] = 0.9
    for codec in ("pcm_f32le", "aac"):
        source = recorded(tmp_path / f"{codec}.mkv", planted, codec=codec)
        heard = handed_over(source, assembly=_cut(source, (1, 2), (4, 5)))[0]
        assert len(heard) == 8 * RATE, "three cards of two seconds, and two stretches of one"
        clicks = np.flatnonzero(np.abs(heard) > 0.4)
        assert np.abs(clicks[[0, -1]] - (2.5 * RATE, 5.25 * RATE)).max() <= 2, codec
        if codec == "pcm_f32le":
            assert np.count_nonzero(heard) == 2, "nothing but the two clicks"


def test_in_the_decoded_copy_nothing_correlates_with_what_is_left_out(tmp_path: Path) -> None:
    planted = 0.3 * np.random.default_rng(4).standard_normal((1, 6 * RATE)).astype(np.float32)
    planted[0, RATE : 2 * RATE] *= 0.1
    source = recorded(tmp_path / "a.mkv", planted)
    copy = samples_of(sounded(source, tmp_path / "b.mp4", heard=Heard(assembly=_cut(source, (1, 2)))))[0]
    assert abs(len(copy) - 5 * RATE) <= 1024
    assert loud(copy[: 2 * RATE - 2048]) == 0
    for shift in range(-2048, 2049, 64):
        before = planted[0, RATE - 2048 + shift : RATE + min(0, shift)][:2048]
        assert correlation(copy[2 * RATE - 2048 :][: len(before)], before) < 0.15


def test_a_copy_without_sound_to_be_heard_has_streams_of_nought(tmp_path: Path) -> None:
    source = recorded(tmp_path / "a.mkv", voice(1)[None])
    assert not samples_of(sounded(source, tmp_path / "b.mp4", heard=Heard(SoundPolicy.SILENT))).any()


@pytest.mark.parametrize("treatment", Treatment)
@pytest.mark.parametrize("quality", Quality)
def test_outside_of_a_silence_the_decoded_copy_is_that_of_a_plain_one(
    tmp_path: Path, treatment: Treatment, quality: Quality
) -> None:
    both = np.stack([voice(4, seed=5, pitch=90), voice(4, seed=7, pitch=170)])
    source = recorded(tmp_path / "a.mkv", both)
    hidden = {probe(source).sounds[0].index: (Hidden(START, END, treatment),)}
    plain = samples_of(sounded(source, tmp_path / "b.mp4", heard=Heard(quality=quality)))
    copy = samples_of(sounded(source, tmp_path / "c.mp4", heard=Heard(quiet=hidden, quality=quality)))
    assert copy.shape == plain.shape
    changed = np.flatnonzero((copy != plain).any(axis=0))
    assert FIRST - changed[0] <= 4 * 1024
    assert changed[-1] - STOP <= 4 * 1024


@pytest.mark.parametrize("treatment", Treatment)
def test_in_the_decoded_copy_nothing_of_what_is_hidden_is_left_to_the_edge(
    tmp_path: Path, treatment: Treatment
) -> None:
    spoken = np.zeros((1, 4 * RATE), np.float32)
    spoken[0, FIRST:STOP] = 0.2 * np.random.default_rng(9).standard_normal(STOP - FIRST)
    source = recorded(tmp_path / "a.mkv", spoken)
    index = probe(source).sounds[0].index
    copy = samples_of(sounded(source, tmp_path / "b.mp4", heard=Heard(quiet={index: (Hidden(START, END, treatment),)})))
    assert correlation(copy[0, FIRST:STOP], spoken[0, FIRST:STOP]) < 0.1
    for edge in (slice(FIRST - 1024, FIRST + 1024), slice(STOP - 1024, STOP + 1024)):
        assert correlation(copy[0, edge], spoken[0, edge]) < 0.25
    if treatment is Treatment.MUTE:
        assert not copy.any(), "what is hidden is not even smeared"


class _Packet:
    """A packet that decodes to one frame of this layout, 1024 samples of 0.3 in every channel."""

    def __init__(self, number: int, layout: str) -> None:
        self.size, self.pts, self.duration, self.time_base = 1, number * 1024, 1024, Fraction(1, RATE)
        self.layout = layout

    def decode(self) -> list[av.AudioFrame]:
        frame = av.AudioFrame(format="flt", layout=self.layout, samples=1024)
        count = frame.layout.nb_channels
        frame.planes[0].update(np.full((1024, count), 0.3, np.float32).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, self.pts, self.time_base
        return [frame]


@pytest.mark.parametrize("channels", [frozenset({0}), None])
def test_sound_that_changes_its_layout_midway_is_silent_where_channels_were_to_be_told_apart(
    channels: frozenset[int] | None,
) -> None:
    sound = AudioStream(index=1, codec="aac", sample_rate=RATE, channels=2, layout="stereo", start=0.0, duration=1.0)
    hidden = [Hidden(Fraction(10), Fraction(11), channels=channels)]
    cuts = Cuts.of(None, time_base=Fraction(1), rate=RATE)
    work = TreatedSound(sound, Plan(rate=RATE, latest=60, hidden=hidden, cuts=cuts))
    layouts = ["stereo"] * 4 + ["5.1"] * 4
    blocks = [b for n, layout in enumerate(layouts) for _, b in work.take(_Packet(n, layout))]
    samples = np.concatenate([*blocks, *(b for _, b in work.finish())], axis=1)
    assert samples.shape == (2, 8 * 1024)
    assert loud(samples[:, : 4 * 1024]) == pytest.approx(0.3, abs=0.01)
    assert (loud(samples[:, 5 * 1024 :]) == 0) is (channels is not None)
    assert work.lost == (4 if channels is not None else 0)


def test_damaged_sound_stays_as_long_and_as_hidden(tmp_path: Path) -> None:
    whole = make(tmp_path / "a.mp4", Clip(frames=90, sounds=(Sound(tone=440.0, duration=3.0),)))
    expected = handed_over(whole).shape
    hidden = [Hidden(START, END)]
    damaged = corrupt(whole, set(range(50, 75)), kind="audio")
    samples = handed_over(damaged, hidden)
    assert samples.shape == expected
    assert not samples[:, FIRST:STOP].any()


def test_a_stream_of_which_nothing_can_be_decoded_is_no_sound(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip(frames=30, sounds=(Sound(tone=440.0, duration=1.0),)))
    index = probe(source).sounds[0].index
    with av.open(str(source)) as container:
        count = sum(bool(packet.size) for packet in container.demux(container.streams.audio[0]))
    hidden = Hidden(Fraction(1, 3), Fraction(1, 2), Treatment.NOISE)
    damaged = corrupt(source, set(range(count)), kind="audio")
    copy = sounded(damaged, tmp_path / "b.mp4", heard=Heard(quiet={index: (hidden,)}))
    samples = samples_of(copy)
    assert abs(samples.shape[1] - RATE) <= 4096
    assert not samples[:, : RATE // 3 - 4096].any()
