"""A first look at a recording: how long it is, and frames from a few places, without reading the rest of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from av.container import InputContainer
from av.video.stream import VideoStream as PictureStream

from reviewer.core.errors import FootageError
from reviewer.core.frame import Frame
from reviewer.core.timing import Tick
from reviewer.media.decoding import Decoder
from reviewer.media.opening import KEPT, open_footage
from reviewer.media.planes import FrameMaker
from reviewer.media.probe import picture_stream
from reviewer.media.streams import describe

MICROSECOND = 1e-6
"""What containers count their length in (AV_TIME_BASE of libavutil)."""


class Glance:
    """One recording, opened for a first look; belongs to one thread.

    `frames` is about how many there are and `rate` about how many a second, both as the file says; 0 where it does not.
    """

    def __init__(self, path: Path, decoder: Decoder, *, stream: PictureStream, container: InputContainer) -> None:
        self._path, self._decoder, self._stream = path, decoder, stream
        self.rate = float(stream.average_rate or stream.guessed_rate or 0)
        self._length = _length(stream, container)
        self.frames = stream.frames or round(self._length * self.rate)

    def some(self, part: float, *, count: int) -> list[Frame]:
        """At most so many frames in a row, from the keyframe nearest to that `part` (0 to 1) of the recording.

        Where the file cannot be entered there, the first ones. Raises FootageError when none can be decoded.
        """
        base = float(self._stream.time_base or 1)
        self._decoder.seek(Tick((self._stream.start_time or 0) + round(part * self._length / base)))
        found = list(self._upright(count))
        if not found:
            self._decoder.rewind()
            found = list(self._upright(count))
        if not found:
            raise FootageError(
                f"No picture in {self._path.name} can be decoded.", "Copy it from its source again. " + KEPT
            )
        return found

    def _upright(self, count: int) -> Iterator[Frame]:
        maker, size = None, (0, 0)
        for number, picture in enumerate(self._decoder.pictures()):
            if number >= count:
                return
            if maker is None:
                maker, size = (
                    FrameMaker(describe(self._stream, picture, variable=False)),
                    (picture.width, picture.height),
                )
            if (picture.width, picture.height) == size:
                yield maker.frame(picture, tick=Tick(picture.pts or number))


@contextmanager
def glance(path: Path, *, threads: int = 0) -> Iterator[Glance]:
    """Open `path` for a first look; `threads` is the number of decoding threads, 0 for one a core.

    Raises FootageError with the reason when it cannot be used.
    """
    with open_footage(path) as container:
        stream = picture_stream(path, container)
        with Decoder(path, stream.index, threads=threads) as decoder:
            yield Glance(path, decoder, stream=stream, container=container)


def _length(stream: PictureStream, container: InputContainer) -> float:
    """Seconds, as the file says; 0 where it does not."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) * MICROSECOND
