"""Decoded sound brought to one layout and one rate before anything touches its samples."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame

from reviewer.core.footage import AudioStream
from reviewer.media.timeline import Samples

CHANNELS, COUNT = 16, 1_000_000
"""Channels and samples in one frame above which the frame counts as damaged."""

PACKED = "flt"
"""The form in which samples are handed over: one plane for all channels.

PyAV 18.1 counts a frame's planes up to the first empty pointer, of which there is none from eight channels on.
"""


class Resampled:
    """Takes the frames of one sound stream, whose form may change on the way, and gives out stamped samples.

    Channels are mixed only where a frame's layout is not `layout`.
    """

    def __init__(self, layout: str, rate: int) -> None:
        self._layout, self._rate = layout, rate
        self._resampler: av.AudioResampler | None = None
        self._form: tuple[object, ...] | None = None

    def take(self, frame: AudioFrame) -> Iterator[tuple[Samples, Fraction | None]]:
        """The samples of one frame that can be given out by now, and their time in seconds where it is known."""
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            yield from self.rest()
            self._resampler = av.AudioResampler(format=PACKED, layout=self._layout, rate=self._rate)
            self._form = form
        assert self._resampler is not None
        for part in self._resampler.resample(frame):
            yield _samples(part), _time(part)

    def rest(self) -> Iterator[tuple[Samples, None]]:
        """What the resampler still holds; it follows on from the samples before."""
        if self._resampler is not None:
            for part in self._resampler.resample(None):
                yield _samples(part), None
            self._resampler = self._form = None


class Mixer:
    """Mixes blocks of one layout to another, sample by sample."""

    def __init__(self, layout: str, target: str, *, rate: int) -> None:
        self._layout, self._rate = layout, rate
        self._same = av.AudioLayout(layout).name == av.AudioLayout(target).name
        self._resampler = av.AudioResampler(format=PACKED, layout=target, rate=rate)
        self._channels = av.AudioLayout(target).nb_channels

    def mixed(self, samples: Samples) -> Samples:
        """The block in the other layout, of as many samples."""
        if self._same:
            return samples
        frame = AudioFrame(format=PACKED, layout=self._layout, samples=samples.shape[1])
        frame.planes[0].update(np.ascontiguousarray(samples.T, np.float32).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = self._rate, None, Fraction(1, self._rate)
        parts = [_samples(part) for part in self._resampler.resample(frame)]
        return np.concatenate([np.zeros((self._channels, 0), np.float32), *parts], axis=1)


def own_layout(sound: AudioStream) -> str:
    """The layout of a stream as it is in the footage; plain channels where it is not told, or does not fit."""
    try:
        if av.AudioLayout(sound.layout).nb_channels == sound.channels:
            return sound.layout
    except ValueError:
        pass
    return f"{sound.channels} channels"


def is_sane(frame: AudioFrame) -> bool:
    """Damaged packets decode to hundreds of channels, whose planes must not be touched."""
    return 0 < frame.layout.nb_channels <= CHANNELS and 0 < frame.samples <= COUNT and frame.sample_rate > 0


def _samples(frame: AudioFrame) -> Samples:
    """Shape (channels, count), of a frame in the packed form."""
    values = np.asarray(frame.to_ndarray(), np.float32).reshape(-1, frame.layout.nb_channels)
    return np.ascontiguousarray(values.T)


def _time(frame: AudioFrame) -> Fraction | None:
    return None if frame.pts is None or frame.time_base is None else Fraction(frame.pts) * frame.time_base
