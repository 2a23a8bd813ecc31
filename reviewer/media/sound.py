"""The sound of a copy: decoded, laid on the copy's clock, treated where asked, and encoded as AAC."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer, OutputContainer
from numpy.typing import NDArray

from reviewer.core.assembly import Assembly, Kept
from reviewer.core.errors import FootageError
from reviewer.core.footage import AudioStream, Recording
from reviewer.core.profile import Quality, SoundPolicy
from reviewer.core.timing import Tick
from reviewer.media.cutting import Cuts
from reviewer.media.decoding import packets
from reviewer.media.opening import KEPT, open_footage
from reviewer.media.resampled import Mixer
from reviewer.media.silencing import Heard
from reviewer.media.timeline import Samples
from reviewer.media.treated import BLOCK, Plan, TreatedSound

__all__ = ["AHEAD", "BLOCK", "GRADES", "LAYOUTS", "LONGER", "RATES", "SoundCopier", "kept_rate"]

RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
"""Samples a second that AAC knows (ISO/IEC 14496-3 table 1.18)."""

LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 5: "5.0", 6: "5.1"}
"""The layout in which each number of channels is kept, each channel as it is; more are mixed down to two."""

GRADES = {Quality.SMALLEST: 1.0, Quality.BALANCED: 1.3, Quality.ARCHIVE: 2.0}
"""How finely AAC is quantised: the encoder's own scale of constant quality.

Constant quality and not a constant number of bits: with those the encoder saves up bits while it is silent and spends
them later, so a silence would change how everything after it sounds; with this it changes its own blocks and no other
(measured, tests/bench/silences.py). Stereo speech and street sound takes 170 to 220, 190 to 290 and 240 to 470
kilobits a second, for a signal 23 to 32, 26 to 35 and 33 to 39 decibels above what the encoder adds.
"""

LAMBDA = 118
"""The encoder's unit of that scale (FF_QP2LAMBDA)."""

ALONE = {"aac_ms": "0", "aac_is": "0", "aac_pns": "0"}
"""Each channel is encoded by itself and nothing is drawn at random, so that what is nought in one channel stays so."""

PARTS = (1.0, 0.5, 0.25, 0.12, 0.06, 0.03, 0.015)
"""Up to which part of the spectrum the noises reach that the encoder is warmed with."""

WARMING = 12 * len(PARTS) + 4
"""Blocks that the encoder codes before those of the copy, and that are thrown away; a few hundredths of a second.

The encoder lowers what it asks of each band of the spectrum the first time that a block is hard to code, and never
raises it again (the reduction of perceptual entropy in aacpsy.c of FFmpeg). When that is depends on every sample so
far, hidden or not. With it done beforehand a silence changes the blocks that it touches, and of each channel at most
one later: the next one that is coded in short windows, whose thresholds are held against those of the last such block
(prev_band in the same file; measured, tests/bench/silences.py).
"""

AHEAD = Fraction(1, 2)
"""Seconds that sound is written ahead of the picture, so that players find both together."""

LONGER = 10
"""Seconds beyond the declared end at which a time stamp of sound counts as damaged."""


def kept_rate(rate: int) -> int:
    """The rate at which sound of `rate` samples a second is kept: the same where AAC knows it, else the next higher."""
    return min((known for known in RATES if known >= rate), default=RATES[0])


class SoundCopier:
    """Reads the sound of footage and adds its treated packets to `out` as the picture is written.

    Makes its streams in `out`, one for each of the footage's, before the first packet. `lost` counts packets that could
    not be decoded and became silence. Raises FootageError when a sound is stored in an unknown form.
    """

    def __init__(self, source: Path, recording: Recording, *, out: OutputContainer, heard: Heard) -> None:
        self._out = out
        self._assembly, self._time_base = heard.assembly, recording.video.time_base
        self._tracks: dict[int, _Track] = {}
        self._container: InputContainer | None = None
        self._packets: Iterator[Any] = iter(())
        self._read_to = Fraction(-(10**9))
        if heard.policy is SoundPolicy.NONE or not recording.sounds:
            return
        self._container = open_footage(source)
        latest = max(float(recording.index.end * recording.video.time_base), *_ends(recording)) + LONGER
        streams = [self._container.streams[sound.index] for sound in recording.sounds]
        for sound in recording.sounds:
            if sound.sample_rate <= 0 or sound.channels <= 0:
                self.close()
                raise _unknown(source, sound)
            rate = kept_rate(sound.sample_rate)
            cuts = Cuts.of(heard.assembly, time_base=self._time_base, rate=rate)
            plan = Plan(rate=rate, latest=latest, hidden=heard.hidden(sound.index), cuts=cuts)
            self._tracks[sound.index] = _Track(sound, plan, out=out, quality=heard.quality)
        for other in self._container.streams:
            if other.index not in self._tracks:
                other.discard = av.stream.Discard.all
        self._packets = packets(self._container, *streams)

    @property
    def lost(self) -> int:
        """Packets that could not be decoded so far."""
        return sum(track.sound.lost for track in self._tracks.values())

    @property
    def not_disguised(self) -> int:
        """Blocks of sound so far that could not be disguised, and were muted instead."""
        return sum(track.sound.not_disguised for track in self._tracks.values())

    def close(self) -> None:
        """Let go of the source."""
        if self._container is not None:
            self._container.close()

    def write_until(self, time: Fraction) -> None:
        """Write the sound up to `time` seconds on the copy's clock, and a little more."""
        until = _in_footage(time + AHEAD, self._assembly, time_base=self._time_base)
        while self._read_to < until:
            packet = next(self._packets, None)
            if packet is None:
                return
            track = self._tracks.get(packet.stream_index)
            if track is None:
                continue
            if packet.size and packet.pts is not None:
                self._read_to = max(self._read_to, packet.pts * packet.time_base)
            self._out.mux(list(track.take(packet)))

    def finish(self) -> None:
        """Write the sound to its end, wherever the picture ended."""
        for packet in self._packets:
            if packet.stream_index in self._tracks:
                self._out.mux(list(self._tracks[packet.stream_index].take(packet)))
        for track in self._tracks.values():
            self._out.mux(list(track.finish()))


class _Track:
    """One sound stream on its way into the copy."""

    def __init__(self, sound: AudioStream, plan: Plan, *, out: OutputContainer, quality: Quality) -> None:
        self.sound = TreatedSound(sound, plan)
        self._rate = plan.rate
        self._layout = LAYOUTS.get(sound.channels, "stereo")
        self._mixer = None if sound.channels in LAYOUTS else Mixer(self.sound.layout, self._layout, rate=plan.rate)
        grade = {"flags": "+qscale", "global_quality": str(round(LAMBDA * GRADES[quality]))}
        stream = out.add_stream("aac", rate=self._rate, options={**ALONE, **grade})
        context = stream.codec_context
        context.layout = self._layout
        context.time_base = stream.time_base = Fraction(1, self._rate)
        context.flags |= av.codec.context.Flags.bitexact
        self._stream = stream
        self._first: int | None = None

    def take(self, packet: Any) -> Iterator[Any]:
        """Decode one packet, and give out what can be encoded by now."""
        yield from self._encoded(self.sound.take(packet))

    def finish(self) -> Iterator[Any]:
        """Give out all that is left."""
        yield from self._encoded(self.sound.finish())
        yield from self._stream.encode(None)

    def _encoded(self, blocks: Iterator[tuple[int, Samples]]) -> Iterator[Any]:
        for position, samples in blocks:
            if self._first is None:
                self._first = position
                self._warm(position)
            heard = samples if self._mixer is None else self._mixer.mixed(samples)
            yield from self._packets(position, heard)

    def _warm(self, first: int) -> None:
        """Have the encoder code sound that is thrown away, up to the sample `first`."""
        channels = self._stream.codec_context.layout.nb_channels
        for number, block in enumerate(_warming()):
            spread = np.repeat(block[None], channels, axis=0)
            for _ in self._packets(first + (number - WARMING) * BLOCK, spread):
                pass

    def _packets(self, position: int, heard: Samples) -> Iterator[Any]:
        """What the encoder gives out when it is given these samples as well, but for what belongs to the warming."""
        frame = AudioFrame(format="fltp", layout=self._layout, samples=heard.shape[1])
        for plane, channel in zip(frame.planes, heard, strict=True):
            plane.update(np.ascontiguousarray(channel).tobytes())
        frame.sample_rate = self._rate
        frame.pts, frame.time_base = position, Fraction(1, self._rate)
        for packet in self._stream.encode(frame):
            if self._first is None or packet.pts is None or packet.pts >= self._first - BLOCK:
                yield packet


@cache
def _warming() -> NDArray[np.float32]:
    """Noise of less and less of the spectrum, steady and then in bursts, and silence at the end: blocks by rows."""
    source, count = np.random.default_rng(1), 6 * BLOCK
    bursts = np.arange(count) % (BLOCK // 2) < BLOCK // 8
    parts = []
    for part in PARTS:
        spectrum = np.fft.rfft(source.standard_normal(count))
        spectrum[round(len(spectrum) * part) :] = 0
        noise = np.fft.irfft(spectrum, count)
        noise *= 0.9 / np.abs(noise).max()
        parts += [noise, noise * bursts]
    return np.concatenate([*parts, np.zeros(4 * BLOCK)]).astype(np.float32).reshape(WARMING, BLOCK)


def _in_footage(time: Fraction, assembly: Assembly | None, *, time_base: Fraction) -> Fraction:
    """Up to when the footage must be read for the copy's sound up to `time`, both in seconds."""
    if assembly is None or assembly.whole:
        return time
    tick = Tick(min(int(time / time_base), assembly.end - 1))
    piece = assembly.piece_at(tick)
    if isinstance(piece, Kept):
        return (piece.span.start + tick - piece.at) * time_base
    return piece.left_out.start * time_base if piece is not None else time


def _ends(recording: Recording) -> list[float]:
    return [sound.start + sound.duration for sound in recording.sounds]


def _unknown(source: Path, sound: AudioStream) -> FootageError:
    return FootageError(
        f"The sound stream {sound.index} of {source.name} is stored in a form that is not known here ({sound.codec}).",
        "Make the copy without sound instead. " + KEPT,
    )
