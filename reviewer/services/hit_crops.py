"""Small pictures of hits, cut from the copy itself in a child process, in the order of time."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from reviewer.core.assembly import Assembly
from reviewer.core.errors import ReviewerError
from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.timing import Tick
from reviewer.media.probe import probe
from reviewer.services.crops import Crops, crop_bench
from reviewer.services.jobs import Progress
from reviewer.services.manifest import manifest_name, read_manifest
from reviewer.services.sights import Crop, CropEvent, Sight

Cut = Callable[[Sequence[Sight], int], Generator[Progress, None, tuple[list[Crop], list[Sight]]]]


class HitCrops(Crops):
    """Crops of one copy at a time: a footage whose path is the copy's, and whose recording is that of the original.

    The numbers of its sights are ticks of the original, since a hit knows no other: see `sights.of_hit`.
    """

    def __init__(self, listener: Callable[[CropEvent], None]) -> None:
        super().__init__(listener, bench=hit_bench)


# What follows runs in the child.


@contextmanager
def hit_bench(path: Path, original: Recording) -> Iterator["_Work"]:
    """What the child sets up once: the copy, probed as the stranger that it is, and how ticks lead to its frames."""
    own = probe(path)
    with crop_bench(path, own) as cut:
        clocks = (own.video.time_base, original.video.time_base)
        yield _Work(cut, own.index, clocks=clocks, assembly=_assembly(path))


def _assembly(path: Path) -> Assembly | None:
    """How the copy was put together, by the manifest beside it; None where all is shown, or nobody knows."""
    try:
        return read_manifest(manifest_name(path)).assembly
    except ReviewerError:
        return None


class _Work:
    def __init__(
        self, cut: Cut, index: FrameIndex, *, clocks: tuple[Fraction, Fraction], assembly: Assembly | None
    ) -> None:
        self._cut, self._index, self._clocks, self._assembly = cut, index, clocks, assembly

    def __call__(self, sights: Sequence[Sight], size: int) -> Generator[Progress, None, tuple[list[Crop], list[Sight]]]:
        """The crops of these sights, which are in the order of time, and those that the copy does not show."""
        numbers = [(sight, self._number(Tick(sight.number))) for sight in sights]
        asked = {replace(sight, number=number): sight for sight, number in numbers if number is not None}
        crops, missing = yield from self._cut(list(asked), size)
        gone = [sight for sight, number in numbers if number is None]
        return [replace(crop, sight=asked[crop.sight]) for crop in crops], [asked[m] for m in missing] + gone

    def _number(self, tick: Tick) -> int | None:
        """The number of the copy's frame that shows what the original does at `tick`."""
        at = tick if self._assembly is None else self._assembly.in_copy(tick)
        if at is None:
            return None
        own, theirs = self._clocks
        return self._index.number(Tick(round(at * theirs / own)))
