"""Render a copy: segments are covered and encoded by children side by side, and laid together as they come.

What is encoded of each segment is kept as a part, named by all that decides it, and used again when the next copy needs
the very same: after one region was changed, only the segments that it is seen in are rendered.
"""

import logging
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import time

import numpy as np
from numpy.typing import NDArray

from reviewer.core.assembly import assembled
from reviewer.core.errors import CheckError
from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.media.encoding import EncoderError, encoding_of
from reviewer.media.hardware import SOFTWARE
from reviewer.media.parts import SUFFIX
from reviewer.media.silencing import Heard, quiet_of
from reviewer.services.decode_ahead import DecodeAhead as DecodeAhead
from reviewer.services.jobs import Progress
from reviewer.services.originals import stamp_of
from reviewer.services.rendering import DamagedError, rendered_parts, whole_parts
from reviewer.services.rendering_encoder import Chosen, chosen_encoder
from reviewer.services.rendering_plan import Plan, of_footage, planned
from reviewer.services.rendering_work import Laying, UnlikeError, part_path
from reviewer.services.staging import disk_error, scratch
from reviewer.services.workers import DiedError

log = logging.getLogger(__name__)

FORGOTTEN = 3600.0
"""Seconds after which a part that is still being written is one that nobody writes any more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RenderRequest:
    """What to render: the footage, covered by a snapshot of its review, as the profile says.

    `parts` is a folder where what is encoded is kept for the next time, None to keep nothing.
    """

    footage: Footage
    review: Review
    profile: Profile
    target: Path
    parts: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """What was written: the copy's ticks of its frames (int64), and how much of the original could not be decoded.

    `corrupt` counts packets of the picture: frames that are lost are left out, and the one before stays on show.
    `lost_sound` counts those of the sound, which became silence. `encoder` is FFmpeg's name of what encoded, `note`
    says why that is not one of the computer's graphics where one was asked for. Of the copy's segments `segments` were
    rendered and `reused` were there already. `not_disguised` counts blocks of sound that were muted instead.
    """

    ticks: NDArray[np.int64]
    corrupt: int
    lost_sound: int
    encoder: str = SOFTWARE
    note: str = ""
    segments: int = 0
    reused: int = 0
    not_disguised: int = 0


def render(request: RenderRequest) -> Generator[Progress, None, Rendered]:
    """Render to `request.target`, in child processes; progress counts frames.

    Raises FootageError when the original cannot be decoded, DiskError when the copy cannot be written. Closing it
    ends the children; nothing partial is left but whole parts.
    """
    try:
        with _folder(request) as folder:
            chosen = yield from chosen_encoder(request.footage, request.profile)
            return (yield from _encoded(request, folder, chosen=chosen))
    except OSError as error:
        raise disk_error(error, request.target) from error


def _encoded(request: RenderRequest, folder: Path, *, chosen: Chosen) -> Generator[Progress, None, Rendered]:
    """Render with the encoder that was chosen, and all of it with the program's own when that one fails."""
    if chosen.encoder != SOFTWARE:
        try:
            return (yield from _decoded(request, folder, chosen=chosen))
        except (EncoderError, DiedError, UnlikeError, CheckError) as error:
            log.info("rendering again in software: %s", error)
            chosen = Chosen(note=f"{chosen.encoder} failed on the way, so another encoder rendered all of it. {error}")
    return (yield from _decoded(request, folder, chosen=chosen))


def _decoded(request: RenderRequest, folder: Path, *, chosen: Chosen) -> Generator[Progress, None, Rendered]:
    """Render segments side by side, and from the very start in one go when the footage proves to be damaged."""
    encoding = encoding_of(request.profile.quality, encoder=chosen.encoder)
    plan = planned(request.footage, request.review, profile=request.profile, encoding=encoding)
    try:
        return (yield from _fitting(request, folder, plan=plan, chosen=chosen))
    except DamagedError:
        plan = planned(request.footage, request.review, profile=request.profile, encoding=encoding, linear=True)
        return (yield from _fitting(request, folder, plan=plan, chosen=chosen))


def _fitting(
    request: RenderRequest, folder: Path, *, plan: Plan, chosen: Chosen
) -> Generator[Progress, None, Rendered]:
    """Render what is not there, and everything anew when parts that were there do not fit the others."""
    try:
        return (yield from _laid(request, folder, plan=plan, chosen=chosen))
    except UnlikeError:
        for piece in plan.pieces:
            part_path(folder, piece).unlink(missing_ok=True)
        return (yield from _laid(request, folder, plan=plan, chosen=chosen))


def _laid(request: RenderRequest, folder: Path, *, plan: Plan, chosen: Chosen) -> Generator[Progress, None, Rendered]:
    laying = Laying(request.footage, plan, folder, _heard(request), request.target)
    whole = yield from whole_parts(laying)
    laid = yield from rendered_parts(laying, whole=whole)
    _tidy(folder, plan)
    return Rendered(
        np.array(laid.ticks, np.int64),
        laid.corrupt,
        laid.lost_sound,
        encoder=chosen.encoder,
        note=chosen.note,
        segments=len(plan.pieces) - len(whole),
        reused=len(whole),
        not_disguised=laid.not_disguised,
    )


def _heard(request: RenderRequest) -> Heard:
    recording = request.footage.recording
    streams = [sound.index for sound in recording.sounds]
    quiet = quiet_of(request.review.silences.values(), streams, time_base=recording.video.time_base)
    assembly = assembled(recording.index, request.review.kept, time_base=recording.video.time_base)
    return Heard(request.profile.sound, quiet, assembly, request.profile.quality)


@contextmanager
def _folder(request: RenderRequest) -> Iterator[Path]:
    """The folder for parts: the one that was asked for, or one beside the target that goes afterwards.

    No part is kept for the next time when the original was touched meanwhile: it may be of other pictures.
    """
    if request.parts is None:
        with scratch(request.target.parent) as folder:
            yield folder
        return
    request.parts.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        for left in request.parts.glob(f".*{SUFFIX}.*.partial"):
            if time() - left.stat().st_mtime > FORGOTTEN:
                left.unlink()
    stamp = stamp_of(request.footage)
    try:
        yield request.parts
    finally:
        if stamp_of(request.footage) != stamp:
            with suppress(OSError):
                for part in request.parts.glob(f"{of_footage(request.footage)}*{SUFFIX}"):
                    part.unlink()


def _tidy(folder: Path, plan: Plan) -> None:
    """Remove parts of the same footage that this copy does not need: those of one copy are kept, and no more."""
    needed = {part_path(folder, piece).name for piece in plan.pieces}
    own = {name.split("-")[0] for name in needed}
    with suppress(OSError):
        for part in [
            *folder.glob(f"*{SUFFIX}"),
            *folder.glob(f".*{SUFFIX}.*.partial"),
        ]:  # the latter of killed children
            if part.name.removeprefix(".").split("-")[0] in own and part.name not in needed:
                part.unlink()
