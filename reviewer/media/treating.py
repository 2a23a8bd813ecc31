"""Blocks of sound as a copy holds them: what is hidden is muted, bleeped, under noise or in another voice.

Whatever is not hidden comes out as the very same samples. What is hidden is treated to the sample: a treatment comes
and goes inside of it.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from random import Random, SystemRandom

import numpy as np

from reviewer.core.silence import Treatment
from reviewer.media.disguise import WHOLE, Channel, Disguise, Voice, drawn
from reviewer.media.silencing import Run
from reviewer.media.timeline import Samples
from reviewer.media.treatments import level_near, noise, ramped, tone

BEFORE = 1
"""Seconds of what is heard before a silence by which the level of its noise goes."""

NOTHING: Channel = np.zeros(0, np.float32)


class Treating:
    """Takes blocks of one stream in order, and gives them out treated, of the same sizes and at the same places.

    `runs` say for each channel what is heard instead. A disguise is ready only when a good deal of it is known, so
    blocks may come out much later than they went in; `seconds` is how much is disguised at once. The same voice is
    used for a stretch in all channels. `source` is where voices are drawn from.
    """

    def __init__(
        self, runs: Sequence[Sequence[Run]], *, rate: int, seconds: float = WHOLE, source: Random | None = None
    ) -> None:
        voices = _Voices(source or SystemRandom())
        self._channels = [_Channel(r, rate=rate, seconds=seconds, voices=voices) for r in runs]
        self._sizes: deque[tuple[int, int]] = deque()
        self._ready: list[Samples] = []

    @property
    def failed(self) -> int:
        """Blocks of one channel each that could not be disguised, and are silent."""
        return sum(channel.failed for channel in self._channels)

    def take(self, position: int, samples: Samples) -> Iterator[tuple[int, Samples]]:
        """The blocks that are ready now that this one, which begins with the sample `position`, is known."""
        if not self._sizes and not any(c.meets(position, samples.shape[1]) for c in self._channels):
            for channel, values in zip(self._channels, samples, strict=True):
                channel.pass_on(values)
            yield position, samples
            return
        self._sizes.append((position, samples.shape[1]))
        for channel, values in zip(self._channels, samples, strict=True):
            channel.take(position, values)
        yield from self._given()

    def rest(self) -> Iterator[tuple[int, Samples]]:
        """What is left when the sound is over."""
        for channel in self._channels:
            channel.finish()
        yield from self._given()

    def _given(self) -> Iterator[tuple[int, Samples]]:
        while self._sizes and all(channel.ready >= self._sizes[0][1] for channel in self._channels):
            position, count = self._sizes.popleft()
            yield position, np.stack([channel.give(count) for channel in self._channels])


class _Voices:
    """The voice of each stretch that is disguised, by its last sample, which is the same in all channels."""

    def __init__(self, source: Random) -> None:
        self._source = source
        self._stop: int | None = None
        self._voice = drawn(source)

    def of(self, run: Run) -> Voice:
        if run.stop != self._stop:
            self._stop, self._voice = run.stop, drawn(self._source)
        return self._voice


class _Channel:
    """One channel on its way."""

    def __init__(self, runs: Sequence[Run], *, rate: int, seconds: float, voices: _Voices) -> None:
        self._runs, self._rate, self._seconds, self._voices = runs, rate, seconds, voices
        self._measures = any(run.treatment is Treatment.NOISE for run in runs)
        self._before: deque[Channel] = deque()
        self._done: deque[Channel] = deque()
        self._run: Run | None = None
        self._level = 0.0
        self._known = 0
        self._disguise: Disguise | None = None
        self.ready = self.failed = 0

    def meets(self, position: int, count: int) -> bool:
        """Whether anything of these samples is hidden."""
        number = self._number(position)
        return number < len(self._runs) and self._runs[number].first < position + count

    def pass_on(self, samples: Channel) -> None:
        """These samples are heard as they are."""
        if self._measures:
            self._before.append(samples)
            self._known += len(samples)
            while self._known - len(self._before[0]) >= BEFORE * self._rate:
                self._known -= len(self._before.popleft())

    def take(self, position: int, samples: Channel) -> None:
        """Treat these samples, as far as they are hidden."""
        at, end = position, position + len(samples)
        number = self._number(position)
        while at < end:
            run = self._runs[number] if number < len(self._runs) else None
            if run is None or run.first > at:
                stop = end if run is None else min(end, run.first)
                heard = samples[at - position : stop - position]
                self.pass_on(heard)
                self._keep(heard)
            else:
                stop = min(end, run.stop)
                self._treat(run, samples[at - position : stop - position], first=at)
                number += stop == run.stop
            at = stop

    def finish(self) -> None:
        """No more samples come."""
        if self._disguise is not None:
            self._keep(self._disguise.rest())
            self.failed += self._disguise.failed
            self._disguise = None

    def give(self, count: int) -> Channel:
        """The next `count` samples, of those that are ready."""
        parts = []
        self.ready -= count
        while count:
            part = self._done.popleft()
            parts.append(part[:count])
            if len(part) > count:
                self._done.appendleft(part[count:])
            count -= len(parts[-1])
        return np.concatenate([NOTHING, *parts])

    def _treat(self, run: Run, samples: Channel, *, first: int) -> None:
        if run is not self._run:
            self._begin(run, first)
        count = len(samples)
        match run.treatment:
            case Treatment.BLEEP:
                self._keep(tone(first, count, rate=self._rate) * self._faded(run, first, count=count))
            case Treatment.NOISE:
                self._keep(noise(first, count, level=self._level) * self._faded(run, first, count=count))
            case Treatment.DISGUISE if self._disguise is not None:
                self._keep(self._disguise.take(samples))
            case _:
                self._keep(np.zeros(count, np.float32))
        if first + count == run.stop:
            self.finish()

    def _begin(self, run: Run, first: int) -> None:
        self._run = run
        if run.treatment is Treatment.NOISE:
            heard = np.concatenate([NOTHING, *self._before])[-BEFORE * self._rate :]
            self._level = level_near(float(np.sqrt(np.mean(np.square(heard)))) if len(heard) else 0.0)
        elif run.treatment is Treatment.DISGUISE:
            voice = self._voices.of(run)
            self._disguise = Disguise((run.first, run.stop), rate=self._rate, voice=voice, seconds=self._seconds)
            self._disguise.begin(first)

    def _faded(self, run: Run, first: int, *, count: int) -> Channel:
        return ramped(first, count, run=(run.first, run.stop), rate=self._rate)

    def _keep(self, samples: Channel) -> None:
        if len(samples):
            self._done.append(samples)
            self.ready += len(samples)

    def _number(self, position: int) -> int:
        """The number of the first run that is not over at `position`."""
        return bisect_right(self._runs, position, key=lambda run: run.stop)
