"""Decoded sound brought to one layout and one rate before anything touches its samples."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame

from reviewer.media.timeline import Samples

CHANNELS, COUNT = 16, 1_000_000
"""Channels and samples in one frame above which the frame counts as damaged."""


class Resampled:
    """Takes the frames of one sound stream, whose form may change on the way, and gives out stamped samples."""

    def __init__(self, layout: str, rate: int) -> None:
        self._layout, self._rate = layout, rate
        self._resampler: av.AudioResampler | None = None
        self._form: tuple[object, ...] | None = None

    def take(self, frame: AudioFrame) -> Iterator[tuple[Samples, Fraction | None]]:
        """The samples of one frame that can be given out by now, and their time in seconds where it is known."""
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            yield from self.rest()
            self._resampler = av.AudioResampler(format="fltp", layout=self._layout, rate=self._rate)
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


def is_sane(frame: AudioFrame) -> bool:
    """Damaged packets decode to hundreds of channels, whose planes must not be touched."""
    return 0 < frame.layout.nb_channels <= CHANNELS and 0 < frame.samples <= COUNT and frame.sample_rate > 0


def _samples(frame: AudioFrame) -> Samples:
    return np.asarray(frame.to_ndarray(), np.float32)


def _time(frame: AudioFrame) -> Fraction | None:
    return None if frame.pts is None or frame.time_base is None else Fraction(frame.pts) * frame.time_base
