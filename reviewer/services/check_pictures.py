"""The pictures of a copy, one after the other beside those of its original: when each is shown, and what it shows.

Runs in a child process. Both files are decoded once, each in a thread of its own.
"""

import itertools
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from time import monotonic

from reviewer.core.footage import Footage, Recording
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box, hull
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.timing import Tick, clock
from reviewer.effects.compare import Differences, compare
from reviewer.effects.cover import cover, grid_of, patches
from reviewer.media.probe import probe
from reviewer.services.jobs import Progress
from reviewer.services.manifest import Manifest, digest_of
from reviewer.services.render import DecodeAhead

REPORT_EVERY = 1.0
"""Seconds between two progress reports: several children are listened to by turns, so each has to be brief."""

SOUND_SLACK = 0.06
"""Seconds by which the sound may start or end otherwise: the encoder works in blocks of 1024 samples."""

AAC_BLOCK = 1024


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureRequest:
    """What to compare `copy` with: its `original` covered by `review` as `profile` says, or, without it, `manifest`.

    `sounds` is how many sound streams the copy should have, None where nobody knows.
    """

    copy: Path
    original: Footage | None
    manifest: Manifest | None
    review: Review
    profile: Profile
    sounds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLook:
    """What was seen: how many pictures, a sentence on what is wrong with their times or None, and where they differ.

    `first` is the number of the first picture that is not what it should be, counted from 0, at `first_time` seconds
    and in `first_box`; `altered`, `bare` and `shown` count pictures: anywhere other than decided, with a region that
    is not covered, with a region that the original shows through. `regions` counts the covered boxes looked at.
    """

    frames: int = 0
    times: str | None = None
    regions: int = 0
    wrong: int = 0
    altered: int = 0
    bare: int = 0
    shown: int = 0
    first: int | None = None
    first_time: float = 0.0
    first_box: Box | None = None


def look_at_pictures(request: PictureRequest) -> Generator[Progress, None, PictureLook]:
    """Compare every picture; progress counts them. Raises FootageError when either file cannot be decoded."""
    recording = probe(request.copy)
    fault = _shape_fault(recording, request)
    if fault is not None:
        return PictureLook(times=fault)
    with ExitStack() as stack:
        copies: Iterator[Frame] = iter(stack.enter_context(DecodeAhead(request.copy, recording)))
        if request.original is None:
            return (yield from _alone(copies, recording, request=request))
        source = DecodeAhead(request.original.path, request.original.recording)
        return (yield from _beside(copies, iter(stack.enter_context(source)), recording=recording, request=request))


def _beside(
    copies: Iterator[Frame], originals: Iterator[Frame], *, recording: Recording, request: PictureRequest
) -> Generator[Progress, None, PictureLook]:
    """Picture by picture, until one is missing or shown at another time."""
    assert request.original is not None
    video, total = request.original.recording.video, len(request.original.recording.index)
    look, due = PictureLook(), 0.0
    for number, (copy, original) in enumerate(itertools.zip_longest(copies, originals)):
        fault = _time_fault(number, copy, original=original, clocks=(recording.video.time_base, video.time_base))
        if fault is not None or copy is None or original is None:
            return replace(look, times=fault)
        expected = cover(original, request.review, profile=request.profile, colour=video.colour)
        places = [place for _, _, place in patches(request.review, original.tick, grid=grid_of(original))]
        found = compare(copy, expected, original=original, patches=places)
        look = _with(look, found, frame=original, time_base=video.time_base, places=[_box(p.luma) for p in places])
        if monotonic() >= due:
            yield Progress(number + 1, total, "check")
            due = monotonic() + REPORT_EVERY
    yield Progress(look.frames, total, "check")
    return look


def _alone(
    copies: Iterator[Frame], recording: Recording, *, request: PictureRequest
) -> Generator[Progress, None, PictureLook]:
    """Without the original: times by the manifest's digest, and covered areas by what effects draw in them."""
    manifest, total = request.manifest, len(recording.index)
    assert manifest is not None
    look, due, ticks = PictureLook(), 0.0, list[int]()
    for copy in copies:
        own = recording.video.time_base * copy.tick / manifest.time_base
        ticks.append(copy.tick)
        # Times that the original's clock cannot tell will not have its digest; the nearest tick serves until then.
        frame = replace(copy, tick=Tick(round(own)))
        expected = cover(frame, request.review, profile=request.profile, colour=recording.video.colour)
        places = [place for _, _, place in patches(request.review, frame.tick, grid=grid_of(frame))]
        found = compare(copy, expected, original=None, patches=places)
        boxes = [_box(p.luma) for p in places]
        look = _with(look, found, frame=frame, time_base=manifest.time_base, places=boxes)
        if monotonic() >= due:
            yield Progress(look.frames, total, "check")
            due = monotonic() + REPORT_EVERY
    if (len(ticks), digest_of(ticks, recording.video.time_base)) != (manifest.frames, manifest.times):
        return replace(look, times="The pictures are not shown at the times that the manifest was sealed with.")
    return look


def _with(
    look: PictureLook, found: Differences, *, frame: Frame, time_base: Fraction, places: list[Box]
) -> PictureLook:
    """The look with one more picture in it."""
    look = replace(look, frames=look.frames + 1, regions=look.regions + len(places))
    if not found:
        return look
    if look.first is None:
        wrong = [places[i] for i in (*found.bare, *found.shown)]
        box = hull(wrong) if wrong else found.altered
        look = replace(look, first=look.frames - 1, first_time=float(frame.tick * time_base), first_box=box)
    return replace(
        look,
        wrong=look.wrong + 1,
        altered=look.altered + (found.altered is not None),
        bare=look.bare + bool(found.bare),
        shown=look.shown + bool(found.shown),
    )


def _box(at: tuple[slice, slice]) -> Box:
    rows, columns = at
    return Box(columns.start, rows.start, columns.stop - columns.start, rows.stop - rows.start)


def _time_fault(
    number: int, copy: Frame | None, *, original: Frame | None, clocks: tuple[Fraction, Fraction]
) -> str | None:
    if copy is None or original is None:
        return f"The {'copy' if copy is None else 'original'} ends after {number} pictures, before the other."
    shown, should = copy.tick * clocks[0], original.tick * clocks[1]
    if shown == should:
        return None
    return (
        f"Picture {number + 1} is shown at {clock(float(shown))} in the copy and at {clock(float(should))} "
        f"in the original, {float(abs(shown - should)):.6f} seconds apart."
    )


def _shape_fault(copy: Recording, request: PictureRequest) -> str | None:
    """A sentence when the picture's size or the sound is not the original's."""
    if request.sounds is not None and len(copy.sounds) != request.sounds:
        return f"The copy has {len(copy.sounds)} sound streams and should have {request.sounds}."
    if request.original is None:
        return None
    original = request.original.recording
    sizes = [(r.video.width, r.video.height) for r in (copy, original)]
    if sizes[0] != sizes[1]:
        return f"The copy's picture is {sizes[0][0]} by {sizes[0][1]}, the original's {sizes[1][0]} by {sizes[1][1]}."
    for number, (ours, theirs) in enumerate(zip(copy.sounds, original.sounds, strict=False), 1):
        slack = max(SOUND_SLACK, 2 * AAC_BLOCK / max(1, min(ours.sample_rate, theirs.sample_rate)))
        if abs(ours.start - theirs.start) > slack or abs(ours.duration - theirs.duration) > slack:
            return (
                f"Sound stream {number} runs {ours.duration:.3f} seconds from {ours.start:.3f} in the copy, and "
                f"{theirs.duration:.3f} from {theirs.start:.3f} in the original."
            )
    return None
