"""Footage with hand-checked boxes, as the detector tables use it, and harder copies of it made in memory.

A footage folder holds `gt.jsonl`, one line for each checked frame: {"clip", "frame", "boxes": [{"class": "face" |
"plate", "x", "y", "w", "h", "ignore"}]}, with the clips beside it; and `stills/*/boxes.jsonl`, one line for each
picture: {"image", "boxes"}. Boxes are in pixels of the upright frame; frames count from 0 in the order of display.
"""

import json
import math
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.vision.picture import bgr

SMALLEST = {Subject.FACE: 8.0, Subject.PLATE: 12.0}
"""Width in pixels under which a box of a made-smaller picture asks too much of anyone, and is ignored."""

WHOLE = 0.9
"""Share of the frame from which an ignored area says that a subject was not looked for in it."""

MASK_TOP = 0.55
"""Part of the height of a face at which a medical mask starts, at the cheeks; it reaches higher at the nose."""

MASK_COLOUR = (205, 190, 160)
"""Blue, green, red of a medical mask in full light."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What a person marked: a subject's box, or, with `ignore`, an area that counts neither way."""

    subject: Subject
    box: Box
    ignore: bool


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One checked frame: the name of its recording or set of stills, its own name there, and its boxes."""

    source: str
    name: str
    frame: Frame
    truths: tuple[Truth, ...]
    still: bool

    def of(self, subject: Subject) -> list[Truth]:
        """The boxes of one subject."""
        return [t for t in self.truths if t.subject is subject]

    def serves(self, subject: Subject) -> bool:
        """Whether a find or a miss in it would say anything: it has boxes that count, or all of it was checked."""
        return any(not t.ignore for t in self.of(subject)) or self.checked_for(subject)

    def checked_for(self, subject: Subject) -> bool:
        """Whether finds that touch no box are false: not in stills, nor where the whole frame is ignored."""
        size = self.frame.width * self.frame.height
        return not self.still and not any(t.ignore and t.box.area >= WHOLE * size for t in self.of(subject))


def pictures(folder: Path, *, sample: int = 0) -> Iterator[Picture]:
    """Every checked frame of the clips, then every still; with `sample`, about so many of each, evenly spread."""
    frames: dict[str, list[tuple[int, tuple[Truth, ...]]]] = {}
    for entry in _lines(folder / "gt.jsonl"):
        frames.setdefault(entry["clip"], []).append((int(entry["frame"]), _truths(entry["boxes"])))
    for clip, checked in frames.items():
        path = folder / clip
        with FrameReader(path, probe(path)) as reader:
            for number, truths in _spread(sorted(checked, key=lambda c: c[0]), sample):
                yield Picture(path.stem, str(number), reader.read(number), truths, still=False)
    for table in sorted(folder.glob("stills/*/boxes.jsonl")):
        for entry in _spread(_lines(table), sample):
            found = cv2.imread(str(table.parent / entry["image"]))
            if found is None:
                raise SystemExit(f"{table.parent / entry['image']} cannot be read")
            frame = framed(np.asarray(found, np.uint8))
            yield Picture(table.parent.name, entry["image"], frame, _truths(entry["boxes"]), still=True)


def checked_frames(folder: Path) -> dict[str, dict[int, tuple[Truth, ...]]]:
    """The boxes of every checked frame, by clip and the number of the frame."""
    frames: dict[str, dict[int, tuple[Truth, ...]]] = {}
    for entry in _lines(folder / "gt.jsonl"):
        frames.setdefault(entry["clip"], {})[int(entry["frame"])] = _truths(entry["boxes"])
    return frames


def framed(picture: NDArray[np.uint8]) -> Frame:
    """A BGR picture as a frame; an odd last row or column is left out."""
    height, width = (side - side % 2 for side in picture.shape[:2])
    packed = cv2.cvtColor(np.ascontiguousarray(picture[:height, :width]), cv2.COLOR_BGR2YUV_I420).astype(np.uint8)
    half = (2, height // 2, width // 2)
    blue, red = packed[height:].reshape(half)
    return Frame(Tick(0), packed[:height], blue, red)


def varied(picture: Picture, name: str) -> Picture:
    """The picture made harder: `name` is one of VARIANTS or several joined by "+", applied in that order."""
    for step in name.split("+"):
        picture = VARIANTS[step](picture)
    return picture


def _plain(picture: Picture) -> Picture:
    return picture


def _smaller(part: float) -> Callable[[Picture], Picture]:
    def shrunk(picture: Picture) -> Picture:
        image = bgr(picture.frame)
        size = (round(image.shape[1] * part), round(image.shape[0] * part))
        small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        boxes = [replace(t, box=_scaled(t.box, part)) for t in picture.truths]
        tiny = [replace(t, ignore=t.ignore or t.box.width < SMALLEST.get(t.subject, 0)) for t in boxes]
        return replace(picture, frame=framed(np.asarray(small, np.uint8)), truths=tuple(tiny))

    return shrunk


def _dark(picture: Picture) -> Picture:
    """Gamma 2.2, then the grain of a camera that sees little: standard deviation 6 of 255, the same in every run."""
    image = 255 * (bgr(picture.frame) / 255.0) ** 2.2
    noise = _random(picture).normal(0, 6, image.shape)
    return replace(picture, frame=framed(np.clip(image + noise, 0, 255).astype(np.uint8)))


def _blurred(picture: Picture) -> Picture:
    soft = cv2.GaussianBlur(bgr(picture.frame), (0, 0), 1.5)
    return replace(picture, frame=framed(np.asarray(soft, np.uint8)))


def _masked(picture: Picture) -> Picture:
    """Every face that counts wears a flat patch over its lower 45 %, as bright as the face is."""
    image = bgr(picture.frame).copy()
    for truth in picture.of(Subject.FACE):
        if not truth.ignore:
            _mask(image, truth.box)
    return replace(picture, frame=framed(image))


def _mask(image: NDArray[np.uint8], box: Box) -> None:
    inside = box.clipped(image.shape[1], image.shape[0])
    part = image[int(inside.y) : int(inside.bottom) + 1, int(inside.x) : int(inside.right) + 1]
    light = min(1.0, float(part.mean()) / 130) if part.size else 1.0
    outline = [(0.02, 0), (0.5, -0.08), (0.98, 0), (0.88, 0.33), (0.62, 0.45), (0.38, 0.45), (0.12, 0.33)]
    corners = [(box.x + x * box.width, box.y + (MASK_TOP + y) * box.height) for x, y in outline]
    cv2.fillPoly(image, [np.array(corners).round().astype(np.int32)], [light * c for c in MASK_COLOUR], cv2.LINE_AA)


def _turned(degrees: float) -> Callable[[Picture], Picture]:
    def turned(picture: Picture) -> Picture:
        image = bgr(picture.frame)
        height, width = image.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        tilted = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(90, 90, 90))
        boxes = [_tilted(t, matrix, degrees=degrees) for t in picture.truths]
        kept = [replace(t, ignore=t.ignore or _cut(t.box, width, height=height)) for t in boxes]
        inside = tuple(t for t in kept if t.box.clipped(width, height).area > 0)
        return replace(picture, frame=framed(np.asarray(tilted, np.uint8)), truths=inside)

    return turned


def _tilted(truth: Truth, matrix: NDArray[np.float64], *, degrees: float) -> Truth:
    """The upright box around the turned one: around its ellipse for a face, around its corners otherwise."""
    x, y = (float(v) for v in matrix @ np.array([*truth.box.centre, 1.0]))
    a, b = truth.box.width / 2, truth.box.height / 2
    cos, sin = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    round_one = truth.subject is Subject.FACE and not truth.ignore
    across = math.hypot(a * cos, b * sin) if round_one else a * cos + b * sin
    down = math.hypot(a * sin, b * cos) if round_one else a * sin + b * cos
    return replace(truth, box=Box(x - across, y - down, 2 * across, 2 * down))


def _cut(box: Box, width: float, *, height: float) -> bool:
    return box.clipped(width, height).area < 0.99 * box.area


VARIANTS: dict[str, Callable[[Picture], Picture]] = {
    "plain": _plain,
    "half": _smaller(1 / 2),
    "third": _smaller(1 / 3),
    "dark": _dark,
    "blur": _blurred,
    "masked": _masked,
    "left": _turned(20),
    "right": _turned(-20),
}
"""What can be made of a picture: smaller, gamma 2.2 and noise, blur of 1.5 pixels, masks, 20 degrees either way."""


def _random(picture: Picture) -> np.random.Generator:
    """Numbers by chance, but the same ones for the same picture."""
    return np.random.default_rng(zlib.crc32(f"{picture.source} {picture.name}".encode()))


def near(picture: Picture, subject: Subject) -> list[Box]:
    """Where following might expect each box that counts: off by up to a fifth of its size, and as much too large."""
    random = _random(picture)
    boxes = [t.box for t in picture.of(subject) if not t.ignore]
    return [
        b.moved(*(random.uniform(-0.2, 0.2, 2) * (b.width, b.height))).grown(float(random.uniform(-0.2, 0.25)))
        for b in boxes
    ]


def _scaled(box: Box, part: float) -> Box:
    return Box(box.x * part, box.y * part, box.width * part, box.height * part)


def _truths(boxes: list[dict[str, Any]]) -> tuple[Truth, ...]:
    return tuple(
        Truth(Subject(str(b["class"])), Box(*(float(b[k]) for k in "xywh")), ignore=bool(b["ignore"])) for b in boxes
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _spread(items: list[Any], count: int) -> list[Any]:
    if not count or len(items) <= count:
        return items
    return [items[round(i * (len(items) - 1) / max(1, count - 1))] for i in range(count)]
