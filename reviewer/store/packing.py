"""Core values as packed numbers and JSON, and back without loss.

Packed numbers are little-endian on every machine. Unpacking raises ValueError, KeyError or TypeError for what
this program never wrote; callers turn that into a CaseError.
"""

import json
import struct
from dataclasses import asdict
from fractions import Fraction
from itertools import accumulate, pairwise, repeat
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import (
    AudioStream,
    Colour,
    FrameIndex,
    Identifier,
    OtherStream,
    Recording,
    VideoStream,
)
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.reading import Reading
from reviewer.core.region import Keyframe, KeyframeSource
from reviewer.core.timing import Span, Tick

_SOURCES = {int(source): source for source in KeyframeSource}


def pack(values: NDArray[Any], dtype: str) -> bytes:
    """The numbers of an array, row by row, as bytes of `dtype`; numpy's name, with its byte order."""
    return np.ascontiguousarray(values, dtype=dtype).tobytes()


def unpack(blob: bytes, dtype: str) -> NDArray[Any]:
    """The packed numbers as a read-only array of one dimension, in this machine's byte order."""
    values = np.frombuffer(blob, dtype=dtype)
    native = values.astype(values.dtype.newbyteorder("="), copy=False)
    native.flags.writeable = False
    return native


def pack_keyframes(keyframes: tuple[Keyframe, ...]) -> bytes:
    """All ticks as int64, then all boxes as four float64 each."""
    ticks = np.array([k.tick for k in keyframes], dtype="<i8")
    boxes = np.array([(k.box.x, k.box.y, k.box.width, k.box.height) for k in keyframes], dtype="<f8")
    return ticks.tobytes() + boxes.tobytes()


def pack_outlines(keyframes: tuple[Keyframe, ...]) -> bytes | None:
    """How many corners each keyframe has as int32, then all corners as two float64 each; None where none has any."""
    outlines = [k.outline.corners if k.outline is not None else () for k in keyframes]
    if not any(outlines):
        return None
    counts = np.array([len(corners) for corners in outlines], dtype="<i4")
    return counts.tobytes() + np.array([c for corners in outlines for c in corners], dtype="<f8").tobytes()


def pack_sources(keyframes: tuple[Keyframe, ...]) -> bytes:
    """Who set each keyframe, as uint8."""
    return bytes(k.source for k in keyframes)


def pack_gaps(gaps: tuple[Span, ...]) -> bytes | None:
    """From and to of each gap as int64; None where there is none."""
    return np.array([(g.start, g.end) for g in gaps], dtype="<i8").tobytes() if gaps else None


def unpack_gaps(blob: bytes | None) -> tuple[Span, ...]:
    """The gaps; raises ValueError for bytes that are none."""
    pairs = unpack(blob or b"", "<i8").reshape(-1, 2).tolist()
    return tuple(Span(Tick(start), Tick(end)) for start, end in pairs)


def unpack_keyframes(
    blob: bytes, outlines: bytes | None = None, *, sources: bytes | None = None
) -> tuple[Keyframe, ...]:
    """The keyframes of a region; raises ValueError when there are none or their ticks do not rise.

    So it does for `outlines` and `sources` that are not theirs. Without sources all count as proposed.
    """
    count, rest = divmod(len(blob), 40)  # eight bytes of tick and four times eight of box
    # Not by numpy, which takes longer for the few of one region than all else does: a case may hold thousands.
    numbers = () if rest else struct.unpack(f"<{count}q{4 * count}d", blob)
    ticks, sides = numbers[:count], iter(numbers[count:])
    if rest or not count or any(b <= a for a, b in pairwise(ticks)):
        raise ValueError("keyframes must be whole and rise by tick")
    corners = repeat(None, count) if outlines is None else _unpack_outlines(outlines, count)
    who = repeat(KeyframeSource.PROPOSED, count) if sources is None else map(_SOURCES.__getitem__, sources)
    boxes = map(Box, sides, sides, sides, sides)
    return tuple(Keyframe(*row) for row in zip(ticks, boxes, corners, who, strict=True))


def _unpack_outlines(blob: bytes, keyframes: int) -> list[Outline | None]:
    counts = unpack(blob[: 4 * keyframes], "<i4").tolist()
    corners = [(x, y) for x, y in unpack(blob[4 * keyframes :], "<f8").reshape(-1, 2).tolist()]
    if len(counts) != keyframes or min(counts) < 0 or sum(counts) != len(corners):
        raise ValueError("outlines must be whole, one a keyframe")
    ends = list(accumulate(counts))
    return [Outline(tuple(corners[end - n : end])) if n else None for n, end in zip(counts, ends, strict=True)]


def pack_quads(quads: NDArray[np.float32] | None) -> bytes | None:
    """Four corners a frame, or a find, as two float32 each; None where only boxes are known."""
    return None if quads is None else pack(quads, "<f4")


def unpack_quads(blob: bytes | None, count: int) -> NDArray[np.float32] | None:
    """The corners, of shape (count, 4, 2), read-only; raises ValueError when they are not as many."""
    return None if blob is None else unpack(blob, "<f4").reshape(count, 4, 2)


def pack_reading(reading: Reading | None) -> str | None:
    """A reading as JSON; None where nothing was read."""
    return None if reading is None else json.dumps(asdict(reading))


def unpack_reading(text: str | None) -> Reading | None:
    """The reading that was packed; raises ValueError for what is none."""
    if text is None:
        return None
    body = json.loads(text)
    reading = Reading(**body)
    kinds = (type(reading.text), type(reading.pattern), type(reading.score))
    if kinds != (str, str, float) or not 0 <= reading.score <= 1:
        raise ValueError("a reading has a text, a pattern and a score from 0 to 1")
    return reading


def pack_recording(recording: Recording) -> str:
    """Everything but the frame index, as JSON; fractions become strings."""
    body = {
        "container": recording.container,
        "video": asdict(recording.video),
        "sounds": [asdict(s) for s in recording.sounds],
        "others": [asdict(o) for o in recording.others],
        "identifiers": [asdict(i) for i in recording.identifiers],
        "truncated": recording.truncated,
        "notes": list(recording.notes),
    }
    return json.dumps(body, default=_fraction)


def unpack_recording(text: str, index: FrameIndex) -> Recording:
    """The recording with its frame index."""
    body = json.loads(text)
    video = body["video"]
    video["colour"] = Colour(**video["colour"])
    for name in ("time_base", "sample_aspect"):
        video[name] = Fraction(video[name])
    video.setdefault("start", index.tick(0) if len(index) else 0)  # it was not kept once
    return Recording(
        container=body["container"],
        video=VideoStream(**video),
        sounds=tuple(AudioStream(**s) for s in body["sounds"]),
        others=tuple(OtherStream(**o) for o in body["others"]),
        identifiers=tuple(Identifier(**i) for i in body["identifiers"]),
        index=index,
        truncated=body["truncated"],
        notes=tuple(body["notes"]),
    )


def pack_path(path: Path, folder: Path) -> str:
    """A path as JSON, relative when it lies in the case's `folder`, so that a case can be moved.

    JSON, because a file name on Linux may hold bytes that are not text, which a database column refuses.
    """
    path, folder = path.absolute(), folder.absolute()
    if path.is_relative_to(folder):
        return json.dumps({"inside": path.relative_to(folder).as_posix()})
    return json.dumps({"at": str(path)})


def unpack_path(text: str, folder: Path) -> Path:
    """The path, absolute; `folder` is where the case lies now."""
    body = json.loads(text)
    return folder.absolute() / PurePosixPath(body["inside"]) if "inside" in body else Path(body["at"])


def _fraction(value: object) -> str:
    if isinstance(value, Fraction):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be stored")
