"""What becomes of a change in the details: one edit on everything that was selected and may be changed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from reviewer.core.edits import Alter, Edit, Lock
from reviewer.core.region import Region, RegionId
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.sound_edits import Aim, AlterSilences
from reviewer.effects.catalogue import LOOKS
from reviewer.ui.dialogs.release_look import EFFECTS as TITLES
from reviewer.ui.panels.inspector import InspectorPanel
from reviewer.ui.panels.inspector_regions import AS_PROFILE, SHAPES
from reviewer.ui.parts import Parts
from reviewer.ui.people_commands import is_numbered, tidied
from reviewer.ui.selected import LOCKED, Selected, counted
from reviewer.ui.words import SUBJECTS

WHOLE = "silhouette"
"""The effect that hides a whole person."""

NO_BODY = "Only a face has a body around it; plates and text stay solid."
NAMES = "A label is read by everyone who gets the copy, and this one names {}. Ctrl+Z takes it back."
ONE_AT_LEAST = "A silence is about one stream and one channel at least; Delete removes it."


class DetailCommands(QObject):
    """Makes the panel of details, and binds the action that hides a whole person."""

    def __init__(self, parts: Parts, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._desk, self._selected = parts, parts.desk, Selected(parts)
        self.panel = InspectorPanel(parts.desk, parts.actions)
        for signal, alter in (
            (self.panel.regions_changed, self._alter),
            (self.panel.silences_changed, self._alter_silences),
        ):
            signal.connect(partial(self._guarded, alter))
        parts.actions.bind("whole_person", partial(parts.guarded, self._whole_person))
        for signal in (self._desk.case_changed, self._desk.review_changed, self._desk.selection_changed):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Make the action available or grey."""
        self._parts.actions["whole_person"].setEnabled(self._desk.editable and bool(self._desk.selected))

    def _guarded(self, alter: Callable[..., None], *told: Any) -> None:
        ids, field, value = told
        self._parts.guarded(partial(alter, ids, field, value=value))

    def _alter(self, ids: tuple[RegionId, ...], field: str, *, value: Any) -> None:
        """Set one field of these regions, of those that may be changed and are otherwise now."""
        regions = [self._desk.review.regions[i] for i in ids if i in self._desk.review.regions]
        if field == "person":
            value = tidied(str(value))
        free = regions if field in ("locked", "person") else [r for r in regions if not r.locked]
        if len(free) < len(regions):
            self._parts.say(LOCKED if not free else f"{len(regions) - len(free)} of them are locked and stay so.")
        changing = [r for r in free if (getattr(r, field) or "") != (value or "")]
        if changing:
            self._desk.apply(region_edit(changing, field, value=value))
            if field == "label" and (named := self._named_in(str(value))):
                self._parts.say(NAMES.format(named))
        else:
            self.panel.refresh()

    def _named_in(self, words: str) -> str:
        """Who of those in this footage is named in words that everyone will read; empty for nobody."""
        said = words.casefold()
        people = {str(r.person) for r in self._desk.review.regions.values() if r.person and not is_numbered(r.person)}
        return next((p for p in sorted(people) if p.casefold() in said), "")

    def _alter_silences(self, ids: tuple[SilenceId, ...], field: str, *, value: Any) -> None:
        silences = [self._desk.review.silences[i] for i in ids if i in self._desk.review.silences]
        if field in ("streams", "channels") and value is not None and not value:
            self._parts.say(ONE_AT_LEAST)
            self.panel.refresh()
            return
        if field == "person":
            value = tidied(str(value))
        changing = [s for s in silences if (getattr(s, field) or "") != (value or "")]
        if changing:
            edits = silence_edits(changing, field, value=value)
            self._selected.apply(edits, edits[0].title)
        else:
            self.panel.refresh()

    def _whole_person(self) -> None:
        """Hide the whole person instead of the face, or where that is so already, as the profile says again."""
        chosen = self._selected.free()
        faces = [r for r in chosen if r.subject in LOOKS]
        if chosen and not faces:
            self._parts.say(NO_BODY)
        elif faces:
            wanted = "" if all(r.effect == WHOLE for r in faces) else WHOLE
            changing = [r for r in faces if (r.effect or "") != wanted]
            self._desk.apply(region_edit(changing, "effect", value=wanted))


def region_edit(regions: Sequence[Region], field: str, *, value: Any) -> Edit:
    """The edit that makes a field of these regions `value`."""
    ids, what = tuple(r.id for r in regions), counted(len(regions))
    if field == "locked":
        return Lock(ids, bool(value))
    titles = {
        "subject": lambda: f"Make {what} {SUBJECTS[value].lower()}",
        "effect": lambda: f"Cover {what}: {TITLES.get(value, value) if value else AS_PROFILE}",
        "label": lambda: f"Write on {what}",
        "reason": lambda: f"Give a reason for {what}",
        "person": lambda: f"Join as {value}" if value else f"Split {what} from the person",
        "shape": lambda: f"Make {what} {SHAPES[value].lower()}",
        "inverse": lambda: f"Hide all but {what}" if value else f"Hide only {what}",
    }
    return Alter(regions=ids, title=titles[field](), **{field: value})


def silence_edits(silences: Sequence[Silence], field: str, *, value: Any) -> list[Edit]:
    """The edits that make a field of these silences `value`; each keeps its other streams and channels."""
    if field == "streams":
        return [Aim((s.id,), streams=value, channels=s.channels) for s in silences]
    if field == "channels":
        return [Aim((s.id,), streams=s.streams, channels=value) for s in silences]
    return [AlterSilences(silences=tuple(s.id for s in silences), **{field: value})]
