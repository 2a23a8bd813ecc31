"""What a copy did with each sound stream of the footage: for the schedule and the manifest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from reviewer.core.footage import AudioStream
from reviewer.core.profile import SoundPolicy
from reviewer.core.silence import Treatment
from reviewer.core.spans import united
from reviewer.core.timing import Span, Tick
from reviewer.media.cutting import Cuts
from reviewer.media.silencing import Heard, Hidden
from reviewer.media.sound import LAYOUTS, kept_rate
from reviewer.media.treatments import STRENGTH, named

DONE = {
    Treatment.MUTE: "muted",
    Treatment.BLEEP: "bleeped",
    Treatment.NOISE: "under noise",
    Treatment.DISGUISE: "disguised, not anonymous",
}
"""What is said of stretches that were treated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamTold:
    """One sound stream: its index in the footage, its place among the sound streams (from 0), and its channels.

    `kept` is how many channels the copy has of it, 0 where it is dropped. `silent` says that nothing of it is heard.
    `treated` counts the stretches of each treatment that lie in the copy, `single` those among them that are about some
    channels alone. `cut` says that parts are left out.
    """

    index: int
    place: int
    channels: int
    kept: int
    silent: bool = False
    treated: Mapping[Treatment, int] = field(default_factory=dict)
    single: int = 0
    cut: bool = False

    @property
    def mixed(self) -> bool:
        """Whether its channels were mixed down, after what is hidden of each was taken out."""
        return 0 < self.kept < self.channels

    @property
    def sentence(self) -> str:
        """What was done, in words."""
        many = "1 channel" if self.channels == 1 else f"{self.channels} channels"
        head = f"Sound stream {self.place + 1} ({many}):"
        if not self.kept:
            return f"{head} dropped."
        if self.silent:
            return f"{head} kept as silence; nothing of it is heard."
        parts = [f"{n} {'stretch' if n == 1 else 'stretches'} {DONE[t]}" for t, n in self.treated.items() if n]
        said = f"kept, {', '.join(parts)}" if parts else "kept as recorded"
        said += f" ({self.single} of them in single channels)" if self.single else ""
        said += f", mixed down to {self.kept} channels" if self.mixed else ""
        return f"{head} {said}{', with parts left out' if self.cut else ''}."


def told_of(sounds: Sequence[AudioStream], heard: Heard, *, time_base: Fraction) -> tuple[StreamTold, ...]:
    """What a copy does with each stream, in the order of the file; `time_base` is that of the picture's ticks."""
    return tuple(replace(_told(s, heard, time_base=time_base), place=place) for place, s in enumerate(sounds))


def _told(sound: AudioStream, heard: Heard, *, time_base: Fraction) -> StreamTold:
    if heard.policy is SoundPolicy.NONE:
        return StreamTold(index=sound.index, place=0, channels=sound.channels, kept=0)
    kept = sound.channels if sound.channels in LAYOUTS else 2
    if heard.policy is SoundPolicy.SILENT:
        return StreamTold(index=sound.index, place=0, channels=sound.channels, kept=kept, silent=True)
    rate = kept_rate(max(1, sound.sample_rate))
    cuts = Cuts.of(heard.assembly, time_base=time_base, rate=rate)
    there = [h for h in heard.hidden(sound.index) if _in_copy(h, cuts, rate=rate)]
    treatments = [named(h.treatment) for h in there]
    return StreamTold(
        index=sound.index,
        place=0,
        channels=sound.channels,
        kept=kept,
        treated={t: treatments.count(t) for t in reversed(STRENGTH) if t in treatments},
        single=sum(not all(h.concerns(c, of=sound.channels) for c in range(sound.channels)) for h in there),
        cut=not cuts.whole,
    )


def _in_copy(hidden: Hidden, cuts: Cuts, *, rate: int) -> bool:
    span = Span(Tick(int(hidden.start * rate)), Tick(int(hidden.end * rate) + 1))
    return bool(united(cuts.in_copy(span)))
