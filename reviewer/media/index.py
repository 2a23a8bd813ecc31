"""The tick of every displayed frame: read from the packets where they can be trusted, from the pictures where not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from reviewer.core.errors import FootageError
from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Tick, clock, seconds
from reviewer.media.decoding import Decoder, packets

COUNTED = "The file's own time stamps are missing or out of order; its frames are told apart by counting them."
"""The note on a recording whose frames can only be found by decoding from the start."""

CUT_CONTAINERS = frozenset({"mpegts", "mpeg", "h264", "hevc", "mpegvideo"})
"""Containers that may begin anywhere in a sequence of pictures."""

HEAD, LONG_HEAD = 48, 300
"""The most frames that are decoded to see which of the first can be shown, the latter where many may not."""


@dataclass(slots=True)
class Stamps:
    """What a pass over the packets found: of the picture's packets all stamps, of each sound where it lies.

    `ends` are the last instants of each stream in seconds.
    """

    pts: list[int | None] = field(default_factory=list)
    keys: list[bool] = field(default_factory=list)
    durations: list[int] = field(default_factory=list)
    ends: dict[int, float] = field(default_factory=dict)


def read_stamps(container: InputContainer, video: VideoStream) -> Stamps:
    """Pass once over the packets of picture and sound, without decoding; what an edit list hides is left out."""
    found = Stamps()
    for packet in packets(container, video, *container.streams.audio):
        if packet.size == 0:
            continue
        if packet.pts is not None:
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            found.ends[packet.stream_index] = max(end, found.ends.get(packet.stream_index, end))
        if packet.stream_index == video.index and not packet.is_discard:
            found.pts.append(packet.pts)
            found.keys.append(packet.is_keyframe)
            found.durations.append(packet.duration or 0)
    return found


def from_stamps(stamps: Stamps) -> FrameIndex | None:
    """The index that the packets tell, None when a stamp is missing or stands twice."""
    known = [pts for pts in stamps.pts if pts is not None]
    if not known or len(known) != len(stamps.pts) or len(set(known)) != len(known):
        return None
    order = np.argsort(np.array(known, np.int64), kind="stable")
    ticks = np.array(known, np.int64)[order]
    return _index(ticks, np.array(stamps.keys, np.bool_)[order], last=stamps.durations[int(order[-1])])


def from_pictures(path: Path, video: VideoStream, *, stamps: Stamps) -> tuple[FrameIndex, bool]:
    """The index made by decoding everything, and whether its ticks had to be given out by counting.

    Raises FootageError where the stamps jump back or say nothing at all.
    """
    times: list[int | None] = []
    decoded: list[int | None] = []
    keys: list[bool] = []
    with Decoder(path, video.index) as decoder:
        for picture in decoder.pictures():
            times.append(picture.pts)
            decoded.append(picture.dts)
            keys.append(bool(picture.key_frame))
    if not keys:
        raise FootageError(f"No picture in {path.name} can be decoded.", "Copy it from its source again.")
    last = stamps.durations[-1] if stamps.durations else 0
    known = _complete(times)
    if known is not None and bool(np.all(np.diff(known) > 0)):
        return _index(known, np.array(keys, np.bool_), last=last), False
    ticks = _repaired(times, decoded, video=video)
    if ticks is None:
        raise _jumping(path, times, video=video)
    return _index(ticks, np.array(keys, np.bool_), last=last), True


def without_undecodable(index: FrameIndex, shown: list[int], *, until: int, since: int) -> FrameIndex:
    """The index without the frames from tick `since` up to `until` that decoding did not give: they cannot be shown."""
    lost = (index.ticks >= since) & (index.ticks <= until) & ~np.isin(index.ticks, shown)
    keep = ~lost
    if bool(np.all(keep)) or not bool(np.any(keep)):
        return index
    ticks = index.ticks[keep]
    return _of(ticks, index.keyframes[keep], end=index.end if keep[-1] else int(ticks[-1]) + _usual(ticks))


def decoded_head(decoder: Decoder, index: FrameIndex, *, look: Callable[[VideoFrame], None], cut: bool) -> list[int]:
    """The ticks that decoding the first pictures gives, in the order they are shown; `look` is shown each picture.

    Up to the second keyframe, and no more than HEAD pictures, LONG_HEAD where the footage is `cut` anywhere.
    """
    keys = np.flatnonzero(index.keyframes)
    stop = int(index.ticks[keys[1]]) if len(keys) > 1 else int(index.end)
    return _ticks_of(decoder, look=look, stop=stop, most=LONG_HEAD if cut else HEAD)


def decoded_tail(decoder: Decoder, index: FrameIndex, *, look: Callable[[VideoFrame], None]) -> list[int]:
    """The ticks that decoding from the last keyframe but one to the end gives."""
    keys = np.flatnonzero(index.keyframes)
    decoder.seek(index.tick(int(keys[-2]) if len(keys) > 1 else 0))
    return _ticks_of(decoder, look=look, stop=int(index.end) + 1, most=len(index))


def is_variable(index: FrameIndex) -> bool:
    """Whether frames are shown for different lengths of time, beyond the rounding of a constant rate to ticks."""
    if len(index) < 3:
        return False
    steps = np.diff(index.ticks)
    return bool(steps.max() - steps.min() > max(2, 0.05 * float(np.median(steps))))


def _ticks_of(decoder: Decoder, *, look: Callable[[VideoFrame], None], stop: int, most: int) -> list[int]:
    shown: list[int] = []
    for picture in decoder.pictures():
        look(picture)
        if picture.pts is not None:
            shown.append(picture.pts)
        if len(shown) >= most or (picture.pts is not None and picture.pts >= stop):
            break
    return shown


def _index(ticks: NDArray[np.int64], keys: NDArray[np.bool_], *, last: int) -> FrameIndex:
    step = last if last > 0 else _usual(ticks)
    return _of(ticks, keys, end=int(ticks[-1]) + step)


def _of(ticks: NDArray[np.int64], keys: NDArray[np.bool_], *, end: int) -> FrameIndex:
    for array in (ticks, keys):
        array.setflags(write=False)
    return FrameIndex(ticks, keys, Tick(end))


def _usual(ticks: NDArray[np.int64]) -> int:
    return max(1, int(np.median(np.diff(ticks)))) if len(ticks) > 1 else 1


def _complete(times: Iterable[int | None]) -> NDArray[np.int64] | None:
    known = [time for time in times if time is not None]
    return np.array(known, np.int64) if known and len(known) == len(list(times)) else None


def _repaired(times: list[int | None], decoded: list[int | None], *, video: VideoStream) -> NDArray[np.int64] | None:
    """Ticks for pictures in the order they are shown, None when no stamps are left to tell them from.

    Safe only where each picture has a stamp of its own and stamps stray no further than pictures are reordered:
    then the stamps in order belong to the pictures in order.
    """
    for stamps in (_complete(times), _complete(decoded)):
        if stamps is None or len(np.unique(stamps)) != len(stamps):
            continue
        ordered = np.sort(stamps)
        if _strays(stamps, ordered) <= REORDERED:
            return ordered
    if all(t is None for t in times) and all(t is None for t in decoded):
        rate = video.guessed_rate or video.average_rate
        if rate and video.time_base:
            steps = np.arange(len(times)) * float(1 / rate / video.time_base)
            return np.round(steps).astype(np.int64)
    return None


REORDERED = 16
"""The most pictures by which decoding order differs from the order of showing (H.264 annex A, MaxDpbFrames)."""


def _strays(stamps: NDArray[np.int64], ordered: NDArray[np.int64]) -> int:
    return int(np.abs(np.searchsorted(ordered, stamps) - np.arange(len(stamps))).max())


def _jumping(path: Path, times: list[int | None], *, video: VideoStream) -> FootageError:
    where = 0.0
    before: int | None = None
    for time in times:
        if time is None or (before is not None and time <= before):
            where = seconds(Tick(before or 0), video.time_base) if video.time_base else 0.0
            break
        before = time
    return FootageError(
        f"The time stamps of {path.name} are missing, repeated or jump back at {clock(where)}.",
        "Export the recording again from the camera's own software, or have it repaired. The original was not changed.",
    )
