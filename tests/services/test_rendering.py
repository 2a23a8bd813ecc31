"""How the work of a render is handed out, and what is made of children that die or find damage."""

from fractions import Fraction
from pathlib import Path

import pytest

from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.media.encoding import USUAL
from reviewer.media.probe import probe
from reviewer.services import rendering
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.rendering import MOST, DamagedError, Tasks, hands
from reviewer.services.rendering_plan import Piece, planned
from reviewer.services.rendering_work import Encoded
from reviewer.services.workers import DiedError
from tests.support.footage import Clip, make


def tasks(tmp_path: Path) -> list[tuple[Piece, ...]]:
    footage = finished(take_in(make(tmp_path / "a.mp4", Clip(frames=60, rate=Fraction(10), gop=10))))
    plan = planned(footage, Review(), profile=Profile(), encoding=USUAL)
    return plan.tasks({piece.number for piece in plan.pieces}, index=footage.recording.index)


def test_tasks_are_handed_out_in_order_each_once(tmp_path: Path) -> None:
    listed = tasks(tmp_path)
    desk = Tasks(listed, name="a.mp4")
    calls = [desk.next(None) for _ in range(len(listed) + 1)]
    assert [call.args[0] for call in calls if call is not None] == listed
    assert calls[-1] is None
    desk.finished(0, Encoded(20, damaged=False))
    assert desk.done == 20


@pytest.mark.logs("a child ended while it rendered")
def test_a_task_whose_child_died_is_done_next_and_a_second_death_ends_the_render(tmp_path: Path) -> None:
    desk = Tasks(tasks(tmp_path), name="a.mp4")
    call = desk.next(None)
    assert call is not None
    desk.next(None)
    desk.lost(call.number, DiedError("gone"))
    again = desk.next(None)
    assert again == call
    with pytest.raises(DiedError):
        desk.lost(call.number, DiedError("gone"))


def test_damage_that_a_child_finds_is_told_at_once(tmp_path: Path) -> None:
    desk = Tasks(tasks(tmp_path), name="a.mp4")
    with pytest.raises(DamagedError):
        desk.finished(0, Encoded(3, damaged=True))


def test_there_are_as_many_children_as_cores_memory_and_tasks_allow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    video = probe(make(tmp_path / "a.mp4", Clip(frames=2))).video
    monkeypatch.setattr(rendering.psutil, "virtual_memory", lambda: _Memory(10**12))
    for cores, count, wanted in ((1, 9, 1), (4, 9, 4), (4, 2, 2), (64, 99, MOST), (4, 0, 1)):
        monkeypatch.setattr(rendering, "cores", lambda cores=cores: cores)
        assert hands(video, tasks=count) == wanted
    monkeypatch.setattr(rendering.psutil, "virtual_memory", lambda: _Memory(0))
    assert hands(video, tasks=9) == 1


class _Memory:
    def __init__(self, available: int) -> None:
        self.available = available
