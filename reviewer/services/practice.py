"""The sample case: footage that is drawn here, and an analysis of it with planted faults, to learn by finding them.

No detector looks at it: its tracks are where things are, but for the faults, so that it is the same for everyone.
"""

import shutil
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.edits import Propose
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.settings import Search
from reviewer.core.timing import Span, Tick
from reviewer.media.demo_footage import PRACTICE_FRAMES, RATE, practice_steps
from reviewer.media.practice_scene import CAR, MIRRORED, PERSON, RETURNED, place_of
from reviewer.services.cases import save_analysis
from reviewer.services.intake import take_in
from reviewer.services.jobs import Progress
from reviewer.services.proposals import propose
from reviewer.services.session import ReviewSession
from reviewer.services.staging import disk_error
from reviewer.store.cases import LOCK, Case
from reviewer.store.lock import held

TITLE = "Sample case"
RECORDING = "practice.mp4"

FALSE = Box(560, 250, 64, 70)
"""Where a tree is taken for a face, as the camera looks straight on."""

FALSE_FRAMES = range(50, 140)
EARLY = 14
"""Frames by which the person's track ends too soon: the face is still in the picture."""

GAP = range(70, 86)
"""Frames in which the person was only bridged, on a straight line that strays from the face."""

STRAY = 150.0
"""Pixels by which that line strays at most."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where one thing is, frame by frame: the numbers of the frames (int64) and boxes of shape (n, 4)."""

    frames: NDArray[np.int64]
    boxes: NDArray[np.float32]


@cache
def seen(what: str) -> Seen:
    """Where a thing of the practice scene is, in every frame in which it can be seen."""
    found = [(n, place_of(what, n / RATE)) for n in range(PRACTICE_FRAMES)]
    there = [(n, b) for n, b in found if b is not None]
    boxes = [(b.x, b.y, b.width, b.height) for _, b in there]
    return Seen(np.array([n for n, _ in there], np.int64), np.array(boxes, np.float32).reshape(-1, 4))


def fresh_practice(folder: Path, *, actor: str) -> Generator[Progress, None, Path]:
    """Make the sample case anew somewhere in `folder`, and throw away those from before that nobody has open."""
    for old in folder.glob("practice-*") if folder.is_dir() else ():
        if not held(old / "case" / LOCK):
            shutil.rmtree(old, ignore_errors=True)
    return (yield from make_practice(folder / f"practice-{datetime.now():%Y%m%d-%H%M%S-%f}", actor=actor))


def make_practice(folder: Path, *, actor: str) -> Generator[Progress, None, Path]:
    """Make the sample case in the new folder `folder` and return it; closed, ready to be opened.

    Raises DiskError or CaseError when it cannot be written, FootageError when the installation lacks the portrait.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, folder) from error
    recording = folder / RECORDING
    for done in practice_steps(recording, places.portrait()):
        yield Progress(done, PRACTICE_FRAMES, "drawing the footage")
    footage = yield from take_in(recording)
    case = folder / "case"
    with Case.create(case, title=TITLE, actor=actor) as made:
        made.evidence.add_footage(footage)
        tracks = planted_tracks(footage.recording.index)
        save_analysis(made, footage.id, tracks=tracks, search=Search(), appraisal=planted_doubts(tracks, footage))
        reviews = made.reviews(footage.id)
        ReviewSession(reviews.load(), reviews).commit(Propose(propose(tracks, footage)))
        made.desk.keep("practice", True)
    return case


def planted_tracks(index: FrameIndex) -> tuple[Track, ...]:
    """What the made-up analysis found: everything but the face in the mirror and the notice, and a tree besides."""
    walked, back, car = (seen(what) for what in (PERSON, RETURNED, CAR))
    first = _track("face-1", Subject.FACE, where=Seen(walked.frames[:-EARLY], walked.boxes[:-EARLY]), index=index)
    sway = seen("notice")
    shift = sway.boxes[np.searchsorted(sway.frames, np.array(FALSE_FRAMES)), :2] - sway.boxes[0, :2]
    tree = np.tile(np.array([FALSE.x, FALSE.y, FALSE.width, FALSE.height], np.float32), (len(FALSE_FRAMES), 1))
    tree[:, :2] += shift
    return (
        _bridged(first),
        _track("face-2", Subject.FACE, where=back, index=index),
        _track("plate-1", Subject.PLATE, where=car, index=index),
        replace(
            _track("face-3", Subject.FACE, where=Seen(np.array(FALSE_FRAMES, np.int64), tree), index=index),
            scores=np.full(len(FALSE_FRAMES), 0.41, np.float32),
        ),
    )


def planted_doubts(tracks: tuple[Track, ...], footage: Footage) -> Appraisal:
    """What the made-up analysis is unsure of: each of its faults that an analysis could know of."""
    index = footage.recording.index
    first, back, _, tree = tracks
    mirror = seen(MIRRORED)
    last = index.number(Tick(int(first.ticks[-1])))
    begun = index.number(Tick(int(back.ticks[0])))
    weak = range(int(mirror.frames[20]), int(mirror.frames[60]))
    middle = int(np.searchsorted(mirror.frames, weak.start))
    box = Box(*(float(v) for v in mirror.boxes[middle]))
    doubts = (
        _doubt(DoubtKind.BRIDGED, GAP, index=index, at=GAP[len(GAP) // 2], weight=0.4, about=first),
        _doubt(DoubtKind.VANISHED, range(last, last + 25), index=index, at=last + 6, weight=0.5, about=first),
        _doubt(DoubtKind.RETURNED, range(begun - 12, begun + 1), index=index, at=begun, weight=0.15, about=back),
        _doubt(DoubtKind.SMALL, FALSE_FRAMES, index=index, at=FALSE_FRAMES[8], weight=0.05, about=tree),
        replace(
            _doubt(DoubtKind.WEAK, weak, index=index, at=weak.start, weight=0.6, about=None),
            subject=Subject.FACE,
            box=box,
        ),
    )
    ordered = tuple(sorted(doubts, key=lambda d: d.span.start))
    return Appraisal(ordered, risk_of(ordered, index.ticks), None)


def _track(name: str, subject: Subject, *, where: Seen, index: FrameIndex) -> Track:
    count = len(where.frames)
    origins = np.where(np.arange(count) % 8 == 0, Origin.DETECTED, Origin.FOLLOWED).astype(np.uint8)
    scores = np.full(count, 0.87, np.float32)
    end = index.after(int(where.frames[-1]))
    return Track(TrackId(name), subject, index.ticks[where.frames], where.boxes, origins, scores, end)


def _bridged(track: Track) -> Track:
    """The track with the frames of GAP on a line that strays from the face."""
    first = int(np.searchsorted(seen(PERSON).frames, GAP.start))
    inside = slice(first, first + len(GAP))
    boxes, origins, scores = track.boxes.copy(), track.origins.copy(), track.scores.copy()
    boxes[inside, 0] -= (STRAY * np.sin(np.linspace(0, np.pi, len(GAP)))).astype(np.float32)
    origins[inside], scores[inside] = Origin.BRIDGED, 0.0
    return replace(track, boxes=boxes, origins=origins, scores=scores)


def _doubt(kind: DoubtKind, frames: range, *, index: FrameIndex, at: int, **about: Track | float | None) -> Doubt:
    track, weight = about["about"], about["weight"]
    span = Span(index.tick(frames.start), index.after(min(frames.stop, len(index)) - 1))
    assert isinstance(weight, float)
    if not isinstance(track, Track):
        return Doubt(kind, span, index.tick(at), weight)
    nearest = min(max(int(np.searchsorted(track.ticks, index.tick(at))), 0), len(track.ticks) - 1)
    return Doubt(kind, span, index.tick(at), weight, track.subject, track.box(nearest), track.id)
