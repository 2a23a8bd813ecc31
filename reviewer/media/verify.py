"""A copy read back before it gets its name."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer

from reviewer.core.errors import CheckError
from reviewer.media.decoding import packets
from reviewer.media.opening import open_footage


@dataclass(frozen=True, slots=True)
class Expected:
    """What the file must hold: the `units` of every frame in `base`, the `size` of the picture, how many `sounds`."""

    units: tuple[int, ...]
    base: Fraction
    size: tuple[int, int]
    sounds: int


def verify(path: Path, expected: Expected, *, name: str) -> None:
    """Compare the file with what was written to it; raises CheckError, in which the copy is called `name`."""
    with open_footage(path) as container:
        said = _difference(container, expected)
    if said:
        raise CheckError(
            f"The copy {name} does not read back as it was written: {said}.",
            "The copy was dropped; the original is unchanged. Check the disk and make the copy again.",
        )


def _difference(container: InputContainer, expected: Expected) -> str:
    kinds = [stream.type for stream in container.streams]
    if kinds != ["video"] + ["audio"] * expected.sounds:
        return f"its streams are {', '.join(kinds)}"
    stream = container.streams.video[0]
    size = stream.codec_context.width, stream.codec_context.height
    if size != expected.size:
        return f"its picture is {size[0]} x {size[1]}"
    base = Fraction(stream.time_base or 0)
    times = [p.pts for p in packets(container, stream) if p.size and not p.is_discard]
    if len(times) != len(expected.units):
        return f"it has {len(times)} frames and not {len(expected.units)}"
    wrong = sum(t is None or t * base != u * expected.base for t, u in zip(times, expected.units, strict=True))
    return f"{wrong} frames are at another time" if wrong else ""
