"""Where a checked copy goes: as a file, as a pack, or, while its check is open, under a name that says so."""

import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from reviewer.core.assembly import assembled
from reviewer.core.audit import AuditEvent
from reviewer.core.copy import Copy, Verdict
from reviewer.core.errors import UsageError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.review import Review
from reviewer.core.transcript import Transcript
from reviewer.services.captions import texts_of
from reviewer.services.copy_places import OPEN, open_folder, open_name
from reviewer.services.jobs import Progress
from reviewer.services.manifest import Manifest, manifest_name, write_manifest
from reviewer.services.pack import PackRequest, copy_in, make_pack, refuse_pack, withdraw_pack
from reviewer.services.pack_request import SUMS
from reviewer.services.removal import removals
from reviewer.services.signing import signer_in
from reviewer.services.staging import disk_error, move_into_place, refuse_target, scratch


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackWish:
    """What a pack says beside its copy: the case's title, its log up to now, captions by file name.

    `keys` is the folder that the signing key lies in.
    """

    case: str
    keys: Path
    log: tuple[AuditEvent, ...] = ()
    texts: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Publication:
    """A copy to be put in its place: what is known of it, its manifest, its footage and what it covers."""

    copy: Copy
    manifest: Manifest
    footage: Footage
    review: Review


def refuse(target: Path, *, original: Path) -> None:
    """Raise UsageError or DiskError when no copy of `original` can be released to the file `target`."""
    refuse_target(target, original=original)
    if OPEN.casefold() in target.name.casefold():
        raise UsageError(f"{target.name} is a name for a copy whose check is open.", "Choose another name.")
    for other in (open_name(target), manifest_name(target), manifest_name(open_name(target))):
        if os.path.lexists(other):
            raise UsageError(
                f"{other} is there already, from an earlier release.", "Choose another name, or move it away first."
            )


def refuse_folder(target: Path, *, original: Path, keys: Path) -> None:
    """Raise a ReviewerError when no pack can be made in the folder `target`, which must not exist yet.

    The key in the folder `keys` is tried as well: one that does not serve is better known before hours of work.
    """
    refuse_pack(target)
    signer_in(keys)
    # The folder around it, and whether anything may be written there.
    refuse_target(target.with_name(f"{target.name}.mp4"), original=original)


def put_file(publication: Publication, draft: Path) -> Copy:
    """Put the draft with its manifest at the copy's path, or beside it under the name of an open one."""
    copy = publication.copy
    target = copy.path if copy.report.verdict is Verdict.SETTLED else open_name(copy.path)
    _write_manifest(publication.manifest, draft)
    _move_both(draft, target)
    return replace(copy, path=target)


def put_open(publication: Publication, draft: Path, *, target: Path) -> Copy:
    """Put the draft with its manifest in a folder of its own, whose name and the file's say that the check is open."""
    folder = open_folder(target)
    _write_manifest(publication.manifest, draft)
    with scratch(target.parent) as made:
        whole = made / folder.name
        whole.mkdir()
        place = whole / f"{target.name}{OPEN}.mp4"
        _move_both(draft, place)
        move_into_place(whole, folder)
    return replace(publication.copy, path=folder / place.name)


def put_pack(publication: Publication, draft: Path, *, target: Path, wish: PackWish) -> Generator[Progress, None, Copy]:
    """Make the pack of a copy whose check is settled in the folder `target`; the draft is moved into it."""
    removed = yield from removals(publication.footage)
    request = PackRequest(
        copy=replace(publication.copy, path=copy_in(target)),
        draft=draft,
        manifest=publication.manifest,
        footage=publication.footage,
        review=publication.review,
        removed=removed,
        case=wish.case,
        log=wish.log,
        texts=wish.texts,
        target=target,
        keys=wish.keys,
    )
    path = yield from make_pack(request)
    return replace(publication.copy, path=path)


def texts_for(
    transcript: Transcript | None, footage: Footage, *, review: Review, profile: Profile
) -> Mapping[str, bytes]:
    """Captions and transcript for a copy by file name; none where nothing is known, or nothing of the sound is kept."""
    if transcript is None or profile.sound is not SoundPolicy.KEEP:
        return {}
    recording = footage.recording
    base = recording.video.time_base
    assembly = assembled(recording.index, review.kept, time_base=base)
    return texts_of(transcript, review, assembly=assembly, time_base=base)


def withdraw(copy: Copy) -> None:
    """Take a copy that was just made away again, with its manifest, or its pack; and nothing that lies beside them."""
    folder = copy.path.parent
    if _in_own_folder(copy):
        shutil.rmtree(folder, ignore_errors=True)
    elif _in_pack(copy):
        withdraw_pack(folder)
    else:
        copy.path.unlink(missing_ok=True)
        manifest_name(copy.path).unlink(missing_ok=True)


def _in_own_folder(copy: Copy) -> bool:
    """Whether it is an open copy in the folder that was made for it."""
    title, found, _number = copy.path.parent.name.partition(OPEN)
    return bool(found) and copy.path.name == f"{title}{OPEN}.mp4"


def _in_pack(copy: Copy) -> bool:
    """Whether it is the copy that the pack which it lies in was made of, and not one that was put there."""
    try:
        listed = (copy.path.parent / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    return copy.path == copy_in(copy.path.parent) and f"{copy.sha256}  {copy.path.name}" in listed


def _write_manifest(manifest: Manifest, draft: Path) -> None:
    try:
        write_manifest(manifest, manifest_name(draft))
    except OSError as error:
        raise disk_error(error, draft) from error


def _move_both(draft: Path, target: Path) -> None:
    """The manifest first: what has no name is not there."""
    move_into_place(manifest_name(draft), manifest_name(target))
    try:
        move_into_place(draft, target)
    except BaseException:
        with suppress(OSError):
            manifest_name(target).unlink(missing_ok=True)
        raise
