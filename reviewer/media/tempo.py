"""Sound made faster or slower with its pitch kept."""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame

from reviewer.media.speaker import FASTEST, RATE, SLOWEST, Block

EARLY = ((0.5, 0.75, 1.0, 1.5, 2.0), (0.030, 0.018, 0.0, 0.008, 0.006))
"""Speeds, and the seconds by which sound comes early in the result: the middle of voice, noise and clicks as measured.

atempo moves its fragments to where they fit (WSOLA), so that each strays by up to 0.015; nothing adds up.
"""


def at_tempo(blocks: Iterator[Block], speed: float) -> Iterator[Block]:
    """The same sound at `speed`: sample k of the result is heard at k * speed of the given one, to within some 15 ms.

    Raises ValueError for a speed that is not between SLOWEST and FASTEST.
    """
    if not SLOWEST <= speed <= FASTEST:
        raise ValueError("sound is not played at this speed")
    if speed == 1:
        yield from blocks
        return
    yield np.zeros((round(float(np.interp(speed, *EARLY)) * RATE), 2), np.float32)
    yield from _stretched(blocks, speed)


def _stretched(blocks: Iterator[Block], speed: float) -> Iterator[Block]:
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="flt", layout="stereo", time_base=Fraction(1, RATE))
    tempo, sink = graph.add("atempo", str(speed)), graph.add("abuffersink")
    source.link_to(tempo)
    tempo.link_to(sink)
    graph.configure()
    fed = 0
    for block in blocks:
        if len(block):
            graph.push(_frame(block, at=fed))
            fed += len(block)
            yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _frame(block: Block, *, at: int) -> AudioFrame:
    frame = AudioFrame(format="flt", layout="stereo", samples=len(block))
    frame.planes[0].update(np.ascontiguousarray(block, np.float32).tobytes())
    frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
    return frame


def _pulled(graph: av.filter.Graph) -> Iterator[Block]:
    while True:
        try:
            frame = graph.pull()
        except (BlockingIOError, av.error.EOFError):
            return
        assert isinstance(frame, AudioFrame)
        yield np.asarray(frame.to_ndarray(), np.float32).reshape(-1, 2)
