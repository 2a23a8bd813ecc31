"""How hits and copies are spoken of on the screen; nothing here promises that nothing is left."""

from collections.abc import Mapping

from reviewer.core.copy import CheckReport, Copy, Hit, Point, Settled, Settlement
from reviewer.core.footage import Recording
from reviewer.services.copy_places import is_open
from reviewer.services.settling import standing_said
from reviewer.ui.words import SUBJECTS, from_start, short

POINTS: Mapping[Point, str] = {
    Point.TICKS: "Time",
    Point.COVERED: "Covers",
    Point.DETECTORS: "A second look",
    Point.CONTENTS: "Contents",
    Point.SOUND: "Sound",
    Point.SEAL: "Seal",
}
SETTLEMENTS: Mapping[Settlement, str] = {
    Settlement.COVER: "■ To be covered",
    Settlement.LAWFUL: "✓ Lawful to show",
    Settlement.NOT_ONE: "✗ Not one",
}
OPEN_HIT = "○ Open"
"""Signs as everywhere, so that nothing is told by colour alone."""

NO_FOOTAGE = "No footage is open.\n\nCtrl+O opens a recording."
NO_COPY = "No copy of this footage yet.\n\nCtrl+R makes one, and checks it."
NO_HITS = (
    "The check suspects no place in this copy.\n\n"
    "Something may remain that no detector finds:\nwatch it before it leaves you."
)
ALL_SETTLED = "Every hit is decided on. Something may remain that no detector finds."
SAY_WHY = "Say why it may be shown, then press Enter."
NO_HIT = "No hit is selected."


def title(hit: Hit, recording: Recording) -> str:
    """What is suspected and when, as in Face? 1:07.48."""
    return f"{SUBJECTS[hit.subject]}?  {when(hit, recording)}"


def when(hit: Hit, recording: Recording) -> str:
    """When the original shows it, counted from its first picture."""
    return short(from_start(hit.tick, recording.index, time_base=recording.video.time_base))


def stands(settled: Settled | None) -> str:
    """What was decided on a hit, with its sign and the reason that was given."""
    if settled is None:
        return OPEN_HIT
    told = SETTLEMENTS[settled.how]
    return f"{told}: {settled.reason}" if settled.reason else told


def why(hit: Hit) -> str:
    """Why it is suspected; of a check that gave no reasons what is known."""
    return hit.reason or f"{hit.detector} found it with a score of {hit.score:.2f}."


def at_length(hit: Hit, settled: Settled | None, *, recording: Recording) -> str:
    """A hit for the screen reader and the tip."""
    size = f"{hit.box.width:.0f} by {hit.box.height:.0f} pixels"
    what = f"Perhaps a {hit.subject} that is not covered, at {when(hit, recording)}, {size}."
    decided = "Open." if settled is None else f"{stands(settled)[2:]}, by {settled.by}, {settled.at}."
    return f"{what} {why(hit)} {decided} Enter shows it."


def copy_said(copy: Copy) -> str:
    """A copy in a list: its name, and whether it is sealed or how many hits are open."""
    left = len(copy.report.open_hits)
    if not is_open(copy):
        return f"{copy.path.name} · sealed"
    return f"{copy.path.name} · {left} open" if left else f"{copy.path.name} · not sealed"


def findings_said(report: CheckReport) -> list[tuple[str, str]]:
    """Each point with its sign and its sentence; those that an earlier version did not look at are named."""
    by_point = {f.point: f for f in report.findings}
    told = []
    for point, name in POINTS.items():
        found = by_point.get(point)
        if found is None:
            told.append((f"○ {name}", "Not looked at: the copy was checked by an earlier version."))
        else:
            told.append((f"{'✓' if found.held else '✗'} {name}", found.sentence))
    return told


def standing(report: CheckReport) -> str:
    """How far one has come, in a sentence."""
    return standing_said(report)
