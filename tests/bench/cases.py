"""Analyses of footage with hand-checked boxes, as they are and weakened, kept so that they are made only once. By hand.

A footage folder is laid out as `truth.py` says. Further folders may hold harder copies of its clips, such as smaller,
darker or blurred ones, frame by frame the same: `CLIP+WHAT.mp4` is a copy of `CLIP.mp4`, whose boxes are scaled to it.
"""

import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from reviewer.core import places
from reviewer.core.detection import Subject, Track, TrackId
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.review import Review
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services.doubts import Cause, Seen, causes_of
from reviewer.services.jobs import finished
from reviewer.services.proposals import propose
from reviewer.services.segments import rate_of, segments_of
from reviewer.services.tape import Tape
from reviewer.vision import catalogue, trail
from reviewer.vision.link import link
from reviewer.vision.rejoin import Course, rejoined
from reviewer.vision.runtime import one_core
from reviewer.vision.scan import Scanner, look
from reviewer.vision.scene import Scene
from tests.bench.truth import SMALLEST, Truth, _lines, _truths

COVER = 0.8
"""Share of a box, or of the ellipse in a face's, that must be covered."""

FACE, PLATE = Subject.FACE, Subject.PLATE

WEAK = {
    "raised": {FACE: {"start": 0.55, "enough": 2.0}, PLATE: {"start": 0.75, "enough": 3.0}},
    "poor": {
        FACE: {"start": 0.75, "enough": 9.0, "coast": 0.3},
        PLATE: {"start": 0.95, "enough": 9.0, "coast": 0.5},
    },
    "brief": {FACE: {"coast": 0.15}, PLATE: {"coast": 0.3}},
}
"""What is changed in how subjects are followed, to make a balanced analysis leak; brief also looks a third as often."""

WAYS = (*(str(d) for d in Depth), *WEAK)
"""The ways in which footage is analysed: the profiles, and those made weaker."""


@contextmanager
def weakened(way: str) -> Iterator[Depth]:
    """Have analyses made in this way, and say how hard they look."""
    paces, cadences = dict(trail.PACES), {s: dict(c) for s, c in catalogue.CADENCE.items()}
    for subject, changes in WEAK.get(way, {}).items():
        trail.PACES[subject] = replace(trail.PACES[subject], **changes)
    if way == "brief":
        for cadence in catalogue.CADENCE.values():
            cadence[Depth.BALANCED] *= 3
    try:
        yield Depth.BALANCED if way in WEAK else Depth(way)
    finally:
        trail.PACES.update(paces)
        for subject, cadence in cadences.items():
            catalogue.CADENCE[subject].update(cadence)


@dataclass(frozen=True)
class Case:
    """One clip analysed in one way; `made` is what was kept of the analysis, `checked` the truth by frame number."""

    name: str
    way: str
    made: dict[str, Any]
    checked: dict[int, tuple[Truth, ...]]

    @property
    def clip(self) -> str:
        """The clip, whatever was made of it: what a fit must not have seen to be judged by it."""
        return self.name.partition("+")[0].replace("_dark", "")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.made["width"], self.made["height"]

    @cached_property
    def index(self) -> FrameIndex:
        """When its frames are shown."""
        return FrameIndex(self.made["ticks"], self.made["keyframes"], Tick(int(self.made["end"])))

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float((int(self.made["end"]) - int(self.made["ticks"][0])) * self.made["time_base"])

    @cached_property
    def tracks(self) -> list[Track]:
        """What was found."""
        return [self._track(t, f"{t.subject}-{number:04d}") for number, t in enumerate(self.made["tracks"])]

    @cached_property
    def review(self) -> Review:
        """What would be covered for it."""
        regions = propose(self.tracks, _Stub(self.index, self.made["time_base"]))  # type: ignore[arg-type]
        return Review().adding(regions)

    @cached_property
    def causes(self) -> list[Cause]:
        """What the analysis is unsure of, before it is weighed."""
        scene, rate = Scene(*self.made["scene"]), len(self.index) / self.seconds
        return causes_of(self.tracks, Seen(self.made["dropped"], scene, self.index, self.size, rate))

    @cached_property
    def leaks(self) -> dict[int, list[tuple[Truth, bool]]]:
        """For each checked frame the boxes that count, and whether each is uncovered."""
        found = {}
        for number, truths in self.checked.items():
            tick = self.index.tick(number)
            covers = [b for r in self.review.hidden_at(tick) if (b := r.outline_at(tick) or r.box_at(tick)) is not None]
            shares = [(t, covered(t, covers, self.size)) for t in truths if counts(t)]
            found[number] = [(t, share < COVER) for t, share in shares if share is not None]
        return found

    def leaked(self, number: int, subject: Subject | None = None) -> int:
        """How many boxes are uncovered in a checked frame."""
        return sum(leak for t, leak in self.leaks[number] if subject in (None, t.subject))

    def _track(self, t: trail.Tracklet, name: str) -> Track:
        ticks = np.array(self.index.ticks[t.first : t.last + 1], np.int64)
        end = self.index.after(t.last)
        return Track(TrackId(name), t.subject, ticks, t.boxes, t.origins, t.scores, end, quads=t.quads)


class _Stub:
    """As much of a footage as proposals need."""

    def __init__(self, index: FrameIndex, time_base: Any) -> None:
        self.recording = self
        self.index, self.video, self.time_base = index, self, time_base


def counts(truth: Truth) -> bool:
    """Whether a box counts: it is not ignored, and not made so small that it asks too much."""
    return not truth.ignore and truth.box.width >= SMALLEST.get(truth.subject, 0)


def covered(truth: Truth, covers: Sequence[Box | Outline], size: tuple[int, int]) -> float | None:
    """The share of what counts of a box in the picture that lies in `covers`; None where none of it is inside."""
    box = truth.box
    x0, y0 = max(0, round(box.x)), max(0, round(box.y))
    x1, y1 = min(size[0], round(box.right)), min(size[1], round(box.bottom))
    if x1 <= x0 or y1 <= y0:
        return None
    y, x = np.mgrid[y0:y1, x0:x1] + 0.5
    asked = np.ones(x.shape, bool)
    if truth.subject is FACE:
        across, down = ((p - c) / (s / 2) for p, c, s in zip((x, y), box.centre, (box.width, box.height), strict=True))
        asked = across**2 + down**2 <= 1
    hidden = np.zeros(x.shape, bool)
    for c in covers:
        if isinstance(c, Outline):
            hidden |= c.inside(x, y)
        else:
            hidden |= (x >= c.x) & (x < c.right) & (y >= c.y) & (y < c.bottom)
    return float(hidden[asked].mean()) if asked.any() else None


def cases(folders: Sequence[Path], *, keep: Path, ways: Sequence[str]) -> Iterator[Case]:
    """Every clip and copy in every way; what is not kept in `keep` is analysed, in this process."""
    truth = checked_frames(folders[0])
    keep.mkdir(parents=True, exist_ok=True)
    one_core()
    for way in ways:
        with weakened(way) as depth:
            scanners: list[Scanner] = []
            for path in (p for folder in folders for p in sorted(folder.glob("*.mp4"))):
                kept = keep / f"{path.stem}@{way}.pkl"
                if not kept.exists():
                    scanners = scanners or catalogue.scanners(Search(depth=depth), places.models())
                    kept.write_bytes(pickle.dumps(analysed(path, scanners)))
                    print(kept.name, flush=True)
                made = pickle.loads(kept.read_bytes())  # written by this program, by hand, on this machine
                yield Case(path.stem, way, made, scaled(truth[path.stem.partition("+")[0]], made["width"]))


def checked_frames(footage: Path) -> dict[str, tuple[int, dict[int, tuple[Truth, ...]]]]:
    """By clip the width of its picture, and its checked frames by number."""
    found: dict[str, tuple[int, dict[int, tuple[Truth, ...]]]] = {}
    for entry in _lines(footage / "gt.jsonl"):
        stem = Path(entry["clip"]).stem
        if stem not in found:
            found[stem] = (probe(footage / entry["clip"]).video.width, {})
        found[stem][1][int(entry["frame"])] = _truths(entry["boxes"])
    return found


def scaled(truth: tuple[int, dict[int, tuple[Truth, ...]]], width: int) -> dict[int, tuple[Truth, ...]]:
    """The checked frames for a copy of that width."""
    part = width / truth[0]
    return {
        number: tuple(
            replace(t, box=Box(t.box.x * part, t.box.y * part, t.box.width * part, t.box.height * part)) for t in boxes
        )
        for number, boxes in truth[1].items()
    }


def analysed(path: Path, scanners: Sequence[Scanner]) -> dict[str, Any]:
    """What an analysis of the file leaves, as plain as it can be kept."""
    recording = probe(path)
    index, video, segments = recording.index, recording.video, segments_of(recording)
    with FrameReader(path, recording, threads=1) as reader:
        tape = Tape(reader, index)
        looked = [finished(look(tape.frames(s), s, scanners=scanners)) for s in segments]
    linked = link([one.tracklets for one in looked], borders=[s.last for s in segments[:-1]])
    scene = Scene.joined([one.scene for one in looked])
    tracks = rejoined(linked.tracks, Course(scene, video.width, rate_of(recording)))
    return {
        "width": video.width,
        "height": video.height,
        "time_base": video.time_base,
        "ticks": index.ticks,
        "keyframes": index.keyframes,
        "end": index.end,
        "tracks": tracks,
        "dropped": linked.dropped,
        "scene": (scene.motion, scene.light, scene.detail, scene.cuts),
    }
