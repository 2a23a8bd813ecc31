"""Keep the views in step: what the desk holds and the projector shows, over the picture and on the timeline."""

from PySide6.QtCore import QTimer

from reviewer.core.edits import AddRegions, Edit
from reviewer.core.errors import ReviewerError
from reviewer.core.region import RegionId
from reviewer.core.review import Review
from reviewer.services.pictures import Picture
from reviewer.ui.parts import Parts
from reviewer.ui.viewer.view import Overlay
from reviewer.ui.words import effect_words, in_order, names

SETTLES = 80
"""Milliseconds for which the size of the picture stays the same before pictures of that size are asked for."""


class Showing:
    """Carries changes from the desk and the projector to the views, and what the views say back."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._desk, self._projector, self._page = parts.desk, parts.projector, parts.page
        self._names: dict[RegionId, str] = {}
        self._settled = QTimer(parts.page)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLES)
        self._settled.timeout.connect(self._scale)
        self._listen_to_the_desk()
        self._listen_to_the_views()

    def see(self, *, released: bool) -> None:
        """Show the original with outlines, or the picture as it will be released."""
        self._page.view.cancel()
        if released != self._projector.view.released:
            self._page.view.show_picture(None)  # until one of the other kind is there
        self._look(released=released)
        self._page.say(released=released, how=self._how())

    def _listen_to_the_desk(self) -> None:
        self._desk.footage_changed.connect(self._load)
        self._desk.review_changed.connect(self._reviewed)
        self._desk.selection_changed.connect(self._lay)
        self._projector.pictured.connect(self._picture)
        self._projector.moved.connect(self._moved)
        self._projector.failed.connect(self._failed)

    def _listen_to_the_views(self) -> None:
        view, timeline = self._page.view, self._page.timeline
        view.picked.connect(self._pick)
        view.made.connect(self._commit)
        view.scaled.connect(self._settled.start)
        timeline.sought.connect(self._projector.seek_tick)
        timeline.picked.connect(self._desk.select)
        actions = self._parts.actions
        actions["original"].triggered.connect(lambda: self.see(released=False))
        actions["released"].triggered.connect(lambda: self.see(released=True))

    def _pick(self, region: RegionId | None) -> None:
        self._projector.stop()  # what is taken hold of stays under the pointer
        self._desk.select(*([region] if region is not None else []))

    def _load(self) -> None:
        footage = self._desk.footage
        self._page.banner.setVisible(footage is not None)
        if footage is not None:
            video = footage.recording.video
            self._page.view.open((video.width, video.height), aspect=float(video.sample_aspect))
        self._page.timeline.load(footage)
        self._page.transport.load(footage)
        self._parts.actions["original"].setChecked(True)
        self.see(released=False)
        self._projector.scale(self._page.view.wanted_size())
        self._projector.load(footage)

    def _reviewed(self) -> None:
        self._names = names(self._desk.review.regions.values())
        if self._projector.view.released:
            self._look(released=True)
        self._lay()

    def _look(self, *, released: bool) -> None:
        review = self._desk.review if released else Review()
        self._projector.look(released=released, review=review, profile=self._parts.operations.profile)

    def _lay(self) -> None:
        """Lay over the picture the regions that stand in its frame, and the bars of all on the timeline."""
        regions = self._desk.review.regions.values()
        self._page.timeline.lay(in_order(regions), self._desk.selected)
        self._overlay()

    def _overlay(self) -> None:
        tick = self._projector.tick
        here = () if tick is None else tuple(r for r in self._desk.review.regions.values() if tick in r.span)
        self._page.view.lay(Overlay(here, self._names, self._desk.selected, self._desk.editable))

    def _picture(self, picture: Picture) -> None:
        self._page.view.show_picture(picture)
        self._page.say(released=picture.released, how=self._how())
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
        self._parts.guarded(lambda: self._desk.apply(edit))
        if isinstance(edit, AddRegions):
            self._desk.select(*(r.id for r in edit.regions))

    def _how(self) -> str:
        profile = self._parts.operations.profile
        return effect_words(profile.effect, profile.fill)
