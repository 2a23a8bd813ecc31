"""Tries every part of the program that needs no window, on a short recording that is made for it."""

import logging
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from reviewer.core import places
from reviewer.core.copy import Verdict
from reviewer.core.detection import Subject, Track
from reviewer.core.edits import Propose
from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.media.demo_footage import demo_steps
from reviewer.services import cases
from reviewer.services.analysis import analyse, propose
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.models import ModelPacks, tried_in_child
from reviewer.services.opened import OpenedCase
from reviewer.services.pack_request import SCHEDULE_PDF
from reviewer.services.pack_seal import seal_of
from reviewer.services.publishing import PackWish
from reviewer.services.release import ReleaseRequest, ReleaseResult, release
from reviewer.vision.packs import Shelved
from reviewer.vision.weights import Weights

log = logging.getLogger(__name__)
Result = TypeVar("Result")

START, END = 70, 100
"""The frames of the demo's recording that are made: the face and the plate are both in view."""


class SelfTestError(Exception):
    """A part of the program did something, and it was wrong; the text says what."""


def selftest() -> Iterator[tuple[str, bool, str]]:
    """Try one part after the other: its name, whether it did what it should, and a sentence.

    Everything is done in a folder of its own that is removed in the end; no address is contacted.
    """
    with tempfile.TemporaryDirectory(prefix="reviewer-selftest-") as folder:
        attempt = _Attempt(Path(folder))
        parts: tuple[tuple[str, Callable[[], str]], ...] = (
            ("models", attempt.models),
            ("packs", attempt.packs),
            ("encode", attempt.encode),
            ("decode", attempt.decode),
            ("detect", attempt.detect),
            ("database", attempt.database),
            ("release", attempt.release),
            ("seal", attempt.seal),
            ("check", attempt.check),
        )
        for name, part in parts:
            yield (name, *_tried(part))


def _tried(part: Callable[[], str]) -> tuple[bool, str]:
    try:
        return True, part()
    except (SelfTestError, ReviewerError) as error:
        return False, str(error)
    except Exception as error:  # whatever is wrong with the installation shows itself here, and the rest is tried too
        log.info("self-test", exc_info=error)
        return False, f"{type(error).__name__}: {error}"


def _demand(condition: bool, complaint: str) -> None:
    if not condition:
        raise SelfTestError(complaint)


def _looked_with(pack: Shelved) -> str:
    """Have a model pack look once; raises ReviewerError when it cannot."""
    if pack.manifest is None or pack.fault:
        raise SelfTestError(pack.fault)
    return f"{finished(tried_in_child(pack.folder, pack.manifest)).seconds:.2f} seconds"


class _Attempt:
    """One run: each part leaves what the next ones work on; one that fails makes those that need it fail too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._video = folder / "street.mp4"
        self._made: dict[str, Any] = {}

    def models(self) -> str:
        """Every model is there, and is the one the manifest names."""
        weights = Weights(places.models())
        names = [model.name for model in weights.models()]
        for name in names:
            weights.path(name)
        return f"{len(names)} models have the digests that the manifest names"

    def packs(self) -> str:
        """Every model pack that is switched on is loaded and looks once, each in a child process of its own."""
        names, faults = [], []
        for pack in ModelPacks().listed():
            if pack.on:
                names.append(pack.name)
                well, sentence = _tried(partial(_looked_with, pack))
                faults += [] if well else [sentence]
        _demand(not faults, " ".join(faults))
        return f"each looked at a plain picture: {', '.join(names)}" if names else "none is switched on"

    def encode(self) -> str:
        """Pictures and sound are written."""
        frames = sum(1 for _ in demo_steps(self._video, places.portrait(), start=START, end=END))
        return f"wrote {frames} frames with sound, {self._video.stat().st_size} bytes"

    def decode(self) -> str:
        """They are read again in a child process."""
        footage: Footage = finished(take_in(self._video))
        recording = footage.recording
        frames, sounds = len(recording.index), len(recording.sounds)
        _demand(frames == END - START, f"read {frames} frames of {END - START}")
        _demand(sounds == 1, f"found {sounds} sound streams instead of one")
        self._made["footage"] = footage
        return f"read {frames} frames and {recording.duration:.1f} seconds of sound"

    def detect(self) -> str:
        """The detectors find the face and the plate, and both are followed."""
        tracks: tuple[Track, ...] = finished(analyse(self._needed("footage"), Search())).tracks
        for subject in (Subject.FACE, Subject.PLATE):
            longest = max((len(track.ticks) for track in tracks if track.subject is subject), default=0)
            _demand(longest >= (END - START) // 2, f"the {subject} was found in {longest} of {END - START} frames")
        self._made["tracks"] = tracks
        return f"found and followed the face and the plate ({len(tracks)} tracks)"

    def database(self) -> str:
        """A case is made, closed, opened again, and its log verified."""
        footage, tracks = self._needed("footage"), self._needed("tracks")
        folder = self._folder / "case"
        case = OpenedCase.create(folder, title="self-test", actor=cases.actor())
        try:
            case.add(footage)
            case.keep_analysis(footage.id, tracks, search=Search())
            case.session(footage.id).commit(Propose(propose(tracks, footage)))
        finally:
            case.close()
        again = OpenedCase.open(folder, actor=cases.actor())
        try:
            review = again.session(footage.id).review
        finally:
            again.close()
        _demand(len(review.regions) > 0, "the case came back without its regions")
        verified = cases.verified_log(folder)
        _demand(verified.broken is None, "the log of a new case does not verify")
        self._made["review"] = review
        return f"kept {len(review.regions)} regions, and a log of {verified.events} events that verifies"

    def release(self) -> str:
        """A copy is rendered in which the check finds nothing open."""
        wish = PackWish(case="self-test", keys=self._folder / "keys")
        copy = self._released(self._needed("review"), name="pack", pack=wish).copy
        faults = [finding.sentence for finding in copy.report.findings if not finding.held]
        _demand(not faults, "; ".join(faults))
        _demand(not copy.report.hits, f"the check suspects {len(copy.report.hits)} places in the copy")
        self._made["pack"] = copy.path.parent
        return "rendered a covered copy, and its check is settled"

    def seal(self) -> str:
        """Its pack has a schedule, is signed, and verifies; one that was altered does not."""
        folder: Path = self._needed("pack")
        faults = [held.sentence for held in finished(seal_of(folder)) if not held.held]
        _demand(not faults, " ".join(faults))
        schedule = folder / SCHEDULE_PDF
        schedule.write_bytes(schedule.read_bytes() + b" ")
        _demand(not all(held.held for held in finished(seal_of(folder))), "an altered schedule was not noticed")
        return "made a pack with a schedule, signed it, and noticed that a byte of it was altered"

    def check(self) -> str:
        """A copy in which nothing is covered does not pass."""
        report = self._released(Review(), name="uncovered.mp4").copy.report
        _demand(report.verdict is Verdict.OPEN, "the check passed a copy with the face and the plate in plain view")
        return f"noticed a copy with nothing covered ({len(report.hits)} hits)"

    def _released(self, review: Review, *, name: str, pack: PackWish | None = None) -> ReleaseResult:
        request = ReleaseRequest(
            footage=self._needed("footage"),
            review=review,
            profile=Profile(),
            search=Search(),
            target=self._folder / name,
            pack=pack,
        )
        return finished(release(request))

    def _needed(self, name: str) -> Any:
        if name not in self._made:
            raise SelfTestError("not tried, since a part before it failed")
        return self._made[name]
