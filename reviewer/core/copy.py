"""What is known of a rendered copy: what the check looked at, how, and what it found."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import NewType, Self

from reviewer.core.detection import Subject
from reviewer.core.disclosure import Disclosure
from reviewer.core.estimate import Estimate
from reviewer.core.footage import FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.timing import Tick

HitId = NewType("HitId", str)


class Point(StrEnum):
    """One of the things that a checked copy means."""

    TICKS = "ticks"
    COVERED = "covered"
    DETECTORS = "detectors"
    CONTENTS = "contents"
    SOUND = "sound"
    SEAL = "seal"


class Verdict(StrEnum):
    """Whether every point holds and a person has settled every hit; never a promise of absence."""

    SETTLED = "settled"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place in a copy where the check suspects something uncovered.

    `frame` counts displayed frames from 0; `seconds` is on the footage's own clock; `box` is in pixels of the frame.
    `reason` says in a sentence why it is suspected; checks of earlier versions gave none.
    """

    frame: int
    tick: Tick
    seconds: float
    subject: Subject
    box: Box
    score: float
    detector: str
    reason: str = ""

    @property
    def id(self) -> HitId:
        """What the hit is known by: the same find in the same picture gets the same one in every check."""
        x, y, width, height = (round(v) for v in (self.box.x, self.box.y, self.box.width, self.box.height))
        return HitId(f"{self.subject}-{self.tick}-{x}-{y}-{width}-{height}")


class Settlement(StrEnum):
    """What a person decided on a hit."""

    COVER = "cover"
    LAWFUL = "lawful to show"
    NOT_ONE = "not one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A person's decision on a hit: what it was, why, by whom, and when (UTC in ISO 8601)."""

    how: Settlement
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of one point looked at and found, in a sentence.

    `held` is False when the point failed or could not be looked at.
    """

    point: Point
    held: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The findings in the order of the points, the hits, and which of them a person has settled.

    `estimates` say how much may be uncovered that was never found; they decide nothing.
    """

    findings: tuple[Finding, ...]
    hits: tuple[Hit, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    settled: Mapping[HitId, Settled] = field(default_factory=dict)

    @property
    def open_hits(self) -> tuple[Hit, ...]:
        """The hits that no person has decided on."""
        return tuple(h for h in self.hits if h.id not in self.settled)

    @property
    def to_cover(self) -> tuple[Hit, ...]:
        """The hits that a person wants covered: this very copy does not cover them."""
        return tuple(h for h in self.hits if h.id in self.settled and self.settled[h.id].how is Settlement.COVER)

    @property
    def held(self) -> bool:
        """Whether every point was looked at and held."""
        return bool(self.findings) and all(f.held for f in self.findings)

    @property
    def verdict(self) -> Verdict:
        """Settled only when every point was looked at and held, and a person let every hit stand as it is."""
        return Verdict.SETTLED if self.held and not self.open_hits and not self.to_cover else Verdict.OPEN

    def settling(self, hit: HitId, settled: Settled) -> Self:
        """The report with a person's decision on a hit; raises KeyError when it has no such hit."""
        if all(h.id != hit for h in self.hits):
            raise KeyError(hit)
        return replace(self, settled={**self.settled, hit: settled})

    def reopening(self, hit: HitId) -> Self:
        """The report with a hit open again."""
        return replace(self, settled={k: v for k, v in self.settled.items() if k != hit})


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One released copy of a footage: where it was put, its fingerprint, and what its check found.

    `released` is UTC in ISO 8601. `path` is the copy's file; once it is sealed it lies in the folder of its pack.
    """

    footage: FootageId
    path: Path
    sha256: str
    profile: Profile
    released: str
    report: CheckReport
    disclosure: Disclosure = field(default_factory=Disclosure)
