"""What is heard in a file, by PyAV alone."""

from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray


def clicks_in(path: Path, *, stream: int = 0, threshold: float = 0.3) -> list[float]:
    """When clicks start in the sound stream `stream` (counted among sounds), in seconds on the file's clock."""
    found: list[float] = []
    with av.open(str(path)) as source:
        sound = source.streams.audio[stream]
        for packet in source.demux(sound):
            for frame in packet.decode():
                assert frame.pts is not None
                start = float(frame.pts * frame.time_base)
                loud = np.abs(_samples(frame)).max(axis=0) > threshold
                for at in np.flatnonzero(loud):
                    when = start + float(at) / frame.sample_rate
                    if not found or when - found[-1] > 0.05:
                        found.append(when)
    return found


def loudness(path: Path, *, stream: int = 0) -> tuple[float, float, float]:
    """The loudest sample (0 to 1), the first and the last instant in seconds of the sound stream `stream`."""
    peak, begin, end = 0.0, None, 0.0
    with av.open(str(path)) as source:
        for packet in source.demux(source.streams.audio[stream]):
            for frame in packet.decode():
                begin = float(frame.pts * frame.time_base) if begin is None else begin
                end = float(frame.pts * frame.time_base) + frame.samples / frame.sample_rate
                peak = max(peak, float(np.abs(_samples(frame)).max()))
    return peak, begin or 0.0, end


def loudness_between(path: Path, span: tuple[float, float], *, stream: int = 0) -> float:
    """The loudest sample (0 to 1) between two instants in seconds on the file's clock."""
    peak = 0.0
    with av.open(str(path)) as source:
        for packet in source.demux(source.streams.audio[stream]):
            for frame in packet.decode():
                at = float(frame.pts * frame.time_base)
                first, stop = (max(0, round((t - at) * frame.sample_rate)) for t in span)
                inside = _samples(frame)[:, first:stop]
                peak = max(peak, float(np.abs(inside).max()) if inside.size else 0.0)
    return peak


def _samples(frame: Any) -> NDArray[np.float64]:
    data = frame.to_ndarray()
    if frame.format.is_packed:
        data = data.reshape(-1, frame.layout.nb_channels).T
    scale = float(np.iinfo(data.dtype).max) if data.dtype.kind in "iu" else 1.0
    return np.asarray(data, np.float64) / scale
