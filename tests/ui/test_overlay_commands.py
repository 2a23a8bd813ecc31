"""Finding burnt-in text in the window: a job whose proposals are one step, and what is said of it."""

from collections.abc import Generator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.detection import Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.overlay import Overlays
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.services.jobs import Progress
from reviewer.ui.main_window import MainWindow
from reviewer.ui.overlay_commands import ALREADY, KNOWN, NOTHING, STOOD_STILL, unknown
from tests.support.region_actions import last_step, said, trigger
from tests.support.window import WAIT, FakeUser

SPAN = Span(Tick(0), Tick(100))
PLACE = Box(10, 200, 120, 20)


def proposal(name: str = "overlay-1", box: Box = PLACE, *, span: Span = SPAN) -> Region:
    return Region(id=RegionId(name), subject=Subject.TEXT, span=span, keyframes=(Keyframe(span.start, box),))


class Made:
    """Finds what it is given; the regions last as long as the footage that it is asked about."""

    def __init__(self, window: MainWindow) -> None:
        self.result = Overlays((proposal(), proposal("overlay-2", Box(200, 10, 80, 20))), 24)
        self.error: Exception | None = None
        self.waits = False
        window.fittings.overlays._find = self.find

    def find(self, footage: Footage) -> Generator[Progress, None, Overlays]:
        yield Progress(0, 24)
        while self.waits:
            yield Progress(1, 24)
        if self.error is not None:
            raise self.error
        whole = footage.recording.index.span
        return replace(self.result, regions=tuple(replace(r, span=whole) for r in self.result.regions))


def look(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "find_overlays")
    qtbot.waitUntil(lambda: not window.work.busy, timeout=WAIT)


def test_what_is_found_is_proposed_as_one_step_and_selected(qtbot: QtBot, desk: MainWindow) -> None:
    Made(desk)
    before = desk.desk.review
    look(qtbot, desk)
    new = [desk.desk.review.regions[i] for i in desk.desk.review.regions.keys() - before.regions.keys()]
    assert {r.id for r in new} == {"overlay-1", "overlay-2"} == set(desk.desk.selected)
    assert all(r.decision is Decision.PROPOSED for r in new)
    assert "2 places" in said(desk)
    assert STOOD_STILL not in said(desk)
    assert last_step(desk) == "Propose burnt-in text"
    trigger(desk, "undo")
    assert desk.desk.review == before


def test_it_is_said_where_the_camera_stands_still(qtbot: QtBot, desk: MainWindow) -> None:
    made = Made(desk)
    made.result = replace(made.result, still=True)
    look(qtbot, desk)
    assert said(desk).endswith(STOOD_STILL)


def test_a_second_search_proposes_nothing_twice(qtbot: QtBot, desk: MainWindow) -> None:
    Made(desk)
    look(qtbot, desk)
    before = desk.desk.review
    look(qtbot, desk)
    assert desk.desk.review is before
    assert said(desk) == KNOWN


@pytest.mark.parametrize(("frames", "words"), [(24, NOTHING), (1, "too few pictures")])
def test_nothing_is_said_as_well(qtbot: QtBot, desk: MainWindow, frames: int, words: str) -> None:
    Made(desk).result = Overlays((), frames)
    before = desk.desk.review
    look(qtbot, desk)
    assert words in said(desk)
    assert desk.desk.review is before


def test_a_search_that_fails_is_told_and_changes_nothing(qtbot: QtBot, desk: MainWindow, user: FakeUser) -> None:
    Made(desk).error = FootageError("The footage cannot be read.", "Nothing was changed.")
    before = desk.desk.review
    look(qtbot, desk)
    assert user.problems
    assert desk.desk.review is before


def test_it_is_looked_for_once_at_a_time_and_can_be_called_off(qtbot: QtBot, desk: MainWindow) -> None:
    Made(desk).waits = True
    before = desk.desk.review
    trigger(desk, "find_overlays")
    trigger(desk, "find_overlays")
    assert said(desk) == ALREADY
    entry = next(e for e in desk.work.entries if not e.over)
    assert "burnt-in text" in entry.title
    desk.work.cancel(entry)
    qtbot.waitUntil(lambda: entry.over, timeout=WAIT)
    assert desk.desk.review is before


def test_only_a_region_that_stays_over_all_of_the_time_counts_as_known() -> None:
    found, rejected = proposal(), replace(proposal("r"), decision=Decision.REJECTED)
    assert unknown((found,), {}) == (found,)
    assert unknown((found,), {rejected.id: rejected}) == ()
    short = proposal("r", span=Span(Tick(0), Tick(50)))
    assert unknown((found,), {short.id: short}) == (found,)
    moving = replace(rejected, keyframes=(*rejected.keyframes, Keyframe(Tick(9), Box(0, 0, 5, 5))))
    assert unknown((found,), {moving.id: moving}) == (found,)
    elsewhere = proposal("r", Box(10, 100, 120, 20))
    assert unknown((found,), {elsewhere.id: elsewhere}) == (found,)
