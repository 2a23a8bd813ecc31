"""How the work of a render is handed out, and what is made of children that die or find damage."""

import os
from collections.abc import Callable, Generator
from fractions import Fraction
from pathlib import Path
from time import sleep

import pytest

from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.media.encoding import USUAL
from reviewer.media.parts import SUFFIX
from reviewer.media.probe import probe
from reviewer.services import rendering
from reviewer.services.crew import Crew, Desk
from reviewer.services.intake import take_in
from reviewer.services.jobs import Progress, finished
from reviewer.services.render import RenderRequest, render
from reviewer.services.rendering import MOST, DamagedError, Tasks, hands
from reviewer.services.rendering_plan import Piece, planned
from reviewer.services.rendering_work import Encoded, Laid, Laying, lay
from reviewer.services.workers import Child, DiedError
from tests.support.footage import Clip, make

CLIP = Clip(frames=60, rate=Fraction(10), gop=10)
SHORT = Clip(frames=6, rate=Fraction(10), gop=10)


def taken(path: Path, clip: Clip) -> Footage:
    return finished(take_in(make(path, clip)))


def rendered(footage: Footage, target: Path, *, parts: Path | None = None) -> None:
    finished(render(RenderRequest(footage=footage, review=Review(), profile=Profile(), target=target, parts=parts)))


def times(path: Path) -> list[int]:
    return [int(tick) for tick in probe(path).index.ticks]


def begun(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The children that are begun from now on."""
    made: list[object] = []

    def beginning(self: Child, *args: object, **named: object) -> None:
        made.append(self)
        begin(self, *args, **named)

    begin: Callable[..., None] = Child.__init__
    monkeypatch.setattr(Child, "__init__", beginning)
    return made


def tasks(tmp_path: Path) -> list[tuple[Piece, ...]]:
    footage = taken(tmp_path / "a.mp4", CLIP)
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


def test_little_to_encode_is_encoded_and_laid_by_one_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    footage, made = taken(tmp_path / "a.mp4", SHORT), begun(monkeypatch)
    rendered(footage, tmp_path / "b.mp4", parts=tmp_path / "parts")
    assert len(made) == 1
    rendered(footage, tmp_path / "c.mp4", parts=tmp_path / "parts")
    assert len(made) == 2
    assert (tmp_path / "b.mp4").read_bytes() == (tmp_path / "c.mp4").read_bytes()


@pytest.mark.logs("a child ended while it rendered")
def test_when_the_one_child_dies_several_render_what_it_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    footage = taken(tmp_path / "a.mp4", SHORT)
    monkeypatch.setattr(rendering, "alone", _dying)
    rendered(footage, tmp_path / "b.mp4")
    assert times(tmp_path / "b.mp4") == footage.recording.index.ticks.tolist()


def _dying(*_: object) -> Generator[Progress, None, None]:
    yield Progress(0, None)
    os._exit(9)


def test_a_part_that_goes_away_while_it_is_waited_for_is_rendered_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    footage = taken(tmp_path / "a.mp4", CLIP)
    rounds: list[int] = []

    class Careless(Crew):
        def work(self, desk: Desk) -> Generator[Progress, None, None]:
            yield from super().work(desk)
            if rounds:
                (tmp_path / "go").touch()
            else:
                next((tmp_path / "parts").glob(f"*{SUFFIX}")).unlink()
            rounds.append(1)

    monkeypatch.setattr(rendering, "SMALL", 0)
    monkeypatch.setattr(rendering, "Crew", Careless)
    monkeypatch.setattr(rendering, "lay", _late)
    rendered(footage, tmp_path / "b.mp4", parts=tmp_path / "parts")
    assert len(rounds) == 2
    assert times(tmp_path / "b.mp4") == footage.recording.index.ticks.tolist()


def _late(laying: Laying) -> Generator[Progress, None, Laid]:
    while not laying.target.with_name("go").exists():
        yield Progress(0, None)
        sleep(0.05)
    return (yield from lay(laying))


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
