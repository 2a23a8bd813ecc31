"""Keep the views in step: what the desk holds and the projector shows, over the picture and on the timeline."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer

from reviewer.core.assembly import shown as is_shown
from reviewer.core.edits import AddRegions, Edit
from reviewer.core.errors import ReviewerError
from reviewer.core.region import RegionId
from reviewer.core.review import Review
from reviewer.services.pictures import Picture
from reviewer.ui.parts import Parts
from reviewer.ui.viewer.gestures_paint import SPEED
from reviewer.ui.viewer.overlay import Overlay
from reviewer.ui.viewer.sights import Sight, banner_words
from reviewer.ui.words import effect_words

SETTLES = 80
"""Milliseconds for which the size of the picture stays the same before pictures of that size are asked for."""


DRAWN = "Covered as drawn. Ctrl+Z takes it back."


class Showing:
    """Carries changes from the desk and the projector to the views, and what the views say back."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._desk, self._projector, self._page = parts.desk, parts.projector, parts.page
        self._names: Mapping[RegionId, str] = {}
        self._sight = Sight.ORIGINAL
        self._settled = QTimer(parts.page)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLES)
        self._settled.timeout.connect(self._scale)
        self._listen_to_the_desk()
        self._listen_to_the_views()

    def see(self, sight: Sight) -> None:
        """Show the original with outlines, the picture as it will be released, or both of them."""
        self._sight = sight
        view = self._projector.view
        if (sight.covered, sight.both) != (view.released, view.both):
            self._page.view.show_picture(None)  # until one of the other kind is there
        self._page.view.look(sight)
        self._look()
        self._say()

    def _listen_to_the_desk(self) -> None:
        self._desk.footage_changed.connect(self._load)
        self._desk.review_changed.connect(self._reviewed)
        self._desk.selection_changed.connect(self._lay)
        self._parts.operations.releasing.profiled.connect(self._reviewed)
        self._projector.pictured.connect(self._picture)
        self._projector.moved.connect(self._moved)
        self._projector.failed.connect(self._failed)

    def _listen_to_the_views(self) -> None:
        view, timeline = self._page.view, self._page.timeline
        view.pressed.connect(self._projector.stop)  # what is taken hold of stays under the pointer
        view.picked.connect(self._pick)
        view.toggled.connect(self._toggle)
        view.banded.connect(self._band)
        view.refused.connect(self._parts.say)
        view.painting_changed.connect(self._paint)
        view.made.connect(self._commit)
        view.scaled.connect(self._settled.start)
        timeline.sought.connect(self._projector.seek_tick)
        timeline.picked.connect(lambda regions: self._desk.select(*regions))
        timeline.silences_picked.connect(lambda silences: self._desk.select_silences(*silences))
        timeline.made.connect(self._commit)
        actions = self._parts.actions
        for sight in Sight:
            actions.bind(sight.value, partial(self.see, sight))

    def _pick(self, region: RegionId | None) -> None:
        self._desk.select(*([region] if region is not None else []))

    def _toggle(self, region: RegionId) -> None:
        chosen = self._desk.selected
        self._desk.select(*((r for r in chosen if r != region) if region in chosen else (*chosen, region)))

    def _band(self, regions: tuple[RegionId, ...]) -> None:
        self._desk.select(*self._desk.selected, *regions)

    def _paint(self, painting: bool) -> None:
        if painting:
            self._projector.play_at(SPEED)
        else:
            self._projector.stop()

    def _load(self) -> None:
        footage = self._desk.footage
        self._page.banner.setVisible(footage is not None)
        if footage is not None:
            video = footage.recording.video
            self._page.view.open((video.width, video.height), aspect=float(video.sample_aspect))
        else:
            self._page.view.show_picture(None)
        self._page.timeline.load(footage)
        self._page.transport.load(footage)
        self._parts.actions["original"].setChecked(True)
        self.see(Sight.ORIGINAL)
        self._projector.scale(self._page.view.wanted_size())
        self._projector.load(footage)

    def _reviewed(self) -> None:
        self._names = self._desk.names
        if self._sight.covered:
            self._look()
        self._say()
        self._lay()

    def _look(self) -> None:
        covered, both = self._sight.covered, self._sight.both
        review, profile = self._desk.review if covered else Review(), self._parts.operations.profile
        self._projector.look(released=covered, review=review, profile=profile, both=both)

    def _lay(self) -> None:
        """Lay over the picture the regions that stand in its frame, and the bars of all on the timeline."""
        timeline = self._page.timeline
        timeline.lay(self._desk.review, names=self._names, editable=self._desk.editable)
        timeline.select(self._desk.selected, self._desk.selected_silences)
        self._overlay()

    def _overlay(self) -> None:
        tick = self._projector.tick
        everything = self._desk.review.regions
        here = () if tick is None else tuple(r for r in everything.values() if tick in r.span)
        self._page.view.lay(Overlay(here, self._names, self._desk.selected, self._desk.editable, everything))

    def _picture(self, picture: Picture) -> None:
        self._page.view.show_picture(picture)
        self._say()
        self._page.trouble("")
        self._overlay()

    def _moved(self) -> None:
        footage, place = self._desk.footage, self._desk.place
        if footage is not None and place is not None:
            place.number = self._projector.number
            self._page.timeline.go(footage.recording.index.tick(self._projector.number))

    def _failed(self, error: Exception) -> None:
        self._page.view.show_picture(None)
        if isinstance(error, ReviewerError):
            self._page.trouble(f"{error} {error.advice}".strip())
        else:
            self._parts.report(error)

    def _scale(self) -> None:
        self._projector.scale(self._page.view.wanted_size())

    def _commit(self, edit: Edit) -> None:
        done = self._parts.guarded(lambda: self._desk.apply(edit))
        if done and isinstance(edit, AddRegions):
            self._desk.select(*(r.id for r in edit.regions))
            self._parts.say(DRAWN)

    def _say(self) -> None:
        """Say above the picture what it shows, and that it is not for release when anything in it is not covered."""
        profile = self._parts.operations.profile
        how = effect_words(profile.effect, profile.fill)
        shown = self._projector.shown
        left_out = shown is not None and not is_shown(self._desk.review.kept, shown.tick)
        words = banner_words(self._sight, how=how, draft=shown is not None and shown.draft, left_out=left_out)
        if self._page.banner.text() != words:
            self._page.say(released=self._sight is Sight.RELEASED, how=how)
            self._page.banner.setText(words)
