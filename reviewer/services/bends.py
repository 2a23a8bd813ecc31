"""Where a path has to bend, so that straight lines between few keyframes miss little of many frames."""

from collections.abc import Callable

Straight = Callable[[int, int], bool]
"""Whether one straight line from the first of these positions to the second misses nothing between them."""


def bends(count: int, straight: Straight) -> list[int]:
    """Positions of the keyframes of a path of `count` frames, the first and the last among them."""
    kept, last = [0], count - 1
    while kept[-1] < last:
        kept.append(_farthest(kept[-1], last, straight=straight))
    return kept


def _farthest(start: int, last: int, *, straight: Straight) -> int:
    """The last position that one straight line from `start` may lead to: doubled, then halved to the limit."""
    good, step = start + 1, 2
    while start + step <= last and straight(start, start + step):
        good, step = start + step, step * 2
    low, high = good, min(last, start + step)
    while low < high:
        middle = (low + high + 1) // 2
        if straight(start, middle):
            low = middle
        else:
            high = middle - 1
    return low
