"""Real footage with hand-checked plates, to measure on and never to learn from.

A folder holds `gt.jsonl`, one line for each checked frame: {"clip", "frame", "boxes": [{"class", "x", "y", "w", "h",
"ignore"}]}, with the clips beside it; and `stills/*/boxes.jsonl`, one line for each picture: {"image", "boxes"}.
Frames count from 0 in the order of display.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.vision.plate_planes import Plane
from tests.training.net.errors import TrainingError

WHOLE = 0.9
"""Share of a picture from which an ignored area says that nobody looked for plates in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A picture as luma, Cb and Cr, and its plates' upright boxes (n, 4: left, top, right, bottom), in pixels.

    Areas with `ignore` count neither way. Stills have only their main plate marked.
    """

    source: str
    name: str
    frame: tuple[Plane, Plane, Plane]
    boxes: NDArray[np.float32]
    ignore: NDArray[np.bool_]
    still: bool

    @property
    def serves(self) -> bool:
        """Whether a find or a miss in it would say anything."""
        high, wide = self.frame[0].shape
        sides = self.boxes[:, 2:] - self.boxes[:, :2]
        unseen = self.ignore & (sides.prod(axis=1) >= WHOLE * high * wide)
        return bool((~self.ignore).any()) or not (self.still or unseen.any())


def checked(folder: Path, *, sample: int = 0) -> Iterator[Checked]:
    """Every picture that says anything about plates; with `sample`, about so many of each source, evenly spread."""
    clips: dict[str, dict[int, list[dict[str, Any]]]] = {}
    for entry in _lines(folder / "gt.jsonl"):
        clips.setdefault(entry["clip"], {})[int(entry["frame"])] = entry["boxes"]
    for clip, frames in sorted(clips.items()):
        wanted = dict(_spread(sorted(frames.items()), sample))
        for number, planes in _decoded(folder / clip, wanted):
            picture = Checked(Path(clip).stem, str(number), planes, *_truth(wanted[number]), still=False)
            if picture.serves:
                yield picture
    for listing in sorted(folder.glob("stills/*/boxes.jsonl")):
        plates = [e for e in _lines(listing) if any(b["class"] == "plate" for b in e["boxes"])]
        for entry in _spread(plates, sample):
            planes = _still(listing.parent / entry["image"])
            yield Checked(listing.parent.name, entry["image"], planes, *_truth(entry["boxes"]), still=True)


def _truth(entries: list[dict[str, Any]]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    plates = [b for b in entries if b["class"] == "plate"]
    edges = [[b["x"], b["y"], b["x"] + b["w"], b["y"] + b["h"]] for b in plates]
    return np.array(edges, np.float32).reshape(-1, 4), np.array([b["ignore"] for b in plates], bool)


def _decoded(path: Path, wanted: dict[int, Any]) -> Iterator[tuple[int, tuple[Plane, Plane, Plane]]]:
    """The wanted frames of a clip, in order."""
    last = max(wanted)
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in wanted:
                yield number, _planes(frame)
            if number >= last:
                return


def _planes(frame: av.VideoFrame) -> tuple[Plane, Plane, Plane]:
    if frame.format.name not in ("yuv420p", "yuvj420p") or frame.width % 2 or frame.height % 2:
        frame = frame.reformat(frame.width // 2 * 2, frame.height // 2 * 2, "yuv420p")
    flat = np.asarray(frame.to_ndarray(), np.uint8)
    high, wide = frame.height, frame.width
    blue, red = flat[high:].reshape(2, high // 2, wide // 2)
    return flat[:high], blue, red


def _still(path: Path) -> tuple[Plane, Plane, Plane]:
    picture = cv2.imread(str(path))
    if picture is None:
        raise TrainingError(f"The picture {path} cannot be read.")
    high, wide = (side - side % 2 for side in picture.shape[:2])
    flat = cv2.cvtColor(np.ascontiguousarray(picture[:high, :wide]), cv2.COLOR_BGR2YUV_I420).astype(np.uint8)
    blue, red = flat[high:].reshape(2, high // 2, wide // 2)
    return flat[:high], blue, red


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise TrainingError(f"The list of checked pictures {path} cannot be read: {error}.") from error


def _spread(items: list[Any], count: int) -> list[Any]:
    if not count or len(items) <= count:
        return items
    return [items[round(i * (len(items) - 1) / max(1, count - 1))] for i in range(count)]
