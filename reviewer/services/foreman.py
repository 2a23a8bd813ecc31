"""Gives the segments of a footage to a crew, keeps what is finished, and sees to what was lost."""

import logging
from collections import Counter
from collections.abc import Collection, Sequence
from math import ceil, floor

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.timing import Tick, clock, seconds
from reviewer.services.crew import Call
from reviewer.services.kept import Kept
from reviewer.services.workers import DiedError
from reviewer.vision.scan import Looked, Segment

log = logging.getLogger(__name__)

TRIES = 2
"""Children that may die over one segment: the second one says that it is the footage, and not chance."""


class Foreman:
    """What is left to do of the segments of `footage`, and what has come of those that are done."""

    def __init__(self, footage: Footage, segments: Sequence[Segment], *, kept: Kept | None = None) -> None:
        self._footage, self._segments, self._kept = footage, segments, kept
        self._looked: dict[int, Looked] = dict(kept.looked) if kept is not None else {}
        self._waiting = set(range(len(segments))) - self._looked.keys()
        self._given = set[int]()
        self._lost: Counter[int] = Counter()

    @property
    def waiting(self) -> int:
        """How many segments nobody is at."""
        return len(self._waiting)

    @property
    def frames_done(self) -> int:
        """Frames of the segments that are done."""
        return sum(self._frames(number) for number in self._looked)

    @property
    def frames(self) -> int:
        """Frames of all segments; what two share counts for both."""
        return sum(self._frames(number) for number in range(len(self._segments)))

    def results(self) -> list[Looked]:
        """What came of every segment, in order; all must be done."""
        return [self._looked[number] for number in range(len(self._segments))]

    def next(self, after: int | None) -> Call | None:
        """The segment that follows on the last one, else one of the longest stretch that nobody is at."""
        if not self._waiting:
            return None
        number = chosen(self._waiting, after, given=self._given)
        self._waiting.remove(number)
        self._given.add(number)
        return Call(number, (self._segments[number],))

    def finished(self, number: int, result: Looked) -> None:
        """Take what came of a segment, and keep it in the case."""
        self._given.discard(number)
        self._looked[number] = result
        if self._kept is not None:
            self._kept.add(number, result)

    def lost(self, number: int, error: DiedError) -> None:
        """Have the segment looked at again by another child; raises FootageError naming its seconds the second time."""
        self._given.discard(number)
        self._lost[number] += 1
        if self._lost[number] >= TRIES:
            raise self._given_up(number, error) from error
        log.warning("a child ended at segment %d, which is looked at again: %s", number, error)
        self._waiting.add(number)

    def _frames(self, number: int) -> int:
        return self._segments[number].last - self._segments[number].first + 1

    def _given_up(self, number: int, error: DiedError) -> FootageError:
        segment, recording = self._segments[number], self._footage.recording
        start, end = (
            seconds(Tick(tick - recording.index.tick(0)), recording.video.time_base)
            for tick in (recording.index.tick(segment.first), recording.index.after(segment.last))
        )
        advice = "The file may be damaged there: have it repaired, or try again."
        if self._kept is not None:
            advice += (
                f" {self.frames_done / self.frames:.0%} of the footage is done and kept: trying goes on from there."
            )
        return FootageError(
            f"{self._footage.path.name} cannot be looked at between {_short(floor(start))} and {_short(ceil(end))}: "
            f"the process that did it ended {TRIES} times ({error.cause}).",
            advice,
        )


def chosen(waiting: Collection[int], after: int | None, *, given: Collection[int]) -> int:
    """Which of the `waiting` numbers comes next for someone who has just done `after`; `given` are being done.

    What follows on the last one costs least to reach. Without that, the longest stretch is begun where nobody is on
    the way to its start, and halved where somebody is.
    """
    if after is not None and after + 1 in waiting:
        return after + 1
    stretches: list[list[int]] = []
    for number in sorted(waiting):
        if stretches and stretches[-1][-1] == number - 1:
            stretches[-1].append(number)
        else:
            stretches.append([number])
    longest = max(stretches, key=len)
    return longest[len(longest) // 2] if longest[0] - 1 in given else longest[0]


def _short(time: int) -> str:
    """Whole seconds as 0:12 or 1:07:05."""
    told = clock(time).split(".")[0]
    return told.removeprefix("0:").removeprefix("0") if told.startswith("0:") else told
