"""What the actions do that play: speeds, sound, the loop, a typed time, and the cuts."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from reviewer.core.doubt import DoubtKind
from reviewer.core.errors import ReviewerError
from reviewer.core.timing import Span
from reviewer.ui.parts import Parts
from reviewer.ui.remembered import Remembered
from reviewer.ui.words import from_start, short

NEED_FOOTAGE = ("slower", "faster", "go_to_time", "loop", "next_cut", "previous_cut")
NEED_SOUND = ("hear", "louder", "quieter")


class PlayCommands(QObject):
    """Binds these actions to the projector and the transport; how loud it plays is remembered, where something does."""

    def __init__(self, parts: Parts, remembered: Remembered | None = None) -> None:
        super().__init__(parts.page)
        self._parts, self._remembered = parts, remembered
        self._desk, self._projector = parts.desk, parts.projector
        self._told: set[str] = set()
        self._between: Span | None = None
        if remembered is not None:
            self._projector.set_sound(on=remembered.preferences.hear, volume=remembered.preferences.volume)
        self._bind()
        self._projector.unheard.connect(self._unheard)
        self._projector.tuned.connect(self._tuned)
        self._desk.footage_changed.connect(self.refresh)
        self._desk.review_changed.connect(self._follow_in_out)
        self.refresh()
        self._tuned()

    def refresh(self) -> None:
        """Make each action available or grey."""
        footage = self._desk.footage
        self._parts.actions.enable(NEED_FOOTAGE, footage is not None)
        self._parts.actions.enable(NEED_SOUND, footage is not None and bool(footage.recording.sounds))

    def _bind(self) -> None:
        projector = self._projector
        wanted: dict[str, Callable[[], object]] = {
            "slower": partial(self._change_speed, -1),
            "faster": partial(self._change_speed, 1),
            "hear": lambda: projector.set_sound(on=self._parts.actions["hear"].isChecked()),
            "louder": partial(self._change_volume, 1),
            "quieter": partial(self._change_volume, -1),
            "loop": self._loop,
            "go_to_time": self._parts.page.transport.time.ask,
            "next_cut": partial(self._go_to_cut, 1),
            "previous_cut": partial(self._go_to_cut, -1),
        }
        for name, function in wanted.items():
            self._parts.actions.bind(name, partial(self._parts.guarded, function))

    def _change_speed(self, steps: int) -> None:
        self._projector.change_speed(steps)
        silent = self._projector.silent_because if self._projector.has_sound else ""
        speed = abs(self._projector.speed) or self._projector.tempo
        self._parts.say(f"Speed {speed:g}×{f': {silent}' if silent else ''}.")

    def _change_volume(self, steps: int) -> None:
        self._projector.change_volume(steps)
        off = "" if self._projector.hears else " Sound is off."
        self._parts.say(f"Loudness {self._projector.volume:.0%} of what was recorded.{off}")

    def _loop(self) -> None:
        projector, between = self._projector, self._desk.review.in_out
        if not self._parts.actions["loop"].isChecked():
            projector.loop = None
        elif between is None:
            keys = self._parts.actions.keys
            self._parts.say(f"Set the in point ({keys('set_in')}) and the out point ({keys('set_out')}) first.")
            self._tuned()
        else:
            projector.loop = self._between = between
            if projector.speed <= 0:
                projector.play_at(projector.tempo)

    def _follow_in_out(self) -> None:
        """Where in and out are looped and are moved, the loop moves with them."""
        between = self._desk.review.in_out
        if self._between is not None and self._projector.loop == self._between != between:
            self._projector.loop = self._between = between

    def _go_to_cut(self, step: int) -> None:
        place, here = self._desk.place, self._projector.number
        if place is None:
            return
        index, base = place.footage.recording.index, place.footage.recording.video.time_base
        cuts = sorted({index.number(d.tick) for d in place.appraisal.doubts if d.kind is DoubtKind.CUT})
        ahead = [c for c in cuts if (c - here) * step > 0]
        if ahead:
            number = min(ahead, key=lambda c: abs(c - here))
            self._projector.seek(number)
            at = short(from_start(index.tick(number), index, time_base=base))
            self._parts.say(f"Cut {cuts.index(number) + 1} of {len(cuts)}, at {at}.")
        elif cuts:
            self._parts.say("There is no further cut." if step > 0 else "There is no cut before this.")
        elif len(place.appraisal.risk):
            self._parts.say("No cut was found in this footage.")
        else:
            self._parts.say("Cuts are found together with faces and plates: find those first.")

    def _unheard(self, error: Exception) -> None:
        """Say why nothing is heard, each reason once; a defect is shown like any other."""
        if not isinstance(error, ReviewerError):
            self._parts.report(error)
        elif str(error) not in self._told:
            self._told.add(str(error))
            self._parts.say(f"{error} {error.advice}".strip())

    def _tuned(self) -> None:
        actions, projector = self._parts.actions, self._projector
        actions["loop"].setChecked(projector.loop is not None)
        actions["hear"].setChecked(projector.hears)
        if self._remembered is not None:
            kept, volume, hears = self._remembered.preferences, projector.volume, projector.hears
            if (kept.volume, kept.hear) != (volume, hears):
                self._remembered.change(lambda p: replace(p, volume=volume, hear=hears))
