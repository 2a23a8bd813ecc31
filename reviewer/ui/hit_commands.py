"""What the keys do that go through the hits of a copy: show one, settle it, open it again, render again, seal."""

from uuid import uuid4

from PySide6.QtCore import QObject

from reviewer.core.copy import Copy, Hit, HitId, Settlement
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.edits import AddRegions
from reviewer.core.region import RegionId
from reviewer.core.timing import Span
from reviewer.services.copy_places import is_open
from reviewer.services.region_over import region_over
from reviewer.services.settling import unsealable
from reviewer.services.sights import MakeCrops
from reviewer.ui.bridge import MainThread
from reviewer.ui.hit_means import HitMeans
from reviewer.ui.hit_words import ALL_SETTLED, NO_HIT, SAY_WHY, title, why
from reviewer.ui.panels.hits import HitsPanel
from reviewer.ui.parts import Parts

GOING = ("next_hit", "previous_hit")
SETTLING = ("cover_hit", "lawful_hit", "not_one_hit")


class HitCommands(QObject):
    """Binds the keys of the hits, and makes the panel that lists them."""

    def __init__(self, parts: Parts, main: MainThread, *, means: HitMeans, make: MakeCrops) -> None:
        super().__init__(parts.page)
        self._parts, self._desk, self._projector, self._means = parts, parts.desk, parts.projector, means
        self.panel = HitsPanel(parts.desk, actions=parts.actions, main=main, make=make)
        self._shown: HitId | None = None
        self._bind()
        self.panel.wanted.connect(self.show)
        self.panel.chosen.connect(self.refresh)
        self.panel.reasoned.connect(lambda: parts.guarded(self.lawful))
        parts.operations.releasing.changed.connect(self.panel.fill)
        parts.operations.releasing.released.connect(self.panel.present)
        self._desk.case_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        actions, copy, hit = self._parts.actions, self.panel.copy, self.panel.hit
        open_copy = copy is not None and is_open(copy) and self._desk.editable
        settled = copy is not None and hit is not None and hit.id in copy.report.settled
        actions.enable(GOING, bool(self.panel.rows.hits))
        actions.enable(SETTLING, open_copy and hit is not None)
        actions["reopen_hit"].setEnabled(open_copy and settled)
        actions.enable(("seal_copy", "render_again"), open_copy)

    def lead(self, copy: Copy, hit: Hit | None) -> None:
        """Show the tab with a hit of a copy, or without one its first that is open, and its moment in the footage."""
        case = self._desk.case
        footage = next((f for f in case.footage() if f.id == copy.footage), None) if case is not None else None
        if footage is None:
            return
        if self._desk.footage is None or self._desk.footage.id != footage.id:
            self._desk.show_footage(footage)
        self._parts.page.show_tab("check")
        self.panel.present(copy)
        self._shown = None
        if hit is None:
            self.step(1)
        else:
            self.panel.choose(hit.id)
            self.show(hit)

    def step(self, step: int) -> None:
        """Show the next open hit, or the one before with -1; one that nobody has been shown yet comes first."""
        here = self.panel.hit
        unseen = here is not None and here.id != self._shown and self.panel.rows.settled(here) is None
        hit = here if unseen else self.panel.neighbour(step)
        if hit is None:
            self._parts.say(ALL_SETTLED)
            return
        self.panel.choose(hit.id)
        self.show(hit)

    def show(self, hit: Hit) -> None:
        """Show the frame of the original that a hit is in, with its place marked."""
        place = self._desk.place
        if place is None:
            return
        self._shown = hit.id
        index = place.footage.recording.index
        tick = index.tick(index.number(hit.tick))
        self._parts.page.view.point_out(tick, hit.box)
        self._projector.seek_tick(tick)
        self._parts.say(f"{title(hit, place.footage.recording)}  {why(hit)}")

    def cover(self) -> None:
        """Draw a region over the hit, have it followed both ways, and note that the next copy has to cover it."""
        hit, place = self.panel.hit, self._desk.place
        if hit is None or place is None:
            self._parts.say(NO_HIT)
            return
        self.show(hit)
        index = place.footage.recording.index
        number = index.number(hit.tick)
        span = Span(index.tick(number), index.after(number))
        doubt = Doubt(DoubtKind.WEAK, span, span.start, 0.0, hit.subject, hit.box)
        region = region_over(doubt, place.footage, name=RegionId(uuid4().hex))
        self._desk.apply(AddRegions((region,)))
        self._desk.select(region.id)
        self._settle(hit, Settlement.COVER, reason="")
        self._parts.actions["follow"].trigger()

    def lawful(self) -> None:
        """Let the hit be shown, for the reason that was typed; asks for one where there is none."""
        reason = self.panel.reason.currentText().strip()
        if self.panel.hit is None:
            self._parts.say(NO_HIT)
        elif not reason:
            self.panel.reason.setFocus()
            self._parts.say(SAY_WHY)
        else:
            self._settle(self.panel.hit, Settlement.LAWFUL, reason=reason)
            self.panel.reason.setCurrentIndex(-1)
            self.panel.reason.clearEditText()
            self._go_on()

    def not_one(self) -> None:
        """Say that the hit is no face, plate or text."""
        if self.panel.hit is None:
            self._parts.say(NO_HIT)
            return
        self._settle(self.panel.hit, Settlement.NOT_ONE, reason="")
        self._go_on()

    def reopen(self) -> None:
        """Take back what was decided on the hit."""
        copy, hit = self.panel.copy, self.panel.hit
        if copy is not None and hit is not None:
            self._means.reopen(copy, hit.id)
            self.panel.fill()

    def seal(self) -> None:
        """Seal the copy, or say why that cannot be done yet."""
        copy = self.panel.copy
        if copy is None:
            return
        refused = unsealable(copy.report)
        if refused:
            self._parts.say(f"The copy cannot be sealed. {refused}")
            return
        self._means.seal(copy)
        self.panel.fill()

    def render_again(self) -> None:
        """Make the copy anew, as its footage is covered now."""
        copy = self.panel.copy
        if copy is not None:
            self._means.render_again(copy)
            self.panel.fill()

    def close(self) -> None:
        """End the fetching of pictures."""
        self.panel.close_down()

    def _settle(self, hit: Hit, how: Settlement, *, reason: str) -> None:
        copy = self.panel.copy
        if copy is not None:
            self._means.settle(copy, hit.id, how, reason)
            self.panel.fill()

    def _go_on(self) -> None:
        """Show the next open hit, or say that every one is decided on."""
        self.step(1)
        self.panel.list.setFocus()

    def _bind(self) -> None:
        actions, guarded = self._parts.actions, self._parts.guarded
        actions.bind("next_hit", lambda: guarded(lambda: self.step(1)))
        actions.bind("previous_hit", lambda: guarded(lambda: self.step(-1)))
        actions.bind("cover_hit", lambda: guarded(self.cover))
        actions.bind("lawful_hit", lambda: guarded(self.lawful))
        actions.bind("not_one_hit", lambda: guarded(self.not_one))
        actions.bind("reopen_hit", lambda: guarded(self.reopen))
        actions.bind("seal_copy", lambda: guarded(self.seal))
        actions.bind("render_again", lambda: guarded(self.render_again))
