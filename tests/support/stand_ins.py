"""Stand-ins for what is slow in the whole job: an analysis that is told what it finds, and a check that is too.

`python -m tests.support.stand_ins ARGUMENTS` is the command line with them, for tests that need a process of its own.
"""

import sys
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from reviewer.core.analysis import Analysis, Appraisal
from reviewer.core.copy import CheckReport, Finding, Hit, Point
from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.reading import Reading
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.settings import Search
from reviewer.services import pipeline, release
from reviewer.services.check import CheckRequest
from reviewer.services.jobs import Progress
from reviewer.services.kept import Kept

HELD = CheckReport(tuple(Finding(point, True, f"{point} was looked at.") for point in Point))


def track_over(footage: Footage, name: str, *, subject: Subject = Subject.FACE) -> Track:
    """A track with the same box in every frame."""
    ticks = footage.recording.index.ticks
    count = len(ticks)
    boxes = np.tile(np.array([200, 100, 40, 50], np.float32), (count, 1))
    origins, scores = np.full(count, Origin.DETECTED, np.uint8), np.full(count, 0.9, np.float32)
    return Track(TrackId(name), subject, ticks.copy(), boxes, origins, scores, footage.recording.index.end)


def hit_in(footage: Footage, frame: int) -> Hit:
    """A hit in the frame of that number."""
    tick = footage.recording.index.tick(frame)
    time = float(tick * footage.recording.video.time_base)
    box = Box(60, 50, 20, 25)
    return Hit(frame=frame, tick=tick, seconds=time, subject=Subject.FACE, box=box, score=0.4, detector="a stand-in")


@dataclass
class StandIns:
    """What the stand-ins find and how often they were asked.

    Each check has one number of hits, the next of `hits`, and none when they are used up; each hit becomes a track.
    Each plate that is read has the next of `texts`, and nothing on it when they are used up; `reads` are the tracks
    that were read each time.
    """

    hits: list[int] = field(default_factory=list)
    searches: list[Search] = field(default_factory=list)
    checks: list[CheckRequest] = field(default_factory=list)
    pursuits: int = 0
    texts: list[str] = field(default_factory=list)
    appraisal: Appraisal = field(default_factory=Appraisal)
    reads: list[list[str]] = field(default_factory=list)

    def analyse(
        self, footage: Footage, search: Search, *, kept: Kept | None = None
    ) -> Generator[Progress, None, Analysis]:
        """One face, and one plate where it is looked for."""
        self.searches.append(search)
        yield Progress(0, 1, "analysis")
        found = [track_over(footage, f"{subject}-1", subject=subject) for subject in sorted(search.find)]
        return Analysis(tuple(found))

    def examine(self, _footage: Footage, _search: Search, *, analysis: Analysis) -> Generator[Progress, None, Analysis]:
        """The analysis with the appraisal that was laid down."""
        yield Progress(0, 1, "estimate")
        return replace(analysis, appraisal=self.appraisal)

    def propose(self, tracks: Sequence[Track], _footage: Footage) -> tuple[Region, ...]:
        """A region for each track, where it starts."""
        return tuple(
            Region(
                id=RegionId(f"region of {track.id}"),
                subject=track.subject,
                span=track.span,
                keyframes=(Keyframe(track.span.start, track.box(0)),),
                track=track.id,
            )
            for track in tracks
        )

    def pursue(self, footage: Footage, hits: Sequence[Hit]) -> Generator[Progress, None, tuple[Track, ...]]:
        """A track for each hit."""
        self.pursuits += 1
        yield Progress(0, 1, "analysis")
        return tuple(track_over(footage, f"pursued-{self.pursuits}-{n}") for n, _ in enumerate(hits))

    def read_plates(self, _footage: Footage, tracks: Sequence[Track]) -> Generator[Progress, None, tuple[Track, ...]]:
        """The tracks with a text on each plate, as long as there are any."""
        self.reads.append([str(track.id) for track in tracks])
        yield Progress(0, 1, "analysis")
        return tuple(self._read(t) if t.subject is Subject.PLATE else t for t in tracks)

    def _read(self, track: Track) -> Track:
        text = self.texts.pop(0) if self.texts else ""
        return replace(track, reading=Reading(text, "uk-current", 0.875) if text else None)

    def check(self, request: CheckRequest) -> Generator[Progress, None, CheckReport]:
        """A report with as many hits as it is this check's turn for."""
        self.checks.append(request)
        yield Progress(0, 1, "check")
        assert request.original is not None
        assert request.copy.stat().st_size > 0
        count = self.hits.pop(0) if self.hits else 0
        return CheckReport(HELD.findings, tuple(hit_in(request.original, n) for n in range(count)))

    def put(self, monkeypatch: pytest.MonkeyPatch) -> "StandIns":
        """Have them work in a test instead of the parts that are slow."""
        for module, name, stand_in in self.parts():
            monkeypatch.setattr(module, name, stand_in)
        return self

    def parts(self) -> tuple[tuple[object, str, object], ...]:
        """Where each has to be put: the module, the name in it, and the stand-in."""
        return (
            (pipeline, "analyse", self.analyse),
            (pipeline, "examine", self.examine),
            (pipeline, "propose", self.propose),
            (pipeline, "read_plates", self.read_plates),
            (pipeline, "pursue", self.pursue),
            (release, "check", self.check),
        )


if __name__ == "__main__":
    from reviewer.cli import main

    for module, name, stand_in in StandIns().parts():
        setattr(module, name, stand_in)
    sys.exit(main())
