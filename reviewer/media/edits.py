"""The edit lists of a written MP4 file (ISO/IEC 14496-12 section 8.6.6), set right for sound that starts late.

An AAC encoder puts a block of its own before the first sample. FFmpeg's muxer hides it by an edit list, but not where
the sound starts later than zero: there it would be heard, or at least counted, before the true start.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from reviewer.media.atoms import Box, content, walk

EMPTY = -1
"""The media time of an edit that shows nothing."""


@dataclass(slots=True)
class _Track:
    kind: bytes = b""
    scale: int = 0
    list: Box | None = None


def hide_priming(path: Path, *, samples: int) -> None:
    """Hide the first `samples` samples of every sound that starts late; raises OSError."""
    movie, tracks = _tracks(path)
    for track in tracks:
        if track.kind == b"soun" and track.list is not None and track.scale and movie:
            _hide(path, track.list, shift=round(samples * movie / track.scale), samples=samples)


def _tracks(path: Path) -> tuple[int, list[_Track]]:
    """The movie's time scale, and what is needed of each track; FFmpeg writes the scale after the edits."""
    movie = 0
    tracks: list[_Track] = []
    for box in walk(path):
        if box.path == "moov/mvhd":
            movie = _scale(content(path, box))
        elif box.path == "moov/trak":
            tracks.append(_Track())
        elif box.path == "moov/trak/edts/elst":
            tracks[-1].list = box
        elif box.path == "moov/trak/mdia/mdhd":
            tracks[-1].scale = _scale(content(path, box))
        elif box.path == "moov/trak/mdia/hdlr":
            tracks[-1].kind = content(path, box)[8:12]
    return movie, tracks


def _scale(header: bytes) -> int:
    at = 20 if header[0] == 1 else 12
    return int.from_bytes(header[at : at + 4], "big")


def _hide(path: Path, box: Box, *, shift: int, samples: int) -> None:
    raw = content(path, box)
    form = ">qqhh" if raw[0] == 1 else ">iihh"
    size = struct.calcsize(form)
    if int.from_bytes(raw[4:8], "big") != 2 or len(raw) < 8 + 2 * size:
        return
    empty = list(struct.unpack_from(form, raw, 8))
    shown = list(struct.unpack_from(form, raw, 8 + size))
    if empty[1] != EMPTY or shown[1] != 0:
        return
    empty[0] += shift
    shown[0] = max(1, shown[0] - shift)
    shown[1] = samples
    with path.open("r+b") as file:
        file.seek(box.body + 8)
        file.write(struct.pack(form, *empty) + struct.pack(form, *shown))
