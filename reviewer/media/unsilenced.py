"""Listens to a copy where its sound is hidden: what is heard there must be what was put there, and nothing else.

The check calls `listened`. A mute must be silent; a bleep and a noise are known to the sample, so what is left when
they are taken away must be what the encoder adds; a disguise can only be compared with the original, where that is
at hand. Every channel is listened to by itself.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import av
import numpy as np

from reviewer.core.assembly import Assembly
from reviewer.core.footage import AudioStream, Recording
from reviewer.core.silence import Treatment
from reviewer.core.timing import clock
from reviewer.media.cutting import Cuts
from reviewer.media.decoding import packets
from reviewer.media.likeness import Channel, Likeness, Original, put_there
from reviewer.media.opening import open_footage
from reviewer.media.resampled import is_sane
from reviewer.media.silencing import Hidden, Quiet, Run, loudest, runs_of
from reviewer.media.sound import LAYOUTS

EDGE = 2048
"""Samples beside the edge of a silence into which AAC smears what is heard beyond it: two blocks."""

SMEARED, SILENT = 0.05, 0.003
"""Amplitude that may be left in the edge, and inside of a mute, of 1; the encoder smears up to 0.016 (measured)."""

BLEEPED, NOISED = 0.01, 0.75
"""What may be left inside when the tone or the noise is taken away, as a root mean square.

Of a tone in parts of 1, of a noise in parts of what is heard: the encoder hits a tone well and a noise badly. Measured
with tests/bench/silences.py: up to 0.0011, and up to 0.60, 0.46 and 0.08 at the three qualities.
"""

ENOUGH = 256
"""Samples in a part of a block from which on its loudness says something."""

SAID = {
    Treatment.MUTE: "should be silent {when}, and something is heard there.",
    Treatment.BLEEP: "should hold nothing but a tone {when}, and something else is heard there.",
    Treatment.NOISE: "should hold nothing but noise {when}, and something else is heard there.",
    Treatment.DISGUISE: "should hold a disguised voice {when}, and sounds as it was recorded there.",
    None: "is heard {when}, where a card stands for what was left out.",
}
"""What is said of a stretch in which something else is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What should be hidden of a copy's sound.

    `quiet` is by the position of each stream in the copy, in seconds on the footage's own clock, as `quiet_of` tells it
    by the footage's index; `assembly` and `time_base` (of the footage's picture) say where in the copy that is.
    `sounds` are the footage's streams in order, empty where nobody knows them; with the `original` at hand its samples
    are compared as well.
    """

    quiet: Quiet
    assembly: Assembly | None = None
    time_base: Fraction = Fraction(1)
    sounds: tuple[AudioStream, ...] = ()
    original: tuple[Path, Recording] | None = None


@dataclass(frozen=True, slots=True)
class Leak:
    """Where something is heard that should not be: the stream's position, seconds of the copy, and a sentence."""

    place: int
    start: Fraction
    end: Fraction
    sentence: str


@dataclass(frozen=True, slots=True)
class Listened:
    """What listening found; `stretches` counts what was listened to, each once a channel.

    `untold` counts those of which the file alone does not tell whether they are hidden: a disguise without the original
    beside it, and single channels of a stream that was mixed down.
    """

    leaks: tuple[Leak, ...] = ()
    stretches: int = 0
    untold: int = 0


def listened(copy: Path, asked: Asked) -> Listened:
    """Listen to all that is hidden of the copy's sound; under every card it must be silent too.

    Sound that cannot be decoded counts as heard: nobody knows what a player makes of it. A stream that the copy lacks
    has nothing to be heard. Raises FootageError when the copy or the original cannot be opened.
    """
    with open_footage(copy) as container:
        streams = [s for p, s in enumerate(container.streams.audio) if asked.quiet.get(p) or _cut(asked)]
        places = {s.index: p for p, s in enumerate(container.streams.audio)}
        ears = {s.index: _Ear(s, places[s.index], asked=asked) for s in streams}
        try:
            for packet in packets(container, *streams):
                if packet.stream_index in ears:
                    ears[packet.stream_index].take(packet)
            leaks = [leak for ear in ears.values() for leak in ear.leaks()]
        finally:
            for ear in ears.values():
                ear.close()
    stretches = sum(ear.stretches for ear in ears.values())
    return Listened(tuple(leaks), stretches, sum(ear.untold for ear in ears.values()))


class _Ear:
    """Listens to one stream of the copy."""

    def __init__(self, stream: Any, place: int, *, asked: Asked) -> None:
        self._place, self._rate = place, int(stream.rate or 0)
        channels = int(stream.channels)
        sound = asked.sounds[place] if place < len(asked.sounds) else None
        hidden, self.untold = _tellable(asked.quiet.get(place, ()), sound)
        cuts = Cuts.of(asked.assembly, time_base=asked.time_base, rate=self._rate)
        self._runs = runs_of(hidden, channels=channels, rate=self._rate, cuts=cuts)
        self._cards = _cards(asked, self._rate)
        self._found: dict[tuple[int, int, Treatment | None], set[int]] = {}
        self._alike: dict[tuple[int, Run], Likeness] = {}
        made = [run for runs in self._runs for run in runs if run.treatment is not Treatment.MUTE]
        self._original: Original | None = None
        self.stretches = sum(len(runs) for runs in self._runs) + len(self._cards) * channels
        if asked.original is not None and sound is not None and made:
            path, recording = asked.original
            self._original = Original(path, recording, sound=sound, plan=(self._rate, cuts))
        else:
            alone = sum(run.treatment is Treatment.DISGUISE for run in made)
            self.untold, self.stretches = self.untold + alone, self.stretches - alone

    def close(self) -> None:
        """Let go of the original."""
        if self._original is not None:
            self._original.close()

    def take(self, packet: Any) -> None:
        """Listen to one packet."""
        try:
            frames = [frame for frame in packet.decode() if is_sane(frame)]
        except (av.error.FFmpegError, ValueError):
            if packet.size and packet.pts is not None:
                self._lost(round(Fraction(packet.pts) * packet.time_base * self._rate))
            return
        for frame in frames:
            if frame.pts is None or frame.time_base is None:
                continue
            samples = np.atleast_2d(np.asarray(frame.to_ndarray(), np.float32))
            position = round(Fraction(frame.pts) * frame.time_base * frame.sample_rate)
            for channel in range(min(len(samples), len(self._runs))):
                self._hear(channel, position, samples=samples[channel])

    def leaks(self) -> Iterator[Leak]:
        """All that was heard, in order of time."""
        for (channel, run), likeness in self._alike.items():
            if likeness.is_original:
                self._note(channel, run, treatment=run.treatment)
        for first, stop, treatment in sorted(self._found, key=lambda f: f[:2]):
            start, end = Fraction(first, self._rate), Fraction(stop, self._rate)
            channels = self._found[first, stop, treatment]
            where = f"Sound stream {self._place + 1}"
            if len(channels) < len(self._runs):
                where = f"Channel {', '.join(str(c + 1) for c in sorted(channels))} of sound stream {self._place + 1}"
            when = f"from {clock(float(start))} to {clock(float(end))}"
            yield Leak(self._place, start, end, f"{where} {SAID[treatment].format(when=when)}")

    def _hear(self, channel: int, position: int, *, samples: Channel) -> None:
        for first, stop in self._cards:
            self._judge(channel, Run(first, stop, Treatment.MUTE), block=(position, samples), card=True)
        for run in _meeting(self._runs[channel], position, stop=position + len(samples)):
            self._judge(channel, run, block=(position, samples))

    def _judge(self, channel: int, run: Run, *, block: tuple[int, Channel], card: bool = False) -> None:
        position, samples = block
        first, stop = max(position, run.first), min(position + len(samples), run.stop)
        if first >= stop:
            return
        heard = samples[first - position : stop - position]
        known = put_there(run, heard, first=first, rate=self._rate)
        inner = slice(max(0, run.first + EDGE - first), max(0, run.stop - EDGE - first))
        if _is_more(run.treatment, heard, inner=inner, known=known):
            self._note(channel, run, treatment=None if card else run.treatment)
        if self._original is not None and run.treatment is not Treatment.MUTE:
            original = self._original.samples(first, stop - first)[channel]
            self._alike.setdefault((channel, run), Likeness(run.treatment)).add(heard - known, original)

    def _lost(self, position: int) -> None:
        for channel, runs in enumerate(self._runs):
            for run in _meeting(runs, position, stop=position + 1):
                self._note(channel, run, treatment=run.treatment)

    def _note(self, channel: int, run: Run, *, treatment: Treatment | None) -> None:
        self._found.setdefault((run.first, run.stop, treatment), set()).add(channel)


def _cut(asked: Asked) -> bool:
    return asked.assembly is not None and not asked.assembly.whole


def _cards(asked: Asked, rate: int) -> tuple[tuple[int, int], ...]:
    """The samples of the copy that lie under cards."""
    cards = asked.assembly.cards if asked.assembly is not None else ()
    scale = asked.time_base * rate
    return tuple((ceil(card.at * scale), floor(card.end * scale)) for card in cards)


def _tellable(hidden: Sequence[Hidden], sound: AudioStream | None) -> tuple[Sequence[Hidden], int]:
    """What can be listened to, and how much cannot.

    A stream of many channels was mixed down, so what is hidden of one of them, and what is heard instead, cannot be
    told apart from the others.
    """
    if sound is None or sound.channels in LAYOUTS:
        return hidden, 0
    mutes = [h for h in hidden if h.treatment is Treatment.MUTE and _is_whole(h, sound.channels)]
    return [Hidden(h.start, h.end) for h in mutes], len(hidden) - len(mutes)


def _is_whole(hidden: Hidden, channels: int) -> bool:
    return all(hidden.concerns(channel, of=channels) for channel in range(channels))


def _is_more(treatment: Treatment, heard: Channel, *, inner: slice, known: Channel) -> bool:
    """Whether more is heard in a block than what was put there and what the encoder adds to it."""
    left = heard - known
    within = left[inner] if len(left[inner]) >= ENOUGH else left[:0]
    match treatment:
        case Treatment.DISGUISE:
            return False
        case Treatment.BLEEP:
            return loudest(left) > 3 * SMEARED or _loudness(within) > BLEEPED
        case Treatment.NOISE:
            most = NOISED * _loudness(heard[inner]) + SILENT
            return loudest(left) > loudest(known) + 3 * SMEARED or _loudness(within) > most
        case _:
            return loudest(left) > SMEARED or loudest(left[inner]) > SILENT


def _loudness(samples: Channel) -> float:
    """The root mean square, 0 where there is no sample."""
    return float(np.sqrt(np.mean(np.square(samples)))) if samples.size else 0.0


def _meeting(runs: Sequence[Run], first: int, *, stop: int) -> Iterator[Run]:
    """Those of the runs, which rise and do not overlap, that share samples with these; found by bisection."""
    for number in range(bisect_right(runs, first, key=lambda run: run.stop), len(runs)):
        if runs[number].first >= stop:
            return
        yield runs[number]
