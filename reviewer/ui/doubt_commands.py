"""What the keys do that go through the doubts: show the next one looped around its moment, settle it, open it again."""

from uuid import uuid4

from PySide6.QtCore import QObject, QTimer

from reviewer.core.doubt import DoubtId, Verdict
from reviewer.core.edits import AddRegions
from reviewer.core.mark_edits import Settle, Unsettle
from reviewer.core.region import RegionId
from reviewer.core.timing import Span, Tick
from reviewer.services.docket import Item
from reviewer.services.pictures import Picture
from reviewer.services.region_over import region_over
from reviewer.services.standings import Standing
from reviewer.ui.docket_words import ALL_SETTLED, NO_DOUBTS, NOT_SEARCHED, REASONS, SORTING, at_length, part
from reviewer.ui.doubt_queue import DoubtQueue
from reviewer.ui.panels.doubts import DoubtProgress, DoubtsPanel
from reviewer.ui.parts import Parts
from reviewer.ui.seen import Seen
from reviewer.ui.words import from_start, short

SLOWLY = 0.5
"""Times its own speed at which a moment is played: at its own speed a face that is there for six frames is missed."""

LOOKS = 800
"""Milliseconds for which the doubtful frame itself stays on show before its moment is played."""

MOST = 8
"""Places that are marked at once at most: with more of them nothing would stand out."""

GOING = ("next_doubt", "previous_doubt")
SETTLING = ("settle_right", "settle_covered", "cover_marked")

NOTHING_MARKED = "No place is marked in this frame: go to one that is, or press N to draw."


class DoubtCommands(QObject):
    """Binds the keys of the doubts; puts the queue beside the picture and the line of progress over the timeline."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.page)
        self._parts, self._desk, self._projector = parts, parts.desk, parts.projector
        self.queue = DoubtQueue(parts.desk, self)
        self.seen = Seen(parts.desk, parts.projector, view=parts.page.view)
        self.panel = DoubtsPanel(parts.desk, self.queue, seen=self.seen, actions=parts.actions)
        self.progress = DoubtProgress(parts.desk, self.queue, seen=self.seen)
        self._last: tuple[DoubtId, ...] = ()
        self._stood, self._pursued = Standing.OPEN, False
        self._looked = QTimer(self)
        self._looked.setSingleShot(True)
        self._looked.setInterval(LOOKS)
        self._looked.timeout.connect(self._play)
        self._bind()
        self.panel.wanted.connect(self.show)
        self.queue.changed.connect(self._changed)
        self.queue.current_changed.connect(self.refresh)
        self._projector.pictured.connect(self._mark)
        self._projector.speed_changed.connect(self._looked.stop)
        self._desk.case_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        actions, queue = self._parts.actions, self.queue
        current = queue.current
        actions.enable(GOING, self._desk.place is not None and bool(queue.items))
        actions.enable(SETTLING, self._desk.editable and current is not None)
        settled = current is not None and any(i in self._desk.review.settled for i in current.ids)
        actions["unsettle"].setEnabled(self._desk.editable and (settled or bool(self._last)))

    def step(self, step: int) -> None:
        """Show the next open doubt, or the one before with -1."""
        queue = self.queue
        if queue.sorting:
            self._parts.say(SORTING)
            return
        item = queue.neighbour(step)
        if item is not None:
            self.show(item)
        else:
            self._parts.say(ALL_SETTLED if queue.items else NO_DOUBTS if queue.looked_at else NOT_SEARCHED)

    def show(self, item: Item) -> None:
        """Look at a doubt: its frame with the place marked, and after a moment what is around it, over and over."""
        place = self._desk.place
        if place is None:
            return
        index = place.footage.recording.index
        self.queue.look_at(item)
        self._pursued = False
        self._stood = self.queue.standing(item)
        regions = self.queue.regions(item)
        self._desk.select(*regions[:1])
        number = index.number(item.tick)
        if item.box is not None:
            self._parts.page.view.point_out(index.tick(number), item.box)
        self._projector.seek(number)
        self._loop(item.loop)
        self._looked.start()
        self._parts.say(self._told(item))

    def settle(self, verdict: Verdict) -> None:
        """Settle the doubt that is looked at, and go on to the next."""
        item = self.queue.current
        if item is None:
            return
        self._desk.apply(Settle(item.ids, verdict))
        self._last = item.ids
        self._go_on()

    def unsettle(self) -> None:
        """Open the doubt again that is looked at, or else the one that was settled last."""
        current, settled = self.queue.current, self._desk.review.settled
        ids = tuple(i for i in (current.ids if current is not None else ()) if i in settled)
        ids = ids or tuple(i for i in self._last if i in settled)
        self._last = ()
        if not ids:
            self._parts.say("No doubt was settled that could be opened again.")
            return
        self._desk.apply(Unsettle(ids))
        item = next((i for i in self.queue.items if set(ids) & set(i.ids)), None)
        if item is not None:
            self.show(item)

    def cover(self) -> None:
        """Cover what is marked in this frame, or what the doubt points at, and have it followed both ways."""
        item, place, tick = self.queue.current, self._desk.place, self._projector.tick
        if item is None or place is None or tick is None:
            return
        doubts = self.queue.marked(item, tick) or [d for d in item.doubts[:1] if d.box is not None and not item.sweep]
        if not doubts:
            self._parts.say(NOTHING_MARKED)
            return
        region = region_over(doubts[0], place.footage, name=RegionId(uuid4().hex))
        self._looked.stop()
        self._projector.seek_tick(doubts[0].tick)
        self._desk.apply(AddRegions((region,)))
        self._desk.select(region.id)
        self._parts.actions["follow"].trigger()
        self._pursued = True

    def _bind(self) -> None:
        actions, guarded = self._parts.actions, self._parts.guarded
        actions.bind("next_doubt", lambda: guarded(lambda: self.step(1)))
        actions.bind("previous_doubt", lambda: guarded(lambda: self.step(-1)))
        actions.bind("settle_right", lambda: guarded(lambda: self.settle(Verdict.RIGHT)))
        actions.bind("settle_covered", lambda: guarded(lambda: self.settle(Verdict.COVERED)))
        actions.bind("cover_marked", lambda: guarded(self.cover))
        actions.bind("unsettle", lambda: guarded(self.unsettle))

    def _go_on(self) -> None:
        item = self.queue.neighbour(1)
        if item is not None:
            self.show(item)
            return
        self.queue.look_at(None)
        self._looked.stop()
        self._projector.stop()
        self._loop(None)
        self._parts.say(ALL_SETTLED)

    def _changed(self) -> None:
        """Say so when an edit has answered the doubt that is looked at."""
        current = self.queue.current
        if current is not None:
            standing = self.queue.standing(current)
            if standing in (Standing.COVERED, Standing.SHOWN) and (self._pursued or standing is not self._stood):
                QTimer.singleShot(0, self, self._say_answered)  # after what is said of the edit itself
            self._stood = standing
        if self._pursued:
            self._pursued = False
            self._looked.start()  # what following has come to is to be seen, too
        self.refresh()

    def _say_answered(self) -> None:
        current = self.queue.current
        standing = self.queue.standing(current) if current is not None else Standing.OPEN
        if standing in (Standing.COVERED, Standing.SHOWN):
            self._parts.say(f"{REASONS[standing]} {self._parts.actions.keys('next_doubt')} goes on to the next doubt.")

    def _play(self) -> None:
        """Play the moment once its frame is there, unless somebody has gone elsewhere meanwhile."""
        item, place, projector = self.queue.current, self._desk.place, self._projector
        if item is None or place is None or projector.speed:
            return
        if place.footage.recording.index.tick(projector.number) not in item.loop:
            return
        if projector.shown is None or projector.shown.number != projector.number:
            self._looked.start()  # still to be decoded
        else:
            projector.play_loop(SLOWLY)

    def _mark(self, picture: Picture) -> None:
        """Mark the places of the doubts while the frames around theirs pass."""
        item = self.queue.current
        if item is None or picture.draft:
            return
        if self._looked.isActive() and picture.number == self._projector.number:
            self._looked.start()  # the look begins when there is something to see
        boxes = [d.box for d in self.queue.marked(item, picture.tick)[:MOST] if d.box is not None]
        if boxes:
            self._parts.page.view.point_out(picture.tick, *boxes)

    def _loop(self, span: Span | None) -> None:
        self._projector.loop = span

    def _told(self, item: Item) -> str:
        place = self._desk.place
        assert place is not None
        index, time_base = place.footage.recording.index, place.footage.recording.video.time_base
        number = next((n for n, i in enumerate(self.queue.items, 1) if i is item), 0)
        start, end = (short(from_start(Tick(t), index, time_base=time_base)) for t in (item.loop.start, item.loop.end))
        risk = part(item.share, self.queue.total)
        beyond = ""
        if not item.sweep and item.span.end - item.span.start > 2 * (item.loop.end - item.loop.start):
            ends = (max(item.span.start, index.tick(0)), min(item.span.end, index.end))
            first, last = (short(from_start(Tick(t), index, time_base=time_base)) for t in ends)
            beyond = f" It goes on from {first} to {last}."
        where = f"Doubt {number} of {len(self.queue.items)}, {start} to {end}, {risk} of the risk"
        return f"{where}: {at_length(item)}{beyond}"
