"""Check a rendered copy: open it as a stranger would, and compare it with what was decided.

Six points, each a finding: the times of the pictures, what is covered and what is not, what detectors still find,
what the file holds, what is heard, and what it is sealed with. What cannot be looked at, or fails on the way, is a
finding that does not hold.
"""

import logging
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from reviewer.core.assembly import Assembly, assembled
from reviewer.core.copy import CheckReport, Finding, Hit, Point
from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.media.silencing import ALWAYS, quiet_of
from reviewer.media.unsilenced import Asked
from reviewer.services.check_contents import ContentsLook, ContentsRequest, look_at_contents
from reviewer.services.check_detectors import DetectorLook, DetectorRequest, LookersFor, catalogued, look_with_detectors
from reviewer.services.check_pictures import PictureLook, PictureRequest, look_at_pictures
from reviewer.services.check_seal import Sealing, seal_said
from reviewer.services.check_sound import SoundLook, SoundRequest, look_at_sound
from reviewer.services.check_words import Said, contents_said, covered_said, detectors_said, sound_said, times_said
from reviewer.services.jobs import Progress
from reviewer.services.manifest import Manifest, sounds_of
from reviewer.services.suspects import suspecting
from reviewer.services.workers import Limits, Work, in_child

log = logging.getLogger(__name__)

LIMITS = Limits()
"""What each child of a check may use."""

Outcome = Any
"""What a child returned, or the exception that ended it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckRequest:
    """What to check: the MP4 file `copy`, called `name` in messages, or by its own name where that is empty.

    `original`, `review` and `profile` are what it was made from, `manifest` what lies beside it; each may be None, and
    then less can be said. `search` is what detectors look for; `sounds` how many sound streams the copy should have,
    None to tell by the original and the profile. `pack` are sentences on what does not agree in the pack that the copy
    lies in (see services/pack_check), None where it lies in none. `lookers` makes the detectors, in a child process,
    and `limits` are those of each child.
    """

    copy: Path
    search: Search
    original: Footage | None = None
    review: Review | None = None
    profile: Profile | None = None
    name: str = ""
    sounds: int | None = None
    manifest: Manifest | None = None
    pack: Sequence[str] | None = None
    lookers: LookersFor = catalogued
    limits: Limits = LIMITS

    @property
    def title(self) -> str:
        """What messages call the copy."""
        return self.name or self.copy.name


def check(request: CheckRequest) -> Generator[Progress, None, CheckReport]:
    """Look at every point in child processes, side by side; progress counts pictures, each once a child.

    Raises nothing for a copy that is wrong or broken: the findings say so. Closing it ends the children.
    """
    try:
        known = _known(request)
    except ValueError as error:  # cuts that leave nothing of the footage
        wrong = ReviewerError(f"What was decided makes no copy: {error}.", "Look at what is kept of the footage.")
        return _report(request, dict.fromkeys(("contents", "detectors", "pictures", "sound"), wrong))
    works: dict[str, Generator[Progress, None, Any]] = {}
    works["contents"] = _child(request, look_at_contents, what=ContentsRequest(request.copy, known.sounds))
    detectors = _child(request, look_with_detectors, what=_detectors(request, known))
    works["detectors"] = suspecting(request.search, detectors)
    works["sound"] = _child(request, look_at_sound, what=_sound(request, known))
    pictures = _pictures(request, known)
    if isinstance(pictures, PictureRequest):
        works["pictures"] = _child(request, look_at_pictures, what=pictures)
    outcomes = yield from _together(works)
    outcomes.setdefault("pictures", pictures)
    return _report(request, outcomes)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Known:
    """What is known of how the copy was made: each None where it is not."""

    review: Review | None
    profile: Profile
    time_base: Fraction | None
    assembly: Assembly | None
    sounds: int | None
    streams: tuple[int, ...] | None


def _known(request: CheckRequest) -> _Known:
    """By the request and the manifest; raises ValueError when the cuts leave nothing."""
    manifest, original = request.manifest, request.original
    review = request.review if request.review is not None or manifest is None else manifest.review
    profile = request.profile or (manifest.profile if manifest else Profile())
    sounds = request.sounds
    if sounds is None and manifest is not None:
        sounds = manifest.sounds
    elif sounds is None and original is not None and request.profile is not None:
        sounds = sounds_of(original, request.profile)
    time_base, streams, assembly = None, None, None
    if manifest is not None:
        time_base, streams, assembly = manifest.time_base, manifest.streams, manifest.assembly
    elif original is not None:
        recording = original.recording
        time_base, streams = recording.video.time_base, tuple(s.index for s in recording.sounds)
        assembly = assembled(recording.index, review.kept if review else (), time_base=time_base)
    return _Known(
        review=review,
        profile=profile,
        time_base=time_base,
        assembly=None if assembly is None or assembly.whole else assembly,
        sounds=sounds,
        streams=streams,
    )


def _child(request: CheckRequest, work: Work[Any], *, what: object) -> Generator[Progress, None, Any]:
    return in_child(work, what, name=request.title, limits=request.limits)


def _together(works: dict[str, Generator[Progress, None, Any]]) -> Generator[Progress, None, dict[str, Outcome]]:
    """Drive all works by turns to their ends; one that fails does not stop the others."""
    outcomes: dict[str, Outcome] = {}
    reached: dict[str, Progress] = {}
    with ExitStack() as stack:
        for work in works.values():
            stack.callback(work.close)
        while len(outcomes) < len(works):
            for name in works.keys() - outcomes.keys():
                try:
                    reached[name] = next(works[name])
                except StopIteration as stop:
                    outcomes[name] = stop.value
                except Exception as error:
                    if not isinstance(error, ReviewerError):
                        log.exception("a part of the check failed: %s", name)
                    outcomes[name] = error
                yield _summed(reached)
    return outcomes


def _summed(reached: dict[str, Progress]) -> Progress:
    total = None if any(p.total is None for p in reached.values()) else sum(p.total or 0 for p in reached.values())
    return Progress(sum(p.done for p in reached.values()), total, "check")


def _report(request: CheckRequest, outcomes: dict[str, Outcome]) -> CheckReport:
    detectors = outcomes["detectors"]
    hits: tuple[Hit, ...] = detectors.hits if isinstance(detectors, DetectorLook) else ()
    decided = request.review is not None or request.manifest is not None
    said = _pictures_said(request, outcomes["pictures"], decided=decided)
    if isinstance(detectors, DetectorLook):
        said[Point.DETECTORS] = detectors_said(detectors, search=request.search, absent=_absent(request))
    else:
        said[Point.DETECTORS] = _not_done("The search with detectors", detectors)
    contents, sound = outcomes["contents"], outcomes["sound"]
    if isinstance(contents, ContentsLook):
        said[Point.CONTENTS] = contents_said(contents)
        said[Point.SEAL] = seal_said(_sealing(request, contents.sha256))
    else:
        said[Point.CONTENTS] = _not_done("The file's contents", contents)
        said[Point.SEAL] = _not_done("What the file is sealed with", contents)
    if isinstance(sound, SoundLook):
        said[Point.SOUND] = sound_said(sound, beside=request.original is not None, known=decided)
    else:
        said[Point.SOUND] = _not_done("The sound", sound)
    return CheckReport(tuple(Finding(point, *said[point]) for point in Point), hits)


def _pictures_said(request: CheckRequest, pictures: Outcome, *, decided: bool) -> dict[Point, Said]:
    if not isinstance(pictures, PictureLook):
        return dict.fromkeys((Point.TICKS, Point.COVERED), _not_done("The pictures", pictures))
    beside = request.original is not None
    return {
        Point.TICKS: times_said(pictures, beside=beside),
        Point.COVERED: covered_said(pictures, beside=beside, decided=decided),
    }


def _absent(request: CheckRequest) -> list[str]:
    """The model packs that looked when the copy was made and do not now."""
    sealed = request.manifest.search.packs if request.manifest else ()
    return [pack.name for pack in sealed if pack not in request.search.packs]


def _not_done(what: str, reason: object) -> Said:
    """What is said of a point that could not be looked at; `reason` is a sentence, or what went wrong."""
    if isinstance(reason, BaseException) and not isinstance(reason, ReviewerError):
        reason = "The program itself failed; its log says how."
    return False, f"{what} could not be looked at. {reason}"


def _pictures(request: CheckRequest, known: _Known) -> PictureRequest | str:
    """What to compare the pictures with, or why that cannot be done."""
    manifest, original = request.manifest, request.original
    if original is None and manifest is None:
        return "That needs the original, or the manifest that was made with the copy."
    if original is not None and manifest is not None and original.sha256 != manifest.original_sha256:
        return "The original that was given is not the recording that this copy was made from."
    return PictureRequest(
        copy=request.copy,
        original=original,
        manifest=manifest,
        review=known.review or Review(),
        profile=known.profile,
        sounds=known.sounds,
        assembly=known.assembly,
    )


def _sound(request: CheckRequest, known: _Known) -> SoundRequest:
    """What of the copy's sound should be hidden, by the position of each stream, as far as that is known."""
    if known.review is None or known.time_base is None or known.streams is None:
        return SoundRequest(request.copy, None)
    quiet = quiet_of(known.review.silences.values(), known.streams, time_base=known.time_base)
    silent = known.profile.sound is SoundPolicy.SILENT
    original = request.original
    asked = Asked(
        quiet={place: (ALWAYS,) if silent else quiet[index] for place, index in enumerate(known.streams)},
        assembly=known.assembly,
        time_base=known.time_base,
        sounds=() if original is None else original.recording.sounds,
        original=None if original is None else (original.path, original.recording),
    )
    return SoundRequest(request.copy, asked)


def _sealing(request: CheckRequest, sha256: str) -> Sealing:
    return Sealing(
        sha256=sha256,
        manifest=request.manifest,
        pack=request.pack,
        original=request.original,
        review=request.review,
        profile=request.profile or Profile(),
        search=request.search,
    )


def _detectors(request: CheckRequest, known: _Known) -> DetectorRequest:
    return DetectorRequest(
        copy=request.copy,
        search=request.search,
        review=known.review or Review(),
        time_base=known.time_base,
        original=request.original,
        lookers=request.lookers,
        assembly=known.assembly,
        profile=known.profile,
    )
