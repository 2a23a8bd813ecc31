"""Frames of a recording: one after the other, or any one exactly."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Self

import numpy as np
from av.video.frame import VideoFrame

from reviewer.core.errors import FootageError
from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.core.timing import clock, seconds
from reviewer.media.decoding import Decoder
from reviewer.media.index import COUNTED
from reviewer.media.kept_pictures import KeptPictures
from reviewer.media.planes import FrameMaker
from reviewer.media.streams import same_size

KEPT_BYTES = 160 * 1024 * 1024
"""Bytes that kept pictures may take unless the caller has room of its own: 48 of 1080p, about the distance between two
keyframes."""

BEHIND = 48
"""Frames before a wanted one that are decoded whole, so that stepping back needs no decoding."""

STEPS_BACK = (0, 1, 2, 4, 8, 16)
"""How many keyframes before a frame decoding is tried from, before it is tried from the very start."""

NEAR = 4
"""Frames that are decoded rather than jumped over even when a keyframe lies between."""


class FrameReader:
    """Reads the frames of `recording` from `path`, upright, in the footage's own colours.

    Frames are numbered as in `recording.index`. A frame that cannot be decoded is left out of `frames` and refused by
    `read`. `threads` is the number of decoding threads, 0 for one a core. Belongs to the thread that made it.
    Raises FootageError when the picture changes its size, when too much is damaged, or when the file is not what
    `recording` says.
    """

    def __init__(
        self,
        path: Path,
        recording: Recording,
        *,
        threads: int = 0,
        kept: KeptPictures | None = None,
        lent: bool = False,
    ) -> None:
        """`kept` is where decoded pictures are kept, several readers' of the same footage in one.

        With `lent` a frame may be the decoder's own memory, not a copy of it.
        """
        self._path = path
        self._recording = recording
        self._index = recording.index
        self._keys = np.flatnonzero(recording.index.keyframes)
        self._counted = COUNTED in recording.notes
        self._maker = FrameMaker(recording.video, lent=lent)
        self._decoder = Decoder(path, recording.video.index, threads=threads)
        self._pictures = self._numbered(0)
        self._pending: tuple[int, VideoFrame] | None = None
        self._next = 0
        self._lost: set[int] = set()
        self._kept = kept if kept is not None else KeptPictures(KEPT_BYTES)
        self._passing: tuple[int, VideoFrame] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def corrupt(self) -> int:
        """Packets met so far that could not be decoded."""
        return self._decoder.corrupt

    def close(self) -> None:
        """Let go of the file and of what was kept."""
        self._kept.clear()
        self._pending = self._passing = None
        self._decoder.close()

    def run_up(self, number: int) -> int:
        """How many frames are decoded in passing to get the frame `number` from its keyframe, wherever reading is."""
        return number if self._counted else number - max(0, self._last_key(number))

    def ahead(self, number: int) -> int:
        """How many frames are decoded in passing to get the frame `number` from where reading is now."""
        return number - self._next if self._onward(number) else self.run_up(number)

    def holds(self, number: int) -> bool:
        """Whether the frame `number` can be had without decoding, or not at all."""
        return number in self._kept or number in self._lost

    def frames(self, start: int = 0, stop: int | None = None, *, keep: bool = False) -> Iterator[Frame]:
        """The frames from number `start` up to but not including `stop`, those left out that cannot be decoded.

        With `keep` those just given stay at hand.
        """
        for number in range(max(0, start), len(self._index) if stop is None else min(stop, len(self._index))):
            picture = self._kept.get(number) if self._next != number else None
            picture = picture or _driven(self._way(number, keep=keep))
            if keep and picture is not None:
                self._kept.want(number)
                self._kept.put(number, picture)
            if picture is not None:
                yield self._frame(number, picture)

    def read(self, number: int) -> Frame:
        """The frame `number`; raises IndexError outside the index and FootageError when it cannot be decoded."""
        return next(frame for frame in self.steps(number) if frame is not None)

    def steps(self, number: int) -> Iterator[Frame | None]:
        """The way to the frame `number`: None for each picture that is decoded in passing, at the end the frame.

        It may be left at any step, for another frame. Raises like `read`.
        """
        if not 0 <= number < len(self._index):
            raise IndexError(f"there is no frame {number} of {len(self._index)}")
        self._kept.want(number)
        self._passing = None
        picture = self._kept.get(number) or (yield from self._way(number, keep=True))
        if picture is None:
            at = clock(seconds(self._index.tick(number), self._recording.video.time_base))
            raise FootageError(
                f"The picture at {at} in {self._path.name} is damaged and cannot be shown.",
                "Go on with the next one. The original was not changed.",
            )
        self._kept.put(number, picture)
        yield self._frame(number, picture)

    def passing(self) -> Frame | None:
        """The last frame that was decoded on the way that `steps` is on; None before the first."""
        return self._frame(*self._passing) if self._passing is not None else None

    def keep(self, start: int, stop: int) -> Iterator[None]:
        """Decode the frames from `start` up to but not including `stop` and keep them, a yield for each picture."""
        for number in range(start, stop):
            if not self.holds(number):
                picture = yield from self._way(number, keep=True)
                if picture is not None:
                    self._kept.put(number, picture)
            yield

    def _onward(self, number: int) -> bool:
        """Whether the frame `number` is reached soonest by decoding on from here."""
        near = self._counted or self._last_key(number) <= self._next + NEAR
        return self._next <= number and near and not self._decoder.skipped(self._index.tick(number))

    def _way(self, number: int, *, keep: bool) -> Generator[None, None, VideoFrame | None]:
        """Decode on to the picture of the frame `number`, a yield for each in passing; None when it cannot be had."""
        if number in self._lost:
            return None
        if self._onward(number):
            return (yield from self._take(number, keep=keep))
        for start in self._starts(number):
            if self._place(start, number):
                picture = yield from self._take(number, keep=keep)
                if picture is not None:
                    return picture
        self._lost.add(number)
        return None

    def _last_key(self, number: int, *, back: int = 0) -> int:
        """The number of the last keyframe up to `number`, or of one `back` keyframes earlier; -1 before the first."""
        at = int(np.searchsorted(self._keys, number, side="right")) - 1 - back
        return int(self._keys[at]) if at >= 0 else -1

    def _starts(self, number: int) -> Iterator[int]:
        """The keyframes to decode from, nearest first, then -1: the very start."""
        if not self._counted:
            for back in STEPS_BACK:
                key = self._last_key(number, back=back)
                if key < 0:
                    break
                yield key
        yield -1

    def _place(self, key: int, number: int) -> bool:
        """Put the decoder at the keyframe `key`, and say whether what comes is not already past `number`."""
        self._pending = None
        if key < 0:
            self._decoder.rewind()
            self._pictures = self._numbered(0)
            self._next = 0
            return True
        # Half-way to the next keyframe: containers take the time for one of decoding, which runs a few frames
        # behind, so that the keyframe's own time would lead to the keyframe before it.
        after = int(np.searchsorted(self._keys, key, side="right"))
        end = int(self._keys[after]) if after < len(self._keys) else len(self._index)
        self._decoder.seek(self._index.tick((key + end) // 2))
        self._pictures = self._numbered(None)
        self._pending = next(self._pictures, None)
        if self._pending is None or self._pending[0] > number:
            self._next = len(self._index)
            return False
        self._next = self._pending[0]
        return True

    def _take(self, number: int, *, keep: bool) -> Generator[None, None, VideoFrame | None]:
        """Decode on to the frame `number`; None when the pictures pass it by."""
        whole = number - (BEHIND if keep else 0)
        self._decoder.hurry(None if self._counted or whole <= self._next else self._index.tick(whole))
        while True:
            found = self._pending or next(self._pictures, None)
            self._pending = None
            if found is None:
                self._next = len(self._index)
                return None
            at, picture = found
            if at > number:
                self._pending, self._next = found, number + 1
                return None
            self._next = at + 1
            if at == number:
                return picture
            self._passing = found
            if keep and at >= whole:
                self._kept.put(at, picture)
            yield

    def _frame(self, number: int, picture: VideoFrame) -> Frame:
        return self._maker.frame(picture, tick=self._index.tick(number))

    def _numbered(self, count: int | None) -> Iterator[tuple[int, VideoFrame]]:
        """The decoder's pictures with their numbers; `count` is the number of the first where pictures are counted."""
        video = self._recording.video
        for picture in self._decoder.pictures():
            same_size(self._path, picture, size=(video.coded_width, video.coded_height), base=video.time_base)
            if self._counted:
                if count is None or count >= len(self._index):
                    return
                yield count, picture
                count += 1
                continue
            if picture.pts is None:
                continue
            number = int(np.searchsorted(self._index.ticks, picture.pts))
            if number < len(self._index) and self._index.ticks[number] == picture.pts:
                yield number, picture


def _driven(way: Generator[None, None, VideoFrame | None]) -> VideoFrame | None:
    while True:
        try:
            next(way)
        except StopIteration as stop:
            picture: VideoFrame | None = stop.value
            return picture
