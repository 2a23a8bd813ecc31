"""What there is to do in the sample case, and what of it is done, told by what a copy would show."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import TrackId
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.lesson import Lesson
from reviewer.core.region import Region
from reviewer.core.review import Review
from reviewer.core.timing import Tick, tick_at
from reviewer.media.practice_scene import CAR, MIRRORED, PAPER, PERSON, RETURNED
from reviewer.services.docket import docket
from reviewer.services.practice import EARLY, GAP, Seen, planted_doubts, planted_tracks, seen
from reviewer.services.standings import Standings

ENOUGH = 0.9
"""Share of a box that has to be covered in a frame; hand work is not to the pixel."""

SPOKEN = (5.0, 6.0)
"""Seconds between which, the lesson says, an address is read out."""


def lessons() -> tuple[Lesson, ...]:
    """All of them, in the order in which they are best done."""
    return (*_what_analysis_got_wrong(), *_what_it_cannot_know())


def _what_analysis_got_wrong() -> tuple[Lesson, ...]:
    return (
        Lesson(
            "A tree is not a face",
            "Press D to go to the doubts. One region covers a tree: select it and press Z, false find, next.",
            lambda review, _: _rejected(review, "face-3"),
        ),
        Lesson(
            "The face walks on",
            "The first region ends while the face is still there. Select it, go to the last frame of the face and "
            "press T, extend to here; or press F to follow it to where it leaves.",
            lambda review, footage: _covered(review, footage, where=_part(PERSON, slice(-EARLY, None))),
        ),
        Lesson(
            "In between it was guessed",
            "For half a second the region strays from the face. Stop where it is worst, drag the region back onto the "
            "face, and once more beside it.",
            lambda review, footage: _covered(review, footage, where=_among(PERSON, GAP)),
        ),
        Lesson(
            "A face in the mirror",
            "Someone can be seen in the mirror at the right, and nothing covers them. Press N, drag over the face, "
            "then F.",
            lambda review, footage: _covered(review, footage, where=seen(MIRRORED)),
        ),
    )


def _what_it_cannot_know() -> tuple[Lesson, ...]:
    return (
        Lesson(
            "An address on a board",
            "Detectors look for faces and plates. Cover the address at the left yourself: N, drag, and F to follow it.",
            lambda review, footage: _covered(review, footage, where=seen(PAPER)),
        ),
        Lesson(
            "One person, twice",
            "The person comes back. Select both regions of them and press Ctrl+J: one decision now holds for both.",
            lambda review, _: _same_person(review, "face-1", "face-2"),
        ),
        Lesson(
            "What is said",
            "From 0:05 to 0:06 the address is read out. Set in (I) and out (O) around it and press H to silence it.",
            lambda review, footage: _silent(review, footage),
        ),
        Lesson(
            "Nothing is left open",
            "Settle every doubt that is open still: Y when it is right as it is. Watch the line above the timeline.",
            _nothing_open,
        ),
    )


def left_to_see(review: Review, footage: Footage) -> int:
    """In how many frames something could be seen in a copy as things are: a face, the plate or the address."""
    index = footage.recording.index
    bare: set[int] = set()
    for what in (PERSON, RETURNED, CAR, MIRRORED, PAPER):
        where = seen(what)
        bare |= set(where.frames[~_cover(review, index, where=where)].tolist())
    return len(bare)


def _rejected(review: Review, track: str) -> bool:
    return not any(r.hides for r in _of(review, track))


def _of(review: Review, track: str) -> list[Region]:
    return [r for r in review.regions.values() if r.track == TrackId(track)]


def _same_person(review: Review, *tracks: str) -> bool:
    people = [{r.person for r in _of(review, track)} for track in tracks]
    return all(p and None not in p for p in people) and len(set().union(*people)) == 1


def _silent(review: Review, footage: Footage) -> bool:
    base = footage.recording.video.time_base
    return all(review.silent_at(tick_at(t, base)) for t in np.linspace(SPOKEN[0], SPOKEN[1] - 0.05, 20).tolist())


def _nothing_open(review: Review, footage: Footage) -> bool:
    recording = footage.recording
    appraisal = planted_doubts(planted_tracks(recording.index), footage)
    standings = Standings(docket(appraisal, recording), recording)
    standings.update(review)
    tally = standings.tally()
    return not tally.left and not tally.faint


def _part(what: str, part: slice) -> Seen:
    where = seen(what)
    return Seen(where.frames[part], where.boxes[part])


def _among(what: str, frames: range) -> Seen:
    where = seen(what)
    chosen = (where.frames >= frames.start) & (where.frames < frames.stop)
    return Seen(where.frames[chosen], where.boxes[chosen])


def _covered(review: Review, footage: Footage, *, where: Seen) -> bool:
    return bool(_cover(review, footage.recording.index, where=where).all())


def _cover(review: Review, index: FrameIndex, *, where: Seen) -> NDArray[np.bool_]:
    """Whether a thing is covered, frame by frame."""
    rows = zip(where.frames.tolist(), where.boxes.tolist(), strict=True)
    return np.array([_hidden(review, index.tick(n), box=Box(*box)) for n, box in rows], np.bool_)


def _hidden(review: Review, tick: Tick, *, box: Box) -> bool:
    parts: list[Any] = [r.box_at(tick) for r in review.hidden_at(tick) if not r.inverse]
    return any(part is not None and part.shared(box) >= ENOUGH * box.area for part in parts)
