"""Make a picture of the copy from one of the footage: covered, then stamped; preview, release and check share it."""

from reviewer.core.footage import VideoStream
from reviewer.core.frame import Frame
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.effects.cover import cover
from reviewer.effects.stamp import stamped


def finished(frame: Frame, review: Review, *, profile: Profile, video: VideoStream, own: bool = False) -> Frame:
    """The frame as a copy shows it: what `review` hides is covered, and the profile's stamp stands over everything.

    The very same frame when neither changes anything; otherwise one with planes of its own, read-only. The frame's
    tick is the footage's, and stays. `own` says that its planes are nobody else's, and may be written into. Raises
    ValueError when a region's box is not finite.
    """
    covered = cover(frame, review, profile=profile, colour=video.colour, own=own)
    if profile.stamp is None:
        return covered
    return stamped(covered, profile.stamp, video=video, own=own or covered is not frame)
