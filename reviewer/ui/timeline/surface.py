"""How closely the timeline is looked at, and where: zooming, moving along, turning pages, scrolling the lanes."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from reviewer.core.region import RegionId
from reviewer.core.silence import SilenceId
from reviewer.core.timing import Tick
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.canvas import Canvas
from reviewer.ui.timeline.scale import Scale
from reviewer.ui.timeline.scene import Bar

CLOSER = 1.5
"""How many times as close one step of zooming looks."""

JUMP = 1.0
"""Seconds that lie between two frames at least for the timeline to turn to the second wherever it was turned before:
footage that plays on out of sight is left there."""


class Surface(Canvas):
    """The canvas, of which any part can be looked at; what the mouse does is for the class that is made of it."""

    def select(self, regions: Iterable[RegionId], silences: Iterable[SilenceId] = ()) -> None:
        """Show these regions and silences as selected; the last region is brought into sight among the lanes."""
        if self._scene is not None:
            wanted = tuple(regions)
            new = frozenset(wanted) - self._scene.selected
            self._scene = replace(self._scene, selected=frozenset(wanted), silences=frozenset(silences))
            if wanted and wanted[-1] in new:
                self._bring_lane(wanted[-1])
            self._changed()

    def go(self, tick: Tick) -> None:
        """Put the playhead there, and turn to its page where it runs out of the one on show."""
        before, self._tick = self._tick, tick
        scene = self._scene
        if scene is not None and tick != before:
            seen, far = scene.scale.visible, abs(tick - before) * scene.time_base > JUMP
            if before in seen or far:
                self._look(scene.scale.turned_to(tick))
        self._changed()

    def zoom(self, steps: float, *, x: float | None = None) -> None:
        """Look so many steps closer, or wider for fewer than none; around `x`, or else the playhead or the middle."""
        scene = self._scene
        if scene is None:
            return
        scale = scene.scale
        head = scale.x_of(self._tick)
        around = x if x is not None else head if scale.gutter <= head <= scene.wide else scale.left + scale.width / 2
        self._look(scale.zoomed(CLOSER**steps, x=around))

    def pan(self, pixels: float) -> None:
        """Look at what lies so many pixels further to the right."""
        if self._scene is not None:
            self._look(self._scene.scale.panned(pixels))

    def fit(self) -> None:
        """Show all of the footage."""
        if self._scene is not None:
            whole = self._scene.scale.whole
            self._look(self._scene.scale.showing(whole.start, whole.end - whole.start))

    def scroll_to(self, to: float) -> None:
        """Scroll the lanes to so many pixels from the first."""
        scene = self._scene
        wanted = min(max(to, 0.0), scene.overhang) if scene is not None else 0.0
        if scene is not None and wanted != scene.scroll:
            self._scene = replace(scene, scroll=wanted)
            self._layers.forget(Kind.LANES)
            self.scrolled.emit()
            self.update()

    def state(self) -> dict[str, float]:
        """How closely what is looked at, as a value that JSON can hold."""
        scene = self._scene
        if scene is None:
            return {}
        return {"start": scene.scale.start, "length": scene.scale.length, "scroll": scene.scroll}

    def restore(self, state: Any) -> None:
        """Look at it so again; what is no state of a timeline is passed over."""
        scene = self._scene
        try:
            start, length, scroll = (float(state[k]) for k in ("start", "length", "scroll"))
        except (TypeError, KeyError, ValueError, OverflowError):
            return
        if scene is not None and length > 0 and all(np.isfinite(v) for v in (start, length, scroll)):
            self._look(scene.scale.showing(start, length))
            self.scroll_to(scroll)

    def x_of(self, tick: int) -> float:
        """Where a tick lies, in pixels from the left; 0 without footage."""
        return self._scene.scale.x_of(tick) if self._scene is not None else 0.0

    def tick_at(self, x: float) -> Tick:
        """The tick at `x` pixels from the left, inside the footage."""
        return self._scene.scale.tick_at(x) if self._scene is not None else Tick(0)

    def bar(self, region: RegionId) -> Bar | None:
        """Where the bar of a region lies, None for one that is not there."""
        return self._scene.bar(region) if self._scene is not None else None

    def _look(self, scale: Scale) -> None:
        if self._scene is not None and scale != self._scene.scale:
            self._scene = replace(self._scene, scale=scale)
            self._layers.forget()
            self._wish.start()
            self.update()

    def _bring_lane(self, region: RegionId) -> None:
        scene = self._scene
        bar = scene.bar(region) if scene is not None else None
        if scene is not None and bar is not None:
            above = scene.lane_band.top + 2 - bar.top
            below = bar.top + bar.height + 2 - scene.lane_band.bottom
            if above > 0:
                self.scroll_to(scene.scroll - above)
            elif below > 0:
                self.scroll_to(scene.scroll + below)
