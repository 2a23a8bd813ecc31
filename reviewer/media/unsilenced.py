"""Listens to a copy where it should be silent."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

import av
import numpy as np

from reviewer.media.decoding import packets
from reviewer.media.opening import open_footage
from reviewer.media.resampled import is_sane
from reviewer.media.silencing import Stretch, loudest, meeting
from reviewer.media.timeline import Samples

EDGE = 2048
"""Samples beside the edge of a silence into which AAC smears what is heard beyond it: two blocks."""

SMEARED, SILENT = 0.05, 0.003
"""Amplitude that may be left in the edge, and inside it, of 1; encoders smear up to 0.016 (measured on speech)."""


def heard(copy: Path, quiet: Mapping[int, Sequence[Stretch]]) -> Iterator[tuple[int, Stretch]]:
    """Each stretch of `quiet`, by the position of its sound stream in the copy, in which something is heard.

    Sound that cannot be decoded counts as heard: nobody knows what a player makes of it. Raises FootageError when the
    copy cannot be opened.
    """
    with open_footage(copy) as container:
        streams = [container.streams.audio[p] for p in sorted(quiet) if p < len(container.streams.audio)]
        places = {stream.index: p for p, stream in zip(sorted(quiet), streams, strict=False)}
        told: set[tuple[int, Stretch]] = set()
        for packet in packets(container, *streams):
            if packet.stream_index not in places:
                continue
            place = places[packet.stream_index]
            for found in _loud(packet, quiet[place]):
                if (place, found) not in told:
                    told.add((place, found))
                    yield place, found


def _loud(packet: Any, quiet: Sequence[Stretch]) -> Iterator[Stretch]:
    try:
        frames = [frame for frame in packet.decode() if is_sane(frame)]
    except (av.error.FFmpegError, ValueError):
        if packet.size and packet.pts is not None:
            at = Fraction(packet.pts) * packet.time_base
            yield from (s for s in quiet if s[0] <= at < s[1])
        return
    for frame in frames:
        if frame.pts is None or frame.time_base is None:
            continue
        samples = np.atleast_2d(np.asarray(frame.to_ndarray(), np.float32))
        position = round(Fraction(frame.pts) * frame.time_base * frame.sample_rate)
        rate, end = frame.sample_rate, position + samples.shape[1]
        near = meeting(quiet, Fraction(position, rate), until=Fraction(end, rate))
        yield from (s for s in near if _is_loud(samples, position, rate=rate, stretch=s))


def _is_loud(samples: Samples, position: int, *, rate: int, stretch: Stretch) -> bool:
    first, stop = ceil(stretch[0] * rate) - position, floor(stretch[1] * rate) - position
    whole = samples[:, max(0, first) : max(0, stop)]
    inner = samples[:, max(0, first + EDGE) : max(0, stop - EDGE)]
    return loudest(whole) > SMEARED or loudest(inner) > SILENT
