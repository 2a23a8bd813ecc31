"""Small pictures of what was found: each frame that is needed is decoded once, in a child process, in order of time."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from reviewer.core.footage import Footage, Recording
from reviewer.core.frame import Frame
from reviewer.core.timing import Tick
from reviewer.media.colour import bgra
from reviewer.media.keyframes import KeyPictures
from reviewer.media.reader import FrameReader
from reviewer.services.fetcher import Fetched, Fetcher, Piece, frame_of, step_back
from reviewer.services.filmstrip import fitting
from reviewer.services.jobs import Progress
from reviewer.services.pictures import Failed
from reviewer.services.sights import Crop, CropEvent, Cropped, Sight
from reviewer.services.workers import Bench

SIZE = 128
"""Pixels that the longer side of a crop has at most: sharp on a screen with a ratio of 1.5."""

AT_ONCE = 6
"""Frames in a piece: what they show arrives together, and a newer wish is heard after them."""

AHEAD = 8
"""Frames ahead of the last one from which on a keyframe is decoded alone."""


class Crops:
    """Crops of one footage at a time; `listener` is called on a thread of its own.

    Nothing is kept here: whoever listens keeps what it is given.
    """

    def __init__(
        self, listener: Callable[[CropEvent], None], *, size: int = SIZE, bench: Bench[Any] | None = None
    ) -> None:
        """`bench` is what runs in the child: that for footage, unless another one is given."""
        self._listener, self._size = listener, size
        self._fetcher = Fetcher(bench or crop_bench, self._hear, name="crops")

    def wanted(self, footage: Footage | None, sights: Sequence[Sequence[Sight]]) -> None:
        """Fetch these sights of `footage` and no others: group after group, each in the order of time.

        Returns at once; the latest call counts.
        """
        self._fetcher.ask(footage, [piece for group in sights for piece in self._pieces(group)])

    def close(self) -> None:
        """End the child process, and tell the listener nothing more."""
        self._fetcher.close()

    def _pieces(self, group: Sequence[Sight]) -> Iterator[Piece]:
        frames = [list(same) for _, same in groupby(sorted(group, key=_number), key=_number)]
        for at in range(0, len(frames), AT_ONCE):
            yield [sight for same in frames[at : at + AT_ONCE] for sight in same], self._size

    def _hear(self, fetched: Fetched) -> None:
        if isinstance(fetched.result, Failed):
            self._listener(fetched.result)
            return
        crops, missing = fetched.result
        self._listener(Cropped(fetched.footage, tuple(crops), tuple(missing)))


def _number(sight: Sight) -> int:
    return sight.number


# What follows runs in the child.


@contextmanager
def crop_bench(path: Path, recording: Recording) -> Iterator["_Work"]:
    """What the child sets up once: the footage, opened twice, since keyframes are decoded unlike the others."""
    step_back()
    with KeyPictures(path, recording) as keys, FrameReader(path, recording, threads=1) as reader:
        yield _Work(recording, keys, reader=reader)


class _Work:
    def __init__(self, recording: Recording, keys: KeyPictures, *, reader: FrameReader) -> None:
        self._video, self._keys, self._reader = recording.video, keys, reader

    def __call__(self, sights: Sequence[Sight], size: int) -> Generator[Progress, None, tuple[list[Crop], list[Sight]]]:
        """The crops of these sights, which are in the order of time, and those whose frames cannot be decoded."""
        crops: list[Crop] = []
        missing: list[Sight] = []
        for number, same in groupby(sights, key=_number):
            yield Progress(len(crops), len(sights))
            # What lies just ahead is read in passing, which leaves the reader where the next one is wanted.
            alone = self._keys.read(number) if self._reader.ahead(number) > AHEAD else None
            frame = alone or frame_of(self._reader, number)
            for sight in same:
                if frame is None:
                    missing.append(sight)
                else:
                    crops.append(self._cut(frame, sight, size=size))
        return crops, missing

    def _cut(self, frame: Frame, sight: Sight, *, size: int) -> Crop:
        x, width = _even(sight.box.x, sight.box.width, most=frame.width)
        y, height = _even(sight.box.y, sight.box.height, most=frame.height)
        part = frame.part((x, y, width, height))
        across = part.width * float(self._video.sample_aspect)
        least = min(size, round(max(across, part.height)))  # a small face is sent as small as it is
        shown = bgra(part, self._video.colour, size=fitting(across, part.height, size=(least, least)))
        return Crop(sight, Tick(frame.tick), shown)


def _even(start: float, length: float, *, most: int) -> tuple[int, int]:
    """Where a part begins and how long it is, both even, inside `most` pixels: two of them share their colour."""
    whole = min(max(2, int(length) // 2 * 2), most // 2 * 2)
    return min(max(0, int(start)), most - whole) // 2 * 2, whole
