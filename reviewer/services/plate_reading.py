"""Reads the plates that an analysis has followed, from a few good frames of each; only when it is asked for."""

from collections import Counter, defaultdict
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.detection import Origin, Subject, Track
from reviewer.core.footage import Footage, Recording
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.plate_forms import rank
from reviewer.core.reading import Reading, Spelling, combined
from reviewer.core.timing import Tick
from reviewer.media.reader import FrameReader
from reviewer.services.jobs import Progress
from reviewer.services.looking import REPORT_EVERY, Source
from reviewer.services.pool import hands, in_children
from reviewer.vision.picture import Picture
from reviewer.vision.plate_reader import PlateReader, around, sharpness
from reviewer.vision.runtime import one_core
from reviewer.vision.weights import Weights

MOST = 8
"""Looks at one track, at most: what it costs is decoding on to their frames."""

APART = 0.25
"""Seconds of a track for each look: frames closer together are blurred and lit alike."""

NEIGHBOURS = 1
"""Frames before and after a chosen one of which the sharpest of all is read; they are decoded in any case."""

TRUST = {Origin.DETECTED: 1.0, Origin.FOLLOWED: 0.75, Origin.BRIDGED: 0.25}
"""How much a box's height counts when frames are chosen: a followed one may have slipped, a bridged one is a guess."""

CUT = 0.25
"""How much it counts where the edge of the picture may cut the plate."""

EDGE = 0.005
"""How near to the edge that is, in parts of the picture's width."""

POOR = 0.5
"""Part of the best frame's worth under which another is not looked at."""

ENOUGH = 3
"""Looks with one and the same text that fits a form, after which the rest of the track is not looked at."""

PLAIN = 0.9
"""The score from which such a look counts."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a track: the box in each of a few neighbouring frames, of which the sharpest is read."""

    track: int
    boxes: tuple[tuple[int, Box], ...]


def read_plates(
    footage: Footage, tracks: Sequence[Track], *, workers: int | None = None
) -> Generator[Progress, None, tuple[Track, ...]]:
    """The same tracks in their order, each plate with what could be read on it, or None; a unit of progress is a look.

    The result does not depend on the number of `workers`, by default as many as the machine has room for. Raises what
    reading footage raises.
    """
    plates = sorted((t for t in tracks if t.subject is Subject.PLATE), key=lambda t: (int(t.ticks[0]), t.id))
    share = min(workers or hands(), len(plates))
    if not plates:
        return tuple(tracks)
    source = Source(footage.path, footage.recording)
    parts = [plates[a : a + -(-len(plates) // share)] for a in range(0, len(plates), -(-len(plates) // share))]
    wanted = [tuple(looks_at(t, footage.recording, number=i) for i, t in enumerate(part)) for part in parts]
    total = sum(len(looks) for part in wanted for looks in part)
    found = yield from in_children(read_in, [(source, part) for part in wanted], name=footage.path.name, total=total)
    readings = {
        t.id: reading for part, read in zip(parts, found, strict=True) for t, reading in zip(part, read, strict=True)
    }
    return tuple(replace(t, reading=readings[t.id]) if t.id in readings else t for t in tracks)


def looks_at(track: Track, recording: Recording, *, number: int) -> tuple[Look, ...]:
    """Where to look at a track, spread over its time: largest, detected rather than followed, whole in the picture."""
    index, count = recording.index, len(track.ticks)
    worth = _worth(track, recording)
    span = (track.end - int(track.ticks[0])) * float(recording.video.time_base)
    good = np.flatnonzero(worth >= POOR * worth.max())
    parts = np.array_split(good, max(1, min(MOST, len(good), round(span * len(good) / count / APART))))
    best = [int(part[np.argmax(worth[part])]) for part in parts]
    frames = [index.number(Tick(int(tick))) for tick in track.ticks]
    return tuple(
        Look(
            number,
            tuple((frames[i], track.box(i)) for i in range(max(0, at - NEIGHBOURS), min(count, at + NEIGHBOURS + 1))),
        )
        for at in best
    )


def _worth(track: Track, recording: Recording) -> NDArray[np.float64]:
    """How much the track's box in each frame promises to be read, in trusted pixels of height."""
    x, y, width, height = track.boxes.astype(np.float64).T
    right, bottom, near = recording.video.width, recording.video.height, EDGE * recording.video.width
    whole = (x > near) & (y > near) & (x + width < right - near) & (y + height < bottom - near)
    trust = np.array([TRUST[Origin(int(origin))] for origin in track.origins])
    worth: NDArray[np.float64] = np.maximum(height, 1e-3) * trust * np.where(whole, 1.0, CUT)
    return worth


def read_in(source: Source, wanted: tuple[tuple[Look, ...], ...]) -> Generator[Progress, None, list[Reading | None]]:
    """In a child: what stands on each track, given the looks at it; a unit of progress is a look."""
    one_core()
    desk = _Desk(PlateReader(Weights(places.models())), wanted)
    due = 0.0
    with FrameReader(source.path, source.recording, threads=2) as reader:
        for number in desk.frames():
            if desk.wants(number):
                for frame in reader.frames(number, number + 1):
                    desk.see(frame, number)
            desk.pass_by(number)
            if monotonic() >= due:
                yield Progress(desk.done, None)
                due = monotonic() + REPORT_EVERY
    return desk.readings()


class _Desk:
    """What is being read: of each look only the sharpest picture is held, and only until its last frame has passed."""

    def __init__(self, reader: PlateReader, wanted: Sequence[Sequence[Look]]) -> None:
        self.done = 0
        self._reader, self._wanted = reader, wanted
        self._spelled: dict[int, list[Spelling]] = defaultdict(list)
        self._sharpest: dict[Look, tuple[float, Picture, Box]] = {}
        self._here: dict[int, list[tuple[Look, Box]]] = defaultdict(list)
        for look in (look for looks in wanted for look in looks):
            for number, box in look.boxes:
                self._here[number].append((look, box))

    def frames(self) -> list[int]:
        """The numbers of all frames to look at, in order."""
        return sorted(self._here)

    def wants(self, number: int) -> bool:
        """Whether a track that is looked at in this frame is not read well enough yet."""
        return any(not self._enough(look.track) for look, _ in self._here[number])

    def see(self, frame: Frame, number: int) -> None:
        """Take from the frame what is sharper than what was seen before."""
        for look, box in self._here[number]:
            clipped = box.clipped(frame.width, frame.height)
            if clipped.area <= 0 or self._enough(look.track):
                continue
            picture, place = around(frame, clipped)
            sharp = sharpness(picture)
            if look not in self._sharpest or sharp > self._sharpest[look][0]:
                self._sharpest[look] = (sharp, picture, place)

    def pass_by(self, number: int) -> None:
        """Read what had its last frame here."""
        for look, _ in self._here.pop(number):
            if look.boxes[-1][0] == number:
                self.done += 1
                sharpest = self._sharpest.pop(look, None)
                if sharpest is not None:
                    self._spelled[look.track].append(self._reader.spell(sharpest[1], sharpest[2]))

    def readings(self) -> list[Reading | None]:
        """What stands on each track."""
        return [combined(self._spelled[track]) for track in range(len(self._wanted))]

    def _enough(self, track: int) -> bool:
        plain = Counter(s.text for s in self._spelled[track] if s.score >= PLAIN and rank(s.text) is not None)
        return max(plain.values(), default=0) >= ENOUGH
