"""How far what is drawn once is followed, and whether it stays on the same thing, beside OpenCV's trackers. By hand.

    python tests/bench/pursuit.py FOOTAGE [--reference csrt] [--plain] [--clips NAME ...]

FOOTAGE is a folder as tests/bench/truth.py describes it. Boxes of one subject in neighbouring checked frames are taken
as one thing where they fit; of each such thing that is there for a second or longer, the box in its middle frame is
drawn with the program's margin and followed both ways. For each clip, over the checked frames in which the thing is
there: the share in which at least 80 % of its box is covered, and the mean overlap with its box and margin. Besides:
checked frames before and after it was there that are covered, unless what lies there may be the same thing again;
things at which following jumped to another one (the region lies on something that was there beside its own and not on
its own, though that is to be seen, or it ends there); and time for each frame. `--plain` follows without the detectors,
as a screen or a document is followed; with `--reference` a tracker of OpenCV's does the same, from the box without its
margin, up to a second before and after the thing is there: it does not say by itself when it is gone.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import cv2
import numpy as np

from reviewer.core.detection import Subject
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.path_edits import Follow
from reviewer.core.pursuit import Ending, Pursuit
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId
from reviewer.core.review import of
from reviewer.core.timing import Span, Tick
from reviewer.media.reader import FrameReader
from reviewer.services import pursuit as pursuits
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.proposals import MARGINS
from reviewer.vision.picture import bgr
from reviewer.vision.scene import Sight
from tests.bench.truth import Truth, checked_frames

COVERS, JUMPED, BESIDE = 0.8, 0.3, 0.5
"""Share of a box from which it is covered; overlap with another thing from which a region lies on it, and the share of
its own that is covered under which it has left that for it."""

Places = dict[int, Box]
Checked = dict[int, tuple[Truth, ...]]


@dataclass(frozen=True)
class Thing:
    """Boxes of one thing by the number of the frame."""

    subject: Subject
    boxes: Places

    @property
    def middle(self) -> int:
        """The checked frame in its middle."""
        return sorted(self.boxes)[len(self.boxes) // 2]


@dataclass
class Tally:
    """What came of the things of one clip."""

    things: int = 0
    frames: int = 0
    covered: int = 0
    beyond: int = 0
    overlaps: list[float] = field(default_factory=list)
    jumped: list[str] = field(default_factory=list)
    endings: list[str] = field(default_factory=list)
    followed: int = 0
    seconds: float = 0.0

    def add(self, other: "Tally") -> None:
        """Count another clip in."""
        for name in ("things", "frames", "covered", "beyond", "overlaps", "jumped", "endings", "followed", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def line(self) -> str:
        """The figures."""
        ends = ", ".join(f"{e} {self.endings.count(e)}" for e in sorted(set(self.endings)))
        return (
            f"{self.things:3} things  covered {self.covered:4}/{self.frames:4} "
            f"{100 * self.covered / max(1, self.frames):5.1f} %  beyond {self.beyond:3}  overlap "
            f"{float(np.mean(self.overlaps or [0])):.2f}  jumped {len(self.jumped):2}  "
            f"{1000 * self.seconds / max(1, self.followed):5.1f} ms/frame  ends: {ends}"
        )


def cuts_of(footage: Footage) -> list[int]:
    """The frames with which another shot begins."""
    sight = Sight()
    with FrameReader(footage.path, footage.recording) as reader:
        for frame in reader.frames():
            sight.see(frame.luma)
    return [number for number, cut in enumerate(sight.cuts) if cut]


def things(checked: Checked, *, cuts: Sequence[int]) -> list[Thing]:
    """All things, however short they are there; after a cut, or hidden for a while, one counts as another."""
    going: list[Thing] = []
    done: list[Thing] = []
    before = -1
    for number in sorted(checked):
        if any(before < cut <= number for cut in cuts):
            done, going = done + going, []
        before = number
        free = [t for t in checked[number] if not t.ignore]
        pairs = sorted(
            (
                (_fit(thing, truth), i, j)
                for i, thing in enumerate(going)
                for j, truth in enumerate(free)
                if thing.subject is truth.subject
            ),
            reverse=True,
        )
        held, taken = set[int](), set[int]()
        for fit, i, j in pairs:
            if fit > 0 and i not in held and j not in taken:
                going[i].boxes[number] = free[j].box
                held.add(i)
                taken.add(j)
        done += [t for i, t in enumerate(going) if i not in held]
        going = [t for i, t in enumerate(going) if i in held]
        going += [Thing(t.subject, {number: t.box}) for j, t in enumerate(free) if j not in taken]
    return done + going


def _fit(thing: Thing, truth: Truth) -> float:
    """How well a box goes on where a thing was in the checked frame before: 0 where it cannot be it."""
    last = thing.boxes[max(thing.boxes)]
    apart = np.hypot(*(np.array(last.centre) - truth.box.centre)) / max(last.width, truth.box.width)
    size = (last.area / max(truth.box.area, 1e-6)) ** 0.5
    return 0.0 if apart > 1.0 or not 0.66 < size < 1.5 else 1.0 - float(apart)


def with_margin(box: Box, subject: Subject) -> Box:
    """The box as the program proposes to cover it."""
    flank, above, below = MARGINS[subject]
    return Box(
        box.x - flank * box.width,
        box.y - above * box.height,
        box.width * (1 + 2 * flank),
        box.height * (1 + above + below),
    )


def follow(footage: Footage, thing: Thing, *, plain: bool) -> tuple[Places, list[Ending], float]:
    """Where the program covers it in each frame, why it stopped, and how long that took."""
    index, number = footage.recording.index, thing.middle
    region = Region(
        id=RegionId("drawn"),
        subject=Subject.TEXT if plain else thing.subject,
        span=Span(index.tick(number), index.after(number)),
        keyframes=(
            Keyframe(index.tick(number), with_margin(thing.boxes[number], thing.subject), source=KeyframeSource.HAND),
        ),
        decision=Decision.CONFIRMED,
    )
    began = perf_counter()
    found = finished(pursuits.follow_region(footage, Pursuit(region, index.tick(number)), tracks=()))
    took = perf_counter() - began
    after = Follow(region.id, found.keyframes, found.span).apply(of([region])).regions[region.id]
    places = {n: after.box_at(Tick(int(t))) for n, t in enumerate(index.ticks)}
    ends = [e.why for e in (found.start, found.end) if e is not None]
    return {n: b for n, b in places.items() if b is not None}, ends, took


def refer(
    footage: Footage, thing: Thing, *, make: Callable[[], Any], rate: float
) -> tuple[Places, list[Ending], float]:
    """The same by a tracker of OpenCV's."""
    first = max(0, round(min(thing.boxes) - rate))
    last = min(len(footage.recording.index) - 1, round(max(thing.boxes) + rate))
    places = {thing.middle: with_margin(thing.boxes[thing.middle], thing.subject)}
    with FrameReader(footage.path, footage.recording) as reader:
        pictures = {n: bgr(f) for n, f in zip(range(first, last + 1), reader.frames(first, last + 1), strict=False)}
    took = 0.0
    for numbers in (range(thing.middle, last + 1), range(thing.middle, first - 1, -1)):
        tracker, box = make(), thing.boxes[thing.middle]
        began = perf_counter()
        tracker.init(pictures[numbers[0]], tuple(round(v) for v in (box.x, box.y, box.width, box.height)))
        for number in numbers[1:]:
            good, found = tracker.update(pictures[number])
            if not good:
                break
            places[number] = with_margin(Box(*(float(v) for v in found)), thing.subject)
        took += perf_counter() - began
    return places, [], took


def score(thing: Thing, places: Places, *, everything: Sequence[Thing], tally: Tally, checked: Checked) -> None:
    """Count what is covered of a thing in the checked frames."""
    tally.things += 1
    tally.followed += len(places)
    beside = [t for t in everything if t is not thing and t.boxes.keys() & thing.boxes.keys()]
    again = [t for t in everything if t not in beside and t is not thing and t.subject is thing.subject]
    jumped, ends = 0, {min(places.keys() & checked.keys()), max(places.keys() & checked.keys())}
    for number, truths in checked.items():
        own, place = thing.boxes.get(number), places.get(number)
        share = own.shared(place) / own.area if own is not None and place is not None else 0.0
        # Where its own is hidden for a while what hides it may lie there; at an end nobody comes back to it.
        counts = own is not None or number in ends
        jumped += counts and place is not None and share < BESIDE and _on(beside, place, number=number)
        if own is not None:
            tally.frames += 1
            tally.covered += share >= COVERS
            if place is not None:
                tally.overlaps.append(with_margin(own, thing.subject).overlap(place))
        elif place is not None and not min(thing.boxes) <= number <= max(thing.boxes):
            ignored = any(t.ignore and t.box.shared(place) > 0.3 * t.box.area for t in truths)
            tally.beyond += not (ignored or _on(again, place, number=number))
    if jumped:
        tally.jumped.append(f"{thing.subject} at {thing.middle} in {jumped} frames")


def _on(things: Sequence[Thing], place: Box, *, number: int) -> bool:
    """Whether a region lies on one of the things in that frame."""
    boxes = ((t.subject, t.boxes[number]) for t in things if number in t.boxes)
    return any(with_margin(box, subject).overlap(place) >= JUMPED for subject, box in boxes)


def main() -> None:
    """Print a line for each clip and way, and for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--clips", nargs="*", default=[])
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--reference", choices=["csrt", "kcf"])
    parser.add_argument("--without-ours", action="store_true")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    makers: dict[str, Callable[[], Any]] = {
        "csrt": lambda: cv2.TrackerCSRT.create(),
        "kcf": lambda: cv2.TrackerKCF.create(),
    }
    ways: Sequence[str] = [*([] if args.without_ours else ["drawn", *(["plain"] if args.plain else [])])]
    totals = {way: Tally() for way in [*ways, *([args.reference] if args.reference else [])]}
    for clip, checked in checked_frames(args.footage).items():
        if args.clips and clip not in args.clips:
            continue
        footage = finished(take_in(args.footage / clip))
        rate = len(footage.recording.index) / footage.recording.duration
        everything = things(checked, cuts=cuts_of(footage))
        found = [t for t in everything if max(t.boxes) - min(t.boxes) >= rate]
        for way, total in totals.items():
            tally = Tally()
            for thing in found:
                if way in makers:
                    places, ends, took = refer(footage, thing, make=makers[way], rate=rate)
                else:
                    places, ends, took = follow(footage, thing, plain=way == "plain")
                tally.seconds += took
                tally.endings += [str(e) for e in ends]
                score(thing, places, everything=everything, tally=tally, checked=checked)
            if tally.things:
                tally.jumped = [f"{clip} {jump}" for jump in tally.jumped]
                total.add(tally)
                print(f"{way:6} {clip:22} {tally.line()}", flush=True)
    for way, total in totals.items():
        print(f"{way:6} {'all':22} {total.line()}")
        for jump in total.jumped:
            print(f"       jumped: {jump}")


if __name__ == "__main__":
    main()
