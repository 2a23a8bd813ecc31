"""Check a rendered copy: open it as a stranger would, and compare it with what was decided.

Four points, each a finding: the times of the pictures, what is covered and what is not, what detectors still find,
and what the file holds. What cannot be looked at, or fails on the way, is a finding that does not hold.
"""

import logging
from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from reviewer.core.copy import CheckReport, Finding, Hit, Point
from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.media.silencing import Quiet, quiet_of
from reviewer.services.check_contents import ContentsLook, ContentsRequest, look_at_contents
from reviewer.services.check_detectors import DetectorLook, DetectorRequest, LookersFor, catalogued, look_with_detectors
from reviewer.services.check_pictures import PictureLook, PictureRequest, look_at_pictures
from reviewer.services.check_words import contents_said, covered_said, detectors_said, times_said
from reviewer.services.jobs import Progress
from reviewer.services.manifest import Manifest, sounds_of
from reviewer.services.suspects import suspecting
from reviewer.services.workers import in_child

log = logging.getLogger(__name__)

Outcome = Any
"""What a child returned, or the exception that ended it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckRequest:
    """What to check: the MP4 file `copy`, called `name` in messages, or by its own name where that is empty.

    `original`, `review` and `profile` are what it was made from, `manifest` what lies beside it; each may be None, and
    then less can be said. `search` is what detectors look for; `sounds` how many sound streams the copy should have,
    None to tell by the original and the profile. `lookers` makes the detectors, in a child process.
    """

    copy: Path
    search: Search
    original: Footage | None = None
    review: Review | None = None
    profile: Profile | None = None
    name: str = ""
    sounds: int | None = None
    manifest: Manifest | None = None
    lookers: LookersFor = catalogued

    @property
    def title(self) -> str:
        """What messages call the copy."""
        return self.name or self.copy.name


def check(request: CheckRequest) -> Generator[Progress, None, CheckReport]:
    """Look at every point in child processes, side by side; progress counts pictures, each once a child.

    Raises nothing for a copy that is wrong or broken: the findings say so. Closing it ends the children.
    """
    works: dict[str, Generator[Progress, None, Any]] = {}
    works["contents"] = in_child(look_at_contents, _contents(request), name=request.title)
    detectors = in_child(look_with_detectors, _detectors(request), name=request.title)
    works["detectors"] = suspecting(request.search, detectors)
    pictures = _pictures(request)
    if isinstance(pictures, PictureRequest):
        works["pictures"] = in_child(look_at_pictures, pictures, name=request.title)
    outcomes = yield from _together(works)
    outcomes.setdefault("pictures", pictures)
    return _report(request, outcomes)


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
    pictures, detectors, contents = (outcomes[name] for name in ("pictures", "detectors", "contents"))
    decided = _review(request) is not None
    beside = request.original is not None
    hits: tuple[Hit, ...] = detectors.hits if isinstance(detectors, DetectorLook) else ()
    if isinstance(pictures, PictureLook):
        said = {Point.TICKS: times_said(pictures, beside=beside)}
        said[Point.COVERED] = covered_said(pictures, beside=beside, decided=decided)
    else:
        said = dict.fromkeys((Point.TICKS, Point.COVERED), _not_done("The pictures", pictures))
    if isinstance(detectors, DetectorLook):
        said[Point.DETECTORS] = detectors_said(detectors, search=request.search, absent=_absent(request))
    else:
        said[Point.DETECTORS] = _not_done("The search with detectors", detectors)
    if isinstance(contents, ContentsLook):
        said[Point.CONTENTS] = contents_said(contents, sealed=request.manifest is not None)
    else:
        said[Point.CONTENTS] = _not_done("The file's contents", contents)
    return CheckReport(tuple(Finding(point, *said[point]) for point in Point), hits)


def _absent(request: CheckRequest) -> list[str]:
    """The model packs that looked when the copy was made and do not now."""
    sealed = request.manifest.search.packs if request.manifest else ()
    return [pack.name for pack in sealed if pack not in request.search.packs]


def _not_done(what: str, reason: object) -> tuple[bool, str]:
    """What is said of a point that could not be looked at; `reason` is a sentence, or what went wrong."""
    if isinstance(reason, BaseException) and not isinstance(reason, ReviewerError):
        reason = "The program itself failed; its log says how."
    return False, f"{what} could not be looked at. {reason}"


def _pictures(request: CheckRequest) -> PictureRequest | str:
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
        review=_review(request) or Review(),
        profile=request.profile or (manifest.profile if manifest else Profile()),
        sounds=_sounds(request),
    )


def _review(request: CheckRequest) -> Review | None:
    return request.review if request.review is not None or request.manifest is None else request.manifest.review


def _sounds(request: CheckRequest) -> int | None:
    if request.sounds is not None:
        return request.sounds
    if request.manifest is not None:
        return request.manifest.sounds
    if request.original is not None and request.profile is not None:
        return sounds_of(request.original, request.profile)
    return None


def _contents(request: CheckRequest) -> ContentsRequest:
    sealed = request.manifest.copy_sha256 if request.manifest else None
    return ContentsRequest(request.copy, _sounds(request), sealed, _quiet(request))


def _quiet(request: CheckRequest) -> Quiet:
    """What of the copy's sound should be silent, by the position of each stream, as far as that is known."""
    review, original, manifest = _review(request), request.original, request.manifest
    if review is None:
        return {}
    if original is not None:
        streams, base = [s.index for s in original.recording.sounds], original.recording.video.time_base
    elif manifest is not None:
        streams, base = list(manifest.streams), manifest.time_base
    else:
        return {}
    quiet = quiet_of(review.silences.values(), streams, time_base=base)
    return {place: quiet[index] for place, index in enumerate(streams)}


def _detectors(request: CheckRequest) -> DetectorRequest:
    time_base: Fraction | None = None
    if request.original is not None:
        time_base = request.original.recording.video.time_base
    elif request.manifest is not None:
        time_base = request.manifest.time_base
    return DetectorRequest(
        copy=request.copy,
        search=request.search,
        review=_review(request) or Review(),
        time_base=time_base,
        original=request.original,
        lookers=request.lookers,
    )
