"""The schedule of a copy: what is hidden in it, line by line, as far as it may be disclosed, and what goes beyond."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter, itemgetter

from reviewer.core.assembly import Assembly, Card
from reviewer.core.detection import Subject
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Region, RegionId
from reviewer.core.review import Review
from reviewer.core.silence import Silence
from reviewer.core.timing import Span, Tick, clock, seconds
from reviewer.effects.catalogue import effect_on
from reviewer.media.treatments import OFFERS
from reviewer.services.pack_reasons import disclosable

SUBJECTS = {Subject.FACE: "Face", Subject.PLATE: "Number plate", Subject.TEXT: "Written text"}
"""What is hidden, in words for those who do not know the program."""

NOT_SHOWN = "Footage left out"


DECISIONS = {
    Decision.PROPOSED: "proposed by the program, decided on by nobody; hidden",
    Decision.CONFIRMED: "confirmed by a person; hidden",
    Decision.REJECTED: "rejected by a person; shown",
}


class Sort(StrEnum):
    """What a line is about."""

    PICTURE = "picture"
    SOUND = "sound"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when, as people read times."""

    start: str
    end: str

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the schedule for disclosure: nothing in it names or shows anyone.

    `original` is on the recording's own clock; `copy` are the stretches of the copy, from its first picture on.
    """

    number: int
    sort: Sort
    what: str
    original: Stretch
    copy: tuple[Stretch, ...]
    reason: str
    how: str
    grade: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Private:
    """What the restricted schedule says besides: whose it is, why in full, who decided what.

    `region` is what its picture is of, None for sound. The row's number is 0 for what is shown, not hidden.
    """

    row: Row
    person: str
    reason: str
    decision: str
    region: RegionId | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the times of a recording in it and in its copy."""

    assembly: Assembly
    time_base: Fraction

    def original(self, span: Span) -> Stretch:
        """A span of the recording, as players count: from its first picture."""
        first = self.assembly.start
        return Stretch(*(clock(seconds(Tick(t - first), self.time_base)) for t in (span.start, span.end)))

    def copy(self, span: Span) -> tuple[Stretch, ...]:
        """Where the copy shows what of the recording lies in the span; nothing for what is left out."""
        met = (
            (max(k.span.start, span.start), min(k.span.end, span.end), k)
            for k in self.assembly.kept
            if k.span.overlaps(span)
        )
        return tuple(self._shown(Tick(k.at + a - k.span.start), Tick(k.at + b - k.span.start)) for a, b, k in met)

    def card(self, card: Card) -> Stretch:
        """When a card stands in the copy."""
        return self._shown(card.at, card.end)

    @property
    def length(self) -> str:
        """How long the copy is."""
        return self._shown(self.assembly.pieces[0].at, self.assembly.end).end

    def _shown(self, start: Tick, end: Tick) -> Stretch:
        first = self.assembly.pieces[0].at
        return Stretch(*(clock(seconds(Tick(t - first), self.time_base)) for t in (start, end)))


def rows(review: Review, profile: Profile, *, told: Clock) -> tuple[Private, ...]:
    """Every region and silence that the copy hides something by, and every cut, in the order of time, numbered from 1.

    What lies wholly in footage that the copy leaves out is hidden by that, and has no line of its own.
    """
    found = sorted(_lines(review, profile, told=told), key=itemgetter(0))
    return tuple(replace(line, row=replace(line.row, number=number)) for number, (_, line) in enumerate(found, start=1))


def shown_rows(review: Review, profile: Profile, *, told: Clock) -> tuple[Private, ...]:
    """What a person decided to show, for the restricted schedule: the reasons for that count too."""
    regions = (_region(r, profile, told=told) for r in review.regions.values() if not r.hides)
    silences = (_silence(s, told=told) for s in review.silences.values() if not s.hides)
    return (*regions, *silences)


def lying_in_cuts(review: Review, *, told: Clock) -> int:
    """How many regions and silences have no line, since the copy shows nothing of where they are."""
    return sum(thing.hides and not told.copy(thing.span) for thing in _things(review))


def _things(review: Review) -> Iterable[Region | Silence]:
    every: list[Region | Silence] = [*review.regions.values(), *review.silences.values()]
    return sorted(every, key=attrgetter("span.start"))


def _lines(review: Review, profile: Profile, *, told: Clock) -> Iterator[tuple[Tick, Private]]:
    for thing in _things(review):
        if thing.hides and told.copy(thing.span):
            made = _region(thing, profile, told=told) if isinstance(thing, Region) else _silence(thing, told=told)
            yield thing.span.start, made
    for card in told.assembly.cards:
        yield card.left_out.start, _cut(card, told=told)


def _region(region: Region, profile: Profile, *, told: Clock) -> Private:
    effect = effect_on(region, profile.effect)
    subject = SUBJECTS.get(region.subject, str(region.subject).capitalize())
    notes = ["Moves with what it covers."] if len(region.keyframes) > 1 else []
    if region.gaps:
        count = len(region.gaps)
        notes.append(f"Not in the picture {'once' if count == 1 else f'{count} times'} in between.")
    row = Row(
        number=0,
        sort=Sort.PICTURE,
        what=f"Everything but a place: {subject.lower()}" if region.inverse else subject,
        original=told.original(region.span),
        copy=told.copy(region.span),
        reason=disclosable(region.reason),
        how=effect.name,
        grade=effect.grade.short,
        note=" ".join(notes),
    )
    return Private(
        row=row,
        person=region.person or "",
        reason=region.reason,
        decision=DECISIONS[region.decision],
        region=region.id,
    )


def _silence(silence: Silence, *, told: Clock) -> Private:
    offer = OFFERS[silence.treatment]
    row = Row(
        number=0,
        sort=Sort.SOUND,
        what=_sound(silence),
        original=told.original(silence.span),
        copy=told.copy(silence.span),
        reason=disclosable(silence.reason),
        how=offer.title.lower(),
        grade=offer.grade.partition(":")[0].lower(),
    )
    decision = DECISIONS[silence.decision]
    return Private(row=row, person=silence.person or "", reason=silence.reason, decision=decision)


def _sound(silence: Silence) -> str:
    """Which of the sound a silence is about; streams and channels are counted from 1, as people count."""
    parts = [
        f"{word} {', '.join(str(n + 1) for n in sorted(numbers))}"
        for word, numbers in (("stream", silence.streams), ("channel", silence.channels))
        if numbers is not None
    ]
    return f"Sound ({'; '.join(parts)})" if parts else "Sound"


def _cut(card: Card, *, told: Clock) -> Private:
    row = Row(
        number=0,
        sort=Sort.CUT,
        what=NOT_SHOWN,
        original=told.original(card.left_out),
        copy=(told.card(card),),
        reason="",
        how="a card says that footage was left out",
        grade="not in the copy",
    )
    return Private(row=row, person="", reason="", decision="")
