"""What is done on the timeline by keys: how closely it is looked at, in and out, markers, and silences."""

from collections.abc import Callable, Iterable
from uuid import uuid4

from PySide6.QtCore import QObject

from reviewer.core.edits import Edit
from reviewer.core.mark_edits import PutMarker, RemoveMarkers, SetInOut
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.sound_edits import AddSilences
from reviewer.core.timing import Span, Tick
from reviewer.ui.parts import Parts

NEED_FOOTAGE = ("timeline_in", "timeline_out", "timeline_all")
NEED_EDITABLE = ("set_in", "set_out", "marker")
NEED_SOUND = ("silence", "draw_silence")
NEED_MARKERS = ("next_marker", "previous_marker")

NO_STRETCH = "Set an in point (I) and an out point (O) first, or drag over the sound on the timeline with Alt held."
DRAW = "Drag over the sound on the timeline to silence it; with Shift in all sound streams. Esc cancels."


class TimelineCommands(QObject):
    """Binds the actions of the timeline, and shows on it how far the analysis may be trusted."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.page)
        self._parts, self._desk, self._projector = parts, parts.desk, parts.projector
        self._timeline = parts.page.timeline
        self._bind_all()
        for signal in (self._desk.footage_changed, self._desk.review_changed):
            signal.connect(self._appraise)
            signal.connect(self.refresh)
        self._desk.case_changed.connect(self.refresh)
        self._timeline.made.connect(self._pick_silences)
        self._timeline.noted.connect(self._note)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        desk, actions = self._desk, self._parts.actions
        footage, review = desk.footage, desk.review
        actions.enable(NEED_FOOTAGE, footage is not None)
        actions.enable(NEED_EDITABLE, desk.editable)
        actions.enable(NEED_SOUND, desk.editable and footage is not None and bool(footage.recording.sounds))
        actions.enable(NEED_MARKERS, bool(review.markers))
        actions["remove_marker"].setEnabled(desk.editable and bool(review.markers))
        actions["clear_in_out"].setEnabled(desk.editable and review.in_out is not None)

    def _bind_all(self) -> None:
        timeline = self._timeline
        bound: dict[str, Callable[[], object]] = {
            "timeline_in": lambda: timeline.zoom(1),
            "timeline_out": lambda: timeline.zoom(-1),
            "timeline_all": timeline.fit,
            "set_in": self._set_in,
            "set_out": self._set_out,
            "clear_in_out": lambda: self._desk.apply(SetInOut(None)),
            "marker": self._mark,
            "remove_marker": self._unmark,
            "next_marker": lambda: self._go_on(1),
            "previous_marker": lambda: self._go_on(-1),
            "silence": self._silence,
            "draw_silence": self._draw_silence,
        }
        for name, function in bound.items():
            self._bind(name, function)

    def _bind(self, name: str, function: Callable[[], object]) -> None:
        self._parts.actions.bind(name, lambda: self._parts.guarded(function))

    def _appraise(self) -> None:
        if self._desk.place is not None:
            self._timeline.appraise(self._desk.place.appraisal)

    def _pick_silences(self, edit: Edit) -> None:
        """Select what was drawn, as far as it was committed."""
        if isinstance(edit, AddSilences):
            self._desk.select_silences(*(s.id for s in edit.silences))

    def _here(self) -> Span | None:
        """The frame that is on show."""
        footage = self._desk.footage
        if footage is None:
            return None
        index = footage.recording.index
        number = min(self._projector.number, len(index) - 1)
        return Span(index.tick(number), index.after(number))

    def _set_in(self) -> None:
        here, footage = self._here(), self._desk.footage
        if here is not None and footage is not None:
            span = self._desk.review.in_out
            end = span.end if span is not None and span.end > here.start else footage.recording.index.end
            self._stretch(Span(here.start, end))

    def _set_out(self) -> None:
        here, footage = self._here(), self._desk.footage
        if here is not None and footage is not None:
            span = self._desk.review.in_out
            start = span.start if span is not None and span.start < here.end else footage.recording.index.tick(0)
            self._stretch(Span(start, here.end))

    def _stretch(self, span: Span) -> None:
        if span != self._desk.review.in_out:
            self._desk.apply(SetInOut(span))

    def _mark(self) -> None:
        here = self._here()
        if here is not None:
            self._projector.stop()
            there = self._markers(here)
            self._ask(there[0] if there else Marker(MarkerId(uuid4().hex), here.start), new=not there)

    def _note(self, marker: MarkerId) -> None:
        value = self._desk.review.markers.get(marker)
        if value is not None and self._desk.editable:
            self._parts.guarded(lambda: self._ask(value, new=False))

    def _ask(self, marker: Marker, *, new: bool) -> None:
        note = self._parts.user.marker_note(marker.note)
        if note is not None and (new or note != marker.note):
            self._desk.apply(PutMarker(Marker(marker.id, marker.tick, note)))

    def _unmark(self) -> None:
        here = self._here()
        there = self._markers(here) if here is not None else []
        if there:
            self._desk.apply(RemoveMarkers(tuple(m.id for m in there)))
        else:
            self._parts.say("There is no marker at this frame; Ctrl+PgDown goes to the next one.")

    def _markers(self, here: Span) -> list[Marker]:
        return [m for m in self._desk.review.markers.values() if m.tick in here]

    def _go_on(self, step: int) -> None:
        here = self._here()
        if here is None:
            return
        ticks = [m.tick for m in self._desk.review.markers.values()]
        further = [t for t in ticks if t >= here.end] if step > 0 else [t for t in ticks if t < here.start]
        if further:
            self._projector.seek_tick(_nearest(further, here.start))
        else:
            self._parts.say(f"There is no marker {'after' if step > 0 else 'before'} this frame.")

    def _silence(self) -> None:
        span = self._desk.review.in_out
        if span is None:
            self._parts.say(NO_STRETCH)
            return
        silence = Silence(id=SilenceId(uuid4().hex), span=span)
        self._desk.apply(AddSilences((silence,)))
        self._desk.select_silences(silence.id)

    def _draw_silence(self) -> None:
        on = not self._timeline.armed
        self._timeline.arm_silence(on=on)
        if on:
            self._timeline.setFocus()
            self._parts.say(DRAW)


def _nearest(ticks: Iterable[Tick], to: Tick) -> Tick:
    return min(ticks, key=lambda t: abs(t - to))
