"""Release: render a copy under another name, check it, and only then put it where it was asked for."""

import os
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from reviewer.core.copy import CheckReport, Copy, Verdict
from reviewer.core.errors import UsageError
from reviewer.core.estimate import Estimate
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.sample import Sample
from reviewer.core.settings import ModelPack, Search
from reviewer.media.fingerprint import fingerprint_steps
from reviewer.services.check import CheckRequest, check
from reviewer.services.diagnostics import product
from reviewer.services.estimate import estimates
from reviewer.services.intake import verify_unchanged
from reviewer.services.jobs import Progress
from reviewer.services.manifest import manifest_name, manifest_of, write_manifest
from reviewer.services.originals import stamp_of
from reviewer.services.render import Rendered, RenderRequest, render
from reviewer.services.staging import disk_error, move_into_place, refuse_target, refuse_without_room, scratch
from reviewer.services.usage import Stopwatch

OPEN = ".CHECK-OPEN"
"""Stands before the suffix of a copy whose check is not settled, so that nobody takes it for one that is."""

ROUNDS = 2
"""How often a copy is rendered again to cover what its check suspects."""

Amend = Callable[[CheckReport], Generator[Progress, None, Review | None]]
"""Given a check that is open: the review that also covers its hits, or None when there is nothing to add."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleaseRequest:
    """What to release: a snapshot of the review over the footage, made by the profile, as the MP4 file `target`.

    `search` is what the check looks for, how hard, and with which model packs; `found_with` are those that looked when
    the footage was analysed, which may have been on another day. `sample` is what the estimate of misses is made from,
    None where no sample was taken.
    """

    footage: Footage
    review: Review
    profile: Profile
    search: Search
    target: Path
    found_with: tuple[ModelPack, ...] = ()
    sample: Sample | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseResult:
    """A copy in its place, ready to be recorded in the case; the review that it covers, and how it was rendered.

    `rounds` is how many times that was, until nothing more could be covered.
    """

    copy: Copy
    review: Review
    rendered: Rendered
    rounds: int

    @property
    def report(self) -> CheckReport:
        """What the check of the copy found."""
        return self.copy.report


def refuse(target: Path, *, original: Path) -> None:
    """Raise UsageError or DiskError when no copy of `original` can be released to `target`, before any work is done."""
    refuse_target(target, original=original)
    for other in (open_name(target), manifest_name(target), manifest_name(open_name(target))):
        if os.path.lexists(other):
            raise UsageError(
                f"{other} is there already, from an earlier release.", "Choose another name, or move it away first."
            )


def release(
    request: ReleaseRequest, *, amend: Amend | None = None, watch: Stopwatch | None = None
) -> Generator[Progress, None, ReleaseResult]:
    """Render, check, and put the copy with its manifest at `request.target`; the caller records it in the case.

    A copy whose check stays open is put beside it under a name that says so. `amend` is asked, at most ROUNDS times,
    for a review that covers what an open check suspects. `watch` is told what the stages "intake", "render" and
    "check" cost. Raises FootageError when the original is not what was taken in, UsageError or DiskError for the
    target. Closed or failed, it leaves nothing behind.
    """
    watch = watch or Stopwatch()
    refuse(request.target, original=request.footage.path)
    refuse_without_room(request.target.parent, request.footage.size)
    stamp = stamp_of(request.footage)
    yield from watch.stage("intake", verify_unchanged(request.footage), title="Verifying the original")
    with scratch(request.target.parent) as folder:
        draft = folder / request.target.name
        for number in range(ROUNDS + 1):
            rendered = yield from watch.stage("render", _render(request, draft), title="Rendering the copy")
            report = yield from watch.stage("check", _check(request, draft), title="Checking the copy")
            report = replace(report, estimates=_estimates(request))
            review = None
            if report.verdict is Verdict.OPEN and amend is not None and number < ROUNDS:
                review = yield from amend(report)
            if review is None:
                if stamp_of(request.footage) != stamp:  # touched while it was being rendered
                    yield from watch.stage("intake", verify_unchanged(request.footage), title="Verifying the original")
                copy = yield from _publish(request, draft, report=report, rendered=rendered, watch=watch)
                return ReleaseResult(copy=copy, review=request.review, rendered=rendered, rounds=number + 1)
            draft.unlink()
            request = replace(request, review=review)
    raise AssertionError("the last round always publishes")


def open_name(target: Path) -> Path:
    """The name of a copy whose check is not settled."""
    return target.with_name(f"{target.stem}{OPEN}{target.suffix}")


def _render(request: ReleaseRequest, draft: Path) -> Generator[Progress, None, Rendered]:
    return render(RenderRequest(footage=request.footage, review=request.review, profile=request.profile, target=draft))


def _check(request: ReleaseRequest, draft: Path) -> Generator[Progress, None, CheckReport]:
    return check(
        CheckRequest(
            copy=draft,
            name=request.target.name,
            original=request.footage,
            review=request.review,
            profile=request.profile,
            search=request.search,
        )
    )


def _estimates(request: ReleaseRequest) -> tuple[Estimate, ...]:
    return estimates(request.sample, request.review, frames=len(request.footage.recording.index))


def _publish(
    request: ReleaseRequest, draft: Path, *, report: CheckReport, rendered: Rendered, watch: Stopwatch
) -> Generator[Progress, None, Copy]:
    """Seal the draft with its manifest and rename both into place, the copy last: what has no name is not there."""
    target = request.target if report.verdict is Verdict.SETTLED else open_name(request.target)
    sha256 = yield from watch.stage("check", _fingerprint(draft), title="Sealing the copy")
    copy = Copy(
        footage=request.footage.id,
        path=target,
        sha256=sha256,
        profile=request.profile,
        released=datetime.now(UTC).isoformat(timespec="seconds"),
        report=report,
    )
    footage = _shown(request.footage, rendered)
    looked = replace(request.search, packs=tuple(sorted({*request.search.packs, *request.found_with})))
    manifest = manifest_of(copy, footage, review=request.review, search=looked, product=product())
    try:
        write_manifest(manifest, manifest_name(draft))
    except OSError as error:
        raise disk_error(error, target) from error
    _move_both(draft, target)
    return copy


def _move_both(draft: Path, target: Path) -> None:
    move_into_place(manifest_name(draft), manifest_name(target))
    try:
        move_into_place(draft, target)
    except BaseException:
        manifest_name(target).unlink(missing_ok=True)
        raise


def _shown(footage: Footage, rendered: Rendered) -> Footage:
    """The footage with those of its frames that the copy shows: what could not be decoded is in neither."""
    index = footage.recording.index
    kept = np.isin(index.ticks, rendered.ticks)
    if kept.all():
        return footage
    shown = FrameIndex(index.ticks[kept], index.keyframes[kept], index.end)
    return replace(footage, recording=replace(footage.recording, index=shown))


def _fingerprint(path: Path) -> Generator[Progress, None, str]:
    total = path.stat().st_size
    steps = fingerprint_steps(path)
    try:
        while True:
            yield Progress(next(steps), total, "check")
    except StopIteration as stop:
        digest: str = stop.value
        return digest


def withdraw(copy: Copy) -> None:
    """Take a copy that was just made away again, with its manifest."""
    copy.path.unlink(missing_ok=True)
    manifest_name(copy.path).unlink(missing_ok=True)
