"""What each action does, and when it can be done."""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from reviewer.core.edits import Decide, Edit, RemoveRegions, Respan
from reviewer.core.region import Decision, Region, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.ui.doubt_tour import DoubtTour
from reviewer.ui.parts import Parts
from reviewer.ui.viewer.gestures import Drawn, Stage, nudge

FAR = 10
"""Pixels of a nudge with Shift."""

NUDGES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}

NEED_CASE = ("close_case",)
NEED_FOOTAGE = (
    *("release", "play", "step_back", "step_forward", "first", "last", "backwards", "pause", "forwards"),
    *("original", "released", "fit", "actual", "zoom_in", "zoom_out"),
)
NEED_EDITABLE = ("analyse", "draw")
NEED_REGIONS = ("next_region", "previous_region", "by_doubt")
NEED_DOUBTS = ("next_doubt", "previous_doubt")
NEED_SELECTION = ("go_to", "let_go")
NEED_EDITABLE_SELECTION = (
    *("confirm", "reject", "propose", "remove", "starts_here", "ends_here"),
    *(f"nudge_{side}{far}" for side in NUDGES for far in ("", "_far")),
)


class Commands:
    """Binds the actions to the desk, the projector, the picture and the operations."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._desk, self._projector = parts.desk, parts.projector
        self._tour = DoubtTour(parts.desk, parts.projector, view=parts.page.view, say=parts.say)
        self._bind_files()
        self._bind_edits()
        self._bind_playing()
        for signal in (
            self._desk.case_changed,
            self._desk.footage_changed,
            self._desk.review_changed,
            self._desk.selection_changed,
            self._desk.history_changed,
        ):
            signal.connect(self.refresh)
        parts.page.view.drawing_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey, and name what undo and redo would do."""
        desk, actions = self._desk, self._parts.actions
        chosen = bool(desk.selected)
        actions.enable(NEED_CASE, desk.case is not None)
        actions.enable(NEED_FOOTAGE, desk.footage is not None)
        actions.enable(NEED_EDITABLE, desk.editable)
        actions["read_plates"].setEnabled(desk.editable and desk.has_plates)
        actions.enable(NEED_REGIONS, bool(desk.review.regions))
        actions.enable(NEED_DOUBTS, desk.place is not None and bool(desk.place.appraisal.doubts))
        actions.enable(NEED_SELECTION, chosen)
        actions.enable(NEED_EDITABLE_SELECTION, desk.editable and chosen)
        actions["let_go"].setEnabled(chosen or self._parts.page.view.drawing or self._parts.page.view.busy)
        stack = desk.place.history.stack if desk.place else None
        undo, redo = actions["undo"], actions["redo"]
        undo.setEnabled(stack is not None and stack.canUndo())
        redo.setEnabled(stack is not None and stack.canRedo())
        undo.setText(f"&Undo {stack.undoText().lower()}" if stack is not None and stack.canUndo() else "&Undo")
        redo.setText(f"&Redo {stack.redoText().lower()}" if stack is not None and stack.canRedo() else "&Redo")
        undo.setIconText("Undo")
        redo.setIconText("Redo")

    def go_to(self, region: Region) -> None:
        """Select a region and show its first frame."""
        self._desk.select(region.id)
        if self._desk.footage is not None:
            # A span may begin between two frames: the one on show at its start is then not hidden yet.
            index, start = self._desk.footage.recording.index, region.span.start
            self._projector.seek(0 if start <= index.tick(0) else index.number(Tick(start - 1)) + 1)

    def _bind(self, name: str, function: Callable[[], object]) -> None:
        self._parts.actions.bind(name, lambda: self._parts.guarded(function))

    def _bind_files(self) -> None:
        self._bind("open_footage", self._open_footage)
        self._bind("open_case", self._open_case)
        self._bind("close_case", self._parts.operations.close_case)
        self._bind("release", self._parts.operations.release)
        self._bind("analyse", self._parts.operations.find)
        self._bind("read_plates", self._parts.operations.read_plates)

    def _bind_edits(self) -> None:
        self._bind("undo", self._desk.undo)
        self._bind("redo", self._desk.redo)
        self._bind("draw", self._draw)
        self._bind("confirm", lambda: self._decide(Decision.CONFIRMED))
        self._bind("reject", lambda: self._decide(Decision.REJECTED))
        self._bind("propose", lambda: self._decide(Decision.PROPOSED))
        self._bind("remove", lambda: self._desk.apply(RemoveRegions(self._desk.selected)))
        self._bind("starts_here", self._start_here)
        self._bind("ends_here", self._end_here)
        self._bind("go_to", self._go_to_current)
        self._bind("next_region", lambda: self._go_on(1))
        self._bind("previous_region", lambda: self._go_on(-1))
        self._bind("let_go", self._let_go)
        self._bind("next_doubt", lambda: self._tour.step(1))
        self._bind("previous_doubt", lambda: self._tour.step(-1))
        self._bind("by_doubt", self._parts.page.regions.sort_by_doubt)
        for side, (across, down) in NUDGES.items():
            self._bind(f"nudge_{side}", partial(self._nudge, across, down))
            self._bind(f"nudge_{side}_far", partial(self._nudge, across * FAR, down * FAR))

    def _bind_playing(self) -> None:
        projector, view = self._projector, self._parts.page.view
        self._bind("play", projector.toggle)
        self._bind("pause", projector.stop)
        self._bind("step_back", lambda: projector.step(-1))
        self._bind("step_forward", lambda: projector.step(1))
        self._bind("first", lambda: projector.seek(0))
        self._bind("last", projector.last)
        self._bind("backwards", lambda: projector.shuttle(-1))
        self._bind("forwards", lambda: projector.shuttle(1))
        self._bind("fit", view.fit)
        self._bind("actual", view.actual)
        self._bind("zoom_in", lambda: view.zoom(1))
        self._bind("zoom_out", lambda: view.zoom(-1))

    def _open_footage(self) -> None:
        chosen = self._parts.user.footage_file()
        if chosen is not None:
            self._parts.operations.take_in(chosen)

    def _open_case(self) -> None:
        chosen = self._parts.user.case_folder()
        if chosen is not None:
            self._parts.operations.open_case(chosen)

    def _decide(self, decision: Decision) -> None:
        regions = self._desk.review.regions
        changing = tuple(i for i in self._desk.selected if regions[i].decision is not decision)
        if changing:
            self._desk.apply(Decide(changing, decision))

    def _draw(self) -> None:
        footage, tick = self._desk.footage, self._projector.tick
        view = self._parts.page.view
        if view.drawing:
            view.cancel()
        elif footage is None or tick is None or self._projector.view.released:
            self._parts.say("Regions are drawn on the original: press 1 to see it.")
        else:
            self._projector.stop()
            span = Span(tick, footage.recording.index.end)
            view.begin_drawing(Drawn(RegionId(uuid4().hex), self._parts.page.regions.subject, span))
            self._parts.say("Drag over what is to be covered, from this frame to the end. Esc cancels.")

    def _start_here(self) -> None:
        region, tick = self._desk.current, self._projector.tick
        if region is not None and tick is not None:
            self._respan(region, tick, end=region.span.end)

    def _end_here(self) -> None:
        region, footage, tick = self._desk.current, self._desk.footage, self._projector.tick
        if region is not None and footage is not None and tick is not None:
            index = footage.recording.index
            self._respan(region, region.span.start, end=index.after(index.number(tick)))

    def _respan(self, region: Region, start: Tick, *, end: Tick) -> None:
        if start >= end:
            self._parts.say("A region cannot end before it starts.")
        elif Span(start, end) != region.span:
            self._desk.apply(Respan(region.id, Span(start, end)))

    def _go_to_current(self) -> None:
        if self._desk.current is not None:
            self.go_to(self._desk.current)

    def _go_on(self, step: int) -> None:
        region = self._parts.page.regions.neighbour(step)
        if region is not None:
            self.go_to(self._desk.review.regions[region])

    def _let_go(self) -> None:
        if not self._parts.page.view.cancel():
            self._desk.select()

    def _nudge(self, across: int, down: int) -> None:
        region, footage, tick = self._desk.current, self._desk.footage, self._projector.tick
        if region is None or footage is None or tick is None:
            return
        video = footage.recording.video
        edit: Edit | None = nudge(region, (across, down), stage=Stage(tick, video.width, video.height))
        if edit is None:
            self._parts.say("The selected region is not in this frame; press G to go to it.")
        else:
            self._desk.apply(edit)
