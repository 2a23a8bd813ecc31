"""The pack: one folder to hand over, complete and verifiable, and one beside it with what must not be handed over."""

import os
import re
import shutil
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from reviewer.core.copy import Verdict
from reviewer.core.errors import CheckError, DiskError, UsageError
from reviewer.services.copy_places import OPEN
from reviewer.services.fingerprinting import fingerprinted
from reviewer.services.jobs import Progress
from reviewer.services.manifest import manifest_name, write_manifest
from reviewer.services.pack_log import log_lines, log_text
from reviewer.services.pack_manifest import contents, digest_of_file
from reviewer.services.pack_pages import Told, disclosed_page, restricted_page, told_of
from reviewer.services.pack_pictures import pictures_of
from reviewer.services.pack_request import (
    ALLOWED,
    CHECK,
    MANIFEST,
    READ_ME,
    RESTRICTED,
    SCHEDULE_CSV,
    SCHEDULE_PDF,
    SECRET_CHECK,
    SECRET_CSV,
    SECRET_LOG,
    SECRET_LOG_TEXT,
    SECRET_PDF,
    SECRET_READ_ME,
    SIGNATURE,
    SIGNER,
    SUMS,
    PackRequest,
    restricted_folder,
    video_name,
)
from reviewer.services.pack_table import secret_table, table
from reviewer.services.pack_texts import check_report, read_me, restricted_read_me, restricted_report, written
from reviewer.services.signing import Signer, signer_in
from reviewer.services.staging import disk_error, move_into_place, refuse_without_room, scratch
from reviewer.services.typeset import Page, typeset

__all__ = ["PackRequest", "copy_in", "make_pack", "refuse_pack", "withdraw_pack"]

OWN = frozenset(
    name.casefold() for name in (READ_ME, SCHEDULE_PDF, SCHEDULE_CSV, CHECK, MANIFEST, SUMS, SIGNATURE, SIGNER, ALLOWED)
)
"""Names in a pack that no caption may take."""

LONGEST = 100
"""Characters of a pack's name: longer paths are a trouble on Windows, whose programs often stop at 260."""

MOST_BYTES = 200
"""Bytes of a pack's name: with what is added to it for the manifest it must fit in the 255 that a disk allows."""

_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])( *\..*)?", re.IGNORECASE)
"""Names that Windows takes for devices."""

ROOM = 64 * 1024 * 1024
"""Bytes that everything but the copy takes at most, as far as can be told: two PDFs with their pictures, and tables."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The two folders while they are made."""

    pack: Path
    restricted: Path


def refuse_pack(target: Path) -> None:
    """Raise UsageError when no pack can be made as the folder `target`, before any work is done."""
    name = target.name
    plain = name.isprintable() and not any(c in '<>:"/\\|?*' for c in name) and name == name.strip(" .")
    if not name or not plain or _DEVICE.fullmatch(name):
        raise UsageError(
            f"“{name}” is no name for a pack.", "Choose letters, digits, blanks and hyphens; the folder is made anew."
        )
    taken = next((word for word in (RESTRICTED, OPEN) if word.strip().casefold() in name.casefold()), None)
    if taken is not None:
        what = "must not be disclosed" if taken == RESTRICTED else "is not settled by its check"
        raise UsageError(f"{name} is a name for what {what}.", "Choose another name for the pack.")
    if len(name) > LONGEST or len(os.fsencode(name)) > MOST_BYTES:
        raise UsageError(
            f"The name of a pack has at most {LONGEST} characters, fewer in some scripts.", "Choose a shorter one."
        )
    for place in (target, restricted_folder(target)):
        if os.path.lexists(place):
            raise UsageError(
                f"{place} is there already.",
                "A pack is never written over. Choose another name, or move it away first.",
            )
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent} to put the pack in.", "Make it first, or choose another.")


def make_pack(request: PackRequest) -> Generator[Progress, None, Path]:
    """Make the pack and the restricted folder beside it; the path of the copy in its pack.

    The draft is moved into it, last of all. Raises UsageError for a target or captions that cannot be, CheckError where
    the check is open or the draft is not the file that was checked, ReviewerError for a key that cannot be used, and
    DiskError. Closed or failed, it leaves nothing behind, and the draft where it was.
    """
    refuse_pack(request.target)
    _refuse_texts(request)
    if request.copy.report.verdict is not Verdict.SETTLED:
        raise CheckError("The check of the copy is open, so no pack is made of it.", "Decide on what the check lists.")
    signer = signer_in(request.keys)
    parent = request.target.parent
    moved = _other_disk(request.draft, parent)
    refuse_without_room(parent, ROOM + (request.draft.stat().st_size if moved else 0))
    before = _stamp(request.draft)
    yield from _as_checked(request.draft, request)
    with scratch(parent) as work, _writing(parent):
        parts = _Parts(work / "pack", work / "restricted")
        parts.pack.mkdir()
        parts.restricted.mkdir(mode=0o700)
        draft = request.draft
        if moved:
            draft = work / "copy"
            yield from _copied(request.draft, draft)
            yield from _as_checked(draft, request)
        yield from _fill(request, parts, signer=signer)
        if _stamp(request.draft) != before:  # written to while the rest was made
            yield from _as_checked(draft, request)
        _publish(request, parts, draft=draft)
    if moved:
        request.draft.unlink(missing_ok=True)
    return request.target / request.video


def _fill(request: PackRequest, parts: _Parts, *, signer: Signer) -> Generator[Progress, None, None]:
    """Everything but the copy itself, sealed as if it were there already."""
    told = told_of(request)
    yield Progress(0, 4, "pack")
    yield from _disclosed(told, parts.pack)
    yield Progress(2, 4, "pack")
    files = {request.video: request.copy.sha256, **_digests(parts.pack)}
    (parts.pack / MANIFEST).write_text(contents(request, files), encoding="utf-8", newline="\n")
    written(parts.pack / READ_ME, read_me(request, signer.public))
    _seal(parts.pack, signer, besides={request.video: request.copy.sha256})
    yield from _restricted(told, parts.restricted)
    written(parts.restricted / SECRET_READ_ME, restricted_read_me(request, signer.public))
    _seal(parts.restricted, signer, besides={})
    yield Progress(4, 4, "pack")


def _disclosed(told: Told, folder: Path) -> Generator[Progress, None, None]:
    request = told.request
    write_manifest(request.manifest, manifest_name(folder / request.video))
    for name, data in request.texts.items():
        (folder / name).write_bytes(data)
    (folder / SCHEDULE_CSV).write_bytes(table(told.rows, request.removed))
    written(folder / CHECK, check_report(request.copy.report, sha256=request.copy.sha256))
    page = Page("disclose.typ", disclosed_page(told), _made(request))
    (folder / SCHEDULE_PDF).write_bytes((yield from typeset(page)))


def _restricted(told: Told, folder: Path) -> Generator[Progress, None, None]:
    request, report = told.request, told.request.copy.report
    (folder / SECRET_LOG).write_text(log_lines(request.log), encoding="utf-8", errors="backslashreplace", newline="\n")
    written(folder / SECRET_LOG_TEXT, log_text(request.log, released=request.copy.released))
    written(folder / SECRET_CHECK, restricted_report(report, sha256=request.copy.sha256))
    (folder / SECRET_CSV).write_bytes(secret_table((*told.rows, *told.shown), request.removed))
    pictures = yield from pictures_of(request)
    page = Page("restricted.typ", restricted_page(told, pictures.names), _made(request), pictures.files)
    (folder / SECRET_PDF).write_bytes((yield from typeset(page)))


def _seal(folder: Path, signer: Signer, *, besides: Mapping[str, str]) -> None:
    """List the digests of all files in `folder` and of those `besides`, and sign the list."""
    for name, line in ((SIGNER, signer.public.line), (ALLOWED, signer.public.allowed)):
        (folder / name).write_text(f"{line}\n", encoding="utf-8", newline="\n")
    files = sorted({**_digests(folder), **besides}.items())
    sums = "".join(f"{digest}  {name}\n" for name, digest in files).encode()
    (folder / SUMS).write_bytes(sums)
    (folder / SIGNATURE).write_text(signer.sign(sums), encoding="utf-8", newline="\n")
    for path in folder.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _publish(request: PackRequest, parts: _Parts, *, draft: Path) -> None:
    """Put the copy into its pack and both folders into their places, the pack last; or nothing of it."""
    inside = parts.pack / request.video
    restricted = restricted_folder(request.target)
    move_into_place(draft, inside)
    try:
        move_into_place(parts.restricted, restricted)
        try:
            move_into_place(parts.pack, request.target)
        except BaseException:
            restricted.rename(parts.restricted)
            raise
    except BaseException:
        inside.rename(draft)
        raise


def _as_checked(draft: Path, request: PackRequest) -> Generator[Progress, None, None]:
    """See that the file is the one that was checked; raises CheckError otherwise."""
    found = yield from fingerprinted(draft)
    if not found == request.copy.sha256 == request.manifest.copy_sha256:
        raise CheckError(
            f"The file of the copy, {draft.name}, is not the one that was checked.",
            "It was changed since. No pack was made; release the copy again.",
        )


def _stamp(draft: Path) -> tuple[int, int] | None:
    """What the file system says of the draft, to see whether it was touched; None when it is out of reach."""
    try:
        found = draft.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _copied(source: Path, target: Path) -> Generator[Progress, None, None]:
    total, done = source.stat().st_size, 0
    with source.open("rb") as given, target.open("wb") as taken:
        while chunk := given.read(4 << 20):
            taken.write(chunk)
            done += len(chunk)
            yield Progress(done, total, "pack")
        taken.flush()
        os.fsync(taken.fileno())


def _refuse_texts(request: PackRequest) -> None:
    """Raise UsageError for captions under a name that leads elsewhere or is another file's."""
    taken = {request.video.casefold(), manifest_name(Path(request.video)).name.casefold(), *OWN}
    for name in request.texts:
        plain = name.isprintable() and not any(c in '<>:"/\\|?*' for c in name) and name == name.strip(" .")
        if not name or not plain or name.casefold() in taken:
            raise UsageError(f"Captions cannot be called “{name}” in a pack.", "Choose another name for them.")
        taken.add(name.casefold())


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: digest_of_file(path) for path in sorted(folder.iterdir())}


def _made(request: PackRequest) -> datetime:
    """When the copy was released, for the PDFs; now where that cannot be read."""
    try:
        return datetime.fromisoformat(request.copy.released).astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)


def _other_disk(draft: Path, folder: Path) -> bool:
    """Whether the draft cannot simply be renamed into `folder`."""
    try:
        return draft.stat().st_dev != folder.stat().st_dev
    except OSError as error:
        raise DiskError(f"{draft} cannot be read: {error.strerror or error}.", "Release the copy again.") from error


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Tell of a disk that cannot be written in a sentence."""
    try:
        yield
    except OSError as error:
        raise disk_error(error, folder) from error


def withdraw_pack(target: Path) -> None:
    """Take a pack that was just made away again, with what lies beside it."""
    for folder in (target, restricted_folder(target)):
        shutil.rmtree(folder, ignore_errors=True)


def copy_in(target: Path) -> Path:
    """Where the copy lies in the pack `target`."""
    return target / video_name(target)
