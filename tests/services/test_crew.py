"""Children that do one task after the other: real ones, with work of every kind."""

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from reviewer.core.errors import FootageError
from reviewer.services import workers
from reviewer.services.crew import Call, Crew
from reviewer.services.jobs import Progress
from reviewer.services.workers import Bench, DiedError, Limits
from tests.support import work
from tests.support.processes import ROOT, until

USUAL = Limits()
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class Tasks:
    """Tasks with the arguments that were laid down; those whose child dies are given out again."""

    def __init__(self, *args: tuple[Any, ...], most_losses: int = 1) -> None:
        self.waiting = [Call(number, given) for number, given in enumerate(args)]
        self.calls = dict(enumerate(self.waiting))
        self.results: dict[int, Any] = {}
        self.losses: list[int] = []
        self._most = most_losses

    def next(self, after: int | None) -> Call | None:
        return self.waiting.pop(0) if self.waiting else None

    def finished(self, number: int, result: Any) -> None:
        self.results[number] = result

    def lost(self, number: int, error: DiedError) -> None:
        self.losses.append(number)
        if len(self.losses) > self._most:
            raise error
        self.waiting.append(self.calls[number])


def crew(bench: Bench[Any], *args: Any, size: int = 2, limits: Limits = USUAL) -> Crew:
    return Crew(bench, args, size=size, name="a.mp4", limits=limits)


def drive(job: Generator[Progress, None, None]) -> list[int]:
    return [progress.done for progress in job]


def test_every_task_is_done_once_by_as_few_children_as_there_are_places() -> None:
    tasks = Tasks(*[(n,) for n in range(7)])
    drive(crew(work.telling, "a").work(tasks))
    assert sorted(tasks.results) == list(range(7))
    assert [said for said, _ in (tasks.results[n] for n in range(7))] == [f"a {n}" for n in range(7)]
    assert len({child for _, child in tasks.results.values()}) == 2


def test_there_are_no_more_children_than_tasks_and_none_without_any() -> None:
    one, none = Tasks((0,)), Tasks()
    drive(crew(work.telling, "a", size=4).work(one))
    assert len(one.results) == 1
    assert drive(crew(work.telling, "a").work(none)) == []


def test_progress_is_that_of_all_who_are_at_work() -> None:
    tasks = Tasks((5, 30), (7, 30))
    assert max(drive(crew(work.at_once).work(tasks))) >= 12


@posix
def test_a_task_whose_child_is_killed_is_done_by_another_one(tmp_path: Path) -> None:
    tasks = Tasks(*[(tmp_path / "flag", n) for n in range(4)])
    drive(crew(work.dying_once, 2).work(tasks))
    assert tasks.losses == [2]
    assert sorted(tasks.results.values()) == [0, 1, 2, 3]


@posix
def test_what_the_tasks_giver_raises_of_a_loss_ends_everything(tmp_path: Path) -> None:
    tasks = Tasks((1,), (2,), most_losses=0)
    with pytest.raises(DiedError, match="exit status -9") as caught:
        drive(crew(work.deadly).work(tasks))
    assert caught.value.cause == "exit status -9"


def test_a_child_that_dies_before_it_is_ready_counts_as_lost_and_not_for_ever() -> None:
    tasks = Tasks(())
    with pytest.raises(DiedError, match="exit status 3"):
        drive(crew(work.leaving, 3).work(tasks))
    assert tasks.losses == [0, 0]


def test_an_error_that_was_told_ends_everything_and_is_not_tried_again() -> None:
    tasks = Tasks(*[("a.mp4",)] * 3)
    with pytest.raises(FootageError, match="cannot be read"):
        drive(crew(work.refusing).work(tasks))
    assert not tasks.losses
    assert not tasks.results


def test_a_bench_that_cannot_be_set_up_is_told_as_it_is() -> None:
    with pytest.raises(FootageError, match="no bench"):
        drive(crew(work.no_bench).work(Tasks(())))


@pytest.mark.parametrize("limits", [Limits(silence=4.0), Limits(memory=200 * 1024**2)])
def test_a_child_past_its_limits_is_lost_while_the_other_goes_on(limits: Limits) -> None:
    tasks = Tasks((0,), ("stuck",), most_losses=0)
    with pytest.raises(DiedError, match=r"no sign of life|too much memory"):
        drive(crew(work.stuck, limits=limits).work(tasks))
    assert tasks.losses == [1]


def test_closing_the_work_ends_all_children_after_their_cleanup_at_once(tmp_path: Path) -> None:
    tasks = Tasks(*[(tmp_path / f"{n}.partial",) for n in range(3)])
    job = crew(work.partial_writing, size=3).work(tasks)
    while len(list(tmp_path.iterdir())) < 3:
        next(job)
    job.close()
    assert not list(tmp_path.iterdir())
    assert not multiprocessing.active_children()


PARENT = """
import sys
from pathlib import Path
from reviewer.services.crew import Crew
from tests.services.test_crew import Tasks
from tests.support import work

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    job = Crew(work.partial_writing, (), size=2, name="a.mp4").work(Tasks((folder / "1",), (folder / "2",)))
    try:
        for _ in job:
            if len(list(folder.iterdir())) == 2:
                print("at work", flush=True)
    except KeyboardInterrupt:
        job.close()
        print("nothing partial" if not list(folder.iterdir()) else "partial", flush=True)
"""


def _parent(tmp_path: Path) -> tuple["subprocess.Popen[str]", list[psutil.Process], Path]:
    script, folder = tmp_path / "parent.py", tmp_path / "partial"
    script.write_text(PARENT, encoding="utf-8")
    folder.mkdir()
    parent = subprocess.Popen(
        [sys.executable, str(script), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,  # a process group of its own, for a Ctrl-C of its own
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == "at work\n"
    return parent, psutil.Process(parent.pid).children(recursive=True), folder


def _gone(child: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    return True


@posix
def test_children_whose_parent_was_killed_end_after_their_cleanup(tmp_path: Path) -> None:
    parent, children, folder = _parent(tmp_path)
    parent.kill()
    parent.communicate()
    until(lambda: not list(folder.iterdir()))
    until(lambda: all(_gone(child) for child in children))


@posix
def test_children_with_nothing_to_do_end_too_when_their_parent_was_killed() -> None:
    code = (
        "import os, time\n"
        "from reviewer.services.workers import Child, Done\n"
        "from tests.support import work\n"
        "child = Child(work.adding, 1, name='a.mp4')\n"
        "child.give(1)\n"
        "while not isinstance(child.hear(1), Done): pass\n"
        "print(child._process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    script = [sys.executable, "-c", code]
    parent = subprocess.Popen(script, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    until(lambda: _gone(child))


@posix
def test_ctrl_c_is_heard_by_the_parent_alone_which_ends_all_in_good_order(tmp_path: Path) -> None:
    parent, children, _ = _parent(tmp_path)
    os.killpg(parent.pid, signal.SIGINT)  # as a terminal sends it: to the parent and to its children alike
    out, _ = parent.communicate(timeout=30)
    assert out.endswith("nothing partial\n")
    until(lambda: all(_gone(child) for child in children))


def test_a_child_that_does_not_end_by_itself_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE", 0.2)
    job = crew(work.stuck).work(Tasks(("stuck",)))
    while next(job).done != 1:
        pass
    job.close()  # what is left running fails the test
