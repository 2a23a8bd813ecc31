"""What the actions do that draw, reshape and select regions over the picture, and show it on a second screen."""

from collections.abc import Callable, Iterable
from functools import partial
from uuid import uuid4

from reviewer.core.edits import Edit
from reviewer.core.region import Region, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.ui.parts import Parts
from reviewer.ui.viewer.gesture_view import LOCKED, ORIGINAL_ONLY
from reviewer.ui.viewer.gestures import Stage, nudge, resize
from reviewer.ui.viewer.gestures_draw import Armed, Drawn, Tool
from reviewer.ui.viewer.gestures_turn import turn
from reviewer.ui.viewer.second_screen import SecondScreen

FAR = 10
"""Pixels of a nudge with Shift."""

NUDGES = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}

DEGREES = 5.0
"""By which one key turns a region."""

TENTH = 0.1
"""Part of its size by which one key makes a region larger; smaller by as much as takes that back."""

HINTS = {
    Tool.RECTANGLE: "Drag over what is to be covered, {span}. Enter puts one in the middle, Esc cancels.",
    Tool.ELLIPSE: "Drag over what is to be covered, {span}. Enter puts one in the middle, Esc cancels.",
    Tool.POLYGON: "Click corner after corner, {span}. Enter closes it, Backspace takes one back, Esc cancels.",
    Tool.LASSO: "Drag around what is to be covered, {span}. Esc cancels.",
    Tool.PAINT: "Hold the button on it and follow it while the footage plays slowly. Wheel: size. Esc cancels.",
}

NEED_FOOTAGE = ("wipe", "behind", "second_screen")
NEED_REGIONS = ("select_all", "select_here")
NEED_EDITABLE = tuple(tool.value for tool in Tool)
NEED_SELECTION = (
    *("turn_left", "turn_right"),
    *(f"nudge_{side}{far}" for side in NUDGES for far in ("", "_far")),
)
NEED_SELECTION_OR_BRUSH = ("grow", "shrink")

ELSEWHERE = (
    *("play", "step_back", "step_forward", "first", "last", "backwards", "pause", "forwards"),
    *("original", "released", "wipe", "behind", "second_screen"),
)
"""Actions whose keys work in the second window, too."""

NOT_HERE = "No selected region is in this frame; press G to go to one."
SOME_LOCKED = "Regions that are locked stayed as they are."


class DrawCommands:
    """Binds the actions of the picture view to the desk."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._desk, self._projector, self._view = parts.desk, parts.projector, parts.page.view
        self.second = SecondScreen(parts.page.window(), item=self._view.item)
        self._view.beside = self.second
        self.second.scaled.connect(self._view.scaled)
        self.second.opened.connect(lambda _: self._view.scaled.emit())
        self._bind_drawing()
        self._bind_reshaping()
        self._bind_looking()
        for signal in (self._desk.footage_changed, self._desk.review_changed, self._desk.selection_changed):
            signal.connect(self.refresh)
        for signal in (self._view.drawing_changed, self._view.painting_changed, self.second.opened):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey, and show which tool is in hand."""
        desk, actions = self._desk, self._parts.actions
        if desk.footage is None and self.second.isVisible():
            self.second.close()
        actions.enable(NEED_FOOTAGE, desk.footage is not None)
        actions.enable(NEED_REGIONS, bool(desk.review.regions))
        actions.enable(NEED_EDITABLE, desk.editable)
        chosen = desk.editable and bool(desk.selected)
        actions.enable(NEED_SELECTION, chosen)
        actions.enable(NEED_SELECTION_OR_BRUSH, chosen or self._view.tool is Tool.PAINT)
        for tool in Tool:
            actions[tool.value].setChecked(self._view.tool is tool)
        actions["second_screen"].setChecked(self.second.isVisible())

    def _bind(self, name: str, function: Callable[[], object]) -> None:
        self._parts.actions.bind(name, lambda: self._parts.guarded(function))

    def _bind_drawing(self) -> None:
        for tool in Tool:
            self._bind(tool.value, partial(self._draw, tool))

    def _bind_reshaping(self) -> None:
        for side, (across, down) in NUDGES.items():
            self._bind(f"nudge_{side}", partial(self._nudge, across, down))
            self._bind(f"nudge_{side}_far", partial(self._nudge, across * FAR, down * FAR))
        self._bind("turn_left", lambda: self._reshape(partial(turn, by=-DEGREES)))
        self._bind("turn_right", lambda: self._reshape(partial(turn, by=DEGREES)))
        self._bind("grow", lambda: self._resize(TENTH))
        self._bind("shrink", lambda: self._resize(1 / (1 + TENTH) - 1))

    def _bind_looking(self) -> None:
        self._bind("select_all", lambda: self._desk.select(*self._desk.review.regions))
        self._bind("select_here", self._select_here)
        self._bind("second_screen", self._second_screen)
        for name in ELSEWHERE:
            self.second.addAction(self._parts.actions[name])

    def _draw(self, tool: Tool) -> None:
        footage, tick, view = self._desk.footage, self._projector.tick, self._view
        if view.tool is tool:
            view.cancel()
        elif footage is None or tick is None or not view.item.sight.draws:
            view.cancel()
            self._parts.say(ORIGINAL_ONLY)
        else:
            self._projector.stop()
            index = footage.recording.index
            view.begin_drawing(Armed(tool, self._drawn, lambda tick: index.after(index.number(tick))))
            in_out = self._desk.review.in_out
            span = "from this frame to the end" if in_out is None or tick not in in_out else "from in to out"
            self._parts.say(HINTS[tool].format(span=span))
        self.refresh()

    def _drawn(self, tick: Tick) -> Drawn:
        """What a region will be that is drawn in the frame at `tick`."""
        assert self._desk.footage is not None, "there is a picture to draw on"
        in_out, end = self._desk.review.in_out, self._desk.footage.recording.index.end
        span = in_out if in_out is not None and tick in in_out else Span(tick, end)
        return Drawn(RegionId(uuid4().hex), self._parts.page.regions.subject, span)

    def _nudge(self, across: int, down: int) -> None:
        self._reshape(partial(nudge, by=(across, down)))

    def _resize(self, by: float) -> None:
        if self._view.tool is Tool.PAINT:
            self._view.resize_brush(by)
        else:
            self._reshape(partial(resize, by=by))

    def _reshape(self, change: Callable[..., Edit | None]) -> None:
        """Change the selected regions at the tick on show as one edit, but for those that are locked."""
        footage, tick = self._desk.footage, self._projector.tick
        if footage is None or tick is None:
            return
        chosen = [self._desk.review.regions[i] for i in self._desk.selected]
        free = [r for r in chosen if not r.locked]
        video = footage.recording.video
        stage = Stage(tick, video.width, video.height, float(video.sample_aspect))
        edit = change(free, stage=stage)
        if edit is not None:
            self._desk.apply(edit)
        if len(free) < len(chosen):
            self._parts.say(SOME_LOCKED if edit is not None else LOCKED)
        elif edit is None and not _any_here(free, tick):
            self._parts.say(NOT_HERE)

    def _select_here(self) -> None:
        tick = self._projector.tick
        if tick is not None:
            self._desk.select(*(i for i, r in self._desk.review.regions.items() if r.present_at(tick)))

    def _second_screen(self) -> None:
        if self.second.isVisible():
            self.second.close()
        else:
            self.second.open()


def _any_here(regions: Iterable[Region], tick: Tick) -> bool:
    return any(r.present_at(tick) for r in regions)
