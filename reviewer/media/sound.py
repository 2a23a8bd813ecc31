"""The sound of a copy: decoded, laid on the footage's clock, silenced where asked, and encoded as AAC."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.container import InputContainer, OutputContainer

from reviewer.core.errors import FootageError
from reviewer.core.footage import AudioStream, Recording
from reviewer.core.profile import SoundPolicy
from reviewer.media.decoding import packets
from reviewer.media.opening import KEPT, open_footage
from reviewer.media.resampled import Resampled, is_sane
from reviewer.media.silencing import Heard, Stretch, hushed
from reviewer.media.timeline import Samples, Timeline

RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
"""Samples a second that AAC knows (ISO/IEC 14496-3 table 1.18)."""

LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 5: "5.0", 6: "5.1"}
"""The layout in which each number of channels is kept; more are mixed down to two.

PyAV 18.1 counts a frame's planes up to the first empty pointer, of which there is none from eight channels on.
"""

BITS_A_CHANNEL = 96_000
"""Bits a second for one channel: speech and street noise without audible loss in AAC."""

AHEAD = Fraction(1, 2)
"""Seconds that sound is written ahead of the picture, so that players find both together."""

LONGER = 10
"""Seconds beyond the declared end at which a time stamp of sound counts as damaged."""

BLOCK = 1024
"""Samples in a block of AAC (ISO/IEC 14496-3 section 4.5.2)."""


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
            whole = ((Fraction(-LONGER * 10**6), Fraction(LONGER * 10**6)),)
            stretches = whole if heard.policy is SoundPolicy.SILENT else heard.quiet.get(sound.index, ())
            self._tracks[sound.index] = _Track(sound, out, latest=latest, quiet=stretches)
        for other in self._container.streams:
            if other.index not in self._tracks:
                other.discard = av.stream.Discard.all
        self._packets = packets(self._container, *streams)

    @property
    def lost(self) -> int:
        """Packets that could not be decoded so far."""
        return sum(track.lost for track in self._tracks.values())

    def close(self) -> None:
        """Let go of the source."""
        if self._container is not None:
            self._container.close()

    def write_until(self, time: Fraction) -> None:
        """Write the sound up to `time` seconds on the footage's clock, and a little more."""
        while self._read_to < time + AHEAD:
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

    def __init__(self, sound: AudioStream, out: OutputContainer, *, latest: float, quiet: Sequence[Stretch]) -> None:
        self._sound = sound
        self._quiet = quiet
        self._rate = kept_rate(sound.sample_rate)
        self._layout = LAYOUTS.get(sound.channels, "stereo")
        stream = out.add_stream("aac", rate=self._rate)
        context = stream.codec_context
        context.layout = self._layout
        context.time_base = stream.time_base = Fraction(1, self._rate)
        channels = context.layout.nb_channels
        context.bit_rate = min(BITS_A_CHANNEL, self._rate * 4) * channels
        context.flags |= av.codec.context.Flags.bitexact
        self._channels = channels
        self._stream = stream
        self._timeline = Timeline(channels, self._rate, block=BLOCK, latest=int(latest * self._rate))
        self._resampled = Resampled(self._layout, self._rate)
        self._heard_to = Fraction(-(10**9))
        self._broken_end = False
        self.lost = 0

    def take(self, packet: Any) -> Iterator[Any]:
        """Decode one packet, and give out what can be encoded by now."""
        if packet.size and packet.pts is not None:
            self._heard_to = max(self._heard_to, (packet.pts + (packet.duration or 0)) * packet.time_base)
        try:
            frames = [frame for frame in packet.decode() if self._is_sane(frame)]
        except (av.error.FFmpegError, ValueError):
            frames = []
            self.lost += bool(packet.size)
            self._broken_end = self._broken_end or bool(packet.size)
        if self.lost and self._timeline.end is None:
            self._timeline.begin(round(self._sound.start * self._rate))
        for frame in frames:
            self._broken_end = False
            yield from self._encoded(self._laid(frame))

    def finish(self) -> Iterator[Any]:
        """Give out all that is left; a broken end is filled with silence to where it would have ended."""
        for samples, at in self._resampled.rest():
            yield from self._encoded(self._timeline.lay(samples, at=at))
        if self._broken_end:
            yield from self._encoded(self._timeline.silence(round(self._heard_to * self._rate)))
        yield from self._encoded(self._timeline.rest())
        yield from self._stream.encode(None)

    def _is_sane(self, frame: AudioFrame) -> bool:
        sane = is_sane(frame)
        self.lost += not sane
        return sane

    def _laid(self, frame: AudioFrame) -> Iterator[tuple[int, Samples]]:
        for samples, at in self._resampled.take(frame):
            yield from self._timeline.lay(samples, at=at)

    def _encoded(self, blocks: Iterator[tuple[int, Samples]]) -> Iterator[Any]:
        for position, samples in blocks:
            frame = AudioFrame(format="fltp", layout=self._layout, samples=samples.shape[1])
            heard = hushed(samples, position, rate=self._rate, quiet=self._quiet)
            for plane, channel in zip(frame.planes, heard, strict=True):
                plane.update(channel.tobytes())
            frame.sample_rate = self._rate
            frame.pts, frame.time_base = position, Fraction(1, self._rate)
            yield from self._stream.encode(frame)


def _ends(recording: Recording) -> list[float]:
    return [sound.start + sound.duration for sound in recording.sounds]


def _unknown(source: Path, sound: AudioStream) -> FootageError:
    return FootageError(
        f"The sound stream {sound.index} of {source.name} is stored in a form that is not known here ({sound.codec}).",
        "Make the copy without sound instead. " + KEPT,
    )
