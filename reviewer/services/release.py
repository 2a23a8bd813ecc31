"""Release: render a copy under another name, check it, and only then put it where it was asked for."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from reviewer.core.copy import CheckReport, Copy, Verdict
from reviewer.core.disclosure import Disclosure
from reviewer.core.estimate import Estimate
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.sample import Sample
from reviewer.core.settings import ModelPack, Search
from reviewer.services.check import CheckRequest, check
from reviewer.services.diagnostics import product
from reviewer.services.estimate import estimates
from reviewer.services.fingerprinting import fingerprinted
from reviewer.services.intake import verify_unchanged
from reviewer.services.jobs import Progress
from reviewer.services.manifest import Manifest, digest_of, manifest_of
from reviewer.services.originals import stamp_of
from reviewer.services.publishing import (
    PackWish,
    Publication,
    put_file,
    put_open,
    put_pack,
    refuse,
    refuse_folder,
)
from reviewer.services.render import Rendered, RenderRequest, render
from reviewer.services.settling import carried_over
from reviewer.services.staging import refuse_without_room, scratch
from reviewer.services.usage import Stopwatch

ROUNDS = 2
"""How often a copy is rendered again to cover what its check suspects."""

Amend = Callable[[CheckReport], Generator[Progress, None, Review | None]]
"""Given a check that is open: the review that also covers its hits, or None when there is nothing to add."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleaseRequest:
    """What to release: a snapshot of the review over the footage, made by the profile, to `target`.

    That is an MP4 file, or with a `pack` the folder that becomes the pack. `search` is what the check looks for, how
    hard, and with which model packs; `found_with` are those that looked when the footage was analysed, which may have
    been on another day. `sample` is what the estimate of misses is made from, None where no sample was taken. What was
    decided on hits of the `earlier` check stays decided. `parts` is where encoded parts are kept, so that the next
    rendering makes only what has changed.
    """

    footage: Footage
    review: Review
    profile: Profile
    search: Search
    target: Path
    found_with: tuple[ModelPack, ...] = ()
    sample: Sample | None = None
    disclosure: Disclosure = field(default_factory=Disclosure)
    pack: PackWish | None = None
    earlier: CheckReport | None = None
    parts: Path | None = None


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
    if request.pack is None:
        refuse(request.target, original=request.footage.path)
    else:
        refuse_folder(request.target, original=request.footage.path, keys=request.pack.keys)
    refuse_without_room(request.target.parent, request.footage.size)
    stamp = stamp_of(request.footage)
    yield from watch.stage("intake", verify_unchanged(request.footage), title="Verifying the original")
    with scratch(request.target.parent) as folder:
        draft = folder / f"{request.target.stem if request.pack is None else request.target.name}.mp4"
        request = replace(request, parts=request.parts or folder / "parts")
        for number in range(ROUNDS + 1):
            rendered = yield from watch.stage("render", _render(request, draft), title="Rendering the copy")
            report = yield from watch.stage("check", _check(request, draft), title="Checking the copy")
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


def _render(request: ReleaseRequest, draft: Path) -> Generator[Progress, None, Rendered]:
    return render(
        RenderRequest(
            footage=request.footage,
            review=request.review,
            profile=request.profile,
            target=draft,
            parts=request.parts,
        )
    )


def _check(request: ReleaseRequest, draft: Path) -> Generator[Progress, None, CheckReport]:
    found = yield from check(
        CheckRequest(
            copy=draft,
            name=draft.name,
            original=request.footage,
            review=request.review,
            profile=request.profile,
            search=request.search,
        )
    )
    report = replace(found, estimates=_estimates(request))
    return report if request.earlier is None else carried_over(request.earlier, report)


def _estimates(request: ReleaseRequest) -> tuple[Estimate, ...]:
    return estimates(request.sample, request.review, frames=len(request.footage.recording.index))


def _publish(
    request: ReleaseRequest, draft: Path, *, report: CheckReport, rendered: Rendered, watch: Stopwatch
) -> Generator[Progress, None, Copy]:
    """Seal the draft with its manifest and rename both into place, or make its pack."""
    sha256 = yield from watch.stage("check", fingerprinted(draft), title="Sealing the copy")
    copy = Copy(
        footage=request.footage.id,
        path=request.target,
        sha256=sha256,
        profile=request.profile,
        released=datetime.now(UTC).isoformat(timespec="seconds"),
        report=report,
        disclosure=request.disclosure,
    )
    manifest = _manifest(request, copy, rendered=rendered)
    made = Publication(copy=copy, manifest=manifest, footage=request.footage, review=request.review)
    if request.pack is None:
        return put_file(made, draft)
    if report.verdict is Verdict.OPEN:
        return put_open(made, draft, target=request.target)
    packing = put_pack(made, draft, target=request.target, wish=request.pack)
    return (yield from watch.stage("check", packing, title="Making the pack"))


def _manifest(request: ReleaseRequest, copy: Copy, *, rendered: Rendered) -> Manifest:
    looked = replace(request.search, packs=tuple(sorted({*request.search.packs, *request.found_with})))
    manifest = manifest_of(copy, request.footage, review=request.review, search=looked, product=product())
    # What could not be decoded is in neither, and the manifest counts what the copy shows.
    times = digest_of(np.asarray(rendered.ticks, np.int64), manifest.time_base)
    return replace(manifest, frames=len(rendered.ticks), times=times, encoder=rendered.encoder)
