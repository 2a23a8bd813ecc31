"""How it is told what came of following a region: where it enters, where it leaves, and where a person has to go on."""

from collections.abc import Mapping

from reviewer.core.footage import Footage
from reviewer.core.pursuit import End, Ending, Followed
from reviewer.core.timing import Tick
from reviewer.ui.words import from_start, short

STARTS: Mapping[Ending, str] = {
    Ending.FOOTAGE: "there from the beginning",
    Ending.LEFT: "enters the picture at {at}",
    Ending.CUT: "there from the cut at {at}",
    Ending.SMALL: "too small to be followed before {at}",
    Ending.LOST: "not found before {at}: draw it again there",
}
ENDS: Mapping[Ending, str] = {
    Ending.FOOTAGE: "there to the end",
    Ending.LEFT: "left the picture at {at}",
    Ending.CUT: "there until the cut at {at}",
    Ending.SMALL: "too small to be followed after {at}",
    Ending.LOST: "lost at {at}: draw it again there",
}


def followed_words(name: str, followed: Followed, *, footage: Footage, trimmed: bool = False) -> str:
    """What came of following the region of that name, as one or two sentences."""
    told = [_told(followed.start, STARTS, footage=footage), _told(followed.end, ENDS, footage=footage)]
    how = "was followed" if followed.keyframes else "could not be followed from there"
    sentence = f"{name} {how}: {', '.join(t for t in told if t)}."
    if trimmed:
        sentence += " It is not covered any more where it is not there."
    if followed.track is not None:
        sentence += " What the search had found of it was used."
    return sentence


def _told(end: End | None, words: Mapping[Ending, str], *, footage: Footage) -> str:
    if end is None:
        return ""
    recording = footage.recording
    at = short(from_start(Tick(end.tick), recording.index, time_base=recording.video.time_base))
    return words[end.why].format(at=at)
