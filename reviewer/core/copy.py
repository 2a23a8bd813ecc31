"""What is known of a rendered copy: what the check looked at, how, and what it found."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reviewer.core.detection import Subject
from reviewer.core.estimate import Estimate
from reviewer.core.footage import FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.timing import Tick


class Point(StrEnum):
    """One of the things that a checked copy means."""

    TICKS = "ticks"
    COVERED = "covered"
    DETECTORS = "detectors"
    CONTENTS = "contents"


class Verdict(StrEnum):
    """Whether every point holds and a person has settled every hit; never a promise of absence."""

    SETTLED = "settled"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place in a copy where the check suspects something uncovered.

    `frame` counts displayed frames from 0; `seconds` is on the footage's own clock; `box` is in pixels of the frame.
    """

    frame: int
    tick: Tick
    seconds: float
    subject: Subject
    box: Box
    score: float
    detector: str


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
    """The findings in the order of the points, and the hits that no person has settled.

    `estimates` say how much may be uncovered that was never found; they decide nothing.
    """

    findings: tuple[Finding, ...]
    hits: tuple[Hit, ...] = ()
    estimates: tuple[Estimate, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """Settled only when every point was looked at and held, and no hit is open."""
        held = bool(self.findings) and all(f.held for f in self.findings)
        return Verdict.SETTLED if held and not self.hits else Verdict.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One released copy of a footage: where it was put, its fingerprint, and what its check found.

    `released` is UTC in ISO 8601.
    """

    footage: FootageId
    path: Path
    sha256: str
    profile: Profile
    released: str
    report: CheckReport
