"""Jobs that a user stops: they clean up first, and whatever then fails is not news."""

import signal
from collections.abc import Generator

import pytest

from reviewer.cli.conduct import PATIENCE, Stop, drive
from reviewer.core.errors import CancelError, FootageError
from reviewer.services.jobs import Progress


class Work:
    def __init__(self, *, signals: int = 0, fails: bool = False) -> None:
        self.cleaned = False
        self.signals, self.fails = signals, fails

    def job(self) -> Generator[Progress, None, str]:
        try:
            for step in range(5):
                yield Progress(step, 5, "Working")
                if step == 2:
                    for _ in range(self.signals):
                        signal.raise_signal(signal.SIGINT)
                    if self.fails:
                        raise FootageError("a child died")
            return "done"
        finally:
            self.cleaned = True


def test_a_job_runs_to_its_result() -> None:
    work = Work()
    with Stop() as stop:
        assert drive(work.job(), stop) == "done"
    assert work.cleaned


def test_ctrl_c_ends_the_job_at_its_next_step_and_lets_it_clean_up(capsys: pytest.CaptureFixture[str]) -> None:
    work = Work(signals=1)
    with Stop() as stop, pytest.raises(CancelError) as caught:
        drive(work.job(), stop)
    assert work.cleaned
    assert caught.value.status == 130
    assert "Stopping" in capsys.readouterr().err


def test_a_failure_after_ctrl_c_is_told_as_a_stop() -> None:
    with Stop() as stop, pytest.raises(CancelError):
        drive(Work(signals=1, fails=True).job(), stop)


def test_a_failure_without_ctrl_c_is_told_as_it_is() -> None:
    with Stop() as stop, pytest.raises(FootageError, match="a child died"):
        drive(Work(fails=True).job(), stop)


def test_a_user_who_insists_is_obeyed_at_once() -> None:
    work = Work(signals=PATIENCE)
    with Stop() as stop, pytest.raises(KeyboardInterrupt):
        drive(work.job(), stop)
    assert work.cleaned


def test_the_signals_are_given_back_afterwards() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Stop():
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before
