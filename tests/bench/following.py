"""How much of hand-checked footage stays uncovered after finding and following, by depth and subject. By hand.

    python tests/bench/following.py FOOTAGE [--depths balanced] [--find face plate] [--clips NAME ...]

FOOTAGE is a folder as tests/bench/truth.py describes it. Each clip is taken in, analysed and proposed for as `redact`
does it; nothing is rendered. For each clip: truth boxes of which less than 80 % (and 95 %) is covered, of a face its
ellipse; the share of the frame that is covered and belongs to no box grown to twice its size; tracks that touch no
truth box in any checked frame; and holes: one to five frames between two tracks in one place, in one of which no region
covers the middle of where the second begins.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject, Track
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.region import Region
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick
from reviewer.services.analysis import analyse, propose
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from tests.bench.truth import Truth, checked_frames

COVERS = (0.8, 0.95)


@dataclass
class Tally:
    """What came of the truth boxes of one subject; `short` counts by COVERS."""

    boxes: int = 0
    short: list[int] = field(default_factory=lambda: [0, 0])
    over: list[float] = field(default_factory=list)
    false: int = 0
    holes: int = 0
    seconds: float = 0.0

    def add(self, other: "Tally") -> None:
        """Count another clip in."""
        self.boxes, self.false, self.holes = (
            self.boxes + other.boxes,
            self.false + other.false,
            self.holes + other.holes,
        )
        self.short = [a + b for a, b in zip(self.short, other.short, strict=True)]
        self.over += [float(np.mean(other.over))] if other.over else []
        self.seconds += other.seconds

    def line(self) -> str:
        """The figures."""
        share = [f"{100 * n / max(1, self.boxes):5.1f} %" for n in self.short]
        return (
            f"{self.boxes:5} boxes  leaked {self.short[0]:3} {share[0]}  at 0.95 {self.short[1]:3} {share[1]}  over "
            f"{100 * float(np.mean(self.over or [0])):5.2f} %  false tracks {self.false} in {self.seconds:.0f} s  "
            f"holes {self.holes}"
        )


def score(
    footage: Footage, tracks: Sequence[Track], *, checked: dict[int, tuple[Truth, ...]], subject: Subject
) -> Tally:
    """Compare what regions proposed from the tracks of one subject would cover with the truth."""
    own = [t for t in tracks if t.subject is subject]
    regions = propose(own, footage)
    video = footage.recording.video
    tally = Tally(seconds=footage.recording.duration)
    for number, truths in checked.items():
        covered = _covered(regions, footage, number=number, size=(video.height, video.width))
        near = np.zeros_like(covered)
        for truth in (t for t in truths if t.subject is subject):
            _inside(truth.box.grown(1.0), near)[...] = True
            if not truth.ignore:
                _count(truth, covered, tally=tally)
        tally.over.append(float((covered & ~near).mean()))
    tally.false = sum(_is_false(t, footage, checked=checked) for t in own)
    tally.holes = sum(_hole(a, b, footage, regions=regions) for a in own for b in own if a is not b)
    return tally


def _covered(regions: Sequence[Region], footage: Footage, *, number: int, size: tuple[int, int]) -> NDArray[np.bool_]:
    tick = footage.recording.index.tick(number)
    covered = np.zeros(size, np.bool_)
    for region in regions:
        box, outline = region.box_at(tick), region.outline_at(tick)
        if outline is not None:
            y, x = np.mgrid[: size[0], : size[1]] + 0.5
            covered |= outline.inside(x, y)
        elif box is not None:
            _inside(box, covered)[...] = True
    return covered


def _inside(box: Box, picture: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The part of the picture within a box, as a view."""
    part = box.clipped(picture.shape[1], picture.shape[0])
    return picture[round(part.y) : round(part.bottom), round(part.x) : round(part.right)]


def _count(truth: Truth, covered: NDArray[np.bool_], *, tally: Tally) -> None:
    part = _inside(truth.box, covered)
    if not part.size:
        return
    mask = np.ones(part.shape, np.bool_)
    if truth.subject is Subject.FACE:
        y, x = (2 * (np.arange(n) + 0.5) / n - 1 for n in part.shape)
        mask = x[None, :] ** 2 + y[:, None] ** 2 <= 1
    share = float(part[mask].mean()) if mask.any() else 1.0
    tally.boxes += 1
    tally.short = [n + (share < least) for n, least in zip(tally.short, COVERS, strict=True)]


def _is_false(track: Track, footage: Footage, *, checked: dict[int, tuple[Truth, ...]]) -> bool:
    """Whether a track was in checked frames and never touched a box there."""
    index, seen = footage.recording.index, False
    for position, tick in enumerate(track.ticks):
        truths = checked.get(index.number(int(tick)))  # type: ignore[arg-type]
        if truths is not None:
            seen = True
            if any(t.subject is track.subject and t.box.shared(track.box(position)) > 0 for t in truths):
                return False
    return seen


def _hole(a: Track, b: Track, footage: Footage, *, regions: Sequence[Region]) -> bool:
    index = footage.recording.index
    last, first = index.number(a.ticks[-1].item()), index.number(b.span.start)
    if not 1 <= first - last - 1 <= 5 or a.box(len(a.ticks) - 1).overlap(b.box(0)) <= 0.1:
        return False
    middle = b.box(0).centre
    return not all(_hidden(middle, index.tick(number), regions=regions) for number in range(last + 1, first))


def _hidden(point: tuple[float, float], tick: Tick, *, regions: Sequence[Region]) -> bool:
    places = [region.outline_at(tick) or region.box_at(tick) for region in regions]
    return any(place is not None and place.contains(*point) for place in places)


def main() -> None:
    """Print a line for each clip, and for all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--depths", nargs="+", default=["balanced"], choices=[str(d) for d in Depth])
    parser.add_argument("--find", nargs="+", default=["face", "plate"], choices=["face", "plate"])
    parser.add_argument("--clips", nargs="*", default=[])
    args = parser.parse_args()
    find = frozenset(Subject(s) for s in args.find)
    for depth in args.depths:
        totals = {s: Tally() for s in sorted(find)}
        for clip, checked in checked_frames(args.footage).items():
            if args.clips and clip not in args.clips:
                continue
            footage = finished(take_in(args.footage / clip))
            began = perf_counter()
            tracks = finished(analyse(footage, Search(find=find, depth=Depth(depth)))).tracks
            rate = len(footage.recording.index) / (perf_counter() - began)
            for subject, total in totals.items():
                tally = score(footage, tracks, checked=checked, subject=subject)
                if tally.boxes:
                    total.add(tally)
                    print(f"{depth:9} {subject:6} {clip:28} {tally.line()}  {rate:5.1f} frames/s", flush=True)
        for subject, total in totals.items():
            print(f"{depth:9} {subject:6} {'all':28} {total.line()}", flush=True)


if __name__ == "__main__":
    main()
