"""Turns what detectors found into recall at equal false finds per frame."""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.services.proposals import MARGINS
from tests.bench.lookers import Find
from tests.bench.truth import Picture, Truth

RATES = (0.05, 0.1, 0.5, 1.0, 2.0)
"""False finds a frame at which recall is read off."""

WIDTHS = {Subject.FACE: (16, 24, 40, 80), Subject.PLATE: (24, 40, 80)}
"""Borders between the groups of boxes by their width in pixels of the frame."""

COVERED = 0.8
"""Share of a box that must lie in one find, widened as the program widens it, for the box to count as found."""

OVERLAP = 0.3
"""Intersection over union of the plain find and the box in the second, looser way of counting."""

LARGE = 1920 * 1080
"""Frames of this size are those that times are given for."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look at a picture gave, and its processor time in seconds."""

    source: str
    name: str
    seconds: float
    finds: list[Find]

    def written(self) -> str:
        """One line of JSON."""
        finds = [[round(v, 2) for v in f[:4]] + [round(f[4], 4)] for f in self.finds]
        return json.dumps([self.source, self.name, round(self.seconds, 5), finds])

    @classmethod
    def read(cls, line: str) -> "Looked":
        """What `written` wrote."""
        source, name, seconds, finds = json.loads(line)
        return cls(source, name, seconds, [(*f,) for f in finds])


@dataclass(frozen=True, slots=True)
class Box80:
    """A box that counts: where it is, how wide it is in its frame, and the best score that found it (-inf: none)."""

    source: str
    still: bool
    width: float
    covering: float
    overlapping: float


@dataclass(slots=True)
class Score:
    """How one detector did on one variant of the footage: its boxes, and by clip its false finds and frames.

    Recordings named in `apart` count in no sum.
    """

    detector: str
    variant: str
    subject: Subject
    apart: tuple[str, ...] = ()
    boxes: list[Box80] = field(default_factory=list)
    false: dict[str, list[float]] = field(default_factory=dict)
    frames: dict[str, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """The median time of the processor for a frame of 1920 x 1080; not a number without such frames."""
        return 1000 * statistics.median(self.times) if self.times else math.nan

    def add(self, picture: Picture, looked: Looked) -> None:
        """Count what was found in one picture."""
        truths = picture.of(self.subject)
        self.boxes += [_best(t, picture, finds=looked.finds) for t in truths if not t.ignore]
        if picture.checked_for(self.subject):
            self.frames[picture.source] = self.frames.get(picture.source, 0) + 1
            stray = [f[4] for f in looked.finds if not _touches(f, truths)]
            self.false.setdefault(picture.source, []).extend(stray)
        if picture.frame.width * picture.frame.height == LARGE:
            self.times.append(looked.seconds)

    def threshold(self, rate: float) -> float:
        """The lowest score at which the clips have at most `rate` false finds a frame; -inf when all scores do."""
        found = sorted((s for c, ss in self.false.items() if c not in self.apart for s in ss), reverse=True)
        allowed = math.floor(rate * sum(n for c, n in self.frames.items() if c not in self.apart) + 1e-9)
        return math.nextafter(found[allowed], math.inf) if allowed < len(found) else -math.inf

    def false_finds(self, threshold: float) -> float:
        """False finds a frame at that score or more, in all clips but those that were set apart."""
        found = [s for c, ss in self.false.items() if c not in self.apart for s in ss if s >= threshold]
        return len(found) / max(1, sum(n for c, n in self.frames.items() if c not in self.apart))

    def pooled(self) -> list[Box80]:
        """The boxes of all clips but those that were set apart."""
        return [b for b in self.boxes if not b.still and b.source not in self.apart]

    def plain(self) -> dict[str, object]:
        """Everything as JSON takes it."""
        levels = {}
        for rate in RATES:
            t = self.threshold(rate)
            levels[str(rate)] = {
                "threshold": t if math.isfinite(t) else None,
                "covered": share(self.pooled(), t),
                "overlapping": share(self.pooled(), t, loose=True),
                "by width": {n: share(g, t) for n, g in grouped(self.pooled(), self.subject).items()},
                "by clip": {n: share([b for b in self.boxes if b.source == n], t) for n in self.sources()},
            }
        return {
            "detector": self.detector,
            "variant": self.variant,
            "subject": self.subject.value,
            "boxes": len(self.pooled()),
            "frames": self.frames,
            "milliseconds": round(self.milliseconds, 1),
            "at false finds a frame": levels,
        }

    def sources(self) -> list[str]:
        """Clips and sets of stills that have boxes."""
        return list(dict.fromkeys(b.source for b in self.boxes))


def worth(variant: str, subject: Subject) -> bool:
    """Whether a variant says something about a subject: plates wear no masks, and are looked for level."""
    return subject is Subject.FACE or not set(variant.split("+")) & {"masked", "left", "right", "third"}


def _touches(find: Find, truths: Iterable[Truth]) -> bool:
    return any(Box(*find[:4]).shared(t.box) > 0 for t in truths)


def _best(truth: Truth, picture: Picture, *, finds: Iterable[Find]) -> Box80:
    """The best scores that find a box, by covering it and by overlapping it."""
    covering = overlapping = -math.inf
    inside = truth.box.clipped(picture.frame.width, picture.frame.height)
    for find in finds:
        box, value = Box(*find[:4]), find[4]
        if widened(box, truth.subject).shared(inside) >= COVERED * inside.area:
            covering = max(covering, value)
        if box.overlap(truth.box) >= OVERLAP:
            overlapping = max(overlapping, value)
    return Box80(picture.source, picture.still, truth.box.width, covering, overlapping)


def widened(box: Box, subject: Subject) -> Box:
    """A find as the program would cover it, before any widening over time."""
    flank, above, below = MARGINS[subject]
    return Box(
        box.x - flank * box.width,
        box.y - above * box.height,
        (1 + 2 * flank) * box.width,
        (1 + above + below) * box.height,
    )


def share(boxes: Sequence[Box80], threshold: float, *, loose: bool = False) -> float | None:
    """The share of boxes found at a score of `threshold` or more; None without boxes."""
    scores = [b.overlapping if loose else b.covering for b in boxes]
    return float(np.mean([s >= threshold and math.isfinite(s) for s in scores])) if scores else None


def grouped(boxes: Iterable[Box80], subject: Subject) -> dict[str, list[Box80]]:
    """The boxes by their width in pixels of the frame."""
    borders = WIDTHS[subject]
    names = [f"<{borders[0]}", *(f"{a}-{b}" for a, b in pairwise(borders)), f">{borders[-1]}"]
    groups: dict[str, list[Box80]] = {n: [] for n in names}
    for box in boxes:
        groups[names[int(np.searchsorted(borders, box.width, side="right"))]].append(box)
    return groups


def table(scores: Sequence[Score]) -> str:
    """The scores as Markdown: one table of recall for each variant and subject, then widths and clips."""
    parts = []
    for subject in dict.fromkeys(s.subject for s in scores):
        for variant in dict.fromkeys(s.variant for s in scores if s.subject is subject):
            rows = [s for s in scores if (s.subject, s.variant) == (subject, variant)]
            parts.append(f"## {subject.value}, {variant}: {len(rows[0].pooled())} boxes\n\n{_recall_table(rows)}")
            parts.append(_detail_table(rows))
    return "\n".join(parts)


def second_looks(scores: Sequence[Score], pairs: Sequence[tuple[str, str]]) -> str:
    """As Markdown, what a second look finds of what the first misses, over all variants; each is `NAME@SCORE`."""
    lines = ["| first | misses | second | finds of those | left | false a frame |", "|---" * 6 + "|"]
    for pair in pairs:
        (first, at), (second, at_second) = ((n, float(t)) for n, t in (look.rsplit("@", 1) for look in pair))
        one, two = ([s for s in scores if s.detector == name] for name in (first, second))
        both = [(a, b) for x, y in zip(one, two, strict=True) for a, b in zip(x.pooled(), y.pooled(), strict=True)]
        missed = [b for a, b in both if not a.covering >= at]
        left = sum(not b.covering >= at_second for b in missed)
        false = statistics.mean(s.false_finds(at_second) for s in two)
        parts = (len(missed) / len(both), 1 - left / max(1, len(missed)), left / len(both))
        cells = (pair[0], percent(parts[0]), pair[1], percent(parts[1]), percent(parts[2]), f"{false:.2f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _recall_table(rows: Sequence[Score]) -> str:
    lines = [
        "| detector | ms | "
        + " | ".join(f"{r} false (score)" for r in RATES)
        + f" | all (false a frame) | IoU {OVERLAP} at 0.5 |",
        "|---" * (len(RATES) + 4) + "|",
    ]
    for s in rows:
        cells = [f"{percent(share(s.pooled(), s.threshold(r)))} ({_number(s.threshold(r))})" for r in RATES]
        cells.append(f"{percent(share(s.pooled(), -math.inf))} ({s.false_finds(-math.inf):.2f})")
        loose = percent(share(s.pooled(), s.threshold(0.5), loose=True))
        lines.append(f"| {s.detector} | {s.milliseconds:.0f} | " + " | ".join(cells) + f" | {loose} |")
    return "\n".join(lines) + "\n"


def _detail_table(rows: Sequence[Score]) -> str:
    """Recall by width and by source, each at 0.5 false finds a frame over all clips."""
    widths = grouped(rows[0].pooled(), rows[0].subject)
    heads = [f"{name} px ({len(group)})" for name, group in widths.items()] + rows[0].sources()
    lines = ["| at 0.5 false a frame | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    for s in rows:
        t = s.threshold(0.5)
        cells = [percent(share(g, t)) for g in grouped(s.pooled(), s.subject).values()]
        cells += [percent(share([b for b in s.boxes if b.source == n], t)) for n in s.sources()]
        lines.append(f"| {s.detector} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def percent(part: float | None) -> str:
    """A share for people; a dash where there was nothing."""
    return "-" if part is None else f"{100 * part:.1f} %"


def _number(threshold: float) -> str:
    return f"{threshold:.2f}" if math.isfinite(threshold) else "any"
