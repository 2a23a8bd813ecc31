"""What a release says before it begins: what will be hidden, what of the footage is shown, and what to think of."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from reviewer.core.assembly import assembled
from reviewer.core.disclosure import Disclosure
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.region import Decision
from reviewer.core.review import Review
from reviewer.core.timing import Tick, clock, seconds
from reviewer.ui.words import from_start, short


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleaseQuestion:
    """What a release is asked about: the footage, how it stands, and what the answers were the last time.

    `doubts` is how many are open, None where nobody counted them; `more` are further sentences about what may be seen
    or heard, such as words of the watch-list.
    """

    footage: Footage
    review: Review
    profile: Profile
    target: Path
    disclosure: Disclosure = field(default_factory=Disclosure)
    doubts: int | None = None
    more: tuple[str, ...] = ()


def covered(review: Review) -> str:
    """What a copy of this review will cover, in a sentence or two."""
    hidden = sum(r.hides for r in review.regions.values())
    if not hidden:
        return "No region will be covered: the copy will show everything that the recording shows."
    return f"{_places(hidden, 'region')} will be covered. The copy is checked before it gets its name."


def silenced(review: Review, *, policy: SoundPolicy, sounds: int) -> str:
    """What of the sound a copy will hide, in a sentence."""
    if not sounds:
        return "The recording has no sound."
    if policy is not SoundPolicy.KEEP:
        return "Nothing of the sound will be heard."
    count = sum(s.hides for s in review.silences.values())
    if not count:
        return "The sound is kept, and no stretch of it is silenced: everything that is said will be heard."
    streams = "" if sounds == 1 else f", in {sounds} sound streams"
    return f"{count} {'stretch' if count == 1 else 'stretches'} of sound will be hidden{streams}."


def kept_said(review: Review, index: FrameIndex, *, time_base: Fraction) -> str:
    """Which part of the footage a copy shows, as in 3 stretches, 1:23 of 4:05, and 4 cards in place of the rest."""
    whole = seconds(Tick(index.end - index.tick(0)), time_base)
    try:
        assembly = assembled(index, review.kept, time_base=time_base)
    except ValueError:
        return "Nothing of the footage is kept: there would be no copy."
    if assembly.whole:
        return f"All of the footage is shown, {length(whole)}."
    shown = sum(seconds(Tick(k.span.end - k.span.start), time_base) for k in assembly.kept)
    count, cards = len(assembly.kept), len(assembly.cards)
    stretches = f"{count} {'stretch' if count == 1 else 'stretches'}"
    left_out = f"{cards} {'card' if cards == 1 else 'cards'} in place of the rest"
    return f"{stretches}, {length(shown)} of {length(whole)}, and {left_out}."


def in_out_said(review: Review, index: FrameIndex, *, time_base: Fraction) -> str:
    """From when to when a copy of the stretch between in and out goes; empty where it cannot be chosen."""
    if review.in_out is None or review.kept:
        return ""
    ends = (from_start(t, index, time_base=time_base) for t in (review.in_out.start, review.in_out.end))
    first, last = (short(time) for time in ends)
    return f"Only from &in to out ({first} to {last})"


def warnings(question: ReleaseQuestion) -> tuple[str, ...]:
    """What stands against a release, each in a sentence; none of it prevents one."""
    review, said = question.review, []
    regions = [r for r in review.regions.values() if r.hides]
    proposed = sum(r.decision is Decision.PROPOSED for r in regions)
    rejected = len(review.regions) - len(regions)
    heard = sum(not s.hides for s in review.silences.values())
    without = sum(not r.reason for r in regions) + sum(s.hides and not s.reason for s in review.silences.values())
    labels = sum(bool(r.label) for r in regions)
    said += [f"{_places(proposed, 'covered place')} nobody has decided on yet."] if proposed else []
    said += [f"{_places(rejected, 'place')} that a person rejected will be shown."] if rejected else []
    said += [f"{_places(heard, 'stretch')} of sound that a person rejected will be heard."] if heard else []
    doubted = f"{_places(question.doubts or 0, 'doubtful place')} {_is(question.doubts or 0)} open."
    said += [doubted] if question.doubts else []
    said += [f"{_places(without, 'place')} in the schedule will have no reason."] if without else []
    words = f"Read the words of {_places(labels, 'label')} once more: whoever gets the copy reads them."
    said += [words] if labels else []
    said += ["The recording stops before its own end, and so will the copy."] if _cut(question) else []
    return (*said, *question.more)


def length(time: float) -> str:
    """Seconds as minutes and seconds, as in 4:05, with hours where there are some."""
    return clock(float(int(time))).split(".")[0].removeprefix("0:").removeprefix("0")


def _places(count: int, one: str) -> str:
    return f"{count} {one}{'' if count == 1 else 'es' if one.endswith('ch') else 's'}"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _cut(question: ReleaseQuestion) -> bool:
    return question.footage.recording.truncated
