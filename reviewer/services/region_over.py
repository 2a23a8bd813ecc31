"""A region over what a doubt points at, as large as one that the analysis would have proposed there."""

from dataclasses import replace

import numpy as np

from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.doubt import Doubt
from reviewer.core.footage import Footage
from reviewer.core.region import Decision, KeyframeSource, Region, RegionId
from reviewer.services.proposals import propose


def region_over(doubt: Doubt, footage: Footage, *, name: RegionId) -> Region:
    """Covers the doubt's box in its frame and a few around it, as a person's own; from there it can be followed.

    Raises ValueError for a doubt that is about no place.
    """
    if doubt.box is None:
        raise ValueError("a doubt about the whole picture points at nothing")
    box, index = doubt.box, footage.recording.index
    number = index.number(doubt.tick)
    seen = Track(
        id=TrackId(name),
        subject=doubt.subject or Subject.FACE,
        ticks=np.array([index.tick(number)], np.int64),
        boxes=np.array([(box.x, box.y, box.width, box.height)], np.float32),
        origins=np.array([Origin.DETECTED], np.uint8),
        scores=np.ones(1, np.float32),
        end=index.after(number),
    )
    (region,) = propose((seen,), footage)
    own = tuple(replace(k, source=KeyframeSource.HAND) for k in region.keyframes)
    return replace(region, id=name, track=None, decision=Decision.CONFIRMED, touched=True, keyframes=own)
