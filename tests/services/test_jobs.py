import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from reviewer.core.errors import CancelError, DiskError
from reviewer.services import jobs
from reviewer.services.jobs import Job, JobRunner, JobState, JobUpdate, Progress


class Listener:
    """Keeps what it hears, and can be waited for."""

    def __init__(self) -> None:
        self.updates: list[JobUpdate] = []
        self.threads: set[str] = set()
        self.ended = Event()

    def __call__(self, update: JobUpdate) -> None:
        self.updates.append(update)
        self.threads.add(threading.current_thread().name)
        if update.state is not JobState.RUNNING:
            self.ended.set()

    def last(self) -> JobUpdate:
        assert self.ended.wait(20), "the job never ended"
        return self.updates[-1]


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


@pytest.fixture
def listener() -> Listener:
    return Listener()


def counting(last: int) -> Job:
    for number in range(last):
        yield Progress(number, last)
    return "sum"


def test_a_job_reports_progress_and_then_its_result(
    runner: JobRunner, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "REPORT_EVERY", 0.0)
    runner.submit("count", counting(3), listener=listener)
    assert listener.last() == JobUpdate(JobState.DONE, result="sum")
    assert [u.progress for u in listener.updates[:-1]] == [Progress(n, 3) for n in range(3)]
    assert all(t.startswith("job") for t in listener.threads)


def test_progress_that_comes_too_fast_is_thinned_out(
    runner: JobRunner, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "REPORT_EVERY", 3600.0)
    runner.submit("count", counting(1000), listener=listener)
    assert listener.last().state is JobState.DONE
    assert [u.progress for u in listener.updates[:-1]] == [Progress(0, 1000)]


def test_a_cancelled_job_cleans_up_and_says_that_it_was_cancelled(
    runner: JobRunner, listener: Listener, tmp_path: Path
) -> None:
    partial, begun = tmp_path / "copy.mp4.partial", Event()

    def job() -> Job:
        try:
            partial.write_text("half", encoding="utf-8")
            while True:
                begun.set()
                yield Progress(1, None)
        finally:
            partial.unlink()

    handle = runner.submit("render", job(), listener=listener)
    assert begun.wait(20)
    assert not handle.cancelling
    handle.cancel()
    assert handle.cancelling
    assert listener.last() == JobUpdate(JobState.CANCELLED)
    assert not partial.exists()


def test_a_job_cancelled_before_its_turn_does_nothing(runner: JobRunner, listener: Listener) -> None:
    gate, ran = Event(), []

    def first() -> Job:
        gate.wait(20)
        yield Progress(0, None)

    def second() -> Job:
        ran.append(True)
        yield Progress(0, None)

    runner.submit("first", first(), listener=Listener())
    runner.submit("second", second(), listener=listener).cancel()
    gate.set()
    assert listener.last() == JobUpdate(JobState.CANCELLED)
    assert ran == []


def test_a_job_that_says_itself_that_it_was_cancelled_is_cancelled(runner: JobRunner, listener: Listener) -> None:
    def job() -> Job:
        yield Progress(0, None)
        raise CancelError("Stopped.")

    runner.submit("ask", job(), listener=listener)
    assert listener.last() == JobUpdate(JobState.CANCELLED)


def test_a_job_that_fails_reports_the_error_for_the_user(runner: JobRunner, listener: Listener) -> None:
    def job() -> Job:
        yield Progress(0, 1)
        raise DiskError("There is no room left.", "Make room.")

    runner.submit("render", job(), listener=listener)
    last = listener.last()
    assert last.state is JobState.FAILED
    assert isinstance(last.error, DiskError)
    assert last.error.advice == "Make room."


@pytest.mark.logs(r"render failed")
@pytest.mark.parametrize("defect", [ZeroDivisionError, SystemExit, KeyboardInterrupt])
def test_a_defect_ends_the_job_as_failed_and_is_logged(
    runner: JobRunner, listener: Listener, defect: type[BaseException]
) -> None:
    def job() -> Job:
        yield Progress(0, 1)
        raise defect

    runner.submit("render", job(), listener=listener)
    last = listener.last()
    assert last.state is JobState.FAILED
    assert isinstance(last.error, defect)


def test_a_cleanup_that_fails_after_a_cancel_is_not_hidden(runner: JobRunner, listener: Listener) -> None:
    begun = Event()

    def job() -> Job:
        try:
            while True:
                begun.set()
                yield Progress(0, None)
        finally:
            raise DiskError("The partial file could not be removed.")

    handle = runner.submit("render", job(), listener=listener)
    assert begun.wait(20)
    handle.cancel()
    last = listener.last()
    assert last.state is JobState.FAILED
    assert str(last.error) == "The partial file could not be removed."


def test_jobs_run_one_after_the_other_in_the_order_they_were_submitted(runner: JobRunner) -> None:
    steps: list[tuple[str, int]] = []

    def job(name: str) -> Job:
        for number in range(3):
            steps.append((name, number))
            yield Progress(number, 3)

    listeners = [Listener() for _ in range(4)]
    for name, listener in zip("abcd", listeners, strict=True):
        runner.submit(name, job(name), listener=listener)
    for listener in listeners:
        assert listener.last().state is JobState.DONE
    assert steps == [(name, number) for name in "abcd" for number in range(3)]


@pytest.mark.logs(r"listener of count failed")
def test_a_listener_that_fails_does_not_stop_the_jobs_that_follow(runner: JobRunner, listener: Listener) -> None:
    def deaf(update: JobUpdate) -> None:
        if update.state is JobState.DONE:
            raise ZeroDivisionError

    runner.submit("count", counting(1), listener=deaf)
    runner.submit("next", counting(1), listener=listener)
    assert listener.last().state is JobState.DONE


def test_closing_waits_for_the_running_job_and_drops_those_that_wait() -> None:
    runner, begun, gate = JobRunner(), Event(), Event()
    running, waiting = Listener(), Listener()

    def job() -> Job:
        begun.set()
        gate.wait(20)
        yield Progress(0, None)

    runner.submit("running", job(), listener=running)
    runner.submit("waiting", counting(1), listener=waiting)
    assert begun.wait(20)
    threading.Timer(0.05, gate.set).start()
    runner.close()
    assert running.last().state is JobState.DONE
    assert waiting.updates == []
