"""Every decision made about one piece of footage, as one immutable value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from reviewer.core.region import Region, RegionId
from reviewer.core.timing import Tick


@dataclass(frozen=True, slots=True)
class Review:
    """The regions over one footage by id."""

    regions: Mapping[RegionId, Region] = field(default_factory=lambda: MappingProxyType({}))

    def __reduce__(self) -> tuple[object, tuple[tuple[Region, ...]]]:
        # A snapshot goes to the process that renders it; mapping proxies do not pickle.
        return of, (tuple(self.regions.values()),)

    def adding(self, regions: Iterable[Region]) -> Self:
        """The review with these regions added, or put in place of those with the same ids."""
        return type(self)(MappingProxyType({**self.regions, **{r.id: r for r in regions}}))

    def without(self, ids: Iterable[RegionId]) -> Self:
        """The review without these regions."""
        gone = set(ids)
        return type(self)(MappingProxyType({k: r for k, r in self.regions.items() if k not in gone}))

    def hidden_at(self, tick: Tick) -> list[Region]:
        """The regions that are covered at `tick`, in the order they were added."""
        return [r for r in self.regions.values() if r.hides and tick in r.span]


def of(regions: Iterable[Region]) -> Review:
    """A review of these regions."""
    return Review().adding(regions)


def changed(before: Review, after: Review) -> frozenset[RegionId]:
    """The regions added, removed or altered between two reviews.

    Unaltered regions are shared between reviews, so identity is enough.
    """
    ids = before.regions.keys() | after.regions.keys()
    return frozenset(i for i in ids if before.regions.get(i) is not after.regions.get(i))
