"""Decoded pictures kept at hand around the one that is wanted, so that going back is no decoding."""

from av.video.frame import VideoFrame

AHEAD = 2
"""How many times as far a picture after the wanted one counts: going on is decoded anyway, going back is not."""

MOST = 600
"""Pictures that are kept however small they are: twenty seconds, more than anyone steps through."""


class KeptPictures:
    """Pictures by their number, of which those farthest from the wanted one go when `room` (bytes) is full.

    The decoder's own pictures are kept, not copies: it never writes to a picture that it has given out.
    """

    def __init__(self, room: int) -> None:
        self._room, self._bytes, self._wanted = room, 0, 0
        self._pictures: dict[int, VideoFrame] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._pictures

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def fits(self) -> int:
        """About how many pictures there is room for; 0 before the first."""
        return min(MOST, self._room * len(self._pictures) // self._bytes) if self._bytes else 0

    def get(self, number: int) -> VideoFrame | None:
        """The picture of that number, if it is here."""
        return self._pictures.get(number)

    def want(self, number: int) -> None:
        """Keep from now on what lies around this number."""
        self._wanted = number

    def put(self, number: int, picture: VideoFrame) -> None:
        """Keep a picture, unless there is only room for nearer ones."""
        self._bytes += _size(picture) - _size(self._pictures.get(number))
        self._pictures[number] = picture
        while len(self._pictures) > 1 and (self._bytes > self._room or len(self._pictures) > MOST):
            farthest = max(self._pictures, key=self._distance)
            self._bytes -= _size(self._pictures.pop(farthest))

    def clear(self) -> None:
        """Let go of all of them."""
        self._pictures.clear()
        self._bytes = 0

    def _distance(self, number: int) -> int:
        return self._wanted - number if number <= self._wanted else AHEAD * (number - self._wanted)


def _size(picture: VideoFrame | None) -> int:
    return 0 if picture is None else sum(plane.buffer_size for plane in picture.planes)
