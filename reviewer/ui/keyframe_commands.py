"""What the actions do with the keyframes of the selected regions: fix one, take one out, go from one to the next."""

from collections.abc import Callable
from functools import partial

from reviewer.core.edits import Reshape
from reviewer.core.path_edits import RemoveKeyframe
from reviewer.core.region import Keyframe, KeyframeSource, Region
from reviewer.ui.parts import Parts
from reviewer.ui.region_commands import NOT_HERE
from reviewer.ui.selected import Selected

NEED_SELECTION = ("next_keyframe", "previous_keyframe")
NEED_EDITABLE_SELECTION = ("add_keyframe", "remove_keyframe")

FIXED = "The selected regions have a keyframe of yours in this frame already."
NONE_HERE = "No selected region has a keyframe in this frame; Alt+Right goes to the next one."
ONLY = "That is the only keyframe of the region; Delete removes the region itself."
NO_MORE = {1: "There is no keyframe after this frame.", -1: "There is no keyframe before this frame."}


class KeyframeCommands:
    """Binds the actions about keyframes to the selected regions and the frame on show."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._desk, self._projector = parts, parts.desk, parts.projector
        self._selected = Selected(parts)
        bound: dict[str, Callable[[], None]] = {
            "add_keyframe": self._add,
            "remove_keyframe": self._remove,
            "next_keyframe": partial(self._go, 1),
            "previous_keyframe": partial(self._go, -1),
        }
        for name, function in bound.items():
            parts.actions.bind(name, partial(parts.guarded, function))
        for signal in (self._desk.case_changed, self._desk.review_changed, self._desk.selection_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make each action available or grey."""
        desk, chosen = self._desk, bool(self._desk.selected)
        self._parts.actions.enable(NEED_SELECTION, chosen)
        self._parts.actions.enable(NEED_EDITABLE_SELECTION, desk.editable and chosen)

    def _add(self) -> None:
        """Fix every selected region as it lies in this frame: as a person's own, which no job moves."""
        tick = self._projector.tick
        free = self._selected.free()
        if tick is None or not free:
            return
        here = [(r, r.keyframe_at(tick)) for r in free if r.present_at(tick)]
        edits = [Reshape(r.id, k) for r, k in here if k.tick != tick or not _own(r, k)]
        if edits:
            self._selected.apply(edits, "Add keyframe" if len(edits) == 1 else f"Add keyframes to {len(edits)} regions")
        else:
            self._parts.say(FIXED if here else NOT_HERE)

    def _remove(self) -> None:
        frame, free = self._selected.frame(), self._selected.free()
        if frame is None or not free:
            return
        found = [(r, [k for k in r.keyframes if k.tick in frame]) for r in free]
        edits = [RemoveKeyframe(r.id, k.tick) for r, there in found for k in there if len(there) < len(r.keyframes)]
        regions = {e.region for e in edits}
        if edits:
            title = "Remove keyframe" if len(regions) == 1 else f"Remove keyframes of {len(regions)} regions"
            self._selected.apply(edits, title)
        else:
            self._parts.say(ONLY if any(there for _, there in found) else NONE_HERE)

    def _go(self, step: int) -> None:
        """Go to the nearest frame that way in which any of the selected regions has a keyframe."""
        footage = self._desk.footage
        if footage is None:
            return
        index, here = footage.recording.index, self._projector.number
        numbers = {index.number(k.tick) for r in self._selected.regions() for k in r.keyframes}
        beyond = [n for n in numbers if (n - here) * step > 0]
        if beyond:
            self._projector.seek(min(beyond) if step > 0 else max(beyond))
        else:
            self._parts.say(NO_MORE[step])


def _own(region: Region, keyframe: Keyframe) -> bool:
    """Whether a person has set this keyframe of the region."""
    return keyframe in region.keyframes and keyframe.source is KeyframeSource.HAND
