"""Make the picture for the screen from a frame: covered as the view wants it, converted, in the view's size."""

from dataclasses import dataclass, replace

from reviewer.core.assembly import Assembly, assembled
from reviewer.core.colour import default_matrix
from reviewer.core.footage import FrameIndex, VideoStream
from reviewer.core.frame import Frame
from reviewer.core.timing import Span
from reviewer.effects.card import card_frame
from reviewer.effects.finish import finished
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

    def __init__(self, video: VideoStream, index: FrameIndex) -> None:
        self._video, self._index = video, index
        self._size = video.width, video.height
        self._assembly: tuple[tuple[Span, ...], Assembly] = (), assembled(index, (), time_base=video.time_base)
        # A draft has fewer lines, by which an untagged picture must not be taken for one of another kind.
        self._converter = Converter(replace(video.colour, matrix=default_matrix(video.colour, height=video.height)))

    def picture(self, had: Had, view: View) -> Picture:
        """The frame as `view` shows it; a draft is brought to the footage's size before it is covered.

        Of a frame that the copy leaves out a released view shows what the copy does: the card.
        """
        number, frame, draft = had.number, had.frame, had.draft
        size = view.size or self._size
        if not view.released:
            return Picture(number, frame.tick, self._converter.bgra(frame, size=size), False, draft=draft)
        if draft:
            frame = self._converter.scaled(frame, self._size)
        released = self._released(frame, view)
        pixels = self._converter.bgra(released, size=size)
        original = None
        if view.both:
            original = pixels if released is frame else self._converter.bgra(frame, size=size)
        return Picture(number, frame.tick, pixels, True, original, draft)

    def _released(self, frame: Frame, view: View) -> Frame:
        kept = view.review.kept
        if kept != self._assembly[0]:
            self._assembly = kept, assembled(self._index, kept, time_base=self._video.time_base)
        card = next((c for c in self._assembly[1].cards if frame.tick in c.left_out), None)
        if card is not None:
            return card_frame(card, video=self._video, at=frame.tick)
        return finished(frame, view.review, profile=view.profile, video=self._video)
