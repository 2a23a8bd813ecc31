"""What lies behind everything: crops of recorded frames, or walls, leaves, roads and skies made here."""

import logging
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import av
import cv2
import numpy as np

from tests.training import textures
from tests.training.glyphs import Picture
from tests.training.street import street

LOG = logging.getLogger(__name__)

Part = tuple[float, float, float, float]
"""Left, top, right and bottom as parts of a frame."""
NOTHING: Part = (0.0, 0.0, 0.0, 0.0)
EVERYTHING: Part = (0.0, 0.0, 1.0, 1.0)
KINDS = (".mp4", ".mov", ".mkv", ".avi", ".webm", ".jpg", ".jpeg", ".png")
"""The files that are taken for recordings or pictures."""

KEEP_OUT: dict[str, Part] = {
    "dashcam_720p.mp4": (0.57, 0.5, 1.0, 0.76),
    "carpark_above_432p.mp4": EVERYTHING,
}
"""Parts of recordings in which real vehicles show their plates. A crop
never shows them: a real plate without a label would teach that it is none."""

FRAMES = 14
"""Frames kept of each recording, evenly spread over it: neighbours differ little, and memory counts."""


class Backgrounds:
    """Crops of the frames of a folder's recordings; made backgrounds where there are none, and for variety."""

    def __init__(self, folder: Path | None, *, share: float = 0.62) -> None:
        if folder is not None and not folder.is_dir():
            LOG.warning("%s is not there: all backgrounds are made", folder)
            folder = None
        self._frames = () if folder is None else _frames(folder)
        self._share = share if self._frames else 0.0

    def crop(self, size: tuple[int, int], rng: np.random.Generator) -> Picture:
        """A picture of size (width, height)."""
        if rng.random() >= self._share:
            return made(size, rng)
        frame, banned = self._frames[int(rng.integers(len(self._frames)))]
        for _ in range(6):
            part = _crop(frame, banned, size=size, rng=rng)
            if part is not None:
                return _varied(part, rng)
        return made(size, rng)


def _crop(frame: Picture, banned: Part, *, size: tuple[int, int], rng: np.random.Generator) -> Picture | None:
    """A random part of the frame enlarged or shrunk to the size; none if it shows what is banned."""
    high, wide = frame.shape[:2]
    largest = min(wide / size[0], high / size[1])
    part = largest * float(np.exp(rng.uniform(np.log(0.3), 0)))
    w, h = max(8, int(size[0] * part)), max(8, int(size[1] * part))
    x, y = int(rng.integers(0, wide - w + 1)), int(rng.integers(0, high - h + 1))
    left, top, right, bottom = banned
    if right > left and x < right * wide and x + w > left * wide and y < bottom * high and y + h > top * high:
        return None
    how = cv2.INTER_AREA if part > 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(frame[y : y + h, x : x + w], size, interpolation=how), np.uint8)


def _varied(part: Picture, rng: np.random.Generator) -> Picture:
    """The crop mirrored, darker or lighter, and with other colours."""
    if rng.random() < 0.5:
        part = np.ascontiguousarray(part[:, ::-1])
    gain = np.exp(rng.normal(-0.05, 0.2)) * np.exp(rng.normal(0, 0.06, 3))
    table = np.clip(np.arange(256)[:, None] * gain + rng.normal(0, 8), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(part, table[None]), np.uint8)


@lru_cache(maxsize=4)
def _frames(folder: Path) -> tuple[tuple[Picture, Part], ...]:
    """The kept frames of every recording and picture of the folder, each with the part that no crop may show."""
    found: list[tuple[Picture, Part]] = []
    for path in sorted(folder.iterdir()):
        banned = KEEP_OUT.get(path.name, NOTHING)
        if path.suffix.lower() not in KINDS or banned == EVERYTHING:
            continue
        try:
            found += [(frame, banned) for frame in _some_of(path)]
        except av.FFmpegError as error:
            LOG.warning("%s gives no backgrounds: %s", path.name, error)
    if not found:
        LOG.warning("%s holds no recording: all backgrounds are made", folder)
    return tuple(found)


def _some_of(path: Path) -> Iterator[Picture]:
    """Frames from all over a recording, or the one that a still picture is."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        step = max(1, (stream.frames or 300) // FRAMES)
        for number, frame in enumerate(container.decode(stream)):
            if number % step == 0:
                yield np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def made(size: tuple[int, int], rng: np.random.Generator) -> Picture:
    """A made background of size (width, height): a street, or two surfaces with lines and blocks on them."""
    if rng.random() < 0.6:
        return street(size, rng)
    wide, high = size
    picture = np.empty((high, wide, 3), np.uint8)
    split = int(rng.uniform(0.15, 0.85) * high)
    above = (textures.sky, textures.wall, textures.leaves, textures.plain)[int(rng.integers(4))]
    below = (textures.road, textures.road, textures.wall, textures.leaves, textures.plain)[int(rng.integers(5))]
    picture[:split] = above((wide, split), rng)
    picture[split:] = below((wide, high - split), rng)
    for _ in range(int(rng.integers(0, 7))):
        a = (int(rng.integers(-40, wide + 40)), int(rng.integers(high)))
        length, thick = int(rng.uniform(20, 300)), int(rng.integers(1, 16))
        b = (
            (a[0] + int(rng.normal(0, length)), a[1])
            if rng.random() < 0.4
            else (a[0] + int(rng.normal(0, 12)), a[1] - length)
        )
        cv2.line(picture, a, b, [int(v) for v in rng.uniform(10, 230) + rng.normal(0, 14, 3)], thick, cv2.LINE_AA)
    for _ in range(int(rng.integers(0, 5))):
        _block(picture, rng)
    return picture


def _block(picture: Picture, rng: np.random.Generator) -> None:
    """A plain rectangle: a door, a window, a box, a post."""
    high, wide = picture.shape[:2]
    x, y = int(rng.integers(wide)), int(rng.integers(high))
    w, h = int(np.exp(rng.uniform(2.2, 5.2))), int(np.exp(rng.uniform(2.2, 5.2)))
    tint = [int(v) for v in np.clip(rng.uniform(10, 240) + rng.normal(0, 20, 3), 0, 255)]
    cv2.rectangle(picture, (x, y), (x + w, y + h), tint, -1, cv2.LINE_AA)
    if rng.random() < 0.5:
        cv2.rectangle(picture, (x, y), (x + w, y + h), [int(v * 0.6) for v in tint], max(1, h // 20), cv2.LINE_AA)
