import errno
import multiprocessing
import os
import signal
import struct
import subprocess
import sys
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil
import pytest

from reviewer.core.errors import FootageError, ReviewerError
from reviewer.services import workers
from reviewer.services.jobs import Job, JobRunner, JobState, JobUpdate, Progress
from reviewer.services.workers import Child, DiedError, Done, Limits, in_child
from tests.support import work
from tests.support.processes import ROOT, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def drive(job: Job) -> tuple[list[Progress], object]:
    told = []
    while True:
        try:
            told.append(next(job))
        except StopIteration as stop:
            return told, stop.value


def test_progress_and_result_of_the_child_arrive() -> None:
    told, result = drive(in_child(work.count, 5, name="a.mp4"))
    assert result == 10
    # The child's start may take longer than one look at it, which repeats that nothing is known yet.
    assert [p for p in told if p.note] == [Progress(n, 5, "counting") for n in range(5)]


def test_an_error_for_the_user_crosses_with_its_advice() -> None:
    with pytest.raises(FootageError, match=r"^a\.mp4 cannot be read\.$") as caught:
        drive(in_child(work.refuse, "a.mp4", name="a.mp4"))
    assert caught.value.advice == "Ask for another copy of it."


def test_a_defect_in_the_child_is_a_defect_here_and_says_where() -> None:
    with pytest.raises(RuntimeError, match=r"^ZeroDivisionError: a defect") as caught:
        drive(in_child(work.blunder, name="a.mp4"))
    assert "in blunder" in caught.value.__notes__[0]


@pytest.mark.parametrize("status", [0, 3])
def test_a_child_that_leaves_without_a_word_is_an_error_naming_the_footage(status: int) -> None:
    with pytest.raises(FootageError, match=rf"a\.mp4 .*exit status {status}") as caught:
        drive(in_child(work.leave, status, name="a.mp4"))
    assert "original and the case are unchanged" in caught.value.advice


@posix
def test_a_child_that_is_killed_is_an_error_naming_the_footage() -> None:
    with pytest.raises(FootageError, match=r"a\.mp4 .*exit status -9"):
        drive(in_child(work.crash, name="a.mp4"))


def test_a_child_that_has_no_memory_left_is_an_error_naming_the_footage() -> None:
    with pytest.raises(FootageError, match=r"a\.mp4 .*memory"):
        drive(in_child(work.run_out, name="a.mp4"))


@pytest.mark.parametrize("silently", [True, False])
def test_a_child_that_grows_past_its_limit_is_stopped_whether_it_talks_or_not(silently: bool) -> None:
    with pytest.raises(FootageError, match=r"a\.mp4 .*too much memory"):
        drive(in_child(work.grow, silently, name="a.mp4", limits=Limits(memory=300 * 1024**2)))


def test_a_child_that_shows_no_sign_of_life_is_stopped() -> None:
    job = in_child(work.hang, name="a.mp4", limits=Limits(silence=3.0))
    with pytest.raises(FootageError, match=r"a\.mp4 .*no sign of life"):
        drive(job)


def test_a_result_that_cannot_cross_is_a_defect() -> None:
    with pytest.raises(RuntimeError, match="cannot be sent"):
        drive(in_child(work.unsendable, name="a.mp4"))


def test_closing_the_job_ends_the_child_after_its_cleanup_and_without_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A signal would do as well here, but on Windows it ends a process without any cleanup.
    monkeypatch.setattr(BaseProcess, "terminate", lambda _: pytest.fail("the child was not given its time"))
    partial = tmp_path / "copy.mp4.partial"
    job = in_child(work.write_partial, partial, name="a.mp4")
    while not partial.exists():
        next(job)
    job.close()
    assert not partial.exists()
    assert not psutil.Process().children() or _only_the_tracker()


def _only_the_tracker() -> bool:
    return all("resource_tracker" in " ".join(c.cmdline()) for c in psutil.Process().children())


@posix
def test_a_child_that_dies_in_the_middle_of_a_message_is_an_error_naming_the_footage() -> None:
    reading, writing = multiprocessing.Pipe(duplex=False)
    os.write(writing.fileno(), struct.pack("!i", 1000) + b"the beginning")
    writing.close()
    with closing(Child(work.leaving, 0, name="a.mp4")) as child:
        child.pipe.close()
        child.pipe = reading
        with pytest.raises(DiedError, match=r"a\.mp4 .*exit status 0"):
            child.hear(5)


@posix
def test_a_child_stuck_in_one_step_is_ended_after_a_grace_and_still_cleans_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "GRACE", 0.2)
    flag = tmp_path / "flag"
    job = in_child(work.stall, flag, name="a.mp4")
    while next(job) != Progress(1, None):
        pass
    job.close()
    assert flag.read_text(encoding="utf-8") == "cleaned up"


def test_a_child_does_one_piece_of_work_after_the_other_with_what_its_bench_has_set_up() -> None:
    with closing(Child(work.adding, 100, name="a.mp4")) as child:
        answers = []
        for number in (1, 2):
            child.give(number)
            while not isinstance(answer := child.hear(1), Done):
                pass
            answers.append(answer.result)
        child.close()  # a second one does nothing
    assert answers == [101, 103]


@posix
def test_a_child_that_was_killed_while_it_had_nothing_to_do_is_told_of_when_it_is_given_something() -> None:
    with closing(Child(work.adding, 100, name="a.mp4")) as child:
        child.give(1)
        while not isinstance(child.hear(1), Done):
            pass
        psutil.Process(child._process.pid).kill()
        child._process.join()
        with pytest.raises(DiedError, match="exit status -9"):
            _give_and_hear(child)


def _give_and_hear(child: Child) -> None:
    child.give(1)
    while True:
        child.hear(1)


def test_an_error_in_setting_up_the_bench_is_the_work_s_own() -> None:
    with closing(Child(work.no_bench, name="a.mp4")) as child, pytest.raises(FootageError, match="no bench"):
        _give_and_hear(child)


def test_where_no_process_can_be_started_a_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", full)
    with pytest.raises(ReviewerError, match=r"cannot start another process for the work on a\.mp4: Resource temp"):
        drive(in_child(work.count, 5, name="a.mp4"))


def test_a_job_that_was_never_started_leaves_nothing_behind() -> None:
    in_child(work.count, 5, name="a.mp4").close()


def test_cancelling_a_job_in_a_child_runs_the_cleanup_of_the_child(tmp_path: Path) -> None:
    partial = tmp_path / "copy.mp4.partial"
    updates: list[JobUpdate] = []
    runner = JobRunner()
    handle = runner.submit("render", in_child(work.write_partial, partial, name="a.mp4"), listener=updates.append)
    until(partial.exists)
    handle.cancel()
    runner.close()
    assert updates[-1].state is JobState.CANCELLED
    assert not partial.exists()


PARENT = """
import sys
from pathlib import Path
from reviewer.services.workers import in_child
from tests.support import work
from tests.support.processes import ROOT, until

if __name__ == "__main__":
    partial = Path(sys.argv[1])
    job = in_child(work.parent_of_nobody, partial, name="a.mp4")
    try:
        for progress in job:
            if progress.done > 1:
                print(progress.done, flush=True)
    except KeyboardInterrupt:
        job.close()
        print("partial" if partial.exists() else "nothing partial", flush=True)
"""


def _start_parent(tmp_path: Path) -> tuple[subprocess.Popen[str], psutil.Process, Path]:
    script, partial = tmp_path / "parent.py", tmp_path / "partial"
    script.write_text(PARENT, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script), str(partial)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,  # a process group of its own, for a Ctrl-C of its own
    )
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    until(partial.exists)
    return parent, child, partial


@posix
def test_a_child_whose_parent_was_killed_ends_after_its_cleanup(tmp_path: Path) -> None:
    parent, child, partial = _start_parent(tmp_path)
    parent.kill()
    until(lambda: not partial.exists())
    until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    parent.communicate()


@posix
def test_ctrl_c_reaches_the_parent_alone_which_ends_the_child_in_good_order(tmp_path: Path) -> None:
    parent, child, partial = _start_parent(tmp_path)
    os.killpg(parent.pid, signal.SIGINT)  # as a terminal sends it: to the parent and to the child
    out, err = parent.communicate(timeout=30)
    assert out.endswith("nothing partial\n")
    assert "Traceback" not in err
    assert not partial.exists()
    until(lambda: not child.is_running())


@posix
def test_ctrl_c_while_the_child_starts_is_not_heard_by_it(tmp_path: Path) -> None:
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [])
    job = in_child(work.count, 3, name="a.mp4")
    next(job)
    assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == mask
    for child in psutil.Process().children():
        child.send_signal(signal.SIGINT)
    assert drive(job)[1] == 3


FIRST = """
import signal
from multiprocessing import resource_tracker
from reviewer.services import workers

with workers._interrupt_held():
    resource_tracker.ensure_running()  # what the start of a process does first
    assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
"""


@posix
def test_not_even_the_first_child_of_a_process_hears_ctrl_c_while_it_starts() -> None:
    subprocess.run([sys.executable, "-c", FIRST], cwd=ROOT, check=True, timeout=60)
