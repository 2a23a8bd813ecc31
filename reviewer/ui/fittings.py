"""What hangs on the parts of the window: what its actions do, the panels beside the picture, what watches."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from reviewer.ui.bridge import MainThread
from reviewer.ui.commands import Commands
from reviewer.ui.cut_commands import CutCommands
from reviewer.ui.detail_commands import DetailCommands
from reviewer.ui.doubt_commands import DoubtCommands
from reviewer.ui.draw_commands import DrawCommands
from reviewer.ui.follow_commands import FollowCommands
from reviewer.ui.hit_commands import HitCommands
from reviewer.ui.hit_means import of_operations
from reviewer.ui.keyframe_commands import KeyframeCommands
from reviewer.ui.means import Means
from reviewer.ui.originals import Originals
from reviewer.ui.overlay_commands import OverlayCommands
from reviewer.ui.panels.gallery import GalleryPanel
from reviewer.ui.panels.history import HistoryPanel
from reviewer.ui.parts import Parts
from reviewer.ui.people_commands import PeopleCommands
from reviewer.ui.practice import Practice
from reviewer.ui.proxies import Proxies
from reviewer.ui.region_commands import RegionCommands
from reviewer.ui.showing import Showing
from reviewer.ui.timeline_commands import TimelineCommands
from reviewer.ui.timeline_feed import TimelineFeed
from reviewer.ui.transcript_commands import TranscriptCommands
from reviewer.ui.work import Work

TABS = ("doubts", "regions", "details", "gallery", "check", "transcript", "history")
"""The panels in the order of their tabs; each has an action that shows it."""


class Fittings(QObject):
    """Made once, when the window is laid out; `close` ends what has threads or children of its own."""

    def __init__(self, parts: Parts, work: Work, *, means: Means, main: MainThread) -> None:
        super().__init__(parts.page)
        page, desk, actions = parts.page, parts.desk, parts.actions
        self.commands, self.showing = Commands(parts), Showing(parts)
        self.doubts, self.drawing = DoubtCommands(parts), DrawCommands(parts)
        self.regions, self.keyframes = RegionCommands(parts), KeyframeCommands(parts)
        self.following = FollowCommands(parts, work, pursue=means.pursue)
        self.timeline, self.people = TimelineCommands(parts), PeopleCommands(parts)
        self.cuts, self.overlays = CutCommands(parts), OverlayCommands(parts, work, find=means.find_overlays)
        self.gallery = GalleryPanel(desk, parts.projector, actions=actions, main=main, make=means.crops)
        self.hits = HitCommands(parts, main, means=of_operations(parts.operations), make=means.hit_crops)
        self.history = HistoryPanel(desk, actions, guarded=parts.guarded)
        page.add_tab("doubts", "Doubts", panel=self.doubts.panel, first=True)
        self.details = DetailCommands(parts, parent=self)
        page.add_tab("details", "Details", panel=self.details.panel)
        page.add_tab("gallery", "Gallery", panel=self.gallery)
        page.add_tab("check", "Check", panel=self.hits.panel)
        self.transcript = TranscriptCommands(parts, work, means=means)
        page.add_tab("transcript", "Words", panel=self.transcript.panel)
        page.add_tab("history", "History", panel=self.history)
        page.looking.connect(self.gallery.expect)
        page.put_over_timeline(self.doubts.progress)
        page.shapes()
        self.practice = Practice(parts, work, means=means)
        self.originals = Originals(desk, main, means=means, tell=page.doubt_original)
        self.proxies = Proxies(desk, parts.projector, work=work, means=means)
        self.feed = TimelineFeed(desk, page.timeline, work=work, means=means)
        parts.operations.releasing.speech_of = self.feed.speech_of
        self.doubts.seen.changed.connect(page.timeline.watched)
        page.regions.wanted.connect(lambda region: self.regions.go_to(desk.review.regions[region]))
        for name in TABS:
            actions.bind(f"show_{name}", partial(page.show_tab, name))

    def close(self) -> None:
        """End what runs beside the window."""
        endings: tuple[Callable[[], Any], ...] = (
            self.gallery.close_down,
            self.hits.close,
            self.originals.close,
            self.feed.close,
        )
        for end in endings:
            end()
