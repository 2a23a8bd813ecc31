"""What the keys do about the copy: keep a stretch of the footage, leave one out, go from edge to edge."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from reviewer.core.cut_edits import Keep, KeepAll, LeaveOut
from reviewer.core.footage import FrameIndex
from reviewer.core.spans import united, without
from reviewer.core.timing import Span, Tick, clock, seconds
from reviewer.ui.parts import Parts
from reviewer.ui.words import from_start, short

CUTTING = ("keep_stretch", "leave_out")
GOING = ("next_edge", "previous_edge")

NO_STRETCH = "Set an in point ({}) and an out point ({}) first, or select what is to be kept or left out."
NOTHING_LEFT = "Nothing of the footage would be left in the copy; the stretch was not left out."
ALL_KEPT = "The copy shows all of the footage."


class CutCommands(QObject):
    """Binds the actions of the copy that cut it."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.page)
        self._parts, self._desk, self._projector = parts, parts.desk, parts.projector
        bound: dict[str, Callable[[], object]] = {
            "keep_stretch": self._keep,
            "leave_out": self._leave_out,
            "keep_all": self._keep_all,
            "next_edge": partial(self._go, 1),
            "previous_edge": partial(self._go, -1),
        }
        for name, function in bound.items():
            parts.actions.bind(name, partial(parts.guarded, function))
        for signal in (self._desk.case_changed, self._desk.footage_changed, self._desk.review_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        actions, kept = self._parts.actions, bool(self._desk.review.kept)
        actions.enable(CUTTING, self._desk.editable)
        actions.enable(GOING, kept)
        actions["keep_all"].setEnabled(self._desk.editable and kept)

    @property
    def _index(self) -> FrameIndex:
        footage = self._desk.footage
        assert footage is not None, "the actions are grey without footage"
        return footage.recording.index

    def _stretch(self) -> Span | None:
        """From in to out, or else all that is selected, in whole frames of the footage."""
        review = self._desk.review
        spans = [review.regions[r].span for r in self._desk.selected if r in review.regions]
        spans += [review.silences[s].span for s in self._desk.selected_silences if s in review.silences]
        hull = Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
        wanted = framed(self._index, review.in_out or hull)
        if wanted is None:
            keys = self._parts.actions.keys
            self._parts.say(NO_STRETCH.format(keys("set_in"), keys("set_out")))
        return wanted

    def _keep(self) -> None:
        span, before, whole = self._stretch(), self._desk.review.kept, self._index.span
        if span is None:
            return
        after = united((*before, span))
        if after == (whole,):
            self._keep_all()
        elif after == before:
            self._parts.say("The copy shows this stretch already.")
        else:
            self._desk.apply(Keep(span))
            self._tell()

    def _leave_out(self) -> None:
        span, kept, whole = self._stretch(), self._desk.review.kept, self._index.span
        if span is None:
            return
        before = kept or (whole,)
        after = without(before, span)
        if not after:
            self._parts.say(NOTHING_LEFT)
        elif after == before:
            self._parts.say("The copy leaves this stretch out already.")
        else:
            self._desk.apply(LeaveOut(span, whole))
            self._tell()

    def _keep_all(self) -> None:
        if self._desk.review.kept:
            self._desk.apply(KeepAll())
        self._parts.say(ALL_KEPT)

    def _tell(self) -> None:
        """Say what the copy shows now."""
        footage, kept = self._desk.footage, self._desk.review.kept
        if footage is None or not kept:
            self._parts.say(ALL_KEPT)
            return
        length = seconds(Tick(sum(s.end - s.start for s in kept)), footage.recording.video.time_base)
        stretches = "one stretch" if len(kept) == 1 else f"{len(kept)} stretches"
        told = short(clock(length))
        self._parts.say(f"The copy shows {stretches} of the footage, {told} in all, and a card at each cut.")

    def _go(self, step: int) -> None:
        """Show the first frame that is kept, or left out, after the one on show or before it."""
        footage, here = self._desk.footage, self._projector.number
        if footage is None:
            return
        index = footage.recording.index
        edges = {tick for span in self._desk.review.kept for tick in (span.start, span.end)}
        numbers = sorted({index.number(tick) for tick in edges if tick < index.end})
        ahead = [n for n in numbers if (n - here) * step > 0]
        if not ahead:
            self._parts.say(f"There is no cut in the copy {'after' if step > 0 else 'before'} this frame.")
            return
        number = min(ahead, key=lambda n: abs(n - here))
        self._projector.seek(number)
        tick = index.tick(number)
        at = short(from_start(tick, index, time_base=footage.recording.video.time_base))
        begins = any(tick in span for span in self._desk.review.kept)
        self._parts.say(f"{'Kept' if begins else 'Left out'} from here on, at {at}.")


def framed(index: FrameIndex, span: Span | None) -> Span | None:
    """The span in whole frames of the footage; None when nothing of it lies in there."""
    if span is None or span.start >= span.end or span.end <= index.tick(0) or span.start >= index.end:
        return None
    return Span(index.tick(index.number(span.start)), index.after(index.number(Tick(span.end - 1))))
