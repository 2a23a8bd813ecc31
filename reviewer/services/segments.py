"""Cuts footage into the segments that are looked at side by side.

Where the cuts fall should not matter. For a subject that can be seen well it does not: wherever segments begin, the
same tracks come of it, and in every frame what is covered agrees to at least SAME_COVER. For one that is found only now
and then it may: another cut means other frames that are looked at. How many processes work never matters.
"""

import itertools

from reviewer.core.footage import Recording
from reviewer.vision.scan import Segment

LONGEST = 140
"""Frames in a segment at most: what one process holds of their luma, and its neighbours', stays near 100 MB."""

LAP = 0.8
"""Seconds of a neighbour's frames that a segment follows into, at most: about as long as a face is followed unseen."""

SAME_COVER = 0.85
"""Intersection over union of what is covered in a frame, from which two placements of the cuts count as the same."""

FASTEST = 240.0
"""Frames a second beyond which time stamps are not believed: the laps of a segment would take in the whole footage."""

SHORTEST = 25
"""Frames in a segment at least, so that short footage is spread over two processes but not torn to pieces."""


def segments_of(recording: Recording) -> list[Segment]:
    """Equal parts of the footage; each ends with the frame that the next one starts with."""
    frames, rate = len(recording.index), rate_of(recording)
    count = max(-(-frames // LONGEST), min(2, frames // SHORTEST), 1)
    edges = [round(i * (frames - 1) / count) for i in range(count + 1)]
    lap = round(LAP * rate)
    return [
        Segment(a, b, rate, before=min(lap, a), after=min(lap, frames - 1 - b)) for a, b in itertools.pairwise(edges)
    ]


def rate_of(recording: Recording) -> float:
    """Frames a second on average, for turning seconds of patience into steps and nothing else; FASTEST at most."""
    return min(FASTEST, len(recording.index) / max(recording.duration, 1e-3))
