"""What the actions do to regions: deciding, trimming, keyframes, splitting and joining, and going from one to the next.

Each does it to all selected regions as one step to undo. What is locked stays as it is, and it is said how many did.
"""

from collections.abc import Callable, Collection
from functools import partial

from reviewer.core.edits import Alter, Decide, Lock, RemoveRegions, Respan
from reviewer.core.footage import FrameIndex
from reviewer.core.path_edits import CoverAgain, Join, Split, Uncover
from reviewer.core.region import Decision, Region, RegionId
from reviewer.core.sound_edits import RemoveSilences
from reviewer.core.timing import Span, Tick
from reviewer.ui.parts import Parts
from reviewer.ui.region_making import copied, over_the_picture
from reviewer.ui.selected import Selected, counted

NEED_REGIONS = ("next_region", "previous_region")
NEED_SELECTION = ("go_to",)
NEED_EDITABLE = ("whole_frame",)
NEED_EDITABLE_SELECTION = (
    *("confirm", "reject", "false_next", "propose", "uncover_here", "cover_here", "inverse", "starts_here"),
    *("ends_here", "extend_here", "split", "duplicate", "lock"),
)

NOT_HERE = "No selected region covers this frame; press G to go to one, or T to extend it to here."
BACKWARDS = "A region cannot end before it starts: one that would stayed as it was."
AS_IT_IS = "The selected regions do so already."
IN_GAP = "This frame of it was uncovered; Shift+U covers it again."
COVERED = "The selected regions cover this frame already."
HOLDS_ALL = "A region that hides all but itself has no frames to uncover; Ctrl+I takes that back, Delete removes it."


class RegionCommands:
    """Binds the actions about whole regions to those that are selected."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._desk, self._projector = parts, parts.desk, parts.projector
        self._selected = Selected(parts)
        self._bind_deciding()
        self._bind_trimming()
        self._bind_going()
        desk = self._desk
        for signal in (desk.case_changed, desk.footage_changed, desk.review_changed, desk.selection_changed):
            signal.connect(self.refresh)
        parts.page.view.drawing_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        desk, actions, view = self._desk, self._parts.actions, self._parts.page.view
        chosen, silences = bool(desk.selected), bool(desk.selected_silences)
        actions.enable(NEED_REGIONS, bool(desk.review.regions))
        actions.enable(NEED_SELECTION, chosen)
        actions.enable(NEED_EDITABLE, desk.editable)
        actions.enable(NEED_EDITABLE_SELECTION, desk.editable and chosen)
        actions["remove"].setEnabled(desk.editable and (chosen or silences))
        actions["join"].setEnabled(desk.editable and len(desk.selected) > 1)
        actions["let_go"].setEnabled(chosen or silences or view.drawing or view.busy)

    def go_to(self, region: Region) -> None:
        """Select a region and show its first frame."""
        self._desk.select(region.id)
        footage = self._desk.footage
        if footage is not None:
            self._projector.seek(first_frame(region, footage.recording.index))

    def _bind(self, name: str, function: Callable[[], object]) -> None:
        self._parts.actions.bind(name, partial(self._parts.guarded, function))

    def _bind_deciding(self) -> None:
        self._bind("confirm", partial(self._decide, Decision.CONFIRMED))
        self._bind("reject", partial(self._decide, Decision.REJECTED))
        self._bind("propose", partial(self._decide, Decision.PROPOSED))
        self._bind("false_next", self._false_next)
        self._bind("remove", self._remove)
        self._bind("inverse", self._invert)
        self._bind("lock", self._lock)
        self._bind("duplicate", self._duplicate)
        self._bind("whole_frame", self._whole_frame)

    def _bind_trimming(self) -> None:
        self._bind("uncover_here", self._uncover)
        self._bind("cover_here", self._cover)
        self._bind("starts_here", self._start_here)
        self._bind("ends_here", self._end_here)
        self._bind("extend_here", self._extend_here)
        self._bind("split", self._split)
        self._bind("join", self._join)

    def _bind_going(self) -> None:
        self._bind("go_to", self._go_to_current)
        self._bind("next_region", partial(self._go_on, 1))
        self._bind("previous_region", partial(self._go_on, -1))
        self._bind("let_go", self._let_go)

    def _decide(self, decision: Decision) -> None:
        changing = tuple(r.id for r in self._selected.free() if r.decision is not decision)
        if changing:
            self._desk.apply(Decide(changing, decision))

    def _false_next(self) -> None:
        """Reject what is selected, and go to what is to be decided on next."""
        if not self._selected.free():
            return
        chosen = set(self._desk.selected)
        left = {i for i, r in self._desk.review.regions.items() if r.decision is Decision.PROPOSED} - chosen
        after = self._parts.page.regions.neighbour(1, among=left)  # before the list is sorted anew
        self._decide(Decision.REJECTED)
        if after is None:
            self._parts.say("Every region in the list is decided on.")
        else:
            self.go_to(self._desk.review.regions[after])

    def _remove(self) -> None:
        if self._desk.selected_silences:
            self._desk.apply(RemoveSilences(self._desk.selected_silences))
            return
        free = self._selected.free()
        if free:
            self._selected.apply([RemoveRegions(tuple(r.id for r in free))], f"Remove {counted(len(free))}")

    def _invert(self) -> None:
        free = self._selected.free()
        inverse = not all(r.inverse for r in free)
        changing = tuple(r.id for r in free if r.inverse is not inverse)
        if changing:
            told = "the region" if len(changing) == 1 else counted(len(changing))
            title = f"Hide all but {told}" if inverse else f"Hide only {told}"
            self._desk.apply(Alter(regions=changing, title=title, inverse=inverse))

    def _lock(self) -> None:
        chosen = self._selected.regions()
        locked = not all(r.locked for r in chosen)
        changing = tuple(r.id for r in chosen if r.locked is not locked)
        self._desk.apply(Lock(changing, locked))
        self._parts.say(f"{counted(len(changing)).capitalize()} {'locked' if locked else 'can be changed again'}.")

    def _duplicate(self) -> None:
        """Copies of what is selected, locked or not, beside it; they are selected then."""
        footage = self._desk.footage
        if footage is not None:
            edit, ids = copied(self._selected.regions(), footage.recording.video)
            self._desk.apply(edit)
            self._desk.select(*ids)

    def _whole_frame(self) -> None:
        footage, tick = self._desk.footage, self._projector.tick
        if footage is not None and tick is not None:
            span = self._selected.stretch() or Span(tick, footage.recording.index.end)
            edit, region = over_the_picture(footage.recording.video, span, subject=self._parts.page.regions.subject)
            self._desk.apply(edit)
            self._desk.select(region)

    def _uncover(self) -> None:
        span, free = self._selected.stretch() or self._selected.frame(), self._selected.free()
        if span is None or not free:
            return
        changing = [r for r in free if not r.inverse and _covers_any(r, span)]
        if not changing:
            self._parts.say(HOLDS_ALL if any(r.inverse for r in free) else NOT_HERE)
            return
        self._selected.apply(
            [Uncover(tuple(r.id for r in changing), span)], f"Uncover frames of {counted(len(changing))}"
        )

    def _cover(self) -> None:
        span, free = self._selected.stretch() or self._selected.frame(), self._selected.free()
        if span is None or not free:
            return
        changing = [r for r in free if any(gap.overlaps(span) for gap in r.gaps)]
        if changing:
            edit = CoverAgain(tuple(r.id for r in changing), span)
            self._selected.apply([edit], f"Cover frames of {counted(len(changing))} again")
        else:
            self._parts.say(COVERED if any(_covers_any(r, span) for r in free) else NOT_HERE)

    def _start_here(self) -> None:
        tick = self._projector.tick
        if tick is not None:
            self._respan(lambda r: Span(tick, r.span.end), "Trim")

    def _end_here(self) -> None:
        frame = self._selected.frame()
        if frame is not None:
            self._respan(lambda r: Span(r.span.start, frame.end), "Trim")

    def _extend_here(self) -> None:
        frame = self._selected.frame()
        if frame is not None:
            self._respan(lambda r: Span(min(r.span.start, frame.start), max(r.span.end, frame.end)), "Extend")
            if any(frame.start in gap for r in self._selected.regions() for gap in r.gaps):
                self._parts.say(IN_GAP)

    def _respan(self, span: Callable[[Region], Span], verb: str) -> None:
        """Give each region a new span, but for those that would end before they start."""
        free = self._selected.free()
        spans = [(r, span(r)) for r in free]
        edits = [Respan(r.id, s) for r, s in spans if s.start < s.end and s != r.span]
        if edits:
            self._selected.apply(edits, f"{verb} {counted(len(edits))}")
        if any(s.start >= s.end for _, s in spans):
            self._parts.say(BACKWARDS)
        elif free and not edits:
            self._parts.say(COVERED if verb == "Extend" else AS_IT_IS)

    def _split(self) -> None:
        tick = self._projector.tick
        free = self._selected.free()
        if tick is None or not free:
            return
        inside = [r for r in free if r.span.start < tick < r.span.end]
        edits = [Split(r.id, tick, second_of(r.id, self._desk.review.regions)) for r in inside or free[:1]]
        if self._selected.apply(edits, f"Split {counted(len(edits))}"):  # of none inside, the edit says why not
            self._desk.select(*(e.second for e in edits))

    def _join(self) -> None:
        free = self._selected.free()
        if free:
            edit = Join(tuple(r.id for r in free))
            if self._selected.apply([edit], f"Join {counted(len(free))}"):
                self._desk.select(*(r.id for r in free))  # of these the one is left

    def _go_to_current(self) -> None:
        if self._desk.current is not None:
            self.go_to(self._desk.current)

    def _let_go(self) -> None:
        if not self._parts.page.view.cancel():
            self._desk.select()

    def _go_on(self, step: int) -> None:
        region = self._parts.page.regions.neighbour(step)
        if region is not None:
            self.go_to(self._desk.review.regions[region])


def first_frame(region: Region, index: FrameIndex) -> int:
    """The number of the first frame that a region covers; its span may begin between two frames."""
    start = region.span.start
    return 0 if start <= index.tick(0) else index.number(Tick(start - 1)) + 1


def second_of(region: RegionId, taken: Collection[RegionId]) -> RegionId:
    """An id for the part of a region that is split off."""
    number = 2
    while f"{region}/{number}" in taken:
        number += 1
    return RegionId(f"{region}/{number}")


def _covers_any(region: Region, span: Span) -> bool:
    """Whether something of the region is hidden at any time of the span."""
    inside = Span(max(region.span.start, span.start), min(region.span.end, span.end))
    return inside.start < inside.end and not any(g.start <= inside.start and inside.end <= g.end for g in region.gaps)
