"""Frames for one segment after the other, every number of them: what neighbours share is decoded once."""

from collections.abc import Iterator

from reviewer.core.footage import FrameIndex
from reviewer.core.frame import Frame
from reviewer.core.settings import Depth
from reviewer.media.reader import FrameReader
from reviewer.vision.scan import Segment

ROOM = {Depth.FAST: 320 << 20, Depth.BALANCED: 320 << 20, Depth.THOROUGH: 0}
"""Bytes that kept frames may take in all children together: two keep what segments of 1080p share. Where there is less
room, frames are decoded again, which costs a tenth of a fast analysis and a fiftieth of a thorough one, whose detectors
need the memory; nothing else changes."""

FAR = 600
"""Frames between a frame and its keyframe from which decoding it again is dearer than any room: some recordings have
no keyframe but the first."""

STRIDE = 100
"""Frames that are decoded in passing without a sign of life; a second or so of work."""


class Tape:
    """Reads the segments of one footage, best in their order; belongs to the thread of its `reader`.

    `room` is how many bytes the frames may take that it keeps.
    """

    def __init__(self, reader: FrameReader, index: FrameIndex, *, room: int = 0) -> None:
        self._reader, self._index, self._room = reader, index, room
        self._kept: dict[int, Frame] = {}
        self._from = self._until = 0
        """What has been read last: of the frames in between, those that are not kept cannot be decoded."""

    def wind(self, segment: Segment) -> Iterator[None]:
        """Decode up to near the segment's first frame where that takes long, with a yield now and then."""
        start = segment.first - segment.before
        at = start if self._holds(start) else start - self._reader.ahead(start) + STRIDE
        while at < start:
            next(self._reader.frames(at, at + 1), None)
            yield
            at = max(at, start - self._reader.ahead(start)) + STRIDE

    def frames(self, segment: Segment) -> Iterator[Frame]:
        """A frame for every number of the segment and its lap: where one cannot be decoded, the one before it.

        Without any before it the next one takes its place; nothing comes of a segment without any frame.
        """
        number, end, last = segment.first - segment.before, segment.last + segment.after, None
        for frame in self._read(number, end + 1, keep=segment.last - max(segment.before, segment.after)):
            here = self._index.number(frame.tick)
            while number < here:
                yield last if last is not None else frame
                number += 1
            yield frame
            number, last = here + 1, frame
        while last is not None and number <= end:
            yield last
            number += 1

    def _holds(self, start: int) -> bool:
        return self._from <= start <= self._until

    def _read(self, start: int, stop: int, *, keep: int) -> Iterator[Frame]:
        """The frames of these numbers that can be decoded; those from `keep` on stay at hand if there is room."""
        if not self._holds(start):
            self._kept, self._until = {}, start
        self._from = max(start, keep)
        for number in sorted(self._kept):
            frame = self._kept[number]
            if number < keep:
                del self._kept[number]
            if start <= number < stop:
                yield frame
        for frame in self._reader.frames(self._until, stop):
            number = self._index.number(frame.tick)
            if number >= keep and self._may_keep(frame, keep, count=stop - keep):
                self._kept[number] = frame
            else:
                self._from = number + 1
            self._until = number + 1
            yield frame
        self._until = max(self._until, stop)

    def _may_keep(self, frame: Frame, keep: int, *, count: int) -> bool:
        size = sum(plane.nbytes for plane in frame.planes)
        return size * count <= self._room or self._reader.run_up(keep) > FAR
