"""Every decision made about one piece of footage, as one immutable value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Self, TypeVar

from reviewer.core.doubt import DoubtId, Verdict
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.region import Region, RegionId
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Review:
    """The regions and silences over one footage by id, its markers, the doubts that were settled, and in and out.

    `in_out` is the stretch that is worked on, None for all of the footage. `kept` are the spans that a copy
    shows, which rise and do not meet; none of them stands for all of the footage.
    """

    regions: Mapping[RegionId, Region] = field(default_factory=lambda: _frozen({}))
    silences: Mapping[SilenceId, Silence] = field(default_factory=lambda: _frozen({}))
    markers: Mapping[MarkerId, Marker] = field(default_factory=lambda: _frozen({}))
    settled: Mapping[DoubtId, Verdict] = field(default_factory=lambda: _frozen({}))
    in_out: Span | None = None
    kept: tuple[Span, ...] = ()

    def __reduce__(self) -> tuple[object, tuple[Any, ...]]:
        # A snapshot goes to the process that renders it; mapping proxies do not pickle.
        maps = tuple(dict(m) for m in (self.regions, self.silences, self.markers, self.settled))
        return _made, (maps, (self.in_out, self.kept))

    def adding(self, regions: Iterable[Region]) -> Self:
        """The review with these regions added, or put in place of those with the same ids."""
        return replace(self, regions=_frozen({**self.regions, **{r.id: r for r in regions}}))

    def without(self, ids: Iterable[RegionId]) -> Self:
        """The review without these regions."""
        return replace(self, regions=_left(self.regions, ids))

    def silencing(self, silences: Iterable[Silence]) -> Self:
        """The review with these silences added, or put in place of those with the same ids."""
        return replace(self, silences=_frozen({**self.silences, **{s.id: s for s in silences}}))

    def sounding(self, ids: Iterable[SilenceId]) -> Self:
        """The review without these silences."""
        return replace(self, silences=_left(self.silences, ids))

    def marking(self, marker: Marker) -> Self:
        """The review with this marker added, or put in place of the one with the same id."""
        return replace(self, markers=_frozen({**self.markers, marker.id: marker}))

    def unmarking(self, ids: Iterable[MarkerId]) -> Self:
        """The review without these markers."""
        return replace(self, markers=_left(self.markers, ids))

    def settling(self, doubts: Mapping[DoubtId, Verdict]) -> Self:
        """The review with these doubts settled."""
        return replace(self, settled=_frozen({**self.settled, **doubts}))

    def unsettling(self, ids: Iterable[DoubtId]) -> Self:
        """The review with these doubts open again."""
        return replace(self, settled=_left(self.settled, ids))

    def hidden_at(self, tick: Tick) -> list[Region]:
        """The regions by which something is covered at `tick`, in the order they were added.

        One that hides all but its shape does so in its gaps as well.
        """
        return [r for r in self.regions.values() if r.hides and (tick in r.span if r.inverse else r.present_at(tick))]

    def silent_at(self, tick: Tick) -> list[Silence]:
        """The silences that hide the sound at `tick`."""
        return [s for s in self.silences.values() if s.hides and tick in s.span]


def of(regions: Iterable[Region]) -> Review:
    """A review of these regions."""
    return Review().adding(regions)


def changed(before: Review, after: Review) -> frozenset[RegionId]:
    """The regions added, removed or altered between two reviews."""
    return differing(before.regions, after.regions)


def differing(before: Mapping[Key, Value], after: Mapping[Key, Value]) -> frozenset[Key]:
    """The keys whose values were added, removed or altered.

    Unaltered values are shared between reviews, so identity is enough.
    """
    if before is after:
        return frozenset()
    other = {k for k, v in after.items() if before.get(k) is not v}
    return frozenset(other | (before.keys() - after.keys()))


def _frozen(values: dict[Key, Value]) -> Mapping[Key, Value]:
    return MappingProxyType(values)


def _left(values: Mapping[Key, Value], ids: Iterable[Key]) -> Mapping[Key, Value]:
    gone = set(ids)
    return _frozen({k: v for k, v in values.items() if k not in gone})


def _made(maps: tuple[dict[Any, Any], ...], stretches: tuple[Span | None, tuple[Span, ...]]) -> Review:
    regions, silences, markers, settled = (_frozen(m) for m in maps)
    return Review(regions, silences, markers, settled, *stretches)
