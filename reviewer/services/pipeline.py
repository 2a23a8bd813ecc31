"""The whole job for one recording without a window: take in, analyse, propose, release, and keep the record."""

import logging
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reviewer.core.analysis import Appraisal
from reviewer.core.copy import CheckReport, Copy, Verdict
from reviewer.core.cost import about
from reviewer.core.detection import Subject, Track
from reviewer.core.edits import AddRegions, Propose
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.services import cases
from reviewer.services import release as releases
from reviewer.services.analysis import analyse, propose, pursue
from reviewer.services.appraisal import examine
from reviewer.services.estimate import as_json
from reviewer.services.intake import take_in
from reviewer.services.jobs import Progress
from reviewer.services.kept import unfinished
from reviewer.services.originals import size_of
from reviewer.services.plate_reading import read_plates
from reviewer.services.publishing import PackWish, refuse, refuse_folder, withdraw
from reviewer.services.session import ReviewSession
from reviewer.services.trial import costs
from reviewer.services.usage import MemoryWatch, Stopwatch
from reviewer.store.cases import Case
from reviewer.store.settings_file import settings_folder

log = logging.getLogger(__name__)

STAGES = ("intake", "analysis", "estimate", "render", "check")
"""What the seconds are counted for; looking again around a hit counts as analysis."""

LONG = 120.0
"""Seconds of footage from which it is tried first how long looking will take: a few seconds, which is then little."""

ALWAYS = (Subject.FACE, Subject.PLATE)
"""Subjects that are counted in the result even where they were not looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactRequest:
    """Redact `video` into the MP4 file `target`, both absolute; `case` keeps the work, None for nowhere.

    With `pack` the target is the folder of a pack instead, with the copy and all that belongs to it.
    """

    video: Path
    target: Path
    pack: bool = False
    case: Path | None = None
    search: Search = field(default_factory=Search)
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RedactResult:
    """What was done: the copy, the tracks found by subject, the regions covered, and what it cost.

    `plates_read` is how many plates have a reading, None where none was asked for; what they say is in the case alone.
    `appraisal` says how far the analysis may be trusted. `pack` is the folder that the copy was packed in.
    `seconds` are by stage; `peak_rss` is in bytes, summed over all processes of the program.
    """

    footage: Footage
    release: releases.ReleaseResult
    tracks: Mapping[Subject, int]
    plates_read: int | None = None
    appraisal: Appraisal = field(default_factory=Appraisal)
    seconds: Mapping[str, float]
    peak_rss: int
    pack: Path | None = None

    @property
    def copy(self) -> Copy:
        """The copy, in its place."""
        return self.release.copy

    @property
    def report(self) -> CheckReport:
        """What the check of the copy found."""
        return self.copy.report

    @property
    def regions(self) -> int:
        """How many regions are covered in the copy."""
        return sum(region.hides for region in self.release.review.regions.values())

    def as_json(self) -> dict[str, Any]:
        """The object that the command line's contract promises; paths are absolute, "sha256" is that of the copy."""
        recording = self.footage.recording
        told = {
            "footage": str(self.footage.path),
            "copy": str(self.copy.path),
            "sha256": self.copy.sha256,
            "frames": len(self.release.rendered.ticks),
            "seconds_of_video": round(recording.duration, 3),
            "tracks": {str(subject): number for subject, number in self.tracks.items()},
            "seconds": {stage: round(time, 3) for stage, time in self.seconds.items()},
            "peak_rss_mb": round(self.peak_rss / 1e6, 1),
            "check": {"verdict": str(self.report.verdict), "hits": len(self.report.hits)},
            "doubts": len(self.appraisal.doubts),
            "estimate": as_json(self.report.estimates),
        }
        return told if self.plates_read is None else {**told, "plates_read": self.plates_read}


def redact(request: RedactRequest) -> Generator[Progress, None, RedactResult]:
    """Do the whole job; everything but the case's own database is worked on in child processes.

    A case that holds the same recording already is gone on with: tracks of the same search are kept, plates that are
    to be read now are read, and what a person has decided stays decided. Raises ReviewerError of every kind; closed or
    failed, it leaves no copy, and no case that was not there before unless the recording was taken into it.
    """
    if request.pack:
        refuse_folder(request.target, original=request.video, keys=settings_folder())
    else:
        refuse(request.target, original=request.video)
    size_of(request.video)
    watch = Stopwatch(*STAGES)
    with MemoryWatch() as memory, _case(request.case) as case:
        footage = yield from watch.stage("intake", take_in(request.video), title="Reading the original")
        work = _Redaction(case, cases.register(case, footage), request=request, watch=watch)
        yield from work.analyse()
        result = yield from work.release()
        tracks, read, appraisal = work.counted(), work.plates_read(), work.appraisal()
    return RedactResult(
        footage=footage,
        release=result,
        tracks=tracks,
        plates_read=read,
        appraisal=appraisal,
        seconds=watch.seconds,
        peak_rss=memory.peak,
        pack=request.target if request.pack and result.report.verdict is Verdict.SETTLED else None,
    )


def _case(folder: Path | None) -> AbstractContextManager[Case]:
    return cases.passing_case() if folder is None else cases.kept_case(folder)


class _Redaction:
    """The work on one footage in an open case; edits are committed on the thread that drives it."""

    def __init__(self, case: Case, footage: Footage, *, request: RedactRequest, watch: Stopwatch) -> None:
        store = case.reviews(footage.id)
        self._case, self._footage = case, footage
        self._request, self._watch = request, watch
        self._session = ReviewSession(store.load(), store)

    def analyse(self) -> Generator[Progress, None, None]:
        """Find and follow, unless the case holds the tracks of this search; propose, unless that was done too."""
        footage, search = self._footage, self._request.search
        done = cases.analysed(self._case, footage.id)
        if done.is_of(search):
            tracks = self._case.evidence.tracks(footage.id)
        else:
            kept = unfinished(footage, search, work=self._case.work_folder)
            title = f"Looking for {' and '.join(sorted(f'{subject}s' for subject in search.find))}"
            title += f", going on from {kept.part:.0%}" if kept.part else ""
            title += yield from self._estimated(left=1 - kept.part)
            found = yield from self._watch.stage("analysis", analyse(footage, search, kept=kept), title=title)
            looking = examine(footage, search, analysis=found)
            found = yield from self._watch.stage("estimate", looking, title="Looking twice at a sample of frames")
            tracks = cases.apart(found.tracks, self._taken())
            appraisal = cases.apart_too(found.appraisal, found.tracks, after=tracks)
            cases.save_analysis(self._case, footage.id, tracks=tracks, search=search, appraisal=appraisal)
        if not (done.is_of(search) and done.proposed):
            self._session.commit(Propose(propose(tracks, footage)))
        if search.read and not (done.is_of(search) and done.read):
            cases.save_readings(self._case, footage.id, tracks=(yield from self._read(tracks)))

    def _estimated(self, *, left: float) -> Generator[Progress, None, str]:
        """About how long looking will take where the part `left` of long footage is left, for its title, or nothing."""
        footage, search = self._footage, self._request.search
        if left * footage.recording.duration < LONG:
            return ""
        trial = costs(footage.path, search, depths=(search.depth,), frames=len(footage.recording.index))
        try:
            found = yield from self._watch.stage("analysis", trial, title="Trying how long looking will take")
        except FootageError as error:  # what is wrong with it, the analysis will say with the place
            log.info("how long looking takes could not be tried: %s", error)
            return ""
        time = found[search.depth].seconds
        return "" if time is None else f", {about(left * time)}"

    def _read(self, tracks: tuple[Track, ...]) -> Generator[Progress, None, tuple[Track, ...]]:
        title = "Reading plates"
        return (yield from self._watch.stage("analysis", read_plates(self._footage, tracks), title=title))

    def release(self) -> Generator[Progress, None, releases.ReleaseResult]:
        """Render and check until nothing more can be covered, and record the copy in the case."""
        request = releases.ReleaseRequest(
            footage=self._footage,
            review=self._session.review,
            profile=self._request.profile,
            search=self._request.search,
            target=self._request.target,
            sample=self.appraisal().sample,
            pack=self._wish() if self._request.pack else None,
        )
        result = yield from releases.release(request, amend=self._amend, watch=self._watch)
        try:
            self._case.copies.record(result.copy)
        except BaseException:
            withdraw(result.copy)  # a copy that no log knows of must not lie around
            raise
        return result

    def _wish(self) -> PackWish:
        """What the pack says of the case, with what its log says of this footage and of the case as a whole."""
        log = (e for e in self._case.log.events() if e.detail.get("footage") in (None, self._footage.id))
        return PackWish(case=self._case.title, keys=settings_folder(), log=tuple(log))

    def appraisal(self) -> Appraisal:
        """How far the analysis in the case may be trusted."""
        return self._case.evidence.appraisal(self._footage.id)

    def counted(self) -> dict[Subject, int]:
        """The tracks in the case by subject."""
        counts = Counter(track.subject for track in self._case.evidence.tracks(self._footage.id))
        wanted = (*ALWAYS, *(s for s in Subject if s in self._request.search.find or s in counts))
        return {subject: counts[subject] for subject in dict.fromkeys(wanted)}

    def plates_read(self) -> int | None:
        """How many plates in the case have a reading; None where reading was not asked for."""
        if not self._request.search.read:
            return None
        return sum(track.reading is not None for track in self._case.evidence.tracks(self._footage.id))

    def _amend(self, report: CheckReport) -> Generator[Progress, None, Review | None]:
        """Follow the hits both ways and cover them; None when there are none, or nothing came of them."""
        if not report.hits:
            return None
        found: tuple[Track, ...] = yield from self._watch.stage(
            "analysis", pursue(self._footage, report.hits), title="Following what the check found"
        )
        if not found:
            return None
        if self._request.search.read:
            found = yield from self._read(found)
        kept = self._case.evidence.tracks(self._footage.id)
        tracks = cases.apart(found, [*self._taken(), *(track.id for track in kept)])
        self._session.commit(AddRegions(propose(tracks, self._footage)))
        cases.save_pursued(self._case, self._footage.id, tracks=tracks)
        return self._session.review

    def _taken(self) -> list[str]:
        """The tracks that regions of the review came from."""
        return [region.track for region in self._session.review.regions.values() if region.track is not None]
