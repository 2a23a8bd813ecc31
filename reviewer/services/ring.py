"""A ring of decoded pictures in shared memory: a child process fills its slots, the window's process empties them."""

from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from typing import Self

import numpy as np

from reviewer.core.footage import VideoStream
from reviewer.core.frame import Frame, Plane
from reviewer.core.timing import Tick


@dataclass(frozen=True, slots=True)
class RingPlace:
    """Where a ring lies, for the process that attaches to it; `size` is the bytes of one slot."""

    name: str
    slots: int
    size: int


@dataclass(frozen=True, slots=True)
class Filled:
    """One slot that holds a picture, and what is needed to read it as a Frame."""

    slot: int
    tick: Tick
    width: int
    height: int
    interlaced: bool


def picture_bytes(width: int, height: int) -> int:
    """Bytes of one 4:2:0 picture of 8 bits; halves are rounded up."""
    return width * height + 2 * ((width + 1) // 2) * ((height + 1) // 2)


class Ring:
    """Slots for pictures; whoever creates it also unlinks it, whatever becomes of the other process."""

    def __init__(self, memory: SharedMemory, place: RingPlace, *, owner: bool) -> None:
        self.place = place
        self._memory = memory
        self._owner = owner

    @classmethod
    def create(cls, video: VideoStream, slots: int) -> Self:
        """A new ring for pictures of the size of `video`; raises OSError when memory is short."""
        size = picture_bytes(video.width, video.height)
        memory = SharedMemory(create=True, size=size * slots)
        return cls(memory, RingPlace(memory.name, slots, size), owner=True)

    @classmethod
    def attach(cls, place: RingPlace) -> Self:
        """The ring that another process made."""
        return cls(SharedMemory(place.name), place, owner=False)

    @property
    def _bytes(self) -> memoryview:
        if self._memory.buf is None:
            raise ValueError("the ring is closed")
        return self._memory.buf

    def put(self, slot: int, frame: Frame) -> Filled:
        """Copy `frame` into a slot; raises ValueError when it does not fit."""
        if picture_bytes(frame.width, frame.height) > self.place.size:
            raise ValueError(f"a picture of {frame.width}x{frame.height} does not fit the ring")
        start = slot * self.place.size
        for plane in frame.planes:
            room = np.frombuffer(self._bytes, np.uint8, plane.size, start).reshape(plane.shape)
            np.copyto(room, plane)
            start += plane.size
        return Filled(slot, frame.tick, frame.width, frame.height, frame.interlaced)

    def take(self, filled: Filled) -> Frame:
        """The picture in a slot, as a copy that stays right when the slot is filled again."""
        across, down = (filled.width + 1) // 2, (filled.height + 1) // 2
        start = filled.slot * self.place.size
        planes: list[Plane] = []
        for shape in ((filled.height, filled.width), (down, across), (down, across)):
            room = np.frombuffer(self._bytes, np.uint8, shape[0] * shape[1], start).reshape(shape)
            plane = room.copy()
            plane.flags.writeable = False
            planes.append(plane)
            start += plane.size
        luma, blue, red = planes
        return Frame(filled.tick, luma, blue, red, filled.interlaced)

    def close(self) -> None:
        """Let go of the memory, and give it back to the system when this process made it; safe to call twice."""
        self._memory.close()
        if self._owner:
            self._owner = False
            self._memory.unlink()
