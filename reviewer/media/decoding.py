"""The pictures of one recording in the order they are shown, past packets that cannot be decoded."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, Self

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from reviewer.core.errors import FootageError
from reviewer.core.timing import Tick
from reviewer.media.opening import KEPT, open_footage

MOST_BAD = 250
"""Packets in a row that may fail before the footage counts as unreadable: some ten seconds of pictures."""

SKIPPING = frozenset({"h264", "hevc"})
"""Decoders that leave out pictures which no other needs, with every other picture the same bit for bit (measured)."""


class Decoder:
    """One video stream decoded from one place on. Belongs to the thread that made it, as its container does.

    `threads` is the number of decoding threads, 0 for one a core. `corrupt` counts the packets that could not be
    decoded, each once however often it was met.
    """

    def __init__(self, path: Path, stream: int, *, threads: int = 0) -> None:
        self._path = path
        self._index = stream
        self._threads = threads
        self._bad: set[tuple[int | None, int | None]] = set()
        self._hurry: Tick | None = None
        self._skipped: Tick | None = None
        self._container: InputContainer
        self._stream: VideoStream
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def corrupt(self) -> int:
        """Packets that could not be decoded so far."""
        return len(self._bad)

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()

    def rewind(self) -> None:
        """Go to the very start; the file is opened anew, since not every container can go back to it."""
        self._container.close()
        self._hurry = self._skipped = None
        self._open()

    def seek(self, tick: Tick) -> None:
        """Go to a keyframe near `tick`, often but not always before it: look at what comes."""
        self._hurry = self._skipped = None
        try:
            self._container.seek(tick, stream=self._stream)
        except (av.error.FFmpegError, OSError):
            self.rewind()

    def hurry(self, until: Tick | None) -> None:
        """Leave out what no other picture needs among those before `until`; None: leave out nothing from here on."""
        self._hurry = until

    def skipped(self, tick: Tick) -> bool:
        """Whether the picture at `tick` may have been left out since the last `seek`."""
        return self._skipped is not None and tick <= self._skipped

    def pictures(self) -> Iterator[VideoFrame]:
        """The pictures from here to the end; raises FootageError when far too many packets in a row fail."""
        failed = 0
        for packet in packets(self._container, self._stream):
            self._choose(packet)
            try:
                pictures = packet.decode()
            except (av.error.FFmpegError, ValueError):
                if packet.size:
                    self._bad.add((packet.pos, packet.pts))
                    failed += 1
                if failed >= MOST_BAD:
                    raise self._unreadable() from None
                continue
            failed = 0 if pictures else failed
            yield from pictures

    def _choose(self, packet: "Packet[Any]") -> None:
        """Have the decoder take the packet, or leave it out if nothing needs it and its time comes before the hurry's.

        The packets of the two halves of an interlaced picture may differ in this, so those are all taken.
        """
        context, pts = self._stream.codec_context, packet.pts
        skip = self._hurry is not None and self._skips and pts is not None and pts < self._hurry
        if skip:
            self._skipped = Tick(max(pts or 0, self._skipped if self._skipped is not None else pts or 0))
        wanted: Literal["NONREF", "DEFAULT"] = "NONREF" if skip else "DEFAULT"
        if context.skip_frame != wanted:
            context.skip_frame = wanted

    def _open(self) -> None:
        self._container = open_footage(self._path)
        stream = self._container.streams[self._index]
        if not isinstance(stream, VideoStream):
            self._container.close()
            raise FootageError(f"{self._path.name} is no longer the recording that it was.", KEPT)
        for other in self._container.streams:
            if other.index != self._index:
                other.discard = av.stream.Discard.all
        self._stream = stream
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = self._threads
        self._skips = stream.codec_context.name in SKIPPING and stream.codec_context.field_order <= 1

    def _unreadable(self) -> FootageError:
        return FootageError(
            f"{self._path.name} is too damaged: {MOST_BAD} packets in a row could not be decoded.",
            "Copy the recording from its source again. " + KEPT,
        )


def packets(container: InputContainer, *streams: av.stream.Stream) -> "Iterator[Packet[Any]]":
    """The packets of `streams` in the order of the file, ending where the container itself becomes unreadable.

    The last packet of each stream is empty and makes its decoder give out what it still holds.
    """
    steps = container.demux(*streams)
    while True:
        try:
            packet = next(steps, None)
        except IndexError:  # a packet of a stream that came up later, for which PyAV has no place: it is passed over
            steps = container.demux(*streams)
            continue
        except (av.error.FFmpegError, OSError):
            break
        if packet is None:
            return
        yield packet
    for stream in streams:
        last: Packet[Any] = Packet()
        last.stream = stream
        yield last
