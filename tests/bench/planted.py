"""Plants leaks in copies of labelled footage, and counts how many of them the check's detectors point at.

    python -m tests.bench.planted FOLDER [--leaks 100] [--seed 7] [--depth balanced] [--encoded]

FOLDER is a footage folder as tests.bench.truth describes it. Every labelled face and plate is covered, from its boxes,
with room to spare: a copy in which nothing leaks. Then leaks are planted by chance, the same for the same seed: a
region is deleted, moved by about its width, cut for some frames, or begun late. Only faces and plates wider than 24
pixels count. A leak is flagged when a hit lies on what leaks, while it leaks. Hits in the copy without leaks that touch
nothing labelled are false; those in areas that nobody labelled count neither way.

Frames are covered as the program does it; `--encoded` has the first leaks of every clip rendered and read back, too.
"""

import argparse
import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

import cv2
import numpy as np

from reviewer.core.copy import Hit
from reviewer.core.detection import Subject
from reviewer.core.footage import Footage, FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Span
from reviewer.effects.cover import cover, grid_of, patches
from reviewer.effects.patch import Grid
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services.check_detectors import DetectorLook, DetectorRequest, catalogued, look_through
from reviewer.services.jobs import finished
from reviewer.services.render import RenderRequest, render
from tests.bench.truth import Truth, checked_frames

WIDE = 24.0
"""Pixels of the frame beyond which what leaks counts."""

ROOM = 0.25
"""Parts of its size by which a labelled box is covered beyond each of its edges."""

LEAKING = 0.5
"""Share of a labelled box that has to be uncovered so that it leaks."""

TOUCHED = 0.3
"""Share of the smaller of a hit and what leaks that they must have in common."""

FRAMES = (3, 24)
"""How many frames a region is cut for, or begun late."""

SHIFTS = (0.8, 1.2)
"""By how many of its widths a region is moved."""

APART = 1.2
"""How far an object moves at most from one labelled frame to the next, in its widths; the nearest are the same."""

WHOLE = 0.9
"""Share of the frame from which an area that was not labelled says that a subject was not labelled at all."""

KINDS = ("deleted", "moved", "cut", "late")

LENGTHS = (0.2, 0.5, 1.0, 2.0)
"""Seconds at which leaks are parted by how long they last."""


@dataclass(slots=True)
class Lane:
    """One labelled object: its boxes by the number of their frames."""

    subject: Subject
    boxes: dict[int, Box]

    def box(self, number: int) -> Box | None:
        """Where it is, in the middle between labelled frames where it was not labelled; None before and after."""
        known = sorted(self.boxes)
        if not known[0] <= number <= known[-1]:
            return None
        return Box(*(float(np.interp(number, known, [_sides(self.boxes[n])[s] for n in known])) for s in range(4)))


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """One clip: its footage, the size of its frames, its objects, and by frame the areas that nobody labelled."""

    footage: Footage
    grid: Grid
    lanes: list[Lane]
    unlabelled: dict[int, tuple[Truth, ...]]
    find: frozenset[Subject]

    @property
    def seconds(self) -> float:
        """How long it is."""
        index = self.footage.recording.index
        return float((index.end - index.tick(0)) * self.footage.recording.video.time_base)


@dataclass(slots=True)
class Leak:
    """A leak of the object with that number: which frames leak, and whether a hit lies on it."""

    clip: str
    lane: int
    kind: str
    frames: range
    shift: tuple[float, float] = (0.0, 0.0)
    length: float = 0.0
    flagged: bool = False


def scene(path: Path, checked: dict[int, tuple[Truth, ...]]) -> Scene:
    """The clip at `path` with its labels."""
    recording = probe(path)
    footage = Footage(id=FootageId("0" * 64), path=path, size=path.stat().st_size, sha256="0" * 64, recording=recording)
    with FrameReader(path, recording) as reader:
        grid = grid_of(reader.read(0))
    size = recording.video.width * recording.video.height
    whole = {s for s in Subject if _mostly(s, checked, size=size)}
    unlabelled = {n: tuple(t for t in ts if t.ignore) for n, ts in checked.items()}
    find = frozenset({Subject.FACE, Subject.PLATE}) - whole
    return Scene(footage, grid, lanes(checked), unlabelled, find)


def _mostly(subject: Subject, checked: dict[int, tuple[Truth, ...]], *, size: int) -> bool:
    """Whether a subject was not labelled in most of the frames."""
    areas = [[t for t in ts if t.ignore and t.subject is subject] for ts in checked.values()]
    return 2 * sum(any(t.box.area >= WHOLE * size for t in ts) for ts in areas) > len(checked)


def lanes(checked: dict[int, tuple[Truth, ...]]) -> list[Lane]:
    """The objects: boxes in labelled frames, one after the other, that overlap."""
    done: list[Lane] = []
    going: list[Lane] = []
    for number in sorted(checked):
        left = [t for t in checked[number] if not t.ignore]
        pairs = sorted(
            (far, i, j) for i, lane in enumerate(going) for j, t in enumerate(left) if (far := _far(lane, t)) <= APART
        )
        taken: dict[int, int] = {}
        for _, i, j in pairs:
            if i not in taken and j not in taken.values():
                taken[i] = j
                going[i].boxes[number] = left[j].box
        begun = [Lane(t.subject, {number: t.box}) for j, t in enumerate(left) if j not in taken.values()]
        done += begun
        going = [lane for i, lane in enumerate(going) if i in taken] + begun
    return done


def _far(lane: Lane, found: Truth) -> float:
    last = lane.boxes[max(lane.boxes)]
    alike = 0.5 <= last.width / found.box.width <= 2 and lane.subject is found.subject
    apart = max(abs(a - b) for a, b in zip(last.centre, found.box.centre, strict=True))
    return apart / max(last.width, found.box.width) if alike else float("inf")


def complete(made: Scene, *, leaks: Iterable[Leak] = ()) -> Review:
    """The review that covers every object, but for the leaks."""
    by_lane = {leak.lane: leak for leak in leaks}
    regions = (_region(made, number, leak=by_lane.get(number)) for number in range(len(made.lanes)))
    return of(region for region in regions if region is not None)


def _region(made: Scene, number: int, *, leak: Leak | None) -> Region | None:
    if leak is not None and leak.kind == "deleted":
        return None
    lane, index = made.lanes[number], made.footage.recording.index
    known, step = sorted(lane.boxes), _step(made)
    # Where it came and went between two labelled frames nobody knows: it is covered to the next one.
    first, last = max(0, known[0] - step + 1), min(len(index) - 1, known[-1] + step - 1)
    across, down = leak.shift if leak is not None else (0.0, 0.0)
    keys = []
    for n in known:
        box = lane.boxes[n]
        moved = box.moved(across * box.width, down * box.width)
        keys.append(Keyframe(index.tick(n), moved.grown(2 * ROOM)))
    gaps: tuple[Span, ...] = ()
    if leak is not None and leak.kind == "late":
        first = leak.frames.stop
    if leak is not None and leak.kind == "cut":
        gaps = (Span(index.tick(leak.frames.start), index.tick(leak.frames.stop)),)
    return Region(
        id=RegionId(f"region-{number}"),
        subject=lane.subject,
        span=Span(index.tick(first), index.after(last)),
        keyframes=tuple(keys),
        gaps=gaps,
        decision=Decision.CONFIRMED,
    )


def _step(made: Scene) -> int:
    known = sorted(made.unlabelled)
    return max(1, round(float(np.median(np.diff(known)))))


def plant(scenes: dict[str, Scene], *, count: int, seed: int) -> list[Leak]:
    """As many leaks, of all kinds in turn, on objects by chance; each object gets its share of them."""
    chance = random.Random(seed)
    wide = [(c, n) for c, s in scenes.items() for n, lane in enumerate(s.lanes) if _counts(s, lane)]
    order: list[tuple[str, int]] = []
    while len(order) < count:
        chance.shuffle(wide)
        order += wide
    leaks = (_leak(scenes[clip], clip, lane=n, kind=KINDS[i % 4], chance=chance) for i, (clip, n) in enumerate(order))
    return [leak for leak in leaks if leak is not None][:count]


def _counts(made: Scene, lane: Lane) -> bool:
    several = len(lane.boxes) > 1  # how long something was there that is in one labelled frame alone, nobody knows
    return several and lane.subject in made.find and max(b.width for b in lane.boxes.values()) > WIDE


def _leak(made: Scene, clip: str, *, lane: int, kind: str, chance: random.Random) -> Leak | None:
    known = sorted(made.lanes[lane].boxes)
    first, last = known[0], known[-1]
    length = chance.randint(*FRAMES)
    if kind == "deleted" or last - first < length + 2:  # too short to be cut
        return Leak(clip, lane, "deleted", range(first, last + 1))
    if kind == "moved":
        angle, far = chance.uniform(0, 2 * np.pi), chance.uniform(*SHIFTS)
        shift = (far * float(np.cos(angle)), far * float(np.sin(angle)))
        return Leak(clip, lane, kind, range(first, last + 1), shift)
    start = first if kind == "late" else chance.randint(first + 1, last - length)
    return Leak(clip, lane, kind, range(start, start + length))


def rounds(leaks: Sequence[Leak]) -> Iterator[list[Leak]]:
    """The leaks in as few copies as may be: one leak for each object in each."""
    left = list(leaks)
    while left:
        taken: dict[tuple[str, int], Leak] = {}
        for leak in left:
            taken.setdefault((leak.clip, leak.lane), leak)
        now = list(taken.values())
        yield now
        left = [leak for leak in left if not any(leak is t for t in now)]


def look(made: Scene, review: Review, *, depth: Depth, copy: Path | None = None) -> tuple[DetectorLook, float]:
    """What the check's detectors find in the copy, and the processor's seconds; without a `copy` in covered frames."""
    recording = made.footage.recording if copy is None else probe(copy)
    request = DetectorRequest(
        copy=made.footage.path if copy is None else copy,
        search=Search(made.find, depth),
        review=review,
        time_base=made.footage.recording.video.time_base,
        original=made.footage,
        lookers=catalogued,
    )
    begun = process_time()
    with FrameReader(request.copy, recording) as reader:
        frames = reader.frames()
        if copy is None:
            frames = (cover(f, review, profile=Profile(), colour=recording.video.colour) for f in frames)
        found = finished(look_through(frames, recording, request=request))
    return found, process_time() - begun


def judge(made: Scene, review: Review, *, leaks: Iterable[Leak], hits: Sequence[Hit]) -> list[Leak]:
    """Those of the leaks that are wide enough and uncovered, with how long each lasts and whether it is flagged."""
    index, base = made.footage.recording.index, made.footage.recording.video.time_base
    judged = []
    for leak in leaks:
        lane = made.lanes[leak.lane]
        boxes = {n: _near(lane, n) for n in _around(made, leak)}
        out = {n: box for n, box in boxes.items() if _leaks(made, review, number=n, box=box)}
        sure = [n for n in out if n in leak.frames]
        if not sure or max(out[n].width for n in sure) <= WIDE:
            continue
        leak.length = float(sum(index.after(n) - index.tick(n) for n in sure) * base)
        at = {index.tick(n): box for n, box in out.items()}
        leak.flagged = any(h.tick in at and _same(h.box, at[h.tick]) for h in hits)
        judged.append(leak)
    return judged


def _around(made: Scene, leak: Leak) -> range:
    """The frames in which a leak may be flagged: what is not covered at all is there before and after its labels."""
    if leak.kind == "cut":
        return leak.frames
    room = _step(made) - 1
    last = len(made.footage.recording.index) if leak.kind != "late" else leak.frames.stop
    return range(max(0, leak.frames.start - room), min(last, leak.frames.stop + room))


def _near(lane: Lane, number: int) -> Box:
    """Where an object is, held before its first label and after its last."""
    box = lane.box(min(max(number, min(lane.boxes)), max(lane.boxes)))
    assert box is not None
    return box


def _leaks(made: Scene, review: Review, *, number: int, box: Box) -> bool:
    grid = made.grid
    covered = np.zeros((grid.height, grid.width), bool)
    for _, _, place in patches(review, made.footage.recording.index.tick(number), grid=grid):
        covered[place.luma] |= True if place.luma_mask is None else place.luma_mask
    seen = box.clipped(grid.width, grid.height)
    left, top = int(seen.x), int(seen.y)
    part = covered[top : max(top + 1, int(seen.bottom)), left : max(left + 1, int(seen.right))]
    return seen.area > 0 and float(part.mean()) <= 1 - LEAKING


def _same(hit: Box, leaking: Box) -> bool:
    return hit.shared(leaking) >= TOUCHED * min(hit.area, leaking.area)


def false_hits(made: Scene, hits: Sequence[Hit]) -> tuple[list[Hit], int]:
    """The hits that touch nothing labelled, and how many lie in areas or stretches that nobody labelled."""
    strays, unsure, step = [], 0, _step(made)
    for hit in hits:
        near = [n for n in made.unlabelled if abs(n - hit.frame) <= step]
        areas = [t.box for n in near for t in made.unlabelled[n] if t.subject is hit.subject]
        boxes = [b for lane in made.lanes for n, b in lane.boxes.items() if abs(n - hit.frame) <= step]
        if not near or any(hit.box.shared(b) > 0 for b in areas) or any(hit.box.shared(b) > 0 for b in boxes):
            unsure += 1
        else:
            strays.append(hit)
    return strays, unsure


def main() -> None:
    """Read the arguments, look, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--leaks", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--depth", type=Depth, choices=list(Depth), default=Depth.BALANCED)
    parser.add_argument("--encoded", action="store_true")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    scenes = {clip: scene(args.folder / clip, checked) for clip, checked in checked_frames(args.folder).items()}
    leaks = plant(scenes, count=args.leaks, seed=args.seed)
    judged, took, length = [], 0.0, 0.0
    for number, now in enumerate(rounds(leaks)):
        for clip in dict.fromkeys(leak.clip for leak in now):
            made, own = scenes[clip], [leak for leak in now if leak.clip == clip]
            review = complete(made, leaks=own)
            found, spent = look(made, review, depth=args.depth)
            took, length = took + spent, length + made.seconds
            done = judge(made, review, leaks=own, hits=found.hits)
            judged += done
            if args.encoded and number == 0:
                encoded = _encoded(made, review, leaks=own, depth=args.depth)
                print(f"{clip}: {sum(e.flagged for e in encoded)} of {len(encoded)} in the encoded copy", flush=True)
            print(f"{clip}: {sum(d.flagged for d in done)} of {len(done)} flagged", flush=True)
    _tell(judged)
    print(f"looking took {took / length:.2f} of the footage's length (processor), {length:.0f} s of it")
    _tell_false(scenes, depth=args.depth)


def _encoded(made: Scene, review: Review, *, leaks: list[Leak], depth: Depth) -> list[Leak]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "copy.mp4"
        request = RenderRequest(footage=made.footage, review=review, profile=Profile(), target=target)
        finished(render(request))
        found, _ = look(made, review, depth=depth, copy=target)
    return judge(made, review, leaks=[replace(leak) for leak in leaks], hits=found.hits)


def _tell(leaks: Sequence[Leak]) -> None:
    def line(name: str, some: list[Leak]) -> None:
        if some:
            print(f"  {name:>16}: {sum(k.flagged for k in some)} of {len(some)}")

    print(f"flagged {sum(k.flagged for k in leaks)} of {len(leaks)} leaks")
    for kind in KINDS:
        line(kind, [k for k in leaks if k.kind == kind])
    for low, high in zip((0.0, *LENGTHS), (*LENGTHS, 1e9), strict=True):
        line(
            f"{low:g} to {high:g} s" if high < 1e9 else f"from {low:g} s", [k for k in leaks if low <= k.length < high]
        )
    for clip in dict.fromkeys(k.clip for k in leaks):
        line(clip.split(".")[0], [k for k in leaks if k.clip == clip])
    for leak in leaks:
        if not leak.flagged:
            print(f"  missed: {leak.clip} object {leak.lane} {leak.kind} frames {leak.frames} {leak.length:.2f} s")


def _tell_false(scenes: dict[str, Scene], *, depth: Depth) -> None:
    strays, unsure, minutes = 0, 0, 0.0
    for clip, made in scenes.items():
        found, _ = look(made, complete(made), depth=depth)
        false, others = false_hits(made, found.hits)
        strays, unsure, minutes = strays + len(false), unsure + others, minutes + made.seconds / 60
        print(f"{clip}: {len(found.hits)} hits without a leak, {len(false)} of them false", flush=True)
        for hit in false:
            print(f"  {hit.subject} frame {hit.frame} {_sides(hit.box)} {hit.score:.2f} {hit.detector}")
    print(
        f"{strays} false hits in {minutes:.2f} minutes: {strays / minutes:.1f} a minute; {unsure} where nobody labelled"
    )


def _sides(box: Box) -> tuple[float, float, float, float]:
    return round(box.x, 1), round(box.y, 1), round(box.width, 1), round(box.height, 1)


if __name__ == "__main__":
    main()
