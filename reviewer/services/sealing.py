"""Seal a copy whose hits a person has settled: make its pack of the very file that was checked."""

import json
import os
import shutil
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from reviewer.core.copy import Copy, Verdict
from reviewer.core.errors import CheckError
from reviewer.core.footage import Footage
from reviewer.core.review import Review
from reviewer.services.copy_places import pack_of
from reviewer.services.fingerprinting import fingerprinted
from reviewer.services.intake import verify_unchanged
from reviewer.services.jobs import Progress
from reviewer.services.manifest import Manifest, covers, manifest_name, manifest_of, read_manifest, report_json
from reviewer.services.manifest_json import region_json
from reviewer.services.publishing import PackWish, Publication, put_pack, refuse_folder
from reviewer.services.settling import unsealable
from reviewer.services.staging import disk_error, scratch

CHANGED = "The review has changed since this copy was rendered: render it again."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SealRequest:
    """The open copy to seal, its footage, and the review as it is now, which says the reasons and the people."""

    copy: Copy
    footage: Footage
    review: Review
    wish: PackWish


def why_not(copy: Copy, review: Review, *, footage: Footage) -> str:
    """Why the copy of `footage` cannot be sealed as it is, a sentence; empty when it can.

    `review` is what is to be covered by now. Raises CheckError when the copy's manifest cannot be read.
    """
    trouble = unsealable(copy.report)
    if trouble:
        return trouble
    made = read_manifest(manifest_name(copy.path))
    try:
        wanted = manifest_of(copy, footage, review=review, search=made.search, product=made.product)
    except ValueError:  # nothing of the footage is kept by now
        return CHANGED
    if (_hidden(made), made.assembly) != (_hidden(wanted), wanted.assembly) or not _shown(made) <= _shown(wanted):
        return CHANGED
    return "" if _bound(made) == _bound(wanted) else "The manifest beside it is not the one of this copy: render again."


def _hidden(manifest: Manifest) -> str:
    """What is covered and silenced; what is kept is in the assembly, in which spans are widened to whole frames."""
    return covers(replace(manifest.review, kept=()))


def _shown(manifest: Manifest) -> set[str]:
    """What a person decided to show, which the check took as a reason for finds there."""
    shown = (region_json(r) for r in manifest.review.regions.values() if not r.hides)
    return {json.dumps(told, sort_keys=True) for told in shown}


def _bound(manifest: Manifest) -> tuple[object, ...]:
    """What the case knows besides: the manifest of an open copy is not signed, so nothing of that is taken from it."""
    original = manifest.original_sha256, manifest.original_size, manifest.time_base
    return (manifest.copy_sha256, *original, manifest.profile, manifest.sounds, manifest.streams)


def seal(request: SealRequest) -> Generator[Progress, None, Copy]:
    """Make the pack of an open copy that a person has settled; the caller records it and discards the open one.

    Raises CheckError when it cannot be sealed as it is, or is not the file that was checked; FootageError when the
    original has changed. Closed or failed, it leaves nothing behind.
    """
    copy = request.copy
    trouble = why_not(copy, request.review, footage=request.footage)
    if trouble or copy.report.verdict is not Verdict.SETTLED:
        raise CheckError(f"{copy.path.name} is not sealed. {trouble}".strip(), "The open copy stays as it is.")
    target = pack_of(copy)
    refuse_folder(target, original=request.footage.path, keys=request.wish.keys)
    yield from verify_unchanged(request.footage)
    if (yield from fingerprinted(copy.path)) != copy.sha256:
        raise CheckError(
            f"{copy.path.name} is not the file that was checked: it has been changed since.",
            "Render it again. The changed file is left where it is.",
        )
    sealed = replace(copy, released=datetime.now(UTC).isoformat(timespec="seconds"))
    manifest = replace(
        read_manifest(manifest_name(copy.path)), report=report_json(sealed.report), released=sealed.released
    )
    made = Publication(copy=sealed, manifest=manifest, footage=request.footage, review=request.review)
    with scratch(target.parent) as folder:  # the open copy stays until the sealed one is recorded
        draft = _twin(copy.path, folder)
        return (yield from put_pack(made, draft, target=target, wish=request.wish))


def _twin(path: Path, folder: Path) -> Path:
    """The same file under another name, without its bytes being written again where the disk can do that."""
    twin = folder / path.name
    try:
        os.link(path, twin)
    except OSError:
        try:
            shutil.copyfile(path, twin)
        except OSError as error:
            raise disk_error(error, path) from error
    return twin
