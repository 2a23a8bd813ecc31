"""The pictures of a copy, one after the other beside those of its original: when each is shown, and what it shows.

Runs in a child process. Both files are decoded once, each in a thread of its own.
"""

import itertools
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from time import monotonic

from reviewer.core.assembly import Assembly, Card
from reviewer.core.footage import AudioStream, Footage, Recording, VideoStream
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box, hull
from reviewer.core.profile import Profile
from reviewer.core.region import Shape
from reviewer.core.review import Review
from reviewer.core.timing import Tick, clock
from reviewer.effects.card import card_frame
from reviewer.effects.compare import Differences, compare, loss_of
from reviewer.effects.cover import grid_of, patches
from reviewer.effects.finish import finished
from reviewer.effects.patch import Patch, patch
from reviewer.media.probe import probe
from reviewer.services.decode_ahead import DecodeAhead
from reviewer.services.jobs import Progress
from reviewer.services.manifest import Manifest, digest_of

REPORT_EVERY = 1.0
"""Seconds between two progress reports: several children are listened to by turns, so each has to be brief."""

SOUND_SLACK = 0.06
"""Seconds by which the sound may start or end otherwise: the encoder works in blocks of 1024 samples."""

AAC_BLOCK = 1024


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureRequest:
    """What to compare `copy` with: its `original` covered by `review` as `profile` says, or, without it, `manifest`.

    `sounds` is how many sound streams the copy should have, None where nobody knows; `assembly` leads from its ticks
    to those of the original, None where they are the same.
    """

    copy: Path
    original: Footage | None
    manifest: Manifest | None
    review: Review
    profile: Profile
    sounds: int | None
    assembly: Assembly | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLook:
    """What was seen: how many pictures, a sentence on what is wrong with their times or None, and where they differ.

    `first` is the number of the first picture that is not what it should be, counted from 0, at `first_time` seconds
    and in `first_box`; `altered`, `bare` and `shown` count pictures: anywhere other than decided, with a region that
    is not covered, with a region that the original shows through. `regions` counts the covered boxes looked at,
    `cards` the pictures that stand for what was left out.
    """

    frames: int = 0
    times: str | None = None
    regions: int = 0
    cards: int = 0
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
    own = request.original.recording
    video = own.video
    assembly = request.assembly
    wanted = _wanted(originals, request=request, video=video)
    index = own.index if assembly is None else assembly.index(own.index)
    loss = loss_of(request.profile)
    look, due, total = PictureLook(cards=_cards(assembly)), 0.0, len(index)
    for number, (copy, expected) in enumerate(itertools.zip_longest(copies, wanted)):
        fault = _time_fault(number, copy, expected=expected, clocks=(recording.video.time_base, video.time_base))
        if fault is not None or copy is None or expected is None:
            return replace(look, times=fault)
        look = _compared(look, copy, expected=expected, time_base=video.time_base, loss=loss)
        if monotonic() >= due:
            yield Progress(number + 1, total, "check")
            due = monotonic() + REPORT_EVERY
    yield Progress(look.frames, total, "check")
    return look


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted:
    """A picture as the copy should show it, at the copy's own tick; `original` is None where that is not at hand."""

    picture: Frame
    original: Frame | None
    places: tuple[Patch, ...] = ()


def _wanted(originals: Iterator[Frame], *, request: PictureRequest, video: VideoStream) -> Iterator[_Wanted]:
    """Every picture of the copy, in order: what is kept of the original, finished, and a card for what is left out."""
    assembly = request.assembly
    cards = deque(assembly.cards if assembly is not None else ())
    for original in originals:
        at = original.tick if assembly is None else assembly.in_copy(original.tick)
        if at is None:
            continue
        while cards and cards[0].at < at:
            yield _card(cards.popleft(), video)
        done = finished(original, request.review, profile=request.profile, video=video)
        yield _Wanted(replace(done, tick=at), original, _places(request, original))
    for card in cards:
        yield _card(card, video)


def _card(card: Card, video: VideoStream) -> _Wanted:
    """A card, judged as what is covered is: all of it is known."""
    picture = card_frame(card, video=video, at=card.at)
    whole = Box(0, 0, picture.width, picture.height)
    place = patch(whole, Shape.RECTANGLE, grid=grid_of(picture))
    return _Wanted(picture, None, () if place is None else (place,))


def _cards(assembly: Assembly | None) -> int:
    return 0 if assembly is None else len(assembly.cards)


def _places(request: PictureRequest, frame: Frame) -> tuple[Patch, ...]:
    found = patches(request.review, frame.tick, grid=grid_of(frame), usual=request.profile.effect)
    return tuple(place for _, _, place in found)


def _compared(look: PictureLook, copy: Frame, *, expected: _Wanted, time_base: Fraction, loss: float) -> PictureLook:
    """The look with one more picture in it."""
    found = compare(copy, expected.picture, original=expected.original, patches=expected.places, loss=loss)
    boxes = [_box(p.luma) for p in expected.places]
    return _with(look, found, time=float(expected.picture.tick * time_base), places=boxes)


def _alone(
    copies: Iterator[Frame], recording: Recording, *, request: PictureRequest
) -> Generator[Progress, None, PictureLook]:
    """Without the original: times by the manifest's digest, and covered areas by what effects draw in them."""
    manifest, total = request.manifest, len(recording.index)
    assert manifest is not None
    loss = loss_of(request.profile)
    look, due, ticks = PictureLook(cards=_cards(request.assembly)), 0.0, list[int]()
    first = Tick(round(recording.video.time_base * recording.video.start / manifest.time_base))
    start = first if request.assembly is None else request.assembly.start
    video = replace(recording.video, time_base=manifest.time_base, start=start)
    for copy in copies:
        ticks.append(copy.tick)
        # Times that the original's clock cannot tell will not have its digest; the nearest tick serves until then.
        own = replace(copy, tick=Tick(round(recording.video.time_base * copy.tick / manifest.time_base)))
        expected = _by_manifest(own, request=request, video=video)
        look = _compared(look, copy, expected=expected, time_base=manifest.time_base, loss=loss)
        if monotonic() >= due:
            yield Progress(look.frames, total, "check")
            due = monotonic() + REPORT_EVERY
    if (len(ticks), digest_of(ticks, recording.video.time_base)) != (manifest.frames, manifest.times):
        return replace(look, times="The pictures are not shown at the times that the manifest was sealed with.")
    return look


def _by_manifest(own: Frame, *, request: PictureRequest, video: VideoStream) -> _Wanted:
    """A picture of the copy as it should be, made from itself: covering what is covered already changes nothing."""
    assembly = request.assembly
    piece = None if assembly is None else assembly.piece_at(own.tick)
    if isinstance(piece, Card):
        return _card(piece, video)
    tick = own.tick if assembly is None else assembly.in_footage(own.tick)
    if tick is None:  # beyond the last piece, which the digest of the times tells
        return _Wanted(own, None)
    source = replace(own, tick=tick)
    done = finished(source, request.review, profile=request.profile, video=video)
    return _Wanted(replace(done, tick=own.tick), None, _places(request, source))


def _with(look: PictureLook, found: Differences, *, time: float, places: list[Box]) -> PictureLook:
    """The look with one more picture in it, shown at `time` seconds."""
    look = replace(look, frames=look.frames + 1, regions=look.regions + len(places))
    if not found:
        return look
    if look.first is None:
        wrong = [places[i] for i in (*found.bare, *found.shown)]
        box = hull(wrong) if wrong else found.altered
        look = replace(look, first=look.frames - 1, first_time=time, first_box=box)
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
    number: int, copy: Frame | None, *, expected: _Wanted | None, clocks: tuple[Fraction, Fraction]
) -> str | None:
    if copy is None or expected is None:
        where = "The copy" if copy is None else "What is to be shown of the original"
        return f"{where} ends after {number} pictures, before the other."
    shown, should = copy.tick * clocks[0], expected.picture.tick * clocks[1]
    if shown == should:
        return None
    return (
        f"Picture {number + 1} is shown at {clock(float(shown))} in the copy and should be at {clock(float(should))}, "
        f"{float(abs(shown - should)):.6f} seconds apart."
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
        start, end = _heard_from(theirs, request.assembly, time_base=original.video.time_base)
        if abs(ours.start - start) > slack or abs(ours.start + ours.duration - end) > slack:
            return (
                f"Sound stream {number} runs {ours.duration:.3f} seconds from {ours.start:.3f} in the copy, and should "
                f"run {end - start:.3f} from {start:.3f}."
            )
    return None


def _heard_from(sound: AudioStream, assembly: Assembly | None, *, time_base: Fraction) -> tuple[float, float]:
    """When a sound stream of the original begins and ends in the copy, in seconds of the copy's clock.

    Where footage was cut the copy's sound fills the copy: cards and what the stream does not reach are silent.
    """
    if assembly is None:
        return sound.start, sound.start + sound.duration
    return 0.0, float(assembly.end * time_base)
