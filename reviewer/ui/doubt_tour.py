"""Goes through the moments at which something uncovered is likeliest, the riskiest first."""

from collections.abc import Callable

from reviewer.core.timing import Tick
from reviewer.services.moments import Moment, moments
from reviewer.ui.desk import Desk, Place
from reviewer.ui.doubt_words import said
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.viewer.view import PictureView
from reviewer.ui.words import from_start, short


class DoubtTour:
    """One step shows one moment and says what is doubtful there; the last is followed by the first."""

    def __init__(self, desk: Desk, projector: Projector, *, view: PictureView, say: Callable[[str], None]) -> None:
        self._desk, self._projector, self._view, self._say = desk, projector, view, say
        self._place: Place | None = None
        self._moments: tuple[Moment, ...] = ()
        self._appraisal: object = None
        self._at: int | None = None

    def step(self, step: int) -> None:
        """Go on to the next moment, or to the one before with -1."""
        self._look()
        place = self._place
        if place is None or not self._moments:
            self._say("No moment stands out as doubtful. That does not mean that nothing was missed.")
            return
        begin = -1 if step > 0 else 0
        self._at = ((self._at if self._at is not None else begin) + step) % len(self._moments)
        moment = self._moments[self._at]
        index, time_base = place.footage.recording.index, place.footage.recording.video.time_base
        doubt = moment.doubt
        number = index.number(doubt.tick if doubt is not None else moment.span.start)
        if doubt is not None and doubt.box is not None:
            self._view.point_out(index.tick(number), doubt.box)
        self._projector.seek(number)
        # A long doubt may be plainest outside of its moment: what is told holds what is shown.
        ends = (min(moment.span.start, index.tick(number)), max(moment.span.end, index.tick(number)))
        start, end = (short(from_start(Tick(t), index, time_base=time_base)) for t in ends)
        why = said(doubt) if doubt is not None else "Several small doubts together."
        self._say(f"Doubtful moment {self._at + 1} of {len(self._moments)}, {start} to {end}: {why}")

    def _look(self) -> None:
        """Find the moments of the footage on show, unless that was done."""
        place = self._desk.place
        appraisal = place.appraisal if place is not None else None
        if place is not self._place or appraisal is not self._appraisal:
            self._place, self._appraisal, self._at = place, appraisal, None
            self._moments = moments(place.appraisal, place.footage.recording) if place is not None else ()
