"""Make the picture for the screen from a frame: covered as the view wants it, converted, in the view's size."""

from dataclasses import dataclass, replace

from reviewer.core.colour import default_matrix
from reviewer.core.footage import VideoStream
from reviewer.core.frame import Frame
from reviewer.effects.cover import cover
from reviewer.media.colour import Converter
from reviewer.services.pictures import Picture, View


@dataclass(frozen=True, slots=True, eq=False)
class Had:
    """A frame as it came from the child, with its number; a `draft` may be smaller than the footage."""

    number: int
    frame: Frame
    draft: bool = False


class Picturing:
    """Pictures of one footage; belongs to one thread."""

    def __init__(self, video: VideoStream) -> None:
        self._size = video.width, video.height
        self._colour = video.colour
        # A draft has fewer lines, by which an untagged picture must not be taken for one of another kind.
        self._converter = Converter(replace(video.colour, matrix=default_matrix(video.colour, height=video.height)))

    def picture(self, had: Had, view: View) -> Picture:
        """The frame as `view` shows it; a draft is brought to the footage's size before it is covered."""
        number, frame, draft = had.number, had.frame, had.draft
        size = view.size or self._size
        if not view.released:
            return Picture(number, frame.tick, self._converter.bgra(frame, size=size), False, draft=draft)
        if draft:
            frame = self._converter.scaled(frame, self._size)
        covered = cover(frame, view.review, profile=view.profile, colour=self._colour)
        pixels = self._converter.bgra(covered, size=size)
        original = None
        if view.both:
            original = pixels if covered is frame else self._converter.bgra(frame, size=size)
        return Picture(number, frame.tick, pixels, True, original, draft)
