"""The sound streams of a recording, described."""

from pathlib import Path

import av
from av.audio.stream import AudioStream as SoundStream
from av.container import InputContainer

from reviewer.core.footage import AudioStream
from reviewer.media.decoding import packets
from reviewer.media.identifiers import stream_codec
from reviewer.media.opening import open_footage

TRIES = 200
"""Packets that are decoded in search of the first sound."""


def sound_streams(path: Path, container: InputContainer, *, ends: dict[int, float]) -> tuple[AudioStream, ...]:
    """The sound streams in the order of the file; `ends` gives the last instant of each in seconds."""
    return tuple(_described(path, stream, end=ends.get(stream.index)) for stream in container.streams.audio)


def _described(path: Path, stream: SoundStream, *, end: float | None) -> AudioStream:
    context = stream.codec_context
    known = context is not None
    start = _first_sound(path, stream.index) if known else None
    if start is None:
        start = float((stream.start_time or 0) * (stream.time_base or 0))
    return AudioStream(
        index=stream.index,
        codec=stream_codec(stream),
        sample_rate=context.sample_rate if known else 0,
        channels=context.layout.nb_channels if known else 0,
        layout=context.layout.name if known else "",
        start=start,
        duration=max(0.0, end - start) if end is not None else 0.0,
    )


def _first_sound(path: Path, index: int) -> float | None:
    """When the first sample that decodes is heard; packets alone would count what encoders put before it."""
    with open_footage(path) as container:
        stream = container.streams[index]
        for other in container.streams:
            if other.index != index:
                other.discard = av.stream.Discard.all
        for count, packet in enumerate(packets(container, stream)):
            if count > TRIES:
                break
            try:
                frames = packet.decode()
            except (av.error.FFmpegError, ValueError):
                continue
            for frame in frames:
                if frame.pts is not None and frame.time_base:
                    return float(frame.pts * frame.time_base)
    return None
