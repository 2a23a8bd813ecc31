import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.detection import Subject
from reviewer.core.doubt import Verdict
from reviewer.core.edits import AddRegions
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.mark_edits import Settle
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.timing import Span
from reviewer.services.standings import Standing
from reviewer.ui import doubt_queue
from reviewer.ui.doubt_queue import DoubtQueue
from reviewer.ui.main_window import MainWindow
from tests.support.doubts import PLACE, a_doubt, appraise

FAR = Box(200, 160, 30, 40)


@pytest.fixture
def index(desk: MainWindow) -> FrameIndex:
    assert desk.desk.footage is not None
    return desk.desk.footage.recording.index


@pytest.fixture
def queue(desk: MainWindow) -> DoubtQueue:
    return desk.fittings.doubts.queue


def test_it_follows_what_is_covered_and_what_is_settled(desk: MainWindow, queue: DoubtQueue, index: FrameIndex) -> None:
    first, second = a_doubt(index, 2, weight=0.9), a_doubt(index, 30, box=FAR)
    appraise(desk.desk, first, second)
    cover = Region(
        id=RegionId("drawn"),
        subject=Subject.FACE,
        span=Span(index.tick(0), index.tick(20)),
        keyframes=(Keyframe(index.tick(0), PLACE.padded(6)),),
    )
    desk.desk.apply(AddRegions((cover,)))
    desk.desk.apply(Settle((second.id,), Verdict.RIGHT))
    assert [queue.standing(i) for i in queue.items] == [Standing.COVERED, Standing.SETTLED]
    assert [queue.verdict(i) for i in queue.items] == [None, Verdict.RIGHT]
    assert queue.tally.left == 0
    desk.desk.undo()
    desk.desk.undo()
    assert [queue.standing(i) for i in queue.items] == [Standing.OPEN, Standing.OPEN]


def test_from_none_the_next_is_the_riskiest_and_the_one_before_is_the_last(
    desk: MainWindow, queue: DoubtQueue, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 30, box=FAR), a_doubt(index, 2, weight=0.9))
    assert queue.neighbour(1) is queue.items[0]
    assert queue.neighbour(-1) is queue.items[1]
    queue.look_at(queue.items[0])
    assert queue.neighbour(1) is queue.items[1]


def test_when_none_is_open_there_is_no_next(desk: MainWindow, queue: DoubtQueue, index: FrameIndex) -> None:
    doubt = a_doubt(index, 2)
    appraise(desk.desk, doubt)
    queue.look_at(queue.items[0])
    desk.desk.apply(Settle((doubt.id,), Verdict.RIGHT))
    assert queue.neighbour(1) is None


def test_a_doubt_points_at_its_place_only_around_its_own_frame(
    desk: MainWindow, queue: DoubtQueue, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 20), a_doubt(index, 22, box=PLACE.moved(4, 0), weight=0.1))
    (item,) = queue.items
    assert [d.weight for d in queue.marked(item, index.tick(25))] == [0.5, 0.1]
    assert queue.marked(item, index.tick(45)) == []


def test_a_long_queue_is_made_and_followed_between_other_things(
    qtbot: QtBot, desk: MainWindow, queue: DoubtQueue, index: FrameIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doubt_queue, "AT_ONCE", 2)
    monkeypatch.setattr(doubt_queue, "SLICE", 0.0)
    doubts = [a_doubt(index, n, box=Box(60 * n, 30, 20, 30), weight=0.9 - n / 10) for n in range(5)]
    appraise(desk.desk, *doubts)
    assert queue.sorting
    assert not queue.items
    desk.commands["next_doubt"].setEnabled(True)
    desk.commands["next_doubt"].trigger()
    assert desk.statusBar().currentMessage() == "The doubts are being sorted."
    qtbot.waitUntil(lambda: bool(queue.items) and not queue.sorting, timeout=5000)
    whole = Region(
        id=RegionId("whole"),
        subject=Subject.FACE,
        span=Span(index.tick(0), index.end),
        keyframes=(Keyframe(index.tick(0), Box(0, 0, 320, 240)),),
    )
    desk.desk.apply(AddRegions((whole,)))
    qtbot.waitUntil(lambda: queue.tally.left == 0, timeout=5000)
    assert {queue.standing(i) for i in queue.items} == {Standing.COVERED}
