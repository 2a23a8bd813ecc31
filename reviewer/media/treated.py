"""One sound stream of footage as a copy holds it, before it is encoded: decoded, laid on the clock, cut and treated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame

from reviewer.core.footage import AudioStream
from reviewer.media.cutting import Cuts, Cutter
from reviewer.media.disguise import WHOLE
from reviewer.media.resampled import Resampled, is_sane, own_layout
from reviewer.media.silencing import Hidden, runs_of
from reviewer.media.timeline import Samples, Timeline
from reviewer.media.treating import Treating

BLOCK = 1024
"""Samples in a block of AAC (ISO/IEC 14496-3 section 4.5.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is made of a stream: `rate` in samples a second, what is hidden of it, and what the copy has of it.

    `latest` is the last second at which its sound can be meant. `seconds` is how much is disguised at once.
    """

    rate: int
    latest: float
    hidden: Sequence[Hidden]
    cuts: Cuts
    seconds: float = WHOLE


class TreatedSound:
    """Takes the packets of a stream and gives out blocks, all of its own channels, that follow on from one another.

    Channels are not mixed before single ones are hidden: where sound changes its layout midway, which mixes them, and
    single channels of the stream are hidden anywhere, it is silent from there on. A rate that is changed smears the
    edge of what is hidden by the length of its filter, a third of a millisecond. `lost` counts packets that could not
    be decoded, and those, and became silence.
    """

    def __init__(self, sound: AudioStream, plan: Plan) -> None:
        self._sound, self._rate = sound, plan.rate
        self._layout = own_layout(sound)
        channels = sound.channels
        self._apart = any(h.channels is not None for h in plan.hidden)
        self._timeline = Timeline(channels, plan.rate, block=BLOCK, latest=int(plan.latest * plan.rate))
        self._resampled = Resampled(self._layout, plan.rate)
        self._cutter = Cutter(plan.cuts, channels=channels, rate=plan.rate)
        runs = runs_of(plan.hidden, channels=channels, rate=plan.rate, cuts=plan.cuts)
        self._treating = Treating(runs, rate=plan.rate, seconds=plan.seconds)
        self._heard_to = Fraction(-(10**9))
        self._broken_end = False
        self.lost = 0

    @property
    def layout(self) -> str:
        """The layout of the blocks."""
        return self._layout

    @property
    def not_disguised(self) -> int:
        """How many blocks could not be disguised and were muted instead."""
        return self._treating.failed

    def take(self, packet: Any) -> Iterator[tuple[int, Samples]]:
        """Decode one packet, and give out what is ready by now."""
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
            yield from self._made(self._laid(frame))

    def finish(self) -> Iterator[tuple[int, Samples]]:
        """Give out all that is left; a broken end is filled with silence to where it would have ended."""
        for samples, at in self._resampled.rest():
            yield from self._made(self._timeline.lay(samples, at=at))
        if self._broken_end:
            yield from self._made(self._timeline.silence(round(self._heard_to * self._rate)))
        yield from self._made(self._timeline.rest())
        for position, samples in self._cutter.rest():
            yield from self._treating.take(position, samples)
        yield from self._treating.rest()

    def _is_sane(self, frame: AudioFrame) -> bool:
        sane = is_sane(frame)
        self.lost += not sane
        return sane

    def _laid(self, frame: AudioFrame) -> Iterator[tuple[int, Samples]]:
        mixed = self._apart and frame.layout.name != self._layout
        self.lost += mixed
        for samples, at in self._resampled.take(frame):
            yield from self._timeline.lay(np.zeros_like(samples) if mixed else samples, at=at)

    def _made(self, blocks: Iterator[tuple[int, Samples]]) -> Iterator[tuple[int, Samples]]:
        for block in blocks:
            for position, samples in self._cutter.take(*block):
                yield from self._treating.take(position, samples)
